//! The arguments of a verb.

use language::{Deprel, Token, TokenId, Upos};
use lexicon::frames::SlotName;
use lexicon::ontology::EventType;

use super::super::misread::{
    continues_headline, deed_meant, disguised, does_itself, is_bounded_count, is_passive_of_headlines, number_before,
    speaker_above, suffers,
};
use super::super::scene::Scene;
use super::{
    add_adverbial, add_clauses, add_members, add_oblique, is_infinitive, is_passive, referent, surface_subject,
    Argument, MOST_MEMBERS,
};

/// How many nouns below a verb's object are searched for what belongs to the verb.
const DEEPEST_OBJECT: usize = 3;

pub(super) fn of_verb(scene: &Scene<'_>, verb: Token<'_>) -> Vec<Argument> {
    let passive = (is_passive(verb) && !suffers(scene, verb) && !does_itself(scene, verb))
        || is_passive_of_headlines(scene, verb)
        || continues_headline(scene, verb);
    let mut list = Vec::new();
    let mut has_subject = false;
    let mut has_object = false;
    for child in verb.children() {
        match child.deprel() {
            // "killing two, officials said": what follows a verb and its object is another clause's subject.
            Deprel::Nsubj if has_object && !passive && child.id > verb.id => {}
            Deprel::Expl if child.lemma() == "it" => {
                has_subject = true;
                add_members(&mut list, SlotName::Subj, child);
            }
            Deprel::Nsubj if passive => {
                has_object = true;
                add_members(&mut list, SlotName::Obj, referent(child));
            }
            Deprel::Nsubj | Deprel::NsubjOuter => {
                has_subject = true;
                add_members(&mut list, SlotName::Subj, deed_meant(scene, verb, child).unwrap_or(referent(child)));
            }
            Deprel::NsubjPass if !passive && does_itself(scene, verb) => {
                has_subject = true;
                add_members(&mut list, SlotName::Subj, referent(child));
            }
            Deprel::NsubjPass => {
                has_object = true;
                add_members(&mut list, SlotName::Obj, referent(child));
            }
            // "threatened Monday to resume": a day is not acted on.
            Deprel::Obj if scene.is_time(child.id) && child.upos() == Upos::Propn => {}
            Deprel::Obj => {
                has_object = true;
                add_members(&mut list, SlotName::Obj, referent(child));
            }
            // "three were killed and five wounded": the number is all that is left of the object.
            Deprel::Nummod if passive => {
                has_object = true;
                add_members(&mut list, SlotName::Obj, child);
            }
            Deprel::Iobj => add_members(&mut list, SlotName::Iobj, referent(child)),
            Deprel::OblAgent => {
                has_subject = true;
                add_members(&mut list, SlotName::Subj, child);
                add_oblique(scene, &mut list, child);
            }
            // "arrested more than 100 people": what looks like a preposition belongs to the number.
            Deprel::Obl if is_bounded_count(scene, child) => match (passive, child.id < verb.id) {
                (false, true) => {
                    has_subject = true;
                    add_members(&mut list, SlotName::Subj, child);
                }
                _ => {
                    has_object = true;
                    add_members(&mut list, SlotName::Obj, child);
                }
            },
            Deprel::Obl => {
                add_oblique(scene, &mut list, child);
                let by = child.children_by(Deprel::Case).any(|c| c.lemma() == "by");
                let agentive = passive || is_bare_gerund(verb);
                // "by Friday", "by 20 points" and the like are no agents; classes sort that out later.
                if agentive && by && !has_subject {
                    has_subject = true;
                    add_members(&mut list, SlotName::Subj, child);
                }
            }
            Deprel::Xcomp => list.push(complement(child)),
            Deprel::Ccomp => add_clauses(&mut list, SlotName::That, child),
            Deprel::Advcl | Deprel::Acl => add_adverbial(scene, &mut list, child),
            Deprel::Advmod | Deprel::CompoundPrt => list.push(Argument { slot: SlotName::Adv, head: child.id }),
            _ => {}
        }
    }
    if verb.deprel() == Deprel::Amod {
        if let Some((noun, clause)) = disguised(verb) {
            let subject = if clause.upos().is_verbal() { surface_subject(scene, clause) } else { Some(clause) };
            subject.into_iter().for_each(|s| add_members(&mut list, SlotName::Subj, s));
            list.retain(|a| a.head != noun.id);
            list.push(Argument { slot: SlotName::Obj, head: noun.id });
        } else if let Some(noun) = verb.head() {
            let slot = if verb.xpos().as_str() == "VBG" { SlotName::Subj } else { SlotName::Obj };
            list.push(Argument { slot, head: noun.id });
        }
        return list;
    }
    // "warned Britain to brace": the only object, whatever the tree calls it.
    let asked = !has_object && list.iter().any(|a| a.slot == SlotName::Inf);
    for argument in list.iter_mut().filter(|a| asked && a.slot == SlotName::Iobj) {
        argument.slot = SlotName::Obj;
    }
    // "asked the mission to withdraw", where the tree hangs what is asked on whoever is asked.
    if scene.may_be(verb.id, EventType::Request) {
        let asked =
            verb.children_by(Deprel::Obj).flat_map(|o| o.children_by(Deprel::Acl)).filter(|c| is_infinitive(*c));
        asked.for_each(|clause| add_clauses(&mut list, SlotName::Inf, clause));
    }
    // "left two dead and ten wounded"
    if let Some(number) = number_before(scene, verb).filter(|_| !has_object && !has_subject) {
        list.push(Argument { slot: SlotName::Obj, head: number.id });
        return list;
    }
    let own = if passive { has_object } else { has_subject };
    if !own {
        if let Some(subject) = speaker_above(scene, verb).or_else(|| surface_subject(scene, verb)) {
            add_members(&mut list, if passive { SlotName::Obj } else { SlotName::Subj }, subject);
        }
    }
    // "the town that they shelled": the gap is the object.
    if verb.deprel() == Deprel::AclRelcl && !passive && has_subject && !has_object {
        if let Some(noun) = verb.head().filter(|n| !list.iter().any(|a| a.head == n.id)) {
            list.push(Argument { slot: SlotName::Obj, head: noun.id });
        }
    }
    list
}

