//! Words of a text as they are compared: without case and marks.

use std::collections::HashSet;

use crate::features::short;

/// The words of `text`: runs of letters and digits in lower case.
pub(crate) fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase)
}

/// A 64-bit hash that is the same on every machine (FNV-1a, then the finish of splitmix64 for spread).
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let sum =
        bytes.iter().fold(0xCBF2_9CE4_8422_2325, |sum: u64, &b| (sum ^ u64::from(b)).wrapping_mul(0x0100_0000_01B3));
    spread(sum)
}

/// Spreads the bits of a number (splitmix64).
pub(crate) fn spread(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// The beginnings of the longer words of `text`, as hashes in order, each once. Long words carry what a sentence is about, and
/// their beginnings stay when an ending changes.
pub(crate) fn topic(text: &str) -> Vec<u32> {
    /// Shortest word and longest beginning, in characters.
    const WORD: std::ops::RangeInclusive<usize> = 5..=6;
    let hashes = words(text)
        .filter(|w| w.chars().count() >= *WORD.start())
        .map(|w| hash(w.chars().take(*WORD.end()).collect::<String>().as_bytes()) as u32);
    short(hashes)
}

/// Words of `text` that begin with a capital and not a sentence, as hashes in order, each once; those of `known` left out.
pub(crate) fn names(text: &str, known: &HashSet<String>) -> Vec<u32> {
    /// Shortest name, in characters; it leaves out the initials of titles.
    const SHORTEST: usize = 4;
    let mut hashes = Vec::new();
    let mut begins = true;
    for word in text.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let bare = bare.strip_suffix("'s").or_else(|| bare.strip_suffix("’s")).unwrap_or(bare);
        let is_name = !begins && bare.chars().count() >= SHORTEST && bare.starts_with(char::is_uppercase);
        if is_name && !known.contains(&bare.to_lowercase()) {
            hashes.push(hash(bare.to_lowercase().as_bytes()) as u32);
        }
        begins = word.ends_with(['.', '!', '?', ':', '"', '”']);
    }
    short(hashes)
}

/// Sentences of `text`, roughly: up to a full stop and space, or a line's end.
pub(crate) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r']).flat_map(|line| line.split_inclusive(". ")).map(str::trim).filter(|s| !s.is_empty())
}

/// A short name made of `what`: a letter and ten letters and digits.
pub(crate) fn handle(letter: char, what: &[u8]) -> String {
    const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let sum = hash(what);
    let digits = (0..10).map(|i| DIGITS[(sum >> (5 * i)) as usize & 31] as char);
    std::iter::once(letter).chain(digits).collect()
}

/// An id for a report without one, made of its text.
pub fn id_of_text(text: &str) -> String {
    format!("text-{:016x}", hash(text.as_bytes()))
}
