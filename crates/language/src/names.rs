//! Names of a sentence from its tree: each word says what kind of thing the phrase that it heads is, and where its head
//! is a proper noun, the phrase is a name.

use std::cmp::Reverse;
use std::sync::LazyLock;

use crate::document::EntityKind;
use crate::tags::Deprel;

/// A name: first word, one past the last, kind.
pub(crate) type Name = (usize, usize, EntityKind);

/// A sentence's words with their heads (from 1, 0 for the root) and relations.
#[derive(Clone, Copy)]
pub(crate) struct Tree<'a, W> {
    pub words: &'a [W],
    pub heads: &'a [u32],
    pub rels: &'a [Deprel],
}

/// The names of a sentence, in order, not overlapping. `kind` gives what a proper noun names; words are numbered from
/// `first` in what is given back.
pub(crate) fn of_sentence<W: AsRef<str>>(
    tree: Tree<'_, W>,
    kind: impl Fn(usize) -> Option<EntityKind>,
    first: usize,
    names: &mut Vec<Name>,
) {
    let mut found: Vec<Name> = Vec::new();
    for word in 0..tree.heads.len() {
        if let Some(kind) = kind(word) {
            let (start, end) = tree.phrase(word);
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

/// Farthest that a name reaches from its head.
const REACH: usize = 24;
/// Deepest that a word stands below a name's head.
const DEEPEST: usize = 12;

/// Prepositions that tie a noun to a name: "the Bank *of* Oman"; what comes with another is mostly of the clause.
static TIES: LazyLock<Vec<&str>> =
    LazyLock::new(|| include_str!("../data/english/names/prepositions.txt").lines().collect());

impl<W: AsRef<str>> Tree<'_, W> {
    /// The run of words of the noun phrase that `head` heads: its subtree without what ties the phrase to its clause,
    /// what is in apposition, what is coordinated with it, and clauses that tell more of it. A possessive `'s` belongs
    /// to it.
    fn phrase(&self, head: usize) -> (usize, usize) {
        let (mut start, mut end) = (head, head + 1);
        // Names are short: words far off are of the clause, and the walk stays linear.
        let window = head.saturating_sub(REACH)..(head + REACH).min(self.heads.len());
        for word in window {
            if word != head && self.hangs_within(word, head) {
                start = start.min(word);
                end = end.max(word + 1);
            }
        }
        (start, end)
    }

    fn hangs_within(&self, word: usize, head: usize) -> bool {
        let mut at = word;
        for _ in 0..DEEPEST {
            let above = match self.heads[at] {
                0 => return false,
                h => h as usize - 1,
            };
            if above == head {
                return self.belongs(at, head);
            }
            if is_clause(self.rels[at]) {
                return false;
            }
            at = above;
        }
        false
    }

    /// Whether a dependent of a noun is part of its name. (Of those without a preposition only what a comma parts from
    /// it, as the country in "Boxborough, Massachusetts"; "Athens today" is two things.)
    fn belongs(&self, word: usize, head: usize) -> bool {
        use Deprel::*;
        let text = |w: usize| self.words[w].as_ref();
        let mut between = (head + 1..word).filter(|&w| self.heads[w] as usize == word + 1);
        match self.rels[word] {
            Case => word > head && text(word).starts_with(['\'', '\u{2019}']),
            Nmod if word > head => {
                let tie = between.find(|&w| self.rels[w] == Case);
                tie.is_some_and(|w| TIES.iter().any(|t| t.eq_ignore_ascii_case(text(w))))
            }
            NmodUnmarked => between.any(|w| self.rels[w] == Punct),
            Amod | Compound | Det | DetPredet | Flat | Fixed | Goeswith | Nmod | NmodDesc | NmodPoss | Nummod | Dep => {
                true
            }
            _ => false,
        }
    }
}

/// Whether the dependent is a clause of its own.
fn is_clause(rel: Deprel) -> bool {
    use Deprel::*;
    matches!(rel, Acl | AclRelcl | Advcl | AdvclRelcl | Parataxis)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The name around the word marked `*`; each word is `form/head/relation`.
    fn name(sentence: &str) -> String {
        let rows: Vec<Vec<&str>> = sentence.split(' ').map(|w| w.split('/').collect()).collect();
        let head = rows.iter().position(|r| r[0].starts_with('*')).expect("a marked word");
        let words: Vec<&str> = rows.iter().map(|r| r[0].trim_start_matches('*')).collect();
        let heads: Vec<u32> = rows.iter().map(|r| r[1].parse().expect("a head")).collect();
        let rels: Vec<Deprel> = rows.iter().map(|r| Deprel::parse(r[2]).expect("a relation")).collect();
        let tree = Tree { words: &words, heads: &heads, rels: &rels };
        let mut names = Vec::new();
        of_sentence(tree, |w| (w == head).then_some(EntityKind::Place), 0, &mut names);
        words[names[0].0..names[0].1].join(" ")
    }

    #[test]
    fn a_name_is_the_phrase_without_what_belongs_to_the_clause() {
        let table = [
            ("the/2/det *Bank/0/root of/4/case Oman/2/nmod", "the Bank of Oman"),
            ("*Salem/0/root for/3/case talks/1/nmod", "Salem"),
            ("*Oman/0/root versus/3/case Yemen/1/nmod", "Oman"),
            ("*Salem/3/nmod:poss 's/1/case aides/0/root", "Salem 's"),
            ("*Aden/3/obl for/1/case left/0/root", "Aden"),
            ("*Taiz/0/root ,/3/punct Yemen/1/nmod:unmarked", "Taiz , Yemen"),
            ("*Taiz/0/root today/1/nmod:unmarked", "Taiz"),
            ("the/2/det *House/0/root of/4/case Lords/2/nmod based/4/acl there/5/advmod", "the House of Lords"),
        ];
        for (sentence, want) in table {
            assert_eq!(name(sentence), want, "{sentence}");
        }
    }
}
