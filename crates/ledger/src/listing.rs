//! Incidents as the contract lists them.

use rusqlite::types::Value;
use rusqlite::{params_from_iter, Connection, Row, Rows};
use serde::Serialize;

use crate::accounts::{Account, Contest};
use crate::decisions::{on_incident, Decided};
use crate::store::Ledger;
use crate::taken_back::{notices, Notice};
use crate::tellings::WORDS_ONLY;
use crate::{Error, Range};

/// An incident with its accounts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Incident {
    /// Its name: that of its first telling.
    pub id: String,
    /// PLOVER type.
    pub r#type: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// PLOVER quad class.
    pub quad: String,
    /// Intensity of its type and mode, from -10 to 10.
    pub intensity: f64,
    /// Day or days, EDTF; with `~` where no report tells the day and it was taken from the first publication.
    pub time: Option<String>,
    /// Where.
    pub place: Option<IncidentPlace>,
    /// Dead: from the lowest count that stands to the highest.
    pub killed: Option<Range>,
    /// Wounded, likewise.
    pub wounded: Option<Range>,
    /// Ids of all reports that tell of it, echoes among them, in the order of publication.
    pub reports: Vec<String>,
    /// Those of them whose main matter it is.
    pub lead: Vec<String>,
    /// Reports that are no echoes of each other.
    pub independent: usize,
    /// Each source's version.
    pub accounts: Vec<Account>,
    /// Fields that two or more accounts tell alike.
    pub agreed: Vec<String>,
    /// Fields that accounts tell differently.
    pub contested: Vec<String>,
    /// The same with the day since when.
    pub disputes: Vec<Contest>,
    /// Reports that correct or take back what others tell of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<Notice>,
    /// What analysts decided that it stands on, and their notes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Decided>,
}

/// Where an incident was.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IncidentPlace {
    /// Name.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// First-level area.
    pub admin1: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// How exactly it is told.
    pub precision: String,
    /// What is disputed about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disputed: Option<String>,
}

/// Days from `since` to `until`, both included, `YYYY-MM-DD`; open where `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub since: Option<String>,
    /// Last day.
    pub until: Option<String>,
}

impl Period {
    /// Whether a day lies in it.
    pub(crate) fn has(&self, day: &str) -> bool {
        self.since.as_deref().is_none_or(|since| day >= since) && self.until.as_deref().is_none_or(|until| day <= until)
    }
}

/// Which incidents are wanted: all that meet every condition.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// When.
    pub period: Period,
    /// Names, parts of names or country codes of those who took part or gave an account: any of them.
    pub actors: Vec<String>,
    /// Part of a place's or area's name, or a country code.
    pub place: Option<String>,
    /// PLOVER types; where there are none, all deeds, and no mere words (accusations, requests, refusals, threats, support).
    pub kinds: Vec<String>,
    /// At most so many; the ones of the latest days.
    pub limit: Option<usize>,
}

impl Ledger {
    /// The incidents that are wanted, by day and name.
    pub fn incidents(&self, wanted: &Wanted) -> Result<Vec<Incident>, Error> {
        let (condition, values) = wanted.condition(self).map_err(|e| self.error(e))?;
        let limit = wanted.limit.map_or(-1, |n| n as i64);
        let sql = format!(
            "SELECT * FROM ({SELECT} WHERE {condition} ORDER BY ifnull(i.first_day, '9999') DESC, i.handle DESC LIMIT {limit})
             ORDER BY ifnull(first_day, '9999'), handle"
        );
        self.incidents_by(&sql, values)
    }

    /// The incident that the telling `handle` belongs to: also by the name it had before it was joined with another.
    pub fn incident(&self, handle: &str) -> Result<Option<Incident>, Error> {
        let sql =
            format!("{SELECT} WHERE i.id = (SELECT incident FROM tellings WHERE handle = ?1) OR i.handle = ?1 LIMIT 1");
        Ok(self.incidents_by(&sql, vec![Value::from(handle.to_owned())])?.pop())
    }

