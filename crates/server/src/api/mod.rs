//! What each address answers: a call into the ledger, its answer as JSON.

pub(crate) mod actors;
pub(crate) mod agreements;
pub(crate) mod claims;
pub(crate) mod dyads;
pub(crate) mod incidents;
pub(crate) mod overview;
mod reading;
pub(crate) mod reports;

pub(crate) use reading::{read, LONGEST_TEXT};

use ledger::Page;
use serde::Serialize;

use crate::ask::Ask;
use crate::cursor;
use crate::routes::{json, Answer};

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
