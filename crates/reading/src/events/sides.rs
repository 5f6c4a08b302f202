//! The two sides of an event: who did it and who had it done, with what the clause leaves to places, speakers and the deeds
//! around it.

use language::{Deprel, Token, TokenId};
use lexicon::frames::{Pos, Role};
use lexicon::ontology::EventType;

use super::acts::{concerned, country, is_part_of};
use super::merge::Candidate;
use super::roles::parties;
use super::scene::Scene;
use crate::statements::Party;

/// How many words before "including" are searched for the deed that a part of it is told of.
const LONGEST_LIST: usize = 12;

/// How far below a deed's words the place that it reaches may stand, and how many words are looked at a level.
const DEEPEST_PLACE: usize = 4;
const MOST_WORDS: usize = 32;

/// Who did it, and who had it done to them, each once.
pub(super) struct Sides {
    pub actors: Vec<Party>,
    pub recipients: Vec<Party>,
}

impl Sides {
    pub fn of(scene: &Scene<'_>, candidate: &Candidate<'_>) -> Self {
        let reciprocal = candidate.has(Role::Both);
        let mut actors = cast(scene, candidate, &[Role::Actor, Role::Both]);
        let mut recipients = match reciprocal {
            // Where both sides fight, the dead are of one of the sides, unless they are of neither.
            true => {
                let mut hurt = cast(scene, candidate, &[Role::Recipient, Role::Killed, Role::Wounded]);
                let named = cast(scene, candidate, &[Role::Recipient]);
                hurt.retain(|p| named.contains(p) || is_of_neither(scene, *p, &actors));
                hurt
            }
            false => {
                cast(scene, candidate, &[Role::Recipient, Role::Killed, Role::Wounded, Role::Detained, Role::Displaced])
            }
        };
        speaker_acts(scene, candidate, &mut actors);
        let quoted = candidate.kind.is_speech_act() && scene.has_speaker(candidate.trigger);
        let mute = |h: TokenId| scene.is_class(h, "VIOLENCE") && is_mute(scene, h);
        if quoted && candidate.has(Role::Actor) && candidate.heads(Role::Actor).all(mute) {
            actors.clear();
        }
        if actors.is_empty() && candidate.kind.is_speech_act() {
            actors = spoken_for(scene, candidate);
        }
        if reciprocal && actors.is_empty() {
            actors = places_at_odds(scene, candidate);
        }
        if actors.is_empty() && candidate.kind == EventType::Assault {
            actors = inherited(scene, candidate);
        }
        if candidate.kind == EventType::Assault && recipients.iter().all(|p| actors.contains(p)) {
            recipients.extend(owning_speaker(scene, candidate));
        }
        recipients.retain(|p| !actors.contains(p));
        if candidate.kind == EventType::Reject && !recipients.iter().any(|p| !is_part_of(scene, *p, &actors)) {
            recipients.clear();
        }
        // "captured a rebel stronghold": whose the place is.
        if recipients.is_empty() && candidate.kind == EventType::Assault {
            recipients = cast(scene, candidate, &[Role::Place]);
            recipients.retain(|p| !actors.contains(p));
        }
        if recipients.is_empty() && (candidate.kind.is_speech_act() || candidate.kind == EventType::Protest) {
            recipients = concerned(scene, candidate, candidate.kind, &actors);
        }
        if recipients.is_empty() {
            recipients = places_acted_on(scene, candidate);
        }
        if recipients.is_empty() {
            recipients = place_reached(scene, candidate, &actors);
        }
        Self { actors, recipients }
    }

    /// The sides of a deed that is only promised or refused and so is an act of speech: who says so acts, and whoever is to
    /// take part has it said to them.
    pub fn of_prospect(self, scene: &Scene<'_>, candidate: &Candidate<'_>, kind: EventType) -> Self {
        let Self { mut actors, mut recipients } = self;
        let (before, after): (Vec<TokenId>, Vec<TokenId>) =
            candidate.heads(Role::Both).partition(|h| *h < candidate.trigger);
        if recipients.is_empty() && !before.is_empty() && !after.is_empty() {
            actors = cast_of(scene, before);
            recipients = cast_of(scene, after);
        }
        if recipients.is_empty() && kind.is_speech_act() {
            recipients = concerned(scene, candidate, kind, &actors);
        }
        Self { actors, recipients }
    }
}

