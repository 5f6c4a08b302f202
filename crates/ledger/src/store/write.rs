//! A reading to rows.

use std::collections::HashMap;

use reading::{EventOut, Reading, SourceOut, Span, StatementOut};
use rusqlite::{params, Connection, OptionalExtension, Result};

use super::agreements::{self, Rows};
use crate::tellings::Telling;
use crate::{days, wording};

/// Rows of a reading that others point to, by the reading's own ids.
struct Local {
    actors: HashMap<String, i64>,
    places: HashMap<String, i64>,
    times: HashMap<String, String>,
    agreements: HashMap<String, i64>,
    statements: HashMap<String, i64>,
}

/// Writes all of a reading but the report's own row: what is read in `version`.
pub(crate) fn reading(db: &Connection, version: i64, reading: &Reading) -> Result<Vec<i64>> {
    let mut local = Local {
        actors: actors(db, version, reading)?,
        places: places(db, version, reading)?,
        times: times(db, version, reading)?,
        agreements: HashMap::new(),
        statements: HashMap::new(),
    };
    local.agreements = agreements::write(db, version, reading, &local.actors)?;
    local.statements = statements(db, version, reading, &local)?;
    let events = events(db, version, reading, &local)?;
    agreements::conduct(
        db,
        version,
        reading,
        &Rows { actors: &local.actors, statements: &local.statements, events: &events },
    )?;
    Ok(events)
}

/// Writes the tellings of `version`, whose events have the rows `events`; gives the tellings' rows.
pub(crate) fn tellings(
    db: &Connection,
    version: i64,
    reading: &Reading,
    tellings: &[Telling],
    events: &[i64],
) -> Result<Vec<i64>> {
    let mut insert = db.prepare_cached(
        "INSERT INTO tellings (version, number, handle, type, first_day, last_day, country, lead, features)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    let mut tie = db.prepare_cached("UPDATE events SET telling = ? WHERE id = ?")?;
    let mut handles: Vec<String> = Vec::new();
    let mut rows = Vec::new();
    for (number, telling) in tellings.iter().enumerate() {
        let start = reading.events[telling.events[0]].trigger[0];
        let handle = (0..)
            .map(|turn| handle(&reading.report.id, start, turn))
            .find(|h| !handles.contains(h))
            .unwrap_or_default();
        handles.push(handle.clone());
        insert.execute(params![
            version,
            number as i64,
            handle,
            telling.kind,
            telling.days.map(|d| d.0),
            telling.days.map(|d| d.1),
            telling.spot.as_ref().and_then(|s| s.country.clone()),
            telling.lead,
            telling.compact(),
        ])?;
        let row = db.last_insert_rowid();
        for &event in &telling.events {
            tie.execute(params![row, events[event]])?;
        }
        rows.push(row);
    }
    Ok(rows)
}

/// A short name for what report `key` tells at character `start`: "i" and ten letters and digits. It stays the same when
/// the report is read again.
fn handle(key: &str, start: u32, turn: u32) -> String {
    wording::handle('i', format!("{key}\0{start}\0{turn}").as_bytes())
}

/// Ids of a reading count from 1: the number of `A3` is 2.
pub(super) fn number(id: &str) -> i64 {
    id.get(1..).and_then(|digits| digits.parse::<i64>().ok()).map_or(0, |n| n - 1)
}

pub(super) fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn actors(db: &Connection, version: i64, reading: &Reading) -> Result<HashMap<String, i64>> {
    let mut rows = HashMap::new();
    for actor in &reading.actors {
        actor_row(db, reading, &actor.id, &mut rows, 0)?;
    }
    let mut insert =
        db.prepare_cached("INSERT INTO version_actors (version, local, actor, mentions) VALUES (?, ?, ?, ?)")?;
    for actor in &reading.actors {
        insert.execute(params![version, number(&actor.id), rows[&actor.id], json(&actor.mentions)])?;
    }
    Ok(rows)
}

/// The row of an actor, after that of whom it belongs to.
fn actor_row(
    db: &Connection,
    reading: &Reading,
    id: &str,
    rows: &mut HashMap<String, i64>,
    depth: usize,
) -> Result<Option<i64>> {
    /// Longest chain of belonging that is followed.
    const DEEPEST: usize = 16;
    if let Some(&row) = rows.get(id) {
        return Ok(Some(row));
    }
    let Some(actor) = reading.actors.iter().find(|a| a.id == id).filter(|_| depth < DEEPEST) else { return Ok(None) };
    let member_of = match &actor.member_of {
        Some(whole) if whole != id => actor_row(db, reading, whole, rows, depth + 1)?,
        _ => None,
    };
    let sectors = actor.sectors.join(" ");
    let key = params![actor.name, actor.kind, actor.country, sectors, actor.office, member_of];
    let found = db
        .prepare_cached(
            "SELECT id FROM actors WHERE name = ?1 AND kind = ?2 AND ifnull(country, '') = ifnull(?3, '')
             AND sectors = ?4 AND ifnull(office, '') = ifnull(?5, '') AND ifnull(member_of, 0) = ifnull(?6, 0)",
        )?
        .query_row(key, |row| row.get(0))
        .optional()?;
    let row = match found {
        Some(row) => row,
        None => {
            db.prepare_cached(
                "INSERT INTO actors (name, kind, country, sectors, office, member_of) VALUES (?, ?, ?, ?, ?, ?)",
            )?
            .execute(key)?;
            db.last_insert_rowid()
        }
    };
    rows.insert(id.to_owned(), row);
    Ok(Some(row))
}

fn places(db: &Connection, version: i64, reading: &Reading) -> Result<HashMap<String, i64>> {
    let mut insert =
        db.prepare_cached("INSERT INTO version_places (version, local, place, mentions) VALUES (?, ?, ?, ?)")?;
    let mut rows = HashMap::new();
    for place in &reading.places {
        let key =
            params![place.name, place.country, place.admin1, place.lat, place.lon, place.precision, place.disputed];
        let found = db
            .prepare_cached(
                "SELECT id FROM places WHERE name = ?1 AND ifnull(country, '') = ifnull(?2, '')
                 AND ifnull(admin1, '') = ifnull(?3, '') AND ifnull(lat, 999) = ifnull(?4, 999)
                 AND ifnull(lon, 999) = ifnull(?5, 999) AND precision = ?6 AND ifnull(disputed, '') = ifnull(?7, '')",
            )?
            .query_row(key, |row| row.get(0))
            .optional()?;
        let row = match found {
            Some(row) => row,
            None => {
                db.prepare_cached(
                    "INSERT INTO places (name, country, admin1, lat, lon, precision, disputed) VALUES (?, ?, ?, ?, ?, ?, ?)",
                )?
                .execute(key)?;
                db.last_insert_rowid()
            }
        };
        insert.execute(params![version, number(&place.id), row, json(&place.mentions)])?;
        rows.insert(place.id.clone(), row);
    }
    Ok(rows)
}

fn times(db: &Connection, version: i64, reading: &Reading) -> Result<HashMap<String, String>> {
    let mut insert =
        db.prepare_cached("INSERT INTO version_times (version, local, value, mentions) VALUES (?, ?, ?, ?)")?;
    for time in &reading.times {
        insert.execute(params![version, number(&time.id), time.value, json(&time.mentions)])?;
    }
    Ok(reading.times.iter().map(|t| (t.id.clone(), t.value.clone())).collect())
}

fn statements(db: &Connection, version: i64, reading: &Reading, local: &Local) -> Result<HashMap<String, i64>> {
    let mut rows = HashMap::new();
    for statement in &reading.statements {
        let row = statement_row(db, version, statement)?;
        for (position, source) in statement.sources.iter().enumerate() {
            source_row(db, row, position, source, local)?;
        }
        rows.insert(statement.id.clone(), row);
    }
    Ok(rows)
}

fn statement_row(db: &Connection, version: i64, s: &StatementOut) -> Result<i64> {
    db.prepare_cached(
        "INSERT INTO statements (version, local, start, \"end\", content, time, place, medium, manner, stance)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        version,
        number(&s.id),
        s.span[0],
        s.span[1],
        if s.content == [s.span] { String::new() } else { json(&s.content) },
        s.time.as_deref().map(number),
        s.place.as_deref().map(number),
        s.medium,
        s.manner,
        s.stance
    ])?;
    Ok(db.last_insert_rowid())
}

