//! Expressions of number: how many, at least and at most, of what.

use language::{ByteSpan, Document, TokenId, TokenSpan};
use lexicon::Lexicon;

/// One expression of number with what it counts.
#[derive(Clone, Debug)]
pub struct CountMention {
    /// The words of the number itself: "at least four", "a", "dozens".
    pub span: ByteSpan,
    /// The tokens that the number touches.
    pub tokens: TokenSpan,
    /// The token whose phrase is counted: `soldiers` in "four Ukrainian soldiers"; the number's own where it stands
    /// alone ("two were wounded").
    pub head: TokenId,
    /// Smallest number meant.
    pub low: u64,
    /// Largest number meant, `None` where open.
    pub high: Option<u64>,
    /// What kind of thing is counted.
    pub unit: Unit,
    /// Whether it tells of a part of another count ("among them three children").
    pub part_of: Option<usize>,
    /// Whether it is a running total over time ("bringing the toll to 40").
    pub total: bool,
}

/// What a count counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// People, alive or dead.
    Person,
    /// Percent, degrees, money, distances, times: never casualties.
    Measure,
    /// Anything else.
    Thing,
}

/// Finds every expression of number, in the order of the text. A bare singular person ("a man", "the driver") counts
/// as one and is found too.
pub fn find(_doc: &Document, _lexicon: &Lexicon) -> Vec<CountMention> {
    Vec::new()
}
