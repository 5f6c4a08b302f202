//! The best tree over the scores of all arcs of a sentence: Chu and Liu 1965, Edmonds 1967. The tree need not be
//! projective; it has one root.

use crate::kernels::best;

const NEVER: f32 = -1.0e30;

/// Heads of the `n` words of a sentence, 0 for the root, else number of the word from 1. `scores` has `n` rows of
/// `n + 1`: row *d* holds the score of each head of word *d* (column 0: the root). Forbidden arcs are overwritten.
pub(crate) fn tree(scores: &mut [f32], n: usize, heads: &mut Vec<u32>) {
    heads.clear();
    let width = n + 1;
    for (d, row) in scores.chunks_exact_mut(width).enumerate() {
        row[d + 1] = NEVER;
        heads.push(best(row) as u32);
    }
    let roots = heads.iter().filter(|&&h| h == 0).count();
    if roots == 1 && !has_cycle(heads) {
        return;
    }
    // With every arc from the root this much worse, the best tree has just one of them.
    scores.chunks_exact_mut(width).for_each(|row| row[0] -= 1.0e4);
    contract(scores, n, heads);
}

fn has_cycle(heads: &[u32]) -> bool {
    // 0: not seen, 1: on the present walk, 2: known to reach the root.
    let mut state = vec![0u8; heads.len()];
    for start in 0..heads.len() {
        let mut at = start;
        while state[at] == 0 {
            state[at] = 1;
            if heads[at] == 0 {
                break;
            }
            at = heads[at] as usize - 1;
        }
        if heads[at] != 0 && state[at] == 1 {
            return true;
        }
        let mut at = start;
        while state[at] == 1 {
            state[at] = 2;
            if heads[at] == 0 {
                break;
            }
            at = heads[at] as usize - 1;
        }
    }
    false
}

/// Edmonds' algorithm by repeated contraction of one cycle, then expansion in the opposite order.
fn contract(scores: &[f32], n: usize, heads: &mut [u32]) {
    let size = n + 1;
    // weight[h * size + d]: the best arc from component h into component d; node 0 is the root.
    let mut weight = vec![NEVER; size * size];
    let mut from = vec![0u32; size * size];
    let mut into = vec![0u32; size * size];
    for d in 1..size {
        for h in 0..size {
            let at = h * size + d;
            weight[at] = scores[(d - 1) * size + h];
            from[at] = h as u32;
            into[at] = d as u32;
        }
    }
    let mut alive = vec![true; size];
    let mut chosen = vec![0usize; size];
    // Each contraction: the members, the first of which stands for all from then on, with the arc of each in the cycle.
    let mut cycles: Vec<Vec<(usize, (u32, u32))>> = Vec::new();
    for (d, chosen) in chosen.iter_mut().enumerate().skip(1) {
        *chosen = best_into(&weight, &alive, d);
    }
    while let Some(cycle) = find_cycle(&chosen, &alive) {
        let to = cycle[0];
        let own: Vec<f32> = cycle.iter().map(|&d| weight[chosen[d] * size + d]).collect();
        let arc = |d: usize| (from[chosen[d] * size + d], into[chosen[d] * size + d]);
        cycles.push(cycle.iter().map(|&d| (d, arc(d))).collect());
        for &d in &cycle {
            alive[d] = false;
        }
        for other in (0..size).filter(|&o| alive[o]) {
            let (mut best_in, mut best_out) = ((f32::MIN, to), (f32::MIN, to));
            for (&d, own) in cycle.iter().zip(&own) {
                let gain = weight[other * size + d] - own;
                if gain > best_in.0 {
                    best_in = (gain, d);
                }
                if weight[d * size + other] > best_out.0 {
                    best_out = (weight[d * size + other], d);
                }
            }
            let (i, o) = (other * size + to, to * size + other);
            (weight[i], from[i], into[i]) = (best_in.0, from[other * size + best_in.1], into[other * size + best_in.1]);
            (weight[o], from[o], into[o]) =
                (best_out.0, from[best_out.1 * size + other], into[best_out.1 * size + other]);
            // Its best head is as good as before, now by the name of the whole cycle.
            if other > 0 && cycle.contains(&chosen[other]) {
                chosen[other] = to;
            }
        }
        alive[to] = true;
        chosen[to] = best_into(&weight, &alive, to);
    }
    let arc = |d: usize| (from[chosen[d] * size + d], into[chosen[d] * size + d]);
    let mut entered = vec![false; size];
    for d in (1..size).filter(|&d| alive[d]) {
        let (from, into) = arc(d);
        heads[into as usize - 1] = from;
        entered[into as usize] = true;
    }
    expand(&cycles, heads, entered);
}

