//! What the tokenizer tells about a token, for the search for sentence ends.

use crate::offset::ByteSpan;

/// What stands between a token and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing.
    None,
    /// White space on one line.
    Space,
    /// The end of a line.
    Line,
}

/// Looks of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Kind {
    Lower,
    Capital,
    Upper,
    Number,
    /// A word with the full stop that belongs to it.
    Abbreviation,
    /// An abbreviation that a name or number follows.
    Title,
    Web,
    Face,
    Stop,
    /// `!`, `?`.
    Terminal,
    Ellipsis,
    Comma,
    Colon,
    Semicolon,
    Dash,
    /// A hyphen at the start of a word or between two.
    Hyphen,
    OpenQuote,
    CloseQuote,
    Open,
    Close,
    Bullet,
    Symbol,
}

impl Kind {
    /// As a bit of a set.
    pub(super) const fn bit(self) -> u32 {
        1 << self as u32
    }

    /// Whether it is in a set of bits.
    pub(super) const fn is_in(self, set: u32) -> bool {
        self.bit() & set != 0
    }
}

/// One written token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) span: ByteSpan,
    /// One past its last word, counted in the whole text.
    pub(super) words_end: u32,
    pub(super) kind: Kind,
    pub(super) gap: Gap,
}
