//! Incidents.

use ledger::{Ledger, Wanted};
use lexicon::Lexicon;

use super::page;
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

pub(crate) fn list(ledger: &Ledger, _: &Lexicon, ask: &Ask) -> Answer {
    page(ask, ledger.incidents_page(&wanted(ask), ask.after()?.as_ref(), ask.limit())?)
}

pub(crate) fn one(ledger: &Ledger, _: &Lexicon, ask: &Ask) -> Answer {
    let id = ask.named.as_deref().unwrap_or_default();
    let shown = ledger.show(id)?;
    json(&shown.ok_or_else(|| Problem::not_found("no incident has this id; /api/v1/incidents lists them"))?)
}
