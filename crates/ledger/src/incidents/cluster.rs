//! Tellings to groups: average-link agglomeration over scores of pairs.
//!
//! The tellings come in canonical order (day of publication, report, number), and ties go to the earlier pair; so the groups
//! depend on the set of tellings alone.

/// What an analyst has decided of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// They are of one incident.
    Together,
    /// They are not.
    Apart,
}

/// Groups `0..n`; `score` gives what speaks for a pair. Groups are joined, the best average first, while it is at
/// least `threshold`. Each group is in ascending order, and the groups by their first member.
pub(crate) fn groups(
    n: usize,
    threshold: f64,
    score: impl Fn(usize, usize) -> f64,
    verdict: impl Fn(usize, usize) -> Option<Verdict>,
) -> Vec<Vec<usize>> {
    let mut state = State::new(n, score, verdict);
    while let Some((a, b)) = state.best(threshold) {
        state.join(a, b);
    }
    let mut groups: Vec<Vec<usize>> = state.members.into_iter().filter(|m| !m.is_empty()).collect();
    groups.iter_mut().for_each(|g| g.sort_unstable());
    groups.sort();
    groups
}

/// Stands for what analysts decided: above and below anything that scores add up to.
const DECIDED: f64 = 1e6;

struct State {
    members: Vec<Vec<usize>>,
    /// Sum of the scores between members of two groups.
    sums: Vec<f64>,
    /// For each group the best later one and the average.
    nearest: Vec<Option<(usize, f64)>>,
    n: usize,
}

impl State {
    fn new(n: usize, score: impl Fn(usize, usize) -> f64, verdict: impl Fn(usize, usize) -> Option<Verdict>) -> Self {
        let mut state =
            Self { members: (0..n).map(|i| vec![i]).collect(), sums: vec![0.0; n * n], nearest: vec![None; n], n };
        for a in 0..n {
            for b in a + 1..n {
                let told = match verdict(a, b) {
                    Some(Verdict::Together) => DECIDED,
                    Some(Verdict::Apart) => -DECIDED * DECIDED,
                    None => score(a, b),
                };
                state.sums[a * n + b] = told;
                state.sums[b * n + a] = told;
            }
        }
        for a in 0..n {
            state.look(a);
        }
        state
    }

    fn average(&self, a: usize, b: usize) -> f64 {
        self.sums[a * self.n + b] / (self.members[a].len() * self.members[b].len()) as f64
    }

    /// Finds the best later group of `a`.
    fn look(&mut self, a: usize) {
        let mut best: Option<(usize, f64)> = None;
        for b in a + 1..self.n {
            if !self.members[b].is_empty() {
                let average = self.average(a, b);
                if best.is_none_or(|(_, other)| average > other) {
                    best = Some((b, average));
                }
            }
        }
        self.nearest[a] = best.filter(|_| !self.members[a].is_empty());
    }

    fn best(&self, threshold: f64) -> Option<(usize, usize)> {
        let mut best: Option<(usize, usize, f64)> = None;
        for (a, nearest) in self.nearest.iter().enumerate() {
            if let Some((b, average)) = *nearest {
                if average >= threshold && best.is_none_or(|(_, _, other)| average > other) {
                    best = Some((a, b, average));
                }
            }
        }
        best.map(|(a, b, _)| (a, b))
    }

    fn join(&mut self, a: usize, b: usize) {
        let n = self.n;
        let moved = std::mem::take(&mut self.members[b]);
        self.members[a].extend(moved);
        for c in 0..n {
            let sum = self.sums[a * n + c] + self.sums[b * n + c];
            self.sums[a * n + c] = sum;
            self.sums[c * n + a] = sum;
        }
        self.nearest[b] = None;
        for c in 0..n {
            let points_at = self.nearest[c].is_some_and(|(to, _)| to == a || to == b);
            if c == a || points_at {
                self.look(c);
            } else if c < a && !self.members[c].is_empty() {
                // The joined group may have become the nearest.
                let average = self.average(c, a);
                if self.nearest[c].is_none_or(|(to, other)| average > other || (average == other && a < to)) {
                    self.nearest[c] = Some((a, average));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_points(points: &[f64], verdict: impl Fn(usize, usize) -> Option<Verdict>) -> Vec<Vec<usize>> {
        groups(points.len(), 3.0, |a, b| 6.0 - (points[a] - points[b]).abs(), verdict)
    }

    #[test]
    fn what_is_near_comes_together() {
        assert_eq!(of_points(&[0.0, 1.0, 9.0, 10.0, 30.0], |_, _| None), [vec![0, 1], vec![2, 3], vec![4]]);
        assert!(groups(0, 3.0, |_, _| 0.0, |_, _| None).is_empty());
    }

    #[test]
    fn a_chain_does_not_pull_far_ends_together() {
        let chain: Vec<f64> = (0..8).map(|i| f64::from(i) * 2.5).collect();
        let found = of_points(&chain, |_, _| None);
        assert!(found.iter().all(|g| g.len() <= 3), "{found:?}");
    }

    #[test]
    fn analysts_have_the_last_word() {
        let together = |a, b| ((a, b) == (0, 2)).then_some(Verdict::Together);
        assert_eq!(of_points(&[0.0, 50.0, 90.0], together), [vec![0, 2], vec![1]]);
        let apart = |a, b| ((a, b) == (0, 1)).then_some(Verdict::Apart);
        assert_eq!(of_points(&[0.0, 0.5, 0.6], apart), [vec![0], vec![1, 2]]);
    }
}
