//! Events: coded actions inside statements.

use language::{ByteSpan, Document, TokenId};
use lexicon::Lexicon;

use crate::actors::Actors;
use crate::agreements::{Agreement, AgreementId};
use crate::counts::CountMention;
use crate::places::{PlaceId, Places};
use crate::statements::{Party, Statement, StatementId};
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
}

/// Finds every event, in the order of the text.
pub fn find(
    _doc: &Document,
    _mentions: Mentions<'_>,
    _statements: &[Statement],
    _agreements: &[Agreement],
    _lexicon: &Lexicon,
) -> Vec<Event> {
    Vec::new()
}
