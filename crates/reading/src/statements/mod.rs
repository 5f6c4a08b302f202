//! Statements: stretches of a report with the chain of sources that stands behind them.
//!
//! First the attributions are found, each by itself: by predicates ([`predicates`]), by phrases ([`phrases`]), by
//! quotations ([`quotes`], [`direct`]). Then they are linked to chains by whose content holds whose cue ([`chains`]). What
//! no source's content covers is the report's own narration.

mod attribution;
mod chains;
mod circumstances;
mod contents;
mod direct;
mod extents;
mod origins;
mod parentheses;
mod phrases;
mod predicates;
mod quotes;
mod scene;
mod stance;

use language::{ByteSpan, Deprel, Document, TokenId, TokenSpan, Upos};
use lexicon::Lexicon;

use crate::actors::{ActorId, Actors};
use crate::places::{PlaceId, Places};
use crate::times::{TimeId, TimeMention};

use attribution::{Attribution, Origin};
use phrases::Phrase;
use scene::Scene;

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
    /// Where it was said.
    pub place: Option<PlaceId>,
    /// By which medium, as `knowledge/cues/media.csv` names it: "telephone", "briefing".
    pub medium: Option<String>,
}

/// Finds every statement, in the order of the text; every token of the report lies in the content of at least one (the
/// report's own narration among them). Where contents nest, the innermost is the one that an event belongs to.
pub fn find(
    doc: &Document,
    actors: &Actors,
    places: &Places,
    times: &[TimeMention],
    lexicon: &Lexicon,
) -> Vec<Statement> {
    let scene = Scene::new(doc, actors, places, times, &lexicon.cues);
    let mut statements = chains::link(&scene, attributions(&scene));
    let covered: Vec<ByteSpan> = statements.iter().flat_map(|s| s.content.iter().copied()).collect();
    statements.extend(chains::narration(&scene, &covered));
    statements.sort_by_key(|s| (s.span.start, std::cmp::Reverse(s.span.end)));
    statements
}

/// Every attribution, in the order of the cues.
fn attributions(scene: &Scene<'_>) -> Vec<Attribution> {
    let mut found: Vec<Attribution> = Vec::new();
    let mut inner = Vec::new();
    for token in scene.doc.tokens() {
        // The further words of a longer cue ("went on *to add*") are none of their own.
        if found.last().is_some_and(|a: &Attribution| a.cue_head < token.id && a.cue.contains(token.id)) {
            continue;
        }
        match phrases::at(scene, token) {
            Some(Phrase::Whole(attribution)) => {
                found.push(attribution);
                continue;
            }
            Some(Phrase::Inner(origin, cue, head, lemma)) => {
                inner.push((origin, cue, head, lemma));
                continue;
            }
            None => {}
        }
        let attribution = match token.upos() {
            Upos::Verb => predicates::verb(scene, token),
            Upos::Noun if token.deprel() != Deprel::Compound => predicates::noun(scene, token),
            Upos::Adj => predicates::adjective(scene, token),
            Upos::Adv => phrases::hearsay(scene, token),
            _ => None,
        };
        found.extend(attribution);
    }
    found.extend(scene.paragraphs.iter().filter_map(|&p| phrases::label(scene, p)));
    found.extend((0..scene.quotes.len()).filter_map(|q| phrases::signature(scene, q)));
    found.sort_by_key(|a| (a.cue_head, a.cue.end));
    for (origin, cue, head, lemma) in inner {
        attach(scene, &mut found, origin, cue, head, lemma);
    }
    extents::part_participles(scene, &mut found);
    direct::carry_on(scene, &mut found);
    extents::keep_outer_frames_out(scene, &mut found);
    extents::keep_denials_out(scene, &mut found);
    for attribution in &mut found {
        direct::join_touching(&mut attribution.content);
    }
    found
}

/// Gives the source of a source to the attribution of its sentence that stands before it.
fn attach(scene: &Scene<'_>, found: &mut [Attribution], origin: Origin, cue: TokenSpan, head: TokenId, lemma: String) {
    let sentence = scene.token(head).sentence().tokens();
    let end = found.partition_point(|a| a.cue_head < head);
    let start = found[..end].partition_point(|a| a.cue_head < sentence.start);
    let speech = |a: &&mut Attribution| a.origin.is_some() && a.class == lexicon::cues::CueClass::Speech;
    if let Some(attribution) = found[start..end].iter_mut().rev().find(speech) {
        attribution.content.iter_mut().for_each(|p| {
            if p.contains(head) && cue.start > p.start {
                p.end = cue.start;
            }
        });
        attribution.inner.push((origin, cue, head, lemma));
    }
}
