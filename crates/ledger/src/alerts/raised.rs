//! Alarms: alerts that were told once, kept so that none is told twice for one cause.

use std::collections::BTreeSet;

use lexicon::alerts::Rule;
use lexicon::Lexicon;
use rusqlite::{params, Connection, OptionalExtension, Result};
use serde::Serialize;

use super::{alerts, later, Alert, AlertReason};
use crate::listing::Period;
use crate::store::Ledger;
use crate::Error;

/// Days before the last publication that are news; what is older is told by [`Ledger::alerts`] only.
const NEWS: i32 = 30;

/// An alert that was told.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RaisedAlert {
    /// The alert, as it was found last.
    #[serde(flatten)]
    pub alert: Alert,
    /// When it was first told.
    pub raised: String,
    /// When it was seen that its cause no longer stands; `None` where it does.
    pub withdrawn: Option<String>,
}

impl Ledger {
    /// Looks at the last thirty days up to the last publication, keeps what the rules find there, and gives only what was not
    /// told before: call it after each [`Ledger::add`] or other change, in any process. What is written is one transaction; it
    /// is nothing where nothing is new. `now` is the time of telling, for the record only.
    ///
    /// No alert is told twice for one cause: not when its incident is joined with another or gets another name, not when a late
    /// report moves the day on which a level was reached, not when another rule finds the same incident later (the reason is then
    /// added to what is kept). An alert whose cause is taken back is marked as withdrawn, and not told anew if it comes back.
    pub fn raise_alerts(
        &mut self,
        lexicon: &Lexicon,
        rules: &[Rule],
        now: &str,
    ) -> std::result::Result<Vec<Alert>, Error> {
        let seen = self.changes_of_others()?;
        let Some(news) = self.news(lexicon, rules)? else { return Ok(Vec::new()) };
        // Others are kept out only while it is written down; what they changed meanwhile is looked at then.
        self.run("BEGIN IMMEDIATE")?;
        let kept = || {
            let news = if self.changes_of_others()? == seen { Some(news) } else { self.news(lexicon, rules)? };
            let told = news.map_or(Ok(Vec::new()), |news| keep(&self.db, news, now)).map_err(|e| self.error(e))?;
            self.run("COMMIT").map(|()| told)
        };
        let done = kept();
        if done.is_err() {
            let _ = self.db.execute_batch("ROLLBACK");
        }
        done
    }

    /// What is found now; `None` in a ledger without a day of publication.
    fn news(&self, lexicon: &Lexicon, rules: &[Rule]) -> std::result::Result<Option<News>, Error> {
        let Some(last) = self.last_published().map_err(|e| self.error(e))? else { return Ok(None) };
        let since = later(&last, -NEWS);
        let period = Period { since: Some(since.clone()), until: None };
        Ok(Some(News { found: alerts(self.findings(lexicon, rules, &period)?), since }))
    }

    /// A number that is another one as soon as another connection has changed the ledger.
    fn changes_of_others(&self) -> std::result::Result<i64, Error> {
        self.number("PRAGMA data_version")
    }

    /// What was told, the newest first: those of causes from the day `since` on, at most `limit`.
    pub fn raised_alerts(&self, since: Option<&str>, limit: usize) -> std::result::Result<Vec<RaisedAlert>, Error> {
        let read = || -> Result<Vec<RaisedAlert>> {
            let mut find = self.db.prepare_cached(
                "SELECT handle, alert, raised, withdrawn FROM alarms WHERE ?1 IS NULL OR day >= ?1
                 ORDER BY raised DESC, day DESC, handle LIMIT ?2",
            )?;
            let rows = find.query_map(params![since, limit as i64], |row| {
                let alert: Alert = parsed(&row.get::<_, String>(1)?)?;
                Ok(RaisedAlert {
                    alert: Alert { id: row.get(0)?, ..alert },
                    raised: row.get(2)?,
                    withdrawn: row.get(3)?,
                })
            })?;
            rows.collect()
        };
        read().map_err(|e| self.error(e))
    }
}

fn parsed(text: &str) -> Result<Alert> {
    serde_json::from_str(text)
        .map_err(|e| rusqlite::Error::FromSqlConversionFailure(1, rusqlite::types::Type::Text, Box::new(e)))
}

/// What rules find.
struct News {
    /// The day from which on it was looked for.
    since: String,
    found: Vec<Alert>,
}

