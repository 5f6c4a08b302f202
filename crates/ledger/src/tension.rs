//! Tension: an index per dyad and day, from the intensities of distinct incidents.
//!
//! `docs/tension.md` gives the formula with its reasons; the weights stand in `data/tension.toml`.

use std::sync::OnceLock;

use lexicon::alerts::Curve;
use rusqlite::{params, Result};
use serde::{Deserialize, Serialize};

use crate::store::Ledger;
use crate::{days, Error};

/// Who acts towards whom: ISO 3166-1 alpha-3 codes of states with all who belong to them, or names of actors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dyad {
    /// Who acts.
    pub from: String,
    /// To whom it is done.
    pub to: String,
}

/// Of whom or where tension is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TensionOf {
    /// What the one is said to do to the other.
    Dyad(Dyad),
    /// What somebody of this name is said to do or to suffer.
    Actor(String),
    /// What is said to happen in these states, or to be done or suffered by anybody who belongs to one of them: one country, or
    /// the countries of a region.
    Countries(Vec<String>),
}

/// Where a curve stands on its last day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TensionRank {
    /// Of whom or where.
    pub of: String,
    /// The last day.
    #[serde(flatten)]
    pub last: TensionDay,
}

/// One day of a dyad.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TensionDay {
    /// The day.
    pub day: String,
    /// The index: 0 where nothing is told, above for conflict, below for cooperation.
    pub index: f64,
    /// Mean of the index in the dyad's own past; `None` as long as there is none.
    pub baseline: Option<f64>,
    /// The index with only that conflict which rests on more than one report or side.
    pub low: f64,
    /// The index with all conflict told taken whole, and only that cooperation which rests on more.
    pub high: f64,
    /// On what the conflict in the index rests; `None` where there is none.
    pub rests_on: Option<RestsOn>,
    /// Incidents of that day.
    pub incidents: Vec<String>,
}

/// Shares of all conflict that is left on a day, taken whole, by what it rests on; each incident stands under the first that holds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RestsOn {
    /// Somebody denies it.
    pub denied: f64,
    /// Only sources of one of the two sides tell it.
    pub one_side: f64,
    /// One report tells it.
    pub one_report: f64,
    /// Two or more independent reports tell it.
    pub several: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Weights {
    half_life_days: f64,
    scale: f64,
    dead: f64,
    baseline_days: i32,
    baseline_gap_days: i32,
    support: Support,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Support {
    independent: f64,
    single: f64,
    partisan: f64,
    denied: f64,
}

fn weights() -> &'static Weights {
    static WEIGHTS: OnceLock<Weights> = OnceLock::new();
    // A test reads the same bytes.
    WEIGHTS.get_or_init(|| toml::from_str(include_str!("../data/tension.toml")).expect("data/tension.toml is sound"))
}

/// What an incident adds on its day to the three curves.
#[derive(Clone, Debug)]
pub(crate) struct Shock {
    pub day: i32,
    pub handle: String,
    index: f64,
    low: f64,
    high: f64,
    /// Conflict taken whole, and what it rests on.
    conflict: f64,
    support: Rest,
}

/// What an incident rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rest {
    Denied,
    OneSide,
    OneReport,
    Several,
}

impl Shock {
    /// What it adds to a curve on its day.
    pub(crate) fn on(&self, curve: Curve) -> f64 {
        match curve {
            Curve::Index => self.index,
            Curve::Low => self.low,
        }
    }
}

/// What is left of an incident's weight after so many days.
pub(crate) fn left_of(days: i32) -> f64 {
    0.5_f64.powf(f64::from(days) / weights().half_life_days)
}

impl Ledger {
    /// The dyad's days from `since` (or its first incident) to `until` (or the ledger's last day of publication).
    pub fn tension(
        &self,
        dyad: &Dyad,
        since: Option<&str>,
        until: Option<&str>,
    ) -> std::result::Result<Vec<TensionDay>, Error> {
        self.tension_of(&TensionOf::Dyad(dyad.clone()), since, until)
    }

    /// The same for a dyad, or rolled up by actor, country or region: each incident once.
    pub fn tension_of(
        &self,
        of: &TensionOf,
        since: Option<&str>,
        until: Option<&str>,
    ) -> std::result::Result<Vec<TensionDay>, Error> {
        let Some(end) = self.end(until).map_err(|e| self.error(e))? else { return Ok(Vec::new()) };
        let since = since.and_then(number).unwrap_or(i32::MIN);
        let past = self.past_of(of, since, end).map_err(|e| self.error(e))?;
        Ok(curve(&past, since, end))
    }

