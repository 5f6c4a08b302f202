//! Questions about a tree that is two columns: heads, which count from 1 with 0 for the root, and relations.

use crate::tags::Deprel;

/// Whether something hangs on a word that is `wanted`, by its place and relation.
pub(crate) fn has_child(heads: &[u32], rels: &[Deprel], word: usize, wanted: impl Fn(usize, Deprel) -> bool) -> bool {
    (0..heads.len()).any(|w| heads[w] as usize == word + 1 && wanted(w, rels[w]))
}

/// Whether one word stands above another, or is it.
pub(crate) fn is_above(heads: &[u32], word: usize, other: usize) -> bool {
    upwards(heads, other).any(|at| at == word)
}

/// A word and those above it.
pub(crate) fn upwards(heads: &[u32], word: usize) -> impl Iterator<Item = usize> + '_ {
    std::iter::successors(Some(word), |&at| (heads[at] as usize).checked_sub(1)).take(heads.len())
}