    /// The incident of a row of the table.
    pub(crate) fn incident_of_row(&self, id: i64) -> Result<Option<Incident>, Error> {
        Ok(self.incidents_by(&format!("{SELECT} WHERE i.id = ?1"), vec![Value::from(id)])?.pop())
    }

    pub(crate) fn incidents_by(&self, sql: &str, values: Vec<Value>) -> Result<Vec<Incident>, Error> {
        let read = || -> rusqlite::Result<Vec<Incident>> {
            let mut find = self.db.prepare_cached(sql)?;
            let rows = find.query_map(params_from_iter(values), |row| Ok((row.get::<_, i64>(0)?, in_outline(row)?)))?;
            let mut known =
                self.db.prepare_cached("SELECT EXISTS (SELECT 1 FROM decisions), EXISTS (SELECT 1 FROM notices)")?;
            let (is_decided, is_noticed) = known.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let (mut reports, mut accounts) =
                (self.db.prepare_cached(REPORTS_OF)?, self.db.prepare_cached(ACCOUNTS_OF)?);
            let mut incidents = Vec::new();
            for row in rows {
                let (id, mut incident) = row?;
                incident.told_by(reports.query([id])?)?;
                incident.accounts = accounts.query_map([id], account)?.collect::<rusqlite::Result<_>>()?;
                if is_decided {
                    incident.decisions = on_incident(&self.db, id)?;
                }
                if is_noticed {
                    incident.notices = notices(&self.db, id)?;
                }
                incidents.push(incident);
            }
            Ok(incidents)
        };
        read().map_err(|e| self.error(e))
    }
}

impl Incident {
    /// Takes in the reports that tell of it, from rows of [`REPORTS_OF`].
    fn told_by(&mut self, mut rows: Rows<'_>) -> rusqlite::Result<()> {
        let mut told: Vec<(String, String, bool)> = Vec::new();
        while let Some(row) = rows.next()? {
            told.push((row.get(0)?, row.get(1)?, row.get(2)?));
        }
        // By day and id, and of one report that first which has it for its main matter.
        told.sort_unstable_by(|a, b| (&a.0, &a.1, b.2).cmp(&(&b.0, &b.1, a.2)));
        told.dedup_by(|next, first| next.1 == first.1);
        self.lead = told.iter().filter(|(.., leads)| *leads).map(|(_, report, _)| report.clone()).collect();
        self.reports = told.into_iter().map(|(_, report, _)| report).collect();
        Ok(())
    }
}

/// Reports that tell of an incident, a row for each telling.
const REPORTS_OF: &str = "SELECT ifnull(v.published, '9999'), r.key, t.lead FROM tellings t
    JOIN versions v ON v.id = t.version JOIN reports r ON r.id = v.report WHERE t.incident = ? AND r.standing <> 'retracted'";

const ACCOUNTS_OF: &str = "SELECT by, stance, reports, independent, since, actors, recipients, place, time,
    killed_low, killed_high, wounded_low, wounded_high FROM accounts WHERE incident = ? ORDER BY position";

pub(crate) const SELECT: &str =
    "SELECT i.id, i.handle, i.type, i.mode, i.quad, i.intensity, i.first_day, i.last_day, i.day_inferred,
    p.name, p.country, p.admin1, p.lat, p.lon, p.precision, p.disputed, i.killed_low, i.killed_high, i.wounded_low,
    i.wounded_high, i.independent, i.agreed, i.contested FROM incidents i LEFT JOIN places p ON p.id = i.place";

