//! Any bytes as a web archive: reports and messages, in number bounded by its length, and an end; what stands before it is read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sources::{warc, BadBytes, Given};

fn count(archive: &[u8], of: impl Fn(&str) -> bool) -> (usize, usize) {
    let (mut all, mut wanted) = (0, 0);
    for read in warc::Reader::new(archive, "fuzz.warc", BadBytes::Refuse, Given::default()) {
        all += 1;
        match read {
            Ok(report) => wanted += usize::from(of(&report.id)),
            Err(unread) => assert!(!unread.to_string().is_empty()),
        }
    }
    (all, wanted)
}

fuzz_target!(|bytes: &[u8]| {
    let (all, _) = count(bytes, |_| false);
    assert!(all <= bytes.len() + 1, "no more than there are bytes");
    // Behind a sound record anything may come.
    let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Rebels left the town of Belmar on Monday, its mayor said.</p>";
    let sound = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://sound.example/\r\nContent-Length: {}\r\n\r\n{page}\r\n\r\n",
        page.len()
    );
    let (_, found) = count(&[sound.as_bytes(), bytes].concat(), |id| id == "https://sound.example/");
    assert!(found >= 1, "what stands before damage is read");
});
