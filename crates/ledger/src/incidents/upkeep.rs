//! Keeping incidents up when reports come, change or are taken back.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use rusqlite::{params, Connection, Result};

use super::cluster::groups;
use super::likeness::score;
use super::neighbourhood::{self, neighbours};
use crate::decisions::Verdicts;
use crate::tellings::Telling;
use crate::weights::Weights;
use crate::{accounts, bearings, echoes};

/// Days that two tellings' days may lie apart and still be compared.
const APART: i32 = 1;

/// What has changed in the ledger.
#[derive(Debug, Default)]
pub(crate) struct Change {
    /// Tellings that are new.
    pub told: Vec<i64>,
    /// Tellings whose neighbourhood has to be looked at again.
    touched: BTreeSet<i64>,
    /// Incidents that may have lost tellings.
    stale: BTreeSet<i64>,
    /// Reports that repeat another one than before, or none.
    reports: BTreeSet<i64>,
}

/// How many incidents a change made, and how many it added to.
#[derive(Debug, Default)]
pub(crate) struct Told {
    pub new: usize,
    pub joined: usize,
}

impl Change {
    /// Takes back what a version told: its text and its events stay, its tellings go.
    pub(crate) fn forget(&mut self, db: &Connection, version: i64) -> Result<()> {
        self.forget_reading(db, version)?;
        echoes::remove(db, version)
    }

    /// The same, where the version is only read again.
    pub(crate) fn forget_reading(&mut self, db: &Connection, version: i64) -> Result<()> {
        let tellings: Vec<i64> = list(db, "SELECT id FROM tellings WHERE version = ?", version)?;
        for telling in tellings {
            self.unlink(db, telling)?;
        }
        // What repeated them has to be looked at again.
        db.prepare_cached(
            "UPDATE tellings SET incident = NULL WHERE repeats IN (SELECT id FROM tellings WHERE version = ?)",
        )?
        .execute([version])?;
        db.prepare_cached("DELETE FROM tellings WHERE version = ?")?.execute([version])?;
        Ok(())
    }

    /// Takes a telling out of its incident, and those that repeat it.
    pub(crate) fn silence(&mut self, db: &Connection, telling: i64) -> Result<()> {
        self.unlink(db, telling)?;
        self.stale.extend(
            list::<Option<i64>>(db, "SELECT incident FROM tellings WHERE repeats = ?", telling)?.into_iter().flatten(),
        );
        db.prepare_cached("UPDATE tellings SET incident = NULL WHERE id = ?1 OR repeats = ?1")?.execute([telling])?;
        Ok(())
    }

    /// A telling tells something else than before, or takes part again.
    pub(crate) fn retold(&mut self, db: &Connection, telling: i64) -> Result<()> {
        self.unlink(db, telling)?;
        self.told.push(telling);
        Ok(())
    }

    /// An analyst has decided on this telling.
    pub(crate) fn decided(&mut self, telling: i64) {
        self.touched.insert(telling);
    }

    /// The accounts of this incident have to be looked at again.
    pub(crate) fn stale(&mut self, incident: i64) {
        self.stale.insert(incident);
    }

    /// These reports repeat another one than before, or are new.
    pub(crate) fn echoes(&mut self, reports: BTreeSet<i64>) {
        self.reports.extend(reports);
    }

    fn unlink(&mut self, db: &Connection, telling: i64) -> Result<()> {
        self.touched.extend(neighbours(db, telling)?.into_iter().map(|(other, _)| other));
        self.touched.extend(list::<i64>(
            db,
            "SELECT ifnull(o.repeats, o.id) FROM tellings t JOIN decided_tellings x ON x.handle = t.handle
             JOIN decided_tellings y ON y.decision = x.decision JOIN tellings o ON o.handle = y.handle WHERE t.id = ?",
            telling,
        )?);
        self.stale.extend(
            list::<Option<i64>>(db, "SELECT incident FROM tellings WHERE id = ?", telling)?.into_iter().flatten(),
        );
        db.prepare_cached("DELETE FROM links WHERE a = ?1 OR b = ?1")?.execute([telling])?;
        Ok(())
    }
}

/// Brings incidents and accounts up to date.
pub(crate) fn upkeep(db: &Connection, mut change: Change) -> Result<Told> {
    let unlinked = repeated(db, &mut change)?;
    let mut members = Members::default();
    for &telling in &unlinked {
        link(db, telling, &mut members)?;
    }
    change.touched.extend(&unlinked);
    let verdicts = Verdicts::load(db)?;
    change.touched.extend(neighbourhood::parted_by(db, &unlinked, &verdicts)?);
    let mut told = Told::default();
    let mut done: BTreeSet<i64> = BTreeSet::new();
    let mut fresh = change.stale.clone();
    for &start in &change.touched {
        if done.contains(&start) || !exists(db, start)? {
            continue;
        }
        for part in neighbourhood::around(db, start, &verdicts)? {
            done.extend(&part);
            fresh.extend(regroup(db, &part, &verdicts, &mut members, &unlinked, &mut told)?);
        }
    }
    for incident in fresh {
        accounts::write(db, incident)?;
        bearings::write(db, incident)?;
    }
    Ok(told)
}

