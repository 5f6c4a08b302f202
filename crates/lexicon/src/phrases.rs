//! An index of phrases, walked letter by letter along a text: the longest phrase that starts at a word is found in one
//! pass over that phrase's letters.

use std::collections::BTreeMap;

use fst::raw::{CompiledAddr, Fst, Output};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Folded phrases and what each leads to.
#[derive(Clone, Serialize, Deserialize)]
#[serde(bound(serialize = "T: Serialize", deserialize = "T: Deserialize<'de>"))]
pub struct Phrases<T> {
    fst: Automaton,
    /// All targets; the automaton's value is `first << 8 | number`.
    targets: Vec<T>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self { fst: Automaton::empty(), targets: Vec::new() }
    }
}

impl<T> Phrases<T> {
    /// Packs phrases (folded, see [`crate::fold`]) with their targets.
    pub(crate) fn pack(phrases: BTreeMap<String, Vec<T>>) -> Self {
        let mut builder = fst::MapBuilder::memory();
        let mut all = Vec::new();
        for (phrase, targets) in phrases {
            let first = all.len() as u64;
            all.extend(targets.into_iter().take(255));
            let value = (first << 8) | (all.len() as u64 - first);
            // Keys come out of a sorted map, so they are in order and each comes once.
            builder.insert(phrase, value).expect("sorted keys");
        }
        let bytes = builder.into_inner().expect("written to memory");
        Self { fst: Automaton(Fst::new(bytes).expect("a whole automaton")), targets: all }
    }

    /// What a folded phrase leads to.
    pub fn get(&self, phrase: &str) -> &[T] {
        self.fst.0.get(phrase).map_or(&[], |out| self.slice(out.value()))
    }

    /// A walk that has read nothing yet.
    pub fn walk(&self) -> Walk {
        Walk { node: self.fst.0.root().addr(), output: 0 }
    }

    /// The walk after `text`; `None` where no phrase goes on like this.
    pub fn step(&self, walk: Walk, text: &str) -> Option<Walk> {
        let Walk { mut node, mut output } = walk;
        for byte in text.bytes() {
            let at = self.fst.0.node(node);
            let transition = at.transition(at.find_input(byte)?);
            output += transition.out.value();
            node = transition.addr;
        }
        Some(Walk { node, output })
    }

    /// What the phrase that was walked leads to; empty where it is only the start of one.
    pub fn at(&self, walk: Walk) -> &[T] {
        let node = self.fst.0.node(walk.node);
        if node.is_final() {
            self.slice(Output::new(walk.output).cat(node.final_output()).value())
        } else {
            &[]
        }
    }

    fn slice(&self, value: u64) -> &[T] {
        let (first, number) = ((value >> 8) as usize, (value & 255) as usize);
        self.targets.get(first..first + number).unwrap_or_default()
    }
}

/// A place in a [`Phrases`].
#[derive(Clone, Copy, Debug)]
pub struct Walk {
    node: CompiledAddr,
    output: u64,
}

#[derive(Clone)]
struct Automaton(Fst<Vec<u8>>);

impl Automaton {
    fn empty() -> Self {
        let bytes = fst::MapBuilder::memory().into_inner().expect("written to memory");
        Self(Fst::new(bytes).expect("a whole automaton"))
    }
}

impl Serialize for Automaton {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0.as_inner())
    }
}

impl<'de> Deserialize<'de> for Automaton {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;
        impl serde::de::Visitor<'_> for Bytes {
            type Value = Vec<u8>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("the bytes of an automaton")
            }
            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
                Ok(bytes.to_vec())
            }
        }
        let bytes = deserializer.deserialize_bytes(Bytes)?;
        Fst::new(bytes).map(Automaton).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_walk_finds_the_phrase_that_was_walked_and_no_start_of_one() {
        let phrases = [("armed forces", vec![1]), ("armed forces of", vec![2, 3]), ("army", vec![4])];
        let phrases = Phrases::pack(phrases.map(|(p, t)| (p.to_owned(), t)).into());
        let armed = phrases.step(phrases.walk(), "armed").expect("a start");
        assert!(phrases.at(armed).is_empty());
        let forces = phrases.step(armed, " forces").expect("a phrase");
        assert_eq!(phrases.at(forces), [1]);
        assert_eq!(phrases.at(phrases.step(forces, " of").expect("a phrase")), [2, 3]);
        assert!(phrases.step(forces, " on").is_none());
        assert_eq!(phrases.get("army"), [4]);
    }
}
