//! Many short strings in one block, which opens as one piece.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

/// Number of a string in its [`Strings`]; 0 is the empty string.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StrId(u32);

/// Strings in one block.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Strings {
    text: String,
    /// End of each in `text`; the first is the empty one.
    ends: Vec<u32>,
}

impl Default for Strings {
    fn default() -> Self {
        Self { text: String::new(), ends: vec![0] }
    }
}

impl Strings {
    /// The string `id`.
    pub fn get(&self, id: StrId) -> &str {
        let i = id.0 as usize;
        let start = if i == 0 { 0 } else { self.ends[i - 1] };
        &self.text[start as usize..self.ends[i] as usize]
    }
}

/// Collects strings, each once.
#[derive(Default)]
pub(crate) struct Interner {
    strings: Strings,
    known: HashMap<String, StrId>,
}

impl Interner {
    pub(crate) fn add(&mut self, text: &str) -> StrId {
        if text.is_empty() {
            return StrId(0);
        }
        if let Some(&id) = self.known.get(text) {
            return id;
        }
        let id = StrId(self.strings.ends.len() as u32);
        self.strings.text.push_str(text);
        self.strings.ends.push(self.strings.text.len() as u32);
        self.known.insert(text.to_owned(), id);
        id
    }

    pub(crate) fn get(&self, id: StrId) -> &str {
        self.strings.get(id)
    }

    pub(crate) fn finish(self) -> Strings {
        self.strings
    }
}
