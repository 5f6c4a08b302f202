//! Any text as `robots.txt`, and any path asked of it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sources::robots::Robots;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let robots = Robots::parse(&text);
    assert!(robots.delay.is_none_or(|delay| delay.is_finite() && delay >= 0.0));
    for path in text.split_whitespace().take(50).chain(["/"]) {
        let _ = robots.allow(path);
    }
    assert!(Robots::parse("").allow(&text), "who asks for nothing forbids nothing");
});
