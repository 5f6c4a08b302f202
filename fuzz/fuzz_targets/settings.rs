//! Any text as `sources.toml`, any bytes as OPML: what is imported can be followed.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use sources::settings::{import, Settings};

fuzz_target!(|bytes: &[u8]| {
    let folder = Path::new("");
    if let Ok(text) = std::str::from_utf8(bytes) {
        match Settings::parse(text, "fuzz.toml", folder) {
            Ok(settings) => assert!(!settings.sources.is_empty()),
            Err(mistake) => assert!(mistake.to_string().starts_with("fuzz.toml")),
        }
    }
    if let Ok(text) = import(bytes) {
        let settings = Settings::parse(&text, "imported", folder);
        assert!(settings.is_ok(), "{settings:?} of {text}");
    }
});
