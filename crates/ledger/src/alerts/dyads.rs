//! Rules on the tension of dyads: a level, a jump over the baseline.
//!
//! A dyad is in alarm from the day on which it reaches the threshold to the day before it has fallen under half of it; that is
//! one cause. Half, so that a curve that wavers about the threshold does not raise an alarm each time.

use jiff::civil::Date;
use lexicon::alerts::{Curve, Rule, Watch};
use lexicon::Lexicon;
use rusqlite::{params, Result};

use super::{later, AlertCause, AlertReason, Finding};
use crate::listing::Period;
use crate::store::Ledger;
use crate::tension::{curve, left_of, Dyad, Shock, TensionDay};
use crate::{days, tension};

/// Days that the beginning may move by, when a report of an earlier day comes late, and still be the same.
const SLACK: i32 = 7;
/// Days before the wanted ones in which a dyad is looked for that is in alarm already.
const OPEN: i32 = 365;
/// Incidents that are given as reasons.
const REASONS: usize = 5;

impl Ledger {
    pub(super) fn tense(&self, lexicon: &Lexicon, rules: &[Rule], period: &Period) -> Result<Vec<Finding>> {
        let rules: Vec<&Rule> =
            rules.iter().filter(|r| matches!(r.watch, Watch::Level { .. } | Watch::Jump { .. })).collect();
        let Some(end) = self.last_published()?.and_then(|d| d.parse().ok()).map(days::number) else {
            return Ok(Vec::new());
        };
        let mut findings = Vec::new();
        if rules.is_empty() {
            return Ok(findings);
        }
        let before = |day: Date| days::number(day).saturating_sub(OPEN);
        let since = period.since.as_ref().and_then(|day| day.parse().ok()).map_or(i32::MIN, before);
        for dyad in self.dyads_of(period)? {
            let wanted: Vec<&&Rule> = rules.iter().filter(|rule| rule.is_about(lexicon, &dyad)).collect();
            if wanted.is_empty() {
                continue;
            }
            let past = self.past(&dyad, since, end)?;
            let days = curve(&past, since, end);
            for rule in wanted {
                for episode in episodes(rule, &days).into_iter().filter(|e| period.has(&e.day(&days).day)) {
                    findings.extend(self.finding(rule, &dyad, &days, &past.shocks, &episode)?);
                }
            }
        }
        Ok(findings)
    }

    /// Dyads of which anything is told on a day of the period.
    pub(super) fn dyads_of(&self, period: &Period) -> Result<Vec<Dyad>> {
        let mut find = self.db.prepare_cached(
            "SELECT d.name, t.name FROM (
               SELECT DISTINCT b.doer, b.target FROM incidents i JOIN bearings b ON b.incident = i.id
               WHERE i.first_day BETWEEN ifnull(?1, '') AND ifnull(?2, '9999')) x
             JOIN sides d ON d.id = x.doer JOIN sides t ON t.id = x.target ORDER BY d.name, t.name",
        )?;
        let rows =
            find.query_map(params![period.since, period.until], |row| Ok(Dyad { from: row.get(0)?, to: row.get(1)? }))?;
        rows.collect()
    }

    fn finding(
        &self,
        rule: &Rule,
        dyad: &Dyad,
        days: &[TensionDay],
        shocks: &[Shock],
        episode: &Episode,
    ) -> Result<Option<Finding>> {
        let at = episode.day(days);
        let now = at.day.parse().ok().map(days::number).unwrap_or_default();
        let mut left: Vec<(f64, &Shock)> = shocks
            .iter()
            .filter(|s| s.day <= now)
            .map(|s| (s.on(rule.curve()) * left_of(now - s.day), s))
            .filter(|(weight, _)| *weight > 0.0)
            .collect();
        let all: f64 = left.iter().map(|(weight, _)| weight).sum();
        left.sort_by(|(a, x), (b, y)| b.total_cmp(a).then_with(|| x.handle.cmp(&y.handle)));
        // What came on that day tipped it; the weightiest of it is the cause.
        let Some((_, cause)) = left.iter().find(|(_, s)| s.day == now).or(left.first()) else { return Ok(None) };
        let mut because = Vec::new();
        for (weight, shock) in left.iter().take(REASONS) {
            let told = self.cause_of(&shock.handle)?;
            because.push(AlertCause {
                weight: Some(tension::round(*weight)),
                share: Some(tension::round(weight / all)),
                ..told
            });
        }
        let watch = if matches!(rule.watch, Watch::Jump { .. }) { "jump" } else { "level" };
        Ok(Some(Finding {
            cause: cause.handle.clone(),
            incident: Some(cause.handle.clone()),
            day: at.day.clone(),
            reason: AlertReason {
                from: Some(dyad.from.clone()),
                to: Some(dyad.to.clone()),
                value: Some(episode.value),
                threshold: Some(tension::round(episode.threshold)),
                baseline: at.baseline,
                bounds: Some([at.low, at.high]),
                until: days[episode.end].day.clone(),
                from_day: later(&at.day, -SLACK),
                ..AlertReason::of(rule, watch, &at.day, because)
            },
        }))
    }
}

