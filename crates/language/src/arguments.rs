//! Arguments of a verb that single arcs cannot have weighed against each other: what is said and to whom, what is given and
//! to whom.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::clauses::give_subject;
use crate::tags::Deprel;
use crate::tree::has_child;

/// Forms of verbs that take both somebody addressed and what is said.
static ADDRESSED: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("../data/english/syntax/addressed.txt").split_whitespace().collect());
/// Forms of verbs that take somebody and what he gets.
static GIVEN: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("../data/english/syntax/given.txt").split_whitespace().collect());
/// Forms of verbs that take somebody and what he is to do.
static CONTROLLED: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("../data/english/syntax/controlled.txt").split_whitespace().collect());
/// Forms of verbs that call on, appeal to or plead with somebody to do something.
static APPEALED: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("../data/english/syntax/appealed.txt").split_whitespace().collect());

fn is_of(verbs: &HashSet<&str>, word: &str) -> bool {
    verbs.contains(word.to_lowercase().as_str())
}

/// "The ministry said ten soldiers fled" tells nobody anything: what the tree takes for the one addressed is who did what is
/// said, or who says it. `heads` count from 1, 0 for the root.
pub(crate) fn settle_addressed(words: &[&str], heads: &mut [u32], rels: &mut [Deprel]) {
    for word in 0..heads.len() {
        if rels[word] != Deprel::Iobj || heads[word] == 0 {
            continue;
        }
        let verb = heads[word] as usize - 1;
        if word < verb || is_of(&ADDRESSED, words[verb]) {
            continue;
        }
        let is_subject = |_, rel: Deprel| rel.is_subject() || matches!(rel, Deprel::Expl | Deprel::Csubj);
        let has_subject = |verb: usize| has_child(heads, rels, verb, is_subject);
        let clause = (0..heads.len()).find(|&w| heads[w] as usize == verb + 1 && rels[w] == Deprel::Ccomp);
        match clause {
            Some(clause) if clause > word && !has_subject(clause) => give_subject(heads, rels, clause, word),
            Some(clause) if clause < verb && !has_subject(verb) => rels[word] = Deprel::Nsubj,
            _ => {}
        }
    }
}

/// "NATO offered Albania its support": of two objects of a verb of giving the first is who gets the other.
pub(crate) fn settle_objects(words: &[&str], heads: &[u32], rels: &mut [Deprel]) {
    for word in 0..heads.len() {
        let verb = heads[word] as usize;
        let is_object = |w: &usize, rels: &[Deprel]| heads[*w] as usize == verb && rels[*w] == Deprel::Obj;
        if verb == 0 || word < verb || !is_object(&word, rels) || !is_of(&GIVEN, words[verb - 1]) {
            continue;
        }
        let is_alone = !(verb..heads.len()).any(|w| heads[w] as usize == verb && rels[w] == Deprel::Iobj);
        if is_alone && (word + 1..heads.len()).any(|w| is_object(&w, rels)) {
            rels[word] = Deprel::Iobj;
        }
    }
}

/// "The court ordered the paper to close", "called on the paper to close": what somebody is ordered or called on to do is no purpose
/// of the order, and tells nothing more of him.
pub(crate) fn settle_controlled(words: &[&str], heads: &mut [u32], rels: &mut [Deprel]) {
    for clause in 0..heads.len() {
        let Some(verb) = controls(words, heads, rels, clause) else { continue };
        let between = heads[clause] as usize..clause;
        let is_to = |w, rel| between.contains(&w) && rel == Deprel::Mark && words[w] == "to";
        let is_complement = |_, rel| matches!(rel, Deprel::Xcomp | Deprel::Ccomp);
        if has_child(heads, rels, clause, is_to) && !has_child(heads, rels, verb, is_complement) {
            (heads[clause], rels[clause]) = (verb as u32 + 1, Deprel::Xcomp);
        }
    }
}

