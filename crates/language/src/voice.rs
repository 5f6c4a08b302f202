//! Voice by the whole clause, where single arcs do not agree: "Angola, which sits between them, *called* on both." is no
//! passive without an auxiliary.

use crate::tags::Deprel;
use crate::tree::has_child;

/// Makes the passive subject of a sentence's main verb that has no auxiliary an active one. `heads` count from 1, 0 for the
/// root; `last` is the sentence's last word: headlines, which leave auxiliaries out, end without a full stop. `is_past` says
/// whether a word is a past form.
pub(crate) fn settle_voice(heads: &[u32], rels: &mut [Deprel], last: &str, is_past: impl Fn(usize) -> bool) {
    let Some(root) = heads.iter().position(|&h| h == 0).filter(|&r| last == "." && is_past(r)) else { return };
    if has_child(heads, rels, root, |_, rel| rel.is_auxiliary()) {
        return;
    }
    for (head, rel) in heads.iter().zip(rels) {
        if *head as usize == root + 1 && *rel == Deprel::NsubjPass {
            *rel = Deprel::Nsubj;
        }
    }
}

/// The noun that heads a whole sentence: one that ends with a full stop.
fn nominal_root(words: &[&str], heads: &[u32], is_noun: impl Fn(usize) -> bool) -> Option<usize> {
    heads.iter().position(|&head| head == 0).filter(|&w| is_noun(w) && words.last() == Some(&"."))
}

/// "Ghana, which sits between them, *called* on both.": a sentence of which the tree makes a noun that is called or has something
/// done has a main verb, where the past form takes an object or stands apart behind a relative clause. `is_noun` and `is_past`
/// tell what a word is.
pub(crate) fn settle_main_verb(
    words: &[&str],
    heads: &mut [u32],
    rels: &mut [Deprel],
    is_noun: impl Fn(usize) -> bool,
    is_past: impl Fn(usize) -> bool,
) {
    let Some(noun) = nominal_root(words, heads, is_noun) else { return };
    let is_verbal = |_, rel: Deprel| rel.is_subject() || rel.is_auxiliary() || rel == Deprel::Expl;
    if has_child(heads, rels, noun, is_verbal) {
        return;
    }
    let told_of = |&verb: &usize| {
        heads[verb] as usize == noun + 1
            && rels[verb] == Deprel::Acl
            && is_past(verb)
            && !has_child(heads, rels, verb, |w, rel| rel == Deprel::OblAgent || is_verbal(w, rel))
            && (has_child(heads, rels, verb, |_, rel| rel == Deprel::Obj)
                || words[verb - 1] == "," && has_child(heads, rels, noun, |w, rel| rel == Deprel::AclRelcl && w < verb))
    };
    let Some(verb) = (noun + 1..heads.len()).find(told_of) else { return };
    for head in heads[verb + 1..].iter_mut().filter(|head| **head as usize == noun + 1) {
        *head = verb as u32 + 1;
    }
    (heads[verb], rels[verb]) = (0, Deprel::Root);
    (heads[noun], rels[noun]) = (verb as u32 + 1, Deprel::Nsubj);
}

/// "Mali and Niger *severed* ties .": a noun has a subject only with a copula; where it has one without, and a past form stands
/// between the two as the noun's modifier, that is the main verb and the noun its object.
pub(crate) fn settle_modifier(
    words: &[&str],
    heads: &mut [u32],
    rels: &mut [Deprel],
    is_noun: impl Fn(usize) -> bool,
    is_past: impl Fn(usize) -> bool,
) {
    let Some(noun) = nominal_root(words, heads, is_noun) else { return };
    if has_child(heads, rels, noun, |_, rel| rel == Deprel::Cop || rel.is_auxiliary()) {
        return;
    }
    let of_noun = |w: usize| heads[w] as usize == noun + 1;
    let Some(subject) = (0..noun).find(|&w| of_noun(w) && rels[w] == Deprel::Nsubj) else { return };
    let is_verb = |&w: &usize| of_noun(w) && rels[w] == Deprel::Amod && is_past(w);
    let Some(verb) = (subject + 1..noun).find(is_verb) else { return };
    for word in (0..verb).chain(noun + 1..heads.len()) {
        if heads[word] as usize == noun + 1 && (word < verb || rels[word] == Deprel::Punct) {
            heads[word] = verb as u32 + 1;
        }
    }
    (heads[verb], rels[verb]) = (0, Deprel::Root);
    (heads[noun], rels[noun]) = (verb as u32 + 1, Deprel::Obj);
}

