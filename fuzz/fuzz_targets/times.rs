//! Expressions of time in any text: inside the text, on character boundaries.
#![no_main]

use attache_fuzz::{lexicon, model, report};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let document = model().parse(text);
    for time in reading::times::find(&document, &report(text), lexicon()) {
        assert!(text.get(time.span.range()).is_some_and(|words| !words.is_empty()));
    }
});
