//! What the fields of an event are corrected to, and how they stand in its rows.

use rusqlite::{params, Connection, OptionalExtension, Result};
use serde::{Deserialize, Serialize};
use serde_json::{json, Value};

use super::{refuse, Answer};
use crate::{days, Range};

/// What a field of an event is.
#[derive(Clone, Debug, PartialEq)]
pub enum Correction {
    /// The kind of deed.
    Kind(Kind),
    /// Where it was; `None`: the report does not say.
    Place(Option<Site>),
    /// When, EDTF; `None`: the report does not say.
    Time(Option<String>),
    /// A count: "killed", "wounded", "detained" or "displaced"; `None`: none is told.
    Count(&'static str, Option<Range>),
    /// "affirmed" or "negated".
    Polarity(String),
    /// "actual", "planned", "possible", "requested", "conditional" or "feared".
    Modality(String),
    /// Who did it: names.
    Actors(Vec<String>),
    /// To whom: names.
    Recipients(Vec<String>),
    /// Somebody who did not do it.
    NotActor(String),
    /// Somebody to whom it was not done.
    NotRecipient(String),
    /// The report tells of no such thing.
    Misread,
}

/// A kind of deed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kind {
    /// PLOVER type.
    pub r#type: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// PLOVER quad class.
    pub quad: String,
    /// Intensity, -10 to 10.
    pub intensity: f64,
    /// CAMEO code.
    pub cameo: String,
}

/// A place as a correction names it.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// Name.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// First-level area.
    pub admin1: Option<String>,
    /// Degrees north and east.
    pub point: Option<(f64, f64)>,
    /// As in a reading.
    pub precision: String,
    /// What is disputed about it.
    pub disputed: Option<String>,
}

impl Correction {
    /// The field, and its value as decisions keep it. Actors and places become rows of their own, which stay.
    pub(super) fn resolved(&self, db: &Connection, event: i64) -> Answer<(&'static str, Value)> {
        Ok(match self {
            Self::Kind(kind) => ("type", json!(kind)),
            Self::Place(None) => ("place", Value::Null),
            Self::Place(Some(site)) => ("place", json!(place_row(db, site)?)),
            Self::Time(None) => ("time", json!([null, null, null])),
            Self::Time(Some(value)) => ("time", time(value)?),
            Self::Count(field, range) => (*field, range.map_or(json!([null, null]), |(low, high)| json!([low, high]))),
            Self::Polarity(value) => ("polarity", json!(value)),
            Self::Modality(value) => ("modality", json!(value)),
            Self::Actors(names) => ("actors", parties(db, names, event)?),
            Self::Recipients(names) => ("recipients", parties(db, names, event)?),
            Self::NotActor(name) => ("actors", json!({"not": party_of(db, event, "actor", name)?})),
            Self::NotRecipient(name) => ("recipients", json!({"not": party_of(db, event, "recipient", name)?})),
            Self::Misread => ("event", Value::Null),
        })
    }
}

fn time(value: &str) -> Answer<Value> {
    let Some((first, last)) = days::days(value) else {
        return refuse(format!("{value:?} is no day or days: write EDTF, such as 2024-03-01 or 2024-03-01/2024-03-04"));
    };
    Ok(json!([value, first.map(|d| d.to_string()), last.map(|d| d.to_string())]))
}

fn place_row(db: &Connection, site: &Site) -> Result<i64> {
    let (lat, lon) = site.point.unzip();
    let values = params![site.name, site.country, site.admin1, lat, lon, site.precision, site.disputed];
    db.execute(
        "INSERT OR IGNORE INTO places (name, country, admin1, lat, lon, precision, disputed) VALUES (?, ?, ?, ?, ?, ?, ?)",
        values,
    )?;
    db.query_row(
        "SELECT id FROM places WHERE name = ?1 AND ifnull(country, '') = ifnull(?2, '') AND ifnull(admin1, '') = ifnull(?3, '')
         AND ifnull(lat, 999) = ifnull(?4, 999) AND ifnull(lon, 999) = ifnull(?5, 999) AND precision = ?6
         AND ifnull(disputed, '') = ifnull(?7, '')",
        values,
        |row| row.get(0),
    )
}

