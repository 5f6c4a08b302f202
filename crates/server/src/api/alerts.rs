//! Alerts that were raised, each with its reasons.

use ledger::{Mark, RaisedAlert, WantedAlerts};

use super::{cut, page, Known};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::routes::{json, Answer};

/// Alerts that are looked through.
const MOST: usize = 5000;

/// The last raised first.
pub(crate) fn list(known: &Known<'_>, ask: &Ask) -> Answer {
    let mut all = known.ledger.raised_alerts(ask.text("since").as_deref(), MOST)?;
    let wanted = WantedAlerts { actors: ask.list("actors"), ..WantedAlerts::default() };
    let rule = ask.text("rule");
    all.retain(|RaisedAlert { alert, .. }| {
        (wanted.actors.is_empty() || alert.reasons.iter().any(|reason| wanted.takes(reason)))
            && rule.as_ref().is_none_or(|rule| alert.rules.contains(rule))
    });
    if let Some(mark) = ask.after()? {
        let at = all.iter().position(|a| a.alert.id == mark.id);
        let at = at.ok_or_else(|| Problem::bad_request("this cursor is of an alert that is no more; begin anew"))?;
        all.drain(..=at);
    }
    page(ask, cut(all, ask.limit(), |a| Mark { key: Some(a.raised.clone()), id: a.alert.id.clone() }))
}

pub(crate) fn one(known: &Known<'_>, ask: &Ask) -> Answer {
    let id = ask.named.as_deref().unwrap_or_default();
    let found = known.ledger.raised_alerts(None, MOST)?.into_iter().find(|a| a.alert.id == id);
    json(&found.ok_or_else(|| Problem::not_found("no alert has this id; /api/v1/alerts lists them"))?)
}

/// Those that stand, the last raised first.
pub(super) fn standing(known: &Known<'_>, limit: usize) -> Result<Vec<RaisedAlert>, Problem> {
    let mut all = known.ledger.raised_alerts(None, limit * 4)?;
    all.retain(|a| a.withdrawn.is_none());
    all.truncate(limit);
    Ok(all)
}
