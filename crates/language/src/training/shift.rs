//! The arc-standard transition system (Nivre 2004): a stack, a queue, and trees built from the words up. Projective only.

use super::data::Gold;
use crate::tags::Deprel;

/// Shift, then a left arc for each relation, then a right arc for each.
pub(crate) const ACTIONS: usize = 1 + 2 * Deprel::ALL.len();
const SHIFT: usize = 0;
/// A word that has no head yet.
const UNTIED: u32 = u32::MAX;

/// A sentence half read.
pub(crate) struct State {
    /// Words read whose phrase is not closed.
    pub stack: Vec<usize>,
    /// First word that was not read.
    pub next: usize,
    /// Head of each word from 1, 0 for the root.
    pub heads: Vec<u32>,
    pub rels: Vec<Deprel>,
    /// Outermost dependents on both sides of each word.
    pub first: Vec<Option<usize>>,
    pub last: Vec<Option<usize>>,
}

impl State {
    pub fn new(words: usize) -> Self {
        Self {
            stack: Vec::new(),
            next: 0,
            heads: vec![UNTIED; words],
            rels: vec![Deprel::Root; words],
            first: vec![None; words],
            last: vec![None; words],
        }
    }

    /// Whether the whole sentence hangs on the one word left on the stack; that word is tied to the root.
    pub fn finish(&mut self) -> bool {
        let done = self.next == self.heads.len() && self.stack.len() <= 1;
        if let (true, Some(&root)) = (done, self.stack.first()) {
            self.heads[root] = 0;
        }
        done
    }

    /// The word `below` the top of the stack.
    pub fn below(&self, below: usize) -> Option<usize> {
        self.stack.len().checked_sub(below + 1).map(|i| self.stack[i])
    }

    /// The word `after` the first in the queue.
    pub fn ahead(&self, after: usize) -> Option<usize> {
        Some(self.next + after).filter(|&w| w < self.heads.len())
    }

    /// The allowed action of the highest score.
    pub fn best(&self, scores: &[f32]) -> usize {
        let actions = match (self.next < self.heads.len(), self.stack.len() >= 2) {
            (true, true) => 0..ACTIONS,
            (true, false) => 0..1,
            _ => 1..ACTIONS,
        };
        let first = actions.start;
        actions.fold(first, |a, b| if scores[b] > scores[a] { b } else { a })
    }

    pub fn apply(&mut self, action: usize) {
        if action == SHIFT {
            self.stack.push(self.next);
            self.next += 1;
            return;
        }
        let (Some(top), Some(under)) = (self.stack.pop(), self.stack.pop()) else { return };
        let is_left = action <= Deprel::ALL.len();
        let (head, dependent) = if is_left { (top, under) } else { (under, top) };
        self.heads[dependent] = head as u32 + 1;
        self.rels[dependent] = Deprel::ALL[(action - 1) % Deprel::ALL.len()];
        let side = if is_left { &mut self.first } else { &mut self.last };
        side[head] = Some(dependent);
        self.stack.push(head);
    }

    /// The action that leads to the gold tree; nothing where the tree is not projective.
    pub fn oracle(&self, gold: &Gold) -> Option<usize> {
        let tied =
            |w: usize| !(0..gold.heads.len()).any(|d| gold.heads[d] as usize == w + 1 && self.heads[d] == UNTIED);
        if let (Some(top), Some(under)) = (self.below(0), self.below(1)) {
            if gold.heads[under] as usize == top + 1 && tied(under) {
                return Some(1 + gold.rels[under] as usize);
            }
            if gold.heads[top] as usize == under + 1 && tied(top) {
                return Some(1 + Deprel::ALL.len() + gold.rels[top] as usize);
            }
        }
        (self.next < gold.heads.len()).then_some(SHIFT)
    }
}

/// The actions that build the gold tree, where it is projective.
pub(crate) fn actions(gold: &Gold) -> Option<Vec<usize>> {
    let mut state = State::new(gold.heads.len());
    let mut actions = Vec::new();
    while !state.finish() {
        let action = state.oracle(gold)?;
        state.apply(action);
        actions.push(action);
    }
    Some(actions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_actions_build_the_gold_tree_where_it_is_projective() {
        for (heads, is_projective) in
            [(&[2, 0, 2][..], true), (&[0, 1, 2], true), (&[2, 3, 0], true), (&[3, 4, 0, 3], false)]
        {
            let gold = Gold { heads: heads.to_vec(), rels: vec![Deprel::Dep; heads.len()], ..Gold::default() };
            let found = actions(&gold);
            assert_eq!(found.is_some(), is_projective, "{heads:?}");
            let mut state = State::new(heads.len());
            found.into_iter().flatten().for_each(|action| state.apply(action));
            if is_projective {
                assert!(state.finish());
                assert_eq!(state.heads, heads);
            }
        }
    }
}
