//! Any bytes as a page that a server answered, through an archive that keeps it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sources::{warc, BadBytes, Given};

fuzz_target!(|page: &[u8]| {
    for charset in ["", "; charset=windows-1251", "; charset=utf-16"] {
        let answer = [format!("HTTP/1.1 200 OK\r\nContent-Type: text/html{charset}\r\n\r\n").as_bytes(), page].concat();
        let head = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://wire.example/1\r\nWARC-Date: 2024-03-05T10:00:00Z\r\n\
             Content-Length: {}\r\n\r\n",
            answer.len()
        );
        let archive = [head.as_bytes(), &answer, b"\r\n\r\n"].concat();
        let read: Vec<_> = warc::Reader::new(&archive[..], "fuzz.warc", BadBytes::Replace, Given::default()).collect();
        assert_eq!(read.len(), 1, "a page, or a word of what is wrong");
        if let Ok(report) = &read[0] {
            assert!(!report.text.trim().is_empty() && !report.text.contains('\0'));
            let day = report.published.expect("at least the day of the capture");
            assert!((1990..=2024).contains(&day.year()), "{day}");
        }
    }
});
