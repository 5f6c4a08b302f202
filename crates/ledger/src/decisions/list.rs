//! Decisions as they are listed.

use rusqlite::{params_from_iter, Connection, OptionalExtension, Result, Row};
use serde::Serialize;
use serde_json::Value;

use super::{corrections, values};
use crate::store::Ledger;
use crate::Error;

/// A decision with who took it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Decided {
    /// Its number.
    pub id: i64,
    /// "split", "merge", "correct", "note", "retract" or "restore".
    pub kind: String,
    /// The incident or report that it is about.
    pub subject: String,
    /// What was decided, in words.
    pub words: String,
    /// Why; the words of a note.
    pub note: Option<String>,
    /// Who decided.
    pub by: String,
    /// When.
    pub made: String,
    /// When it was undone.
    pub undone: Option<String>,
    /// Who undid it.
    pub undone_by: Option<String>,
    /// Whether what it is about is in the ledger as it is now.
    pub found: bool,
}

const COLUMNS: &str =
    "d.id, d.kind, d.subject, d.object, d.field, d.value, d.note, d.by, d.made, d.undone, d.undone_by";

impl Ledger {
    /// Every decision, those that were undone among them, by number.
    pub fn decisions(&self) -> std::result::Result<Vec<Decided>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM decisions d ORDER BY d.id");
        listed(&self.db, &sql, &[]).map_err(|e| self.error(e))
    }
}

/// The decisions in force that an incident stands on, and the notes on it.
pub(crate) fn on_incident(db: &Connection, incident: i64) -> Result<Vec<Decided>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM decisions d WHERE d.undone IS NULL AND (
           d.id IN (SELECT x.decision FROM tellings t JOIN decided_tellings x ON x.handle = t.handle WHERE t.incident = ?1)
           OR d.id IN (SELECT c.decision FROM tellings t JOIN events e ON e.telling = t.id
                       JOIN corrections c ON c.event = e.id WHERE t.incident = ?1)
           OR d.id IN (SELECT c.decision FROM tellings t JOIN corrections c ON c.field = 'event' AND c.was = t.id
                       WHERE t.incident = ?1)
           OR d.kind = 'note' AND d.subject IN (
                SELECT handle FROM tellings WHERE incident = ?1
                UNION SELECT r.key FROM tellings t JOIN versions v ON v.id = t.version JOIN reports r ON r.id = v.report
                      WHERE t.incident = ?1)) ORDER BY d.id"
    );
    listed(db, &sql, &[incident])
}

fn listed(db: &Connection, sql: &str, values: &[i64]) -> Result<Vec<Decided>> {
    let mut find = db.prepare_cached(sql)?;
    let mut rows = find.query(params_from_iter(values))?;
    let mut decisions = Vec::new();
    while let Some(row) = rows.next()? {
        decisions.push(decided(db, row)?);
    }
    Ok(decisions)
}

fn decided(db: &Connection, row: &Row<'_>) -> Result<Decided> {
    let (id, kind, subject): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
    let object = row.get::<_, Option<String>>(3)?.unwrap_or_default();
    let (words, found) = match kind.as_str() {
        "merge" => (format!("{subject} and {object} are one incident"), sides(db, id)? == 2),
        "split" => (format!("another incident than {subject}: {object}"), sides(db, id)? == 2),
        "correct" => {
            let (field, value) =
                (row.get::<_, Option<String>>(4)?.unwrap_or_default(), row.get::<_, Option<String>>(5)?);
            let value: Value = value.and_then(|v| serde_json::from_str(&v).ok()).unwrap_or_default();
            correction(db, id, &subject, &object, &field, &value)?
        }
        "note" => (String::new(), is_there(db, &subject)?),
        "retract" => ("is not to be counted".into(), is_there(db, &subject)?),
        _ => ("stands".into(), is_there(db, &subject)?),
    };
    Ok(Decided {
        id,
        kind,
        subject,
        words,
        note: row.get(6)?,
        by: row.get(7)?,
        made: row.get(8)?,
        undone: row.get(9)?,
        undone_by: row.get(10)?,
        found,
    })
}

/// How many sides of a merge or split have a telling in the ledger.
fn sides(db: &Connection, decision: i64) -> Result<i64> {
    db.prepare_cached(
        "SELECT count(DISTINCT x.side) FROM decided_tellings x JOIN tellings t ON t.handle = x.handle WHERE x.decision = ?",
    )?
    .query_row([decision], |row| row.get(0))
}

fn is_there(db: &Connection, subject: &str) -> Result<bool> {
    db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM reports WHERE key = ?1) OR EXISTS (SELECT 1 FROM tellings WHERE handle = ?1)",
    )?
    .query_row([subject], |row| row.get(0))
}

fn correction(
    db: &Connection,
    decision: i64,
    report: &str,
    object: &str,
    field: &str,
    value: &Value,
) -> Result<(String, bool)> {
    let event = corrections::finds(db, report, object)?;
    let name = event.map_or_else(|| format!("an event of {report}"), |local| format!("{report} E{}", local + 1));
    let was: Option<String> = db
        .prepare_cached("SELECT was FROM corrections WHERE decision = ?")?
        .query_row([decision], |row| row.get(0))
        .optional()?;
    let read = match was.and_then(|was| serde_json::from_str(&was).ok()).filter(|_| field != "event") {
        Some(was) => format!(" (read: {})", values::in_words(db, field, &was)?),
        None => String::new(),
    };
    let label = if field == "event" { String::new() } else { format!("{field}: ") };
    Ok((format!("{name}, {label}{}{read}", values::in_words(db, field, value)?), event.is_some()))
}
