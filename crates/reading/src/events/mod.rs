//! Events: coded actions inside statements.
//!
//! A sentence is read in steps, a module for each:
//!
//! ```text
//! scene          words, classes, mentions and statement of every token
//! arguments      what the tree says a trigger's arguments are
//! misread        what the tree often gets wrong about them
//! sense          which sense of the trigger fits them
//! roles          who did it, who had it done, who died
//! reality        denied, planned, possible, feared, background
//! merge          what tells one deed becomes one candidate
//! acts           speech acts take in the deeds that they speak of
//! circumstances  where, when, with what
//! sides          both sides of the event
//! told           whether enough is told to speak of one
//! find           the event, with its confidence
//! setting        where and when, for what its own clause does not tell of
//! aftermath      tolls that the next sentence tells
//! conduct        what is said to be done about agreements
//! ```

mod acts;
mod aftermath;
mod arguments;
mod circumstances;
mod conduct;
mod confidence;
mod explain;
mod find;
mod merge;
mod misread;
mod reality;
mod roles;
mod scene;
mod sense;
mod setting;
mod sides;
mod told;
mod tolls;

pub use conduct::Conduct;
pub use explain::{explain, explain_stretch, Explanation};
pub use find::find;
pub use roles::Part;

use language::{ByteSpan, TokenId};

use crate::actors::Actors;
use crate::agreements::AgreementId;
use crate::counts::CountMention;
use crate::places::{PlaceId, Places};
use crate::statements::{Party, StatementId};
use crate::times::{TimeId, TimeMention};

/// Number of an event in its report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(pub u32);

/// The mentions that events are built from.
#[derive(Clone, Copy)]
pub struct Mentions<'a> {
    /// Actors.
    pub actors: &'a Actors,
    /// Places.
    pub places: &'a Places,
    /// Times.
    pub times: &'a [TimeMention],
    /// Counts.
    pub counts: &'a [CountMention],
}

/// Whether it is said to be or not to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Polarity {
    Affirmed,
    Negated,
}

/// How real it is said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Modality {
    Actual,
    Planned,
    Possible,
    Requested,
    Conditional,
    Feared,
}

impl Polarity {
    /// As the contract writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Affirmed => "affirmed",
            Self::Negated => "negated",
        }
    }
}

impl Modality {
    /// As the contract writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Actual => "actual",
            Self::Planned => "planned",
            Self::Possible => "possible",
            Self::Requested => "requested",
            Self::Conditional => "conditional",
            Self::Feared => "feared",
        }
    }
}

/// Smallest and largest number; the largest `None` where open.
pub type Range = (u64, Option<u64>);

/// One event.
#[derive(Clone, Debug)]
pub struct Event {
    /// The statement whose claim it is.
    pub statement: StatementId,
    /// The clause that tells it.
    pub span: ByteSpan,
    /// The word that names the action.
    pub trigger: ByteSpan,
    /// The token of that word.
    pub trigger_token: TokenId,
    /// PLOVER type: `ASSAULT`.
    pub kind: String,
    /// PLOVER mode: `heavy-weapons`.
    pub mode: Option<String>,
    /// PLOVER contexts.
    pub contexts: Vec<String>,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// PLOVER quad class.
    pub quad: String,
    /// PLOVER intensity, -10 to 10.
    pub intensity: f64,
    /// Who did it.
    pub actors: Vec<Party>,
    /// Who had it done to them.
    pub recipients: Vec<Party>,
    /// Where.
    pub place: Option<PlaceId>,
    /// When.
    pub time: Option<TimeId>,
    /// Dead.
    pub killed: Option<Range>,
    /// Wounded.
    pub wounded: Option<Range>,
    /// Detained.
    pub detained: Option<Range>,
    /// Displaced.
    pub displaced: Option<Range>,
    /// Said to be, or not to be.
    pub polarity: Polarity,
    /// How real.
    pub modality: Modality,
    /// Told as background ("since 2014") and not as news.
    pub background: bool,
    /// The agreement that it is said to break.
    pub violates: Option<AgreementId>,
    /// How often an event read like this one is right, 0 to 1.
    pub confidence: f64,
    /// The frame that was used, as `file:line`.
    pub frame: String,
    /// What the reading rests on, for people who ask why.
    pub evidence: Evidence,
}

/// What an event's reading rests on.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// The arguments and their roles.
    pub parts: Vec<Part>,
    /// Every word that tells the deed: the trigger, a light verb, triggers merged into it.
    pub anchors: Vec<TokenId>,
    /// The word that names the weapon or tool.
    pub means: Option<TokenId>,
    /// The word that makes it planned, possible, denied.
    pub reality: Option<TokenId>,
    /// Points of the sense, and how many other senses fitted.
    pub score: (u32, u32),
}
