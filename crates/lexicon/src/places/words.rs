//! The words around the names of places: "district", "near", "northern", "Mr.".

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::gazetteer::SiteKind;
use crate::word_table::WordTable;
use crate::{fold, Folder, Problem, Problems};

/// The words around the names of places.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Words {
    classes: WordTable<Class>,
    cues: WordTable<Vec<Cue>>,
    directions: WordTable<Direction>,
    short_forms: WordTable<String>,
    features: WordTable<SiteKind>,
}

/// What a word such as "district" says of the name beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Class {
    /// What the name may be.
    pub kinds: Vec<SiteKind>,
    /// It follows the name: "Shirqat district".
    pub after: bool,
    /// It goes before the name: "the city of Aden", "Mount Hermon".
    pub before: bool,
    /// With capital letter it makes a name of any words: "Alps Road", "Flat Creek".
    pub makes: bool,
    /// It is a word for an administrative area that tables of names can do without.
    pub generic: bool,
}

/// What a word beside a name says for or against a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Cue {
    /// What follows is where something is: "in".
    At,
    /// What follows is where something comes from or goes to: "from", "towards".
    Way,
    /// What follows is near by: "near", "outside".
    Near,
    /// What follows can be no person and hardly a body, if no file knows it: "in", "near".
    Whereabouts,
    /// What follows is the name of a person: "Mr.", "Gen.".
    Person,
    /// What follows is the name of a ship: "USS".
    Ship,
    /// The last word of the name of an organisation or building, which may begin with a place: "University".
    Body,
    /// A name that is another word more often than a place: "Friday", "Union".
    Word,
    /// A first name of persons.
    Given,
    /// A family name of persons that is a town's name as well.
    Family,
    /// A verb that has a person or a body as its subject: "said".
    Speech,
    /// A word for a settlement that was spoken of before: "the village".
    Spoken,
    /// A word that goes before the names of small places that no file has: "Barangay".
    Hamlet,
    /// A word for people or bodies that are told by their town: "a Gainesville man", "Roswell police".
    Folk,
}

