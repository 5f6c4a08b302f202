//! What each address answers: a call into the ledger, its answer as JSON.

pub(crate) mod actors;
pub(crate) mod agreements;
pub(crate) mod claims;
pub(crate) mod decisions;
pub(crate) mod dyads;
pub(crate) mod incidents;
pub(crate) mod overview;
mod reading;
pub(crate) mod reports;

pub(crate) use agreements::Agreements;
pub(crate) use reading::{read, LONGEST_TEXT};

use std::sync::Arc;

use ledger::{Ledger, Page};
use lexicon::Lexicon;
use serde::Serialize;

use crate::ask::Ask;
use crate::cursor;
use crate::pool::Stamp;
use crate::problem::Problem;
use crate::routes::{json, Answer};

/// What an answer is made from.
pub(crate) struct Known<'a> {
    pub ledger: &'a Ledger,
    pub lexicon: &'a Lexicon,
    /// What the ledger was when it was asked, at the latest.
    pub stamp: Stamp,
    pub kept: &'a Agreements,
}

impl Known<'_> {
    fn agreements(&self) -> Result<Arc<agreements::Told>, Problem> {
        self.kept.of(self)
    }
}

/// Rows with the cursor that leads to the next ones.
#[derive(Serialize)]
struct Rows<T> {
    items: Vec<T>,
    next: Option<String>,
}

fn page<T: Serialize>(ask: &Ask, page: Page<T>) -> Answer {
    let next = page.next.map(|mark| cursor::write(ask.list_id(), &mark));
    json(&Rows { items: page.items, next })
}
