//! Voice by the whole clause, where single arcs do not agree: "Angola, which sits between them, *called* on both." is no
//! passive without an auxiliary.

use crate::tags::Deprel;

/// Makes the passive subject of a sentence's main verb that has no auxiliary an active one. `heads` count from 1, 0 for the
/// root; `last` is the sentence's last word: headlines, which leave auxiliaries out, end without a full stop. `is_past` says
/// whether a word is a past form.
pub(crate) fn settle_voice(heads: &[u32], rels: &mut [Deprel], last: &str, is_past: impl Fn(usize) -> bool) {
    let Some(root) = heads.iter().position(|&h| h == 0).filter(|&r| last == "." && is_past(r)) else { return };
    let is_below = |head: &u32| *head as usize == root + 1;
    let is_auxiliary = |rel: Deprel| matches!(rel, Deprel::Aux | Deprel::AuxPass | Deprel::Cop);
    if heads.iter().zip(&*rels).any(|(head, rel)| is_below(head) && is_auxiliary(*rel)) {
        return;
    }
    for (head, rel) in heads.iter().zip(rels) {
        if is_below(head) && *rel == Deprel::NsubjPass {
            *rel = Deprel::Nsubj;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
