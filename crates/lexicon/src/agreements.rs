//! Agreements: the well-known ones, and the words in which reports speak of others (`knowledge/agreements/`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::source::{Folder, Problem, Problems};

const KNOWN: &str = "agreements/known.csv";
const NOUNS: &str = "agreements/nouns.csv";
const BROKERS: &str = "agreements/brokers.csv";
const CONDUCT: &str = "agreements/conduct.csv";
const KINDS: [&str; 5] = ["ceasefire", "treaty", "accord", "agreement", "resolution"];

/// A well-known agreement.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Known {
    /// Name.
    pub name: String,
    /// Kind: ceasefire, treaty, accord, agreement, resolution.
    pub kind: String,
    /// Day (or month, year) in which it was made.
    pub date: String,
    /// Codes of states, or names of others.
    pub parties: Vec<String>,
    /// The same of those who mediated.
    pub mediators: Vec<String>,
}

/// What is said to be done about an agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Conduct {
    /// It is broken.
    Violation,
    /// It is kept.
    Compliance,
    /// Somebody leaves it, or suspends it.
    Withdrawal,
    /// It is to last longer.
    Extension,
    /// It is made, or somebody joins it.
    Conclusion,
    /// It runs out or breaks down.
    End,
    /// Nothing yet: the word is a part of it, and the word above tells.
    Part,
}

impl Conduct {
    /// As readings have it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Violation => "violation",
            Self::Compliance => "compliance",
            Self::Withdrawal => "withdrawal",
            Self::Extension => "extension",
            Self::Conclusion => "conclusion",
            Self::End => "end",
            Self::Part => "part",
        }
    }
}

