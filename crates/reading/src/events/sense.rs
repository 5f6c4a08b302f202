//! Which sense of a trigger is meant, by the arguments that it has.

use language::{Deprel, Token, TokenId, Upos};
use lexicon::frames::{Filler, Need, Pos, Sense, Slot, SlotName, Word};
use lexicon::ontology::EventType;

use super::arguments::{particle, Argument, Arguments};
use super::misread::kills;
use super::scene::Scene;

/// A sense that fits, and how well.
#[derive(Clone, Copy, Debug)]
pub(super) struct Choice<'a> {
    pub sense: &'a Sense,
    pub score: u32,
    /// Other senses that fit.
    pub rivals: u32,
}

/// The sense that fits best; `None` where none fits. The sense may be one that says that there is no event.
pub(super) fn choose<'a>(scene: &Scene<'a>, trigger: TokenId, pos: Pos, arguments: &Arguments) -> Option<Choice<'a>> {
    let word = scene.word(trigger)?;
    let mut best: Option<Choice<'a>> = None;
    let mut rivals = 0;
    // "the strike killed two" is none of workers.
    let violent = pos == Pos::Noun && kills(scene, scene.token(trigger)) && scene.may_be(trigger, EventType::Assault);
    let meant = |s: &&Sense| s.pos == pos && (!violent || s.kind.is_none_or(|k| k == EventType::Assault));
    for sense in scene.frames.senses(word).iter().filter(meant) {
        let Some(score) = fit(scene, trigger, sense, arguments) else { continue };
        rivals += 1;
        let better = best
            .as_ref()
            .is_none_or(|b| score > b.score || (score == b.score && sense.kind.is_none() && b.sense.kind.is_some()));
        if better {
            best = Some(Choice { sense, score, rivals: 0 });
        }
    }
    best.map(|b| Choice { rivals: rivals - 1, ..b })
}

/// How well a sense fits; `None` where a slot that it needs is missing, or one that it forbids is there.
fn fit(scene: &Scene<'_>, trigger: TokenId, sense: &Sense, arguments: &Arguments) -> Option<u32> {
    let mut score = 1;
    if let Some(wanted) = sense.particle {
        if !has_particle(scene, trigger, wanted, arguments) {
            return None;
        }
        score += 10;
    }
    for slot in scene.frames.slots(sense) {
        let found = satisfied(scene, trigger, sense, slot, arguments);
        match (slot.need, found) {
            (Need::Must, None) | (Need::MustNot, Some(_)) => return None,
            (Need::Must, Some(points)) => score += 10 + points,
            (Need::MustNot, None) => score += 1,
            (Need::May, _) => {}
        }
    }
    Some(score)
}

fn has_particle(scene: &Scene<'_>, trigger: TokenId, wanted: Word, arguments: &Arguments) -> bool {
    particle(scene, scene.token(trigger)) == Some(wanted)
        || arguments.list.iter().any(|a| match a.slot {
            SlotName::Adv => scene.word(a.head) == Some(wanted),
            // "took towns in the province": behind an object it ties the verb to nothing.
            SlotName::Prep(word) => {
                word == wanted && !arguments.in_slot(SlotName::Obj).any(|o| trigger < o && o < a.head)
            }
            _ => false,
        })
}

/// Points for a slot that is filled as the sense wants it.
fn satisfied(scene: &Scene<'_>, trigger: TokenId, sense: &Sense, slot: &Slot, arguments: &Arguments) -> Option<u32> {
    match slot.name {
        SlotName::Speaker => return scene.has_speaker(trigger).then_some(0),
        SlotName::Lone => {
            let named = arguments.list.iter().any(|a| matches!(a.slot, SlotName::Subj | SlotName::Obj));
            return (!named).then_some(0);
        }
        SlotName::Beside => {
            let fillers = scene.frames.fillers(slot);
            return beside(scene, trigger).filter_map(|head| fills(scene, head, fillers)).max();
        }
        _ => {}
    }
    let fillers = scene.frames.fillers(slot);
    let heads = arguments_of(scene, sense, slot.name, arguments);
    if fillers.is_empty() {
        return heads.into_iter().next().map(|_| 0);
    }
    heads.into_iter().filter_map(|head| fills(scene, head, fillers)).max()
}

