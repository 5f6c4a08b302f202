//! Incidents.

use ledger::Wanted;

use super::{page, Known};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::routes::{json, Answer};

/// Which incidents are asked for.
pub(super) fn wanted(ask: &Ask) -> Wanted {
    Wanted {
        period: ask.period(),
        actors: ask.list("actors"),
        place: ask.text("place"),
        kinds: ask.list("type"),
        limit: None,
    }
}

pub(crate) fn list(known: &Known<'_>, ask: &Ask) -> Answer {
    page(ask, known.ledger.incidents_page(&wanted(ask), ask.after()?.as_ref(), ask.limit())?)
}

pub(crate) fn one(known: &Known<'_>, ask: &Ask) -> Answer {
    let id = ask.named.as_deref().unwrap_or_default();
    let shown = known.ledger.show(id)?;
    json(&shown.ok_or_else(|| Problem::not_found("no incident has this id; /api/v1/incidents lists them"))?)
}
