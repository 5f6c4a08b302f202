//! Alerts that were raised, each with its reasons.

use ledger::{Alert, Mark, Page, RaisedAlert};

use super::{page, Known};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::routes::{json, Answer};

/// Alerts that are looked through.
const MOST: usize = 5000;

/// The last raised first.
pub(crate) fn list(known: &Known<'_>, ask: &Ask) -> Answer {
    let mut all = known.ledger.raised_alerts(ask.text("since").as_deref(), MOST)?;
    let (actors, rule) = (ask.list("actors"), ask.text("rule"));
    all.retain(|a| concerns(&a.alert, &actors) && rule.as_ref().is_none_or(|rule| a.alert.rules.contains(rule)));
    if let Some(mark) = ask.after()? {
        let at = all.iter().position(|a| a.alert.id == mark.id);
        let at = at.ok_or_else(|| Problem::bad_request("this cursor is of an alert that is no more; begin anew"))?;
        all.drain(..=at);
    }
    let more = all.len() > ask.limit();
    all.truncate(ask.limit());
    let next = all.last().filter(|_| more).map(|a| Mark { key: Some(a.raised.clone()), id: a.alert.id.clone() });
    page(ask, Page { items: all, next })
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

fn concerns(alert: &Alert, actors: &[String]) -> bool {
    let is =
        |side: &Option<String>| side.as_ref().is_some_and(|side| actors.iter().any(|a| a.eq_ignore_ascii_case(side)));
    actors.is_empty() || alert.reasons.iter().any(|reason| is(&reason.from) || is(&reason.to))
}
