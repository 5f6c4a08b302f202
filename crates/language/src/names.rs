//! Names of a sentence from its tree: each word says what kind of thing the phrase that it heads is, and where its head
//! is a proper noun, the phrase is a name.

use std::cmp::Reverse;
use std::sync::LazyLock;

use crate::document::EntityKind;
use crate::tags::{Deprel, Upos};

/// A name: first word, one past the last, kind.
pub(crate) type Name = (usize, usize, EntityKind);

/// A sentence's words with their heads (from 1, 0 for the root) and relations.
pub(crate) struct Tree<'a, W> {
    pub words: &'a [W],
    pub upos: &'a [Upos],
    pub heads: &'a [u32],
    pub rels: &'a [Deprel],
}

impl<W> Clone for Tree<'_, W> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<W> Copy for Tree<'_, W> {}

/// A name with its head word.
#[derive(Clone, Copy)]
struct Found {
    start: usize,
    end: usize,
    kind: EntityKind,
    head: usize,
}

/// How much of the phrase that it heads a name is said to be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// What names it: "Aden".
    Name,
    /// What annotators of entities mark, clauses that tell more of it too: "Aden, where talks began".
    Mention,
}

/// The names of a sentence, in order, not overlapping. `kinds` gives the proper nouns that name something, with what they name;
/// words are numbered from `first` in what is given back.
pub(crate) fn of_sentence<W: AsRef<str>>(
    tree: Tree<'_, W>,
    kinds: &[(usize, EntityKind)],
    reach: Reach,
    first: usize,
    names: &mut Vec<Name>,
) {
    let found = |&(head, kind): &(usize, EntityKind)| {
        let (start, end) = tree.span(head, Some(kind), reach);
        Found { start, end, kind, head }
    };
    let mut found: Vec<Found> = kinds.iter().map(found).collect();
    found.sort_by_key(|n| (n.start, Reverse(n.end)));
    tree.join(&mut found);
    names.extend(apart(found.iter().map(|n| (first + n.start, first + n.end, n.kind)).collect()));
}

/// Whether the kind is one of those that act and are acted on: persons, organisations, places.
fn is_actor_or_place(kind: EntityKind) -> bool {
    kind <= EntityKind::Place
}

/// Names that do not overlap, the outermost of nested ones; in order.
fn apart(mut names: Vec<Name>) -> Vec<Name> {
    names.sort_by_key(|&(start, end, _)| (start, Reverse(end)));
    let mut last = 0;
    names.retain(|&(start, end, _)| {
        let keep = start >= last;
        if keep {
            last = end;
        }
        keep
    });
    names
}

/// Farthest that a name reaches from its head, and that a mention does.
const REACH: usize = 24;
const MENTION_REACH: usize = 60;
/// Deepest that a word stands below a name's head.
const DEEPEST: usize = 12;

/// Prepositions that tie a noun to a name: "the Bank *of* Oman"; what comes with another is mostly of the clause.
static TIES: LazyLock<Vec<&str>> =
    LazyLock::new(|| include_str!("../data/english/names/prepositions.txt").lines().collect());

/// What follows a person's name behind a comma and is part of it.
static SUFFIXES: LazyLock<Vec<&str>> =
    LazyLock::new(|| include_str!("../data/english/names/suffixes.txt").lines().collect());