fn source_row(db: &Connection, statement: i64, position: usize, source: &SourceOut, local: &Local) -> Result<()> {
    let Some(actor) = local.actors.get(&source.actor) else { return Ok(()) };
    let span = |s: &Option<Span>| s.as_ref().map(json);
    db.prepare_cached(
        "INSERT INTO sources (statement, position, actor, mention, cue, verb) VALUES (?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![statement, position as i64, actor, span(&source.mention), span(&source.cue), source.verb])?;
    Ok(())
}

fn events(db: &Connection, version: i64, reading: &Reading, local: &Local) -> Result<Vec<i64>> {
    let mut rows = Vec::new();
    for event in &reading.events {
        let row = event_row(db, version, event, local)?;
        for (role, ids) in [("actor", &event.actors), ("recipient", &event.recipients)] {
            for (position, actor) in ids.iter().filter_map(|id| local.actors.get(id)).enumerate() {
                db.prepare_cached("INSERT INTO event_actors (event, role, position, actor) VALUES (?, ?, ?, ?)")?
                    .execute(params![row, role, position as i64, actor])?;
            }
        }
        rows.push(row);
    }
    Ok(rows)
}

fn event_row(db: &Connection, version: i64, e: &EventOut, local: &Local) -> Result<i64> {
    let time = e.time.as_ref().and_then(|id| local.times.get(id));
    let (first, last) = time.and_then(|t| days::days(t)).unwrap_or((None, None));
    let low = |range: Option<reading::CountRange>| range.map(|r| r.0 as i64);
    let high = |range: Option<reading::CountRange>| range.and_then(|r| r.1).map(|n| n as i64);
    db.prepare_cached(
        "INSERT INTO events (version, local, statement, start, \"end\", trigger_start, trigger_end, type, mode, contexts, cameo,
         quad, intensity, place, time, first_day, last_day, killed_low, killed_high, wounded_low, wounded_high, detained_low,
         detained_high, displaced_low, displaced_high, polarity, modality, background, violates, confidence)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        version,
        number(&e.id),
        local.statements.get(&e.statement),
        e.span[0],
        e.span[1],
        e.trigger[0],
        e.trigger[1],
        e.kind,
        e.mode,
        e.contexts.join(" "),
        e.cameo,
        e.quad,
        e.intensity,
        e.place.as_ref().and_then(|id| local.places.get(id)),
        time,
        first.map(|d| d.to_string()),
        last.map(|d| d.to_string()),
        low(e.killed),
        high(e.killed),
        low(e.wounded),
        high(e.wounded),
        low(e.detained),
        high(e.detained),
        low(e.displaced),
        high(e.displaced),
        e.polarity,
        e.modality,
        e.background,
        e.violates.as_ref().and_then(|id| local.agreements.get(id)),
        e.confidence,
    ])?;
    Ok(db.last_insert_rowid())
}
