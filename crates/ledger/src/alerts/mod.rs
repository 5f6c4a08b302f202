//! Alerts: what rules find in a ledger, each with its reasons; one for one cause.
//!
//! [`Ledger::alerts`] tells what the rules find now. It only reads, and is a function of the ledger and the rules: the order
//! in which reports came does not matter, and what was taken back, corrected or is an echo does not count.
//! [`Ledger::raise_alerts`] is for whoever wants to be told once: it keeps what it told in `alarms`.
//!
//! The cause of an alert is an incident: the one that a rule is about, or the one that weighs most on the day on which a dyad
//! reaches a level. All rules that one incident meets are reasons of one alert.

mod deeds;
mod dyads;
mod raised;
mod violations;

use std::collections::BTreeMap;

use lexicon::alerts::Rule;
use lexicon::Lexicon;
use rusqlite::Result;
use serde::{Deserialize, Serialize};

use crate::listing::Period;
use crate::store::Ledger;
use crate::tension::Dyad;
use crate::{days, wording, Error, Range};

pub use raised::RaisedAlert;

/// Something that rules look for, found once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    /// Its handle.
    pub id: String,
    /// The day of its cause.
    pub day: String,
    /// The incident that is its cause; none where a breach of an agreement is told without a deed.
    pub incident: Option<String>,
    /// Names of the rules, each once.
    pub rules: Vec<String>,
    /// Why: at least one.
    pub reasons: Vec<AlertReason>,
}

/// One rule that is met, with the numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlertReason {
    /// The rule's name.
    pub rule: String,
    /// What it watches: level, jump, first, violation, toll.
    pub watch: String,
    /// The day on which it is met.
    pub day: String,
    /// Who acts: code of a state, or a name; for a violation who is said to have broken the agreement.
    pub from: Option<String>,
    /// To whom.
    pub to: Option<String>,
    /// The agreement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<String>,
    /// The value that was looked at, and the least one that raises: of the tension index, or of the dead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// The least value that raises.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<f64>,
    /// The dyad's baseline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<f64>,
    /// Bounds of the index.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bounds: Option<[f64; 2]>,
    /// Days before it in which nothing of the kind was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet_days: Option<u16>,
    /// What it rests on, the weightiest first.
    pub because: Vec<AlertCause>,
    /// The last day on which the same would be no other cause.
    #[serde(skip)]
    until: String,
    /// The first such day.
    #[serde(skip)]
    from_day: String,
}

/// An incident, or a claim without one, that a reason rests on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AlertCause {
    /// The incident's handle.
    pub incident: Option<String>,
    /// PLOVER type.
    pub r#type: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// Its day.
    pub day: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// Dead, from the lowest count that stands to the highest.
    pub killed: Option<Range>,
    /// What it still adds to the index on the reason's day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
    /// The same as a part of all conflict in the index.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
    /// Independent reports.
    pub independent: u32,
    /// Whether somebody denies it.
    pub denied: bool,
    /// Who says so: the sources nearest to the deed. Empty where only reports in their own words do.
    pub by: Vec<String>,
    /// Who denies it, where they are named.
    pub denied_by: Vec<String>,
    /// Where it is said: report and event, as `attache show` names them; at most twelve.
    pub claims: Vec<AlertClaim>,
}

/// An event of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertClaim {
    /// The report.
    pub report: String,
    /// The event's id in its reading; none for a claim on an agreement that is no deed.
    pub event: Option<String>,
}

/// Which alerts are wanted: all that meet every condition.
#[derive(Clone, Debug, Default)]
pub struct WantedAlerts {
    /// Days of their causes.
    pub period: Period,
    /// One of these is a side: ISO codes of states or names.
    pub actors: Vec<String>,
    /// About this dyad.
    pub dyad: Option<Dyad>,
}

/// A reason with what it makes an alert with.
struct Finding {
    /// The incident, or what stands for it.
    cause: String,
    incident: Option<String>,
    /// The day of the cause.
    day: String,
    reason: AlertReason,
}

impl Ledger {
    /// What `rules` find in the ledger, by day and handle. It only reads; the cost is that of the dyads and incidents of the
    /// wanted period, so a caller that asks often should give one.
    ///
    /// `rules`: those of `lexicon.alerts.rules()`, or of a file of the user's.
    pub fn alerts(
        &self,
        lexicon: &Lexicon,
        rules: &[Rule],
        wanted: &WantedAlerts,
    ) -> std::result::Result<Vec<Alert>, Error> {
        let mut findings = self.findings(lexicon, rules, &wanted.period)?;
        findings.retain(|f| wanted.takes(&f.reason));
        Ok(alerts(findings))
    }

    fn findings(&self, lexicon: &Lexicon, rules: &[Rule], period: &Period) -> std::result::Result<Vec<Finding>, Error> {
        let mut findings = Vec::new();
        let read = |findings: &mut Vec<Finding>| -> Result<()> {
            findings.extend(self.tense(lexicon, rules, period)?);
            findings.extend(self.firsts(lexicon, rules, period)?);
            findings.extend(self.tolls(rules, period)?);
            Ok(())
        };
        read(&mut findings).map_err(|e| self.error(e))?;
        findings.extend(self.broken(lexicon, rules, period)?);
        Ok(findings)
    }
}

impl WantedAlerts {
    /// Whether a reason is about the wanted actors and dyad.
    pub fn takes(&self, reason: &AlertReason) -> bool {
        let is = |side: &Option<String>, name: &String| side.as_ref().is_some_and(|s| s.eq_ignore_ascii_case(name));
        let about = |name: &String| is(&reason.from, name) || is(&reason.to, name);
        let dyad = self.dyad.as_ref().is_none_or(|d| is(&reason.from, &d.from) && is(&reason.to, &d.to));
        dyad && (self.actors.is_empty() || self.actors.iter().any(about))
    }
}

/// One alert for each cause.
fn alerts(findings: Vec<Finding>) -> Vec<Alert> {
    let mut by_cause: BTreeMap<String, Alert> = BTreeMap::new();
    for finding in findings {
        let alert = by_cause.entry(finding.cause).or_insert_with_key(|cause| Alert {
            id: wording::handle('w', cause.as_bytes()),
            day: finding.day,
            incident: finding.incident,
            rules: Vec::new(),
            reasons: Vec::new(),
        });
        alert.reasons.push(finding.reason);
    }
    let mut alerts: Vec<Alert> = by_cause.into_values().collect();
    for alert in &mut alerts {
        let key = |r: &AlertReason| (r.rule.clone(), r.from.clone(), r.to.clone(), r.agreement.clone());
        alert.reasons.sort_by_key(key);
        alert.rules = alert.reasons.iter().map(|r| r.rule.clone()).collect();
        alert.rules.dedup();
    }
    alerts.sort_by(|a, b| (&a.day, &a.id).cmp(&(&b.day, &b.id)));
    alerts
}

/// A day so many days later.
fn later(day: &str, days_later: i32) -> String {
    let number = day.parse().ok().map(|d| days::number(d).saturating_add(days_later));
    number.and_then(days::of_number).map_or_else(|| day.to_owned(), |d| d.to_string())
}
