//! How many were killed, wounded, detained, driven out.

use language::{ByteSpan, Deprel, Token, TokenId, Upos};
use lexicon::frames::Role;

use super::roles::Part;
use super::scene::Scene;
use super::Range;
use crate::actors::ActorId;
use crate::counts::CountMention;

/// The number that the parts with a role come to: `None` where nothing can be told.
///
/// A running total ("the toll rose to 40") counts where nothing else does.
pub(super) fn of(scene: &Scene<'_>, parts: &[Part], role: Role) -> Option<Range> {
    let total = || parts.iter().filter(|p| p.role == role).find_map(|p| total(scene, p.head));
    sum(scene, parts, role).or_else(total)
}

fn total(scene: &Scene<'_>, head: TokenId) -> Option<Range> {
    let count = count_at(scene, head)?;
    (count.total && count.part_of.is_none()).then_some((count.low, count.high))
}

/// The count of a word's phrase, or that whose number the word is part of.
fn count_at<'a>(scene: &Scene<'a>, head: TokenId) -> Option<&'a CountMention> {
    scene.count(head).or_else(|| scene.count_of_number(head))
}

fn sum(scene: &Scene<'_>, parts: &[Part], role: Role) -> Option<Range> {
    let mut sum: Option<Range> = None;
    let mut seen: Vec<TokenId> = Vec::new();
    let mut people: Vec<ActorId> = Vec::new();
    let mut numbers: Vec<ByteSpan> = Vec::new();
    for part in parts.iter().filter(|p| p.role == role) {
        if seen.contains(&part.head) {
            continue;
        }
        seen.push(part.head);
        if is_the_same_one(scene.token(part.head)) {
            continue;
        }
        // "a campaigner, Ana Silva,": one person under two descriptions.
        if let Some(person) = person(scene, part.head) {
            if people.contains(&person) {
                continue;
            }
            people.push(person);
        }
        // Two words of which the tree makes victims may be counted by one number.
        if let Some(number) = count_at(scene, part.head).map(|c| c.span) {
            if numbers.contains(&number) {
                continue;
            }
            numbers.push(number);
        }
        let Some(one) = of_head(scene, part.head) else { continue };
        sum = Some(match sum {
            None => one,
            Some((low, high)) => (low + one.0, high.zip(one.1).map(|(a, b)| a + b)),
        });
    }
    sum.filter(|(low, high)| *low > 0 || *high != Some(0))
}

/// Whether a word is a further description of somebody of whom the verb speaks in the singular: "An official and activist
/// was shot dead", "A teacher, Ana Silva, was killed".
fn is_the_same_one(token: Token<'_>) -> bool {
    let singular = |verb: Token<'_>| {
        verb.children_by(Deprel::AuxPass).chain(verb.children_by(Deprel::Aux)).any(|c| c.feat("Number") == Some("Sing"))
    };
    matches!(token.deprel(), Deprel::Conj | Deprel::Appos)
        && token.head().filter(|h| h.deprel().is_subject()).and_then(|h| h.head()).is_some_and(singular)
}

/// The one person that a word speaks of.
fn person(scene: &Scene<'_>, head: TokenId) -> Option<ActorId> {
    scene.actor(head).filter(|a| scene.mentions.actors.get(*a).kind == lexicon::ActorKind::Person)
}

fn of_head(scene: &Scene<'_>, head: TokenId) -> Option<Range> {
    if let Some(count) = scene.count(head) {
        return counted(count);
    }
    let token = scene.token(head);
    if token.upos() == Upos::Num {
        return scene.count_of_number(head).and_then(counted);
    }
    // "hundreds of thousands of people"
    if let Some(count) = scene.parts_of(token).into_iter().filter_map(|part| scene.count(part.id)).find_map(counted) {
        return Some(count);
    }
    // "dozens of civilians", "the bodies of two men": the number may stand below.
    let below = token.children().filter(|c| c.upos().is_nominal() || c.upos() == Upos::Num);
    let nested = below.filter(|c| {
        c.children().any(|g| g.deprel() == language::Deprel::Case && g.lemma() == "of") || c.upos() == Upos::Num
    });
    if let Some(count) = nested.clone().filter_map(|c| scene.count(c.id)).find_map(counted) {
        return Some(count);
    }
    // "the body of a teacher", "an unknown number of villagers"
    let inner = || nested.clone().find_map(|c| bare(scene, c));
    bare(scene, token).or_else(|| inner().filter(|_| is_count_of(scene, token))).or_else(|| remains(scene, token))
}

/// Whether a noun only measures or stands for those below it.
fn is_count_of(scene: &Scene<'_>, token: Token<'_>) -> bool {
    scene.is_class(token.id, "PARTITIVE") || scene.is_class(token.id, "REMAINS")
}

/// "a body", "bodies": one, two or more.
fn remains(scene: &Scene<'_>, token: Token<'_>) -> Option<Range> {
    if !scene.is_class(token.id, "REMAINS") {
        return None;
    }
    match token.xpos().as_str() {
        "NN" => Some((1, Some(1))),
        "NNS" => Some((2, None)),
        _ => None,
    }
}

/// "were killed or badly hurt": how many of either is not told.
pub(super) fn is_either(scene: &Scene<'_>, anchors: &[TokenId]) -> bool {
    let joined = |t: Token<'_>| t.deprel() == Deprel::Conj && t.children_by(Deprel::Cc).any(|c| c.lemma() == "or");
    let verbs = anchors.iter().map(|a| scene.token(*a)).filter(|t| t.upos() == Upos::Verb);
    verbs.filter(|t| joined(*t)).any(|t| t.head().is_some_and(|h| anchors.contains(&h.id)))
}

fn counted(count: &CountMention) -> Option<Range> {
    (!count.total && count.part_of.is_none()).then_some((count.low, count.high))
}

/// A person named or spoken of in the singular is one; a bare plural says no more than two or more.
fn bare(scene: &Scene<'_>, token: Token<'_>) -> Option<Range> {
    let person = ["PERSON", "PEOPLE", "ARMED", "PRISONER", "LEADER"].iter().any(|c| scene.is_class(token.id, c));
    let named = scene
        .actor_mention(token.id)
        .is_some_and(|m| scene.mentions.actors.get(m.actor).kind == lexicon::ActorKind::Person);
    match token.xpos().as_str() {
        "NN" if person => Some((1, Some(1))),
        // "an Abu Sayyaf militant", where the tagger sees an adjective.
        "JJ" if person && token.child(language::Deprel::Det).is_some() => Some((1, Some(1))),
        // "another died": one more.
        "DT" if token.lemma() == "another" => Some((1, Some(1))),
        "PRP" if matches!(token.lemma(), "he" | "she") => Some((1, Some(1))),
        "NNP" if named => Some((1, Some(1))),
        "NNS" if person => Some((2, None)),
        _ => None,
    }
}
