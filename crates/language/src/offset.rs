//! Places in a text, counted in bytes (inside the program) and in Unicode scalar values (in what it writes).
//! Two types, so that one can never be taken for the other.

use std::ops::Range;

/// A stretch of a text, `[start, end)` in bytes of its UTF-8 form, on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ByteSpan {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl ByteSpan {
    /// The span `[start, end)`. Texts are bounded well below 4 GiB, so `u32` holds every offset.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Self { start: start as u32, end: end as u32 }
    }

    /// As a range to slice a `str` with.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The words of `text` that the span covers.
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether nothing is covered.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the two have a byte in common.
    pub fn touches(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that covers both.
    pub fn join(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A stretch of a text, `[start, end)` in Unicode scalar values, as the contract counts them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct CharSpan {
    /// First character.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
}

/// Turns byte offsets of one text into character offsets in constant time.
#[derive(Clone, Debug, Default)]
pub struct OffsetMap {
    /// Characters before each block of [`BLOCK`] bytes; empty where the text is ASCII.
    blocks: Vec<u32>,
}

const BLOCK: usize = 64;

impl OffsetMap {
    /// The map of `text`.
    pub fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self::default();
        }
        let mut blocks = Vec::with_capacity(text.len() / BLOCK + 1);
        let mut chars = 0u32;
        for block in text.as_bytes().chunks(BLOCK) {
            blocks.push(chars);
            chars += starts(block);
        }
        Self { blocks }
    }

    /// Characters of `text` (the text that the map was made of) before byte `at`.
    pub fn chars_before(&self, text: &str, at: u32) -> u32 {
        if self.blocks.is_empty() {
            return at;
        }
        let at = at as usize;
        let block = (at / BLOCK).min(self.blocks.len() - 1);
        self.blocks[block] + starts(&text.as_bytes()[block * BLOCK..at])
    }

    /// The character span of a byte span of the same text.
    pub fn to_chars(&self, text: &str, span: ByteSpan) -> CharSpan {
        CharSpan { start: self.chars_before(text, span.start), end: self.chars_before(text, span.end) }
    }
}

/// Number of bytes that start a character.
fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&b| (b as i8) >= -0x40).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_as_python_counts_them() {
        let text = "a“é😀” ".repeat(40);
        let map = OffsetMap::new(&text);
        for (chars, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(map.chars_before(&text, byte as u32), chars as u32);
        }
        assert_eq!(map.chars_before(&text, text.len() as u32), text.chars().count() as u32);
    }
}
