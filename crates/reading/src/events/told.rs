//! Whether what was found is enough to speak of an event, in its literal sense.

use lexicon::frames::{ModeRule, Pos, Role};
use lexicon::ontology::EventType;

use super::merge::Candidate;
use super::scene::Scene;
use super::Event;
use crate::statements::Party;

/// Whether enough is told to speak of an event at all, and in its literal sense.
pub(super) fn is_told(scene: &Scene<'_>, event: &Event, candidate: &Candidate<'_>, in_other_field: f64) -> bool {
    let known = |p: &Party| matches!(p, Party::Actor(id) if scene.is_political(*id));
    let political = event.actors.iter().chain(&event.recipients).any(known);
    let toll = event.killed.is_some() || event.wounded.is_some() || event.detained.is_some();
    let is_violence = candidate.kind == EventType::Assault;
    let anybody = !event.actors.is_empty() || !event.recipients.is_empty() || toll;
    let armed = event.evidence.means.is_some()
        || candidate.parts.iter().any(|p| scene.is_class(p.head, "ARMED") || scene.is_class(p.head, "WEAPON"));
    if in_other_field > 0.0 && !(armed || political && !is_violence || is_literal(event, candidate)) {
        return false;
    }
    // A council that met is no meeting between sides.
    let sides = event.actors.len() + event.recipients.len();
    if candidate.kind == EventType::Consult && candidate.has(Role::Both) && sides < 2 && !in_plural(scene, candidate) {
        return false;
    }
    let verbal = matches!(event.quad.as_str(), "verbal-conflict" | "verbal-cooperation" | "material-cooperation");
    // Talks that a source speaks of without saying whose: "one of the topics raised".
    if candidate.kind == EventType::Consult && !anybody && scene.has_speaker(candidate.trigger) {
        return candidate.score > 10;
    }
    if verbal {
        let words =
            |p: &Party| matches!(p, Party::Words(_)) && (names_office(scene, candidate) || speaks(scene, event, *p));
        return political || event.actors.iter().any(words) && anybody;
    }
    match candidate.pos {
        Pos::Noun => anybody || event.place.is_some() || event.violates.is_some() || candidate.anchors.len() > 1,
        _ => true,
    }
}

/// Whether a party is whoever is quoted for an event, who need not be known to ask or accuse.
fn speaks(scene: &Scene<'_>, event: &Event, party: Party) -> bool {
    let sources = &scene.statements[event.statement.0 as usize].sources;
    sources.last().is_some_and(|s| s.who == party) && !event.recipients.is_empty()
}

/// Whether an event is meant as it stands even among the words of another field. What killed is left open by many words,
/// and there it is rarely an enemy; a protest is one, and who is arrested is.
fn is_literal(event: &Event, candidate: &Candidate<'_>) -> bool {
    let told_how = matches!(candidate.sense.mode, ModeRule::Fixed(_) | ModeRule::Means(Some(_)));
    match candidate.kind {
        EventType::Assault => told_how && (event.killed.is_some() || event.wounded.is_some()),
        EventType::Protest => true,
        _ => event.detained.is_some(),
    }
}

fn in_plural(scene: &Scene<'_>, candidate: &Candidate<'_>) -> bool {
    candidate.heads(Role::Both).any(|h| matches!(scene.token(h).xpos().as_str(), "NNS" | "NNPS" | "PRP"))
}

/// Whether a participant is named by an office or body ("officials", "the government"), if by nobody known.
fn names_office(scene: &Scene<'_>, candidate: &Candidate<'_>) -> bool {
    candidate
        .parts
        .iter()
        .any(|p| ["ACTOR", "LEADER", "ORG", "STATE", "ARMED", "DIPLOMAT"].iter().any(|c| scene.is_class(p.head, c)))
}
