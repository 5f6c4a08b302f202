//! Adding: readings into the ledger, one transaction a batch.

use std::collections::BTreeSet;

use reading::Reading;
use rusqlite::{params, Connection, OptionalExtension};

use crate::echoes::settle;
use crate::incidents::{upkeep, Change};
use crate::store::{write, Ledger};
use crate::{decisions, notices, standing, tellings, wording, Error};

/// What the readings were made with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coding {
    /// Version of the program.
    pub program: String,
    /// Version of the language model.
    pub model: String,
    /// Version of the knowledge.
    pub knowledge: String,
}

/// What came of one report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is new.
    New,
    /// It repeats the report of this id.
    Echo(String),
    /// It was there with other words; this is its version of this number, and the former ones are kept.
    Changed(i64),
    /// It is there as it is, or was so in an earlier version.
    Known,
    /// It cannot be taken; why, and what to do.
    Refused(String),
}

/// One report of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The report's id.
    pub report: String,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// The reports, in their order.
    pub entries: Vec<Entry>,
    /// Incidents that no report had told of.
    pub incidents_new: usize,
    /// Incidents that further reports tell of.
    pub incidents_joined: usize,
}

/// Share of words that two versions of one report have in common at the least; below it an id has been given twice.
const SAME_REPORT: f64 = 0.1;

impl Ledger {
    /// Adds readings in one transaction: all of them, or none if it fails. `now` is the time of adding, for the record only.
    pub fn add(&mut self, readings: &[Reading], coding: &Coding, now: &str) -> Result<Added, Error> {
        self.changing(|db| batch(db, readings, coding, now))
    }

    /// Runs `change` in a transaction of its own.
    pub(crate) fn changing<T>(&mut self, change: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        self.run("BEGIN IMMEDIATE")?;
        let done = change(&self.db).and_then(|done| self.db.execute_batch("COMMIT").map(|()| done));
        if done.is_err() {
            // A full disk may have rolled it back already.
            let _ = self.db.execute_batch("ROLLBACK");
        }
        done.map_err(|e| self.error(e))
    }
}

fn batch(db: &Connection, readings: &[Reading], coding: &Coding, now: &str) -> rusqlite::Result<Added> {
    let coding = coding_row(db, coding)?;
    let mut added = Added::default();
    let mut change = Change::default();
    let mut unsettled = BTreeSet::new();
    for reading in readings {
        let (outcome, report) = one(db, reading, coding, now, &mut change)?;
        unsettled.extend(report);
        added.entries.push(Entry { report: reading.report.id.clone(), outcome });
    }
    change.echoes(settle(db, unsettled.iter().copied())?);
    notices::settle(db, &unsettled, &mut change)?;
    let told = upkeep(db, change)?;
    added.incidents_new = told.new;
    added.incidents_joined = told.joined;
    for entry in added.entries.iter_mut().filter(|e| e.outcome == Outcome::New) {
        if let Some(first) = first_of(db, &entry.report)? {
            entry.outcome = Outcome::Echo(first);
        }
    }
    Ok(added)
}

fn first_of(db: &Connection, key: &str) -> rusqlite::Result<Option<String>> {
    db.prepare_cached("SELECT f.key FROM reports r JOIN reports f ON f.id = r.echo_of WHERE r.key = ?")?
        .query_row([key], |row| row.get(0))
        .optional()
}

pub(crate) fn coding_row(db: &Connection, coding: &Coding) -> rusqlite::Result<i64> {
    let key = params![coding.program, coding.model, coding.knowledge];
    db.execute("INSERT OR IGNORE INTO codings (program, model, knowledge) VALUES (?, ?, ?)", key)?;
    db.query_row("SELECT id FROM codings WHERE program = ? AND model = ? AND knowledge = ?", key, |row| row.get(0))
}

/// A report as the ledger has it.
struct Held {
    report: i64,
    version: i64,
    number: i64,
    title: Option<String>,
    publisher: Option<String>,
    published: Option<String>,
    text: String,
}

fn held(db: &Connection, key: &str) -> rusqlite::Result<Option<Held>> {
    db.prepare_cached(
        "SELECT r.id, v.id, v.number, v.title, v.publisher, v.published, v.text
         FROM reports r JOIN versions v ON v.id = r.current WHERE r.key = ?",
    )?
    .query_row([key], |row| {
        Ok(Held {
            report: row.get(0)?,
            version: row.get(1)?,
            number: row.get(2)?,
            title: row.get(3)?,
            publisher: row.get(4)?,
            published: row.get(5)?,
            text: row.get(6)?,
        })
    })
    .optional()
}