    /// The last day of the same; `None` where nothing is told up to it.
    pub fn last_tension(&self, of: &TensionOf, until: Option<&str>) -> std::result::Result<Option<TensionDay>, Error> {
        let Some(end) = self.end(until).map_err(|e| self.error(e))? else { return Ok(None) };
        let past = self.past_of(of, end, end).map_err(|e| self.error(e))?;
        Ok(curve(&past, end, end).pop())
    }

    /// The last day that is asked for, or else is told of.
    fn end(&self, until: Option<&str>) -> Result<Option<i32>> {
        match until.and_then(number) {
            Some(end) => Ok(Some(end)),
            None => Ok(self.last_published()?.as_deref().and_then(number)),
        }
    }

    /// What the days from `since` to `end` rest on.
    fn past_of(&self, of: &TensionOf, since: i32, end: i32) -> Result<Past> {
        match of {
            TensionOf::Dyad(dyad) => self.past(dyad, since, end),
            TensionOf::Actor(name) => self.past_of_sides(std::slice::from_ref(name), &[], since, end),
            TensionOf::Countries(codes) => self.past_of_sides(codes, codes, since, end),
        }
    }

    /// The ledger's last day of publication.
    pub(crate) fn last_published(&self) -> Result<Option<String>> {
        self.db.prepare_cached("SELECT max(published) FROM versions")?.query_row([], |row| row.get(0))
    }

    /// The names under which somebody acts or suffers in an incident: codes of states and names of actors.
    pub fn sides(&self) -> std::result::Result<Vec<String>, Error> {
        let read = || -> Result<Vec<String>> {
            let mut find = self.db.prepare_cached(
                "SELECT name FROM sides UNION SELECT country FROM places WHERE country IS NOT NULL ORDER BY 1",
            )?;
            let rows = find.query_map([], |row| row.get(0))?;
            rows.collect()
        };
        read().map_err(|e| self.error(e))
    }

    /// The same of incidents in which one of `sides` acts or suffers, or that are in one of `countries`.
    fn past_of_sides(&self, sides: &[String], countries: &[String], since: i32, end: i32) -> Result<Past> {
        let list = |names: &[String]| serde_json::to_string(names).unwrap_or_default();
        let (begin, end) = (begin(since), written(end));
        let mut find = self.db.prepare_cached(
            "WITH who AS (SELECT id FROM sides WHERE name IN (SELECT value FROM json_each(?1))),
             told AS (SELECT incident FROM bearings WHERE doer IN who AND day BETWEEN ?3 AND ?4
                      UNION SELECT incident FROM bearings WHERE target IN who AND day BETWEEN ?3 AND ?4
                      UNION SELECT i.id FROM incidents i JOIN places p ON p.id = i.place
                            WHERE p.country IN (SELECT value FROM json_each(?2)) AND i.first_day BETWEEN ?3 AND ?4)
             SELECT i.handle, i.first_day, i.intensity, i.killed_low, i.killed_high, i.independent, i.denied,
                    ifnull((SELECT max(partisan) FROM bearings b WHERE b.incident = i.id), 0)
             FROM told JOIN incidents i ON i.id = told.incident ORDER BY i.first_day",
        )?;
        let shocks = shocks(find.query(params![list(sides), list(countries), begin, end])?)?;
        let mut earlier = self.db.prepare_cached(
            "WITH who AS (SELECT id FROM sides WHERE name IN (SELECT value FROM json_each(?1)))
             SELECT EXISTS (SELECT 1 FROM bearings WHERE doer IN who AND day < ?3)
                 OR EXISTS (SELECT 1 FROM bearings WHERE target IN who AND day < ?3)
                 OR EXISTS (SELECT 1 FROM incidents i JOIN places p ON p.id = i.place
                            WHERE p.country IN (SELECT value FROM json_each(?2)) AND i.first_day < ?3)",
        )?;
        let is_older = earlier.query_row(params![list(sides), list(countries), begin], |row| row.get(0))?;
        Ok(Past::of(shocks, is_older, &begin))
    }

    /// What the days of a dyad from `since` to `end` rest on.
    pub(crate) fn past(&self, dyad: &Dyad, since: i32, end: i32) -> Result<Past> {
        let (begin, end) = (begin(since), written(end));
        let mut find = self.db.prepare_cached(
            "SELECT i.handle, b.day, i.intensity, i.killed_low, i.killed_high, i.independent, i.denied, b.partisan
             FROM bearings b JOIN incidents i ON i.id = b.incident
             WHERE b.doer = (SELECT id FROM sides WHERE name = ?1) AND b.target = (SELECT id FROM sides WHERE name = ?2)
               AND b.day BETWEEN ?3 AND ?4 ORDER BY b.day",
        )?;
        let shocks = shocks(find.query(params![dyad.from, dyad.to, begin, end])?)?;
        let mut earlier = self.db.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM bearings WHERE doer = (SELECT id FROM sides WHERE name = ?1)
             AND target = (SELECT id FROM sides WHERE name = ?2) AND day < ?3)",
        )?;
        let is_older = earlier.query_row(params![dyad.from, dyad.to, begin], |row| row.get(0))?;
        Ok(Past::of(shocks, is_older, &begin))
    }
}

