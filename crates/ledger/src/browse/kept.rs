//! A report as the ledger keeps it: its text with all that was read in it, in the shape of a reading.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, Row};
use serde::Serialize;

use super::{range, spans};
use crate::store::Ledger;
use crate::{Error, Range};
use reading::Span;

/// A report with its layers. Ids are local to it, as in a reading.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct Kept {
    pub report: KeptReport,
    pub actors: Vec<KeptActor>,
    pub places: Vec<KeptPlace>,
    pub times: Vec<KeptTime>,
    pub agreements: Vec<KeptAgreement>,
    pub statements: Vec<KeptStatement>,
    pub events: Vec<KeptEvent>,
}

/// The report itself, in its current version.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct KeptReport {
    pub id: String,
    pub title: Option<String>,
    pub publisher: Option<String>,
    pub url: Option<String>,
    pub published: Option<String>,
    pub language: String,
    pub text: String,
    /// Number of the version, from 1.
    pub version: i64,
    /// "valid", "corrected" or "retracted".
    pub standing: String,
    /// The report that it repeats.
    pub echo_of: Option<String>,
    /// Reports that repeat it.
    pub echoes: Vec<String>,
}

/// An actor in the report.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct KeptActor {
    pub id: String,
    /// Number of the actor in the ledger.
    pub actor: i64,
    pub name: String,
    pub kind: String,
    pub country: Option<String>,
    pub office: Option<String>,
    pub mentions: Vec<Span>,
}

/// A place in the report.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct KeptPlace {
    pub id: String,
    pub name: String,
    pub country: Option<String>,
    pub admin1: Option<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub precision: String,
    pub disputed: Option<String>,
    pub mentions: Vec<Span>,
}

/// A time in the report.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct KeptTime {
    pub id: String,
    pub value: String,
    pub mentions: Vec<Span>,
}

/// An agreement in the report.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct KeptAgreement {
    pub id: String,
    /// Handle of the agreement over all reports ([`crate::Agreement::id`]), where whoever asked looked it up.
    pub agreement: Option<String>,
    pub name: String,
    pub kind: String,
    pub date: Option<String>,
    pub mentions: Vec<Span>,
}

/// One link of a chain of sources.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct Link {
    /// Id of the actor in the report.
    pub actor: Option<String>,
    pub name: String,
    pub mention: Option<Span>,
    pub cue: Option<Span>,
}

/// A statement of the report.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct KeptStatement {
    pub id: String,
    pub span: Span,
    pub content: Vec<Span>,
    pub manner: String,
    pub stance: String,
    pub sources: Vec<Link>,
}

/// An event of the report.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct KeptEvent {
    pub id: String,
    pub statement: String,
    pub incident: Option<String>,
    pub span: Span,
    pub trigger: Span,
    pub r#type: String,
    pub mode: Option<String>,
    pub cameo: Option<String>,
    pub quad: String,
    pub intensity: f64,
    /// Ids of actors in the report.
    pub actors: Vec<String>,
    pub recipients: Vec<String>,
    /// Name of the place.
    pub place: Option<String>,
    /// EDTF.
    pub time: Option<String>,
    pub killed: Option<Range>,
    pub wounded: Option<Range>,
    pub detained: Option<Range>,
    pub displaced: Option<Range>,
    pub polarity: String,
    pub modality: String,
    pub background: bool,
    /// Id of the agreement in the report that it is said to break.
    pub violates: Option<String>,
    pub confidence: f64,
}

/// Id of the row that has the number `local` among those of its letter.
fn id(letter: char, local: i64) -> String {
    format!("{letter}{}", local + 1)
}

