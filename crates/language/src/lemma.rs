//! Lemmas by edit scripts: for a word's part of speech, case and ending, what to cut and what to add.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::features::hash;

/// Past tenses and participles whose lemma no ending tells, by form. Forms that are a verb of their own as well ("found",
/// "wound") are left to what training saw.
static IRREGULAR: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let rows = include_str!("../data/english/irregular-verbs.csv").lines().skip(1);
    rows.filter_map(|row| row.split_once(',')).collect()
});

/// The lemma of an irregular form of a verb.
pub(crate) fn of_irregular(form: &str) -> Option<&'static str> {
    match form.bytes().any(|b| b.is_ascii_uppercase()) {
        true => IRREGULAR.get(form.to_ascii_lowercase().as_str()),
        false => IRREGULAR.get(form),
    }
    .copied()
}

/// Cut some bytes from the end, add others, in lower case or not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Script {
    pub cut: u8,
    pub lower: bool,
    pub add: String,
}

impl Script {
    /// The script that makes `lemma` of `form`, the one that cuts least.
    #[cfg(feature = "training")]
    pub fn between(form: &str, lemma: &str) -> Option<Self> {
        let lowered = form.to_lowercase();
        let mut scripts: Vec<Self> = [(form, false), (lowered.as_str(), true)]
            .into_iter()
            .filter_map(|(from, lower)| {
                let keep = from.char_indices().zip(lemma.chars()).take_while(|((_, a), b)| a == b).count();
                let at = from.char_indices().nth(keep).map_or(from.len(), |(i, _)| i);
                let cut = u8::try_from(from.len() - at).ok()?;
                Some(Self { cut, lower, add: lemma[at..].to_owned() })
            })
            .collect();
        // Where case makes no difference, lower case is the general rule.
        scripts.sort_by_key(|s| (s.cut as usize + s.add.len(), !s.lower));
        scripts.into_iter().next()
    }

    /// Writes the lemma of `form` to `out`; the form itself where the script does not fit it.
    pub fn apply(&self, form: &str, out: &mut String) {
        let start = out.len();
        if self.lower && !form.bytes().all(|b| b.is_ascii_lowercase()) {
            out.extend(form.chars().flat_map(char::to_lowercase));
        } else {
            out.push_str(form);
        }
        let keep = (out.len() - start).checked_sub(self.cut as usize).map(|k| start + k);
        match keep {
            Some(keep) if out.is_char_boundary(keep) && (keep > start || !self.add.is_empty()) => {
                out.truncate(keep);
                out.push_str(&self.add);
            }
            _ => {}
        }
    }
}

/// How a word is written, as far as its lemma's case is concerned.
#[derive(Clone, Copy)]
#[repr(u8)]
pub(crate) enum Case {
    Lower,
    Capital,
    /// A capital that the beginning of a sentence may account for.
    First,
    Upper,
}

impl Case {
    pub fn of(form: &str, first: bool) -> Self {
        let mut chars = form.chars();
        match chars.next() {
            Some(c) if c.is_uppercase() => {
                if form.len() > 1 && chars.all(|c| !c.is_lowercase()) {
                    Self::Upper
                } else if first {
                    Self::First
                } else {
                    Self::Capital
                }
            }
            _ => Self::Lower,
        }
    }
}

/// Longest ending that is looked up, in bytes.
pub(crate) const LONGEST_ENDING: usize = 6;

/// Key of a whole word (`whole`) or an ending under a part of speech.
pub(crate) fn key(xpos: u8, case: Case, part: &[u8], whole: bool) -> u64 {
    hash(u64::from(xpos) << 8 | (case as u64) << 1 | u64::from(whole), part)
}

/// The decision list: keys in order, each with its script.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lemmas {
    pub keys: Vec<u64>,
    pub values: Vec<u16>,
    pub scripts: Vec<Script>,
}

impl Lemmas {
    /// Writes the lemma of `form` to `out`; a word that training did not see whole may be an irregular `verb`.
    pub fn write(&self, form: &str, xpos: u8, verb: bool, first: bool, out: &mut String) {
        let case = Case::of(form, first);
        let bytes = form.as_bytes();
        let whole = self.find(key(xpos, case, bytes, true));
        let irregular = || of_irregular(form).filter(|_| verb);
        if let Some(lemma) = whole.is_none().then(irregular).flatten() {
            return out.push_str(lemma);
        }
        let found = whole.or_else(|| {
            let longest = LONGEST_ENDING.min(bytes.len());
            (0..=longest).rev().find_map(|k| self.find(key(xpos, case, &bytes[bytes.len() - k..], false)))
        });
        match found {
            Some(script) => script.apply(form, out),
            None => out.push_str(form),
        }
    }

    fn find(&self, key: u64) -> Option<&Script> {
        let at = self.keys.binary_search(&key).ok()?;
        self.scripts.get(self.values[at] as usize)
    }
}
