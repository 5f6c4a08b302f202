//! Agreements over all reports: put together once for each state of the ledger.

use std::collections::HashMap;

use ledger::{Agreement, AgreementClaim, Ledger, Mark, WantedAgreements};
use lexicon::Lexicon;

use super::{cut, page, Known};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::routes::{json, Answer};

/// Agreements, those that most reports speak of first, then by handle; their claims apart, since lists have none.
pub(crate) struct Agreements {
    all: Vec<(Agreement, Vec<AgreementClaim>)>,
    /// Handles by report and the agreement's id in it.
    handles: HashMap<(String, String), String>,
}

impl Agreements {
    /// All agreements of the ledger.
    pub(super) fn all(ledger: &Ledger, lexicon: &Lexicon) -> Result<Self, Problem> {
        let mut all = ledger.agreements(lexicon, &WantedAgreements::default())?.agreements;
        all.sort_by(|a, b| (b.reports.len(), &a.id).cmp(&(a.reports.len(), &b.id)));
        let mut handles = HashMap::new();
        for agreement in &mut all {
            for mention in std::mem::take(&mut agreement.mentions) {
                handles.insert(mention, agreement.id.clone());
            }
        }
        let apart = |mut agreement: Agreement| {
            let claims = std::mem::take(&mut agreement.claims);
            (agreement, claims)
        };
        Ok(Self { all: all.into_iter().map(apart).collect(), handles })
    }

    /// The handle of what a report speaks of under a local id.
    pub fn handle_of(&self, report: &str, local: &str) -> Option<String> {
        self.handles.get(&(report.to_owned(), local.to_owned())).cloned()
    }
}

pub(crate) fn list(known: &Known<'_>, ask: &Ask) -> Answer {
    let told = known.agreements()?;
    let wanted = WantedAgreements { parties: ask.list("party"), kind: ask.text("kind"), ..WantedAgreements::default() };
    let name = ask.text("name").unwrap_or_default().to_lowercase();
    let after = ask.after()?.map(|mark| place(&mark)).transpose()?;
    let is_after = |a: &Agreement| {
        after
            .as_ref()
            .is_none_or(|(reports, id)| a.reports.len() < *reports || a.reports.len() == *reports && a.id > *id)
    };
    let fitting = told
        .all
        .iter()
        .map(|(a, _)| a)
        .filter(|a| a.name.to_lowercase().contains(&name) && wanted.takes(a) && is_after(a));
    let limit = ask.limit();
    let items = fitting.take(limit + 1).cloned().collect();
    page(ask, cut(items, limit, |a| Mark { key: Some(a.reports.len().to_string()), id: a.id.clone() }))
}

/// Where a page ended: how many reports, and the handle.
fn place(mark: &Mark) -> Result<(usize, String), Problem> {
    let reports = mark.key.as_deref().and_then(|key| key.parse().ok());
    let reports = reports.ok_or_else(|| Problem::bad_request("this cursor is not of this list; begin anew"))?;
    Ok((reports, mark.id.clone()))
}

pub(crate) fn one(known: &Known<'_>, ask: &Ask) -> Answer {
    let id = ask.named.as_deref().unwrap_or_default();
    let told = known.agreements()?;
    let found = told.all.iter().find(|(a, _)| a.id == id);
    let (agreement, claims) =
        found.ok_or_else(|| Problem::not_found("no agreement has this id; /api/v1/agreements lists them"))?;
    json(&Agreement { claims: claims.clone(), ..agreement.clone() })
}
