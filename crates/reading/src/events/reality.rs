//! How real an event is said to be: affirmed or denied, actual, planned, possible, requested, conditional or feared, news or
//! background. Read from the event's own clause and from what governs it, up to the verb of saying.

use language::{Deprel, Token, TokenId, Upos};
use lexicon::frames::{Certainty, ModalityName, Pos, SlotName};

use super::arguments::{is_outside, Arguments};
use super::scene::Scene;
use super::{Modality, Polarity};

/// How far up the tree is looked.
const HIGHEST: usize = 10;

/// What was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reality {
    pub polarity: Polarity,
    pub modality: Modality,
    /// Whether the doer promises or threatens it ("will", "plans to").
    pub prospect: bool,
    pub background: bool,
    /// The words that say so.
    pub because: Option<TokenId>,
}

impl Reality {
    fn apply(&mut self, certainty: Certainty, by: TokenId) {
        if certainty.negates {
            self.polarity = match self.polarity {
                Polarity::Affirmed => Polarity::Negated,
                Polarity::Negated => Polarity::Affirmed,
            };
            self.because = Some(by);
        }
        // The word nearest to the event has the say.
        if let (Modality::Actual, Some(named)) = (self.modality, certainty.modality) {
            self.modality = named.into();
            if named != ModalityName::Actual {
                self.because = Some(by);
            }
        }
    }
}

impl From<ModalityName> for Modality {
    fn from(name: ModalityName) -> Self {
        match name {
            ModalityName::Actual => Self::Actual,
            ModalityName::Planned => Self::Planned,
            ModalityName::Possible => Self::Possible,
            ModalityName::Requested => Self::Requested,
            ModalityName::Conditional => Self::Conditional,
            ModalityName::Feared => Self::Feared,
        }
    }
}

/// How real the event of a trigger is.
pub(super) fn of(scene: &Scene<'_>, trigger: Token<'_>, arguments: &Arguments) -> Reality {
    let mut reality = Reality {
        polarity: Polarity::Affirmed,
        modality: Modality::Actual,
        prospect: false,
        background: false,
        because: None,
    };
    let carrier = arguments.carrier.as_ref().map(|c| c.verb);
    own_clause(scene, trigger, &mut reality);
    let mut negative: Vec<TokenId> = arguments.list.iter().map(|a| a.head).collect();
    negative.extend(arguments.carrier.iter().flat_map(|c| c.arguments.iter().map(|a| a.head)));
    // "Nobody has claimed *the* attack": it is there all the same.
    negative.retain(|_| !is_definite_noun(trigger));
    if let Some(none) = negative.into_iter().find(|&h| is_nobody(scene, scene.token(h))) {
        reality.apply(Certainty { modality: None, negates: true }, none);
    }
    let mut at = trigger;
    for _ in 0..HIGHEST {
        let Some(head) = at.head() else { break };
        let carried = carrier == Some(head.id);
        if carried {
            own_clause(scene, head, &mut reality);
        } else if let Some(governor) = governed(scene, at, head) {
            reality.apply(governor.certainty, head.id);
            reality.prospect |= governor.prospect;
            own_clause(scene, head, &mut reality);
        } else {
            match at.deprel() {
                Deprel::Xcomp | Deprel::Aux | Deprel::Cop => own_clause(scene, head, &mut reality),
                // "denied that it had fled and accused the army": not what was denied.
                Deprel::Conj if is_outside(scene, at, head) => break,
                Deprel::Conj if shares_auxiliary(at, head) => own_clause(scene, head, &mut reality),
                Deprel::Conj | Deprel::Compound | Deprel::Nmod | Deprel::Acl => {}
                Deprel::Advcl => {
                    conditional(scene, at, &mut reality);
                    if at.id == trigger.id && at.children().any(|c| c.deprel() == Deprel::Mark && c.lemma() == "to") {
                        // "sent troops to forestall": a purpose is not yet a deed.
                        reality.apply(Certainty { modality: Some(ModalityName::Planned), negates: false }, head.id);
                    }
                }
                Deprel::Obj | Deprel::NsubjPass | Deprel::Nsubj | Deprel::Obl if !at.upos().is_verbal() => {
                    // The clause around an event noun: what is denied or hoped there holds of the noun only through
                    // governors, but a modal verb reaches it ("may face an attack").
                    noun_clause(scene, head, &mut reality);
                    if head.upos().is_verbal() {
                        at = head;
                        continue;
                    }
                }
                _ => break,
            }
        }
        at = head;
    }
    reality
}

