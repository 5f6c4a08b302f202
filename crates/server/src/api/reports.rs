//! Reports, and the search in them.

use ledger::{Ledger, Query, ReportWanted};
use lexicon::Lexicon;

use super::{page, Rows};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::routes::{json, Answer};

pub(crate) fn list(ledger: &Ledger, _: &Lexicon, ask: &Ask) -> Answer {
    let wanted = ReportWanted { period: ask.period(), publisher: ask.text("publisher"), actor: ask.number("actor") };
    page(ask, ledger.reports_page(&wanted, ask.after()?.as_ref(), ask.limit())?)
}

pub(crate) fn one(ledger: &Ledger, _: &Lexicon, ask: &Ask) -> Answer {
    let id = ask.named.as_deref().unwrap_or_default();
    let kept = ledger.report(id)?;
    json(&kept.ok_or_else(|| Problem::not_found("no report has this id; /api/v1/reports lists them"))?)
}

pub(crate) fn search(ledger: &Ledger, _: &Lexicon, ask: &Ask) -> Answer {
    let query = Query {
        words: ask.text("q").unwrap_or_default(),
        period: ask.period(),
        actor: ask.text("actor"),
        kind: ask.text("type"),
        limit: ask.limit(),
    };
    json(&Rows { items: ledger.search(&query)?, next: None })
}
