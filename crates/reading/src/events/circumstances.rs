//! Where, when and with what: the circumstances that stand nearest to an event in its sentence.

use language::{Deprel, Token, TokenId};
use lexicon::frames::Role;
use lexicon::ontology::{EventType, Mode};

use super::merge::Candidate;
use super::scene::Scene;
use crate::places::{PlaceId, Precision};
use crate::times::TimeId;

/// Steps in the tree beyond which something belongs to another clause.
const FAR: usize = 6;

/// Mentions of a document that stand in one sentence: indices into the lists of places and times.
#[derive(Clone, Debug, Default)]
pub(super) struct Nearby {
    pub places: Vec<usize>,
    pub times: Vec<usize>,
}

/// Where an event took place.
pub(super) fn place(scene: &Scene<'_>, event: &Candidate<'_>, nearby: &Nearby) -> Option<PlaceId> {
    let wanted: Vec<TokenId> = event.parts.iter().filter(|p| p.role == Role::Place).map(|p| p.head).collect();
    let mut best: Option<((usize, bool, Precision), PlaceId)> = None;
    for &i in &nearby.places {
        let mention = &scene.mentions.places.mentions[i];
        let token = scene.token(mention.head);
        if acts(scene, event, token) || is_owner(scene, token) {
            continue;
        }
        let steps = if wanted.contains(&mention.head) { 0 } else { distance(event, token) };
        let place = scene.mentions.places.get(mention.place);
        // A town says more than the country around it, as long as both belong to the clause; a name without a point
        // says less than what stands a step further off.
        let unresolved = place.point.is_none();
        let rank = (steps.min(FAR + 4) / 3 + usize::from(unresolved), unresolved, place.precision);
        if steps < usize::MAX && best.is_none_or(|b| rank < b.0) {
            best = Some((rank, mention.place));
        }
    }
    best.map(|b| b.1)
}