/// "the shelling by X", where the tree has a verb: a gerund without subject or object of its own.
fn is_bare_gerund(verb: Token<'_>) -> bool {
    let owned = verb.children().any(|c| c.deprel() == Deprel::Obj || c.deprel().is_subject());
    verb.xpos().as_str() == "VBG" && !owned
}

/// What prepositions within a verb's objects govern, "of" and what names a place in a list apart.
pub(super) fn below_object(scene: &Scene<'_>, list: &[Argument]) -> Vec<Argument> {
    let mut found = Vec::new();
    let of = scene.frames.word("of");
    let mut level: Vec<TokenId> = list.iter().filter(|a| a.slot == SlotName::Obj).map(|a| a.head).collect();
    for _ in 0..DEEPEST_OBJECT {
        let below = level.iter().flat_map(|id| scene.token(*id).children());
        let below: Vec<Token<'_>> =
            below.filter(|c| matches!(c.deprel(), Deprel::Nmod | Deprel::Conj)).take(MOST_MEMBERS).collect();
        for child in below.iter().filter(|c| c.deprel() == Deprel::Nmod) {
            add_oblique(scene, &mut found, *child);
        }
        level = below.iter().map(|c| c.id).collect();
    }
    found.retain(|a| !matches!(a.slot, SlotName::Prep(word) if Some(word) == of));
    found
}

fn complement(child: Token<'_>) -> Argument {
    let clausal = child.upos() == Upos::Verb || is_infinitive(child);
    Argument { slot: if clausal { SlotName::Inf } else { SlotName::Comp }, head: child.id }
}
