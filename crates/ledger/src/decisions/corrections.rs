//! Events as analysts corrected them.
//!
//! A corrected field stands in `events`, so that all that follows from events follows from it; what was read there is kept in
//! `corrections` and comes back when the decision is undone.

use rusqlite::{params, Connection, OptionalExtension, Result};
use serde_json::Value;

use super::{known_report, refuse, values, Anchor, Answer};
use crate::incidents::Change;
use crate::retelling::retell;

/// Row and anchor of an event of a report's current version.
pub(super) fn anchor(db: &Connection, report: &str, event: &str) -> Answer<(i64, Anchor)> {
    let row = known_report(db, report)?;
    let number = event.strip_prefix(['E', 'e']).and_then(|n| n.parse::<i64>().ok()).map(|n| n - 1);
    let events = anchored(db, row)?;
    let found = events.into_iter().find(|(_, local, _)| Some(*local) == number);
    found.map_or_else(
        || refuse(format!("{report:?} has no event {event:?}; attache show INCIDENT lists events as REPORT E1")),
        |(id, _, anchor)| Ok((id, anchor)),
    )
}

/// The events of a report's current version: row, number in the reading, anchor.
fn anchored(db: &Connection, report: i64) -> Result<Vec<(i64, i64, Anchor)>> {
    let mut find = db.prepare_cached(
        "SELECT e.id, e.local, e.trigger_start, substr(v.text, e.trigger_start + 1, e.trigger_end - e.trigger_start)
         FROM reports r JOIN versions v ON v.id = r.current JOIN events e ON e.version = v.id
         WHERE r.id = ? ORDER BY e.local",
    )?;
    let mut rows = find.query([report])?;
    let mut events: Vec<(i64, i64, Anchor)> = Vec::new();
    while let Some(row) = rows.next()? {
        let start: u32 = row.get(2)?;
        let turn = events.iter().filter(|(_, _, a)| a.start == start).count();
        events.push((row.get(0)?, row.get(1)?, Anchor { start, turn, words: row.get(3)? }));
    }
    Ok(events)
}

/// The event that a decision is about: at its place, or, where the text has changed, the only one with its words.
fn find(events: &[(i64, i64, Anchor)], wanted: &Anchor) -> Option<i64> {
    if let Some((id, ..)) = events.iter().find(|(_, _, a)| a == wanted) {
        return Some(*id);
    }
    let mut alike = events.iter().filter(|(_, _, a)| a.words == wanted.words);
    alike.next().filter(|_| alike.next().is_none()).map(|(id, ..)| *id)
}

/// Whether the event of a correction is in the current version of its report.
pub(super) fn finds(db: &Connection, report: &str, object: &str) -> Result<Option<i64>> {
    let Some(row) = db.query_row("SELECT id FROM reports WHERE key = ?", [report], |row| row.get(0)).optional()? else {
        return Ok(None);
    };
    let Ok(anchor) = serde_json::from_str::<Anchor>(object) else { return Ok(None) };
    let events = anchored(db, row)?;
    let found = find(&events, &anchor);
    Ok(found.and_then(|id| events.iter().find(|(row, ..)| *row == id).map(|(_, local, _)| *local)))
}

/// Gives the events of a version back as they were read; gives whether any had been corrected.
pub(crate) fn restore(db: &Connection, version: i64) -> Result<bool> {
    let mut find = db.prepare_cached(
        "SELECT c.event, c.field, c.was FROM corrections c JOIN events e ON e.id = c.event WHERE e.version = ?",
    )?;
    let rows = find.query_map([version], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let corrected: Vec<(i64, String, String)> = rows.collect::<Result<_>>()?;
    for (event, field, was) in &corrected {
        values::write(db, *event, field, &parsed(was))?;
    }
    db.prepare_cached("DELETE FROM corrections WHERE event IN (SELECT id FROM events WHERE version = ?)")?
        .execute([version])?;
    Ok(!corrected.is_empty())
}

/// Brings the events of a report's current version to what analysts have decided of them.
pub(crate) fn settle(db: &Connection, report: i64, change: &mut Change) -> Result<()> {
    let (version, key): (i64, String) = db
        .prepare_cached("SELECT current, key FROM reports WHERE id = ?")?
        .query_row([report], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut touched = restore(db, version)?;
    let mut find_decisions = db.prepare_cached(
        "SELECT id, object, field, value FROM decisions WHERE kind = 'correct' AND subject = ? AND undone IS NULL ORDER BY id",
    )?;
    let rows = find_decisions.query_map([&key], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let decisions: Vec<(i64, String, String, String)> = rows.collect::<Result<_>>()?;
    if decisions.is_empty() && !touched {
        return Ok(());
    }
    let events = anchored(db, report)?;
    for (decision, object, field, value) in decisions {
        let event = serde_json::from_str(&object).ok().and_then(|anchor| find(&events, &anchor));
        if let Some(event) = event {
            correct(db, decision, event, &field, &parsed(&value))?;
            touched = true;
        }
    }
    if touched {
        retell(db, version, change)?;
    }
    Ok(())
}

/// Writes one field as corrected, and keeps what was read there.
fn correct(db: &Connection, decision: i64, event: i64, field: &str, value: &Value) -> Result<()> {
    let was = values::read(db, event, field)?;
    db.prepare_cached(
        "INSERT INTO corrections (event, field, was, decision) VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET decision = excluded.decision",
    )?
    .execute(params![event, field, was.to_string(), decision])?;
    values::write(db, event, field, &values::applied(db, &was, value)?)
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or(Value::Null)
}