impl Ledger {
    /// The report of this id with all that was read in it; `None` where there is none.
    pub fn report(&self, key: &str) -> Result<Option<Kept>, Error> {
        let read = || -> rusqlite::Result<Option<Kept>> {
            let Some((version, report)) = self.kept_report(key)? else { return Ok(None) };
            let actors = self.kept_actors(version)?;
            let ids: HashMap<i64, String> = actors.iter().rev().map(|a| (a.actor, a.id.clone())).collect();
            Ok(Some(Kept {
                report,
                places: self.layer(
                    "SELECT x.local, x.mentions, p.name, p.country, p.admin1, p.lat, p.lon, p.precision, p.disputed
                    FROM version_places x JOIN places p ON p.id = x.place WHERE x.version = ? ORDER BY x.local",
                    version,
                    place,
                )?,
                times: self.layer(
                    "SELECT local, mentions, value FROM version_times WHERE version = ? ORDER BY local",
                    version,
                    time,
                )?,
                agreements: self.layer(
                    "SELECT x.local, x.mentions, g.name, g.kind, g.date FROM version_agreements x
                    JOIN agreements g ON g.id = x.agreement WHERE x.version = ? ORDER BY x.local",
                    version,
                    agreement,
                )?,
                statements: self.kept_statements(version, &ids)?,
                events: self.kept_events(version, &ids)?,
                actors,
            }))
        };
        read().map_err(|e| self.error(e))
    }

