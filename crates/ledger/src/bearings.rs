//! Which dyads an incident bears on: who is said to act towards whom in it, by name and by state.
//!
//! Derived from the events of an incident that somebody affirms, and kept up with its accounts.

use std::collections::BTreeSet;

use rusqlite::{params, Connection, OptionalExtension, Result};

/// Names under which an actor is a side: its own, and the code of its state.
type Names = BTreeSet<String>;

/// Writes the bearings of an incident anew.
pub(crate) fn write(db: &Connection, incident: i64) -> Result<()> {
    db.prepare_cached("DELETE FROM bearings WHERE incident = ?")?.execute([incident])?;
    let day: Option<Option<String>> = db
        .prepare_cached("SELECT first_day FROM incidents WHERE id = ?")?
        .query_row([incident], |row| row.get(0))
        .optional()?;
    let Some(Some(day)) = day else { return Ok(()) };
    let pairs = pairs(db, incident)?;
    if pairs.is_empty() {
        return Ok(());
    }
    let origins = origins(db, incident)?;
    let mut insert = db.prepare_cached(
        "INSERT OR IGNORE INTO bearings (doer, target, day, incident, partisan) VALUES (?, ?, ?, ?, ?)",
    )?;
    for (doers, targets) in pairs {
        for doer in &doers {
            for target in &targets {
                let partisan = rests_on(&origins, doer) || rests_on(&origins, target);
                insert.execute(params![side(db, doer)?, side(db, target)?, day, incident, partisan])?;
            }
        }
    }
    Ok(())
}

/// Writes the bearings of every incident.
pub(crate) fn write_all(db: &Connection) -> Result<()> {
    let all: Vec<i64> =
        db.prepare("SELECT id FROM incidents")?.query_map([], |row| row.get(0))?.collect::<Result<_>>()?;
    all.into_iter().try_for_each(|incident| write(db, incident))
}

/// Whether all who tell of an incident belong to `side`: no narration, no third party, no other side.
fn rests_on(origins: &[Names], side: &str) -> bool {
    !origins.is_empty() && origins.iter().all(|names| names.contains(side))
}

/// Who acts and to whom, in each event that is affirmed.
fn pairs(db: &Connection, incident: i64) -> Result<BTreeSet<(Names, Names)>> {
    let mut find = db.prepare_cached(
        "SELECT DISTINCT a.name, a.country, b.name, b.country FROM tellings t
         JOIN events e ON e.telling = t.id AND e.polarity = 'affirmed' AND e.modality = 'actual'
         JOIN event_actors x ON x.event = e.id AND x.role = 'actor' JOIN actors a ON a.id = x.actor
         JOIN event_actors y ON y.event = e.id AND y.role = 'recipient' JOIN actors b ON b.id = y.actor
         WHERE t.incident = ?",
    )?;
    let rows =
        find.query_map([incident], |row| Ok((names(row.get(0)?, row.get(1)?), names(row.get(2)?, row.get(3)?))))?;
    rows.collect()
}

/// Who tells of it: the source nearest to the deed; nobody for narration.
fn origins(db: &Connection, incident: i64) -> Result<Vec<Names>> {
    let mut find = db.prepare_cached(
        "SELECT DISTINCT a.name, a.country FROM tellings t JOIN events e ON e.telling = t.id AND e.polarity = 'affirmed' AND e.modality = 'actual'
         LEFT JOIN sources s ON s.statement = e.statement
              AND s.position = (SELECT max(position) FROM sources WHERE statement = e.statement)
         LEFT JOIN actors a ON a.id = s.actor WHERE t.incident = ?",
    )?;
    let rows = find.query_map([incident], |row| {
        let country = row.get(1)?;
        Ok(row.get::<_, Option<String>>(0)?.map_or_else(Names::new, |name| names(name, country)))
    })?;
    rows.collect()
}

fn names(name: String, country: Option<String>) -> Names {
    [Some(name), country].into_iter().flatten().collect()
}

/// The row of a side.
fn side(db: &Connection, name: &str) -> Result<i64> {
    let found =
        db.prepare_cached("SELECT id FROM sides WHERE name = ?")?.query_row([name], |row| row.get(0)).optional()?;
    match found {
        Some(row) => Ok(row),
        None => {
            db.prepare_cached("INSERT INTO sides (name) VALUES (?)")?.execute([name])?;
            Ok(db.last_insert_rowid())
        }
    }
}
