//! Any bytes as CoNLL-U: what can be read is written so that it reads the same.
#![no_main]

use language::conllu::{raw_text, Reader, Sentence};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let sentences: Vec<Sentence> = Reader::new(bytes).flatten().collect();
    let mut written = Vec::new();
    for sentence in &sentences {
        sentence.write(&mut written).expect("written to memory");
    }
    let mut again = Vec::new();
    for sentence in Reader::new(&written[..]) {
        sentence.expect("what was written can be read").write(&mut again).expect("written to memory");
    }
    assert!(written == again, "written as read");
    let _ = raw_text(&sentences);
});
