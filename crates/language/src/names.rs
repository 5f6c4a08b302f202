//! Names of a sentence from its tree: each word says what kind of thing the phrase that it heads is, and where its head
//! is a proper noun, the phrase is a name.

use std::cmp::Reverse;

use crate::document::EntityKind;
use crate::tags::Deprel;

/// A name: first word, one past the last, kind.
pub(crate) type Name = (usize, usize, EntityKind);

/// The names of a sentence, in order, not overlapping. `kind` gives what a proper noun names, `heads`
/// count from 1 with 0 for the root; words are numbered from `first` in what is given back.
pub(crate) fn of_sentence(
    heads: &[u32],
    rels: &[Deprel],
    kind: impl Fn(usize) -> Option<EntityKind>,
    first: usize,
    names: &mut Vec<Name>,
) {
    let mut found: Vec<Name> = Vec::new();
    for word in 0..heads.len() {
        if let Some(kind) = kind(word) {
            let (start, end) = phrase(word, heads, rels);
            found.push((first + start, first + end, kind));
        }
    }
    names.extend(apart(found));
}

/// Persons, organisations and places that do not overlap, the outermost of nested ones, and other names that touch none of
/// them; in order.
pub(crate) fn apart(found: Vec<Name>) -> Vec<Name> {
    let (mut names, mut others): (Vec<Name>, Vec<Name>) = found.into_iter().partition(|n| n.2 <= EntityKind::Place);
    keep_outermost(&mut names);
    keep_outermost(&mut others);
    others.retain(|o| names.iter().all(|n| n.1 <= o.0 || o.1 <= n.0));
    names.extend(others);
    names.sort_unstable_by_key(|n| n.0);
    names
}

/// Drops what stands inside, or overlaps, something that begins earlier or is longer; leaves the rest in order.
fn keep_outermost(names: &mut Vec<Name>) {
    names.sort_by_key(|&(start, end, _)| (start, Reverse(end)));
    let mut last = 0;
    names.retain(|&(start, end, _)| {
        let keep = start >= last;
        if keep {
            last = end;
        }
        keep
    });
}

/// The run of words of the noun phrase that `head` heads: its subtree without what ties the phrase to its clause, what
/// is in apposition, what is coordinated with it, and clauses that tell more of it. A possessive `'s` belongs to it.
fn phrase(head: usize, heads: &[u32], rels: &[Deprel]) -> (usize, usize) {
    let (mut start, mut end) = (head, head + 1);
    // Names are short: words far off are of the clause, and the walk stays linear.
    let window = head.saturating_sub(REACH)..(head + REACH).min(heads.len());
    for word in window {
        if word != head && hangs_within(word, head, heads, rels) {
            start = start.min(word);
            end = end.max(word + 1);
        }
    }
    (start, end)
}

/// Farthest that a name reaches from its head.
const REACH: usize = 24;
/// Deepest that a word stands below a name's head.
const DEEPEST: usize = 12;

fn hangs_within(word: usize, head: usize, heads: &[u32], rels: &[Deprel]) -> bool {
    let mut at = word;
    for _ in 0..DEEPEST {
        let above = match heads[at] {
            0 => return false,
            h => h as usize - 1,
        };
        if above == head {
            let parted = || (head + 1..at).any(|w| heads[w] as usize == at + 1 && rels[w] == Deprel::Punct);
            return belongs(rels[at], at > head) && (rels[at] != Deprel::NmodUnmarked || parted());
        }
        at = above;
    }
    false
}

/// Whether a dependent of a noun is part of its phrase. (Of those without a preposition only what a comma parts from it,
/// as the country in "Boxborough, Massachusetts"; "Athens today" is two things.)
fn belongs(rel: Deprel, follows: bool) -> bool {
    use Deprel::*;
    match rel {
        Case => follows,
        Amod | Compound | Det | DetPredet | Flat | Fixed | Goeswith | Nmod | NmodDesc | NmodPoss | NmodUnmarked
        | Nummod | Dep => true,
        _ => false,
    }
}
