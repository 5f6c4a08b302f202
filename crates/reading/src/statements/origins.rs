//! Who the source of a cue is: its subject, the agent of a passive, what a participle or relative clause modifies.

use language::{Deprel, Token, TokenId, TokenSpan, Upos};
use lexicon::cues::SourceNoun;

use super::attribution::{is_passive, Origin};
use super::extents;
use super::scene::Scene;

/// Steps up the tree that a missing subject is looked for.
const FARTHEST: usize = 6;

/// The source of a verbal cue.
pub(super) fn of_verb(scene: &Scene<'_>, verb: Token<'_>) -> Option<Origin> {
    if is_passive(verb) {
        return agent(scene, verb);
    }
    let mut at = verb;
    for _ in 0..FARTHEST {
        if subject(at, false).is_none() {
            at = extents::first(scene, at).unwrap_or(at);
        }
        if let Some(subject) = subject(at, at.id != verb.id) {
            return of_subject(scene, subject, at, verb);
        }
        let head = at.head()?;
        let before = at;
        match at.deprel() {
            // "heard the commander say", "urged them to admit": whom the governor's object names.
            Deprel::Xcomp | Deprel::Ccomp if is_controlled(at) && controller(at, head).is_some() => {
                let object = controller(at, head)?;
                let phrase = scene.phrase(object, at.id);
                return (!phrase.is_empty()).then_some(Origin { phrase, head: object.id });
            }
            Deprel::Xcomp | Deprel::Conj | Deprel::Advcl | Deprel::Ccomp | Deprel::Parataxis => {
                if at.deprel() == Deprel::Ccomp && !is_bare(at) {
                    break;
                }
            }
            // "issued a statement *calling* for calm", "held a meeting *to discuss* it": who issued and held it.
            Deprel::Acl if doer(scene, at, head).is_some() => at = doer(scene, at, head)?,
            Deprel::Acl | Deprel::AclRelcl if head.upos().is_nominal() || head.upos() == Upos::Pron => {
                return Some(modified(scene, head, at));
            }
            _ => break,
        }
        if at.id == before.id {
            at = head;
        }
    }
    if matches!(verb.deprel(), Deprel::Xcomp | Deprel::Advcl | Deprel::Acl) {
        return None;
    }
    by_order(scene, verb)
}

/// The verb whose subject says what a participle or infinitive after its object says, where the object is a thing.
fn doer<'a>(scene: &Scene<'a>, clause: Token<'a>, noun: Token<'a>) -> Option<Token<'a>> {
    let thing = noun.upos() == Upos::Noun
        && scene.actor_at(noun.id).is_none()
        && scene.cues.source(noun.lemma()) != Some(SourceNoun::People);
    let active = matches!(clause.xpos().as_str(), "VBG" | "VB") && clause.id > noun.id;
    let verb = noun.head().filter(|v| v.upos() == Upos::Verb && v.id < noun.id)?;
    let object = matches!(noun.deprel(), Deprel::Obj | Deprel::Obl);
    (thing && active && object && !is_passive(verb) && subject(verb, false).is_some()).then_some(verb)
}

/// Whether a complement can be what its governor's object does: an open one, or one in the bare form of the verb.
fn is_controlled(complement: Token<'_>) -> bool {
    complement.deprel() == Deprel::Xcomp || complement.xpos().as_str() == "VB" && is_bare(complement)
}

/// The governor's object that stands between it and its complement.
fn controller<'a>(complement: Token<'a>, governor: Token<'a>) -> Option<Token<'a>> {
    let between = |c: &Token<'_>| c.id > governor.id && c.id < complement.id;
    governor.children().find(|c| matches!(c.deprel(), Deprel::Obj | Deprel::Iobj) && between(c))
}

/// A complement with no subject of its own that can have its governor's: no "that" before it.
fn is_bare(verb: Token<'_>) -> bool {
    !verb.children().any(|c| c.deprel() == Deprel::Mark && c.lemma() != "to")
}

fn subject(verb: Token<'_>, governs: bool) -> Option<Token<'_>> {
    let own = |c: &Token<'_>| match c.deprel() {
        Deprel::Nsubj | Deprel::NsubjOuter => true,
        // "It says …": the tree takes the pronoun for an empty one.
        Deprel::Expl => verb.upos() == Upos::Verb && c.id.0 + 1 == verb.id.0,
        Deprel::NsubjPass => governs,
        _ => false,
    };
    let before = verb.children().take_while(|c| c.id < verb.id).filter(own).last();
    before.or_else(|| verb.children().find(own))
}

fn of_subject(scene: &Scene<'_>, subject: Token<'_>, owner: Token<'_>, verb: Token<'_>) -> Option<Origin> {
    let cut = if scene.extent(subject.id).contains(verb.id) { verb.id } else { owner.id };
    let phrase = scene.phrase(subject, cut);
    if phrase.is_empty() || scene.is_blank(phrase) || is_nobody(subject) {
        return None;
    }
    let relative = subject.feat("PronType") == Some("Rel") || matches!(subject.xpos().as_str(), "WP" | "WDT");
    let head = match owner.head() {
        Some(noun) if relative && owner.deprel() == Deprel::AclRelcl => noun.id,
        _ => subject.id,
    };
    Some(Origin { phrase, head })
}

