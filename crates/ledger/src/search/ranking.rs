//! BM25 over a few hundred reports.

use super::fts5::Place;

/// How soon a word that stands again adds little more, and how much the length of a report counts: the usual values.
const SATURATION: f64 = 1.2;
const LENGTH: f64 = 0.75;

/// A report that matches.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Row of its version.
    pub id: i64,
    /// Where it has what is sought.
    pub places: Vec<Place>,
    /// Its words.
    pub length: u32,
}

/// A report with how well it matches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ranked {
    /// Row of its version.
    pub id: i64,
    /// The less, the better.
    pub rank: f64,
    /// Which of those that were ranked.
    pub at: usize,
}

impl Ranked {
    /// Whether it stands further down than what has this rank and row.
    pub fn comes_after(&self, rank: f64, id: i64) -> bool {
        self.rank.total_cmp(&rank).then(self.id.cmp(&id)).is_gt()
    }
}

/// Weight of a phrase that stands in `share` of all reports.
pub(super) fn weight(share: f64) -> f64 {
    (1.0 + 1.0 / share).ln()
}

/// The best first; of the same rank the one added first. `weights`: of each phrase.
pub(super) fn ranked(found: &[Found], weights: &[f64]) -> Vec<Ranked> {
    let mean = found.iter().map(|f| f64::from(f.length)).sum::<f64>() / found.len() as f64;
    let score = |Found { places, length, .. }: &Found| -> f64 {
        let damping = SATURATION * (1.0 - LENGTH + LENGTH * f64::from(*length) / mean.max(1.0));
        let told = weights.iter().enumerate().map(|(phrase, weight)| {
            let times = places.iter().filter(|place| place.phrase == phrase).count() as f64;
            weight * times * (SATURATION + 1.0) / (times + damping)
        });
        told.sum()
    };
    let ranks = found.iter().enumerate().map(|(at, one)| Ranked { id: one.id, rank: -score(one), at });
    let mut ranked: Vec<Ranked> = ranks.collect();
    ranked.sort_by(|a, b| a.rank.total_cmp(&b.rank).then(a.id.cmp(&b.id)));
    ranked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(found: &[(u32, [usize; 2])], weights: &[f64]) -> Vec<i64> {
        let place = |phrase| Place { phrase, is_in_text: true, word: 0, words: 1 };
        let one = |(id, &(length, [first, second])): (usize, &(u32, [usize; 2]))| {
            let places = [vec![place(0); first], vec![place(1); second]].concat();
            Found { id: id as i64, places, length }
        };
        let found: Vec<Found> = found.iter().enumerate().map(one).collect();
        ranked(&found, weights).iter().map(|r| r.id).collect()
    }

    #[test]
    fn what_stands_more_often_in_fewer_words_and_is_rarer_counts_more() {
        let [rare, common] = [weight(0.001), weight(0.5)];
        assert!(rare > common && common > 0.0);
        assert_eq!(order(&[(100, [1, 1]), (100, [3, 1])], &[common, common]), [1, 0], "more often");
        assert_eq!(order(&[(400, [2, 1]), (100, [2, 1])], &[common, common]), [1, 0], "in fewer words");
        assert_eq!(order(&[(100, [1, 3]), (100, [3, 1])], &[rare, common]), [1, 0], "the rarer one more often");
        assert_eq!(order(&[(100, [1, 1]), (100, [1, 1])], &[rare, common]), [0, 1], "alike: the first added first");
    }
}
