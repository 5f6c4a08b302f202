//! Which argument is what to the event, and which actors stand behind the words.

use language::{Deprel, Token, TokenId, Upos};
use lexicon::frames::{Need, Pos, Role, Sense, SlotName};

use lexicon::ontology::EventType;

use super::arguments::{members, Argument, Arguments};
use super::scene::Scene;
use super::sense::{arguments_of, fills};
use crate::statements::Party;

/// An argument with its role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is to the event.
    pub role: Role,
    /// The token that governs its words.
    pub head: TokenId,
}

/// The roles of a trigger's arguments under a sense.
pub(super) fn assign(scene: &Scene<'_>, sense: &Sense, arguments: &Arguments) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut done: Vec<(SlotName, TokenId)> = Vec::new();
    for slot in scene.frames.slots(sense).iter().filter(|s| s.need != Need::MustNot) {
        let Some(role) = slot.role else { continue };
        let fillers = scene.frames.fillers(slot);
        for head in arguments_of(scene, sense, slot.name, arguments) {
            let carried = arguments.carrier.as_ref().is_some_and(|c| c.verb == head);
            if carried || done.contains(&(slot.name, head)) {
                continue;
            }
            // "the death of four and the injury of two": the injury is no dead.
            let adjective = scene.token(head).upos() == Upos::Adj;
            let deed = role.is_toll() && !adjective && scene.usual_type(head) == Some(EventType::Assault);
            if !deed && (fillers.is_empty() || fills(scene, head, fillers).is_some()) {
                done.push((slot.name, head));
                add(&mut parts, role, head);
            }
        }
    }
    let named = |name: SlotName| {
        scene.frames.slots(sense).iter().any(|s| s.name == name && s.role.is_some() && s.need != Need::MustNot)
    };
    for argument in &arguments.list {
        if let Some((slot, role)) = default_role(scene, sense, argument.slot).filter(|_| !is_medium(scene, argument)) {
            if !named(slot) && !named(argument.slot) {
                add(&mut parts, role, argument.head);
            }
        }
    }
    let known = |p: &Part| p.role == Role::Recipient && scene.actor(p.head).is_some();
    if named(SlotName::Iobj) && !parts.iter().any(known) {
        fused_recipients(scene, arguments, &mut parts);
    }
    if let Some(carrier) = &arguments.carrier {
        for argument in &carrier.arguments {
            let role = match argument.slot {
                SlotName::Subj => carried_role(scene, sense, carrier.light.subject),
                SlotName::Obj => carrier.light.object,
                slot => match default_role(scene, sense, slot) {
                    Some((_, role)) if !named(slot) => role,
                    _ => continue,
                },
            };
            add(&mut parts, role, argument.head);
        }
    }
    parts
}

/// "confirmed the attack on state television": by what something is said, which has no article, is not what is attacked.
fn is_medium(scene: &Scene<'_>, argument: &Argument) -> bool {
    let on = matches!(argument.slot, SlotName::Prep(w) if scene.frames.word("on") == Some(w));
    on && scene.is_class(argument.head, "MEDIA") && scene.token(argument.head).child(Deprel::Det).is_none()
}

/// "denied the patrol passage", "gave Chad aid": who gets it, where the tree has made one phrase of both objects.
fn fused_recipients(scene: &Scene<'_>, arguments: &Arguments, parts: &mut Vec<Part>) {
    for object in arguments.in_slot(SlotName::Obj) {
        let before = scene.token(object).children_by(Deprel::Compound);
        let people = |id| scene.actor(id).is_some() || scene.is_class(id, "ARMED") || scene.is_class(id, "PERSON");
        for compound in before.filter(|c| people(c.id)) {
            add(parts, Role::Recipient, compound.id);
        }
    }
}