impl Cue {
    const ALL: [(&'static str, Self); 14] = [
        ("at", Self::At),
        ("way", Self::Way),
        ("near", Self::Near),
        ("whereabouts", Self::Whereabouts),
        ("person", Self::Person),
        ("ship", Self::Ship),
        ("body", Self::Body),
        ("word", Self::Word),
        ("given", Self::Given),
        ("family", Self::Family),
        ("speech", Self::Speech),
        ("spoken", Self::Spoken),
        ("hamlet", Self::Hamlet),
        ("folk", Self::Folk),
    ];
}

/// A word for a direction.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Direction {
    /// Degrees clockwise from north; `None` for the middle.
    pub bearing: Option<f64>,
    /// Whether it makes a part of an area ("northern Mali") rather than a way from a point ("north of Gao").
    pub part: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassRow {
    word: String,
    kinds: String,
    stands: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CueRow {
    cue: String,
    words: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DirectionRow {
    word: String,
    bearing: Option<f64>,
    #[serde(rename = "use")]
    used: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShortRow {
    short: String,
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FeatureRow {
    code: String,
    kind: String,
}

impl Words {
    pub(super) fn load(folder: &Folder, problems: &mut Problems) -> Self {
        let mut words = Self::default();
        if folder.below("places/words/").any(|f| f != "places/words/codes.csv") {
            words.classes = classes(folder, problems);
            words.cues = cues(folder, problems);
            words.directions = directions(folder, problems);
            words.short_forms = short_forms(folder, problems);
            words.features = features(folder, problems);
        }
        words
    }

    /// What a word (folded) says of the name beside it.
    pub fn class(&self, folded: &str) -> Option<&Class> {
        self.classes.get(folded)
    }

    /// Whether a word (folded) is a cue of a kind.
    pub fn is(&self, folded: &str, cue: Cue) -> bool {
        self.cues.get(folded).is_some_and(|c| c.contains(&cue))
    }

    /// The direction that a word (folded) names.
    pub fn direction(&self, folded: &str) -> Option<Direction> {
        self.directions.get(folded).copied()
    }

    /// The whole name of a form that is used after another name only: "Ga." for Georgia.
    pub fn short_form(&self, text: &str) -> Option<&str> {
        self.short_forms.get(text).map(String::as_str)
    }

    pub(super) fn generic(&self) -> Vec<String> {
        self.classes.iter().filter(|c| c.1.generic).map(|c| c.0.to_owned()).collect()
    }

    pub(super) fn features(&self) -> HashMap<String, SiteKind> {
        self.features.iter().map(|(code, kind)| (code.to_owned(), *kind)).collect()
    }
}

/// A table of rows with their lines; a key that stands twice is a problem.
fn table<T>(file: &str, rows: Vec<(usize, String, T)>, problems: &mut Problems) -> WordTable<T> {
    let mut words: BTreeMap<Box<str>, (usize, T)> = BTreeMap::new();
    for (line, key, value) in rows {
        match words.get(&*key) {
            Some((first, _)) => {
                let what = format!("“{key}” stands on line {first} as well");
                problems.push(Problem::new(file, line, what, "keep one of the lines"));
            }
            None => {
                words.insert(key.into(), (line, value));
            }
        }
    }
    WordTable::of(words.into_iter().map(|(key, (_, value))| (key, value)).collect())
}

fn kinds(file: &str, line: usize, list: &str, problems: &mut Problems) -> Vec<SiteKind> {
    let mut kinds = Vec::new();
    for name in list.split('|').filter(|n| !n.is_empty()) {
        match SiteKind::parse(name) {
            Some(kind) => kinds.push(kind),
            None => {
                let known = SiteKind::ALL.map(SiteKind::as_str).join(", ");
                problems.push(Problem::new(file, line, format!("unknown kind “{name}”"), format!("use {known}")));
            }
        }
    }
    kinds
}

fn classes(folder: &Folder, problems: &mut Problems) -> WordTable<Class> {
    const FILE: &str = "places/words/classes.csv";
    let mut rows = Vec::new();
    for (line, row) in folder.csv::<ClassRow>(FILE, problems) {
        let mut class = Class {
            kinds: kinds(FILE, line, &row.kinds, problems),
            after: false,
            before: false,
            makes: false,
            generic: false,
        };
        for word in row.stands.split('|') {
            match word {
                "after" => class.after = true,
                "before" => class.before = true,
                "makes" => class.makes = true,
                "generic" => class.generic = true,
                other => problems.push(Problem::new(
                    FILE,
                    line,
                    format!("unknown “{other}”"),
                    "use after, before, makes, generic",
                )),
            }
        }
        rows.push((line, fold(&row.word), class));
    }
    table(FILE, rows, problems)
}

fn cues(folder: &Folder, problems: &mut Problems) -> WordTable<Vec<Cue>> {
    const FILE: &str = "places/words/cues.csv";
    let mut all: BTreeMap<Box<str>, Vec<Cue>> = BTreeMap::new();
    for (line, row) in folder.csv::<CueRow>(FILE, problems) {
        let Some((_, cue)) = Cue::ALL.into_iter().find(|(name, _)| *name == row.cue) else {
            let known = Cue::ALL.map(|c| c.0).join(", ");
            problems.push(Problem::new(
                FILE,
                line,
                format!("unknown cue “{}”", row.cue),
                format!("use one of {known}"),
            ));
            continue;
        };
        for word in row.words.split_whitespace() {
            let list = all.entry(fold(&word.replace('_', " ")).into()).or_default();
            if list.contains(&cue) {
                problems.push(Problem::new(FILE, line, format!("“{word}” stands twice as {}", row.cue), "keep one"));
            }
            list.push(cue);
        }
    }
    WordTable::of(all)
}

fn directions(folder: &Folder, problems: &mut Problems) -> WordTable<Direction> {
    const FILE: &str = "places/words/directions.csv";
    let mut rows = Vec::new();
    for (line, row) in folder.csv::<DirectionRow>(FILE, problems) {
        if row.bearing.is_some_and(|b| !(0.0..360.0).contains(&b)) {
            problems.push(Problem::new(FILE, line, "no bearing", "write degrees from 0 to 359, clockwise from north"));
        }
        let part = match row.used.as_str() {
            "part" => true,
            "way" => false,
            other => {
                problems.push(Problem::new(FILE, line, format!("unknown use “{other}”"), "use part or way"));
                false
            }
        };
        rows.push((line, fold(&row.word), Direction { bearing: row.bearing, part }));
    }
    table(FILE, rows, problems)
}

fn short_forms(folder: &Folder, problems: &mut Problems) -> WordTable<String> {
    const FILE: &str = "places/words/short-forms.csv";
    let rows = folder.csv::<ShortRow>(FILE, problems);
    table(FILE, rows.into_iter().map(|(line, row)| (line, row.short, row.name)).collect(), problems)
}

fn features(folder: &Folder, problems: &mut Problems) -> WordTable<SiteKind> {
    const FILE: &str = "places/words/geonames-features.csv";
    let mut rows = Vec::new();
    for (line, row) in folder.csv::<FeatureRow>(FILE, problems) {
        if let Some(kind) = kinds(FILE, line, &row.kind, problems).first() {
            rows.push((line, row.code, *kind));
        }
    }
    table(FILE, rows, problems)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn every_word_is_found_in_its_table() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge");
        let mut problems = Problems::default();
        let words = Words::load(&Folder::read(&root).expect("knowledge is there"), &mut problems);
        assert!(problems.is_empty(), "{problems}");
        assert!(words.cues.iter().all(|(word, cues)| words.is(word, cues[0])));
        assert!(words.classes.iter().all(|(word, _)| words.class(word).is_some()));
        assert!(words.directions.iter().all(|(word, _)| words.direction(word).is_some()));
        assert!(words.short_forms.iter().all(|(word, _)| words.short_form(word).is_some()));
    }
}