    fn layer<T>(&self, sql: &str, version: i64, one: fn(&Row<'_>) -> rusqlite::Result<T>) -> rusqlite::Result<Vec<T>> {
        self.db.prepare_cached(sql)?.query_map([version], one)?.collect()
    }

    fn kept_report(&self, key: &str) -> rusqlite::Result<Option<(i64, KeptReport)>> {
        let found = self
            .db
            .prepare_cached(
                "SELECT v.id, r.key, v.title, v.publisher, v.url, v.published, v.language, v.text, v.number, r.standing, f.key
                 FROM reports r JOIN versions v ON v.id = r.current LEFT JOIN reports f ON f.id = r.echo_of WHERE r.key = ?",
            )?
            .query_row([key], |row| {
                let report = KeptReport {
                    id: row.get(1)?,
                    title: row.get(2)?,
                    publisher: row.get(3)?,
                    url: row.get(4)?,
                    published: row.get(5)?,
                    language: row.get(6)?,
                    text: row.get(7)?,
                    version: row.get(8)?,
                    standing: row.get(9)?,
                    echo_of: row.get(10)?,
                    echoes: Vec::new(),
                };
                Ok((row.get::<_, i64>(0)?, report))
            })
            .optional()?;
        let Some((version, mut report)) = found else { return Ok(None) };
        let mut echoes = self.db.prepare_cached(
            "SELECT e.key FROM reports e JOIN reports r ON r.id = e.echo_of WHERE r.key = ? ORDER BY e.key",
        )?;
        report.echoes = echoes.query_map([key], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        Ok(Some((version, report)))
    }

    fn kept_actors(&self, version: i64) -> rusqlite::Result<Vec<KeptActor>> {
        let sql = "SELECT x.local, x.mentions, a.id, a.name, a.kind, a.country, a.office
            FROM version_actors x JOIN actors a ON a.id = x.actor WHERE x.version = ? ORDER BY x.local";
        self.layer(sql, version, |row| {
            Ok(KeptActor {
                id: id('A', row.get(0)?),
                mentions: spans(&row.get::<_, String>(1)?),
                actor: row.get(2)?,
                name: row.get(3)?,
                kind: row.get(4)?,
                country: row.get(5)?,
                office: row.get(6)?,
            })
        })
    }

    fn kept_statements(&self, version: i64, ids: &HashMap<i64, String>) -> rusqlite::Result<Vec<KeptStatement>> {
        let mut find = self.db.prepare_cached(
            "SELECT id, local, start, \"end\", content, manner, stance FROM statements WHERE version = ? ORDER BY local",
        )?;
        let mut links = self.db.prepare_cached(
            "SELECT a.id, a.name, s.mention, s.cue FROM sources s JOIN actors a ON a.id = s.actor
             WHERE s.statement = ? ORDER BY s.position",
        )?;
        let mut rows = find.query([version])?;
        let mut statements = Vec::new();
        while let Some(row) = rows.next()? {
            let span = |text: Option<String>| text.and_then(|t| serde_json::from_str(&t).ok());
            let sources = links.query_map([row.get::<_, i64>(0)?], |link| {
                Ok(Link {
                    actor: ids.get(&link.get::<_, i64>(0)?).cloned(),
                    name: link.get(1)?,
                    mention: span(link.get(2)?),
                    cue: span(link.get(3)?),
                })
            })?;
            let span_of_all = [row.get(2)?, row.get(3)?];
            let content: String = row.get(4)?;
            statements.push(KeptStatement {
                id: id('S', row.get(1)?),
                span: span_of_all,
                content: if content.is_empty() { vec![span_of_all] } else { spans(&content) },
                manner: row.get(5)?,
                stance: row.get(6)?,
                sources: sources.collect::<rusqlite::Result<_>>()?,
            });
        }
        Ok(statements)
    }

    fn kept_events(&self, version: i64, ids: &HashMap<i64, String>) -> rusqlite::Result<Vec<KeptEvent>> {
        let mut find = self.db.prepare_cached(
            "SELECT e.id, e.local, s.local, i.handle, e.start, e.\"end\", e.trigger_start, e.trigger_end, e.type, e.mode, e.cameo,
                    e.quad, e.intensity, p.name, e.time, e.killed_low, e.killed_high, e.wounded_low, e.wounded_high,
                    e.detained_low, e.detained_high, e.displaced_low, e.displaced_high, e.polarity, e.modality,
                    e.background,
                    (SELECT min(x.local) FROM version_agreements x WHERE x.version = e.version AND x.agreement = e.violates),
                    e.confidence
             FROM events e JOIN statements s ON s.id = e.statement LEFT JOIN tellings t ON t.id = e.telling
             LEFT JOIN incidents i ON i.id = t.incident LEFT JOIN places p ON p.id = e.place
             WHERE e.version = ? ORDER BY e.local",
        )?;
        let mut parties =
            self.db.prepare_cached("SELECT role, actor FROM event_actors WHERE event = ? ORDER BY role, position")?;
        let mut rows = find.query([version])?;
        let mut events = Vec::new();
        while let Some(row) = rows.next()? {
            let mut event = kept_event(row)?;
            let mut roles = parties.query([row.get::<_, i64>(0)?])?;
            while let Some(party) = roles.next()? {
                let Some(actor) = ids.get(&party.get::<_, i64>(1)?).cloned() else { continue };
                let role: String = party.get(0)?;
                if role == "actor" {
                    event.actors.push(actor)
                } else {
                    event.recipients.push(actor)
                }
            }
            events.push(event);
        }
        Ok(events)
    }
}

fn place(row: &Row<'_>) -> rusqlite::Result<KeptPlace> {
    Ok(KeptPlace {
        id: id('P', row.get(0)?),
        mentions: spans(&row.get::<_, String>(1)?),
        name: row.get(2)?,
        country: row.get(3)?,
        admin1: row.get(4)?,
        lat: row.get(5)?,
        lon: row.get(6)?,
        precision: row.get(7)?,
        disputed: row.get(8)?,
    })
}

fn time(row: &Row<'_>) -> rusqlite::Result<KeptTime> {
    Ok(KeptTime { id: id('T', row.get(0)?), mentions: spans(&row.get::<_, String>(1)?), value: row.get(2)? })
}

fn agreement(row: &Row<'_>) -> rusqlite::Result<KeptAgreement> {
    Ok(KeptAgreement {
        id: id('G', row.get(0)?),
        mentions: spans(&row.get::<_, String>(1)?),
        agreement: None,
        name: row.get(2)?,
        kind: row.get(3)?,
        date: row.get(4)?,
    })
}

fn kept_event(row: &Row<'_>) -> rusqlite::Result<KeptEvent> {
    Ok(KeptEvent {
        id: id('E', row.get(1)?),
        statement: id('S', row.get(2)?),
        incident: row.get(3)?,
        span: [row.get(4)?, row.get(5)?],
        trigger: [row.get(6)?, row.get(7)?],
        r#type: row.get(8)?,
        mode: row.get(9)?,
        cameo: row.get(10)?,
        quad: row.get(11)?,
        intensity: row.get(12)?,
        actors: Vec::new(),
        recipients: Vec::new(),
        place: row.get(13)?,
        time: row.get(14)?,
        killed: range(row, 15)?,
        wounded: range(row, 17)?,
        detained: range(row, 19)?,
        displaced: range(row, 21)?,
        polarity: row.get(23)?,
        modality: row.get(24)?,
        background: row.get(25)?,
        violates: row.get::<_, Option<i64>>(26)?.map(|local| id('G', local)),
        confidence: row.get(27)?,
    })
}
