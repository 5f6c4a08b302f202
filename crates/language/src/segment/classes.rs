//! What a character can be to the tokenizer.

/// Class of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Class {
    /// Parts words; nothing to see.
    Space,
    /// Ends a line.
    Line,
    Letter,
    Digit,
    /// Joins what it follows: combining marks, joiners, variation selectors.
    Extend,
    Apostrophe,
    /// An apostrophe's look-alike that mostly opens: `‘`.
    SingleOpen,
    Period,
    Comma,
    Colon,
    Semicolon,
    Hyphen,
    Slash,
    Ampersand,
    Underscore,
    At,
    /// `"`, of which the place tells whether it opens or closes.
    Quote,
    Open,
    Close,
    /// `!`, `?` and their kind.
    Terminal,
    /// En dash, em dash.
    Dash,
    Ellipsis,
    Currency,
    Bullet,
    Symbol,
}

impl Class {
    /// As a bit of a set.
    pub(super) const fn bit(self) -> u32 {
        1 << self as u32
    }

    /// Whether it makes up words.
    pub(super) const fn is_word(self) -> bool {
        matches!(self, Self::Letter | Self::Digit | Self::Extend | Self::Underscore)
    }
}

const ASCII: [Class; 128] = ascii();

const fn ascii() -> [Class; 128] {
    let mut table = [Class::Symbol; 128];
    let mut i = 0;
    while i < 128 {
        let byte = i as u8;
        table[i] = match byte {
            b' ' | b'\t' => Class::Space,
            b'\n' | b'\r' | 0x0b | 0x0c => Class::Line,
            b'0'..=b'9' => Class::Digit,
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'\'' | b'`' => Class::Apostrophe,
            b'.' => Class::Period,
            b',' => Class::Comma,
            b':' => Class::Colon,
            b';' => Class::Semicolon,
            b'-' => Class::Hyphen,
            b'/' => Class::Slash,
            b'&' => Class::Ampersand,
            b'_' => Class::Underscore,
            b'@' => Class::At,
            b'"' => Class::Quote,
            b'(' | b'[' | b'{' | b'<' => Class::Open,
            b')' | b']' | b'}' | b'>' => Class::Close,
            b'!' | b'?' => Class::Terminal,
            b'$' => Class::Currency,
            b'*' => Class::Bullet,
            _ => Class::Symbol,
        };
        i += 1;
    }
    table
}

/// Class of the character at byte `at` of `text`, and its length in bytes.
#[inline]
pub(super) fn class_at(text: &str, at: usize) -> (Class, usize) {
    let byte = text.as_bytes()[at];
    if byte < 128 {
        (ASCII[byte as usize], 1)
    } else {
        wide(text, at)
    }
}

/// Class of the character that ends at byte `at` of `text`.
pub(super) fn class_before(text: &str, at: usize) -> Option<Class> {
    let start = text[..at].char_indices().next_back()?.0;
    Some(class_at(text, start).0)
}

#[inline(never)]
fn wide(text: &str, at: usize) -> (Class, usize) {
    let ch = text[at..].chars().next().unwrap_or(' ');
    (class_of(ch), ch.len_utf8())
}

/// Class of a character beyond ASCII.
fn class_of(ch: char) -> Class {
    match ch as u32 {
        0x2019 | 0x02bc | 0x02bb | 0x02bd | 0x2032 | 0x00b4 | 0x201b | 0xff07 => Class::Apostrophe,
        0x2018 | 0x201a | 0x2039 => Class::SingleOpen,
        0x201c | 0x201e | 0x201f | 0x00ab | 0x300c | 0x300e => Class::Open,
        0x201d | 0x00bb | 0x203a | 0x300d | 0x300f => Class::Close,
        0x2033 => Class::Quote,
        0x2010 | 0x2011 => Class::Hyphen,
        0x2012..=0x2015 | 0x2212 => Class::Dash,
        0x2026 => Class::Ellipsis,
        0x3002 | 0x061f | 0x06d4 | 0xff01 | 0xff1f | 0x203c | 0x2047..=0x2049 | 0x00a1 | 0x00bf => Class::Terminal,
        0x20a0..=0x20cf | 0x00a3 | 0x00a5 => Class::Currency,
        0x2022 | 0x2023 | 0x2043 | 0x25aa | 0x25cf | 0x25e6 | 0x25a0 | 0x00b7 | 0x25ba => Class::Bullet,
        0x0085 | 0x2028 | 0x2029 => Class::Line,
        // Marks without width, byte order marks and direction marks.
        0x200b | 0xfeff | 0x200e | 0x200f | 0x061c | 0x202a..=0x202e | 0x2060..=0x2069 => Class::Space,
        0x0300..=0x036f | 0x0483..=0x0489 | 0x0591..=0x05bd | 0x0610..=0x061a | 0x064b..=0x065f => Class::Extend,
        0x00ad | 0x200c | 0x200d | 0x1ab0..=0x1aff | 0x1dc0..=0x1dff | 0x20d0..=0x20ff => Class::Extend,
        0xfe00..=0xfe0f | 0xfe20..=0xfe2f | 0x1f3fb..=0x1f3ff | 0xe0020..=0xe01ef => Class::Extend,
        // Ordinal signs, which Unicode counts as letters.
        0x00aa | 0x00ba => Class::Symbol,
        _ if ch.is_whitespace() => Class::Space,
        _ if ch.is_alphabetic() => Class::Letter,
        _ => Class::Symbol,
    }
}
