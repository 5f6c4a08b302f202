//! Any bytes as JSON Lines: each line is a report or a message, and reading ends.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sources::{jsonl, BadBytes, Given};

fuzz_target!(|bytes: &[u8]| {
    for bad_bytes in [BadBytes::Refuse, BadBytes::Replace] {
        let lines = bytes.split(|&b| b == b'\n').count();
        let mut read = 0;
        for report in jsonl::Reader::new(bytes, "fuzz.jsonl", bad_bytes, Given::default()) {
            read += 1;
            if let Err(unread) = report {
                assert!(!unread.to_string().is_empty());
            }
        }
        assert!(read <= lines, "at most one answer a line");
    }
});
