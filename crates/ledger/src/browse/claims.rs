//! Statements and events across reports, the last added first.

use serde::Serialize;

use super::{range, Conditions, Mark, Page};
use crate::listing::Period;
use crate::store::Ledger;
use crate::{Error, Range};

/// A statement with the chain of sources behind it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StatementTold {
    /// The report.
    pub report: String,
    /// Its day of publication.
    pub published: Option<String>,
    /// The statement's id in the reading.
    pub statement: String,
    /// "direct", "indirect", "mixed" or "narration".
    pub manner: String,
    /// "assert", "deny" and the like.
    pub stance: String,
    /// Names of the chain, the outermost first; empty for narration.
    pub sources: Vec<String>,
    /// Place in the text, in characters.
    pub span: [u32; 2],
    /// The words there.
    pub words: String,
}

/// An event with who claims it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EventTold {
    /// The report.
    pub report: String,
    /// Its day of publication.
    pub published: Option<String>,
    /// The event's id in the reading.
    pub event: String,
    /// The statement that it lies in.
    pub statement: String,
    /// The incident that it tells of.
    pub incident: Option<String>,
    /// PLOVER type.
    pub r#type: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// PLOVER quad class.
    pub quad: String,
    /// From -10 to 10.
    pub intensity: f64,
    /// Names of those who are said to have done it.
    pub actors: Vec<String>,
    /// Names of those to whom.
    pub recipients: Vec<String>,
    /// Where.
    pub place: Option<String>,
    /// ISO 3166-1 alpha-3 code of where.
    pub country: Option<String>,
    /// When, EDTF.
    pub time: Option<String>,
    /// Dead.
    pub killed: Option<Range>,
    /// Wounded.
    pub wounded: Option<Range>,
    /// "affirmed" or "negated".
    pub polarity: String,
    /// How its statement stands to it: "assert", "deny", ….
    pub stance: String,
    /// "actual", "planned", "possible", "requested", "conditional" or "feared".
    pub modality: String,
    /// Id in the report of the agreement that it is said to break.
    pub violates: Option<String>,
    /// Names of the chain of sources, the outermost first; empty for narration.
    pub sources: Vec<String>,
    /// From 0 to 1.
    pub confidence: f64,
    /// Place in the text, in characters.
    pub span: [u32; 2],
    /// The words there.
    pub words: String,
}

/// Which claims are wanted: all that meet every condition.
#[derive(Clone, Debug, Default)]
pub struct ClaimWanted {
    /// When the report was published.
    pub period: Period,
    /// The report's id.
    pub report: Option<String>,
    /// Row of an actor: of statements a link of the chain, of events one who acts or is acted on.
    pub actor: Option<i64>,
    /// Stance of the statement.
    pub stance: Option<String>,
    /// PLOVER type of the event.
    pub kind: Option<String>,
    /// Name of the incident.
    pub incident: Option<String>,
}

impl ClaimWanted {
    fn conditions(&self, after: Option<&Mark>, id: &str) -> Conditions {
        let mut conditions = Conditions::new();
        conditions.on("v.published >= ?", self.period.since.clone());
        conditions.on("v.published <= ?", self.period.until.clone());
        conditions.on("r.key = ?", self.report.clone());
        conditions.on("s.stance = ?", self.stance.clone());
        conditions.on(&format!("{id} < CAST(? AS INTEGER)"), after.map(|mark| mark.id.clone()));
        conditions
    }
}

fn mark(row: i64) -> Mark {
    Mark { key: None, id: row.to_string() }
}

