//! The tables that all senses share: light verbs, modal words, weapons, links, other fields, weights of confidence.

use serde::{Deserialize, Serialize};

use super::slot::{Classes, Role, SlotName};
use super::words::Word;
use super::Pos;
use crate::kinds::{ActorKind, Sector};
use crate::ontology::{EventType, Mode};

/// How real something is said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum ModalityName {
    Actual,
    Planned,
    Possible,
    Requested,
    Conditional,
    Feared,
}

impl ModalityName {
    pub(super) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "actual" => Self::Actual,
            "planned" => Self::Planned,
            "possible" => Self::Possible,
            "requested" => Self::Requested,
            "conditional" => Self::Conditional,
            "feared" => Self::Feared,
            _ => return None,
        })
    }
}

/// What a word says about the reality of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certainty {
    /// Modality that it gives; `None` where it gives none.
    pub modality: Option<ModalityName>,
    /// Whether it says that there is no such event.
    pub negates: bool,
}

/// A verb or noun that governs an event and says how real it is: "plan to", "fear of", "prevent".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Governor {
    /// What it says.
    pub certainty: Certainty,
    /// Whether its subject thereby promises or threatens the deed.
    pub prospect: bool,
}

/// An auxiliary, adverb or conjunction that says how real its clause is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Modal {
    /// What it says.
    pub certainty: Certainty,
    /// Whether the subject thereby promises or threatens the deed ("will").
    pub prospect: bool,
    /// Whether it marks the clause as background ("since").
    pub background: bool,
}

/// A verb that only carries an event noun: its subject's (and object's) role in the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LightVerb {
    /// Role of the verb's subject.
    pub subject: Role,
    /// Role of its direct object, where the event stands elsewhere.
    pub object: Role,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Tables {
    pub actors: Vec<(Option<ActorKindCode>, Option<SectorCode>, Classes)>,
    pub means: Vec<(MeansKey, Mode)>,
    pub light: Vec<((Word, Option<Word>), SlotName, LightVerb)>,
    pub governors: Vec<(Word, Pos, SlotName, Governor)>,
    pub modals: Vec<(Word, Modal)>,
    pub links: Vec<(Word, SlotName)>,
    pub occasions: Vec<Word>,
    /// Prepositions whose place a deed reaches.
    pub reach: Vec<Word>,
    pub domains: Vec<(Word, u8)>,
    pub domain_names: Vec<String>,
    pub weights: Vec<(String, f64)>,
}

/// Means are looked up by their word, the word before it where one is asked for, and the type of the deed.
pub(super) type MeansKey = (Word, Option<Word>, EventType);
/// Number of an [`ActorKind`].
pub(super) type ActorKindCode = u8;
/// Number of a [`Sector`].
pub(super) type SectorCode = u8;

impl Tables {
    /// Sorts what is searched by halves.
    pub fn sort(&mut self) {
        self.means.sort_by_key(|(key, _)| *key);
        self.light.sort_by_key(|(key, ..)| *key);
        self.governors.sort_by_key(|(word, ..)| *word);
        self.modals.sort_by_key(|(word, _)| *word);
        self.links.sort_by_key(|(word, _)| *word);
        self.domains.sort_by_key(|(word, _)| *word);
    }

    pub fn actor_classes(&self, kind: ActorKind, sectors: &[Sector]) -> Classes {
        let fits = |(k, s, _): &&(Option<ActorKindCode>, Option<SectorCode>, Classes)| {
            k.is_none_or(|k| k == kind as u8) && s.is_none_or(|s| sectors.iter().any(|x| *x as u8 == s))
        };
        self.actors.iter().filter(fits).fold(Classes::default(), |all, (.., c)| all.with(*c))
    }

    pub fn means(&self, kind: EventType, before: Option<Word>, word: Word) -> Option<Mode> {
        let at = |key| self.means.binary_search_by_key(&key, |(k, _)| *k).ok().map(|i| self.means[i].1);
        before.and_then(|b| at((word, Some(b), kind))).or_else(|| at((word, None, kind)))
    }

    pub fn light_verb(&self, verb: Word, particle: Option<Word>, slot: SlotName) -> Option<LightVerb> {
        let rows = equal_range(&self.light, |(key, ..)| *key, (verb, particle));
        rows.iter().find(|(_, s, _)| *s == slot).map(|(.., light)| *light)
    }

    pub fn governor(&self, word: Word, pos: Pos, slot: SlotName) -> Option<Governor> {
        let rows = equal_range(&self.governors, |(w, ..)| *w, word);
        rows.iter().find(|(_, p, s, _)| *p == pos && *s == slot).map(|(.., g)| *g)
    }

    pub fn modal(&self, word: Word) -> Option<Modal> {
        equal_range(&self.modals, |(w, _)| *w, word).first().map(|(_, m)| *m)
    }

    pub fn is_link(&self, verb: Word, slot: SlotName) -> bool {
        equal_range(&self.links, |(w, _)| *w, verb).iter().any(|(_, s)| *s == slot)
    }

    pub fn domain(&self, word: Word) -> Option<u8> {
        equal_range(&self.domains, |(w, _)| *w, word).first().map(|(_, d)| *d)
    }

    pub fn domain_name(&self, domain: u8) -> &str {
        self.domain_names.get(usize::from(domain)).map_or("", String::as_str)
    }

    pub fn weight(&self, feature: &str) -> f64 {
        self.weights.iter().find(|(name, _)| name == feature).map_or(0.0, |(_, w)| *w)
    }
}

/// The rows of a sorted table that have a key.
fn equal_range<T, K: Ord + Copy>(rows: &[T], key: impl Fn(&T) -> K, wanted: K) -> &[T] {
    let start = rows.partition_point(|row| key(row) < wanted);
    let len = rows[start..].iter().take_while(|row| key(row) == wanted).count();
    &rows[start..start + len]
}
