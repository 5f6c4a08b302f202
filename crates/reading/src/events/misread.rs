//! What the tree often gets wrong about a verb and its arguments, where words and classes tell better.

use language::{Deprel, Token, Upos};
use lexicon::frames::{Pos, Role, Sense, SlotName};
use lexicon::ontology::EventType;

use super::arguments::{is_marked_passive, referent, surface_subject};
use super::scene::Scene;

/// How far above a participle its deed may stand.
const HIGHEST_DEED: usize = 6;

/// A verb with a bare object in which the tree sees a participle and its noun: "landed and *seized villagers*" beside a verb,
/// "jets and tanks *shelled positions*" in a sentence that is left without one. The object, and the verb or noun beside it.
pub(super) fn disguised<'d>(verb: Token<'d>) -> Option<(Token<'d>, Token<'d>)> {
    let noun = verb.head()?;
    if verb.deprel() != Deprel::Amod || !matches!(verb.xpos().as_str(), "VBN" | "VBD") {
        return None;
    }
    if noun.id < verb.id {
        return verb.child(Deprel::Obj).filter(|o| o.id > verb.id).map(|object| (object, noun));
    }
    let bare = !noun.children().any(|c| c.id < verb.id && c.deprel() != Deprel::Cc);
    // "had bombed positions", taken for "had positions that were bombed"
    if let Some(have) = noun.head().filter(|h| noun.deprel() == Deprel::Obj && h.lemma() == "have" && bare) {
        return verb.previous().filter(|p| p.id == have.id).map(|_| (noun, have));
    }
    let loose = noun.deprel() == Deprel::Nmod && noun.child(Deprel::Case).is_none();
    let beside = noun.head().filter(|_| noun.deprel() == Deprel::Conj || loose)?;
    let joined = verb.previous().is_some_and(|p| p.deprel() == Deprel::Cc);
    let finite = |t: Token<'_>| matches!(t.xpos().as_str(), "VBD" | "VBZ" | "VBP" | "MD");
    let fits = match beside.upos() {
        Upos::Verb => joined,
        _ => beside.deprel() == Deprel::Root && !joined && !verb.sentence().views().any(finite),
    };
    (bare && fits).then_some((noun, beside))
}

/// "an attack on a bus that killed nine": what killed is the attack, though the tree hangs the clause on the bus.
pub(super) fn deed_meant<'d>(scene: &Scene<'d>, verb: Token<'d>, subject: Token<'d>) -> Option<Token<'d>> {
    let noun = referent(subject);
    let relative = noun.id != subject.id && has_toll(scene, verb, SlotName::Obj);
    let harmless = ["VEHICLE", "BUILDING", "PLACE"].iter().any(|c| scene.is_class(noun.id, c));
    let above = noun.head().filter(|_| relative && harmless && noun.deprel() == Deprel::Nmod)?;
    scene.is_class(above.id, "VIOLENCE").then_some(above)
}

/// Whether what seems to be a preposition belongs to a number: "at least seventeen".
pub(super) fn is_bounded_count(scene: &Scene<'_>, child: Token<'_>) -> bool {
    let Some(count) = scene.count(child.id).filter(|_| !scene.is_time(child.id)) else { return false };
    // "complained over two raids": a preposition that the verb asks for is no bound.
    if asks_for(scene, child) {
        return false;
    }
    match child.children_by(Deprel::Case).next() {
        Some(case) => count.tokens.contains(case.id),
        // "forced out more than a hundred French settlers"
        None => [child.previous().map(|p| p.id), Some(child.subtree().start)]
            .into_iter()
            .flatten()
            .any(|t| t < child.id && count.tokens.contains(t)),
    }
}

/// Whether the one word before a phrase's number ("over", and not "at least") is a preposition that a sense of its verb names.
fn asks_for(scene: &Scene<'_>, child: Token<'_>) -> bool {
    let first = scene.token(child.subtree().start);
    let alone = first.next().is_some_and(|n| n.upos() == Upos::Num);
    let first = scene.word(first.id).filter(|_| alone).map(SlotName::Prep);
    let senses = child.head().and_then(|verb| scene.word(verb.id)).map_or(&[][..], |w| scene.frames.senses(w));
    first.is_some_and(|name| senses.iter().any(|s| scene.frames.slots(s).iter().any(|slot| slot.name == name)))
}

/// "Three people killed": a participle with a counted subject, no object and no auxiliary.
pub(super) fn is_passive_of_headlines(scene: &Scene<'_>, verb: Token<'_>) -> bool {
    let bare = !verb.children().any(|c| matches!(c.deprel(), Deprel::Aux | Deprel::Obj | Deprel::Ccomp));
    let counted = |subject: Token<'_>| {
        subject.id < verb.id && (subject.upos() == Upos::Num || subject.child(Deprel::Nummod).is_some())
    };
    bare && matches!(verb.xpos().as_str(), "VBN" | "VBD")
        && verb.child(Deprel::Nsubj).is_some_and(counted)
        && has_toll(scene, verb, SlotName::Obj)
}