/// Adds one report; gives its row where something changed.
fn one(
    db: &Connection,
    reading: &Reading,
    coding: i64,
    now: &str,
    change: &mut Change,
) -> rusqlite::Result<(Outcome, Option<i64>)> {
    let report = &reading.report;
    let Some(held) = held(db, &report.id)? else {
        db.prepare_cached("INSERT INTO reports (key) VALUES (?)")?.execute([&report.id])?;
        let row = db.last_insert_rowid();
        version(db, row, 1, reading, coding, now, change)?;
        return Ok((Outcome::New, Some(row)));
    };
    if held.text == report.text && held.title == report.title && held.published == report.published {
        return Ok((Outcome::Known, None));
    }
    if was_held(db, held.report, reading)? {
        return Ok((Outcome::Known, None));
    }
    if is_another(&held, reading) {
        let whose = held.publisher.as_deref().unwrap_or("no publisher");
        let day = held.published.as_deref().unwrap_or("no date");
        let why = format!("the id is held by another report ({whose}, {day}); give this one an id of its own");
        return Ok((Outcome::Refused(why), None));
    }
    decisions::restore(db, held.version)?;
    change.forget(db, held.version)?;
    let number = held.number + 1;
    version(db, held.report, number, reading, coding, now, change)?;
    Ok((Outcome::Changed(number), Some(held.report)))
}

/// Whether the report stood so in an earlier version. It is known then: input that has both versions changes nothing when it is added
/// again, and a page that has now one wording and now the other does not grow without end.
fn was_held(db: &Connection, report: i64, reading: &Reading) -> rusqlite::Result<bool> {
    let new = &reading.report;
    db.prepare_cached("SELECT 1 FROM versions WHERE report = ? AND text = ? AND title IS ? AND published IS ?")?
        .exists(params![report, new.text, new.title, new.published])
}

/// Whether a report under the same id is another report and no new version.
fn is_another(held: &Held, reading: &Reading) -> bool {
    let words = |text: &str| wording::words(text).collect::<BTreeSet<String>>();
    let (a, b) = (words(&held.text), words(&reading.report.text));
    let common = a.intersection(&b).count() as f64;
    let other_publisher =
        held.publisher.is_some() && reading.report.publisher.is_some() && held.publisher != reading.report.publisher;
    let needed = if other_publisher { 3.0 * SAME_REPORT } else { SAME_REPORT };
    common < needed * a.len().min(b.len()) as f64
}

fn version(
    db: &Connection,
    report: i64,
    number: i64,
    reading: &Reading,
    coding: i64,
    now: &str,
    change: &mut Change,
) -> rusqlite::Result<()> {
    let r = &reading.report;
    db.prepare_cached(
        "INSERT INTO versions (report, number, title, publisher, url, published, language, text, coding, added)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        report,
        number,
        r.title,
        r.publisher,
        r.url,
        r.published,
        r.language,
        r.text,
        coding,
        now
    ])?;
    let version = db.last_insert_rowid();
    db.prepare_cached("UPDATE reports SET current = ? WHERE id = ?")?.execute([version, report])?;
    db.prepare_cached("INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)")?
        .execute(params![version, r.title, r.text])?;
    fill(db, report, version, reading, change, |_| Ok(()))?;
    Ok(())
}

/// Writes what was read in a report's current version, and lets what analysts and notices say of it follow; `as_read` is called between.
/// Gives whether the report says something else of itself than before.
pub(crate) fn fill(
    db: &Connection,
    report: i64,
    version: i64,
    reading: &Reading,
    change: &mut Change,
    as_read: impl FnOnce(&Connection) -> rusqlite::Result<()>,
) -> rusqlite::Result<bool> {
    let events = write::reading(db, version, reading)?;
    db.prepare_cached("UPDATE reports SET statements = ?, events = ?, bytes = ? WHERE id = ?")?.execute(params![
        reading.statements.len() as i64,
        reading.events.len() as i64,
        reading.report.text.len() as i64,
        report
    ])?;
    let rows = write::tellings(db, version, reading, &tellings::of(reading), &events)?;
    change.told.extend(rows);
    as_read(db)?;
    let says_other = notices::enter(db, report, reading, change)?;
    decisions::settle(db, report, change)?;
    standing::settle(db, report, change)?;
    Ok(says_other)
}
