//! The whole reading of any text, up to the JSON that it is written as; twice the same.
#![no_main]

use attache_fuzz::{lexicon, model, report};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let report = report(text);
    let read = || {
        let reading = reading::read(&report, model().parse(text), lexicon());
        serde_json::to_string(&reading).expect("a reading is JSON")
    };
    assert_eq!(read(), read(), "read the same twice");
});
