//! What was corrected or taken back, as it is told: at an incident, and in a period.

use rusqlite::{params, Connection, Result};
use serde::Serialize;

use crate::incidents::{likeness, parsed};
use crate::listing::Period;
use crate::store::Ledger;
use crate::weights::Weights;
use crate::Error;

/// A report that corrects or takes back another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// The report.
    pub report: String,
    /// "correction" or "retraction".
    pub kind: String,
    /// The report that it is about.
    pub of: String,
}

/// A report whose claims take no part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TakenBack {
    /// The report.
    pub report: String,
    /// Its publisher.
    pub publisher: Option<String>,
    /// Its day of publication.
    pub published: Option<String>,
    /// "retracted" or "replaced".
    pub how: String,
    /// The notice that says so, or the analyst.
    pub by: String,
    /// Why, in the analyst's words.
    pub reason: Option<String>,
}

/// Notices about reports of an incident, or that tell of it themselves.
pub(crate) fn notices(db: &Connection, incident: i64) -> Result<Vec<Notice>> {
    let mut find = db.prepare_cached(
        "WITH told AS (SELECT DISTINCT v.report AS id FROM tellings t JOIN versions v ON v.id = t.version WHERE t.incident = ?)
         SELECT r.key, n.kind, o.key FROM notices n JOIN reports r ON r.id = n.report JOIN reports o ON o.id = n.of
         WHERE n.report IN told OR n.of IN told ORDER BY r.key",
    )?;
    let rows =
        find.query_map([incident], |row| Ok(Notice { report: row.get(0)?, kind: row.get(1)?, of: row.get(2)? }))?;
    rows.collect()
}

/// Tellings that take no part and would be of this incident.
pub(crate) fn silenced(db: &Connection, incident: i64) -> Result<Vec<i64>> {
    let mut members = db.prepare_cached("SELECT features FROM tellings WHERE incident = ? AND repeats IS NULL")?;
    let members =
        members.query_map([incident], |row| parsed(&row.get::<_, String>(0)?))?.collect::<Result<Vec<_>>>()?;
    let mut find = db.prepare_cached(
        "SELECT DISTINCT s.id, s.features FROM tellings t JOIN tellings s ON s.silent = 1 AND s.first_day BETWEEN t.first_day - 33 AND t.last_day + 1
         WHERE t.incident = ? ORDER BY s.id",
    )?;
    let rows = find.query_map([incident], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
    let mut found = Vec::new();
    for row in rows {
        let (id, features) = row?;
        let telling = parsed(&features)?;
        let score = |member| likeness::score(member, &telling).unwrap_or(f64::NEG_INFINITY);
        if members.iter().map(score).fold(f64::NEG_INFINITY, f64::max) >= Weights::bundled().threshold {
            found.push(id);
        }
    }
    Ok(found)
}

impl Ledger {
    /// Reports published in a period that were taken back or replaced, by day and id.
    pub fn taken_back(&self, period: &Period) -> std::result::Result<Vec<TakenBack>, Error> {
        let read = || -> Result<Vec<TakenBack>> {
            // Standing is asked for twice: the first condition is that of an index.
            // An analyst's word goes before a notice, as it does where standing is settled.
            let mut find = self.db.prepare_cached(
                "SELECT r.key, v.publisher, v.published, iif(r.standing = 'retracted', 'retracted', 'replaced'),
                        ifnull(d.by, k.key), d.note
                 FROM reports r JOIN versions v ON v.id = r.current
                 LEFT JOIN decisions d ON d.id = (SELECT max(x.id) FROM decisions x WHERE x.subject = r.key AND x.kind = 'retract' AND x.undone IS NULL)
                 LEFT JOIN notices n ON n.of = r.id AND (n.kind = 'retraction' OR n.replaces) LEFT JOIN reports k ON k.id = n.report
                 WHERE r.id IN (SELECT id FROM reports WHERE standing <> 'valid' AND standing = 'retracted'
                                UNION SELECT of FROM notices WHERE of IS NOT NULL AND replaces)
                   AND EXISTS (SELECT 1 FROM tellings t WHERE t.version = r.current AND t.silent)
                   AND (?1 IS NULL OR v.published >= ?1) AND (?2 IS NULL OR v.published <= ?2)
                 GROUP BY r.id ORDER BY v.published, r.key",
            )?;
            let rows = find.query_map(params![period.since, period.until], |row| {
                Ok(TakenBack {
                    report: row.get(0)?,
                    publisher: row.get(1)?,
                    published: row.get(2)?,
                    how: row.get(3)?,
                    by: row.get::<_, Option<String>>(4)?.unwrap_or_default(),
                    reason: row.get(5)?,
                })
            })?;
            rows.collect()
        };
        read().map_err(|e| self.error(e))
    }
}