/// "*Nobody* has claimed the raid", "*No group* claimed it": who does not speak is no source.
fn is_nobody(subject: Token<'_>) -> bool {
    let negative = |t: Token<'_>| t.feat("PronType") == Some("Neg");
    negative(subject) || subject.children_by(Deprel::Det).any(negative)
}

/// The noun that a participle or a relative clause modifies.
fn modified(scene: &Scene<'_>, noun: Token<'_>, clause: Token<'_>) -> Origin {
    let cut = scene.extent(clause.id).start.max(TokenId(noun.id.0 + 1));
    let phrase = scene.phrase(noun, cut);
    Origin { phrase, head: noun.id }
}

/// "by X" of a passive.
pub(super) fn agent(scene: &Scene<'_>, verb: Token<'_>) -> Option<Origin> {
    let by = |t: &Token<'_>| t.child(Deprel::Case).is_some_and(|c| c.lemma() == "by");
    let agent = verb.children().find(|c| match c.deprel() {
        Deprel::OblAgent => true,
        Deprel::Obl => by(c),
        _ => false,
    })?;
    let phrase = scene.phrase(agent, verb.id);
    (!phrase.is_empty()).then_some(Origin { phrase, head: agent.id })
}

/// The noun phrase right before or right after a finite verb, where the tree has no subject.
fn by_order(scene: &Scene<'_>, verb: Token<'_>) -> Option<Origin> {
    if !matches!(verb.xpos().as_str(), "VBD" | "VBZ" | "VBP") {
        return None;
    }
    let sentence = verb.sentence().tokens();
    let nominal = |t: Token<'_>| matches!(t.upos(), Upos::Noun | Upos::Propn | Upos::Pron);
    let inside = |t: Token<'_>| {
        matches!(t.upos(), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Det | Upos::Adj | Upos::Num)
            || t.deprel() == Deprel::Case && matches!(t.lemma(), "of" | "'s" | "’s")
    };
    let mut end = verb.id.0;
    while end > sentence.start.0 && matches!(scene.token(TokenId(end - 1)).upos(), Upos::Adv | Upos::Aux) {
        end -= 1;
    }
    let mut start = end;
    while start > sentence.start.0 && end - start < 16 && inside(scene.token(TokenId(start - 1))) {
        start -= 1;
    }
    if start < end && nominal(scene.token(TokenId(end - 1))) {
        return Some(run(scene, TokenSpan { start: TokenId(start), end: TokenId(end) }));
    }
    let start = verb.id.0 + 1;
    let mut end = start;
    while end < sentence.end.0 && end - start < 16 && inside(scene.token(TokenId(end))) {
        end += 1;
    }
    let phrase = TokenSpan { start: TokenId(start), end: TokenId(end) };
    (start < end && nominal(scene.token(TokenId(end - 1)))).then(|| run(scene, phrase))
}

/// A source that is told by the order of the words; its head is the token that none of the others governs.
pub(super) fn run(scene: &Scene<'_>, phrase: TokenSpan) -> Origin {
    let head = scene.doc.views(phrase).find(|t| t.head().is_none_or(|h| !phrase.contains(h.id)));
    Origin { phrase, head: head.map_or(TokenId(phrase.end.0 - 1), |t| t.id) }
}

/// The source of a nominal cue: "Kyiv's claim", "a claim by Kyiv", "Ukrainian military reports".
pub(super) fn of_noun(scene: &Scene<'_>, noun: Token<'_>) -> Option<Origin> {
    if let Some(owner) = noun.child(Deprel::NmodPoss) {
        let phrase = scene.phrase(owner, noun.id);
        return (!phrase.is_empty()).then_some(Origin { phrase, head: owner.id });
    }
    let by = |t: &Token<'_>| t.child(Deprel::Case).is_some_and(|c| matches!(c.lemma(), "by" | "from"));
    if let Some(agent) =
        noun.children().find(|c| matches!(c.deprel(), Deprel::Nmod | Deprel::Obl | Deprel::OblAgent) && by(c))
    {
        let phrase = scene.phrase(agent, noun.id);
        return (!phrase.is_empty()).then_some(Origin { phrase, head: agent.id });
    }
    // Modifiers of which one names an actor: "Ukrainian military reports".
    let modifies =
        |c: &Token<'_>| matches!(c.deprel(), Deprel::Amod | Deprel::Compound | Deprel::NmodDesc | Deprel::Nmod);
    let modifiers = || noun.children().filter(|c| c.id < noun.id && modifies(c));
    let first = modifiers().find(|m| scene.actor_in(scene.extent(m.id)).is_some())?;
    let last = modifiers().rfind(|m| m.upos().is_nominal()).map_or(first.id, |m| m.id.max(first.id));
    let phrase = TokenSpan { start: scene.extent(first.id).start, end: TokenId(last.0 + 1) };
    Some(Origin { phrase, head: last })
}
