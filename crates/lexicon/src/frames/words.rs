//! The words that frames speak of, numbered, in one block of text with a hash index: a report's words are looked up once
//! each, and from then on only numbers are compared.

use serde::{Deserialize, Serialize};

/// Number of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Word(pub(crate) u32);

/// Numbered words.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Words {
    text: String,
    ends: Vec<u32>,
    /// Open addressing: word number plus one, 0 where free; the length is a power of two.
    index: Vec<u32>,
}

impl Words {
    /// The number of `word`, given one where it is new.
    pub fn intern(&mut self, word: &str) -> Word {
        if let Some(known) = self.find(word) {
            return known;
        }
        self.text.push_str(word);
        self.ends.push(self.text.len() as u32);
        if self.ends.len() * 2 > self.index.len() {
            self.grow();
        } else {
            self.place(self.ends.len() as u32 - 1);
        }
        Word(self.ends.len() as u32 - 1)
    }

    /// The number of `word`.
    pub fn find(&self, word: &str) -> Option<Word> {
        let mask = self.index.len().checked_sub(1)?;
        let mut at = hash(word) as usize & mask;
        loop {
            let number = self.index[at].checked_sub(1)?;
            if self.get(Word(number)) == word {
                return Some(Word(number));
            }
            at = (at + 1) & mask;
        }
    }

    /// The word with a number.
    pub fn get(&self, word: Word) -> &str {
        let i = word.0 as usize;
        let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        &self.text[start..self.ends[i] as usize]
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    fn grow(&mut self) {
        self.index = vec![0; (self.index.len() * 2).max(64)];
        for number in 0..self.ends.len() as u32 {
            self.place(number);
        }
    }

    fn place(&mut self, number: u32) {
        let mask = self.index.len() - 1;
        let mut at = hash(self.get(Word(number))) as usize & mask;
        while self.index[at] != 0 {
            at = (at + 1) & mask;
        }
        self.index[at] = number + 1;
    }
}

/// FNV-1a: short words, no adversary who could gain by collisions in a table of some thousand entries.
fn hash(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_numbers() {
        let mut words = Words::default();
        let numbers: Vec<Word> = (0..500).map(|i| words.intern(&format!("w{i}"))).collect();
        for (i, number) in numbers.iter().enumerate() {
            assert_eq!(words.find(&format!("w{i}")), Some(*number));
            assert_eq!(words.get(*number), format!("w{i}"));
        }
        assert_eq!(words.find("none"), None);
        assert_eq!(words.intern("w7"), numbers[7]);
        assert_eq!(words.len(), 500);
    }
}