/// A light verb's subject does what the noun's own subject does in the sense: both meet, the dead suffer.
fn carried_role(scene: &Scene<'_>, sense: &Sense, light: Role) -> Role {
    let own = |name| scene.frames.slots(sense).iter().find(|s| s.name == name).and_then(|s| s.role);
    match light {
        Role::Actor => own(SlotName::Subj).unwrap_or(light),
        Role::Recipient => own(SlotName::Obj).filter(|r| *r != Role::None).unwrap_or(light),
        other => other,
    }
}

fn add(parts: &mut Vec<Part>, role: Role, head: TokenId) {
    let part = Part { role, head };
    if role != Role::None && !parts.contains(&part) {
        parts.push(part);
    }
}

/// The slot as whose role an argument counts, and that role, where the sense names none.
fn default_role(scene: &Scene<'_>, sense: &Sense, slot: SlotName) -> Option<(SlotName, Role)> {
    let is = |name: &str| matches!(slot, SlotName::Prep(w) if scene.frames.word(name) == Some(w));
    match (sense.pos, slot) {
        (Pos::Verb, SlotName::Subj) => Some((SlotName::Subj, Role::Actor)),
        (Pos::Verb, SlotName::Obj) => Some((SlotName::Obj, Role::Recipient)),
        (Pos::Verb, SlotName::Iobj) => Some((SlotName::Iobj, Role::Recipient)),
        (Pos::Verb, SlotName::Prep(word)) if sense.particle == Some(word) => Some((SlotName::Obj, Role::Recipient)),
        (Pos::Noun, SlotName::Subj) => Some((SlotName::Subj, Role::Actor)),
        (Pos::Noun, SlotName::Prep(_)) if is("of") => Some((SlotName::Obj, Role::Recipient)),
        (Pos::Noun, SlotName::Prep(_)) if is("on") || is("against") => Some((slot, Role::Recipient)),
        (Pos::Adjective, SlotName::Subj) => Some((SlotName::Subj, Role::Recipient)),
        _ => None,
    }
}

/// The actors that a head speaks of: its own mention, else whoever owns or makes it up ("Israeli tanks", "positions of the
/// rebels"), else its words where they name people.
pub(super) fn parties(scene: &Scene<'_>, head: TokenId) -> Vec<Party> {
    let token = scene.token(head);
    if scene.actor(head).is_some() {
        return scene.actors(head).map(Party::Actor).collect();
    }
    // In somebody's reported words, an "it" or "we" that nothing else explains is the speaker.
    if is_stand_in(token) {
        let of = token.children_by(Deprel::Nmod).flat_map(members);
        return of.flat_map(|m| owner_or_words(scene, m)).collect();
    }
    if token.upos() == Upos::Pron && token.xpos().as_str() == "PRP" {
        let statement = scene.statement(head).map(|s| &scene.statements[s.0 as usize]);
        let speaker = statement.and_then(|s| s.sources.last()).map(|s| s.who);
        return speaker.filter(|who| matches!(who, Party::Actor(_)) && token.lemma() != "you").into_iter().collect();
    }
    if scene.is_partitive(token) {
        if let Some(&inner) = scene.parts_of(token).first() {
            let found: Vec<Party> = members(inner).into_iter().flat_map(|m| owner_or_words(scene, m)).collect();
            if !found.is_empty() {
                return found;
            }
        }
    }
    owner_or_words(scene, head)
}

/// "those of the militia": a pronoun that stands for a noun told before, whose owner stands below it.
fn is_stand_in(token: Token<'_>) -> bool {
    token.upos() == Upos::Pron && token.xpos().as_str() == "DT" && token.child(Deprel::Nmod).is_some()
}

