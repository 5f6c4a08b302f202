//! Words and sentences of any text: in order, on character boundaries, none too long, nothing lost between sentences.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let found = language::segment(text);
    let mut at = 0;
    for word in &found.words {
        assert!(word.start >= at && word.end > word.start, "words in order");
        assert!(text.get(word.range()).is_some(), "on character boundaries");
        at = word.end;
    }
    let mut start = 0;
    for &end in &found.sentence_ends {
        assert!(end > start && end - start <= 256, "sentences of bounded length");
        start = end;
    }
    assert_eq!(start as usize, found.words.len(), "each word in a sentence");
    let mut last = 0;
    for &(first, end) in &found.multiwords {
        assert!(first >= last && end > first + 1 && end as usize <= found.words.len());
        last = end;
        let words = &found.words[first as usize..end as usize];
        assert!(words.windows(2).all(|pair| pair[0].end == pair[1].start), "written together");
        assert!(!found.sentence_ends.iter().any(|&cut| first < cut && cut < end), "within a sentence");
    }
});