impl Wanted {
    /// The condition on incidents `i`, with the values that it speaks of.
    pub(crate) fn condition(&self, ledger: &Ledger) -> rusqlite::Result<(String, Vec<Value>)> {
        let db = &ledger.db;
        let mut parts = vec!["1".to_owned()];
        let mut values = Vec::new();
        let mut value = |text: &str| {
            values.push(Value::from(text.to_owned()));
            format!("?{}", values.len())
        };
        if let Some(since) = &self.period.since {
            let since = value(since);
            parts.push(format!("i.last_day >= {since}"));
            // What lasts longer than a day may have begun before: the first of that bounds what has to be gone through.
            // The plus keeps SQLite from looking for the least day among all incidents, day by day, where one index holds the long ones.
            parts.push(format!(
                "i.first_day >= (SELECT min(ifnull(min(+first_day), {since}), {since}) FROM incidents
                                 WHERE last_day > first_day AND last_day >= {since})"
            ));
        }
        if let Some(until) = &self.period.until {
            parts.push(format!("i.first_day <= {}", value(until)));
        }
        if let Some(place) = &self.place {
            let known = places(ledger, place)?;
            let many = self.period.is_short(db)?
                || counts_many(db, "SELECT 1 FROM incidents WHERE place IN (SELECT value FROM json_each(?1))", &known)?;
            // Where they are many, or the days few, they are soon found by going through the days; else by the place.
            let place = if many { "+i.place" } else { "i.place" };
            parts.push(format!("{place} IN (SELECT value FROM json_each({}))", value(&known)));
        }
        if !self.actors.is_empty() {
            let known = actors(ledger, &self.actors)?;
            let deeds = "SELECT 1 FROM event_actors WHERE actor IN (SELECT value FROM json_each(?1))";
            let words = "SELECT 1 FROM sources WHERE actor IN (SELECT value FROM json_each(?1))";
            let many = self.period.is_short(db)? || counts_many(db, deeds, &known)? || counts_many(db, words, &known)?;
            let known = value(&known);
            parts.push(if many { format!("any_of(i.actors, {known})") } else { is_among(&known) });
        }
        // Last, for most incidents are of the usual types: what is rarer rules out more.
        let kinds = if self.kinds.is_empty() { &WORDS_ONLY.map(str::to_owned)[..] } else { &self.kinds[..] };
        let kinds: Vec<String> = kinds.iter().map(|k| value(&k.to_uppercase())).collect();
        parts.push(format!("i.type {} ({})", if self.kinds.is_empty() { "NOT IN" } else { "IN" }, kinds.join(", ")));
        Ok((parts.join(" AND "), values))
    }
}

impl Period {
    /// Whether it has both ends, and no more incidents begin in it than are gone through one by one.
    fn is_short(&self, db: &Connection) -> rusqlite::Result<bool> {
        let (Some(since), Some(until)) = (&self.since, &self.until) else { return Ok(false) };
        let days = serde_json::to_string(&[since, until]).unwrap_or_default();
        let begun =
            "SELECT 1 FROM incidents WHERE first_day BETWEEN json_extract(?1, '$[0]') AND json_extract(?1, '$[1]')";
        Ok(!counts_many(db, begun, &days)?)
    }
}

/// Somebody of `known` takes part in the incident or tells of it, by way of all that they do and say.
fn is_among(known: &str) -> String {
    let known = format!("(SELECT value FROM json_each({known}))");
    format!(
        "i.id IN (SELECT t.incident FROM event_actors x JOIN events e ON e.id = x.event JOIN tellings t ON t.id = e.telling
                  WHERE x.actor IN {known}
                  UNION SELECT t.incident FROM sources x JOIN events e ON e.statement = x.statement JOIN tellings t ON t.id = e.telling
                  WHERE x.actor IN {known})"
    )
}

/// Whether a query gives more rows than are gone through one by one.
fn counts_many(db: &Connection, sql: &str, known: &str) -> rusqlite::Result<bool> {
    const MANY: usize = 4999;
    let sql = format!("SELECT EXISTS ({sql} LIMIT 1 OFFSET {MANY})");
    db.prepare_cached(&sql)?.query_row([known], |row| row.get(0))
}

/// Rows of actors by parts of their names or codes of their states, as a JSON list.
fn actors(ledger: &Ledger, wanted: &[String]) -> rusqlite::Result<String> {
    let wanted = serde_json::to_string(wanted).unwrap_or_default();
    let look = || {
        ledger
            .db
            .prepare_cached(
                "SELECT json_group_array(DISTINCT a.id) FROM json_each(?1) w
                 JOIN actors a ON a.name LIKE '%' || w.value || '%' OR a.country = upper(w.value)",
            )?
            .query_row([&wanted], |row| row.get(0))
    };
    ledger.actors_called.of(last(&ledger.db, "actors")?, &wanted, look)
}