/// The first day whose incidents are looked at for days from `since` on: those that the baseline takes its mean of, and the half-lives
/// before them after which an incident no longer moves the last bit of a sum that is told to three places.
fn begin(since: i32) -> String {
    let w = weights();
    let faded = (f64::from(f64::MANTISSA_DIGITS) * w.half_life_days).ceil() as i32;
    written(since.saturating_sub(w.baseline_days + w.baseline_gap_days + faded))
}

/// A day as it is written; before all others where there is no such day.
fn written(day: i32) -> String {
    days::of_number(day).map(|day| day.to_string()).unwrap_or_default()
}

/// The number of a day as it is written.
fn number(day: &str) -> Option<i32> {
    day.parse().ok().map(days::number)
}

/// From rows with handle, day, and what [`Told::of`] takes, by day; those of one day by handle.
fn shocks(mut rows: rusqlite::Rows<'_>) -> Result<Vec<Shock>> {
    let mut shocks = Vec::new();
    while let Some(row) = rows.next()? {
        let Some(day) = number(row.get_ref(1)?.as_str()?) else { continue };
        shocks.push(Told::of(row)?.shock(day, row.get(0)?));
    }
    shocks.sort_unstable_by(|a: &Shock, b: &Shock| (a.day, &a.handle).cmp(&(b.day, &b.handle)));
    Ok(shocks)
}

/// An incident, as far as it bears on tension.
struct Told {
    intensity: f64,
    dead: f64,
    most_dead: f64,
    independent: u32,
    denied: bool,
    partisan: bool,
}

impl Told {
    /// From a row with intensity, dead (lowest, highest), independent, denied, partisan from column 2 on.
    fn of(row: &rusqlite::Row<'_>) -> Result<Self> {
        Ok(Self {
            intensity: row.get(2)?,
            dead: row.get::<_, Option<f64>>(3)?.unwrap_or(0.0),
            most_dead: row.get::<_, Option<f64>>(4)?.or(row.get(3)?).unwrap_or(0.0),
            independent: row.get(5)?,
            denied: row.get(6)?,
            partisan: row.get(7)?,
        })
    }

    fn shock(&self, day: i32, handle: String) -> Shock {
        let w = weights();
        let size = |dead: f64| -self.intensity / w.scale * (1.0 + w.dead * (1.0 + dead).log10());
        let (least, most) = (size(self.dead), size(self.most_dead));
        let (support, share) = match self {
            Self { denied: true, .. } => (Rest::Denied, w.support.denied),
            Self { partisan: true, .. } => (Rest::OneSide, w.support.partisan),
            Self { independent: 0 | 1, .. } => (Rest::OneReport, w.support.single),
            _ => (Rest::Several, w.support.independent),
        };
        let index = least * share;
        let (low, high) = match (least >= 0.0, support == Rest::Several) {
            (true, true) => (least, most),
            (true, false) => (0.0, most),
            // Cooperation that rests on little may not have been: tension may be higher.
            (false, true) => (least, least),
            (false, false) => (least, 0.0),
        };
        Shock { day, handle, index: index.clamp(low, high), low, high, conflict: least.max(0.0), support }
    }
}

/// What a curve rests on.
pub(crate) struct Past {
    /// The day that the curve begins with; `None` where nothing is told.
    first: Option<i32>,
    /// By day.
    pub shocks: Vec<Shock>,
}

impl Past {
    /// `is_older`: whether there are incidents before the day `begin`, which were left out.
    fn of(shocks: Vec<Shock>, is_older: bool, begin: &str) -> Self {
        let first = if is_older { number(begin) } else { shocks.first().map(|s| s.day) };
        Self { first, shocks }
    }
}