/// The first of the words that a word is coordinated with, itself among them.
pub(super) fn first_conjunct(token: Token<'_>) -> Token<'_> {
    let before = std::iter::successors(Some(token), |t| t.head().filter(|_| t.deprel() == Deprel::Conj));
    before.take(FAR).last().unwrap_or(token)
}

/// Whether the name of a place stands for people who take part: "France and Chad asked", "prompted Tokyo to".
fn acts(scene: &Scene<'_>, event: &Candidate<'_>, token: Token<'_>) -> bool {
    let core = matches!(first_conjunct(token).deprel(), Deprel::Nsubj | Deprel::Obj | Deprel::Iobj);
    let part = event.parts.iter().any(|p| p.head == token.id && matches!(p.role, Role::Actor | Role::Both));
    core && (part || scene.actor(token.id).is_some())
}

/// Whether a place names the body whose forces act: "forces of Artsakh shelled positions near Alkhanli".
fn is_owner(scene: &Scene<'_>, place: Token<'_>) -> bool {
    let of = place.deprel() == Deprel::Nmod && place.children_by(Deprel::Case).any(|c| c.lemma() == "of");
    let owned = place.head().filter(|_| of).and_then(|head| scene.actor_mention(head.id));
    owned.is_some_and(|m| m.tokens.contains(place.id) && scene.mentions.actors.get(m.actor).member_of.is_some())
}

/// When it took place.
pub(super) fn time(scene: &Scene<'_>, event: &Candidate<'_>, nearby: &Nearby) -> Option<TimeId> {
    let mut best: Option<(usize, usize)> = None;
    for &i in &nearby.times {
        let mention = &scene.mentions.times[i];
        if of_saying(scene, i, event) || scene.is_in_agreement(mention.head) {
            continue;
        }
        // "rallied on 1 May to mark Labour Day": a day that is acted on is not when.
        if scene.token(mention.head).deprel() == Deprel::Obj && nearby.times.len() > 1 {
            continue;
        }
        if is_of_other_clause(event, scene.token(mention.head)) {
            continue;
        }
        let steps = distance(event, scene.token(mention.head));
        if steps <= FAR && best.is_none_or(|b| steps < b.0) {
            best = Some((steps, i));
        }
    }
    best.map(|(_, i)| TimeId(i as u32))
}

/// Whether a time stands in a relative clause that tells of something else: "withdrew the status that it had granted in
/// 1996". In "the raid that took place on Monday" the clause tells of the deed.
fn is_of_other_clause(event: &Candidate<'_>, time: Token<'_>) -> bool {
    let mut at = Some(time);
    for _ in 0..FAR * 2 {
        let Some(token) = at else { break };
        if event.anchors.contains(&token.id) {
            return false;
        }
        let head = token.head();
        // "asked the council to meet on Friday": the day is that of what is asked.
        if event.kind.is_speech_act() && token.deprel() == Deprel::Xcomp && token.id != time.id {
            return head.is_some_and(|h| event.anchors.contains(&h.id));
        }
        if token.deprel() == Deprel::AclRelcl {
            let told = event.anchors.iter().any(|a| token.document().token(*a).ancestors().any(|t| t.id == token.id));
            return !told && head.is_none_or(|h| !event.anchors.contains(&h.id));
        }
        at = head;
    }
    false
}

/// Whether a time tells when the words were said and not when the event was.
fn of_saying(scene: &Scene<'_>, time: usize, event: &Candidate<'_>) -> bool {
    let statement = &scene.statements[event.statement.0 as usize];
    let said = statement.time == Some(TimeId(time as u32));
    let head = scene.mentions.times[time].head;
    let outside = scene.statement(head) != Some(event.statement);
    said && outside && !event.anchors.iter().any(|a| scene.token(head).head().map(|h| h.id) == Some(*a))
        || outside && scene.statement(head).is_some_and(|s| s != event.statement) && !under_anchor(scene, head, event)
}

fn under_anchor(scene: &Scene<'_>, head: TokenId, event: &Candidate<'_>) -> bool {
    scene.token(head).ancestors().take(FAR).any(|t| event.anchors.contains(&t.id))
}

/// Steps in the tree between an event and a token: up from the token to what it shares with the event's words. Steps
/// up from the event cost more, as they leave its clause.
fn distance(event: &Candidate<'_>, token: Token<'_>) -> usize {
    let mut best = usize::MAX;
    let above: Vec<TokenId> = std::iter::once(token.id).chain(token.ancestors().take(FAR * 2).map(|t| t.id)).collect();
    for &anchor in &event.anchors {
        let start = token.document().token(anchor);
        let mut climbed = 0;
        let mut at = Some(start);
        while let Some(current) = at {
            if let Some(steps) = above.iter().position(|&a| a == current.id) {
                best = best.min(steps + climbed);
                break;
            }
            climbed += cost(current);
            if climbed > FAR {
                break;
            }
            at = current.head();
        }
    }
    best
}

/// What it costs to leave a word upwards: nothing from a noun to its verb, much from a clause to the clause above.
fn cost(token: Token<'_>) -> usize {
    match token.deprel() {
        Deprel::Ccomp | Deprel::Parataxis => 4,
        Deprel::Conj | Deprel::Advcl | Deprel::AclRelcl | Deprel::Acl => 2,
        _ => 1,
    }
}

/// The mode that the weapons named in the event's clause give it, and the word that names them.
pub(super) fn means(scene: &Scene<'_>, event: &Candidate<'_>, kind: EventType) -> Option<(Mode, TokenId)> {
    let mut found: Option<(usize, Mode, TokenId)> = None;
    let mut look = |rank: usize, token: Token<'_>| {
        let Some(word) = scene.word(token.id) else { return };
        let before = token.previous().filter(|p| p.sentence().id == token.sentence().id);
        let before = before.and_then(|p| scene.word(p.id));
        if let Some(mode) = scene.frames.means(kind, before, word) {
            if found.is_none_or(|f| rank < f.0) {
                found = Some((rank, mode, token.id));
            }
        }
    };
    for part in &event.parts {
        let rank = match part.role {
            Role::Means => 0,
            Role::Actor => 2,
            Role::Place | Role::Recipient | Role::Killed | Role::Wounded => continue,
            _ => 3,
        };
        let token = scene.token(part.head);
        look(rank, token);
        token.children().filter(|c| is_modifier(*c)).for_each(|c| look(rank + 1, c));
    }
    for &anchor in &event.anchors {
        let token = scene.token(anchor);
        // Who bombs from the air does so by "bombing", whatever a bomb would tell.
        if !token.upos().is_verbal() {
            look(1, token);
        }
        for child in token.children() {
            if is_modifier(child) {
                look(1, child);
            }
            if matches!(child.deprel(), Deprel::Obl | Deprel::OblAgent | Deprel::Nmod | Deprel::Obj | Deprel::Nsubj) {
                let by = child
                    .children_by(Deprel::Case)
                    .any(|c| matches!(c.lemma(), "with" | "by" | "from" | "using" | "in" | "of"));
                if by || child.deprel() == Deprel::Nsubj {
                    look(2, child);
                    child.children().filter(|c| is_modifier(*c)).for_each(|c| look(3, c));
                }
            }
            // "using rifles", "armed with machetes"
            if matches!(child.deprel(), Deprel::Advcl | Deprel::Acl) {
                for tool in child.children().filter(|c| matches!(c.deprel(), Deprel::Obj | Deprel::Obl)) {
                    look(3, tool);
                }
            }
        }
    }
    // "attacked a village with rockets": the phrase may hang on the object.
    for part in event.parts.iter().filter(|p| matches!(p.role, Role::Recipient | Role::Killed | Role::Wounded)) {
        for child in scene.token(part.head).children_by(Deprel::Nmod) {
            if child.children_by(Deprel::Case).any(|c| matches!(c.lemma(), "with" | "by" | "using")) {
                look(3, child);
                child.children().filter(|c| is_modifier(*c)).for_each(|c| look(4, c));
            }
        }
    }
    for part in event.parts.iter().filter(|p| p.role == Role::Actor) {
        for armed in scene.token(part.head).children_by(Deprel::Acl) {
            armed.children_by(Deprel::Obl).for_each(|tool| look(4, tool));
        }
    }
    found.map(|(_, mode, token)| (mode, token))
}

fn is_modifier(token: Token<'_>) -> bool {
    matches!(token.deprel(), Deprel::Compound | Deprel::Amod | Deprel::NmodDesc | Deprel::Flat)
}