/// What rules say of dyads.
pub(super) trait About {
    fn is_about(&self, lexicon: &Lexicon, dyad: &Dyad) -> bool;
    fn curve(&self) -> Curve;
}

impl About for Rule {
    /// A side that the rule leaves open may be any state; other actors have to be named.
    fn is_about(&self, lexicon: &Lexicon, dyad: &Dyad) -> bool {
        let is = |wanted: &Option<String>, side: &str| match wanted {
            Some(wanted) => wanted == side,
            None => lexicon.actors.is_state(side),
        };
        is(&self.from, &dyad.from) && is(&self.to, &dyad.to)
    }

    fn curve(&self) -> Curve {
        match self.watch {
            Watch::Level { curve, .. } | Watch::Jump { curve, .. } => curve,
            _ => Curve::Index,
        }
    }
}

/// Days in which a dyad is in alarm, by their places in the curve.
#[derive(Debug, PartialEq)]
struct Episode {
    start: usize,
    end: usize,
    /// The value that reached it.
    value: f64,
    threshold: f64,
}

impl Episode {
    fn day<'a>(&self, days: &'a [TensionDay]) -> &'a TensionDay {
        &days[self.start]
    }
}

fn episodes(rule: &Rule, days: &[TensionDay]) -> Vec<Episode> {
    let mut episodes: Vec<Episode> = Vec::new();
    let mut is_open = false;
    for (i, day) in days.iter().enumerate() {
        let value = match rule.curve() {
            Curve::Index => day.index,
            Curve::Low => day.low,
        };
        let threshold = match rule.watch {
            Watch::Jump { level, times, .. } => day.baseline.map(|baseline| level.max(times * baseline)),
            Watch::Level { level, .. } => Some(level),
            _ => None,
        };
        match threshold {
            // A deed brings it there, not a baseline that sinks.
            Some(threshold) if !is_open && value >= threshold && !day.incidents.is_empty() => {
                episodes.push(Episode { start: i, end: i, value, threshold });
                is_open = true;
            }
            Some(threshold) if value < threshold / 2.0 => is_open = false,
            _ => {}
        }
        if let Some(episode) = episodes.last_mut().filter(|_| is_open) {
            episode.end = i;
        }
    }
    episodes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(watch: Watch) -> Rule {
        Rule { name: "r".into(), watch, from: None, to: None, note: String::new() }
    }

    fn days(values: &[f64], baseline: Option<f64>) -> Vec<TensionDay> {
        let day = |(i, &index): (usize, &f64)| TensionDay {
            day: format!("2024-03-{:02}", i + 1),
            index,
            baseline,
            low: index / 2.0,
            high: index,
            rests_on: None,
            incidents: vec!["i".into()],
        };
        values.iter().enumerate().map(day).collect()
    }

    #[test]
    fn a_curve_that_wavers_about_the_threshold_is_one_cause() {
        let level = |level, curve| rule(Watch::Level { level, curve });
        let wavering = days(&[1.0, 2.1, 1.8, 2.2, 1.5, 2.0, 0.9, 2.5], None);
        let found = |rule: &Rule, days: &[TensionDay]| -> Vec<(usize, usize)> {
            episodes(rule, days).iter().map(|e| (e.start, e.end)).collect()
        };
        assert_eq!(found(&level(2.0, Curve::Index), &wavering), [(1, 5), (7, 7)]);
        assert_eq!(found(&level(2.0, Curve::Low), &wavering), []);
        let jump = rule(Watch::Jump { level: 1.0, times: 3.0, curve: Curve::Index });
        assert_eq!(found(&jump, &wavering), [], "no baseline, no jump");
        assert_eq!(found(&jump, &days(&[0.5, 1.4, 1.6], Some(0.5))), [(2, 2)]);
        assert_eq!(found(&jump, &days(&[0.5, 0.9], Some(0.1))), [], "a small thing is no jump");
    }
}
