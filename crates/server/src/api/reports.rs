//! Reports, and the search in them.

use ledger::{Query, ReportWanted};

use super::{page, Known};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::routes::{json, Answer};

pub(crate) fn list(known: &Known<'_>, ask: &Ask) -> Answer {
    let wanted = ReportWanted { period: ask.period(), publisher: ask.text("publisher"), actor: ask.number("actor") };
    page(ask, known.ledger.reports_page(&wanted, ask.after()?.as_ref(), ask.limit())?)
}

pub(crate) fn one(known: &Known<'_>, ask: &Ask) -> Answer {
    let id = ask.named.as_deref().unwrap_or_default();
    let kept = known.ledger.report(id)?;
    let mut kept = kept.ok_or_else(|| Problem::not_found("no report has this id; /api/v1/reports lists them"))?;
    if !kept.agreements.is_empty() {
        let all = known.agreements()?;
        for agreement in &mut kept.agreements {
            agreement.agreement = all.handle_of(id, &agreement.id);
        }
    }
    json(&kept)
}

pub(crate) fn search(known: &Known<'_>, ask: &Ask) -> Answer {
    let query = Query {
        words: ask.text("q").unwrap_or_default(),
        period: ask.period(),
        actor: ask.text("actor"),
        kind: ask.text("type"),
    };
    page(ask, known.ledger.search(&query, ask.after()?.as_ref(), ask.limit())?)
}
