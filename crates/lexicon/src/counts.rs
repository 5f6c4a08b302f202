//! Words around numbers (`knowledge/counts/`): bounds, what is counted, totals and parts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::word_table::WordTable;
use crate::{Folder, Problem, Problems};

const BOUNDS: &str = "counts/bounds.csv";
const WORDS: &str = "counts/words.csv";
const NOUNS: &str = "counts/nouns.csv";

/// Most words of a bound.
pub const LONGEST_BOUND: usize = 5;

/// Shortest noun, in bytes, that an ending may speak for.
const SHORTEST_WITH_ENDING: usize = 6;

/// How words around a number widen it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// N or more.
    AtLeast,
    /// More than N.
    Above,
    /// N or fewer.
    AtMost,
    /// Fewer than N.
    Below,
    /// A little less than N.
    Near,
    /// N, not exactly.
    About,
    /// N.
    Exactly,
}

/// On which side of the number a bound stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Side {
    Before,
    After,
}

/// What a small word does around counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// A running total: `toll`.
    Toll,
    /// What a total does: `rise`, `bring`.
    Rise,
    /// Leads to a part of what was counted: `among`, `including`.
    Among,
    /// Leads to a part behind `of`: `which`.
    AmongOf,
    /// `them`.
    Them,
    /// `no`.
    No,
    /// `nobody`, `none`.
    Nobody,
    /// `one` of "no one".
    One,
    /// `without`.
    Without,
    /// `single`.
    Single,
    /// `more`, `others`: of the same kind as those counted before.
    Further,
    /// Those to whom it was done: "two of the dead".
    Victims,
    /// `both`.
    Both,
    /// Before an age.
    Age,
    /// A noun whose number names it: `resolution`.
    Label,
}

/// What a noun makes of the number before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NounUnit {
    /// It counts people.
    Person,
    /// It counts people by what became of them: `death`. One alone is the deed and not the person.
    Casualty,
    /// It measures.
    Measure,
}

/// All words of counts.
#[derive(Default, Serialize, Deserialize)]
pub struct Table {
    /// Sorted by side and words.
    bounds: Vec<(Side, Box<str>, Bound)>,
    words: WordTable<Vec<Class>>,
    nouns: WordTable<NounUnit>,
    /// Endings of nouns, without the hyphen.
    endings: Vec<(Box<str>, NounUnit)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BoundRow {
    words: Box<str>,
    side: Side,
    bound: Bound,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordRow {
    word: Box<str>,
    class: Class,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NounRow {
    noun: Box<str>,
    unit: NounUnit,
}

impl Table {
    /// Reads and checks the files.
    pub fn load(folder: &Folder, problems: &mut Problems) -> Self {
        let mut table = Self::default();
        table.load_bounds(folder, problems);
        table.words = WordTable::of(load_words(folder, problems));
        let mut nouns = BTreeMap::new();
        for (line, row) in folder.csv::<NounRow>(NOUNS, problems) {
            if !lower(NOUNS, line, &row.noun, problems) {
                continue;
            }
            match row.noun.strip_prefix('-') {
                Some(ending) => table.endings.push((ending.into(), row.unit)),
                None if nouns.contains_key(&row.noun) => twice(NOUNS, line, &row.noun, problems),
                None => {
                    nouns.insert(row.noun, row.unit);
                }
            }
        }
        table.nouns = WordTable::of(nouns);
        table
    }

    fn load_bounds(&mut self, folder: &Folder, problems: &mut Problems) {
        for (line, row) in folder.csv::<BoundRow>(BOUNDS, problems) {
            if !lower(BOUNDS, line, &row.words, problems) {
                continue;
            }
            if row.words.split(' ').count() > LONGEST_BOUND {
                let what = format!("\u{201c}{}\u{201d} has more than {LONGEST_BOUND} words", row.words);
                problems.push(Problem::new(BOUNDS, line, what, "write its last words alone"));
                continue;
            }
            let key = (row.side, &*row.words);
            match self.bounds.binary_search_by(|(s, w, _)| (*s, &**w).cmp(&key)) {
                Ok(_) => twice(BOUNDS, line, &row.words, problems),
                Err(at) => self.bounds.insert(at, (row.side, row.words, row.bound)),
            }
        }
    }

    /// The bound that `words` (small letters, parted by single blanks) make on one side of a number.
    pub fn bound(&self, side: Side, words: &str) -> Option<Bound> {
        let at = self.bounds.binary_search_by(|(s, w, _)| (*s, &**w).cmp(&(side, words))).ok()?;
        Some(self.bounds[at].2)
    }

    /// Whether `word`, in small letters, is of `class`.
    pub fn is(&self, word: &str, class: Class) -> bool {
        self.words.get(word).is_some_and(|classes| classes.contains(&class))
    }

    /// What the noun, by its dictionary form in small letters, makes of a number; `None` where it is neither people nor
    /// a measure.
    pub fn noun(&self, lemma: &str) -> Option<NounUnit> {
        if let Some(unit) = self.nouns.get(lemma) {
            return Some(*unit);
        }
        let long = lemma.len() >= SHORTEST_WITH_ENDING;
        self.endings.iter().find(|(e, _)| long && lemma.ends_with(&**e)).map(|(_, unit)| *unit)
    }
}

fn load_words(folder: &Folder, problems: &mut Problems) -> BTreeMap<Box<str>, Vec<Class>> {
    let mut words: BTreeMap<Box<str>, Vec<Class>> = BTreeMap::new();
    for (line, row) in folder.csv::<WordRow>(WORDS, problems) {
        if !lower(WORDS, line, &row.word, problems) {
            continue;
        }
        if words.get(&row.word).is_some_and(|classes| classes.contains(&row.class)) {
            twice(WORDS, line, &row.word, problems);
        } else {
            words.entry(row.word).or_default().push(row.class);
        }
    }
    words
}

fn lower(file: &str, line: usize, words: &str, problems: &mut Problems) -> bool {
    let fits = !words.is_empty() && !words.chars().any(char::is_uppercase) && !words.contains("  ");
    if !fits {
        let what = format!("\u{201c}{words}\u{201d} is not in small letters with single blanks");
        problems.push(Problem::new(file, line, what, "write it in small letters"));
    }
    fits
}

fn twice(file: &str, line: usize, words: &str, problems: &mut Problems) {
    let what = format!("\u{201c}{words}\u{201d} stands here twice");
    problems.push(Problem::new(file, line, what, "delete one of the two lines"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_looked_up_and_wrong_ones_named() {
        let folder = Folder::of(&[
            (BOUNDS, "words,side,bound\nat least,before,at-least\nat least,after,at-least\nat least,after,above\n"),
            (WORDS, "word,class\nno,no\nno,label\nno,no\nToll,toll\n"),
            (NOUNS, "noun,unit\nsoldier,person\n-man,person\nmile,measure\nmile,fathom\n"),
        ]);
        let mut problems = Problems::default();
        let table = Table::load(&folder, &mut problems);
        assert_eq!(table.bound(Side::Before, "at least"), Some(Bound::AtLeast));
        assert!(table.is("no", Class::No) && table.is("no", Class::Label) && !table.is("no", Class::Toll));
        assert_eq!(table.noun("policeman"), Some(NounUnit::Person));
        assert_eq!(table.noun("woman"), None, "too short for an ending, and not on the list");
        let lines: Vec<_> = problems.iter().map(|p| (p.file.as_str(), p.line)).collect();
        assert_eq!(lines, [(BOUNDS, 4), (WORDS, 4), (WORDS, 5), (NOUNS, 5)]);
    }
}
