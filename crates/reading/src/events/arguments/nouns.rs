//! The arguments of an event noun or adjective, and the light verb that carries a noun.

use language::{Deprel, Token, Upos};
use lexicon::frames::SlotName;
use lexicon::ontology::EventType;

use super::super::scene::Scene;
use super::verbs::of_verb;
use super::{
    add_adverbial, add_clauses, add_members, add_oblique, is_infinitive, particle, referent, surface_subject, Argument,
    Carrier, LONGEST_CHAIN,
};

pub(super) fn of_noun(scene: &Scene<'_>, noun: Token<'_>) -> Vec<Argument> {
    let mut list = Vec::new();
    let by = scene.frames.word("by");
    for child in noun.children() {
        match child.deprel() {
            Deprel::Nmod | Deprel::Obl | Deprel::OblAgent => {
                add_oblique(scene, &mut list, child);
                if by.is_some() && child.children_by(Deprel::Case).any(|c| scene.word(c.id) == by) {
                    add_members(&mut list, SlotName::Subj, child);
                }
            }
            Deprel::NmodPoss => {
                add_members(&mut list, SlotName::Subj, referent(child));
                list.push(Argument { slot: SlotName::Mod, head: child.id });
            }
            Deprel::Compound | Deprel::Amod | Deprel::NmodDesc | Deprel::NmodUnmarked => {
                list.push(Argument { slot: SlotName::Mod, head: child.id });
                if scene.actor(child.id).is_some() || scene.is_class(child.id, "ARMED") {
                    add_members(&mut list, SlotName::Subj, child);
                }
            }
            Deprel::Acl if is_infinitive(child) => add_clauses(&mut list, SlotName::Inf, child),
            Deprel::Acl | Deprel::Ccomp | Deprel::Advcl => {
                add_adverbial(scene, &mut list, child);
                list.push(Argument { slot: SlotName::That, head: child.id });
            }
            // "is a threat" says what the subject is, "is on alert" what it does.
            Deprel::Nsubj if noun.child(Deprel::Case).is_some() => {
                add_members(&mut list, SlotName::Subj, referent(child))
            }
            Deprel::Nsubj => add_members(&mut list, SlotName::Comp, referent(child)),
            _ => {}
        }
    }
    if let Some(caller) = caller(scene, noun) {
        add_members(&mut list, SlotName::Subj, caller);
    }
    list
}

/// "In a telephone call with her colleague, the minister promised": who does something in a talk with somebody takes part.
fn caller<'d>(scene: &Scene<'d>, noun: Token<'d>) -> Option<Token<'d>> {
    let with = noun.children_by(Deprel::Nmod).any(|c| c.children_by(Deprel::Case).any(|c| c.lemma() == "with"));
    let within = noun.deprel() == Deprel::Obl
        && noun.children_by(Deprel::Case).any(|c| matches!(c.lemma(), "in" | "during" | "at"));
    let talk = with && within && scene.may_be(noun.id, EventType::Consult);
    surface_subject(scene, noun.head().filter(|_| talk)?)
}

pub(super) fn of_adjective(scene: &Scene<'_>, adjective: Token<'_>) -> Vec<Argument> {
    let mut list = Vec::new();
    for child in adjective.children() {
        match child.deprel() {
            Deprel::Nsubj | Deprel::NsubjOuter => add_members(&mut list, SlotName::Subj, referent(child)),
            Deprel::Expl if child.lemma() == "it" => add_members(&mut list, SlotName::Subj, child),
            Deprel::Obl => add_oblique(scene, &mut list, child),
            Deprel::Xcomp | Deprel::Advcl | Deprel::Acl if is_infinitive(child) => {
                add_clauses(&mut list, SlotName::Inf, child);
            }
            Deprel::Advcl | Deprel::Xcomp => add_adverbial(scene, &mut list, child),
            Deprel::Ccomp => add_clauses(&mut list, SlotName::That, child),
            _ => {}
        }
    }
    if list.iter().all(|a| a.slot != SlotName::Subj) {
        let subject = match (adjective.deprel(), adjective.head()) {
            (Deprel::Amod, head) => head,
            (Deprel::Xcomp, Some(verb)) => {
                let object = verb.children().find(|c| c.deprel() == Deprel::Obj);
                object.or_else(|| surface_subject(scene, verb))
            }
            (Deprel::Conj | Deprel::Acl, _) => surface_subject(scene, adjective),
            _ => None,
        };
        if let Some(subject) = subject {
            add_members(&mut list, SlotName::Subj, subject);
        }
    }
    list
}

/// The light verb that carries an event noun: above it ("carried out an attack") or below ("the attack launched by").
pub(super) fn carrier(scene: &Scene<'_>, noun: Token<'_>) -> Option<Carrier> {
    let mut top = noun;
    for _ in 0..LONGEST_CHAIN {
        match top.head() {
            Some(head) if top.deprel() == Deprel::Conj && !head.upos().is_verbal() => top = head,
            // "launched dozens of raids", "a wave of attacks was reported"
            Some(head) if top.deprel() == Deprel::Nmod && scene.is_class(head.id, "PARTITIVE") => top = head,
            _ => break,
        }
    }
    let above = top.head().filter(|h| h.upos() == Upos::Verb);
    let below = noun.children().filter(|c| {
        matches!(c.deprel(), Deprel::Acl | Deprel::AclRelcl) && c.upos() == Upos::Verb && !is_infinitive(*c)
    });
    above.into_iter().chain(below).find_map(|verb| carried_by(scene, verb, noun, top))
}

fn carried_by(scene: &Scene<'_>, verb: Token<'_>, noun: Token<'_>, top: Token<'_>) -> Option<Carrier> {
    let word = scene.word(verb.id)?;
    let arguments = of_verb(scene, verb);
    let particle = particle(scene, verb);
    let places = arguments.iter().filter(|a| a.head == noun.id || a.head == top.id);
    let light = places
        .filter(|a| matches!(a.slot, SlotName::Obj | SlotName::Subj | SlotName::Prep(_)))
        .find_map(|a| scene.frames.light_verb(word, particle, a.slot))?;
    let arguments = arguments.into_iter().filter(|a| a.head != noun.id && a.head != top.id).collect();
    Some(Carrier { verb: verb.id, light, arguments })
}
