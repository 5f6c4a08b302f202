//! Agreements of a reading to rows, with what is said to be done about them.

use std::collections::HashMap;

use reading::{ConductOut, Reading};
use rusqlite::{params, Connection, OptionalExtension, Result};

use super::write::{json, number};

/// Rows of a reading, by its own ids; those of events by their order.
pub(super) struct Rows<'a> {
    pub actors: &'a HashMap<String, i64>,
    pub statements: &'a HashMap<String, i64>,
    pub events: &'a [i64],
}

/// Writes the agreements that a version speaks of; gives their rows.
pub(super) fn write(
    db: &Connection,
    version: i64,
    reading: &Reading,
    actors: &HashMap<String, i64>,
) -> Result<HashMap<String, i64>> {
    let mut rows = HashMap::new();
    for agreement in &reading.agreements {
        let key = params![agreement.name, agreement.kind, agreement.date];
        let found = db
            .prepare_cached(
                "SELECT id FROM agreements WHERE name = ?1 AND kind = ?2 AND ifnull(date, '') = ifnull(?3, '')",
            )?
            .query_row(key, |row| row.get(0))
            .optional()?;
        let row = match found {
            Some(row) => row,
            None => {
                db.prepare_cached("INSERT INTO agreements (name, kind, date) VALUES (?, ?, ?)")?.execute(key)?;
                db.last_insert_rowid()
            }
        };
        let number = number(&agreement.id);
        db.prepare_cached("INSERT INTO version_agreements (version, local, agreement, mentions) VALUES (?, ?, ?, ?)")?
            .execute(params![version, number, row, json(&agreement.mentions)])?;
        for (role, ids) in [("party", &agreement.parties), ("mediator", &agreement.mediators)] {
            for actor in ids.iter().filter_map(|id| actors.get(id)) {
                db.prepare_cached(
                    "INSERT OR IGNORE INTO agreement_parties (version, local, role, actor) VALUES (?, ?, ?, ?)",
                )?
                .execute(params![version, number, role, actor])?;
            }
        }
        rows.insert(agreement.id.clone(), row);
    }
    Ok(rows)
}

/// Writes what is said to be done about them.
pub(super) fn conduct(db: &Connection, version: i64, reading: &Reading, rows: &Rows<'_>) -> Result<()> {
    for agreement in &reading.agreements {
        for claim in &agreement.conduct {
            claim_row(db, version, number(&agreement.id), claim, rows)?;
        }
    }
    Ok(())
}

fn claim_row(db: &Connection, version: i64, local: i64, claim: &ConductOut, rows: &Rows<'_>) -> Result<()> {
    let event = claim.event.as_deref().and_then(|id| rows.events.get(usize::try_from(number(id)).ok()?));
    db.prepare_cached(
        "INSERT INTO conduct (version, local, kind, statement, event, start, \"end\", polarity, modality)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        version,
        local,
        claim.kind,
        rows.statements.get(&claim.statement),
        event,
        claim.span[0],
        claim.span[1],
        claim.polarity,
        claim.modality
    ])?;
    let row = db.last_insert_rowid();
    let mut insert = db.prepare_cached("INSERT INTO conduct_actors (conduct, position, actor) VALUES (?, ?, ?)")?;
    for (position, actor) in claim.by.iter().filter_map(|id| rows.actors.get(id)).enumerate() {
        insert.execute(params![row, position as i64, actor])?;
    }
    Ok(())
}
