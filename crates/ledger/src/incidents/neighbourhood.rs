//! Which tellings are grouped at once: those that links join, directly or through others.
//!
//! A neighbourhood of more than [`LARGEST`] tellings is parted at its weaker links: a telling is grouped with all that links of at
//! least some score join to it, where that score is the lowest at which they are few enough. So what is grouped with what
//! depends on the links alone, and nothing larger is ever gone through: a town that was shelled every day for years costs
//! no more than another.

use std::collections::BTreeSet;

use rusqlite::{Connection, Result};

use crate::decisions::Verdicts;
use crate::weights::Weights;

/// Tellings that are grouped at once.
const LARGEST: usize = 600;
/// How much more a link has to score each time that a neighbourhood is too large.
const STEP: f64 = 0.5;
/// No pair scores more; tellings that are still too many cannot be told apart.
const HIGHEST: f64 = 20.0;

/// Tellings linked to this one, with the score.
pub(super) fn neighbours(db: &Connection, telling: i64) -> Result<Vec<(i64, f64)>> {
    db.prepare_cached("SELECT b, score FROM links WHERE a = ?1 UNION ALL SELECT a, score FROM links WHERE b = ?1")?
        .query_map([telling], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// The part of the ledger that `start` is grouped in. It is one, but where more tellings than [`LARGEST`] cannot be told apart.
pub(super) fn around(db: &Connection, start: i64, verdicts: &Verdicts) -> Result<Vec<Vec<i64>>> {
    let nobody = BTreeSet::new();
    if let Some((part, _)) = part(db, start, &nobody, verdicts)? {
        return Ok(vec![part.into_iter().collect()]);
    }
    let all = joined(db, start, HIGHEST, &nobody, verdicts, usize::MAX)?.unwrap_or_default();
    Ok(all.into_iter().collect::<Vec<_>>().chunks(LARGEST).map(<[i64]>::to_vec).collect())
}

/// Tellings that were grouped with a neighbour of one of `new` until these came, and may be so no more: their part has become
/// too large.
pub(super) fn parted_by(db: &Connection, new: &BTreeSet<i64>, verdicts: &Verdicts) -> Result<BTreeSet<i64>> {
    let nobody = BTreeSet::new();
    let mut parted = BTreeSet::new();
    let mut whole: BTreeSet<i64> = BTreeSet::new();
    for &telling in new {
        if whole.contains(&telling) {
            continue;
        }
        if let Some((part, least)) = part(db, telling, &nobody, verdicts)? {
            if least <= Weights::bundled().threshold {
                whole.extend(part);
                continue;
            }
        }
        for (neighbour, _) in neighbours(db, telling)?.into_iter().filter(|(other, _)| !new.contains(other)) {
            if !parted.contains(&neighbour) {
                parted.extend(part_before(db, neighbour, new, verdicts)?);
            }
        }
    }
    Ok(parted)
}

fn part_before(db: &Connection, start: i64, new: &BTreeSet<i64>, verdicts: &Verdicts) -> Result<BTreeSet<i64>> {
    Ok(part(db, start, new, verdicts)?.map(|(part, _)| part).unwrap_or_else(|| [start].into()))
}

/// All that is grouped with `start`, and the score that links within it have at least; `None` where it is too much at any score.
fn part(
    db: &Connection,
    start: i64,
    without: &BTreeSet<i64>,
    verdicts: &Verdicts,
) -> Result<Option<(BTreeSet<i64>, f64)>> {
    let mut least = Weights::bundled().threshold;
    while least <= HIGHEST {
        if let Some(found) = joined(db, start, least, without, verdicts, LARGEST)? {
            return Ok(Some((found, least)));
        }
        least += STEP;
    }
    Ok(None)
}

/// All that links of at least `least`, and merges by analysts, join to `start`; `None` where they are more than `most`.
fn joined(
    db: &Connection,
    start: i64,
    least: f64,
    without: &BTreeSet<i64>,
    verdicts: &Verdicts,
    most: usize,
) -> Result<Option<BTreeSet<i64>>> {
    let mut found = BTreeSet::from([start]);
    let mut coming = vec![start];
    while let Some(telling) = coming.pop() {
        let linked = neighbours(db, telling)?.into_iter().filter(|(_, score)| *score >= least).map(|(other, _)| other);
        for other in linked.chain(verdicts.merged(telling)) {
            if !without.contains(&other) && found.insert(other) {
                if found.len() > most {
                    return Ok(None);
                }
                coming.push(other);
            }
        }
    }
    Ok(Some(found))
}
