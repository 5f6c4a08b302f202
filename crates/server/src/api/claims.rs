//! Statements and events.

use ledger::{ClaimWanted, Ledger};
use lexicon::Lexicon;

use super::page;
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
        violates: ask.number("agreement"),
    }
}

pub(crate) fn statements(ledger: &Ledger, _: &Lexicon, ask: &Ask) -> Answer {
    page(ask, ledger.statements_page(&wanted(ask), ask.after()?.as_ref(), ask.limit())?)
}

pub(crate) fn events(ledger: &Ledger, _: &Lexicon, ask: &Ask) -> Answer {
    page(ask, ledger.events_page(&wanted(ask), ask.after()?.as_ref(), ask.limit())?)
}
