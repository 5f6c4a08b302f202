//! Statements and events.

use ledger::ClaimWanted;

use super::{page, Known};
use crate::ask::Ask;
use crate::routes::Answer;

fn wanted(ask: &Ask) -> ClaimWanted {
    ClaimWanted {
        period: ask.period(),
        report: ask.text("report"),
        actor: ask.number("actor"),
        stance: ask.text("stance"),
        kind: ask.text("type"),
        incident: ask.text("incident"),
    }
}

pub(crate) fn statements(known: &Known<'_>, ask: &Ask) -> Answer {
    page(ask, known.ledger.statements_page(&wanted(ask), ask.after()?.as_ref(), ask.limit())?)
}

pub(crate) fn events(known: &Known<'_>, ask: &Ask) -> Answer {
    page(ask, known.ledger.events_page(&wanted(ask), ask.after()?.as_ref(), ask.limit())?)
}
