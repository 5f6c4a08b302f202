//! Actors: who they are, what they are said to have done and to whom.

use rusqlite::{params, OptionalExtension, Row};
use serde::Serialize;

use super::{Conditions, Mark, Page};
use crate::store::Ledger;
use crate::Error;

/// An actor in a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ActorSeen {
    /// Number of the actor in this ledger.
    pub id: i64,
    /// Name.
    pub name: String,
    /// "state", "organisation", "armed-group", "person", "population" or "other".
    pub kind: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// PLOVER sector codes.
    pub sectors: Vec<String>,
    /// Office held.
    pub office: Option<String>,
    /// Name of the state or organisation that it belongs to.
    pub member_of: Option<String>,
    /// Events in which it acts or is acted on.
    pub events: u64,
}

/// How many deeds of one type.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Deeds {
    /// PLOVER type.
    pub r#type: String,
    /// PLOVER quad class.
    pub quad: String,
    /// How many distinct incidents it is said to have done.
    pub done: u64,
    /// How many are said to have been done to it.
    pub suffered: u64,
}

/// Somebody it deals with.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Partner {
    /// Number of the actor.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Events of the one towards the other, either way.
    pub events: u64,
}

/// An actor from near.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ActorWithDeeds {
    /// Who it is.
    pub actor: ActorSeen,
    /// What it is said to have done and suffered, by type.
    pub deeds: Vec<Deeds>,
    /// With whom it deals most.
    pub partners: Vec<Partner>,
    /// Statements that it stands behind.
    pub statements: u64,
    /// Others under the same name: another office, another state.
    pub namesakes: Vec<ActorSeen>,
}

/// Which actors are wanted: all that meet every condition.
#[derive(Clone, Debug, Default)]
pub struct ActorWanted {
    /// Part of the name.
    pub name: Option<String>,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Kind.
    pub kind: Option<String>,
}

const SELECT: &str = "SELECT a.id, a.name, a.kind, a.country, a.sectors, a.office, m.name,
    (SELECT count(DISTINCT event) FROM event_actors x WHERE x.actor = a.id) AS n
    FROM actors a LEFT JOIN actors m ON m.id = a.member_of";

fn seen(row: &Row<'_>) -> rusqlite::Result<ActorSeen> {
    Ok(ActorSeen {
        id: row.get(0)?,
        name: row.get(1)?,
        kind: row.get(2)?,
        country: row.get(3)?,
        sectors: row.get::<_, String>(4)?.split_whitespace().map(str::to_owned).collect(),
        office: row.get(5)?,
        member_of: row.get(6)?,
        events: row.get(7)?,
    })
}

impl Ledger {
    /// The actors that are wanted, those with most events first.
    pub fn actors_page(
        &self,
        wanted: &ActorWanted,
        after: Option<&Mark>,
        limit: usize,
    ) -> Result<Page<ActorSeen>, Error> {
        let mut conditions = Conditions::new();
        conditions.on("instr(lower(a.name), lower(?)) > 0", wanted.name.clone());
        conditions.on("a.country = upper(?)", wanted.country.clone());
        conditions.on("a.kind = ?", wanted.kind.clone());
        let mut marks = Conditions::new();
        std::mem::swap(&mut marks.values, &mut conditions.values);
        if let Some(mark) = after {
            let events = mark.key.clone().unwrap_or_default();
            marks.values.extend([events.into(), mark.id.clone().into()]);
            let (n, id) = (marks.values.len() - 1, marks.values.len());
            marks.parts.push(format!(
                "(n < CAST(?{n} AS INTEGER) OR (n = CAST(?{n} AS INTEGER) AND id > CAST(?{id} AS INTEGER)))"
            ));
        }
        let sql = format!(
            "SELECT * FROM ({SELECT} WHERE {}) WHERE {} ORDER BY n DESC, id LIMIT {}",
            conditions.sql(),
            marks.sql(),
            limit.saturating_add(1)
        );
        self.page(&sql, marks.values, limit, |row| {
            let seen = seen(row)?;
            Ok((Mark { key: Some(seen.events.to_string()), id: seen.id.to_string() }, seen))
        })
    }

    /// The actor of this number; `None` where there is none.
    pub fn actor(&self, id: i64) -> Result<Option<ActorWithDeeds>, Error> {
        let read = || -> rusqlite::Result<Option<ActorWithDeeds>> {
            let found =
                self.db.prepare_cached(&format!("{SELECT} WHERE a.id = ?"))?.query_row([id], seen).optional()?;
            let Some(actor) = found else { return Ok(None) };
            let mut namesakes =
                self.db.prepare_cached(&format!("{SELECT} WHERE a.name = ? AND a.id <> ? ORDER BY a.id"))?;
            let namesakes = namesakes.query_map(params![actor.name, id], seen)?.collect::<rusqlite::Result<_>>()?;
            let statements =
                self.db.query_row("SELECT count(DISTINCT statement) FROM sources WHERE actor = ?", [id], |row| {
                    row.get(0)
                })?;
            Ok(Some(ActorWithDeeds {
                deeds: self.deeds(id)?,
                partners: self.partners(id)?,
                statements,
                namesakes,
                actor,
            }))
        };
        read().map_err(|e| self.error(e))
    }

    fn deeds(&self, actor: i64) -> rusqlite::Result<Vec<Deeds>> {
        // What no telling holds counts as one of its own; what is denied is not said to have been done.
        let mut find = self.db.prepare_cached(
            "SELECT e.type, e.quad,
                    count(DISTINCT CASE WHEN x.role = 'actor' THEN ifnull(t.incident, -e.id) END),
                    count(DISTINCT CASE WHEN x.role = 'recipient' THEN ifnull(t.incident, -e.id) END)
             FROM event_actors x JOIN events e ON e.id = x.event JOIN statements s ON s.id = e.statement
             LEFT JOIN tellings t ON t.id = e.telling
             WHERE x.actor = ? AND e.polarity = 'affirmed' AND s.stance <> 'deny' GROUP BY e.type ORDER BY min(e.intensity), e.type",
        )?;
        let rows = find.query_map([actor], |row| {
            Ok(Deeds { r#type: row.get(0)?, quad: row.get(1)?, done: row.get(2)?, suffered: row.get(3)? })
        })?;
        rows.collect()
    }

    fn partners(&self, actor: i64) -> rusqlite::Result<Vec<Partner>> {
        const MOST: i64 = 12;
        let mut find = self.db.prepare_cached(
            "SELECT a.id, a.name, count(DISTINCT x.event) AS n FROM event_actors x
             JOIN event_actors y ON y.event = x.event AND y.role <> x.role JOIN actors a ON a.id = y.actor
             WHERE x.actor = ?1 AND a.id <> ?1 GROUP BY a.id ORDER BY n DESC, a.name LIMIT ?2",
        )?;
        let rows = find
            .query_map([actor, MOST], |row| Ok(Partner { id: row.get(0)?, name: row.get(1)?, events: row.get(2)? }))?;
        rows.collect()
    }
}
