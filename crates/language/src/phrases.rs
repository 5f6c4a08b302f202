//! Noun phrases that single arcs tear apart: what stands between an article and its noun, and the relative clause behind it, belong
//! to the noun.

use crate::tags::Deprel;
use crate::tree::{has_child, is_above, upwards};

/// "the October 2020 ceasefire": hangs on the noun what stands between it and its determiner and is hung on a word outside of
/// the two. `heads` count from 1, 0 for the root; `as_modifier` gives the relation that a word has to a noun behind it.
pub(crate) fn settle_phrases(heads: &mut [u32], rels: &mut [Deprel], as_modifier: impl Fn(usize) -> Option<Deprel>) {
    for determiner in 0..heads.len() {
        let noun = heads[determiner] as usize;
        if rels[determiner] != Deprel::Det || noun < determiner + 3 {
            continue;
        }
        for word in determiner + 1..noun - 1 {
            let above = heads[word] as usize;
            if above == 0 || (determiner + 1..=noun).contains(&above) || is_above(heads, word, noun - 1) {
                continue;
            }
            if let Some(rel) = as_modifier(word) {
                (heads[word], rels[word]) = (noun as u32, rel);
            }
        }
    }
}

/// "the valley, in which a woman was hurt": a clause that opens with a relative pronoun tells more of the noun before it, not of
/// the verb above. `is_relative` and `is_noun` tell what a word is.
pub(crate) fn settle_relatives(
    heads: &mut [u32],
    rels: &mut [Deprel],
    is_relative: impl Fn(usize) -> bool,
    is_noun: impl Fn(usize) -> bool,
) {
    for pronoun in (0..heads.len()).filter(|&word| is_relative(word)) {
        let Some(clause) = upwards(heads, pronoun).find(|&at| rels[at] == Deprel::Advcl) else { continue };
        let opens = (0..pronoun).rev().take_while(|&w| matches!(rels[w], Deprel::Case | Deprel::Punct)).last();
        let Some(noun) = opens.and_then(|first| first.checked_sub(1)).filter(|&w| is_noun(w)) else { continue };
        if (heads[clause] as usize) <= noun + 1 && !is_above(heads, clause, noun) {
            (heads[clause], rels[clause]) = (noun as u32 + 1, Deprel::AclRelcl);
        }
    }
}

/// "the death of nine guards and the injury of three more": of two phrases of one form the second is coordinated with the first,
/// not with a noun without an article inside it.
pub(crate) fn settle_parallels(heads: &mut [u32], rels: &[Deprel], is_of: impl Fn(usize) -> bool) {
    for second in 0..heads.len() {
        let above = |w: usize| (heads[w] as usize).checked_sub(1);
        let has_article = |w: usize| has_child(heads, rels, w, |_, rel| rel == Deprel::Det);
        let follows_of = |w: usize| has_child(heads, rels, w, |c, _| is_of(c));
        let is_whole = |w: usize| has_article(w) && w + 1 < heads.len() && is_of(w + 1);
        let Some(inner) = above(second).filter(|_| rels[second] == Deprel::Conj) else { continue };
        let Some(first) = above(inner).filter(|&first| first < inner && follows_of(inner)) else { continue };
        if is_whole(second) && is_whole(first) && !has_article(inner) {
            heads[second] = first as u32 + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Deprel::{AclRelcl, Advcl, Case, Compound, Det, Nmod, Nsubj, Obj, Obl, Punct, Root};

    #[test]
    fn of_two_phrases_of_one_form_the_second_goes_with_the_first() {
        use Deprel::{Cc, Conj};
        // the death of guards and the injury of three
        let rels = [Det, Root, Case, Nmod, Cc, Det, Conj, Case, Nmod];
        let mut heads = [2, 0, 4, 2, 7, 7, 4, 9, 7];
        settle_parallels(&mut heads, &rels, |w| w == 2 || w == 7);
        assert_eq!(heads[6], 2);
        // the death of guards and of drivers
        let rels = [Det, Root, Case, Nmod, Cc, Case, Conj];
        let mut heads = [2, 0, 4, 2, 7, 7, 4];
        settle_parallels(&mut heads, &rels, |w| w == 2 || w == 5);
        assert_eq!(heads[6], 4, "no article");
    }

    #[test]
    fn a_relative_clause_belongs_to_the_noun_before_it() {
        // "hit Aden , in which they slept"
        let mut heads = vec![0, 1, 7, 5, 7, 7, 1];
        let mut rels = vec![Root, Obj, Punct, Case, Obl, Nsubj, Advcl];
        settle_relatives(&mut heads, &mut rels, |w| w == 4, |w| w == 1);
        assert_eq!((heads[6], rels[6]), (2, AclRelcl));
    }

    #[test]
    fn a_noun_keeps_what_its_article_encloses() {
        // "broke the October 2020 truce"
        let mut heads = vec![0, 5, 1, 3, 1];
        let mut rels = vec![Root, Det, Obl, Nmod, Obj];
        settle_phrases(&mut heads, &mut rels, |_| Some(Compound));
        assert_eq!((heads, rels[2]), (vec![0, 5, 5, 3, 1], Compound));
        // What governs the noun stays where it is: a tree remains a tree.
        let mut heads = vec![0, 4, 1, 3];
        let mut rels = vec![Root, Det, Obl, Nmod];
        settle_phrases(&mut heads, &mut rels, |_| Some(Compound));
        assert_eq!(heads, [0, 4, 1, 3]);
    }
}