fn list<T: rusqlite::types::FromSql>(db: &Connection, sql: &str, id: i64) -> Result<Vec<T>> {
    db.prepare_cached(sql)?.query_map([id], |row| row.get(0))?.collect()
}

fn exists(db: &Connection, telling: i64) -> Result<bool> {
    Ok(!list::<i64>(db, "SELECT 1 FROM tellings WHERE id = ? AND repeats IS NULL AND silent = 0", telling)?.is_empty())
}

/// Finds which tellings of echoes repeat one of their first, and gives those that have to be linked.
fn repeated(db: &Connection, change: &mut Change) -> Result<BTreeSet<i64>> {
    let mut reports = change.reports.clone();
    for &first in &change.reports {
        reports.extend(list::<i64>(db, "SELECT id FROM reports WHERE echo_of = ?", first)?);
    }
    let mut unlinked: BTreeSet<i64> = change.told.iter().copied().collect();
    for report in reports {
        let firsts =
            of_report(db, "SELECT current FROM reports WHERE id = (SELECT echo_of FROM reports WHERE id = ?)", report)?;
        for (row, telling, before) in of_report(db, "SELECT current FROM reports WHERE id = ?", report)? {
            let repeats = firsts.iter().find(|(_, first, _)| says_the_same(first, &telling)).map(|(first, ..)| *first);
            if repeats.is_some() {
                change.unlink(db, row)?;
                unlinked.remove(&row);
                // The one that it repeats takes it along, if that one takes part itself.
                db.prepare_cached("UPDATE tellings SET incident = NULL WHERE id = ?")?.execute([row])?;
            } else if before.is_some() || change.told.contains(&row) || lost(db, row)? {
                unlinked.insert(row);
            }
            db.prepare_cached("UPDATE tellings SET repeats = ? WHERE id = ?")?.execute(params![repeats, row])?;
            change.touched.extend(repeats);
        }
    }
    let speaking = unlinked.into_iter().map(|telling| exists(db, telling).map(|speaks| speaks.then_some(telling)));
    speaking.filter_map(Result::transpose).collect()
}

/// Whether a telling stands in no incident: what it repeated is gone.
fn lost(db: &Connection, telling: i64) -> Result<bool> {
    Ok(!list::<i64>(db, "SELECT 1 FROM tellings WHERE id = ? AND incident IS NULL", telling)?.is_empty())
}

fn of_report(db: &Connection, version: &str, report: i64) -> Result<Vec<(i64, Telling, Option<i64>)>> {
    let mut find = db.prepare_cached(&format!(
        "SELECT id, features, repeats FROM tellings WHERE version = ({version}) ORDER BY number"
    ))?;
    let rows = find.query_map([report], |row| Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?)))?;
    rows.map(|row| row.and_then(|(id, features, repeats)| Ok((id, parsed(&features)?, repeats)))).collect()
}

pub(crate) fn parsed(features: &str) -> Result<Telling> {
    Telling::read(features)
        .map_err(|e| rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(e)))
}

/// Whether a telling of an echo adds nothing to one of its first.
fn says_the_same(first: &Telling, telling: &Telling) -> bool {
    /// Share of the longer words around the deed.
    const WORDS: f64 = 0.8;
    let common = telling.words.iter().filter(|w| first.words.binary_search(w).is_ok()).count();
    first.kind == telling.kind
        && first.mode == telling.mode
        && first.killed == telling.killed
        && first.wounded == telling.wounded
        && first.denied == telling.denied
        && common as f64 >= WORDS * telling.words.len() as f64
}

/// The tellings that were looked at, parsed once.
#[derive(Default)]
struct Members(HashMap<i64, Member>);

/// A telling with its place in the canonical order.
struct Member {
    order: (String, String, i64),
    handle: String,
    telling: Telling,
}

impl Members {
    fn load(&mut self, db: &Connection, id: i64) -> Result<&Member> {
        Ok(match self.0.entry(id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(member(db, id)?),
        })
    }
}

fn member(db: &Connection, id: i64) -> Result<Member> {
    db.prepare_cached(
        "SELECT ifnull(v.published, '9999'), r.key, t.number, t.handle, t.features
         FROM tellings t JOIN versions v ON v.id = t.version JOIN reports r ON r.id = v.report WHERE t.id = ?",
    )?
    .query_row([id], |row| {
        let order = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(Member { order, handle: row.get(3)?, telling: parsed(&row.get::<_, String>(4)?)? })
    })
}

