//! Frames: which words, with which arguments, tell which event (`knowledge/frames/`).
//!
//! A *sense* is one meaning of one trigger word. Beside the senses stand the tables that the mechanism shares between all of
//! them: classes of words, light verbs, modal words, weapons, other fields. [`Frames`] holds them, indexed by word number.

mod load;
mod slot;
mod tables;
mod words;

pub use slot::{Classes, Filler, Need, Role, Slot, SlotName};
pub use tables::{Certainty, Governor, LightVerb, Modal, ModalityName};
pub use words::Word;

use serde::{Deserialize, Serialize};

use crate::kinds::{ActorKind, Sector};
use crate::ontology::{Cameo, Contexts, EventType, Mode};
use tables::Tables;
use words::Words;

/// Part of speech of a trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Pos {
    Verb,
    Noun,
    Adjective,
}

/// How a sense finds the event's mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ModeRule {
    /// None.
    Bare,
    /// Always this one.
    Fixed(Mode),
    /// By the weapon that is named, else this one.
    Means(Option<Mode>),
    /// By what is asked, refused or threatened.
    Content,
}

/// One sense of one trigger.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Sense {
    /// The trigger.
    pub trigger: Word,
    /// Its part of speech.
    pub pos: Pos,
    /// Particle or preposition of "blow up", "call on".
    pub particle: Option<Word>,
    slots: (u32, u16),
    /// Type of the event; `None` where the sense says that there is none.
    pub kind: Option<EventType>,
    /// How the mode is found.
    pub mode: ModeRule,
    /// CAMEO code, where the sense names one.
    pub cameo: Option<Cameo>,
    /// Contexts that the sense implies.
    pub contexts: Contexts,
    file: u16,
    /// Line in the file.
    pub line: u32,
}

/// All frames.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Table {
    words: Words,
    files: Vec<String>,
    senses: Vec<Sense>,
    /// Senses of a word: `by_word[w]..by_word[w + 1]` in `senses`, which is sorted by trigger.
    by_word: Vec<u32>,
    slots: Vec<Slot>,
    fillers: Vec<Filler>,
    classes: Vec<Classes>,
    class_names: Vec<String>,
    tables: Tables,
}

impl Table {
    /// The number of a lemma that some frame speaks of.
    pub fn word(&self, lemma: &str) -> Option<Word> {
        self.words.find(lemma)
    }

    /// The word with a number.
    pub fn text(&self, word: Word) -> &str {
        self.words.get(word)
    }

    /// Senses of a trigger, in the order of the files.
    pub fn senses(&self, word: Word) -> &[Sense] {
        let i = word.0 as usize;
        match self.by_word.get(i..i + 2) {
            Some(&[start, end]) => &self.senses[start as usize..end as usize],
            _ => &[],
        }
    }

    /// How many senses there are.
    pub fn len(&self) -> usize {
        self.senses.len()
    }

    /// Whether there is no sense.
    pub fn is_empty(&self) -> bool {
        self.senses.is_empty()
    }

    /// The slots of a sense.
    pub fn slots(&self, sense: &Sense) -> &[Slot] {
        &self.slots[sense.slots.0 as usize..sense.slots.0 as usize + usize::from(sense.slots.1)]
    }

    /// The fillers of a slot; none where anything may fill it.
    pub fn fillers(&self, slot: &Slot) -> &[Filler] {
        &self.fillers[slot.fillers.0 as usize..slot.fillers.0 as usize + usize::from(slot.fillers.1)]
    }

    /// Where a sense stands: `frames/senses/violence.csv:12`.
    pub fn location(&self, sense: &Sense) -> String {
        format!("{}:{}", self.files.get(usize::from(sense.file)).map_or("", String::as_str), sense.line)
    }

    /// The classes of a word.
    pub fn classes(&self, word: Word) -> Classes {
        self.classes.get(word.0 as usize).copied().unwrap_or_default()
    }

    /// The class called `name`; empty where there is none.
    pub fn class(&self, name: &str) -> Classes {
        self.class_names.iter().position(|c| c == name).map_or(Classes::default(), |i| Classes(1 << i))
    }

    /// The names of a set of classes.
    pub fn class_names(&self, set: Classes) -> Vec<&str> {
        let named = self.class_names.iter().enumerate();
        named.filter(|(i, _)| set.0 >> i & 1 == 1).map(|(_, name)| name.as_str()).collect()
    }

    /// The classes of an actor by its kind and sectors.
    pub fn actor_classes(&self, kind: ActorKind, sectors: &[Sector]) -> Classes {
        self.tables.actor_classes(kind, sectors)
    }

    /// The mode that a weapon, alone or with the word before it, gives an event of `kind`.
    pub fn means(&self, kind: EventType, before: Option<Word>, word: Word) -> Option<Mode> {
        self.tables.means(kind, before, word)
    }

    /// How a verb (with its particle) takes an event noun as its `slot`.
    pub fn light_verb(&self, verb: Word, particle: Option<Word>, slot: SlotName) -> Option<LightVerb> {
        self.tables.light_verb(verb, particle, slot)
    }

    /// What a governing word does to the reality of what stands in its `slot`.
    pub fn governor(&self, word: Word, pos: Pos, slot: SlotName) -> Option<Governor> {
        self.tables.governor(word, pos, slot)
    }

    /// What an auxiliary, adverb or conjunction does to its clause.
    pub fn modal(&self, word: Word) -> Option<Modal> {
        self.tables.modal(word)
    }

    /// Whether a verb (with the preposition of its object) tells that one thing brought about another.
    pub fn is_link(&self, verb: Word, slot: SlotName) -> bool {
        self.tables.is_link(verb, slot)
    }

    /// Whether what a preposition governs ("in", "against") is where a deed reaches.
    pub fn is_reach(&self, word: Word) -> bool {
        self.tables.reach.contains(&word)
    }

    /// Whether what a word introduces ("over", "after") is only the occasion of what is told.
    pub fn is_occasion(&self, word: Word) -> bool {
        self.tables.occasions.contains(&word)
    }

    /// Another field (sport, markets, …) that a word belongs to, as a number.
    pub fn domain(&self, word: Word) -> Option<u8> {
        self.tables.domain(word)
    }

    /// Name of a field.
    pub fn domain_name(&self, domain: u8) -> &str {
        self.tables.domain_name(domain)
    }

    /// Weight of a feature of confidence; 0 where the file has none.
    pub fn weight(&self, feature: &str) -> f64 {
        self.tables.weight(feature)
    }
}

#[cfg(test)]
mod tests;
