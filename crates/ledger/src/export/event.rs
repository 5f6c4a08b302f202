//! One event with all that the ledger holds of it, as the rows of exports are made from it.

use rusqlite::{Connection, Result, Row};

use super::Stopped;
use crate::listing::{place, IncidentPlace};
use crate::store::Ledger;

/// An event of the current version of a report.
#[derive(Debug, Default)]
pub(super) struct Event {
    pub report: Report,
    /// `E1`, `S1`.
    pub event: String,
    pub statement: String,
    pub manner: String,
    pub stance: String,
    pub medium: Option<String>,
    pub incident: Option<String>,
    pub kind: String,
    pub mode: Option<String>,
    /// As the ledger keeps them: parted by spaces.
    pub contexts: String,
    pub cameo: Option<String>,
    pub quad: String,
    pub intensity: f64,
    /// EDTF.
    pub time: Option<String>,
    pub first_day: Option<String>,
    pub last_day: Option<String>,
    pub place: Option<IncidentPlace>,
    pub actors: Vec<Party>,
    pub recipients: Vec<Party>,
    /// The chain behind it, outermost first.
    pub sources: Vec<Source>,
    /// Low and high: killed, wounded, detained, displaced.
    pub counts: [(Option<i64>, Option<i64>); 4],
    pub polarity: String,
    pub modality: String,
    pub background: bool,
    pub violates: Option<String>,
    pub confidence: f64,
    /// Characters of the text.
    pub start: i64,
    pub end: i64,
    pub words: String,
    pub corrected: Option<String>,
    pub withdrawn: bool,
}

#[derive(Debug, Default)]
pub(super) struct Report {
    pub id: String,
    pub version: i64,
    pub publisher: Option<String>,
    pub published: Option<String>,
    pub title: Option<String>,
    pub url: Option<String>,
    pub language: String,
    pub standing: String,
    pub echo_of: Option<String>,
    pub notice: Option<String>,
    pub notice_of: Option<String>,
    pub program: String,
    pub model: String,
    pub knowledge: String,
}

/// Somebody who acts, is acted upon, or tells.
#[derive(Clone, Debug, Default)]
pub(super) struct Party {
    pub name: String,
    pub kind: String,
    pub country: Option<String>,
    /// PLOVER's codes.
    pub sectors: Vec<String>,
    pub office: Option<String>,
    pub member_of: Option<String>,
}

#[derive(Debug)]
pub(super) struct Source {
    pub party: Party,
    /// How it tells: "say", "deny".
    pub verb: Option<String>,
}

/// Events in the order of their reports' ids and of the text: the same in whatever order reports were added.
const EVENTS: &str = r#"
SELECT e.id, e.statement, r.key, v.number, v.publisher, v.published, v.title, v.url, v.language, r.standing, f.key,
       n.kind, o.key, c.program, c.model, c.knowledge, e.local, s.local, s.manner, s.stance, s.medium, i.handle,
       e.type, e.mode, e.contexts, e.cameo, e.quad, e.intensity, e.time, e.first_day, e.last_day,
       p.name, p.country, p.admin1, p.lat, p.lon, p.precision, p.disputed,
       e.killed_low, e.killed_high, e.wounded_low, e.wounded_high, e.detained_low, e.detained_high,
       e.displaced_low, e.displaced_high, e.polarity, e.modality, e.background, g.name, e.confidence,
       e.start, e."end", substr(v.text, e.start + 1, e."end" - e.start),
       (SELECT group_concat(k.field || ' by ' || d.by, '; ') FROM corrections k JOIN decisions d ON d.id = k.decision
        WHERE k.event = e.id),
       (r.standing = 'retracted' OR ifnull(t.silent, 0)
        OR EXISTS (SELECT 1 FROM corrections k WHERE k.event = e.id AND k.field = 'event'))
FROM reports r CROSS JOIN versions v ON v.id = r.current CROSS JOIN events e ON e.version = v.id
JOIN codings c ON c.id = v.coding JOIN statements s ON s.id = e.statement
LEFT JOIN reports f ON f.id = r.echo_of
LEFT JOIN notices n ON n.report = r.id LEFT JOIN reports o ON o.id = n.of
LEFT JOIN tellings t ON t.id = e.telling LEFT JOIN incidents i ON i.id = t.incident
LEFT JOIN places p ON p.id = e.place LEFT JOIN agreements g ON g.id = e.violates
ORDER BY r.key, e.local"#;

