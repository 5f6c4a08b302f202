//! Expressions of number in any text: inside the text, on character boundaries.
#![no_main]

use attache_fuzz::{lexicon, model};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let document = model().parse(text);
    for count in reading::counts::find(&document, lexicon()) {
        assert!(text.get(count.span.range()).is_some_and(|words| !words.is_empty()));
    }
});
