//! Any text as a knowledge file, and any bytes as packed knowledge: refused with a message, never with a panic.
#![no_main]

use std::path::Path;
use std::sync::OnceLock;

use lexicon::{Folder, Lexicon, Problems};
use libfuzzer_sys::fuzz_target;

/// Names of the knowledge files, of which the first byte of the input picks one.
fn names() -> &'static [String] {
    static NAMES: OnceLock<Vec<String>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../knowledge"));
        Folder::read(root).expect("the knowledge folder").below("").map(str::to_owned).collect()
    })
}

fuzz_target!(|bytes: &[u8]| {
    let _ = Lexicon::open(bytes);
    if let Some((&pick, Ok(text))) = bytes.split_first().map(|(pick, rest)| (pick, std::str::from_utf8(rest))) {
        let name = &names()[pick as usize % names().len()];
        let mut problems = Problems::default();
        let _ = Lexicon::load(&Folder::of(&[(name, text)]), &mut problems);
        for problem in problems.iter() {
            assert!(!problem.to_string().is_empty());
        }
    }
});
