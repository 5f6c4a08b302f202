//! Pairs of gold and found things, distances, and the harmonic mean.

use std::cmp::Ordering;

use super::table::Figure;

/// Pairs (gold, found) one to one, the best score first, ties in order; what scores 0 does not pair.
pub(crate) fn one_to_one<G, F>(gold: &[G], found: &[F], score: impl Fn(&G, &F) -> f64) -> Vec<(usize, usize)> {
    let mut scored = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, f) in found.iter().enumerate() {
            let s = score(g, f);
            if s > 0.0 {
                scored.push((s, i, j));
            }
        }
    }
    scored.sort_by(|a, b| b.0.partial_cmp(&a.0).unwrap_or(Ordering::Equal).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut gold_taken, mut found_taken) = (vec![false; gold.len()], vec![false; found.len()]);
    scored.retain(|&(_, i, j)| {
        let free = !gold_taken[i] && !found_taken[j];
        if free {
            gold_taken[i] = true;
            found_taken[j] = true;
        }
        free
    });
    scored.into_iter().map(|(_, i, j)| (i, j)).collect()
}

/// Length in common over length of both together.
pub(crate) fn span_overlap(a: &[u32; 2], b: &[u32; 2]) -> f64 {
    let common = f64::from(a[1].min(b[1])) - f64::from(a[0].max(b[0]));
    if common <= 0.0 {
        return 0.0;
    }
    common / (f64::from(a[1].max(b[1])) - f64::from(a[0].min(b[0])))
}

/// What was right, found and there.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sums {
    pub right: usize,
    pub found: usize,
    pub gold: usize,
}

impl Sums {
    pub(crate) fn add(&mut self, right: usize, found: usize, gold: usize) {
        self.right += right;
        self.found += found;
        self.gold += gold;
    }

    /// Harmonic mean of precision and recall, 0 to 1.
    pub(crate) fn f1(self) -> f64 {
        let both = self.found + self.gold;
        if both == 0 {
            0.0
        } else {
            2.0 * self.right as f64 / both as f64
        }
    }

    pub(crate) fn figure(self, set: &str, measure: &str) -> Figure {
        Figure::new(set, measure, (self.gold > 0).then(|| 100.0 * self.f1()), self.gold)
    }
}

/// Great-circle distance in kilometres between two points in degrees.
pub(crate) fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    const EARTH: f64 = 6371.0088;
    let (p, q) = (a.0.to_radians(), b.0.to_radians());
    let h = ((q - p) / 2.0).sin().powi(2) + p.cos() * q.cos() * ((b.1 - a.1).to_radians() / 2.0).sin().powi(2);
    2.0 * EARTH * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_pair_goes_first_and_nothing_pairs_twice() {
        let gold = [[0, 10], [10, 20]];
        let found = [[1, 14], [0, 10]];
        assert_eq!(one_to_one(&gold, &found, span_overlap), [(0, 1), (1, 0)]);
        assert_eq!(one_to_one(&gold, &[[30, 40]], span_overlap), []);
    }

    #[test]
    fn a_degree_of_the_equator_is_111_kilometres() {
        assert!((kilometres((0.0, 0.0), (0.0, 1.0)) - 111.195).abs() < 0.01);
        assert!((kilometres((50.45, 30.52), (55.75, 37.62)) - 756.0).abs() < 3.0);
    }
}
