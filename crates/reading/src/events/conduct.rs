//! What is said to be done about an agreement: that it is broken, kept, left, made to last longer, made, or at an end.
//!
//! Read from the word on which the agreement hangs (`knowledge/agreements/conduct.csv`), and from the events that are said to
//! break it. Who does it is the word's subject; what is denied or only planned is told as such.

use language::{ByteSpan, Deprel, Token, TokenId};
use lexicon::agreements::Conduct as Kind;
use lexicon::frames::{Pos, SlotName};
use lexicon::Lexicon;

use super::arguments::{surface_subject, Arguments};
use super::roles::parties;
use super::scene::Scene;
use super::{reality, Event, EventId, Modality, Polarity};
use crate::agreements::AgreementId;
use crate::statements::{Party, StatementId};

/// How many words above an agreement are looked at.
const HIGHEST: usize = 3;

/// One claim of what is done about an agreement.
#[derive(Clone, Debug)]
pub struct Conduct {
    /// The agreement.
    pub agreement: AgreementId,
    /// What is done.
    pub kind: &'static str,
    /// Who is said to do it.
    pub by: Vec<Party>,
    /// The statement in which it stands.
    pub statement: StatementId,
    /// The words that say so.
    pub span: ByteSpan,
    /// Whether it is said to be so.
    pub polarity: Polarity,
    /// How real it is said to be.
    pub modality: Modality,
    /// The event that is said to break the agreement.
    pub event: Option<EventId>,
}

/// Finds every claim of what is done about an agreement, in the order of the text.
pub(super) fn find(scene: &Scene<'_>, events: &[Event], lexicon: &Lexicon) -> Vec<Conduct> {
    let mut found = Vec::new();
    for (i, agreement) in scene.agreements.iter().enumerate() {
        let told = agreement.mentions.iter();
        found.extend(told.filter_map(|(.., head)| of_mention(scene, AgreementId(i as u32), *head, lexicon)));
    }
    for (i, event) in events.iter().enumerate() {
        if let Some(agreement) = event.violates {
            add_event(&mut found, agreement, EventId(i as u32), event);
        }
    }
    found.sort_by_key(|c| (c.span.start, c.span.end, c.agreement));
    found
}

/// What the words around one mention of an agreement tell.
fn of_mention(scene: &Scene<'_>, agreement: AgreementId, head: TokenId, lexicon: &Lexicon) -> Option<Conduct> {
    let mut at = scene.token(head);
    for _ in 0..HIGHEST {
        let above = at.head()?;
        let pos = scene.pos(above)?;
        let word = above.lemma().to_lowercase();
        let beside = |other: &str| above.children().any(|c| c.lemma().eq_ignore_ascii_case(other));
        let told = slots(at).find_map(|slot| lexicon.agreements.conduct(&word, name(pos), &slot, beside));
        match told? {
            Kind::Part => at = above,
            kind => return told_by(scene, agreement, kind, above, pos, head),
        }
    }
    None
}

fn told_by(
    scene: &Scene<'_>,
    agreement: AgreementId,
    kind: Kind,
    word: Token<'_>,
    pos: Pos,
    head: TokenId,
) -> Option<Conduct> {
    let arguments = Arguments::of(scene, word, pos);
    let reality = reality::of(scene, word, &arguments);
    let (low, high) = (word.id.min(head), word.id.max(head));
    let span = ByteSpan { start: scene.token(low).span().start, end: scene.token(high).span().end };
    Some(Conduct {
        agreement,
        kind: kind.as_str(),
        by: doers(scene, word, &arguments, agreement),
        statement: scene.statement(word.id)?,
        span,
        polarity: reality.polarity,
        modality: reality.modality,
        event: None,
    })
}

/// Who does it: the word's own subject; of a noun without one, whoever does what it is told with ("shelled the town in
/// breach of the truce").
fn doers(scene: &Scene<'_>, word: Token<'_>, arguments: &Arguments, agreement: AgreementId) -> Vec<Party> {
    let own = arguments.in_slot(SlotName::Subj).filter(|h| scene.agreement(*h) != Some(agreement));
    let own: Vec<Party> = own.flat_map(|h| parties(scene, h)).collect();
    if !own.is_empty() {
        return own;
    }
    let clause = std::iter::once(word).chain(word.ancestors().take(HIGHEST)).find(|t| t.upos().is_verbal());
    let subject = clause.and_then(|verb| surface_subject(scene, verb)).filter(|s| scene.agreement(s.id).is_none());
    subject.map_or_else(Vec::new, |s| parties(scene, s.id))
}

/// How a word hangs on the one above it.
fn slots(at: Token<'_>) -> impl Iterator<Item = String> + '_ {
    let plain = match at.deprel() {
        Deprel::Obj | Deprel::NsubjPass => Some("obj"),
        Deprel::Nsubj => Some("subj"),
        Deprel::Compound | Deprel::Amod | Deprel::NmodPoss => Some("mod"),
        _ => None,
    };
    let cases = at.children_by(Deprel::Case).map(|c| c.lemma().to_lowercase());
    plain.map(str::to_owned).into_iter().chain(cases)
}

fn name(pos: Pos) -> &'static str {
    match pos {
        Pos::Verb => "v",
        Pos::Noun => "n",
        Pos::Adjective => "a",
    }
}

/// An event that is said to break an agreement: what it adds to a violation told by the same words, or one of its own.
fn add_event(found: &mut Vec<Conduct>, agreement: AgreementId, id: EventId, event: &Event) {
    let same = |c: &&mut Conduct| {
        c.agreement == agreement
            && c.kind == Kind::Violation.as_str()
            && c.statement == event.statement
            && c.span.start < event.span.end
            && event.span.start < c.span.end
    };
    // Of an accusation the accused is the one who did it.
    let accused = event.kind == "ACCUSE";
    let by = if accused { event.recipients.clone() } else { event.actors.clone() };
    if let Some(told) = found.iter_mut().find(same) {
        told.event = Some(id);
        told.span = ByteSpan { start: told.span.start.min(event.span.start), end: told.span.end.max(event.span.end) };
        if !by.is_empty() {
            told.by = by;
        }
        return;
    }
    if event.kind == "SANCTION" {
        return;
    }
    found.push(Conduct {
        agreement,
        kind: Kind::Violation.as_str(),
        by,
        statement: event.statement,
        span: event.span,
        polarity: event.polarity,
        modality: event.modality,
        event: Some(id),
    });
}