/// Words that are read as participles, and yet have a subject of their own that does something and no auxiliary: "they
/// *fired*" told a past deed.
pub(crate) fn finite(heads: &[u32], rels: &[Deprel], is_participle: impl Fn(usize) -> bool) -> Vec<usize> {
    let is_finite = |&word: &usize| {
        matches!(rels[word], Deprel::Root | Deprel::Ccomp | Deprel::Parataxis)
            && is_participle(word)
            && has_child(heads, rels, word, |_, rel| rel == Deprel::Nsubj)
            && !has_child(heads, rels, word, |_, rel| rel.is_auxiliary())
    };
    (0..heads.len()).filter(is_finite).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_has_a_main_verb() {
        use Deprel::{Acl, AclRelcl, Nsubj, Obj, Punct, Root};
        let rels = vec![Root, Acl, Obj, Punct];
        for (words, heads, rels, want) in [
            ("Niger severed ties .", vec![0, 1, 2, 1], rels.clone(), vec![2, 0, 2, 2]),
            ("Niger severed ties", vec![0, 1, 2], rels[..3].to_vec(), vec![0, 1, 2]),
            ("Niger invaded today .", vec![0, 1, 2, 1], vec![Root, Acl, Deprel::Advmod, Punct], vec![0, 1, 2, 1]),
            (
                "Togo , which waits , called .",
                vec![0, 4, 4, 1, 6, 1, 1],
                vec![Root, Punct, Nsubj, AclRelcl, Punct, Acl, Punct],
                vec![6, 4, 4, 1, 6, 0, 6],
            ),
        ] {
            let (mut heads, mut rels) = (heads, rels);
            let words: Vec<&str> = words.split(' ').collect();
            settle_main_verb(&words, &mut heads, &mut rels, |w| w == 0, |_| true);
            assert_eq!(heads, want, "{words:?}");
        }
    }

    #[test]
    fn a_noun_with_a_subject_and_no_copula_is_the_object_of_the_past_form_before_it() {
        use Deprel::{Amod, Cop, Nsubj, Punct, Root};
        let words = ["Mali", "severed", "ties", "."];
        let (mut heads, mut rels) = (vec![3, 3, 0, 3], vec![Nsubj, Amod, Root, Punct]);
        settle_modifier(&words, &mut heads, &mut rels, |w| w == 2, |w| w == 1);
        assert_eq!((heads, rels), (vec![2, 0, 2, 2], vec![Nsubj, Root, Deprel::Obj, Punct]));
        let words = ["These", "are", "severed", "ties", "."];
        let (mut heads, mut rels) = (vec![4, 4, 4, 0, 4], vec![Nsubj, Cop, Amod, Root, Punct]);
        settle_modifier(&words, &mut heads, &mut rels, |w| w == 3, |w| w == 2);
        assert_eq!(heads, [4, 4, 4, 0, 4], "a copula");
    }

    #[test]
    fn a_main_verb_without_auxiliary_is_active() {
        use Deprel::{AuxPass, Nsubj, NsubjPass, Punct, Root};
        // "Angola called ." and "Angola was called ."
        for (heads, rels, last, want) in [
            (&[2, 0, 2][..], vec![NsubjPass, Root, Punct], ".", Nsubj),
            (&[3, 3, 0, 3], vec![NsubjPass, AuxPass, Root, Punct], ".", NsubjPass),
            (&[2, 0], vec![NsubjPass, Root], "killed", NsubjPass),
        ] {
            let mut rels = rels;
            settle_voice(heads, &mut rels, last, |_| true);
            assert_eq!(rels[0], want, "{heads:?}");
        }
    }

    #[test]
    fn who_does_something_without_auxiliary_did_it() {
        use Deprel::{Aux, Nsubj, NsubjPass, Root};
        for (heads, rels, want) in [
            (&[2, 0][..], &[Nsubj, Root][..], &[1][..]),
            (&[2, 0], &[NsubjPass, Root], &[]),
            (&[3, 3, 0], &[Nsubj, Aux, Root], &[]),
        ] {
            assert_eq!(finite(heads, rels, |_| true), want, "{rels:?}");
        }
    }
}