/// Whether somebody hurt where others fight is of none of the sides, as far as these are known: a civilian, or of another state.
fn is_of_neither(scene: &Scene<'_>, hurt: Party, sides: &[Party]) -> bool {
    let Party::Actor(id) = hurt else { return false };
    let armed = |id| scene.mentions.actors.get(id).sectors.iter().any(|s| s.is_armed());
    let state = country(scene, hurt);
    let foreign = state.is_some() && sides.iter().all(|side| country(scene, *side) != state);
    foreign || !armed(id) && sides.iter().all(|side| matches!(side, Party::Actor(id) if armed(*id)))
}

/// "The guerrillas said that the army had bombed *its* camps": nobody attacks what is his own, so it is the speaker's.
fn owning_speaker(scene: &Scene<'_>, candidate: &Candidate<'_>) -> Option<Party> {
    let own = |t: Token<'_>| t.children_by(Deprel::NmodPoss).any(|c| c.upos() == language::Upos::Pron);
    let heads = candidate.heads(Role::Recipient).map(|head| scene.token(head));
    let mut owned = heads.filter(|t| own(*t) || t.children_by(Deprel::Nmod).any(own));
    owned.next()?;
    let statement = &scene.statements[candidate.statement.0 as usize];
    statement.sources.last().map(|s| s.who).filter(|who| *who != Party::Unknown)
}

/// The parties of the parts with a role, in the order of the text, each once.
fn cast(scene: &Scene<'_>, candidate: &Candidate<'_>, roles: &[Role]) -> Vec<Party> {
    cast_of(scene, roles.iter().flat_map(|r| candidate.heads(*r)).collect())
}

fn cast_of(scene: &Scene<'_>, mut heads: Vec<TokenId>) -> Vec<Party> {
    heads.sort_unstable();
    heads.dedup();
    let mut all = Vec::new();
    for head in heads.into_iter().filter(|head| !scene.is_time(*head)) {
        for party in parties(scene, head) {
            if !all.contains(&party) {
                all.push(party);
            }
        }
    }
    all
}

/// A country or town that stands where a recipient would ("sent envoys to Chad", "forces in Lebanon"): it is acted on as a
/// place, and the assembly knows whose it is.
fn places_acted_on(scene: &Scene<'_>, candidate: &Candidate<'_>) -> Vec<Party> {
    let named: Vec<Party> = candidate.heads(Role::Recipient).filter_map(|head| place_of(scene, head)).collect();
    if !named.is_empty() {
        return named;
    }
    let assault = candidate.kind == EventType::Assault;
    for head in candidate.heads(Role::Recipient) {
        let below = scene.token(head).children_by(Deprel::Nmod).map(|c| c.id).filter(|_| !assault);
        if let Some(place) = below.into_iter().find_map(|id| place_of(scene, id)) {
            return vec![place];
        }
    }
    Vec::new()
}

/// "blew up a bridge in Kano", "sent more ships to the Strait": a deed that names nobody else is done to the place that it
/// reaches, on another's ground or, where it harms, on one's own.
fn place_reached(scene: &Scene<'_>, candidate: &Candidate<'_>, actors: &[Party]) -> Vec<Party> {
    let harms = matches!(candidate.kind, EventType::Assault | EventType::Coerce);
    let moves =
        matches!(candidate.kind, EventType::Mobilize | EventType::Retreat | EventType::Aid | EventType::Sanction);
    if !(harms || moves) || actors.is_empty() || candidate.has(Role::Both) {
        return Vec::new();
    }
    let own: Vec<_> = actors.iter().filter_map(|a| country(scene, *a)).collect();
    let mut level: Vec<Token<'_>> = candidate.anchors.iter().map(|a| scene.token(*a)).collect();
    // "the deployment of monitors in Chad has begun", "has begun in Chad"
    level.extend(level.clone().iter().filter(|t| t.deprel() == Deprel::Nsubj).filter_map(|t| t.head()));
    for _ in 0..DEEPEST_PLACE {
        let below = level.iter().flat_map(|t| t.children());
        level = below.filter(|c| is_of_clause(*c) || moves && is_purpose(*c)).take(MOST_WORDS).collect();
        let reached = level.iter().filter(|t| {
            let country = scene.place(t.id).and_then(|p| scene.mentions.places.get(p).country);
            country.is_some_and(|c| harms || !own.contains(&c)) && is_reached(scene, **t)
        });
        let found = reached.filter_map(|t| place_of(scene, t.id)).next();
        if found.is_some() {
            return found.into_iter().collect();
        }
    }
    Vec::new()
}

