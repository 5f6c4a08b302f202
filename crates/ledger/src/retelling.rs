//! Tellings made anew from the rows of their events, after an analyst has corrected some of them.

use rusqlite::{params, Connection, Result};

use crate::incidents::{parsed, Change};
use crate::tellings::{coarseness, recent, widest, Side, Spot, Telling, LONGEST_DAYS};
use crate::{days, Range};

/// An event's row, as far as tellings are made of it.
struct Event {
    row: i64,
    kind: String,
    mode: Option<String>,
    span: Option<(i32, i32)>,
    spot: Option<Spot>,
    killed: Option<Range>,
    wounded: Option<Range>,
    negated: bool,
}

/// Makes the tellings of a version anew. Those of which no event is left take no part until one comes back.
pub(crate) fn retell(db: &Connection, version: i64, change: &mut Change) -> Result<()> {
    let mut find = db.prepare("SELECT id, features FROM tellings WHERE version = ? ORDER BY number")?;
    let rows = find.query_map([version], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let before: Vec<(i64, String)> = rows.collect::<Result<_>>()?;
    let mut after = Vec::new();
    for (id, features) in &before {
        let events = events(db, *id)?;
        after.push((retold(db, parsed(features)?, &events)?, events.is_empty()));
    }
    infer_places(db, version, &mut after)?;
    for ((id, features), (telling, is_empty)) in before.iter().zip(&after) {
        write(db, *id, features, telling, *is_empty, change)?;
    }
    Ok(())
}

fn write(db: &Connection, id: i64, before: &str, telling: &Telling, is_empty: bool, change: &mut Change) -> Result<()> {
    let features = telling.compact();
    let is_new = features != parsed(before)?.compact();
    if is_new {
        db.prepare_cached(
            "UPDATE tellings SET features = ?, type = ?, first_day = ?, last_day = ?, country = ? WHERE id = ?",
        )?
        .execute(params![
            features,
            telling.kind,
            telling.days.map(|d| d.0),
            telling.days.map(|d| d.1),
            telling.spot.as_ref().and_then(|s| s.country.clone()),
            id
        ])?;
    }
    crate::standing::tell(db, id, is_empty, is_new, change)
}

fn events(db: &Connection, telling: i64) -> Result<Vec<Event>> {
    let mut find = db.prepare_cached(
        "SELECT e.id, e.type, e.mode, e.first_day, e.last_day, e.killed_low, e.killed_high, e.wounded_low, e.wounded_high,
                e.polarity, p.name, p.country, p.admin1, p.lat, p.lon, p.precision
         FROM events e LEFT JOIN places p ON p.id = e.place WHERE e.telling = ? AND e.modality = 'actual' ORDER BY e.local",
    )?;
    let rows = find.query_map([telling], |row| {
        let day = |at: usize| -> Result<Option<i32>> {
            let day: Option<String> = row.get(at)?;
            Ok(day.and_then(|d| d.parse().ok()).map(days::number))
        };
        let range = |low: usize| -> Result<Option<Range>> {
            let (low, high): (Option<u64>, Option<u64>) = (row.get(low)?, row.get(low + 1)?);
            Ok(low.map(|low| (low, high)))
        };
        let span = day(3)?.zip(day(4)?).filter(|(first, last)| last >= first && last - first < LONGEST_DAYS);
        Ok(Event {
            row: row.get(0)?,
            kind: row.get(1)?,
            mode: row.get(2)?,
            span,
            killed: range(5)?,
            wounded: range(7)?,
            negated: row.get::<_, String>(9)? == "negated",
            spot: spot(row, 10)?,
        })
    })?;
    rows.collect()
}

/// The place whose columns begin at `at`.
fn spot(row: &rusqlite::Row<'_>, at: usize) -> Result<Option<Spot>> {
    let Some(name) = row.get(at)? else { return Ok(None) };
    let point = row.get::<_, Option<f64>>(at + 3)?.zip(row.get(at + 4)?);
    Ok(Some(Spot {
        name,
        country: row.get(at + 1)?,
        admin1: row.get(at + 2)?,
        point,
        precision: row.get(at + 5)?,
        inferred: false,
    }))
}

fn retold(db: &Connection, telling: Telling, events: &[Event]) -> Result<Telling> {
    let Some(first) = events.first() else { return Ok(telling) };
    let told = events.iter().find_map(|e| e.span);
    let spots = events.iter().filter_map(|e| e.spot.clone());
    Ok(Telling {
        kind: first.kind.clone(),
        mode: events.iter().find_map(|e| e.mode.clone().filter(|_| e.kind == first.kind)),
        days: told.or_else(|| recent(telling.published)),
        day_inferred: told.is_none(),
        spot: spots.min_by_key(|s| coarseness(&s.precision)),
        actors: sides(db, events, "actor")?,
        recipients: sides(db, events, "recipient")?,
        killed: widest(events.iter().map(|e| e.killed)),
        wounded: widest(events.iter().map(|e| e.wounded)),
        denied: events.iter().all(|e| e.negated),
        ..telling
    })
}

fn sides(db: &Connection, events: &[Event], role: &str) -> Result<Vec<Side>> {
    let mut find = db.prepare_cached(
        "SELECT a.name, a.kind, a.country FROM event_actors x JOIN actors a ON a.id = x.actor
         WHERE x.event = ? AND x.role = ? ORDER BY x.position",
    )?;
    let mut sides: Vec<Side> = Vec::new();
    for event in events {
        for row in find.query_map(params![event.row, role], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))? {
            let (name, kind, country): (String, String, Option<String>) = row?;
            let side = Side::of(&name, &kind, country);
            if !sides.contains(&side) {
                sides.push(side);
            }
        }
    }
    Ok(sides)
}

/// The same as when a report is read: a deed without a place is set where the report's first deed is.
fn infer_places(db: &Connection, version: i64, tellings: &mut [(Telling, bool)]) -> Result<()> {
    let first = match tellings.iter().find_map(|(t, is_empty)| t.spot.clone().filter(|s| !is_empty && !s.inferred)) {
        Some(spot) => Some(spot),
        None => db
            .prepare(
                "SELECT p.name, p.country, p.admin1, p.lat, p.lon, p.precision FROM version_places x
                 JOIN places p ON p.id = x.place WHERE x.version = ? AND p.precision <> 'country' ORDER BY x.local LIMIT 1",
            )?
            .query_map([version], |row| spot(row, 0))?
            .next()
            .transpose()?
            .flatten(),
    };
    for (telling, _) in tellings.iter_mut().filter(|(t, is_empty)| !is_empty && t.spot.is_none()) {
        telling.spot = first.clone().map(|spot| Spot { inferred: true, ..spot });
    }
    Ok(())
}