/// Rows of places by part of their name or area, or code of their country, as a JSON list.
fn places(ledger: &Ledger, wanted: &str) -> rusqlite::Result<String> {
    let look = || {
        ledger
            .db
            .prepare_cached(
                "SELECT json_group_array(id) FROM places
                 WHERE name LIKE '%' || ?1 || '%' OR admin1 LIKE '%' || ?1 || '%' OR country = upper(?1)",
            )?
            .query_row([wanted], |row| row.get(0))
    };
    ledger.places_called.of(last(&ledger.db, "places")?, wanted, look)
}

/// The last row of a table.
fn last(db: &Connection, table: &str) -> rusqlite::Result<i64> {
    db.prepare_cached(&format!("SELECT ifnull(max(id), 0) FROM {table}"))?.query_row([], |row| row.get(0))
}

fn range(row: &Row<'_>, low: usize) -> rusqlite::Result<Option<Range>> {
    let (low, high): (Option<u64>, Option<u64>) = (row.get(low)?, row.get(low + 1)?);
    Ok(low.map(|low| (low, high)))
}

/// The place whose name, country, area, degrees, precision and dispute stand in the seven columns from `at` on, if there is one.
pub(crate) fn place(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<IncidentPlace>> {
    let Some(name) = row.get(at)? else { return Ok(None) };
    Ok(Some(IncidentPlace {
        name,
        country: row.get(at + 1)?,
        admin1: row.get(at + 2)?,
        lat: row.get(at + 3)?,
        lon: row.get(at + 4)?,
        precision: row.get(at + 5)?,
        disputed: row.get(at + 6)?,
    }))
}

/// An incident of [`SELECT`], without its reports, accounts, decisions and notices.
pub(crate) fn in_outline(row: &Row<'_>) -> rusqlite::Result<Incident> {
    let days: (Option<String>, Option<String>) = (row.get(6)?, row.get(7)?);
    let inferred: bool = row.get(8)?;
    let time = match days {
        (Some(first), _) if inferred => Some(format!("{first}~")),
        (Some(first), Some(last)) if first != last => Some(format!("{first}/{last}")),
        (first, _) => first,
    };
    let place = place(row, 9)?;
    let disputes: Vec<Contest> = list(&row.get::<_, String>(22)?);
    Ok(Incident {
        id: row.get(1)?,
        r#type: row.get(2)?,
        mode: row.get(3)?,
        quad: row.get(4)?,
        intensity: row.get(5)?,
        time,
        place,
        killed: range(row, 16)?,
        wounded: range(row, 18)?,
        reports: Vec::new(),
        lead: Vec::new(),
        independent: row.get::<_, u64>(20)? as usize,
        accounts: Vec::new(),
        agreed: list(&row.get::<_, String>(21)?),
        contested: disputes.iter().map(|d| d.field.clone()).collect(),
        disputes,
        notices: Vec::new(),
        decisions: Vec::new(),
    })
}

fn account(row: &Row<'_>) -> rusqlite::Result<Account> {
    let names = |at: usize| -> rusqlite::Result<Vec<String>> { Ok(list(&row.get::<_, String>(at)?)) };
    Ok(Account {
        by: names(0)?,
        stance: row.get(1)?,
        reports: names(2)?,
        independent: row.get::<_, u64>(3)? as usize,
        since: row.get(4)?,
        actors: names(5)?,
        recipients: names(6)?,
        place: row.get(7)?,
        time: row.get(8)?,
        killed: range(row, 9)?,
        wounded: range(row, 11)?,
    })
}

/// A list that the ledger keeps as JSON.
pub(crate) fn list<T: serde::de::DeserializeOwned>(text: &str) -> Vec<T> {
    serde_json::from_str(text).unwrap_or_default()
}