/// The rows of actors by their names: those that the report itself speaks of before others, then those spoken of most.
fn parties(db: &Connection, names: &[String], event: i64) -> Answer<Value> {
    let mut rows = Vec::new();
    for name in names {
        let found: Option<i64> = db
            .query_row(
                "SELECT a.id FROM actors a WHERE a.name = ?1 COLLATE NOCASE
                 ORDER BY EXISTS (SELECT 1 FROM version_actors x JOIN events e ON e.version = x.version
                                  WHERE x.actor = a.id AND e.id = ?2) DESC,
                          (SELECT count(*) FROM version_actors x WHERE x.actor = a.id) DESC, a.id LIMIT 1",
                params![name, event],
                |row| row.get(0),
            )
            .optional()?;
        rows.push(match found {
            Some(row) => row,
            None => new_actor(db, name)?,
        });
    }
    Ok(json!(rows))
}

/// An actor that no report speaks of: "Name", or "Name (ISO)" with the code of a state.
fn new_actor(db: &Connection, name: &str) -> Result<i64> {
    let code = |c: &&str| c.len() == 3 && c.bytes().all(|b| b.is_ascii_uppercase());
    let coded = name.strip_suffix(')').and_then(|n| n.rsplit_once(" (")).filter(|(_, c)| code(c));
    let (name, country) = coded.map_or((name, None), |(name, c)| (name, Some(c)));
    db.execute(
        "INSERT OR IGNORE INTO actors (name, kind, country, sectors) VALUES (?, 'other', ?, '')",
        params![name, country],
    )?;
    db.query_row(
        "SELECT id FROM actors WHERE name = ? AND kind = 'other' AND ifnull(country, '') = ifnull(?, '') AND sectors = ''
         AND office IS NULL AND member_of IS NULL",
        params![name, country],
        |row| row.get(0),
    )
}

/// The name, as the event has it, of somebody who is said to have had a part in it.
fn party_of(db: &Connection, event: i64, role: &str, name: &str) -> Answer<String> {
    let found = db
        .query_row(
            "SELECT a.name FROM event_actors x JOIN actors a ON a.id = x.actor
             WHERE x.event = ? AND x.role = ? AND a.name = ? COLLATE NOCASE",
            params![event, role, name],
            |row| row.get(0),
        )
        .optional()?;
    found.map_or_else(|| refuse(format!("{name:?} has no such part in the event; attache show lists who has")), Ok)
}

const KIND: &str = "type, mode, quad, intensity, cameo";

/// A field of an event as it stands in its rows.
pub(super) fn read(db: &Connection, event: i64, field: &str) -> Result<Value> {
    let of = |sql: &str, value: fn(&rusqlite::Row<'_>) -> Result<Value>| {
        db.query_row(&format!("SELECT {sql} FROM events WHERE id = ?"), [event], value)
    };
    let text = |row: &rusqlite::Row<'_>| Ok(json!(row.get::<_, Option<String>>(0)?));
    match field {
        "type" => of(KIND, |row| {
            let mode: Option<String> = row.get(1)?;
            // As text, so that it comes back to the last digit.
            let kind = (row.get::<_, String>(0)?, row.get::<_, String>(2)?, row.get::<_, f64>(3)?.to_string());
            let cameo: Option<String> = row.get(4)?;
            Ok(json!({"type": kind.0, "mode": mode, "quad": kind.1, "intensity": kind.2, "cameo": cameo}))
        }),
        "place" => of("place", |row| Ok(json!(row.get::<_, Option<i64>>(0)?))),
        "time" => of("time, first_day, last_day", |row| {
            let value = |at| row.get::<_, Option<String>>(at);
            Ok(json!([value(0)?, value(1)?, value(2)?]))
        }),
        "polarity" => of("polarity", text),
        "modality" => of("modality", text),
        "event" => of("telling", |row| Ok(json!(row.get::<_, Option<i64>>(0)?))),
        "actors" | "recipients" => {
            let mut find =
                db.prepare("SELECT actor FROM event_actors WHERE event = ? AND role = ? ORDER BY position")?;
            let rows = find.query_map(params![event, role(field)], |row| row.get::<_, i64>(0))?;
            Ok(json!(rows.collect::<Result<Vec<_>>>()?))
        }
        _ => of(&counted(field), |row| Ok(json!([row.get::<_, Option<i64>>(0)?, row.get::<_, Option<i64>>(1)?]))),
    }
}

/// The columns of a count.
fn counted(field: &str) -> String {
    let known = ["killed", "wounded", "detained", "displaced"];
    let name = known.into_iter().find(|known| *known == field).unwrap_or(known[0]);
    format!("{name}_low, {name}_high")
}

