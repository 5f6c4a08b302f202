//! Words with which a report says of itself that it corrects or takes back an earlier one (`knowledge/cues/notices.csv`).

use serde::{Deserialize, Serialize};

use crate::source::{Folder, Problem, Problems};

/// What a notice does to the report that it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NoticeKind {
    /// It says that something in it was other than told.
    Correction,
    /// It takes it back.
    Retraction,
}

impl NoticeKind {
    /// As readings write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Correction => "correction",
            Self::Retraction => "retraction",
        }
    }
}

/// Where a cue has to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum At {
    /// First words of title or text, set off by a mark or a line's end: "CORRECTION: …".
    Label,
    /// First words of title or text.
    Opening,
    /// Anywhere in the first words of the text.
    Early,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Cue {
    words: Vec<String>,
    kind: NoticeKind,
    at: At,
}

/// The cues.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Table(Vec<Cue>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    cue: String,
    kind: NoticeKind,
    at: At,
}

const FILE: &str = "cues/notices.csv";
/// Words of a text among which an early cue is looked for: two sentences or so.
const EARLY: usize = 50;

impl Table {
    /// Reads the file; without it nothing is a notice.
    pub fn load(folder: &Folder, problems: &mut Problems) -> Self {
        if !folder.below("cues/").any(|name| name == FILE) {
            return Self::default();
        }
        let mut cues: Vec<Cue> = Vec::new();
        for (line, row) in folder.csv::<Row>(FILE, problems) {
            let words: Vec<String> = row.cue.split_whitespace().map(str::to_lowercase).collect();
            if words.is_empty() || cues.iter().any(|c| c.words == words) {
                problems.push(Problem::new(FILE, line, "no words, or they stand twice", "keep one line for each cue"));
                continue;
            }
            cues.push(Cue { words, kind: row.kind, at: row.at });
        }
        // The longest says most.
        cues.sort_by(|a, b| b.words.len().cmp(&a.words.len()).then(a.words.cmp(&b.words)));
        Self(cues)
    }

    /// What a report of this title and text says of itself, and the cue that says it.
    pub fn find(&self, title: Option<&str>, text: &str) -> Option<(NoticeKind, String)> {
        let parts: Vec<Vec<Word>> = title.into_iter().chain([text]).map(words).collect();
        let found = self.0.iter().find(|cue| {
            let opens = |words: &Vec<Word>| cue.stands_at(words, 0);
            match cue.at {
                At::Label => parts.iter().any(|words| opens(words) && words[cue.words.len() - 1].is_set_off),
                At::Opening => parts.iter().any(opens),
                At::Early => parts.iter().any(|words| (0..words.len()).any(|start| cue.stands_at(words, start))),
            }
        });
        found.map(|cue| (cue.kind, cue.words.join(" ")))
    }
}

impl Cue {
    fn stands_at(&self, words: &[Word], start: usize) -> bool {
        words.len() >= start + self.words.len() && self.words.iter().zip(&words[start..]).all(|(a, b)| *a == b.lower)
    }
}

/// A word of a text.
struct Word {
    lower: String,
    /// A colon, dash, bracket, stop or line's end comes after it.
    is_set_off: bool,
}

fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut rest = text;
    while words.len() < EARLY {
        rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        if end == 0 {
            break;
        }
        let (word, after) = rest.split_at(end);
        let next = after.trim_start_matches([' ', '\t', '*']).chars().next();
        let is_set_off =
            next.is_none_or(|c| matches!(c, ':' | '-' | '–' | '—' | ')' | ']' | '.' | '|' | '/' | '\n' | '\r'));
        words.push(Word { lower: word.to_lowercase(), is_set_off });
        rest = after;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_says_of_itself_what_it_is() {
        let file =
            "cue,kind,at\ncorrection,correction,label\ncorrects,correction,opening\nwe withdraw our,retraction,early\n";
        let mut problems = Problems::default();
        let table = Table::load(&Folder::of(&[(FILE, file)]), &mut problems);
        assert!(problems.is_empty(), "{problems}");
        let cases = [
            (Some("CORRECTION: Toll in Lormel"), "Six died.", Some(NoticeKind::Correction)),
            (None, "[Correction] The toll was six.", Some(NoticeKind::Correction)),
            (None, "(Corrects day in second paragraph) Shells fell.", Some(NoticeKind::Correction)),
            (Some("To readers"), "After an inquiry we withdraw our report of 3 May.", Some(NoticeKind::Retraction)),
            (None, "Correction officers were attacked in the town's gaol.", None),
            (Some("Court corrects ruling"), "A court put its ruling right.", None),
            (None, "", None),
        ];
        for (title, text, wanted) in cases {
            assert_eq!(table.find(title, text).map(|found| found.0), wanted, "{title:?} {text}");
        }
    }

    #[test]
    fn a_cue_that_stands_twice_is_told() {
        let mut problems = Problems::default();
        let file = "cue,kind,at\nerratum,correction,label\nErratum,correction,label\n";
        Table::load(&Folder::of(&[(FILE, file)]), &mut problems);
        assert_eq!(problems.iter().next().map(|p| p.line), Some(3));
    }
}
