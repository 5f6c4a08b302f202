//! The text in its smallest pieces (letters, digits, marks) with what the tables know of each. Times and counts are read
//! from these and not from the parser's tokens, so that a date is found whether or not a tokenizer parts it.

use language::ByteSpan;
use lexicon::numbers::{Number, NumberKind};
use lexicon::times::{Class, Sense};
use lexicon::Lexicon;

/// Longest word that is looked up, in bytes.
const LONGEST: usize = 24;

/// What a piece is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters.
    Word,
    /// Digits: their value (saturating) and how many they are.
    Digits(u64, u8),
    /// Any one other character.
    Mark(char),
}

/// What stands before a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// Nothing: it is glued to the piece before.
    Glued,
    /// Blanks.
    Blank,
    /// A line's end.
    Line,
    /// An empty line, or the start of the text.
    Paragraph,
}

/// One piece.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Atom<'l> {
    pub span: ByteSpan,
    pub kind: Kind,
    pub gap: Gap,
    /// Whether it starts with a capital letter.
    pub capital: bool,
    /// What it can be in an expression of time.
    pub senses: &'l [Sense],
    /// What number it can stand for.
    pub numbers: &'l [Number],
}

/// The pieces of one text.
pub(crate) struct Atoms<'l> {
    pub list: Vec<Atom<'l>>,
}

impl<'l> Atoms<'l> {
    /// Takes `text` to pieces.
    pub fn of(text: &str, lexicon: &'l Lexicon) -> Self {
        let mut list = Vec::with_capacity(text.len() / 4);
        let mut chars = text.char_indices().peekable();
        let mut gap = Gap::Paragraph;
        while let Some((start, first)) = chars.next() {
            if first.is_whitespace() {
                gap = wider(gap, first);
                continue;
            }
            let in_run: fn(char) -> bool = if first.is_alphabetic() {
                char::is_alphabetic
            } else if first.is_ascii_digit() {
                |c| c.is_ascii_digit()
            } else {
                |_| false
            };
            while chars.next_if(|&(_, c)| in_run(c)).is_some() {}
            let end = chars.peek().map_or(text.len(), |&(at, _)| at);
            list.push(atom(&text[start..end], ByteSpan::new(start, end), first, gap, lexicon));
            gap = Gap::Glued;
        }
        Self { list }
    }

    /// The piece at `i`.
    pub fn get(&self, i: usize) -> Option<&Atom<'l>> {
        self.list.get(i)
    }

    /// The value of the piece's sense in `class`, where it has one.
    pub fn value(&self, i: usize, class: Class) -> Option<i16> {
        self.sense(i, class).map(|s| s.value)
    }

    /// The piece's sense in `class`, where it has one.
    pub fn sense(&self, i: usize, class: Class) -> Option<Sense> {
        self.get(i)?.senses.iter().find(|s| s.class == class).copied()
    }

    /// Whether the piece can be of `class`.
    pub fn is(&self, i: usize, class: Class) -> bool {
        self.sense(i, class).is_some()
    }

    /// Whether the piece is the mark `c`.
    pub fn mark(&self, i: usize, c: char) -> bool {
        self.get(i).is_some_and(|a| a.kind == Kind::Mark(c))
    }

    /// Whether the piece is a hyphen or a dash.
    pub fn dash(&self, i: usize) -> bool {
        self.get(i).is_some_and(|a| matches!(a.kind, Kind::Mark('-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '~')))
    }

    /// Whether the piece is an apostrophe.
    pub fn apostrophe(&self, i: usize) -> bool {
        self.get(i).is_some_and(|a| matches!(a.kind, Kind::Mark('\'' | '\u{2019}' | '\u{2018}')))
    }

    /// Value and number of digits, where the piece is digits.
    pub fn digits(&self, i: usize) -> Option<(u64, u8)> {
        match self.get(i)?.kind {
            Kind::Digits(value, count) => Some((value, count)),
            _ => None,
        }
    }

    /// Whether the piece follows the one before without a blank.
    pub fn glued(&self, i: usize) -> bool {
        self.get(i).is_some_and(|a| a.gap == Gap::Glued)
    }

    /// Whether the piece is a word.
    pub fn word(&self, i: usize) -> bool {
        self.get(i).is_some_and(|a| a.kind == Kind::Word)
    }

    /// Whether the piece starts with a capital letter.
    pub fn capital(&self, i: usize) -> bool {
        self.get(i).is_some_and(|a| a.capital)
    }

    /// Whether a new paragraph, or nothing, comes at `i`.
    pub fn ends(&self, i: usize) -> bool {
        self.get(i).is_none_or(|a| a.gap == Gap::Paragraph)
    }

    /// The number that the piece stands for as a word of `kind`.
    pub fn number_word(&self, i: usize, kind: NumberKind) -> Option<u64> {
        self.get(i)?.numbers.iter().find(|n| n.kind == kind).map(|n| n.value)
    }
}

fn wider(gap: Gap, white: char) -> Gap {
    match (gap, white) {
        (Gap::Glued, '\n') | (Gap::Blank, '\n') => Gap::Line,
        (Gap::Line, '\n') => Gap::Paragraph,
        (Gap::Glued, _) => Gap::Blank,
        (gap, _) => gap,
    }
}

fn atom<'l>(word: &str, span: ByteSpan, first: char, gap: Gap, lexicon: &'l Lexicon) -> Atom<'l> {
    let kind = if first.is_alphabetic() {
        Kind::Word
    } else if first.is_ascii_digit() {
        let value = word.bytes().fold(0u64, |n, b| n.saturating_mul(10).saturating_add(u64::from(b - b'0')));
        Kind::Digits(value, word.len().min(255) as u8)
    } else {
        Kind::Mark(first)
    };
    let mut atom = Atom { span, kind, gap, capital: first.is_uppercase(), senses: &[], numbers: &[] };
    if kind == Kind::Mark(first) || word.len() > LONGEST || !word.is_ascii() {
        return atom;
    }
    let mut buffer = [0; LONGEST];
    let lower = &mut buffer[..word.len()];
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    if let Ok(lower) = std::str::from_utf8(lower) {
        atom.senses = lexicon.times.senses(lower);
        if kind == Kind::Word {
            atom.numbers = lexicon.numbers.get(lower);
        }
    }
    atom
}