impl<W: AsRef<str>> Tree<'_, W> {
    /// The run of words of the noun phrase that `head` heads: its subtree without what ties the phrase to its clause,
    /// what is in apposition, what is coordinated with it, and clauses that tell more of it. A possessive `'s` belongs
    /// to it.
    pub fn phrase(&self, head: usize) -> (usize, usize) {
        self.span(head, None, Reach::Name)
    }

    /// The same, of a name of which it is known what it names, or with the clauses.
    fn span(&self, head: usize, kind: Option<EntityKind>, reach: Reach) -> (usize, usize) {
        let (mut start, mut end) = (head, head + 1);
        // Names are short: words far off are of the clause, and the walk stays linear.
        let far = if reach == Reach::Mention { MENTION_REACH } else { REACH };
        for word in head.saturating_sub(far)..(head + far).min(self.heads.len()) {
            if word != head && self.hangs_within(word, head, kind, reach) {
                start = start.min(word);
                end = end.max(word + 1);
            }
        }
        self.trimmed(head, start, end)
    }

    /// A phrase without what does not begin or end one.
    fn trimmed(&self, head: usize, mut start: usize, mut end: usize) -> (usize, usize) {
        while start < head && self.begins_no_name(start) {
            start += 1;
        }
        while end > head + 1 && self.ends_no_name(end - 1) {
            end -= 1;
        }
        (start, end)
    }

    fn hangs_within(&self, word: usize, head: usize, kind: Option<EntityKind>, reach: Reach) -> bool {
        let mut at = word;
        for _ in 0..DEEPEST {
            let above = match self.heads[at] {
                0 => return false,
                h => h as usize - 1,
            };
            if above == head {
                let tells_more = reach == Reach::Mention && matches!(self.rels[at], Deprel::Acl | Deprel::AclRelcl);
                return tells_more
                    || (self.belongs(at, head) && !(kind == Some(EntityKind::Person) && self.is_apart(at, head)));
            }
            if reach == Reach::Name && is_clause(self.rels[at]) {
                return false;
            }
            at = above;
        }
        false
    }

    /// Whether a dependent of a noun is part of its name. (Of those without a preposition only what a comma parts from
    /// it, as the country in "Boxborough, Massachusetts"; "Athens today" is two things, and so are a name and a number
    /// in brackets.)
    fn belongs(&self, word: usize, head: usize) -> bool {
        use Deprel::*;
        let text = |w: usize| self.words[w].as_ref();
        let mut between = (head + 1..word).filter(|&w| self.heads[w] as usize == word + 1);
        let is_number = self.upos[word] == Upos::Num || self.rels[word] == Dep;
        if is_number && between.clone().any(|w| matches!(text(w), "(" | "[")) {
            return false;
        }
        match self.rels[word] {
            Case => word > head && text(word).starts_with(['\'', '\u{2019}']),
            Nmod if word > head => {
                let tie = between.find(|&w| self.rels[w] == Case);
                tie.is_some_and(|w| TIES.iter().any(|t| t.eq_ignore_ascii_case(text(w))))
            }
            NmodUnmarked => match self.upos[word] {
                Upos::Pron => true,
                Upos::Propn => between.any(|w| self.rels[w] == Punct),
                _ => false,
            },
            Amod | Compound | Det | DetPredet | Flat | Fixed | Goeswith | Nmod | NmodDesc | NmodPoss | Nummod | Dep => {
                true
            }
            _ => false,
        }
    }

    /// Whether what hangs on a person's name is parted from it: by a comma but for "Jr.", or by a preposition but for "of".
    fn is_apart(&self, word: usize, head: usize) -> bool {
        let text = |w: usize| self.words[w].as_ref();
        let between = head + 1..word;
        if self.rels[word] == Deprel::Nmod {
            let tie = between.clone().find(|&w| self.heads[w] as usize == word + 1 && self.rels[w] == Deprel::Case);
            if tie.is_some_and(|w| !text(w).eq_ignore_ascii_case("of")) {
                return true;
            }
        }
        let first = between.clone().find(|&w| self.heads[w] as usize == word + 1).unwrap_or(word);
        let is_comma = |w: usize| matches!(text(w), "," | ";" | ":" | "\u{2013}" | "\u{2014}");
        first > head && (first - 1..=first).any(|w| w > head && is_comma(w)) && !SUFFIXES.contains(&text(word))
    }

    fn begins_no_name(&self, word: usize) -> bool {
        let is_quote = self.words[word].as_ref().starts_with(['"', '\'', '\u{2018}', '\u{201c}']);
        matches!(self.upos[word], Upos::Adp | Upos::Cconj | Upos::Punct) && !is_quote
    }

    fn ends_no_name(&self, word: usize) -> bool {
        matches!(self.words[word].as_ref(), "," | ";" | ":" | "-" | "\u{2013}" | "\u{2014}")
    }

    /// Makes one of names that stand side by side and that the tree does not tie: "Trinity" and "College"; and of a place
    /// or organisation and the place that says where it is, behind a comma.
    fn join(&self, names: &mut Vec<Found>) {
        let mut joined: Vec<Found> = Vec::with_capacity(names.len());
        for name in names.drain(..) {
            let before = joined.iter_mut().rev().find(|n| self.is_one(n, &name));
            match before {
                Some(before) => {
                    before.end = name.end;
                    // The first word tells what a person is, the last what an organisation or a place is.
                    if before.kind != EntityKind::Person && self.words[name.start - 1].as_ref() != "," {
                        before.kind = name.kind;
                    }
                }
                None => joined.push(name),
            }
        }
        *names = joined;
    }

    /// Whether the later of two names only continues the earlier.
    fn is_one(&self, earlier: &Found, later: &Found) -> bool {
        use EntityKind::{Organization, Place};
        let start = later.start;
        let is_pair = self.is_pair(earlier.head, later.head);
        if self.upos[start] != Upos::Propn || (self.rels[later.head] == Deprel::Conj && !is_pair) {
            return false;
        }
        let is_upper = |w: usize| self.words[w].as_ref().starts_with(char::is_uppercase);
        if earlier.end == start {
            return is_actor_or_place(earlier.kind)
                && is_actor_or_place(later.kind)
                && self.upos[start - 1] == Upos::Propn
                && is_upper(start);
        }
        let is_list = self.rels[earlier.head] == Deprel::Conj || (self.coordinated(earlier.head) > 0 && !is_pair);
        earlier.end + 1 == start
            && self.words[earlier.end].as_ref() == ","
            && matches!(earlier.kind, Organization | Place)
            && later.kind == Place
            && !is_list
            && self.upos.get(later.end) != Some(&Upos::Cconj)
    }

    /// Whether the tree coordinates just these two. Without a conjunction between them, the second
    /// is more likely the place that the first lies in.
    fn is_pair(&self, first: usize, second: usize) -> bool {
        self.rels[second] == Deprel::Conj && self.heads[second] as usize == first + 1 && self.coordinated(first) == 1
    }

    /// Number of words near behind a word that are coordinated with it.
    fn coordinated(&self, first: usize) -> usize {
        let near = first + 1..(first + REACH).min(self.heads.len());
        near.filter(|&w| self.heads[w] as usize == first + 1 && self.rels[w] == Deprel::Conj).count()
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

    fn upos(word: &str, rel: Deprel) -> Upos {
        match rel {
            Deprel::Case => Upos::Adp,
            Deprel::Punct => Upos::Punct,
            Deprel::Cc => Upos::Cconj,
            _ if word.starts_with(char::is_uppercase) => Upos::Propn,
            _ if word.starts_with(|c: char| c.is_ascii_digit()) => Upos::Num,
            _ => Upos::Noun,
        }
    }

    /// The names of places around the words marked `*`, or of persons around those marked `+`, parted by ` | `; each word is
    /// `form/head/relation`.
    fn names(sentence: &str) -> String {
        read(sentence, Reach::Name)
    }

    fn read(sentence: &str, reach: Reach) -> String {
        let rows: Vec<Vec<&str>> = sentence.split(' ').map(|w| w.split('/').collect()).collect();
        let words: Vec<&str> = rows.iter().map(|r| r[0].trim_start_matches(['*', '+'])).collect();
        let heads: Vec<u32> = rows.iter().map(|r| r[1].parse().expect("a head")).collect();
        let rels: Vec<Deprel> = rows.iter().map(|r| Deprel::parse(r[2]).expect("a relation")).collect();
        let upos: Vec<Upos> = words.iter().zip(&rels).map(|(word, rel)| upos(word, *rel)).collect();
        let tree = Tree { words: &words, upos: &upos, heads: &heads, rels: &rels };
        let kind = |w: usize| match rows[w][0].chars().next() {
            Some('*') => Some(EntityKind::Place),
            Some('+') => Some(EntityKind::Person),
            _ => None,
        };
        let mut names = Vec::new();
        let kinds: Vec<_> = (0..rows.len()).filter_map(|w| Some((w, kind(w)?))).collect();
        of_sentence(tree, &kinds, reach, 0, &mut names);
        names.iter().map(|n| words[n.0..n.1].join(" ")).collect::<Vec<_>>().join(" | ")
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
            assert_eq!(names(sentence), want, "{sentence}");
        }
    }

    #[test]
    fn a_mention_has_the_clauses_that_tell_more_of_it() {
        let table = [
            (
                "*Aden/0/root ,/5/punct where/5/advmod talks/5/nsubj began/1/acl:relcl",
                "Aden",
                "Aden , where talks began",
            ),
            (
                "the/2/det *Clinic/0/root run/2/acl by/5/case +Idris/3/obl",
                "the Clinic | Idris",
                "the Clinic run by Idris",
            ),
            ("*Aden/2/nsubj fell/0/root", "Aden", "Aden"),
        ];
        for (sentence, name, mention) in table {
            assert_eq!(names(sentence), name, "{sentence}");
            assert_eq!(read(sentence, Reach::Mention), mention, "{sentence}");
        }
    }

    #[test]
    fn a_person_s_name_ends_at_a_comma_or_a_preposition() {
        let table = [
            ("+Idris/0/root ,/4/punct in/4/case Aden/1/nmod", "Idris"),
            ("+Idris/0/root in/3/case Aden/1/nmod", "Idris"),
            ("*Taiz/0/root in/3/case Yemen/1/nmod", "Taiz in Yemen"),
            ("+Idris/0/root of/3/case Aden/1/nmod", "Idris of Aden"),
            ("+Idris/0/root ,/3/punct Salem/1/flat", "Idris"),
            ("+Amos/0/root King/1/flat ,/4/punct Jr./1/flat", "Amos King , Jr."),
        ];
        for (sentence, want) in table {
            assert_eq!(names(sentence), want, "{sentence}");
        }
    }

    #[test]
    fn names_that_the_tree_leaves_apart_are_one() {
        let table = [
            ("left/0/root *Trinity/1/obj *College/1/obl", "Trinity College"),
            ("in/2/case *Portland/0/root ,/4/punct *Oregon/2/appos", "Portland , Oregon"),
            ("from/2/case *Homs/0/root ,/4/punct *Idlib/2/conj and/6/cc *Hama/2/conj", "Homs | Idlib | Hama"),
            (
                "in/2/case *Eugene/0/root ,/4/punct *Oregon/2/conj ,/7/punct and/7/cc left/2/parataxis",
                "Eugene , Oregon",
            ),
            ("*Homs/0/root ,/3/punct *Idlib/1/conj ,/5/punct *Hama/1/conj", "Homs | Idlib | Hama"),
            ("+Abdi/0/root ,/3/punct *Somalia/1/appos", "Abdi | Somalia"),
            ("*Homs/0/root (/3/punct 2012/1/dep )/3/punct", "Homs"),
            ("and/2/case +Idris/0/root", "Idris"),
            ("*Oman/0/root itself/1/nmod:unmarked", "Oman"),
        ];
        for (sentence, want) in table {
            assert_eq!(names(sentence), want, "{sentence}");
        }
    }
}