/// The living node with the best arc into `d`.
fn best_into(weight: &[f32], alive: &[bool], d: usize) -> usize {
    let size = alive.len();
    (0..size)
        .filter(|&h| alive[h] && h != d)
        .fold(0, |a, b| if weight[b * size + d] > weight[a * size + d] { b } else { a })
}

/// A cycle among the living nodes, if there is one.
fn find_cycle(chosen: &[usize], alive: &[bool]) -> Option<Vec<usize>> {
    let mut seen = vec![0usize; chosen.len()];
    for start in (1..chosen.len()).filter(|&d| alive[d]) {
        let mut at = start;
        while at != 0 && seen[at] == 0 {
            seen[at] = start;
            at = chosen[at];
        }
        if at != 0 && seen[at] == start {
            let mut cycle = vec![at];
            let mut next = chosen[at];
            while next != at {
                cycle.push(next);
                next = chosen[next];
            }
            return Some(cycle);
        }
    }
    None
}

/// Opens the contracted cycles from the last to the first: each member keeps the arc that it had in the cycle, but for
/// the one that an arc from outside enters (`entered`: words that have their head so far).
fn expand(cycles: &[Vec<(usize, (u32, u32))>], heads: &mut [u32], mut entered: Vec<bool>) {
    // Words below each node, as they were at each contraction.
    let mut below: Vec<Vec<u32>> = (0..entered.len() as u32).map(|d| vec![d]).collect();
    let mut parts = Vec::with_capacity(cycles.len());
    for cycle in cycles {
        let members: Vec<Vec<u32>> = cycle.iter().map(|(d, _)| below[*d].clone()).collect();
        below[cycle[0].0] = members.concat();
        parts.push(members);
    }
    for (cycle, members) in cycles.iter().zip(&parts).rev() {
        let door = members.iter().position(|words| words.iter().any(|&d| entered[d as usize]));
        for (_, (_, (from, into))) in cycle.iter().enumerate().filter(|(i, _)| Some(*i) != door) {
            heads[*into as usize - 1] = *from;
            entered[*into as usize] = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_tree(heads: &[u32]) -> bool {
        heads.iter().filter(|&&h| h == 0).count() == 1 && !has_cycle(heads)
    }

    /// The best sum over all trees with one root, by trying all of them.
    fn brute(scores: &[f32], n: usize) -> f32 {
        let mut best = NEVER;
        let mut heads = vec![0u32; n];
        for code in 0..(n + 1).pow(n as u32) {
            let mut rest = code;
            for h in heads.iter_mut() {
                *h = (rest % (n + 1)) as u32;
                rest /= n + 1;
            }
            if (0..n).all(|d| heads[d] as usize != d + 1) && is_tree(&heads) {
                best = best.max(sum(scores, &heads));
            }
        }
        best
    }

    fn sum(scores: &[f32], heads: &[u32]) -> f32 {
        heads.iter().enumerate().map(|(d, &h)| scores[d * (heads.len() + 1) + h as usize]).sum()
    }

    #[test]
    fn the_tree_is_the_best_of_all() {
        let mut seed = 7u64;
        let mut next = || {
            seed = crate::features::hash(seed, b"x");
            (seed % 1000) as f32 / 100.0
        };
        for round in 0..400 {
            let n = 1 + round % 5;
            let scores: Vec<f32> = (0..n * (n + 1)).map(|_| next()).collect();
            let mut heads = Vec::new();
            tree(&mut scores.clone(), n, &mut heads);
            assert!(is_tree(&heads), "{heads:?}");
            assert!((sum(&scores, &heads) - brute(&scores, n)).abs() < 1e-2, "{heads:?} of {scores:?}");
        }
    }

    #[test]
    fn long_cycles_are_opened() {
        let n = 40;
        let mut scores = vec![0.0; n * (n + 1)];
        for d in 0..n {
            scores[d * (n + 1) + 1 + (d + 1) % n] = 5.0;
        }
        scores[7 * (n + 1)] = 1.0;
        let mut heads = Vec::new();
        tree(&mut scores, n, &mut heads);
        assert!(is_tree(&heads));
        assert_eq!(heads[7], 0);
    }
}
