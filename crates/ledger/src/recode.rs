//! Reading kept texts again with a newer program, model or knowledge.
//!
//! Each batch is one transaction, and a text bears the coding that it was read with last; so work that was broken off goes on
//! where it stopped. What came of it is summed up in `recodings` along with it.

use std::collections::{BTreeMap, BTreeSet};

use reading::Reading;
use rusqlite::{params, Connection, Result};
use serde::Serialize;

use crate::add::{coding_row, fill, Coding};
use crate::echoes;
use crate::incidents::{upkeep, Change};
use crate::store::Ledger;
use crate::{decisions, notices, Error};

/// A text as the ledger keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptText {
    /// Row of the version.
    pub version: i64,
    /// Id of the report.
    pub report: String,
    /// Headline.
    pub title: Option<String>,
    /// Publisher.
    pub publisher: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Day of publication.
    pub published: Option<String>,
    /// The text.
    pub text: String,
}

/// What came of the events of one type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Recoded {
    /// PLOVER type.
    pub r#type: String,
    /// Events that were read just so before.
    pub same: u64,
    /// Events that were there with other sides, places, counts, sources, …
    pub changed: u64,
    /// Events that had not been read.
    pub gained: u64,
    /// Events that are read no more.
    pub lost: u64,
}

impl Ledger {
    /// How many texts were last read with another program, model or knowledge.
    pub fn waiting_for(&self, coding: &Coding) -> std::result::Result<u64, Error> {
        let count = self.db.query_row(
            "SELECT count(*) FROM versions v JOIN codings c ON c.id = v.coding
             WHERE (c.program, c.model, c.knowledge) <> (?, ?, ?)",
            params![coding.program, coding.model, coding.knowledge],
            |row| row.get(0),
        );
        count.map_err(|e| self.error(e))
    }

    /// At most `limit` of them, in the order of their rows, after the row `after`.
    pub fn kept(&self, coding: &Coding, after: i64, limit: usize) -> std::result::Result<Vec<KeptText>, Error> {
        let read = || -> Result<Vec<KeptText>> {
            let mut find = self.db.prepare_cached(
                "SELECT v.id, r.key, v.title, v.publisher, v.url, v.published, v.text
                 FROM versions v JOIN reports r ON r.id = v.report JOIN codings c ON c.id = v.coding
                 WHERE v.id > ? AND (c.program, c.model, c.knowledge) <> (?, ?, ?) ORDER BY v.id LIMIT ?",
            )?;
            let values = params![after, coding.program, coding.model, coding.knowledge, limit as i64];
            let rows = find.query_map(values, |row| {
                Ok(KeptText {
                    version: row.get(0)?,
                    report: row.get(1)?,
                    title: row.get(2)?,
                    publisher: row.get(3)?,
                    url: row.get(4)?,
                    published: row.get(5)?,
                    text: row.get(6)?,
                })
            })?;
            rows.collect()
        };
        read().map_err(|e| self.error(e))
    }

    /// Puts readings in the place of those that versions had, in one transaction.
    pub fn recode(&mut self, readings: &[(i64, Reading)], coding: &Coding) -> std::result::Result<(), Error> {
        self.changing(|db| {
            let coding = coding_row(db, coding)?;
            let mut change = Change::default();
            let mut sums = Sums::default();
            let (mut current, mut noticed) = (BTreeSet::new(), BTreeSet::new());
            for (version, reading) in readings {
                let Some(report) = again(db, *version, reading, coding, &mut change, &mut sums)? else { continue };
                current.insert(report.row);
                if report.says_other {
                    noticed.insert(report.row);
                }
            }
            // Whether a report is a notice decides what it may repeat.
            change.echoes(echoes::settle(db, noticed)?);
            notices::settle(db, &current, &mut change)?;
            change.echoes(current);
            sums.write(db, coding)?;
            upkeep(db, change)?;
            Ok(())
        })
    }

    /// What has come of reading texts again with `coding`, by type.
    pub fn recoded(&self, coding: &Coding) -> std::result::Result<Vec<Recoded>, Error> {
        let read = || -> Result<Vec<Recoded>> {
            let mut find = self.db.prepare(
                "SELECT r.type, r.same, r.changed, r.gained, r.lost FROM recodings r JOIN codings c ON c.id = r.coding
                 WHERE (c.program, c.model, c.knowledge) = (?, ?, ?) ORDER BY r.type",
            )?;
            let rows = find.query_map(params![coding.program, coding.model, coding.knowledge], |row| {
                Ok(Recoded {
                    r#type: row.get(0)?,
                    same: row.get(1)?,
                    changed: row.get(2)?,
                    gained: row.get(3)?,
                    lost: row.get(4)?,
                })
            })?;
            rows.collect()
        };
        read().map_err(|e| self.error(e))
    }
}

