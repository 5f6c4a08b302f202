//! Actors: states, organisations, groups and persons, and every place of the text that speaks of them.

use language::{ByteSpan, Document, TokenId, TokenSpan};
use lexicon::Lexicon;

use crate::Report;

pub use lexicon::{ActorKind, Country, Sector};

/// Number of an actor in its report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorId(pub u32);

/// One actor of a report.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Canonical name.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// The state that it is of.
    pub country: Option<Country>,
    /// PLOVER sectors, the primary one first.
    pub sectors: Vec<Sector>,
    /// Office held at the time of the report.
    pub office: Option<String>,
    /// State or organisation that it belongs to.
    pub member_of: Option<ActorId>,
    /// Id in the lexicon, where it was found there.
    pub lexicon_id: Option<String>,
}

/// One place of the text that speaks of an actor.
#[derive(Clone, Debug)]
pub struct ActorMention {
    /// Who is meant.
    pub actor: ActorId,
    /// The words, without determiner: "Ukrainian soldiers", "John Kirby", "Moscow".
    pub tokens: TokenSpan,
    /// The same in bytes.
    pub span: ByteSpan,
    /// The token that governs the mention's tokens.
    pub head: TokenId,
    /// For pronouns, short forms and definite descriptions: which mention it leans on.
    pub antecedent: Option<usize>,
    /// How it was resolved, for people who ask why.
    pub evidence: &'static str,
}

/// All actors of a report and all mentions, in the order of the text.
#[derive(Clone, Debug, Default)]
pub struct Actors {
    /// The actors; an [`ActorId`] is an index.
    pub list: Vec<Actor>,
    /// Their mentions, ordered by first token, longer ones first. Mentions can nest ("Ukraine" in "Armed Forces of
    /// Ukraine", "Ukrainian" in "Ukrainian soldiers").
    pub mentions: Vec<ActorMention>,
}

impl Actors {
    /// The actor `id`.
    pub fn get(&self, id: ActorId) -> &Actor {
        &self.list[id.0 as usize]
    }

    /// The widest mention whose head is `token`.
    pub fn headed_by(&self, token: TokenId) -> Option<&ActorMention> {
        self.mentions.iter().filter(|m| m.head == token).max_by_key(|m| m.tokens.len())
    }

    /// Mentions inside a run of tokens.
    pub fn within(&self, tokens: TokenSpan) -> impl Iterator<Item = &ActorMention> {
        self.mentions.iter().filter(move |m| tokens.start <= m.tokens.start && m.tokens.end <= tokens.end)
    }
}

/// Finds every actor: by name, by role, by composition ("Russian mercenaries", "a senior US official"), by seat
/// ("Moscow said"), by pronoun and definite description.
pub fn find(_doc: &Document, _report: &Report, _lexicon: &Lexicon) -> Actors {
    Actors::default()
}
