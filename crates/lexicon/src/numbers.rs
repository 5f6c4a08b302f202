//! Words that stand for numbers (`knowledge/counts/numbers.csv`): what times and counts are both read with.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::word_table::WordTable;
use crate::{Folder, Problem, Problems};

const FILE: &str = "counts/numbers.csv";

/// How a number word makes a number with its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NumberKind {
    /// `seven`, `fifteen`: a number below twenty.
    Unit,
    /// `twenty`: takes a unit behind it.
    Ten,
    /// `hundred`, `million`: multiplies what stands before it.
    Scale,
    /// `dozen`: multiplies and takes nothing behind it.
    Dozen,
    /// `third`, `fifteenth`.
    Ordinal,
    /// `dozens`, `hundreds`: a number of at least so many, also before "of thousands".
    Collective,
    /// `several`: at least so many, also before "hundred".
    Several,
    /// `pair`, `both`: exactly so many.
    Pair,
}

/// What a number word means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Number {
    /// How it combines.
    pub kind: NumberKind,
    /// Its value, or the lowest that it means.
    pub value: u64,
}

/// All number words; a word may stand for several (`second`).
#[derive(Default, Serialize, Deserialize)]
pub struct Table {
    words: WordTable<Vec<Number>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    word: Box<str>,
    kind: NumberKind,
    value: u64,
}

impl Table {
    /// Reads and checks the file.
    pub fn load(folder: &Folder, problems: &mut Problems) -> Self {
        let mut words: BTreeMap<Box<str>, Vec<Number>> = BTreeMap::new();
        for (line, row) in folder.csv::<Row>(FILE, problems) {
            let number = Number { kind: row.kind, value: row.value };
            if row.word.is_empty() || row.word.chars().any(|c| !c.is_lowercase()) {
                let what = format!("\u{201c}{}\u{201d} is not one word in small letters", row.word);
                problems.push(Problem::new(FILE, line, what, "write one word in small letters"));
                continue;
            }
            if words.get(&row.word).is_some_and(|known| known.iter().any(|n| n.kind == row.kind)) {
                let what = format!("\u{201c}{}\u{201d} stands here twice as the same kind", row.word);
                problems.push(Problem::new(FILE, line, what, "delete one of the two lines"));
            } else {
                words.entry(row.word).or_default().push(number);
            }
        }
        Self { words: WordTable::of(words) }
    }

    /// Everything that `word`, in small letters, stands for.
    pub fn get(&self, word: &str) -> &[Number] {
        self.words.get(word).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_may_be_two_numbers_and_no_line_may_stand_twice() {
        let folder =
            Folder::of(&[(FILE, "word,kind,value\nscore,dozen,20\nten,unit,10\nten,ordinal,10\nten,unit,11\n")]);
        let mut problems = Problems::default();
        let table = Table::load(&folder, &mut problems);
        assert_eq!(table.get("ten").iter().map(|n| n.value).collect::<Vec<_>>(), [10, 10]);
        assert_eq!(table.get("eleven"), []);
        assert_eq!(problems.iter().map(|p| p.line).collect::<Vec<_>>(), [5]);
    }
}