/// The three curves, day by day from `since` to `last`: each day's incidents on top of what is left of those before. The days before
/// `since` are gone through, for later ones rest on them, but not told.
pub(crate) fn curve(past: &Past, since: i32, last: i32) -> Vec<TensionDay> {
    /// Days that are gone through at most: some two hundred years.
    const LONGEST: i32 = 75_000;
    let keep = 0.5_f64.powf(1.0 / weights().half_life_days);
    let (mut index, mut low, mut high) = (0.0, 0.0, 0.0);
    let mut conflict = [0.0; 4];
    let mut gone: Vec<f64> = Vec::new();
    let mut coming = past.shocks.iter().peekable();
    let mut curve = Vec::new();
    let Some(first) = past.first else { return curve };
    for number in first..=last.min(first.saturating_add(LONGEST)) {
        (index, low, high) = (index * keep, low * keep, high * keep);
        conflict = conflict.map(|part| part * keep);
        let mut incidents = Vec::new();
        while let Some(shock) = coming.next_if(|s| s.day <= number) {
            index += shock.index;
            low += shock.low;
            high += shock.high;
            conflict[shock.support as usize] += shock.conflict;
            incidents.push(&shock.handle);
        }
        if number >= since {
            curve.push(TensionDay {
                day: days::of_number(number).map(|d| d.to_string()).unwrap_or_default(),
                index: round(index),
                baseline: baseline(&gone),
                low: round(low),
                high: round(high),
                rests_on: rests_on(conflict),
                incidents: incidents.into_iter().cloned().collect(),
            });
        }
        gone.push(index);
    }
    curve
}

/// Shares of conflict by what it rests on, in the order of [`Rest`].
fn rests_on(conflict: [f64; 4]) -> Option<RestsOn> {
    /// Less than this is written as an index of zero.
    const LEAST: f64 = 0.0005;
    let all: f64 = conflict.iter().sum();
    let [denied, one_side, one_report, several] = conflict.map(|part| round(part / all));
    (all >= LEAST).then_some(RestsOn { denied, one_side, one_report, several })
}

/// Mean of the index in the dyad's own past, the last days apart.
fn baseline(past: &[f64]) -> Option<f64> {
    let w = weights();
    let end = past.len().checked_sub(w.baseline_gap_days as usize).filter(|&end| end > 0)?;
    let begin = end.saturating_sub(w.baseline_days as usize);
    Some(round(past[begin..end].iter().sum::<f64>() / (end - begin) as f64))
}

/// To three places: more would be false exactness, and could differ between machines.
pub(crate) fn round(x: f64) -> f64 {
    // Minus zero is written as zero.
    (x * 1000.0).round() / 1000.0 + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(intensity: f64, dead: f64, independent: u32) -> Told {
        Told { intensity, dead, most_dead: dead, independent, denied: false, partisan: false }
    }

    #[test]
    fn an_incident_halves_in_a_week_and_bounds_hold_the_index() {
        let curve = curve(&Past::of(vec![told(-10.0, 0.0, 2).shock(0, "i".into())], false, ""), 0, 14);
        let at = |day: usize| curve[day].index;
        assert_eq!((at(0), at(7), at(14)), (1.0, 0.5, 0.25));
        for shock in
            [told(-9.0, 3.0, 1), told(6.0, 0.0, 1), told(6.0, 0.0, 2), Told { denied: true, ..told(-9.0, 3.0, 4) }]
        {
            let shock = shock.shock(0, String::new());
            assert!(shock.low <= shock.index && shock.index <= shock.high, "{shock:?}");
        }
    }

    #[test]
    fn more_dead_weigh_more_and_cooperation_lowers() {
        let index = |t: Told| t.shock(0, String::new()).index;
        assert!(index(told(-9.0, 90.0, 2)) > index(told(-9.0, 9.0, 2)));
        assert!(index(told(5.0, 0.0, 2)) < 0.0);
        assert!(index(Told { partisan: true, ..told(-9.0, 0.0, 2) }) < index(told(-9.0, 0.0, 2)));
    }

    #[test]
    fn what_the_conflict_rests_on_adds_up_and_fades_alike() {
        let shocks = [
            told(-10.0, 0.0, 2).shock(0, "a".into()),
            told(-10.0, 0.0, 1).shock(0, "b".into()),
            Told { denied: true, ..told(-10.0, 0.0, 3) }.shock(0, "c".into()),
            Told { partisan: true, ..told(-10.0, 0.0, 1) }.shock(0, "d".into()),
            told(8.0, 0.0, 2).shock(0, "peace".into()),
        ];
        let curve = curve(&Past::of(shocks.into(), false, ""), 0, 30);
        let quarters = RestsOn { denied: 0.25, one_side: 0.25, one_report: 0.25, several: 0.25 };
        assert_eq!((curve[0].rests_on, curve[30].rests_on), (Some(quarters), Some(quarters)));
        assert_eq!(rests_on([0.0; 4]), None);
    }

    #[test]
    fn the_baseline_is_the_past_without_the_last_days() {
        assert_eq!(baseline(&[1.0; 14]), None);
        let mut past = vec![1.0; 20];
        past[18] = 100.0;
        assert_eq!(baseline(&past), Some(1.0));
    }
}