/// Hands out every event of a current version.
pub(super) fn each(ledger: &Ledger, mut one: impl FnMut(&Event) -> Result<(), Stopped>) -> Result<(), Stopped> {
    let mut find = ledger.db.prepare(EVENTS)?;
    let mut rows = find.query([])?;
    while let Some(row) = rows.next()? {
        let mut event = event(&mut Cells { row, next: 2 })?;
        (event.actors, event.recipients) = parties(&ledger.db, row.get(0)?)?;
        event.sources = sources(&ledger.db, row.get(1)?)?;
        one(&event)?;
    }
    Ok(())
}

/// The cells of a row from left to right.
struct Cells<'a> {
    row: &'a Row<'a>,
    next: usize,
}

impl Cells<'_> {
    fn get<T: rusqlite::types::FromSql>(&mut self) -> Result<T> {
        self.next += 1;
        self.row.get(self.next - 1)
    }

    fn place(&mut self) -> Result<Option<IncidentPlace>> {
        self.next += 7;
        place(self.row, self.next - 7)
    }
}

/// The fields stand in the order of the query.
fn event(cells: &mut Cells<'_>) -> Result<Event> {
    Ok(Event {
        report: Report {
            id: cells.get()?,
            version: cells.get()?,
            publisher: cells.get()?,
            published: cells.get()?,
            title: cells.get()?,
            url: cells.get()?,
            language: cells.get()?,
            standing: cells.get()?,
            echo_of: cells.get()?,
            notice: cells.get()?,
            notice_of: cells.get()?,
            program: cells.get()?,
            model: cells.get()?,
            knowledge: cells.get()?,
        },
        event: format!("E{}", cells.get::<i64>()? + 1),
        statement: format!("S{}", cells.get::<i64>()? + 1),
        manner: cells.get()?,
        stance: cells.get()?,
        medium: cells.get()?,
        incident: cells.get()?,
        kind: cells.get()?,
        mode: cells.get()?,
        contexts: cells.get()?,
        cameo: cells.get()?,
        quad: cells.get()?,
        intensity: cells.get()?,
        time: cells.get()?,
        first_day: cells.get()?,
        last_day: cells.get()?,
        place: cells.place()?,
        counts: [
            (cells.get()?, cells.get()?),
            (cells.get()?, cells.get()?),
            (cells.get()?, cells.get()?),
            (cells.get()?, cells.get()?),
        ],
        polarity: cells.get()?,
        modality: cells.get()?,
        background: cells.get()?,
        violates: cells.get()?,
        confidence: cells.get()?,
        start: cells.get()?,
        end: cells.get()?,
        words: cells.get::<Option<String>>()?.unwrap_or_default(),
        corrected: cells.get()?,
        withdrawn: cells.get()?,
        ..Event::default()
    })
}

/// What is known of an actor `a` that belongs to `m`.
pub(super) const PARTY: &str = "a.name, a.kind, a.country, a.sectors, a.office, m.name";

/// The columns of [`PARTY`] from `at` on.
pub(super) fn party(row: &Row<'_>, at: usize) -> Result<Party> {
    let sectors: String = row.get(at + 3)?;
    Ok(Party {
        name: row.get(at)?,
        kind: row.get(at + 1)?,
        country: row.get(at + 2)?,
        sectors: sectors.split_whitespace().map(str::to_owned).collect(),
        office: row.get(at + 4)?,
        member_of: row.get(at + 5)?,
    })
}

/// Who acts, and on whom.
fn parties(db: &Connection, event: i64) -> Result<(Vec<Party>, Vec<Party>)> {
    let mut find = db.prepare_cached(&format!(
        "SELECT x.role, {PARTY} FROM event_actors x JOIN actors a ON a.id = x.actor LEFT JOIN actors m ON m.id = a.member_of
         WHERE x.event = ? ORDER BY x.role, x.position"
    ))?;
    let (mut actors, mut recipients) = (Vec::new(), Vec::new());
    let mut rows = find.query([event])?;
    while let Some(row) = rows.next()? {
        let side = if row.get_ref(0)?.as_str()? == "actor" { &mut actors } else { &mut recipients };
        side.push(party(row, 1)?);
    }
    Ok((actors, recipients))
}

fn sources(db: &Connection, statement: i64) -> Result<Vec<Source>> {
    let mut find = db.prepare_cached(&format!(
        "SELECT x.verb, {PARTY} FROM sources x JOIN actors a ON a.id = x.actor LEFT JOIN actors m ON m.id = a.member_of
         WHERE x.statement = ? ORDER BY x.position"
    ))?;
    let rows = find.query_map([statement], |row| Ok(Source { verb: row.get(0)?, party: party(row, 1)? }))?;
    rows.collect()
}
