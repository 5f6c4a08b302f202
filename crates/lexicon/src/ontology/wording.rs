//! How people are told of a deed: neutral words, the same whoever did it (`knowledge/ontology/wording.csv`).

use serde::{Deserialize, Serialize};

use super::{unknown, EventType, Mode};
use crate::source::{Folder, Problem, Problems};

const WORDING: &str = "ontology/wording.csv";

/// What a deed is called, and the words that join those who did it and those to whom it was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wording<'a> {
    /// "Telephone call".
    pub noun: &'a str,
    /// "of", before those who did it.
    pub by: &'a str,
    /// "with", before those to whom it was done.
    pub to: &'a str,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Row {
    kind: EventType,
    mode: Option<Mode>,
    noun: String,
    by: String,
    to: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    r#type: String,
    mode: String,
    noun: String,
    by: String,
    to: String,
}

/// The rows by type and mode; every type and every mode has one.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Table {
    rows: Vec<Row>,
}

impl Table {
    pub fn load(ontology: &super::Table, folder: &Folder, problems: &mut Problems) -> Self {
        let mut table = Self::default();
        for (line, record) in folder.csv::<Record>(WORDING, problems) {
            match row(ontology, record, line) {
                Ok(row) if table.find(row.kind, row.mode).is_some() => {
                    problems.push(Problem::new(
                        WORDING,
                        line,
                        "this type and mode have words already",
                        "keep one line",
                    ));
                }
                Ok(row) => table.rows.push(row),
                Err(problem) => problems.push(problem),
            }
        }
        let modes = (0..ontology.modes.len()).map(|i| (ontology.modes[i].kind, Some(Mode(i as u8))));
        for (kind, mode) in EventType::ALL.into_iter().map(|kind| (kind, None)).chain(modes) {
            if table.find(kind, mode).is_none() {
                let name = mode.map_or("", |m| ontology.mode_name(m));
                let what = format!("no words for {} {name}", kind.as_str());
                problems.push(Problem::new(WORDING, 0, what.trim_end(), "add a line"));
            }
        }
        table
    }

    fn find(&self, kind: EventType, mode: Option<Mode>) -> Option<&Row> {
        self.rows.iter().find(|row| row.kind == kind && row.mode == mode)
    }

    pub fn of(&self, kind: EventType, mode: Option<Mode>) -> Wording<'_> {
        let general = self.find(kind, None);
        let own = self.find(kind, mode).or(general);
        let word = |of: fn(&Row) -> &String| {
            let told = [own, general].into_iter().flatten().map(of).find(|word| !word.is_empty());
            told.map_or("", String::as_str)
        };
        Wording { noun: word(|row| &row.noun), by: word(|row| &row.by), to: word(|row| &row.to) }
    }
}

fn row(ontology: &super::Table, record: Record, line: usize) -> Result<Row, Problem> {
    let kind = EventType::parse(&record.r#type).ok_or_else(|| unknown(WORDING, line, "type", &record.r#type))?;
    let mode = match record.mode.as_str() {
        "" => None,
        name => Some(ontology.mode(kind, name).ok_or_else(|| unknown(WORDING, line, "mode", name))?),
    };
    if record.noun.is_empty() || mode.is_none() && (record.by.is_empty() || record.to.is_empty()) {
        let remedy = "a noun for each line; by and to where there is no mode";
        return Err(Problem::new(WORDING, line, "words are missing", remedy));
    }
    Ok(Row { kind, mode, noun: record.noun, by: record.by, to: record.to })
}
