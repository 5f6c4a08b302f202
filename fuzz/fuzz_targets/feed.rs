//! Any bytes as what a source lists: RSS, Atom, JSON Feed, sitemap, OPML.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sources::feed::{parse, MOST_ENTRIES};
use url::Url;

fuzz_target!(|bytes: &[u8]| {
    let base = Url::parse("https://wire.example/feeds/").expect("an address");
    for charset in [None, Some("windows-1251"), Some("utf-16le"), Some("no such thing")] {
        match parse(bytes, charset, Some(&base)) {
            Err(fault) => assert!(!fault.is_empty()),
            Ok(feed) => {
                assert!(feed.entries.len() <= MOST_ENTRIES);
                for entry in feed.entries {
                    assert!(entry.address.is_some() || (entry.id.is_some() && entry.content.is_some()));
                    assert!(entry.address.is_none_or(|a| a.starts_with("http://") || a.starts_with("https://")));
                    assert!(entry.title.is_none_or(|title| !title.is_empty()));
                }
            }
        }
    }
});