/// All agreements and the words around them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Table {
    known: Vec<Known>,
    /// Names by their first word, in small letters: the words of the name and whose it is.
    names: BTreeMap<String, Vec<(Vec<String>, u16)>>,
    nouns: BTreeMap<String, String>,
    brokers: Vec<String>,
    /// By word and part of speech: how the agreement hangs on it, and what that tells; what asks for more stands first.
    conduct: BTreeMap<String, Vec<Sign>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KnownRecord {
    id: String,
    name: String,
    kind: String,
    date: String,
    parties: String,
    mediators: String,
    names: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NounRecord {
    noun: String,
    kind: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BrokerRecord {
    word: String,
    pos: String,
}

/// How an agreement hangs on a word, the other word that must hang there too, and what that tells.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Sign {
    slot: String,
    beside: String,
    conduct: Conduct,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConductRecord {
    word: String,
    pos: String,
    slot: String,
    beside: String,
    conduct: Conduct,
}

impl Table {
    /// Reads `agreements/`.
    pub fn load(folder: &Folder, problems: &mut Problems) -> Self {
        let mut table = Self::default();
        let mut ids: BTreeMap<String, usize> = BTreeMap::new();
        for (line, row) in folder.csv::<KnownRecord>(KNOWN, problems) {
            if let Some(first) = ids.insert(row.id.clone(), line) {
                let what = format!("{} stands already on line {first}", row.id);
                problems.push(Problem::new(KNOWN, line, what, "give it an id of its own"));
            }
            check_kind(&row.kind, KNOWN, line, problems);
            if !is_date(&row.date) {
                problems.push(Problem::new(KNOWN, line, format!("{:?} is no date", row.date), "write 2015-02-12"));
            }
            table.add(row, line, problems);
        }
        for (line, row) in folder.csv::<NounRecord>(NOUNS, problems) {
            check_kind(&row.kind, NOUNS, line, problems);
            if table.nouns.insert(row.noun.clone(), row.kind).is_some() {
                problems.push(Problem::new(NOUNS, line, format!("{} stands twice", row.noun), "keep one"));
            }
        }
        for (line, row) in folder.csv::<BrokerRecord>(BROKERS, problems) {
            if !matches!(row.pos.as_str(), "n" | "v") {
                problems.push(Problem::new(BROKERS, line, "pos is not n or v", "write n or v"));
            }
            table.brokers.push(row.word);
        }
        table.brokers.sort();
        for (line, row) in folder.csv::<ConductRecord>(CONDUCT, problems) {
            if !matches!(row.pos.as_str(), "n" | "v" | "a") {
                problems.push(Problem::new(CONDUCT, line, "pos is not n, v or a", "write n, v or a"));
            }
            let of_word = table.conduct.entry(format!("{}/{}", row.word, row.pos)).or_default();
            if of_word.iter().any(|s| s.slot == row.slot && s.beside == row.beside) {
                let what = format!("{} with {} stands twice", row.word, row.slot);
                problems.push(Problem::new(CONDUCT, line, what, "keep one"));
            }
            of_word.push(Sign { slot: row.slot, beside: row.beside, conduct: row.conduct });
            of_word.sort_by_key(|s| s.beside.is_empty());
        }
        table
    }

    fn add(&mut self, row: KnownRecord, line: usize, problems: &mut Problems) {
        let number = self.known.len() as u16;
        for name in list(&row.names) {
            let words: Vec<String> = name.split([' ', '-']).map(str::to_lowercase).collect();
            let Some(first) = words.first().cloned() else { continue };
            let same = self.names.entry(first).or_default();
            if same.iter().any(|(other, _)| *other == words) {
                problems.push(Problem::new(KNOWN, line, format!("the name {name:?} is taken"), "keep one"));
            }
            same.push((words, number));
            // The longest name that fits is meant.
            same.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        self.known.push(Known {
            name: row.name,
            kind: row.kind,
            date: row.date,
            parties: list(&row.parties),
            mediators: list(&row.mediators),
        });
    }

    /// A well-known agreement by its number.
    pub fn known(&self, number: u16) -> &Known {
        &self.known[usize::from(number)]
    }

    /// The well-known agreement of a kind whose date starts so ("2020-07"), where there is exactly one.
    pub fn dated(&self, kind: &str, date: &str) -> Option<u16> {
        let mut found = (0u16..).zip(&self.known).filter(|(_, k)| k.kind == kind && k.date.starts_with(date));
        let first = found.next()?;
        found.next().is_none().then_some(first.0)
    }

    /// Names that start with a word (in small letters), the longest first: their words and numbers.
    pub fn names_from(&self, first: &str) -> &[(Vec<String>, u16)] {
        self.names.get(first).map_or(&[], Vec::as_slice)
    }

    /// The kind of agreement that a noun speaks of.
    pub fn kind_of(&self, noun: &str) -> Option<&str> {
        self.nouns.get(noun).map(String::as_str)
    }

    /// What a word ("violate", part of speech "v") tells of an agreement that hangs on it as `slot`; `beside` says whether
    /// another word hangs there.
    pub fn conduct(&self, lemma: &str, pos: &str, slot: &str, beside: impl Fn(&str) -> bool) -> Option<Conduct> {
        let signs = self.conduct.get(&format!("{lemma}/{pos}"))?;
        let holds = |s: &&Sign| s.slot == slot && (s.beside.is_empty() || beside(&s.beside));
        signs.iter().find(holds).map(|s| s.conduct)
    }

    /// The well-known agreement of this name.
    pub fn named(&self, name: &str) -> Option<&Known> {
        self.known.iter().find(|k| k.name == name)
    }

    /// Whether a word says who mediated.
    pub fn is_broker(&self, lemma: &str) -> bool {
        self.brokers.binary_search_by(|b| b.as_str().cmp(lemma)).is_ok()
    }
}

fn list(text: &str) -> Vec<String> {
    text.split(';').map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect()
}

fn check_kind(kind: &str, file: &str, line: usize, problems: &mut Problems) {
    if !KINDS.contains(&kind) {
        problems.push(Problem::new(
            file,
            line,
            format!("unknown kind {kind:?}"),
            format!("one of {}", KINDS.join(", ")),
        ));
    }
}

/// `2015`, `2015-02` or `2015-02-12`.
fn is_date(text: &str) -> bool {
    let lengths = [4, 2, 2];
    let parts: Vec<&str> = text.split('-').collect();
    parts.len() <= 3 && parts.iter().zip(lengths).all(|(p, n)| p.len() == n && p.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn the_bundled_agreements_are_sound_and_many() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge");
        let mut problems = Problems::default();
        let table = Table::load(&Folder::read(&root).expect("knowledge is there"), &mut problems);
        assert!(problems.is_empty(), "{problems}");
        assert!(table.known.len() >= 80, "{}", table.known.len());
        let minsk = table.dated("ceasefire", "2015-02").map(|n| table.known(n).name.as_str());
        assert_eq!(minsk, Some("Minsk II"));
    }
}