/// Auxiliaries, negation, adverbs and conjunctions of a word's own clause.
fn own_clause(scene: &Scene<'_>, token: Token<'_>, reality: &mut Reality) {
    let question = token.children().any(|c| c.text() == "?");
    for child in token.children() {
        let marks = matches!(
            child.deprel(),
            Deprel::Aux | Deprel::Advmod | Deprel::Mark | Deprel::Det | Deprel::Cc | Deprel::CcPreconj | Deprel::Case
        );
        if !marks {
            continue;
        }
        if child.deprel() == Deprel::Advmod && child.children().any(|c| c.lemma() == "only") {
            continue;
        }
        let Some(modal) = scene.word(child.id).and_then(|w| scene.frames.modal(w)) else { continue };
        // "No" is a determiner, "without" a preposition, "may" an auxiliary: words of other kinds are not meant.
        if child.deprel() == Deprel::Case && !modal.certainty.negates {
            continue;
        }
        reality.apply(modal.certainty, child.id);
        reality.prospect |= modal.prospect;
        reality.background |= modal.background && child.deprel() != Deprel::Aux;
    }
    if is_scheduled(token) {
        reality.apply(Certainty { modality: Some(ModalityName::Planned), negates: false }, token.id);
    }
    if question && reality.modality == Modality::Actual {
        reality.modality = Modality::Possible;
    }
    for clause in token.children_by(Deprel::Advcl) {
        let mark = clause.children_by(Deprel::Mark).find(|m| {
            let modal = scene.word(m.id).and_then(|w| scene.frames.modal(w));
            modal.is_some_and(|m| m.certainty.modality == Some(ModalityName::Conditional))
        });
        if let Some(mark) = mark.filter(|_| reality.modality != Modality::Actual) {
            reality.modality = Modality::Conditional;
            reality.because = Some(mark.id);
        }
    }
}

/// "is to hold", "was to visit", "is going to": arranged, not yet done.
fn is_scheduled(token: Token<'_>) -> bool {
    let to = |t: Token<'_>| t.children().any(|c| c.deprel() == Deprel::Mark && c.lemma() == "to");
    let be_above = token.deprel() == Deprel::Xcomp && token.head().is_some_and(|h| h.lemma() == "be") && to(token);
    let be_beside =
        to(token) && token.children().any(|c| matches!(c.deprel(), Deprel::Aux | Deprel::Cop) && c.lemma() == "be");
    let going = token.deprel() == Deprel::Xcomp
        && token.head().is_some_and(|h| h.lemma() == "go" && h.xpos().as_str() == "VBG")
        && to(token);
    be_above || be_beside || going
}

fn noun_clause(scene: &Scene<'_>, verb: Token<'_>, reality: &mut Reality) {
    for child in verb.children_by(Deprel::Aux) {
        if let Some(modal) = scene.word(child.id).and_then(|w| scene.frames.modal(w)) {
            let certainty = Certainty { negates: false, ..modal.certainty };
            reality.apply(certainty, child.id);
        }
    }
}

fn conditional(scene: &Scene<'_>, clause: Token<'_>, reality: &mut Reality) {
    for mark in clause.children_by(Deprel::Mark) {
        if let Some(modal) = scene.word(mark.id).and_then(|w| scene.frames.modal(w)) {
            reality.apply(modal.certainty, mark.id);
        }
    }
}

fn shares_auxiliary(at: Token<'_>, head: Token<'_>) -> bool {
    let own =
        at.children().any(|c| matches!(c.deprel(), Deprel::Aux | Deprel::Nsubj | Deprel::NsubjPass | Deprel::Cop));
    !own && at.upos() == Upos::Verb && head.upos() == Upos::Verb && at.xpos() == head.xpos()
}

/// What `head` says of the reality of `at`, by the slot in which it holds it.
fn governed(scene: &Scene<'_>, at: Token<'_>, head: Token<'_>) -> Option<lexicon::frames::Governor> {
    let word = scene.word(head.id)?;
    let pos = scene.pos(head)?;
    let to = at.children().any(|c| c.deprel() == Deprel::Mark && c.lemma() == "to");
    let find = |slot| scene.frames.governor(word, pos, slot);
    match at.deprel() {
        Deprel::Xcomp | Deprel::Acl | Deprel::Advcl if to => find(SlotName::Inf),
        Deprel::Xcomp => find(SlotName::Inf).or_else(|| find(SlotName::Obj)),
        Deprel::Ccomp => find(SlotName::That),
        Deprel::Acl => find(SlotName::That).or_else(|| prepositional(scene, at, &find)),
        Deprel::Csubj | Deprel::Nsubj if pos == Pos::Adjective => find(SlotName::Subj),
        Deprel::Obj | Deprel::NsubjPass => find(SlotName::Obj),
        Deprel::Obl | Deprel::Nmod | Deprel::Advcl => prepositional(scene, at, &find),
        _ => None,
    }
}

fn prepositional(
    scene: &Scene<'_>,
    at: Token<'_>,
    find: &impl Fn(SlotName) -> Option<lexicon::frames::Governor>,
) -> Option<lexicon::frames::Governor> {
    let marks = at.children().filter(|c| matches!(c.deprel(), Deprel::Case | Deprel::Mark));
    marks.filter_map(|c| scene.word(c.id)).find_map(|w| find(SlotName::Prep(w)))
}

fn is_definite_noun(trigger: Token<'_>) -> bool {
    trigger.upos().is_nominal() && trigger.children_by(Deprel::Det).any(|d| d.feat("Definite") == Some("Def"))
}

/// "no soldier", "nobody", "neither side".
fn is_nobody(scene: &Scene<'_>, token: Token<'_>) -> bool {
    let negative = |t: Token<'_>| {
        scene
            .word(t.id)
            .and_then(|w| scene.frames.modal(w))
            .is_some_and(|m| m.certainty.negates && m.certainty.modality.is_none())
    };
    (token.upos() == Upos::Pron || token.upos() == Upos::Noun) && negative(token)
        || token.children_by(Deprel::Det).any(negative)
}