/// The verb before a clause by which somebody is ordered, or called on, to do what the clause tells.
fn controls(words: &[&str], heads: &[u32], rels: &[Deprel], clause: usize) -> Option<usize> {
    let up = |word: usize| (heads[word] as usize).checked_sub(1).filter(|&above| above < word);
    match rels[clause] {
        Deprel::Advcl => {
            let verb = up(clause).filter(|&verb| is_of(&CONTROLLED, words[verb]))?;
            let is_object = |w, rel| (verb..clause).contains(&w) && matches!(rel, Deprel::Obj | Deprel::Iobj);
            has_child(heads, rels, verb, is_object).then_some(verb)
        }
        Deprel::Acl => {
            let somebody = up(clause).filter(|&noun| rels[noun] == Deprel::Obl)?;
            let verb = (heads[somebody] as usize).checked_sub(1).filter(|&verb| is_of(&APPEALED, words[verb]))?;
            let is_tie = |w, rel| (verb..somebody).contains(&w) && rel == Deprel::Case;
            has_child(heads, rels, somebody, is_tie).then_some(verb)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Deprel::{AuxPass, Ccomp, Iobj, Nsubj, NsubjPass, Root};

    /// The heads and relations after settling.
    fn settled(words: &str, heads: &[u32], rels: &[Deprel]) -> (Vec<u32>, Vec<Deprel>) {
        let (words, mut heads, mut rels) = (words.split(' ').collect::<Vec<_>>(), heads.to_vec(), rels.to_vec());
        settle_addressed(&words, &mut heads, &mut rels);
        (heads, rels)
    }

    #[test]
    fn what_is_said_to_nobody_has_its_own_subject() {
        let (heads, rels) = settled("They said troops fled", &[2, 0, 2, 2], &[Nsubj, Root, Iobj, Ccomp]);
        assert_eq!((heads[2], rels[2]), (4, Nsubj));
        let rels = [Nsubj, Root, Iobj, AuxPass, Ccomp];
        let (heads, rels) = settled("They said troops were freed", &[2, 0, 2, 5, 2], &rels);
        assert_eq!((heads[2], rels[2]), (5, NsubjPass));
    }

    #[test]
    fn who_says_it_may_stand_behind() {
        let (heads, rels) = settled("Troops fled said mayors", &[2, 3, 0, 3], &[Nsubj, Ccomp, Root, Iobj]);
        assert_eq!((heads[3], rels[3]), (3, Nsubj));
    }

    #[test]
    fn one_is_told_things() {
        let (heads, rels) = settled("They told troops fled", &[2, 0, 2, 2], &[Nsubj, Root, Iobj, Ccomp]);
        assert_eq!((heads[2], rels[2]), (2, Iobj));
    }

    #[test]
    fn one_gets_the_other() {
        let mut rels = [Nsubj, Root, Deprel::Obj, Deprel::Obj];
        settle_objects(&["It", "gave", "Togo", "aid"], &[2, 0, 2, 2], &mut rels);
        assert_eq!(rels, [Nsubj, Root, Iobj, Deprel::Obj]);
        let mut rels = [Nsubj, Root, Deprel::Obj, Deprel::Obj];
        settle_objects(&["It", "named", "Togo", "host"], &[2, 0, 2, 2], &mut rels);
        assert_eq!(rels, [Nsubj, Root, Deprel::Obj, Deprel::Obj]);
    }

    #[test]
    fn what_one_is_ordered_to_do_is_what_is_ordered() {
        use Deprel::{Advcl, Mark, Obj, Xcomp};
        for (words, want) in [("It ordered them to leave", Xcomp), ("It took them to leave", Advcl)] {
            let words: Vec<&str> = words.split(' ').collect();
            let mut rels = [Nsubj, Root, Obj, Mark, Advcl];
            settle_controlled(&words, &mut [2, 0, 2, 5, 2], &mut rels);
            assert_eq!(rels[4], want, "{words:?}");
        }
        let words = ["It", "called", "on", "them", "to", "leave"];
        let mut heads = [2, 0, 4, 2, 6, 4];
        let mut rels = [Nsubj, Root, Deprel::Case, Deprel::Obl, Mark, Deprel::Acl];
        settle_controlled(&words, &mut heads, &mut rels);
        assert_eq!((heads[5], rels[5]), (2, Xcomp));
    }
}
