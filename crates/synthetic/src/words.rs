//! The sentences and words of `data/`.

use std::collections::BTreeMap;

use lexicon::ontology::{EventType, Mode};
use lexicon::Lexicon;
use serde::Deserialize;

const SENTENCES: &str = include_str!("../data/sentences.csv");
const FILLERS: &str = include_str!("../data/fillers.csv");
const WORDS: &str = include_str!("../data/words.csv");

/// A sentence that tells an event.
#[derive(Clone, Debug)]
pub(crate) struct Sentence {
    pub kind: EventType,
    pub mode: Option<Mode>,
    pub words: String,
}

/// What sentences are made of.
#[derive(Clone, Debug)]
pub(crate) struct Words {
    pub sentences: Vec<Sentence>,
    pub fillers: Vec<String>,
    pub publishers: Vec<String>,
    /// Names of persons whom there are not.
    pub persons: Vec<String>,
    classes: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct SentenceRow {
    r#type: String,
    mode: String,
    words: String,
}

#[derive(Deserialize)]
struct Class {
    class: String,
    words: String,
}

impl Words {
    /// The words; panics where a file of ours names a type or mode that the ontology does not have, which a test would show.
    pub fn load(lexicon: &Lexicon) -> Self {
        let sentences = rows::<SentenceRow>(SENTENCES).into_iter().map(|row| sentence(lexicon, row)).collect();
        let mut classes = BTreeMap::new();
        for row in rows::<Class>(WORDS) {
            let parting = if row.words.contains('|') { '|' } else { ' ' };
            classes.insert(row.class, row.words.split(parting).map(str::to_owned).collect::<Vec<_>>());
        }
        let mut own = |class| classes.remove(class).unwrap_or_default();
        let (publishers, persons) = (own("publisher"), own("person"));
        let fillers = rows::<(String,)>(FILLERS).into_iter().map(|row| row.0).collect();
        Self { sentences, fillers, publishers, persons, classes }
    }

    /// The words of a class.
    pub fn class(&self, name: &str) -> &[String] {
        self.classes.get(name).unwrap_or_else(|| panic!("data/words.csv has no class {name}"))
    }
}

fn sentence(lexicon: &Lexicon, row: SentenceRow) -> Sentence {
    let kind = EventType::parse(&row.r#type).unwrap_or_else(|| panic!("data/sentences.csv: no type {}", row.r#type));
    let mode = (!row.mode.is_empty()).then(|| {
        lexicon.ontology.mode(kind, &row.mode).unwrap_or_else(|| panic!("data/sentences.csv: no mode {}", row.mode))
    });
    Sentence { kind, mode, words: row.words }
}

fn rows<T: serde::de::DeserializeOwned>(file: &str) -> Vec<T> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).flexible(true).from_reader(file.as_bytes());
    reader.deserialize().collect::<Result<_, _>>().expect("the files in data/ are sound")
}
