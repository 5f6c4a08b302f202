//! Voice by the whole clause, where single arcs do not agree: "Angola, which sits between them, *called* on both." is no
//! passive without an auxiliary.

use crate::tags::Deprel;

/// A sentence's heads (from 1, 0 for the root) and relations.
pub(crate) struct Clauses<'a> {
    pub heads: &'a [u32],
    pub rels: &'a mut [Deprel],
}

impl Clauses<'_> {
    /// Makes the passive subject of a main verb that has no auxiliary an active one. Headlines, which leave auxiliaries
    /// out, end without a full stop.
    pub fn settle_voice(&mut self, last: &str, is_past: impl Fn(usize) -> bool) {
        let Some(root) = self.heads.iter().position(|&h| h == 0).filter(|&r| last == "." && is_past(r)) else { return };
        let below = |w: &usize| self.heads[*w] as usize == root + 1;
        let auxiliary = |w: usize| matches!(self.rels[w], Deprel::Aux | Deprel::AuxPass | Deprel::Cop);
        if (0..self.heads.len()).filter(below).any(auxiliary) {
            return;
        }
        let subjects: Vec<usize> =
            (0..self.heads.len()).filter(below).filter(|&w| self.rels[w] == Deprel::NsubjPass).collect();
        subjects.into_iter().for_each(|w| self.rels[w] = Deprel::Nsubj);
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
            Clauses { heads, rels: &mut rels }.settle_voice(last, |_| true);
            assert_eq!(rels[0], want, "{heads:?}");
        }
    }
}
