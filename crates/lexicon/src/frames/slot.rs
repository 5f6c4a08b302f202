//! Slots of a sense: which arguments a trigger must, may or must not have, what may fill them and what role they play.

use serde::{Deserialize, Serialize};

use super::words::Word;
use crate::ontology::EventType;

/// Set of the classes of `classes.csv`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Classes(pub(crate) u64);

impl Classes {
    /// Whether the two have a class in common.
    pub fn touches(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The classes of both.
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// Which argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum SlotName {
    Subj,
    Obj,
    Iobj,
    Inf,
    That,
    Mod,
    Comp,
    Adv,
    /// Source of the statement in which the trigger stands.
    Speaker,
    /// Nobody at all is named.
    Lone,
    /// What the clause tells that the trigger is coordinated with: "was shot and died".
    Beside,
    /// What a preposition governs.
    Prep(Word),
}

/// Whether an argument must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Need {
    May,
    Must,
    MustNot,
}

/// What may fill an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Filler {
    /// A head of this lemma.
    Word(Word),
    /// Two words, the second the head: "martial law".
    Pair(Word, Word),
    /// A head of one of these classes.
    Class(Classes),
    /// A clause that says what must be.
    Must,
    /// A clause or noun that tells an event of this type.
    Event(EventType),
}

/// What an argument is to the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Role {
    Actor,
    Recipient,
    Both,
    Killed,
    Wounded,
    Detained,
    Displaced,
    Means,
    Place,
    Content,
    Agreement,
    None,
}

impl Role {
    /// Every role, with the name that sense files use.
    pub const ALL: [(Self, &'static str); 12] = [
        (Self::Actor, "actor"),
        (Self::Recipient, "recipient"),
        (Self::Both, "both"),
        (Self::Killed, "killed"),
        (Self::Wounded, "wounded"),
        (Self::Detained, "detained"),
        (Self::Displaced, "displaced"),
        (Self::Means, "means"),
        (Self::Place, "place"),
        (Self::Content, "content"),
        (Self::Agreement, "agreement"),
        (Self::None, "none"),
    ];

    /// The name that sense files use.
    pub fn as_str(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, n)| *n == name).map(|(role, _)| *role)
    }

    /// Whether it says how many people fared how.
    pub fn is_toll(self) -> bool {
        matches!(self, Self::Killed | Self::Wounded)
    }
}

/// One slot of a sense.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Slot {
    /// Which argument.
    pub name: SlotName,
    /// Whether it must be there.
    pub need: Need,
    pub(crate) fillers: (u32, u16),
    /// What it is to the event, where the sense says.
    pub role: Option<Role>,
}
