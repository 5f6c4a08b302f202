//! What stands of a report: whether it was corrected or taken back, by an analyst, by a notice of its publisher, or by a
//! new version of its own; and which of its tellings take part.
//!
//! An analyst has the last word, of several the latest. A notice of retraction takes back the report that it is about; one of
//! correction that has its whole text anew takes its place; a shorter one stands beside it.

use rusqlite::{params, Connection, OptionalExtension, Result};

use crate::incidents::Change;

/// What stands of a report.
struct Standing {
    /// As `reports.standing` has it.
    name: &'static str,
    /// Whether its tellings take part.
    speaks: bool,
}

/// Brings a report's standing, and what part its tellings take, to what follows from decisions and notices.
pub(crate) fn settle(db: &Connection, report: i64, change: &mut Change) -> Result<()> {
    let standing = of(db, report)?;
    db.prepare_cached("UPDATE reports SET standing = ? WHERE id = ?")?.execute(params![standing.name, report])?;
    let mut find = db.prepare_cached(
        "SELECT t.id, NOT EXISTS (SELECT 1 FROM events e WHERE e.telling = t.id AND e.modality = 'actual')
         FROM reports r JOIN tellings t ON t.version = r.current WHERE r.id = ? ORDER BY t.number",
    )?;
    let tellings: Vec<(i64, bool)> =
        find.query_map([report], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_>>()?;
    for (telling, is_empty) in tellings {
        tell_as(db, telling, !is_empty && standing.speaks, false, change)?;
    }
    Ok(())
}

/// Lets a telling take part as far as its report stands; `is_empty`: none of its events is left; `is_new`: it tells something
/// else than before.
pub(crate) fn tell(db: &Connection, telling: i64, is_empty: bool, is_new: bool, change: &mut Change) -> Result<()> {
    let report = db
        .prepare_cached("SELECT v.report FROM tellings t JOIN versions v ON v.id = t.version WHERE t.id = ?")?
        .query_row([telling], |row| row.get(0))?;
    tell_as(db, telling, !is_empty && of(db, report)?.speaks, is_new, change)
}

fn tell_as(db: &Connection, telling: i64, speaks: bool, is_new: bool, change: &mut Change) -> Result<()> {
    let (was_silent, incident, report): (bool, Option<i64>, i64) = db
        .prepare_cached(
            "SELECT t.silent, t.incident, v.report FROM tellings t JOIN versions v ON v.id = t.version WHERE t.id = ?",
        )?
        .query_row([telling], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    if speaks == was_silent {
        db.prepare_cached("UPDATE tellings SET silent = ? WHERE id = ?")?.execute(params![!speaks, telling])?;
    }
    if !speaks && !was_silent {
        change.silence(db, telling)?;
    } else if speaks && (was_silent || is_new) {
        change.retold(db, telling)?;
    }
    if was_silent == speaks || is_new {
        change.echoes([report].into());
    }
    if let Some(incident) = incident {
        change.stale(incident);
    }
    Ok(())
}

fn of(db: &Connection, report: i64) -> Result<Standing> {
    let (versions, notice): (i64, Option<String>) = db
        .prepare_cached(
            "SELECT (SELECT max(number) FROM versions WHERE report = r.id), n.kind
             FROM reports r LEFT JOIN notices n ON n.report = r.id WHERE r.id = ?",
        )?
        .query_row([report], |row| Ok((row.get(0)?, row.get(1)?)))?;
    // What a retraction says again is what it takes back.
    let speaks = notice.as_deref() != Some("retraction");
    let valid = Standing { name: if versions > 1 { "corrected" } else { "valid" }, speaks };
    match last_word(db, report)?.as_deref() {
        Some("retract") => return Ok(Standing { name: "retracted", speaks: false }),
        Some(_) => return Ok(valid),
        None => {}
    }
    let mut find = db.prepare_cached("SELECT report, kind, replaces FROM notices WHERE of = ? ORDER BY report")?;
    let rows = find.query_map([report], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let mut standing = valid;
    for row in rows.collect::<Result<Vec<(i64, String, bool)>>>()? {
        let (notice, kind, replaces) = row;
        if last_word(db, notice)?.as_deref() == Some("retract") {
            continue;
        }
        if kind == "retraction" {
            return Ok(Standing { name: "retracted", speaks: false });
        }
        standing = Standing { name: "corrected", speaks: standing.speaks && !replaces };
    }
    Ok(standing)
}

/// What analysts decided last of a report: "retract" or "restore".
fn last_word(db: &Connection, report: i64) -> Result<Option<String>> {
    db.prepare_cached(
        "SELECT d.kind FROM reports r JOIN decisions d ON d.subject = r.key
         WHERE r.id = ? AND d.kind IN ('retract', 'restore') AND d.undone IS NULL ORDER BY d.id DESC LIMIT 1",
    )?
    .query_row([report], |row| row.get(0))
    .optional()
}
