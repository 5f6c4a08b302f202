//! Rules on alleged violations of well-known agreements.
//!
//! Claims against one side that follow each other without a quiet while between are one cause, and the first of them is it.

use std::collections::BTreeMap;

use lexicon::alerts::{Rule, Watch};
use lexicon::Lexicon;

use super::{later, AlertCause, AlertClaim, AlertReason, Finding};
use crate::agreements::{Agreement, AgreementClaim};
use crate::listing::Period;
use crate::store::Ledger;
use crate::{Error, WantedAgreements};

/// Days by which a report may come after the deed that it tells of and still be looked at.
const LATE: i32 = 60;

impl Ledger {
    pub(super) fn broken(&self, lexicon: &Lexicon, rules: &[Rule], period: &Period) -> Result<Vec<Finding>, Error> {
        let rules: Vec<(&Rule, &Option<String>, u16)> = rules
            .iter()
            .filter_map(|rule| match &rule.watch {
                Watch::Violation { agreement, days } => Some((rule, agreement, *days)),
                _ => None,
            })
            .collect();
        let Some(longest) = rules.iter().map(|(_, _, days)| *days).max() else { return Ok(Vec::new()) };
        let since = period.since.as_ref().map(|since| later(since, -i32::from(longest) - LATE));
        let wanted = WantedAgreements { period: Period { since, until: None }, ..WantedAgreements::default() };
        let mut findings = Vec::new();
        for agreement in self.agreements(lexicon, &wanted)?.agreements {
            let is_known = lexicon.agreements.named(&agreement.name).is_some();
            for (rule, name, days) in &rules {
                if is_known && name.as_ref().is_none_or(|name| *name == agreement.name) {
                    for run in runs(&agreement, rule.from.as_deref(), i32::from(*days)) {
                        findings.extend(self.violation(rule, *days, &agreement, &run, period)?);
                    }
                }
            }
        }
        Ok(findings)
    }

    fn violation(
        &self,
        rule: &Rule,
        days: u16,
        agreement: &Agreement,
        run: &Run<'_>,
        period: &Period,
    ) -> Result<Option<Finding>, Error> {
        let Some(day) = run.claims.first().and_then(|c| c.day.clone()).filter(|day| period.has(day)) else {
            return Ok(None);
        };
        let mut because = Vec::new();
        for claim in run.claims.iter().filter(|c| c.day.as_ref() == Some(&day)) {
            because.push(match &claim.incident {
                Some(handle) => self.cause_of(handle).map_err(|e| self.error(e))?,
                None => said(claim),
            });
        }
        because.dedup();
        let incident = run.claims.iter().filter(|c| c.day.as_ref() == Some(&day)).find_map(|c| c.incident.clone());
        let cause = incident.clone().unwrap_or_else(|| format!("{} {} {day}", agreement.id, run.side));
        let reason = AlertReason {
            from: Some(run.side.to_owned()).filter(|side| !side.is_empty()),
            agreement: Some(agreement.name.clone()),
            quiet_days: Some(days),
            until: later(&run.last, i32::from(days)),
            from_day: later(&day, -i32::from(days)),
            ..AlertReason::of(rule, "violation", &day, because)
        };
        Ok(Some(Finding { cause, incident, day, reason }))
    }
}

/// Claims against one side without a quiet while between.
struct Run<'a> {
    side: &'a str,
    claims: Vec<&'a AgreementClaim>,
    last: String,
}

fn runs<'a>(agreement: &'a Agreement, side: Option<&str>, quiet: i32) -> Vec<Run<'a>> {
    let mut by_side: BTreeMap<&str, Vec<&AgreementClaim>> = BTreeMap::new();
    for claim in agreement.claims.iter().filter(|c| c.kind == "violation" && c.counts() && c.day.is_some()) {
        let nobody = claim.sides.is_empty().then_some("");
        for name in claim.sides.iter().map(String::as_str).chain(nobody) {
            if side.is_none_or(|side| claim.is_against(side)) {
                by_side.entry(name).or_default().push(claim);
            }
        }
    }
    let mut runs: Vec<Run<'a>> = Vec::new();
    for (side, claims) in by_side {
        let mut open: Option<Run<'a>> = None;
        for claim in claims {
            let day = claim.day.clone().unwrap_or_default();
            match open.as_mut().filter(|run| day <= later(&run.last, quiet)) {
                Some(run) => {
                    run.claims.push(claim);
                    run.last = run.last.clone().max(day);
                }
                None => runs.extend(open.replace(Run { side, claims: vec![claim], last: day })),
            }
        }
        runs.extend(open);
    }
    runs
}

fn said(claim: &AgreementClaim) -> AlertCause {
    AlertCause {
        day: claim.day.clone(),
        independent: 1,
        by: claim.sources.last().cloned().into_iter().collect(),
        claims: vec![AlertClaim { report: claim.report.clone(), event: None }],
        ..AlertCause::default()
    }
}