fn owner_or_words(scene: &Scene<'_>, head: TokenId) -> Vec<Party> {
    if scene.actor(head).is_some() {
        return scene.actors(head).map(Party::Actor).collect();
    }
    let token = scene.token(head);
    if token.upos() == Upos::Pron || !(token.upos().is_nominal() || token.upos() == Upos::Num) {
        return Vec::new();
    }
    let people = ["PERSON", "PEOPLE", "ARMED", "ACTOR", "PROTESTER", "PRISONER"];
    let is_people = people.iter().any(|c| scene.is_class(head, c));
    if is_people && !matches!(token.upos(), Upos::Propn | Upos::Num) {
        return vec![Party::Words(scene.doc.span(phrase(token)))];
    }
    let owners = token.children().filter(|c| {
        matches!(
            c.deprel(),
            Deprel::NmodPoss | Deprel::Compound | Deprel::Amod | Deprel::Nmod | Deprel::NmodDesc | Deprel::Appos
        )
    });
    let mut found = Vec::new();
    for owner in owners {
        // The preposition may hang on a name before the noun: "the right of Chad troops".
        let first = scene.token(owner.subtree().start);
        if owner.deprel() == Deprel::Nmod
            && !owner.children_by(Deprel::Case).chain([first]).any(|c| matches!(c.lemma(), "of" | "by" | "from"))
        {
            continue;
        }
        if is_speaker_beside(scene, owner) {
            continue;
        }
        let mention = scene.actor(owner.id).map(Party::Actor).or_else(|| fighters(scene, owner));
        found.extend(mention.filter(|m| !found.contains(m)));
    }
    if found.is_empty() && token.upos() == Upos::Propn && scene.place(head).is_none() && is_person_name(scene, token) {
        return vec![Party::Words(scene.doc.span(phrase(token)))];
    }
    found
}

/// "beat the prisoners, a monitoring group said": who speaks, which the tree takes for another name of what stands before.
fn is_speaker_beside(scene: &Scene<'_>, noun: Token<'_>) -> bool {
    let says =
        |verb: Token<'_>| verb.deprel() == Deprel::Acl && scene.usual_type(verb.id).is_some_and(|t| t.is_speech_act());
    let last = |verb: Token<'_>| {
        verb.child(Deprel::Obj).is_none() && verb.subtree().end.0 + 1 >= noun.sentence().tokens().end.0
    };
    noun.deprel() == Deprel::Appos && noun.children().any(|verb| says(verb) && last(verb))
}

/// "rebel positions", "militant hideouts": a noun before another that says whose it is; the group of that noun of which the
/// report speaks, else its words.
fn fighters(scene: &Scene<'_>, owner: Token<'_>) -> Option<Party> {
    let modifier = matches!(owner.deprel(), Deprel::Compound | Deprel::Amod) && owner.upos() != Upos::Propn;
    if !modifier || !scene.is_class(owner.id, "REBEL") {
        return None;
    }
    let mentions = &scene.mentions.actors.mentions;
    let known = mentions.iter().find(|m| scene.token(m.head).lemma() == owner.lemma());
    Some(known.map_or(Party::Words(owner.span()), |m| Party::Actor(m.actor)))
}

fn is_person_name(scene: &Scene<'_>, token: Token<'_>) -> bool {
    let entities = scene.doc.entities();
    let at = entities.partition_point(|e| e.tokens.end <= token.id);
    entities.get(at).is_some_and(|e| {
        e.tokens.contains(token.id)
            && matches!(e.kind, language::EntityKind::Person | language::EntityKind::Organization)
    })
}

/// The words of a noun phrase without determiner, relative clause and what is coordinated with it.
pub(super) fn phrase(head: Token<'_>) -> language::TokenSpan {
    let mut low = head.id;
    let mut high = head.id;
    for child in head.children() {
        match child.deprel() {
            Deprel::Det | Deprel::DetPredet | Deprel::Case | Deprel::Punct | Deprel::Conj | Deprel::Cc => {}
            Deprel::Amod | Deprel::Compound | Deprel::Flat | Deprel::NmodPoss | Deprel::NmodDesc | Deprel::Nummod => {
                let sub = child.subtree();
                low = low.min(sub.start);
                high = high.max(TokenId(sub.end.0 - 1));
            }
            _ => {}
        }
    }
    language::TokenSpan { start: low, end: TokenId(high.0 + 1) }
}