/// The predicate that a verb is coordinated with, and its own arguments: "a gunfight broke out and two men died"; and what
/// later predicates of the coordination tell of by a preposition: "two died and six were wounded in the raid".
fn beside<'d>(scene: &Scene<'d>, trigger: TokenId) -> impl Iterator<Item = TokenId> + 'd {
    let token = scene.token(trigger);
    let whiles = token.deprel() == Deprel::Advcl && token.children_by(Deprel::Mark).any(|m| m.lemma() == "while");
    let first = token.head().filter(|_| token.deprel() == Deprel::Conj || whiles);
    let before = first.into_iter().flat_map(|first| {
        let parts =
            first.children().flat_map(|c| std::iter::once(c.id).chain(c.children_by(Deprel::Compound).map(|m| m.id)));
        std::iter::once(first.id).chain(parts)
    });
    // "hit a school in which ten children died"
    let described = token.head().filter(|_| token.deprel() == Deprel::AclRelcl).and_then(|noun| noun.head());
    let described = described.filter(|verb| verb.upos() == Upos::Verb).map(|verb| verb.id);
    let later = token.children_by(Deprel::Conj).flat_map(|v| v.children_by(Deprel::Obl)).map(|noun| noun.id);
    before.filter(move |id| *id < trigger || whiles).chain(described).chain(later)
}

/// Heads of the arguments that a sense's slot means: "of" is a noun's object, the preposition of "call on" a verb's.
pub(super) fn arguments_of(scene: &Scene<'_>, sense: &Sense, name: SlotName, arguments: &Arguments) -> Vec<TokenId> {
    let of = scene.frames.word("of");
    let is_object = |a: &&Argument| match a.slot {
        SlotName::Prep(word) if sense.pos == Pos::Noun => Some(word) == of,
        SlotName::Prep(word) => sense.particle == Some(word),
        _ => false,
    };
    let mut heads: Vec<TokenId> = arguments.in_slot(name).collect();
    if name == SlotName::Obj {
        heads.extend(arguments.list.iter().filter(is_object).map(|a| a.head));
    }
    // What a light verb's own arguments are to the noun: "reached" of "an agreement was reached".
    if let Some(carrier) = &arguments.carrier {
        match name {
            SlotName::Obj if sense.pos == Pos::Noun => heads.push(carrier.verb),
            SlotName::Prep(_) => heads.extend(carrier.arguments.iter().filter(|a| a.slot == name).map(|a| a.head)),
            SlotName::Subj => heads.extend(carrier.arguments.iter().filter(|a| a.slot == name).map(|a| a.head)),
            _ => {}
        }
    }
    if heads.is_empty() && matches!(name, SlotName::Prep(_)) {
        heads.extend(arguments.indirect.iter().filter(|a| a.slot == name).map(|a| a.head));
    }
    heads
}

/// Points for a head that one of the fillers allows; a word says more than a class.
pub(super) fn fills(scene: &Scene<'_>, head: TokenId, fillers: &[Filler]) -> Option<u32> {
    fills_itself(scene, head, fillers).or_else(|| {
        // "a series of bombs", "two of the ships": what they are of.
        let of_those = |part: &Token<'_>| part.children_by(Deprel::Case).any(|c| c.lemma() == "of");
        let parts = scene.parts_of(scene.token(head));
        parts.iter().filter(|part| of_those(part)).find_map(|part| fills_itself(scene, part.id, fillers))
    })
}

fn fills_itself(scene: &Scene<'_>, head: TokenId, fillers: &[Filler]) -> Option<u32> {
    let word = scene.word(head);
    let fits = |filler: &Filler| match *filler {
        Filler::Word(wanted) => (word == Some(wanted)).then_some(3),
        Filler::Pair(before, wanted) => (word == Some(wanted) && has_before(scene, head, before)).then_some(4),
        Filler::Class(classes) => scene.classes(head).touches(classes).then_some(2),
        Filler::Must => must(scene, head).then_some(3),
        Filler::Event(kind) => (scene.usual_type(head) == Some(kind)).then_some(2),
    };
    fillers.iter().filter_map(fits).max()
}

fn has_before(scene: &Scene<'_>, head: TokenId, before: Word) -> bool {
    let token = scene.token(head);
    token.previous().is_some_and(|p| scene.word(p.id) == Some(before))
        || token.children().take_while(|c| c.id < head).any(|c| scene.word(c.id) == Some(before))
}

/// Whether a clause says what has to be: "must", "should", "has to", "needs to".
fn must(scene: &Scene<'_>, head: TokenId) -> bool {
    let token = scene.token(head);
    let auxiliary = token.children_by(Deprel::Aux).any(|c| matches!(c.lemma(), "must" | "should" | "shall" | "ought"));
    let raised = matches!(token.lemma(), "have" | "need") && token.children().any(|c| c.deprel() == Deprel::Xcomp);
    auxiliary || raised
}