/// Keeps what was found; gives what is new.
fn keep(db: &Connection, news: News, now: &str) -> Result<Vec<Alert>> {
    let mut standing: BTreeSet<i64> = BTreeSet::new();
    let mut told = Vec::new();
    for mut alert in news.found {
        let of_cause = alarm_of_cause(db, &alert)?;
        let mut unheard = Vec::new();
        for reason in &alert.reasons {
            match alarm_of_reason(db, reason)?.filter(|known| Some(*known) != of_cause) {
                Some(known) => {
                    standing.insert(known);
                }
                None => unheard.push(reason.clone()),
            }
        }
        if of_cause.is_none() && unheard.is_empty() {
            continue;
        }
        alert.rules = unheard.iter().map(|r| r.rule.clone()).collect();
        alert.rules.dedup();
        alert.reasons = unheard;
        let row = match of_cause {
            Some(row) => {
                update(db, row, &alert)?;
                row
            }
            None => {
                let row = insert(db, &mut alert, now)?;
                told.push(alert.clone());
                row
            }
        };
        let mut reasons = db.prepare_cached(
            "INSERT INTO alarm_reasons (alarm, rule, about, day) VALUES (?, ?, ?, ?)
             ON CONFLICT DO UPDATE SET day = excluded.day WHERE day <> excluded.day",
        )?;
        for reason in &alert.reasons {
            reasons.execute(params![row, reason.rule, reason.about(), reason.day])?;
        }
        standing.insert(row);
    }
    withdraw(db, &standing, &news.since, now)?;
    Ok(told)
}

/// The alarm of the same incident, under whatever name it had then.
fn alarm_of_cause(db: &Connection, alert: &Alert) -> Result<Option<i64>> {
    let Some(incident) = &alert.incident else { return Ok(None) };
    db.prepare_cached(
        "SELECT min(a.id) FROM incidents i JOIN tellings t ON t.incident = i.id JOIN alarms a ON a.cause = t.handle WHERE i.handle = ?",
    )?
    .query_row([incident], |row| row.get(0))
}

/// The alarm that the same rule raised about the same in the time of one cause.
fn alarm_of_reason(db: &Connection, reason: &AlertReason) -> Result<Option<i64>> {
    db.prepare_cached(
        "SELECT alarm FROM alarm_reasons WHERE rule = ? AND about = ? AND day BETWEEN ? AND ? ORDER BY day, alarm LIMIT 1",
    )?
    .query_row(params![reason.rule, reason.about(), reason.from_day, reason.until], |row| row.get(0))
    .optional()
}

/// Keeps what is found of a cause now.
fn update(db: &Connection, row: i64, alert: &Alert) -> Result<()> {
    let text = serde_json::to_string(alert).unwrap_or_default();
    db.prepare_cached("UPDATE alarms SET alert = ?2 WHERE id = ?1 AND alert <> ?2")?.execute(params![row, text])?;
    Ok(())
}

fn insert(db: &Connection, alert: &mut Alert, now: &str) -> Result<i64> {
    let cause = alert.incident.clone().unwrap_or_else(|| alert.id.clone());
    // A name that was given before, to what is another cause by now.
    let mut number = 1;
    let handle = alert.id.clone();
    while db.prepare_cached("SELECT 1 FROM alarms WHERE handle = ?")?.exists([&alert.id])? {
        number += 1;
        alert.id = format!("{handle}-{number}");
    }
    let text = serde_json::to_string(alert).unwrap_or_default();
    db.prepare_cached("INSERT INTO alarms (handle, cause, day, raised, alert) VALUES (?, ?, ?, ?, ?)")?
        .execute(params![alert.id, cause, alert.day, now, text])?;
    Ok(db.last_insert_rowid())
}

/// Marks the alarms of these days whose cause no longer stands, and takes the mark from those whose cause stands again.
fn withdraw(db: &Connection, standing: &BTreeSet<i64>, since: &str, now: &str) -> Result<()> {
    let mut find = db.prepare_cached("SELECT id, withdrawn IS NOT NULL FROM alarms WHERE day >= ?")?;
    let alarms: Vec<(i64, bool)> =
        find.query_map([since], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_>>()?;
    for (row, was_withdrawn) in alarms {
        let stands = standing.contains(&row);
        if stands == was_withdrawn {
            let mark = (!stands).then_some(now);
            db.prepare_cached("UPDATE alarms SET withdrawn = ? WHERE id = ?")?.execute(params![mark, row])?;
        }
    }
    Ok(())
}

impl AlertReason {
    /// What the rule was met on.
    fn about(&self) -> String {
        let side = |side: &Option<String>| side.clone().unwrap_or_default();
        match (&self.agreement, self.watch.as_str()) {
            (Some(agreement), _) => format!("{agreement} by {}", side(&self.from)),
            (None, "toll") => self.because.iter().find_map(|c| c.incident.clone()).unwrap_or_default(),
            (None, _) => format!("{} to {}", side(&self.from), side(&self.to)),
        }
    }
}
