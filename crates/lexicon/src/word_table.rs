//! Look-up tables of words that are asked for every word of a text, mostly in vain.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Words with what is known of each, in about four buckets a word: most questions meet an empty one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct WordTable<T> {
    /// For each bucket the number of its first row, and one past the last; a power of two and one.
    starts: Vec<u32>,
    rows: Vec<(Box<str>, T)>,
}

impl<T> Default for WordTable<T> {
    fn default() -> Self {
        Self { starts: vec![0, 0], rows: Vec::new() }
    }
}

impl<T> WordTable<T> {
    pub fn of(words: BTreeMap<Box<str>, T>) -> Self {
        let buckets = (4 * words.len()).next_power_of_two();
        let mut rows: Vec<_> = words.into_iter().collect();
        rows.sort_by_key(|(word, _)| bucket(word, buckets));
        let starts =
            (0..=buckets).map(|b| rows.partition_point(|(word, _)| bucket(word, buckets) < b) as u32).collect();
        Self { starts, rows }
    }

    pub fn get(&self, word: &str) -> Option<&T> {
        let at = bucket(word, self.starts.len() - 1);
        let range = self.starts[at] as usize..self.starts[at + 1] as usize;
        self.rows[range].iter().find(|(w, _)| **w == *word).map(|(_, value)| value)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.rows.iter().map(|(word, value)| (&**word, value))
    }
}

/// Length, first, middle and last bytes tell most words apart. `buckets` is a power of two.
fn bucket(word: &str, buckets: usize) -> usize {
    let word = word.as_bytes();
    let Some((&last, _)) = word.split_last() else { return 0 };
    let n = word.len();
    let key = [n as u8, word[0], word[n / 3], word[n / 2], last].iter().fold(0u64, |k, &b| k << 8 | u64::from(b));
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize & (buckets - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_and_no_other() {
        let words: Vec<String> = (0..500u32).map(|i| format!("{:b}", i * i)).collect();
        let table = WordTable::of(words.iter().map(|w| (w.as_str().into(), w.len())).collect());
        assert!(words.iter().all(|w| table.get(w) == Some(&w.len())));
        assert!(["", "2", "10102", "ü"].iter().all(|w| table.get(w).is_none()));
        assert!(WordTable::<u8>::default().get("any").is_none());
        assert!(WordTable::<u8>::of(BTreeMap::new()).get("").is_none());
    }
}
