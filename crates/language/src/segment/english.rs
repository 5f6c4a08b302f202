//! The tokenizer's word lists, read once from `data/english`.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Deserialize;

/// How a word takes the full stop that follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// A name or number follows: the stop never ends a sentence.
    Title,
    /// Keeps it wherever it stands.
    General,
    /// Keeps it inside a sentence only.
    Middle,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Abbreviations {
    titles: Vec<String>,
    capitalised: Vec<String>,
    before_number: Vec<String>,
    general: Vec<String>,
    middle: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Clitics {
    endings: Vec<String>,
    whole: Vec<String>,
    kept: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Compounds {
    prefixes: Vec<String>,
    suffixes: Vec<String>,
    kept: Vec<String>,
    parted: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Units {
    after_number: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Web {
    schemes: Vec<String>,
    domains: Vec<String>,
    extensions: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Emoticons {
    faces: Vec<String>,
}

// One bit for each list that a word can be in.
const TITLE: u16 = 1;
const CAPITALISED: u16 = 1 << 1;
const BEFORE_NUMBER: u16 = 1 << 2;
const GENERAL: u16 = 1 << 3;
const PREFIX: u16 = 1 << 4;
const SUFFIX: u16 = 1 << 5;
const KEPT_COMPOUND: u16 = 1 << 6;
const PARTED_COMPOUND: u16 = 1 << 7;
const UNIT: u16 = 1 << 8;
const SCHEME: u16 = 1 << 9;
const HOST: u16 = 1 << 10;
const FILE: u16 = 1 << 11;
const KEPT_CLITIC: u16 = 1 << 12;
const MIDDLE: u16 = 1 << 13;

/// Longest word in any list; longer ones need no look-up.
const LONGEST: usize = 24;

/// The word lists.
pub(super) struct English {
    /// Lists that a word (lower case) is in.
    words: HashMap<Box<str>, u16, Hasher>,
    /// Where the words start that one written word holds: `cannot` has 3.
    whole: HashMap<Box<str>, Box<[u8]>, Hasher>,
    /// A quick no for [`Self::whole`]: a bit for each pair of first letter and length.
    whole_filter: [u32; 32],
    endings: Vec<Box<str>>,
    faces: Vec<Box<str>>,
}

impl English {
    /// The lists inside the program.
    pub(super) fn get() -> &'static Self {
        static LISTS: OnceLock<English> = OnceLock::new();
        LISTS.get_or_init(|| Self::read().unwrap_or_else(|error| panic!("word lists inside the program: {error}")))
    }

    fn read() -> Result<Self, toml::de::Error> {
        let abbreviations: Abbreviations = toml::from_str(include_str!("../../data/english/abbreviations.toml"))?;
        let clitics: Clitics = toml::from_str(include_str!("../../data/english/clitics.toml"))?;
        let compounds: Compounds = toml::from_str(include_str!("../../data/english/compounds.toml"))?;
        let units: Units = toml::from_str(include_str!("../../data/english/units.toml"))?;
        let web: Web = toml::from_str(include_str!("../../data/english/web.toml"))?;
        let emoticons: Emoticons = toml::from_str(include_str!("../../data/english/emoticons.toml"))?;
        let mut words: HashMap<Box<str>, u16, Hasher> = HashMap::default();
        for (list, bit) in [
            (&abbreviations.titles, TITLE),
            (&abbreviations.capitalised, CAPITALISED),
            (&abbreviations.before_number, BEFORE_NUMBER),
            (&abbreviations.general, GENERAL),
            (&abbreviations.middle, MIDDLE),
            (&compounds.prefixes, PREFIX),
            (&compounds.suffixes, SUFFIX),
            (&compounds.kept, KEPT_COMPOUND),
            (&compounds.parted, PARTED_COMPOUND),
            (&units.after_number, UNIT),
            (&web.schemes, SCHEME),
            (&web.domains, HOST),
            (&web.extensions, FILE),
            (&clitics.kept, KEPT_CLITIC),
        ] {
            for word in list {
                *words.entry(word.as_str().into()).or_default() |= bit;
            }
        }
        let mut whole: HashMap<Box<str>, Box<[u8]>, Hasher> = HashMap::default();
        let mut whole_filter = [0; 32];
        for word in &clitics.whole {
            let joined = word.replace('|', "");
            let starts = word.match_indices('|').enumerate().map(|(nth, (at, _))| (at - nth) as u8).collect();
            whole_filter[joined.as_bytes()[0] as usize & 31] |= 1 << joined.len().min(31);
            whole.insert(joined.into(), starts);
        }
        let boxed = |list: Vec<String>| list.into_iter().map(String::into_boxed_str).collect();
        let mut faces: Vec<Box<str>> = boxed(emoticons.faces);
        faces.sort_by_key(|face| std::cmp::Reverse(face.len()));
        Ok(Self { words, whole, whole_filter, endings: boxed(clitics.endings), faces })
    }

    fn lists(&self, word: &str) -> u16 {
        lower(word, |low| self.words.get(low).copied()).unwrap_or(0)
    }

    /// How `word` takes the stop that follows it; `None` where the stop is a token of its own.
    pub(super) fn stop(&self, word: &str, number_follows: bool) -> Option<Stop> {
        let lists = self.lists(word);
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        if lists & TITLE != 0 && (capital || lists & GENERAL == 0) {
            Some(Stop::Title)
        } else if (lists & GENERAL != 0)
            || (lists & CAPITALISED != 0 && capital)
            || (lists & BEFORE_NUMBER != 0 && number_follows)
        {
            Some(Stop::General)
        } else if lists & MIDDLE != 0 {
            Some(Stop::Middle)
        } else {
            None
        }
    }

    /// Whether `word` stays with the hyphen and the word after it.
    pub(super) fn is_prefix(&self, word: &str) -> bool {
        self.lists(word) & PREFIX != 0
    }

    /// Whether `word` stays with the hyphen and the word before it.
    pub(super) fn is_suffix(&self, word: &str) -> bool {
        self.lists(word) & SUFFIX != 0
    }

    /// Whether a word with hyphens stays whole (`Some(true)`) or falls into parts (`Some(false)`) whatever the affixes say.
    pub(super) fn compound(&self, word: &str) -> Option<bool> {
        match self.lists(word) {
            lists if lists & KEPT_COMPOUND != 0 => Some(true),
            lists if lists & PARTED_COMPOUND != 0 => Some(false),
            _ => None,
        }
    }

    /// Whether `word` is a unit that may be written at a number.
    pub(super) fn is_unit(&self, word: &str) -> bool {
        self.lists(word) & UNIT != 0
    }

    /// Whether `word` can stand before `://`.
    pub(super) fn is_scheme(&self, word: &str) -> bool {
        self.lists(word) & SCHEME != 0
    }

    /// Whether `word` can be the last part of a host or file name.
    pub(super) fn is_name_end(&self, word: &str) -> bool {
        self.lists(word) & (HOST | FILE) != 0
    }

    /// Whether a word with an apostrophe is one word.
    pub(super) fn is_kept(&self, word: &str) -> bool {
        self.lists(word) & KEPT_CLITIC != 0
    }

    /// Whether `word` is a clitic by itself, such as `'s`.
    pub(super) fn is_clitic(&self, word: &str) -> bool {
        lower(word, |low| self.endings.iter().any(|ending| **ending == *low).then_some(())).is_some()
    }

    /// Where the further words start that `word` (ASCII) holds.
    #[inline]
    pub(super) fn held(&self, word: &str) -> Option<&[u8]> {
        let bytes = word.as_bytes();
        if bytes.len() > 8 || self.whole_filter[bytes[0] as usize & 31] >> bytes.len() & 1 == 0 {
            return None;
        }
        lower(word, |low| self.whole.get(low)).map(|starts| &**starts)
    }

    /// Length in bytes of the clitic that ends `word`, such as `'s`.
    pub(super) fn ending(&self, word: &str) -> Option<usize> {
        self.endings.iter().find_map(|ending| {
            let mut back = word.char_indices().rev();
            let mut start = word.len();
            for expected in ending.chars().rev() {
                let (at, ch) = back.next()?;
                let same = match expected {
                    '\'' => matches!(ch, '\'' | '’' | 'ʼ' | '`' | '´' | '′' | '‘'),
                    _ => ch.to_ascii_lowercase() == expected,
                };
                if !same {
                    return None;
                }
                start = at;
            }
            back.next_back().map(|_| word.len() - start)
        })
    }

    /// Length in bytes of the emoticon that `text` starts with.
    pub(super) fn face(&self, text: &str) -> Option<usize> {
        self.faces.iter().find(|face| text.starts_with(&***face)).map(|face| face.len())
    }
}

/// Calls `look_up` with `word` in lower case and plain apostrophes, if it is short enough to be in a list.
fn lower<T>(word: &str, look_up: impl FnOnce(&str) -> Option<T>) -> Option<T> {
    if word.len() > LONGEST {
        return None;
    }
    let mut buffer = [0; LONGEST];
    let mut len = 0;
    for ch in word.chars() {
        let ch = match ch {
            '’' | 'ʼ' | '`' => '\'',
            _ => ch.to_ascii_lowercase(),
        };
        len += ch.encode_utf8(&mut buffer[len..]).len();
    }
    look_up(std::str::from_utf8(&buffer[..len]).ok()?)
}

/// FNV-1a: short keys, no attacker.
#[derive(Clone, Copy)]
struct Fnv(u64);

type Hasher = std::hash::BuildHasherDefault<Fnv>;

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl std::hash::Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read() {
        let english = English::get();
        assert_eq!(english.stop("Gen", false), Some(Stop::Title));
        assert_eq!(english.stop("mar", false), None);
        assert_eq!(english.stop("No", false), None);
        assert_eq!(english.stop("No", true), Some(Stop::General));
        assert_eq!(english.held("Cannot"), Some(&[3][..]));
        assert_eq!(english.ending("Kyiv’s"), Some("’s".len()));
        assert_eq!(english.ending("'s"), None);
        assert!(english.is_prefix("anti") && english.is_unit("km"));
    }

    #[test]
    fn every_entry_is_lower_case_and_short_enough_to_be_found() {
        for (word, lists) in &English::get().words {
            assert_eq!(&*word.to_lowercase(), &**word, "entry in lower case");
            assert!(word.len() <= LONGEST && English::get().lists(word) == *lists, "{word}");
        }
    }
}