/// What a field becomes: the value, or what it was without somebody.
pub(super) fn applied(db: &Connection, was: &Value, value: &Value) -> Result<Value> {
    let Some(name) = value.get("not").and_then(Value::as_str) else { return Ok(value.clone()) };
    let mut left = Vec::new();
    for actor in was.as_array().into_iter().flatten().filter_map(Value::as_i64) {
        let is_named = "SELECT name = ? COLLATE NOCASE FROM actors WHERE id = ?";
        if !db.query_row(is_named, params![name, actor], |row| row.get::<_, bool>(0))? {
            left.push(actor);
        }
    }
    Ok(json!(left))
}

/// Writes a field of an event.
pub(super) fn write(db: &Connection, event: i64, field: &str, value: &Value) -> Result<()> {
    let set = |columns: &str, values: &[&dyn rusqlite::ToSql]| -> Result<()> {
        let columns: Vec<String> = columns.split(", ").map(|column| format!("{column} = ?")).collect();
        let all: Vec<&dyn rusqlite::ToSql> = values.iter().copied().chain([&event as &dyn rusqlite::ToSql]).collect();
        db.execute(&format!("UPDATE events SET {} WHERE id = ?", columns.join(", ")), &all[..]).map(|_| ())
    };
    let text = |value: &Value| value.as_str().map(str::to_owned);
    match field {
        "type" => set(
            KIND,
            &[
                &text(&value["type"]),
                &text(&value["mode"]),
                &text(&value["quad"]),
                &value["intensity"].as_f64().or_else(|| value["intensity"].as_str()?.parse().ok()),
                &text(&value["cameo"]),
            ],
        ),
        "place" => set("place", &[&value.as_i64()]),
        "time" => set("time, first_day, last_day", &[&text(&value[0]), &text(&value[1]), &text(&value[2])]),
        "polarity" => set("polarity", &[&text(value)]),
        "modality" => set("modality", &[&text(value)]),
        "event" => set("telling", &[&value.as_i64()]),
        "actors" | "recipients" => {
            db.execute("DELETE FROM event_actors WHERE event = ? AND role = ?", params![event, role(field)])?;
            for (position, actor) in value.as_array().into_iter().flatten().filter_map(Value::as_i64).enumerate() {
                db.execute(
                    "INSERT INTO event_actors (event, role, position, actor) VALUES (?, ?, ?, ?)",
                    params![event, role(field), position as i64, actor],
                )?;
            }
            Ok(())
        }
        _ => set(&counted(field), &[&value[0].as_i64(), &value[1].as_i64()]),
    }
}

fn role(field: &str) -> &'static str {
    if field == "actors" {
        "actor"
    } else {
        "recipient"
    }
}

/// A value of a field in words.
pub(super) fn in_words(db: &Connection, field: &str, value: &Value) -> Result<String> {
    let none = || "none told".to_owned();
    Ok(match (field, value) {
        ("event", _) => "no such thing is told".into(),
        (_, Value::Null) => none(),
        ("type", kind) => match kind["mode"].as_str() {
            Some(mode) => format!("{}, {mode}", kind["type"].as_str().unwrap_or_default()),
            None => kind["type"].as_str().unwrap_or_default().to_owned(),
        },
        ("place", row) => db
            .query_row("SELECT name FROM places WHERE id = ?", [row.as_i64()], |row| row.get(0))
            .optional()?
            .unwrap_or_else(none),
        ("time", days) => days[0].as_str().map_or_else(none, str::to_owned),
        (_, Value::String(text)) => text.clone(),
        (_, Value::Object(not)) => format!("not {}", not["not"].as_str().unwrap_or_default()),
        ("actors" | "recipients", rows) => {
            let mut names: Vec<String> = Vec::new();
            for row in rows.as_array().into_iter().flatten().filter_map(Value::as_i64) {
                names.push(db.query_row("SELECT name FROM actors WHERE id = ?", [row], |row| row.get(0))?);
            }
            if names.is_empty() {
                none()
            } else {
                names.join(", ")
            }
        }
        (_, count) => match (count[0].as_u64(), count[1].as_u64()) {
            (None, _) => none(),
            (Some(low), Some(high)) if low == high => low.to_string(),
            (Some(low), Some(high)) => format!("{low} to {high}"),
            (Some(low), None) => format!("{low} or more"),
        },
    })
}
