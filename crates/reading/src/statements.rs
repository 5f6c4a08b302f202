//! Statements: stretches of a report with the chain of sources that stands behind them.

use language::{ByteSpan, Document, TokenId};
use lexicon::Lexicon;

use crate::actors::{ActorId, Actors};
use crate::places::Places;
use crate::times::{TimeId, TimeMention};

/// Number of a statement in its report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatementId(pub u32);

/// Whose words they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Manner {
    Direct,
    Indirect,
    Mixed,
    Narration,
}

/// What the source does by saying it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Stance {
    Assert,
    Deny,
    Accuse,
    Demand,
    Promise,
    Threaten,
    Concern,
    Decline,
}

impl Manner {
    /// As the contract writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Indirect => "indirect",
            Self::Mixed => "mixed",
            Self::Narration => "narration",
        }
    }
}

impl Stance {
    /// As the contract writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Assert => "assert",
            Self::Deny => "deny",
            Self::Accuse => "accuse",
            Self::Demand => "demand",
            Self::Promise => "promise",
            Self::Threaten => "threaten",
            Self::Concern => "concern",
            Self::Decline => "decline",
        }
    }
}

/// Who takes part: an actor that the mentions know, or only some words of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// A known actor.
    Actor(ActorId),
    /// Words that name somebody whom no mention covers; the assembly makes an actor of them.
    Words(ByteSpan),
    /// Somebody whom the text does not name: "was accused", "reportedly".
    Unknown,
}

/// One link of a chain of sources.
#[derive(Clone, Debug)]
pub struct Source {
    /// Who.
    pub who: Party,
    /// The whole noun phrase that names the source: "the Pentagon's spokesman John Kirby".
    pub mention: Option<ByteSpan>,
    /// The words that attribute: "said", "according to".
    pub cue: Option<ByteSpan>,
    /// The cue's head token, where there is one.
    pub cue_head: Option<TokenId>,
    /// Lemma of the cue: "say".
    pub verb: Option<String>,
}

/// One statement.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The whole stretch, source and cue included.
    pub span: ByteSpan,
    /// What is said, in one or several pieces.
    pub content: Vec<ByteSpan>,
    /// The chain, the outermost first; empty for the report's own narration.
    pub sources: Vec<Source>,
    /// Whose words.
    pub manner: Manner,
    /// What the source does by saying it.
    pub stance: Stance,
    /// When it was said.
    pub time: Option<TimeId>,
}

/// Finds every statement, in the order of the text; every token of the report lies in the content of at least one (the
/// report's own narration among them). Where contents nest, the innermost is the one that an event belongs to.
pub fn find(
    doc: &Document,
    _actors: &Actors,
    _places: &Places,
    _times: &[TimeMention],
    _lexicon: &Lexicon,
) -> Vec<Statement> {
    doc.sentences()
        .map(|s| Statement {
            span: s.span(),
            content: vec![s.span()],
            sources: Vec::new(),
            manner: Manner::Narration,
            stance: Stance::Assert,
            time: None,
        })
        .collect()
}