/// Whether a word belongs to what a clause says of its verb, and neither to its subject nor to a clause of its own.
fn is_of_clause(token: Token<'_>) -> bool {
    matches!(
        token.deprel(),
        Deprel::Obj | Deprel::NsubjPass | Deprel::Obl | Deprel::Nmod | Deprel::NmodPoss | Deprel::Appos | Deprel::Acl
    ) || token.deprel() == Deprel::Conj && token.upos().is_nominal()
}

/// "opened the bridge to let food into Chad"
fn is_purpose(token: Token<'_>) -> bool {
    token.deprel() == Deprel::Advcl && token.children_by(Deprel::Mark).any(|m| m.lemma() == "to")
}

fn is_reached(scene: &Scene<'_>, place: Token<'_>) -> bool {
    let mut cases = place.children_by(Deprel::Case);
    cases.any(|c| scene.word(c.id).is_some_and(|w| scene.frames.is_reach(w)))
}

/// The words of a place that a token heads.
fn place_of(scene: &Scene<'_>, head: TokenId) -> Option<Party> {
    scene.place(head)?;
    scene.mentions.places.mentions.iter().find(|m| m.head == head).map(|m| Party::Words(m.span))
}

/// "fighting between Upper and Lower Harmsworth": places that fight each other are their people.
fn places_at_odds(scene: &Scene<'_>, candidate: &Candidate<'_>) -> Vec<Party> {
    let places = &scene.mentions.places.mentions;
    let both = candidate.heads(Role::Both).filter(|h| scene.place(*h).is_some());
    let words = both.filter_map(|h| places.iter().find(|m| m.head == h).map(|m| Party::Words(m.span)));
    Some(words.collect()).filter(|sides: &Vec<Party>| sides.len() > 1).unwrap_or_default()
}

/// "said that it was behind the blast, and called on the president to …": where the tree gives an act of speech no subject, or
/// a thing, whoever is quoted for it speaks.
fn spoken_for(scene: &Scene<'_>, candidate: &Candidate<'_>) -> Vec<Party> {
    let thing = |h: TokenId| is_mute(scene, h);
    if candidate.pos != Pos::Verb || !candidate.heads(Role::Actor).all(thing) {
        return Vec::new();
    }
    let statement = &scene.statements[candidate.statement.0 as usize];
    statement.sources.last().map(|s| s.who).filter(|who| *who != Party::Unknown).into_iter().collect()
}

/// Whether a word names a thing or a deed, which says nothing: "the raids had wounded two and asked".
fn is_mute(scene: &Scene<'_>, head: TokenId) -> bool {
    let thing = ["THING", "VIOLENCE", "WEAPON"].iter().any(|c| scene.is_class(head, c));
    thing && scene.actor(head).is_none() && scene.token(head).upos() != language::Upos::Propn
}

/// Where the sense says that the source of the statement acts by saying it, the source is the actor.
fn speaker_acts(scene: &Scene<'_>, candidate: &Candidate<'_>, actors: &mut Vec<Party>) {
    let slots = scene.frames.slots(candidate.sense);
    let speaks = slots.iter().any(|s| s.name == lexicon::frames::SlotName::Speaker && s.role == Some(Role::Actor));
    if !speaks {
        return;
    }
    let statement = &scene.statements[candidate.statement.0 as usize];
    actors.clear();
    let named = statement.sources.iter().rev().map(|s| s.who).find(|who| *who != Party::Unknown);
    actors.extend(named);
}

/// A deed told under another ("aggression, including the violation of the truce") has that one's doer.
fn inherited(scene: &Scene<'_>, candidate: &Candidate<'_>) -> Vec<Party> {
    let token = scene.token(candidate.trigger);
    let above = token.ancestors().take(2).take_while(|t| t.upos().is_nominal());
    let lists = token.children_by(Deprel::Case).any(|c| c.lemma() == "include");
    let before = std::iter::successors(token.previous(), |t| t.previous());
    let before = before.take(if lists { LONGEST_LIST } else { 0 }).filter(|t| t.sentence().id == token.sentence().id);
    for noun in above.chain(before).filter(|t| scene.is_class(t.id, "VIOLENCE")) {
        let owners = noun.children().filter(|c| {
            matches!(c.deprel(), Deprel::NmodPoss | Deprel::Amod | Deprel::Compound) && c.id != candidate.trigger
        });
        let found: Vec<Party> = owners.filter_map(|c| scene.actor(c.id)).map(Party::Actor).collect();
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}