impl Ledger {
    /// The statements that are wanted.
    pub fn statements_page(
        &self,
        wanted: &ClaimWanted,
        after: Option<&Mark>,
        limit: usize,
    ) -> Result<Page<StatementTold>, Error> {
        let mut conditions = wanted.conditions(after, "s.id");
        conditions.on("EXISTS (SELECT 1 FROM sources x WHERE x.statement = s.id AND x.actor = ?)", wanted.actor);
        let sql = format!(
            "SELECT s.id, r.key, v.published, s.local, s.manner, s.stance, s.start, s.\"end\",
                    substr(v.text, s.start + 1, s.\"end\" - s.start)
             FROM statements s JOIN versions v ON v.id = s.version JOIN reports r ON r.id = v.report AND r.current = v.id
             WHERE {} AND r.standing <> 'retracted' ORDER BY s.id DESC LIMIT {}",
            conditions.sql(),
            limit.saturating_add(1)
        );
        self.page(&sql, conditions.values, limit, |row| {
            let told = StatementTold {
                report: row.get(1)?,
                published: row.get(2)?,
                statement: format!("S{}", row.get::<_, i64>(3)? + 1),
                manner: row.get(4)?,
                stance: row.get(5)?,
                sources: self.chain(row.get(0)?)?,
                span: [row.get(6)?, row.get(7)?],
                words: row.get(8)?,
            };
            Ok((mark(row.get(0)?), told))
        })
    }

    /// The events that are wanted.
    pub fn events_page(
        &self,
        wanted: &ClaimWanted,
        after: Option<&Mark>,
        limit: usize,
    ) -> Result<Page<EventTold>, Error> {
        let mut conditions = wanted.conditions(after, "e.id");
        conditions.on("EXISTS (SELECT 1 FROM event_actors x WHERE x.event = e.id AND x.actor = ?)", wanted.actor);
        conditions.on("e.type = upper(?)", wanted.kind.clone());
        conditions.on("t.incident = (SELECT id FROM incidents WHERE handle = ?)", wanted.incident.clone());
        let sql = format!(
            "SELECT e.id, r.key, v.published, e.local, s.local, i.handle, e.type, e.mode, e.cameo, e.quad, e.intensity,
                    p.name, p.country, e.time, e.killed_low, e.killed_high, e.wounded_low, e.wounded_high, e.polarity,
                    e.modality,
                    (SELECT min(x.local) FROM version_agreements x WHERE x.version = e.version AND x.agreement = e.violates),
                    e.statement, e.confidence, e.start, e.\"end\",
                    substr(v.text, e.start + 1, e.\"end\" - e.start), s.stance
             FROM events e JOIN versions v ON v.id = e.version JOIN reports r ON r.id = v.report AND r.current = v.id
             JOIN statements s ON s.id = e.statement LEFT JOIN tellings t ON t.id = e.telling
             LEFT JOIN incidents i ON i.id = t.incident LEFT JOIN places p ON p.id = e.place
             WHERE {} AND r.standing <> 'retracted' ORDER BY e.id DESC LIMIT {}",
            conditions.sql(),
            limit.saturating_add(1)
        );
        self.page(&sql, conditions.values, limit, |row| Ok((mark(row.get(0)?), self.event_told(row)?)))
    }

    fn event_told(&self, row: &rusqlite::Row<'_>) -> rusqlite::Result<EventTold> {
        let id: i64 = row.get(0)?;
        Ok(EventTold {
            report: row.get(1)?,
            published: row.get(2)?,
            event: format!("E{}", row.get::<_, i64>(3)? + 1),
            statement: format!("S{}", row.get::<_, i64>(4)? + 1),
            incident: row.get(5)?,
            r#type: row.get(6)?,
            mode: row.get(7)?,
            cameo: row.get(8)?,
            quad: row.get(9)?,
            intensity: row.get(10)?,
            actors: self.names_of(id, "actor")?,
            recipients: self.names_of(id, "recipient")?,
            place: row.get(11)?,
            country: row.get(12)?,
            time: row.get(13)?,
            killed: range(row, 14)?,
            wounded: range(row, 16)?,
            polarity: row.get(18)?,
            stance: row.get(26)?,
            modality: row.get(19)?,
            violates: row.get::<_, Option<i64>>(20)?.map(|local| format!("G{}", local + 1)),
            sources: self.chain(row.get(21)?)?,
            confidence: row.get(22)?,
            span: [row.get(23)?, row.get(24)?],
            words: row.get(25)?,
        })
    }

    fn names_of(&self, event: i64, role: &str) -> rusqlite::Result<Vec<String>> {
        self.db
            .prepare_cached(
                "SELECT a.name FROM event_actors x JOIN actors a ON a.id = x.actor
                 WHERE x.event = ? AND x.role = ? ORDER BY x.position",
            )?
            .query_map(rusqlite::params![event, role], |row| row.get(0))?
            .collect()
    }
}
