//! Agreements.

use ledger::Ledger;
use lexicon::Lexicon;

use super::page;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::routes::{json, Answer};

pub(crate) fn list(ledger: &Ledger, _: &Lexicon, ask: &Ask) -> Answer {
    page(ask, ledger.agreements_page(ask.text("name"), ask.after()?.as_ref(), ask.limit())?)
}

pub(crate) fn one(ledger: &Ledger, _: &Lexicon, ask: &Ask) -> Answer {
    let not_there = || Problem::not_found("no agreement has this number; /api/v1/agreements lists them");
    let id = ask.named.as_deref().and_then(|id| id.parse().ok()).ok_or_else(not_there)?;
    json(&ledger.agreement_told_of(id)?.ok_or_else(not_there)?)
}