/// "three killed and nine injured": a further participle of such a headline, with a number of its own or none.
pub(super) fn continues_headline(scene: &Scene<'_>, verb: Token<'_>) -> bool {
    let first = verb.head().filter(|h| verb.deprel() == Deprel::Conj && is_passive_of_headlines(scene, *h));
    let bare = verb.child(Deprel::Obj).is_none() && verb.child(Deprel::Aux).is_none();
    first.is_some() && bare && verb.xpos().as_str() != "VBG" && has_toll(scene, verb, SlotName::Obj)
}

/// The number right before a participle that counts those who fared so, and that the tree hangs elsewhere.
pub(super) fn number_before<'d>(scene: &Scene<'d>, verb: Token<'d>) -> Option<Token<'d>> {
    let number = verb.previous().filter(|p| p.upos() == Upos::Num && p.head().is_none_or(|h| h.id != verb.id))?;
    // "the storm left nine dead and fourteen injured" tells of no deed.
    if surface_subject(scene, verb).is_some_and(|s| scene.is_class(s.id, "HAZARD")) {
        return None;
    }
    let fared = verb.xpos().as_str() == "VBN" && has_toll(scene, verb, SlotName::Obj);
    (fared && scene.count_of_number(number.id).is_some()).then_some(number)
}

/// Whether a verb in a coordination tells what its subject suffers and so has no passive: "was shot and died".
pub(super) fn suffers(scene: &Scene<'_>, verb: Token<'_>) -> bool {
    verb.deprel() == Deprel::Conj && !is_marked_passive(verb) && has_toll(scene, verb, SlotName::Subj)
}

/// "were engaged in a sweep", "is committed to": a participle that says what its subject does, unless somebody does it to it.
pub(super) fn does_itself(scene: &Scene<'_>, verb: Token<'_>) -> bool {
    scene.is_class(verb.id, "ENGAGED") && verb.child(Deprel::OblAgent).is_none()
}

/// Whether a noun is the subject of a verb whose object it harms.
pub(super) fn kills(scene: &Scene<'_>, noun: Token<'_>) -> bool {
    noun.deprel() == Deprel::Nsubj && noun.head().is_some_and(|verb| has_toll(scene, verb, SlotName::Obj))
}

/// Whether a sense of a verb counts the people in one of its slots as casualties.
fn has_toll(scene: &Scene<'_>, verb: Token<'_>, slot: SlotName) -> bool {
    let senses = scene.word(verb.id).map_or(&[][..], |w| scene.frames.senses(w));
    let counts = |s: &Sense| scene.frames.slots(s).iter().any(|s| s.name == slot && s.role.is_some_and(Role::is_toll));
    senses.iter().filter(|s| s.pos == Pos::Verb).any(counts)
}

/// "threw grenades into a church where villagers had fled, killing a woman": after a comma, what killed is the deed of the
/// main clause, where the clause between tells of none.
pub(super) fn deed_above<'d>(scene: &Scene<'_>, participle: Token<'d>) -> Option<Token<'d>> {
    let comma = participle.previous().is_some_and(|t| t.text() == ",");
    if !comma || !has_toll(scene, participle, SlotName::Obj) {
        return None;
    }
    let between = participle.head().filter(|h| h.upos() == Upos::Verb && !scene.may_be(h.id, EventType::Assault))?;
    let above = between
        .ancestors()
        .take(HIGHEST_DEED)
        .take_while(|t| t.deprel() != Deprel::Ccomp || scene.may_be(t.id, EventType::Assault));
    above.into_iter().find(|t| t.upos() == Upos::Verb && scene.may_be(t.id, EventType::Assault))
}

/// "said that the raids had killed two and *asked* …": deeds ask nothing, so whoever said it asks.
pub(super) fn speaker_above<'d>(scene: &Scene<'d>, verb: Token<'d>) -> Option<Token<'d>> {
    let said = verb.head().filter(|h| verb.deprel() == Deprel::Conj && h.deprel() == Deprel::Ccomp)?;
    let speaks = scene.usual_type(verb.id).is_some_and(|t| t.is_speech_act());
    let deed = surface_subject(scene, said).filter(|s| scene.is_class(s.id, "VIOLENCE") && scene.actor(s.id).is_none());
    let cue = said.head().filter(|_| speaks && deed.is_some())?;
    surface_subject(scene, cue)
}
