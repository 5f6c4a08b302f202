//! Expressions of time, resolved to EDTF (ISO 8601-2) against the report's day.

use language::{ByteSpan, Document, TokenId, TokenSpan};
use lexicon::Lexicon;

use crate::Report;

/// Number of a time mention in its report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeId(pub u32);

/// One expression of time.
#[derive(Clone, Debug)]
pub struct TimeMention {
    /// Its words.
    pub span: ByteSpan,
    /// The tokens that it touches.
    pub tokens: TokenSpan,
    /// The token that its clause governs: `Wednesday` in "earlier this week on Wednesday".
    pub head: TokenId,
    /// EDTF: `2021-03-26`, `2020-07`, `XXXX-03-26`, `2021-03-29/2021-04-04`.
    pub value: String,
}

/// Finds every expression of time, in the order of the text.
pub fn find(_doc: &Document, _report: &Report, _lexicon: &Lexicon) -> Vec<TimeMention> {
    Vec::new()
}
