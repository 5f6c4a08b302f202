//! One incident with what the rows of exports need beside its accounts.

use jiff::civil::Date;
use rusqlite::{Connection, Result};

use super::event::{party, Party, PARTY};
use super::Stopped;
use crate::listing::{Incident, IncidentPlace};
use crate::store::Ledger;
use crate::tellings::WORDS_ONLY;
use crate::Error;

/// An incident, who is said to act in it, and the reports that tell of it.
#[derive(Debug)]
pub(super) struct Happening {
    /// From 1, in the order of days and names.
    pub number: i64,
    pub incident: Incident,
    pub first_day: Option<Date>,
    pub last_day: Option<Date>,
    /// No report tells the day: it is that of the first publication.
    pub day_inferred: bool,
    /// Those whom most reports name first.
    pub actors: Vec<Party>,
    pub recipients: Vec<Party>,
    pub reports: Vec<Told>,
}

/// A report that tells of an incident.
#[derive(Debug)]
pub(super) struct Told {
    pub id: String,
    pub publisher: Option<String>,
    pub published: Option<String>,
    pub title: Option<String>,
    pub url: Option<String>,
}

impl Happening {
    /// Whether only words were said: accusations, requests, refusals, threats, support.
    pub(super) fn is_mere_words(&self) -> bool {
        WORDS_ONLY.contains(&self.incident.r#type.as_str())
    }

    /// Whether somebody who is said to act or to be struck is of a state: its government, forces, police, services.
    pub(super) fn is_of_a_state(&self) -> bool {
        self.actors.iter().chain(&self.recipients).any(is_of_state)
    }

    /// Whether recipients are named and are civilians, all of them.
    pub(super) fn strikes_civilians(&self) -> bool {
        let is_civilian =
            |p: &Party| !is_of_state(p) && (p.kind == "population" || p.sectors.iter().any(|sector| sector == "CVL"));
        !self.recipients.is_empty() && self.recipients.iter().all(is_civilian)
    }

    pub(super) fn place(&self) -> Option<&IncidentPlace> {
        self.incident.place.as_ref()
    }

    /// Days that it may have lasted, as far as it is told.
    pub(super) fn length(&self) -> Option<i32> {
        Some((self.last_day? - self.first_day?).get_days() + 1)
    }

    /// Who gives an account of it; `None` for the reports' own narration.
    pub(super) fn voices(&self, stance: &str) -> Vec<Option<String>> {
        let of_stance = self.incident.accounts.iter().filter(|account| account.stance == stance);
        of_stance.map(|account| Some(account.by.join(" and ")).filter(|by| !by.is_empty())).collect()
    }

    /// Who tells it, who denies it: for formats that have one field for it.
    pub(super) fn told_by(&self) -> Vec<String> {
        let tell = self.voices("assert").into_iter().map(|by| by.unwrap_or_else(|| "reports".into()));
        let deny =
            self.voices("deny").into_iter().map(|by| format!("denied by {}", by.as_deref().unwrap_or("reports")));
        tell.chain(deny).collect()
    }
}

fn is_of_state(party: &Party) -> bool {
    let of_state = |sector: &String| matches!(sector.as_str(), "GOV" | "MIL" | "COP" | "SPY");
    party.kind == "state" || party.sectors.iter().any(of_state)
}

/// Hands out every incident, by day and name.
pub(super) fn each(
    ledger: &Ledger,
    mut one: impl FnMut(&Happening) -> std::result::Result<(), Stopped>,
) -> std::result::Result<(), Stopped> {
    // Names first, so that a sort of many rows holds little.
    let mut order = ledger.db.prepare("SELECT id FROM incidents ORDER BY first_day, handle")?;
    let mut rows = order.query([])?;
    let mut number = 0;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        number += 1;
        let incident = ledger.incident_of_row(id).map_err(|error| match error {
            Error::Database { error, .. } => Stopped::Ledger(error),
            other => Stopped::Other(other),
        })?;
        if let Some(incident) = incident {
            one(&happening(&ledger.db, id, number, incident)?)?;
        }
    }
    Ok(())
}

fn happening(db: &Connection, id: i64, number: i64, incident: Incident) -> Result<Happening> {
    let time = incident.time.as_deref().unwrap_or_default();
    let (first, last) = time.split_once('/').unwrap_or((time, time));
    let day = |text: &str| text.trim_end_matches('~').parse().ok();
    let (first_day, last_day, day_inferred) = (day(first), day(last), time.ends_with('~'));
    let (actors, recipients) = parties(db, id)?;
    let reports = reports(db, id)?;
    Ok(Happening { number, first_day, last_day, day_inferred, incident, actors, recipients, reports })
}

/// Who is said to do it, and to whom: those of most reports first, each once.
fn parties(db: &Connection, incident: i64) -> Result<(Vec<Party>, Vec<Party>)> {
    // By way of the incident's few events, and never of the many of its type.
    let mut find = db.prepare_cached(&format!(
        "SELECT x.role, {PARTY} FROM incidents i CROSS JOIN tellings t ON t.incident = i.id CROSS JOIN events e ON e.telling = t.id
         CROSS JOIN event_actors x ON x.event = e.id JOIN actors a ON a.id = x.actor LEFT JOIN actors m ON m.id = a.member_of
         WHERE i.id = ? AND t.silent = 0 AND e.type = i.type AND e.polarity = 'affirmed'
         GROUP BY x.role, a.id
         ORDER BY x.role, count(DISTINCT t.version) DESC, min(x.position), a.name, a.kind, a.country, a.sectors"
    ))?;
    let (mut actors, mut recipients) = (Vec::new(), Vec::new());
    let mut rows = find.query([incident])?;
    while let Some(row) = rows.next()? {
        let side: &mut Vec<Party> = if row.get_ref(0)?.as_str()? == "actor" { &mut actors } else { &mut recipients };
        let party = party(row, 1)?;
        // One name may be that of several rows, where reports tell different things of it.
        if side.iter().all(|known| known.name != party.name) {
            side.push(party);
        }
    }
    Ok((actors, recipients))
}

fn reports(db: &Connection, incident: i64) -> Result<Vec<Told>> {
    let mut find = db.prepare_cached(
        "SELECT DISTINCT r.key, v.publisher, v.published, v.title, v.url
         FROM tellings t JOIN versions v ON v.id = t.version JOIN reports r ON r.id = v.report
         WHERE t.incident = ? AND r.standing <> 'retracted' ORDER BY ifnull(v.published, '9999'), r.key",
    )?;
    let rows = find.query_map([incident], |row| {
        Ok(Told {
            id: row.get(0)?,
            publisher: row.get(1)?,
            published: row.get(2)?,
            title: row.get(3)?,
            url: row.get(4)?,
        })
    })?;
    rows.collect()
}
