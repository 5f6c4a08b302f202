//! What analysts decided of pairs of tellings: one incident, or two.

use std::collections::{BTreeSet, HashMap};

use rusqlite::{Connection, Result};

use crate::incidents::cluster::Verdict;

/// Merges and splits in force, by the tellings that they are about.
#[derive(Default)]
pub(crate) struct Verdicts {
    /// For each telling's handle its places in decisions, the latest last.
    places: HashMap<String, Vec<Place>>,
    /// For each decision the tellings that it brings together with others.
    together: HashMap<i64, BTreeSet<i64>>,
    /// The decisions that bring a telling together with others.
    of_telling: HashMap<i64, Vec<i64>>,
}

#[derive(Clone, Copy)]
struct Place {
    decision: i64,
    side: i64,
    is_merge: bool,
}

impl Verdicts {
    /// The merges and splits that nobody has undone. A telling that repeats another stands for that one.
    pub(crate) fn load(db: &Connection) -> Result<Self> {
        let mut verdicts = Self::default();
        let mut find = db.prepare_cached(
            "SELECT DISTINCT d.id, d.kind = 'merge', x.side, ifnull(f.id, t.id), ifnull(f.handle, t.handle)
             FROM decisions d JOIN decided_tellings x ON x.decision = d.id JOIN tellings t ON t.handle = x.handle
             LEFT JOIN tellings f ON f.id = t.repeats
             WHERE d.kind IN ('split', 'merge') AND d.undone IS NULL ORDER BY d.id",
        )?;
        let mut rows = find.query([])?;
        while let Some(row) = rows.next()? {
            let place = Place { decision: row.get(0)?, is_merge: row.get(1)?, side: row.get(2)? };
            let telling: i64 = row.get(3)?;
            verdicts.places.entry(row.get(4)?).or_default().push(place);
            if place.is_merge || place.side == 0 {
                verdicts.together.entry(place.decision).or_default().insert(telling);
                verdicts.of_telling.entry(telling).or_default().push(place.decision);
            }
        }
        Ok(verdicts)
    }

    /// The latest decision that has both tellings, in whatever order they are named.
    pub(crate) fn of(&self, a: &str, b: &str) -> Option<Verdict> {
        let (x, y) = (self.places.get(a)?, self.places.get(b)?);
        let both = x.iter().flat_map(|p| y.iter().filter(|q| q.decision == p.decision).map(move |q| (p, q)));
        both.filter_map(|(p, q)| Some((p.decision, verdict(*p, *q)?))).max_by_key(|(d, _)| *d).map(|(_, v)| v)
    }

    /// The tellings that decisions bring together with this one.
    pub(crate) fn merged(&self, telling: i64) -> impl Iterator<Item = i64> + '_ {
        let decisions = self.of_telling.get(&telling).into_iter().flatten();
        decisions.filter_map(|d| self.together.get(d)).flatten().copied()
    }
}

fn verdict(p: Place, q: Place) -> Option<Verdict> {
    match (p.is_merge, p.side == q.side) {
        (true, false) => Some(Verdict::Together),
        (false, false) => Some(Verdict::Apart),
        (false, true) if p.side == 0 => Some(Verdict::Together),
        _ => None,
    }
}