/// A report whose current version was read again.
struct Again {
    row: i64,
    /// It says something else of itself than before.
    says_other: bool,
}

/// Puts a reading in the place of the one that a version had; gives the report where the version is its current one.
fn again(
    db: &Connection,
    version: i64,
    reading: &Reading,
    coding: i64,
    change: &mut Change,
    sums: &mut Sums,
) -> Result<Option<Again>> {
    let (report, is_current): (i64, bool) = db
        .prepare_cached(
            "SELECT r.id, r.current = v.id FROM versions v JOIN reports r ON r.id = v.report WHERE v.id = ?",
        )?
        .query_row([version], |row| Ok((row.get(0)?, row.get(1)?)))?;
    decisions::restore(db, version)?;
    let before = prints(db, version)?;
    change.forget_reading(db, version)?;
    for table in ["events", "statements", "version_agreements", "version_times", "version_places", "version_actors"] {
        db.prepare_cached(&format!("DELETE FROM {table} WHERE version = ?"))?.execute([version])?;
    }
    db.prepare_cached("UPDATE versions SET coding = ?, language = ? WHERE id = ?")?.execute(params![
        coding,
        reading.report.language,
        version
    ])?;
    if !is_current {
        crate::store::write::reading(db, version, reading)?;
        sums.compare(&before, &prints(db, version)?);
        return Ok(None);
    }
    let says_other = fill(db, report, version, reading, change, |db| {
        sums.compare(&before, &prints(db, version)?);
        Ok(())
    })?;
    Ok(Some(Again { row: report, says_other }))
}

/// The events of a version by their place in the text: type, and all else that was read of them.
type Prints = BTreeMap<(u32, usize), (String, String)>;

fn prints(db: &Connection, version: i64) -> Result<Prints> {
    let mut find = db.prepare_cached(
        "SELECT e.trigger_start, e.type,
                json_array(e.start, e.\"end\", e.trigger_end, e.mode, e.contexts, e.cameo, e.time, e.polarity, e.modality, e.background,
                  e.killed_low, e.killed_high, e.wounded_low, e.wounded_high, e.detained_low, e.detained_high, e.displaced_low, e.displaced_high,
                  (SELECT json_array(p.name, p.country, p.lat, p.lon, p.precision) FROM places p WHERE p.id = e.place),
                  (SELECT g.name FROM agreements g WHERE g.id = e.violates),
                  (SELECT json_group_array(x.role || a.name || ifnull(a.country, '')) FROM
                     (SELECT * FROM event_actors WHERE event = e.id ORDER BY role, position) x JOIN actors a ON a.id = x.actor),
                  (SELECT json_group_array(a.name) FROM
                     (SELECT * FROM sources WHERE statement = e.statement ORDER BY position) x JOIN actors a ON a.id = x.actor))
         FROM events e WHERE e.version = ? ORDER BY e.local",
    )?;
    let mut rows = find.query([version])?;
    let mut prints = Prints::new();
    while let Some(row) = rows.next()? {
        let start: u32 = row.get(0)?;
        let turn = prints.range((start, 0)..=(start, usize::MAX)).count();
        prints.insert((start, turn), (row.get(1)?, row.get(2)?));
    }
    Ok(prints)
}

/// What came of a batch, by type.
#[derive(Default)]
struct Sums(BTreeMap<String, Recoded>);

impl Sums {
    fn compare(&mut self, before: &Prints, after: &Prints) {
        for (place, (kind, rest)) in after {
            let old = before.get(place).filter(|(old_kind, _)| old_kind == kind);
            let sum = self.of(kind);
            match old {
                Some((_, old_rest)) if old_rest == rest => sum.same += 1,
                Some(_) => sum.changed += 1,
                None => sum.gained += 1,
            }
        }
        for (place, (kind, _)) in before {
            if after.get(place).is_none_or(|(new_kind, _)| new_kind != kind) {
                self.of(kind).lost += 1;
            }
        }
    }

    fn of(&mut self, kind: &str) -> &mut Recoded {
        self.0.entry(kind.to_owned()).or_insert_with(|| Recoded { r#type: kind.to_owned(), ..Recoded::default() })
    }

    fn write(&self, db: &Connection, coding: i64) -> Result<()> {
        let mut add = db.prepare_cached(
            "INSERT INTO recodings (coding, type, same, changed, gained, lost) VALUES (?, ?, ?, ?, ?, ?)
             ON CONFLICT DO UPDATE SET same = same + excluded.same, changed = changed + excluded.changed,
                                       gained = gained + excluded.gained, lost = lost + excluded.lost",
        )?;
        for sum in self.0.values() {
            add.execute(params![
                coding,
                sum.r#type,
                sum.same as i64,
                sum.changed as i64,
                sum.gained as i64,
                sum.lost as i64
            ])?;
        }
        Ok(())
    }
}