/// Links a telling to all that may be of one incident with it.
fn link(db: &Connection, id: i64, members: &mut Members) -> Result<()> {
    let telling = members.load(db, id)?.telling.clone();
    let weights = Weights::bundled();
    for kind in weights.related(&telling.kind) {
        for other in candidates(db, id, kind, &telling)? {
            let score = score(&telling, &members.load(db, other)?.telling).unwrap_or(f64::NEG_INFINITY);
            if score >= weights.threshold {
                db.prepare_cached("INSERT OR REPLACE INTO links (a, b, score) VALUES (?, ?, ?)")?.execute(params![
                    id.min(other),
                    id.max(other),
                    score
                ])?;
            }
        }
    }
    Ok(())
}

/// Tellings of type `kind` near in time, and not in another country. Those without any day are compared with each other.
fn candidates(db: &Connection, id: i64, kind: &str, telling: &Telling) -> Result<Vec<i64>> {
    let country = telling.spot.as_ref().and_then(|s| s.country.as_deref());
    let Some((first, last)) = telling.days else {
        let sql = "SELECT id FROM tellings WHERE type = ?1 AND first_day IS NULL AND repeats IS NULL AND silent = 0 AND id <> ?2
                   AND (country IS NULL OR ?3 IS NULL OR country = ?3)";
        return db.prepare_cached(sql)?.query_map(params![kind, id, country], |row| row.get(0))?.collect();
    };
    // Most take up few days; the others have an index of their own, so that no month of tellings is gone through.
    let sql = "SELECT id FROM tellings WHERE type = ?1 AND first_day BETWEEN ?4 - 3 AND ?5 AND last_day >= ?4
               AND repeats IS NULL AND silent = 0 AND id <> ?2 AND (country IS NULL OR ?3 IS NULL OR country = ?3)
               UNION ALL
               SELECT id FROM tellings INDEXED BY tellings_long WHERE type = ?1 AND first_day BETWEEN ?6 AND ?4 - 4 AND last_day >= ?4
               AND last_day > first_day + 3
               AND repeats IS NULL AND silent = 0 AND id <> ?2 AND (country IS NULL OR ?3 IS NULL OR country = ?3)";
    let earliest = first - crate::tellings::LONGEST_DAYS - APART;
    db.prepare_cached(sql)?
        .query_map(params![kind, id, country, first - APART, last + APART, earliest], |row| row.get(0))?
        .collect()
}

/// Groups tellings into incidents; gives the rows of all incidents that they are or were in.
fn regroup(
    db: &Connection,
    part: &[i64],
    verdicts: &Verdicts,
    members: &mut Members,
    unlinked: &BTreeSet<i64>,
    told: &mut Told,
) -> Result<BTreeSet<i64>> {
    for &id in part {
        members.load(db, id)?;
    }
    let mut part = part.to_vec();
    part.sort_by(|a, b| members.0[a].order.cmp(&members.0[b].order));
    let member = |i: usize| &members.0[&part[i]];
    let found = groups(
        part.len(),
        Weights::bundled().threshold,
        |a, b| score(&member(a).telling, &member(b).telling).unwrap_or(UNRELATED),
        |a, b| verdicts.of(&member(a).handle, &member(b).handle),
    );
    let mut incidents = BTreeSet::new();
    for &id in &part {
        incidents
            .extend(list::<Option<i64>>(db, "SELECT incident FROM tellings WHERE id = ?", id)?.into_iter().flatten());
    }
    for group in found {
        let head = member(group[0]);
        let (incident, is_new) = incident_row(db, head)?;
        let joins = group.iter().any(|&i| unlinked.contains(&part[i]));
        told.new += usize::from(is_new && joins);
        told.joined += usize::from(!is_new && joins);
        for i in group {
            db.prepare_cached("UPDATE tellings SET incident = ?1 WHERE silent = 0 AND (id = ?2 OR repeats = ?2)")?
                .execute(params![incident, part[i]])?;
        }
        incidents.insert(incident);
    }
    Ok(incidents)
}

/// What counts between tellings whose types have nothing to do with each other.
const UNRELATED: f64 = -20.0;

/// The row of the incident that is named after its first telling.
fn incident_row(db: &Connection, head: &Member) -> Result<(i64, bool)> {
    let found: Vec<i64> = db
        .prepare_cached("SELECT id FROM incidents WHERE handle = ?")?
        .query_map([&head.handle], |row| row.get(0))?
        .collect::<Result<_>>()?;
    if let Some(&row) = found.first() {
        return Ok((row, false));
    }
    db.prepare_cached(
        "INSERT INTO incidents (handle, type, quad, intensity, day_inferred, independent, denied, agreed, contested)
         VALUES (?, ?, '', 0, 0, 0, 0, '', '')",
    )?
    .execute(params![head.handle, head.telling.kind])?;
    Ok((db.last_insert_rowid(), true))
}
