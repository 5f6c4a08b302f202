//! Rules on incidents: the first of a kind, many dead; and what is told of an incident that is a reason.

use lexicon::alerts::{Rule, Watch};
use lexicon::Lexicon;
use rusqlite::{params, Result};

use super::dyads::About;
use super::{later, AlertCause, AlertClaim, AlertReason, Finding};
use crate::listing::{self, Period};
use crate::store::Ledger;
use crate::tension::Dyad;

/// Claims that are named for an incident.
const CLAIMS: i64 = 12;

impl Ledger {
    /// The first deeds of a kind after a while without one, by dyad. Where the ledger does not reach back so far, nothing can be
    /// said to be the first.
    pub(super) fn firsts(&self, lexicon: &Lexicon, rules: &[Rule], period: &Period) -> Result<Vec<Finding>> {
        let mut findings = Vec::new();
        for rule in rules {
            let Watch::First { kind, mode, days } = &rule.watch else { continue };
            for (dyad, day) in self.first_days(kind, mode.as_deref(), *days, period)? {
                if rule.is_about(lexicon, &dyad) {
                    findings.extend(self.first(rule, (kind, mode.as_deref()), *days, &dyad, &day)?);
                }
            }
        }
        Ok(findings)
    }

    fn first_days(&self, kind: &str, mode: Option<&str>, days: u16, period: &Period) -> Result<Vec<(Dyad, String)>> {
        let mut find = self.db.prepare_cached(
            "SELECT d.name, t.name, x.day FROM (
               SELECT DISTINCT b.doer, b.target, b.day FROM incidents i JOIN bearings b ON b.incident = i.id
               WHERE i.first_day BETWEEN ifnull(?1, '') AND ifnull(?2, '9999') AND i.type = ?3 AND (?4 IS NULL OR i.mode = ?4)) x
             JOIN sides d ON d.id = x.doer JOIN sides t ON t.id = x.target
             WHERE date(x.day, ?5) >= (SELECT min(published) FROM versions)
               AND NOT EXISTS (SELECT 1 FROM bearings c JOIN incidents j ON j.id = c.incident
                   WHERE c.doer = x.doer AND c.target = x.target AND c.day >= date(x.day, ?5) AND c.day < x.day
                     AND j.type = ?3 AND (?4 IS NULL OR j.mode = ?4))
             ORDER BY x.day, d.name, t.name",
        )?;
        let back = format!("-{days} days");
        let rows = find.query_map(params![period.since, period.until, kind, mode, back], |row| {
            Ok((Dyad { from: row.get(0)?, to: row.get(1)? }, row.get(2)?))
        })?;
        rows.collect()
    }

    fn first(
        &self,
        rule: &Rule,
        (kind, mode): (&str, Option<&str>),
        days: u16,
        dyad: &Dyad,
        day: &str,
    ) -> Result<Option<Finding>> {
        let mut find = self.db.prepare_cached(
            "SELECT i.handle FROM bearings b JOIN incidents i ON i.id = b.incident
             WHERE b.doer = (SELECT id FROM sides WHERE name = ?1) AND b.target = (SELECT id FROM sides WHERE name = ?2)
               AND b.day = ?3 AND i.type = ?4 AND (?5 IS NULL OR i.mode = ?5)
             ORDER BY i.independent DESC, ifnull(i.killed_low, 0) DESC, i.handle LIMIT 5",
        )?;
        let handles: Vec<String> =
            find.query_map(params![dyad.from, dyad.to, day, kind, mode], |row| row.get(0))?.collect::<Result<_>>()?;
        let Some(cause) = handles.first() else { return Ok(None) };
        let because = handles.iter().map(|handle| self.cause_of(handle)).collect::<Result<_>>()?;
        let reason = AlertReason {
            from: Some(dyad.from.clone()),
            to: Some(dyad.to.clone()),
            quiet_days: Some(days),
            until: later(day, i32::from(days)),
            from_day: later(day, -i32::from(days)),
            ..AlertReason::of(rule, "first", day, because)
        };
        Ok(Some(Finding { cause: cause.clone(), incident: Some(cause.clone()), day: day.to_owned(), reason }))
    }

    /// Incidents with many dead.
    pub(super) fn tolls(&self, rules: &[Rule], period: &Period) -> Result<Vec<Finding>> {
        let mut findings = Vec::new();
        for rule in rules {
            let Watch::Toll { killed } = rule.watch else { continue };
            let mut find = self.db.prepare_cached(
                "SELECT i.handle, i.first_day, i.killed_low FROM incidents i
                 WHERE i.first_day BETWEEN ifnull(?1, '') AND ifnull(?2, '9999') AND i.killed_low >= ?3
                   AND (?4 IS NULL AND ?5 IS NULL OR EXISTS (
                     SELECT 1 FROM bearings b JOIN sides d ON d.id = b.doer JOIN sides t ON t.id = b.target
                     WHERE b.incident = i.id AND ifnull(?4, d.name) = d.name AND ifnull(?5, t.name) = t.name))
                   AND EXISTS (SELECT 1 FROM accounts a WHERE a.incident = i.id AND a.stance <> 'deny')
                 ORDER BY i.first_day, i.handle",
            )?;
            let rows = find
                .query_map(params![period.since, period.until, killed as i64, rule.from, rule.to], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                })?;
            for row in rows {
                let (handle, day, dead): (String, String, f64) = row?;
                let reason = AlertReason {
                    from: rule.from.clone(),
                    to: rule.to.clone(),
                    value: Some(dead),
                    threshold: Some(killed as f64),
                    ..AlertReason::of(rule, "toll", &day, vec![self.cause_of(&handle)?])
                };
                findings.push(Finding { cause: handle.clone(), incident: Some(handle), day, reason });
            }
        }
        Ok(findings)
    }

    /// What is told of an incident, and by whom.
    pub(super) fn cause_of(&self, handle: &str) -> Result<AlertCause> {
        let mut find = self.db.prepare_cached(
            "SELECT i.id, i.type, i.mode, i.first_day, p.name, i.killed_low, i.killed_high, i.independent, i.denied
             FROM incidents i LEFT JOIN places p ON p.id = i.place WHERE i.handle = ?",
        )?;
        let (id, mut cause) = find.query_row([handle], |row| {
            let cause = AlertCause {
                incident: Some(handle.to_owned()),
                r#type: row.get(1)?,
                mode: row.get(2)?,
                day: row.get(3)?,
                place: row.get(4)?,
                killed: row.get::<_, Option<u64>>(5)?.zip(Some(row.get(6)?)),
                independent: row.get(7)?,
                denied: row.get(8)?,
                ..AlertCause::default()
            };
            Ok((row.get::<_, i64>(0)?, cause))
        })?;
        let mut find =
            self.db.prepare_cached("SELECT by, stance FROM accounts WHERE incident = ? ORDER BY position")?;
        for row in find.query_map([id], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))? {
            let (by, stance) = row?;
            let list = if stance == "deny" { &mut cause.denied_by } else { &mut cause.by };
            list.extend(listing::list::<String>(&by));
        }
        let mut find = self.db.prepare_cached(
            "SELECT r.key, 'E' || (e.local + 1) FROM tellings t JOIN events e ON e.telling = t.id AND e.modality = 'actual'
             JOIN versions v ON v.id = t.version JOIN reports r ON r.id = v.report
             WHERE t.incident = ? AND t.repeats IS NULL ORDER BY ifnull(v.published, '9999'), r.key, e.local LIMIT ?",
        )?;
        let rows =
            find.query_map(params![id, CLAIMS], |row| Ok(AlertClaim { report: row.get(0)?, event: row.get(1)? }))?;
        cause.claims = rows.collect::<Result<_>>()?;
        Ok(cause)
    }
}

impl AlertReason {
    pub(super) fn of(rule: &Rule, watch: &str, day: &str, because: Vec<AlertCause>) -> Self {
        Self {
            rule: rule.name.clone(),
            watch: watch.to_owned(),
            day: day.to_owned(),
            from: None,
            to: None,
            agreement: None,
            value: None,
            threshold: None,
            baseline: None,
            bounds: None,
            quiet_days: None,
            because,
            until: day.to_owned(),
            from_day: day.to_owned(),
        }
    }
}
