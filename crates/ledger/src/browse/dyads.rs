//! Where it is most tense, and how much is told a day.

use rusqlite::params;
use serde::Serialize;

use crate::listing::Incident;
use crate::store::Ledger;
use crate::tension::{Dyad, TensionDay};
use crate::{days, Error};

/// A dyad with its tension, and why.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TenseDyad {
    /// Who acts: ISO 3166-1 alpha-3.
    pub from: String,
    /// To whom.
    pub to: String,
    /// The ledger's last day of publication; where nothing is told of the last weeks, the dyad's own last day.
    pub last: TensionDay,
    /// The index of the days up to it, the oldest first.
    pub recent: Vec<f64>,
    /// What weighs most of its last incidents, the newest first.
    pub why: Vec<Incident>,
}

/// What is said to have happened on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DayCount {
    /// The day.
    pub day: String,
    /// PLOVER quad class.
    pub quad: String,
    /// Incidents.
    pub incidents: u64,
}

/// Dyads that are looked at from near: those with most conflict told of late.
const CANDIDATES: i64 = 40;
/// Days back from the last publication from which they are taken; earlier ones have died down to less than a fifteenth.
const LATE: &str = "-28 days";
/// Days of the curve that are handed out.
const RECENT: usize = 90;
/// Incidents that are given as reasons.
const REASONS: usize = 3;

/// The first of the days up to `until` that are handed out.
fn late(until: Option<&str>) -> Option<String> {
    let last = days::number(until?.parse().ok()?);
    days::of_number(last - RECENT as i32 + 1).map(|day| day.to_string())
}

impl Ledger {
    /// The dyads of states with the highest tension on the last day of publication, the most tense first. Where no conflict
    /// is told of the last weeks: those of which it was told last, each as of its own last day.
    pub fn tense_dyads(&self, most: usize) -> Result<Vec<TenseDyad>, Error> {
        let mut candidates = self.dyads_in_conflict(Some(LATE)).map_err(|e| self.error(e))?;
        let last_published = self.last_published().map_err(|e| self.error(e))?;
        let as_of_their_own = candidates.is_empty();
        if as_of_their_own {
            candidates = self.dyads_in_conflict(None).map_err(|e| self.error(e))?;
        }
        let mut dyads = Vec::new();
        for (dyad, last_day) in candidates {
            let until = if as_of_their_own { last_day } else { last_published.clone() };
            let curve = self.tension(&dyad, late(until.as_deref()).as_deref(), until.as_deref())?;
            let Some(last) = curve.last().cloned().filter(|day| day.index > 0.0) else { continue };
            dyads.push((dyad, last, curve));
        }
        dyads.sort_by(|(a, x, _), (b, y, _)| {
            y.index.total_cmp(&x.index).then_with(|| (&a.from, &a.to).cmp(&(&b.from, &b.to)))
        });
        dyads.truncate(most);
        dyads.into_iter().map(|(dyad, last, curve)| self.reasoned(dyad, last, &curve)).collect()
    }

    fn reasoned(&self, dyad: Dyad, last: TensionDay, curve: &[TensionDay]) -> Result<TenseDyad, Error> {
        let mut why = Vec::new();
        for handle in curve.iter().rev().flat_map(|day| &day.incidents) {
            if why.len() == REASONS {
                break;
            }
            why.extend(self.incident(handle)?.filter(|incident| incident.intensity < 0.0));
        }
        let recent = curve.iter().map(|day| day.index).collect();
        Ok(TenseDyad { from: dyad.from, to: dyad.to, last, recent, why })
    }

    /// Dyads between whom conflict is told, from `back` before the last publication on, with the day of the last of it.
    fn dyads_in_conflict(&self, back: Option<&str>) -> rusqlite::Result<Vec<(Dyad, Option<String>)>> {
        let mut find = self.db.prepare_cached(
            // The joins in this order: a few weeks' incidents, and only what belongs to them.
            "SELECT a.country, b.country, max(i.first_day) FROM incidents i CROSS JOIN tellings t ON t.incident = i.id
             CROSS JOIN events e ON e.telling = t.id AND e.polarity = 'affirmed'
             CROSS JOIN event_actors x ON x.event = e.id AND x.role = 'actor' CROSS JOIN actors a ON a.id = x.actor
             CROSS JOIN event_actors y ON y.event = e.id AND y.role = 'recipient' CROSS JOIN actors b ON b.id = y.actor
             WHERE i.first_day >= ifnull(date((SELECT max(published) FROM versions), ?1), '') AND i.intensity < 0
               AND a.country <> b.country
             GROUP BY a.country, b.country ORDER BY sum(i.intensity), a.country, b.country LIMIT ?2",
        )?;
        let rows = find.query_map(params![back, CANDIDATES], |row| {
            Ok((Dyad { from: row.get(0)?, to: row.get(1)? }, row.get(2)?))
        })?;
        rows.collect()
    }

    /// Incidents by day and quad class, of the last `days` days on which anything is said to have happened.
    pub fn days_told(&self, days: usize) -> Result<Vec<DayCount>, Error> {
        let read = || -> rusqlite::Result<Vec<DayCount>> {
            let mut find = self.db.prepare_cached(
                "SELECT first_day, quad, count(*) FROM incidents WHERE first_day >= ifnull((SELECT min(first_day) FROM
                 (SELECT DISTINCT first_day FROM incidents WHERE first_day IS NOT NULL ORDER BY first_day DESC LIMIT ?)), '')
                 GROUP BY first_day, quad ORDER BY first_day, quad",
            )?;
            let rows = find.query_map([days as i64], |row| {
                Ok(DayCount { day: row.get(0)?, quad: row.get(1)?, incidents: row.get(2)? })
            })?;
            rows.collect()
        };
        read().map_err(|e| self.error(e))
    }
}
