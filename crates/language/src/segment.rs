//! Text to sentences and words, with exact offsets, by the conventions of the English UD treebanks.
//!
//! Words first ([`words`]), by rules over character classes and the word lists in `data/english`; then sentence ends
//! ([`boundary`]) among the gaps between them. Everything is linear in the length of the text, and nothing is allocated
//! for a single word.

mod boundary;
mod classes;
mod english;
mod features;
mod joins;
mod token;
#[cfg(feature = "training")]
pub(crate) mod train;
mod web;
mod weights;
mod words;

use crate::offset::ByteSpan;

/// No sentence that is found has more words.
pub(crate) const LONGEST_SENTENCE: usize = 256;

/// A text's words and where its sentences end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Segmented {
    /// Words in order, not overlapping.
    pub words: Vec<ByteSpan>,
    /// For each sentence one past its last word, in order; the last one is the number of words.
    pub sentence_ends: Vec<u32>,
    /// Runs of words that are written as one ("don't"), as `[first, end)`, in order.
    pub multiwords: Vec<(u32, u32)>,
}

/// Finds the words and sentences of `text`: what [`Model::parse`](crate::Model::parse) starts from.
///
/// ```
/// let text = "They don't know. Kyiv's envoy left.";
/// let found = language::segment(text);
/// let words: Vec<&str> = found.words.iter().map(|word| word.of(text)).collect();
/// assert_eq!(words, ["They", "do", "n't", "know", ".", "Kyiv", "'s", "envoy", "left", "."]);
/// assert_eq!(found.sentence_ends, [5, 10]);
/// assert_eq!(found.multiwords, [(1, 3), (5, 7)]);
/// ```
pub fn segment(text: &str) -> Segmented {
    let mut out = Segmented { words: Vec::with_capacity(text.len() / 6 + 1), ..Segmented::default() };
    let mut scanner = words::Scanner::new(text);
    let mut boundaries = boundary::Boundaries::new(text);
    while scanner.block(&mut out) {
        boundaries.mark(&scanner.block, &mut out);
    }
    out
}

#[cfg(test)]
mod tests;
