//! What analysts decide: kept apart from what was read, signed, dated, and undone at will.
//!
//! A decision stands in `decisions` under the words of its author and is never changed; undoing it marks it. What follows from all
//! decisions in force is derived anew whenever a report comes, changes or is read again: merges and splits where tellings are
//! grouped ([`verdicts`]), corrections where events are written ([`corrections`]), retractions where reports are weighed
//! ([`crate::standing`]). So the outcome depends on the reports and the decisions, and not on which came first.

mod corrections;
mod list;
mod typed;
mod values;
mod verdicts;

use rusqlite::{params, Connection, OptionalExtension, Result};
use serde::{Deserialize, Serialize};

pub(crate) use corrections::{restore, settle};
pub(crate) use list::on_incident;
pub use list::Decided;
pub use values::{Correction, Kind, Site};
pub(crate) use verdicts::Verdicts;

use crate::incidents::{upkeep, Change};
use crate::store::Ledger;
use crate::{standing, Error};

/// What an analyst decides.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// Two incidents are one.
    Merge {
        /// Name of an incident.
        one: String,
        /// Name of another.
        other: String,
    },
    /// What these tell of is another incident than the rest.
    Split {
        /// Name of the incident.
        incident: String,
        /// Ids of reports that tell of the other one.
        reports: Vec<String>,
    },
    /// A field of an event is other than was read.
    Correct {
        /// The report.
        report: String,
        /// The event's id in its reading: `E3`.
        event: String,
        /// What it is.
        correction: Correction,
    },
    /// A note on an incident or a report.
    Note {
        /// Name of an incident, or id of a report.
        subject: String,
    },
    /// A report is not to be counted.
    Retract {
        /// Its id.
        report: String,
    },
    /// A report stands, whatever took it back before.
    Restore {
        /// Its id.
        report: String,
    },
}

/// Who decides, when, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signature {
    /// Who.
    pub by: String,
    /// When.
    pub now: String,
    /// Why; the words of a note.
    pub note: Option<String>,
}

/// Where a corrected event stands in its report: found again when the report is read again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Anchor {
    /// First character of its trigger.
    start: u32,
    /// Number among the events of that trigger.
    turn: usize,
    /// The trigger's words.
    words: String,
}

/// Why nothing was decided.
enum Refusal {
    /// It cannot be; what to do.
    Wish(String),
    Database(rusqlite::Error),
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

type Answer<T> = std::result::Result<T, Refusal>;

impl Ledger {
    /// Decides, all of it or nothing, and gives the decisions' numbers.
    pub fn decide(&mut self, decisions: &[Decision], signature: &Signature) -> std::result::Result<Vec<i64>, Error> {
        self.wished(|db| {
            let mut rows = Vec::new();
            for decision in decisions {
                let row = enter(db, decision, signature)?;
                follow(db, row)?;
                rows.push(row);
            }
            Ok(rows)
        })
    }

    /// Undoes a decision.
    pub fn undo(&mut self, decision: i64, by: &str, now: &str) -> std::result::Result<(), Error> {
        self.wished(|db| {
            let found: Option<Option<String>> =
                db.query_row("SELECT undone FROM decisions WHERE id = ?", [decision], |row| row.get(0)).optional()?;
            match found {
                None => refuse(format!("there is no decision {decision}; attache decisions lists them"))?,
                Some(Some(day)) => refuse(format!("decision {decision} was undone before, on {day}"))?,
                Some(None) => {}
            }
            db.execute("UPDATE decisions SET undone = ?, undone_by = ? WHERE id = ?", params![now, by, decision])?;
            Ok(follow(db, decision)?)
        })
    }

    fn wished<T>(&mut self, change: impl FnOnce(&Connection) -> Answer<T>) -> std::result::Result<T, Error> {
        self.run("BEGIN IMMEDIATE")?;
        let done = change(&self.db).and_then(|done| Ok(self.db.execute_batch("COMMIT").map(|()| done)?));
        if done.is_err() {
            let _ = self.db.execute_batch("ROLLBACK");
        }
        done.map_err(|refusal| match refusal {
            Refusal::Wish(why) => Error::Wish(why),
            Refusal::Database(error) => self.error(error),
        })
    }
}

fn refuse<T>(why: String) -> Answer<T> {
    Err(Refusal::Wish(why))
}

/// Writes a decision down.
fn enter(db: &Connection, decision: &Decision, signature: &Signature) -> Answer<i64> {
    let mut row = Row::default();
    let mut sides: [Vec<String>; 2] = Default::default();
    match decision {
        Decision::Merge { one, other } => {
            let (a, b) = (incident(db, one)?, incident(db, other)?);
            if a == b {
                refuse(format!("{one} and {other} are one incident already"))?;
            }
            (row.kind, row.subject, row.object) = ("merge", a.1, Some(b.1));
            sides = [tellings_of(db, a.0)?, tellings_of(db, b.0)?];
        }
        Decision::Split { incident: name, reports } => {
            let whole = incident(db, name)?;
            sides = parted(db, name, whole.0, reports)?;
            (row.kind, row.subject, row.object) = ("split", whole.1, Some(reports.join(", ")));
        }
        Decision::Correct { report, event, correction } => {
            let (id, anchor) = corrections::anchor(db, report, event)?;
            let (field, value) = correction.resolved(db, id)?;
            (row.kind, row.subject, row.object) = ("correct", report.clone(), Some(json(&anchor)));
            (row.field, row.value) = (Some(field), Some(json(&value)));
        }
        Decision::Note { subject } => {
            let found = incident(db, subject).map(|(_, handle)| handle);
            row.kind = "note";
            row.subject = found.or_else(|_| known_report(db, subject).map(|_| subject.clone())).map_err(|_| {
                Refusal::Wish(format!(
                    "there is no incident and no report {subject:?}; attache incidents lists incidents"
                ))
            })?;
            if signature.note.as_deref().is_none_or(|words| words.trim().is_empty()) {
                refuse("a note needs words".into())?;
            }
        }
        Decision::Retract { report } => {
            known_report(db, report)?;
            (row.kind, row.subject) = ("retract", report.clone());
        }
        Decision::Restore { report } => {
            known_report(db, report)?;
            (row.kind, row.subject) = ("restore", report.clone());
        }
    }
    if signature.by.trim().is_empty() {
        refuse("a decision needs a name: --by NAME".into())?;
    }
    Ok(row.write(db, signature, &sides)?)
}

/// A decision's row.
#[derive(Default)]
struct Row {
    kind: &'static str,
    subject: String,
    object: Option<String>,
    field: Option<&'static str>,
    value: Option<String>,
}

impl Row {
    fn write(&self, db: &Connection, signature: &Signature, sides: &[Vec<String>; 2]) -> Result<i64> {
        db.execute(
            "INSERT INTO decisions (kind, subject, object, field, value, note, by, made) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                self.kind,
                self.subject,
                self.object,
                self.field,
                self.value,
                signature.note,
                signature.by.trim(),
                signature.now
            ],
        )?;
        let decision = db.last_insert_rowid();
        for (side, handles) in sides.iter().enumerate() {
            for handle in handles {
                db.execute("INSERT INTO decided_tellings VALUES (?, ?, ?)", params![decision, side as i64, handle])?;
            }
        }
        Ok(decision)
    }
}

fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Row and name of the incident that the telling `name` belongs to.
fn incident(db: &Connection, name: &str) -> Answer<(i64, String)> {
    let found = db
        .query_row(
            "SELECT id, handle FROM incidents
             WHERE id = (SELECT incident FROM tellings WHERE handle = ?1) OR handle = ?1 LIMIT 1",
            [name],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    found.map_or_else(|| refuse(format!("there is no incident {name:?}; attache incidents lists them")), Ok)
}

/// Row of the report `key`.
fn known_report(db: &Connection, key: &str) -> Answer<i64> {
    let found = db.query_row("SELECT id FROM reports WHERE key = ?", [key], |row| row.get(0)).optional()?;
    found.map_or_else(|| refuse(format!("there is no report {key:?}; attache search finds reports by their words")), Ok)
}

fn tellings_of(db: &Connection, incident: i64) -> Result<Vec<String>> {
    db.prepare("SELECT handle FROM tellings WHERE incident = ? AND repeats IS NULL")?
        .query_map([incident], |row| row.get(0))?
        .collect()
}

/// The tellings of an incident: those of `reports`, and all others.
fn parted(db: &Connection, name: &str, incident: i64, reports: &[String]) -> Answer<[Vec<String>; 2]> {
    let mut find = db.prepare(
        "SELECT t.handle, r.key, t.id, t.repeats FROM tellings t JOIN versions v ON v.id = t.version JOIN reports r ON r.id = v.report
         WHERE t.incident = ?",
    )?;
    let rows: Vec<(String, String, i64, Option<i64>)> = find
        .query_map([incident], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?
        .collect::<Result<_>>()?;
    for report in reports {
        if !rows.iter().any(|(_, key, ..)| key == report) {
            refuse(format!("{report:?} does not tell of {name}; attache show {name} lists its reports"))?;
        }
    }
    // An echo goes where the telling goes that it repeats.
    let named: Vec<i64> = rows.iter().filter(|r| reports.contains(&r.1)).map(|r| r.3.unwrap_or(r.2)).collect();
    let firsts = rows.into_iter().filter(|r| r.3.is_none());
    let (moved, left): (Vec<_>, Vec<_>) = firsts.partition(|r| named.contains(&r.2));
    if moved.is_empty() || left.is_empty() {
        refuse(format!("nothing would be left of {name}: name only the reports that tell of another incident"))?;
    }
    Ok([moved, left].map(|side| side.into_iter().map(|r| r.0).collect()))
}

/// Brings everything to what follows from a decision that was just taken or undone.
fn follow(db: &Connection, decision: i64) -> Result<()> {
    let mut change = Change::default();
    let (kind, subject): (String, String) =
        db.query_row("SELECT kind, subject FROM decisions WHERE id = ?", [decision], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let report = || -> Result<Option<i64>> {
        db.query_row("SELECT id FROM reports WHERE key = ?", [&subject], |row| row.get(0)).optional()
    };
    match kind.as_str() {
        "merge" | "split" => {
            let mut find = db.prepare(
                "SELECT ifnull(t.repeats, t.id) FROM decided_tellings x JOIN tellings t ON t.handle = x.handle
                 WHERE x.decision = ?",
            )?;
            for telling in find.query_map([decision], |row| row.get(0))? {
                change.decided(telling?);
            }
        }
        "correct" => {
            if let Some(report) = report()? {
                settle(db, report, &mut change)?;
            }
        }
        "retract" | "restore" => {
            if let Some(report) = report()? {
                standing::settle(db, report, &mut change)?;
            }
        }
        _ => {}
    }
    upkeep(db, change)?;
    Ok(())
}
