//! What each address answers: a call into the ledger, its answer as JSON.

pub(crate) mod actors;
pub(crate) mod agreements;
pub(crate) mod alerts;
pub(crate) mod claims;
pub(crate) mod decisions;
pub(crate) mod dyads;
pub(crate) mod incidents;
pub(crate) mod overview;
mod reading;
pub(crate) mod reports;

pub(crate) use agreements::Agreements;
pub(crate) use overview::AtFirst;
pub(crate) use reading::{read, LONGEST_TEXT};

use std::sync::Arc;

use ledger::{Ledger, Mark, Page};
use lexicon::Lexicon;
use serde::Serialize;
use serde_json::json;

use crate::ask::Ask;
use crate::cursor;
use crate::kept::Kept;
use crate::pool::Stamp;
use crate::problem::Problem;
use crate::routes::{self, Answer};
use crate::webhooks::{HookState, States};

/// What an answer is made from.
pub(crate) struct Known<'a> {
    pub ledger: &'a Ledger,
    pub lexicon: &'a Lexicon,
    /// What the ledger was when it was asked, at the latest.
    pub stamp: Stamp,
    pub kept: &'a Kept,
}

impl Known<'_> {
    fn agreements(&self) -> Result<Arc<Agreements>, Problem> {
        self.kept.agreements.of(self.stamp, || Agreements::all(self.ledger, self.lexicon))
    }
}

/// How those stand who are told of alerts: what was sent to whom is not told, and what was set aside only by its id.
pub(crate) fn webhooks(states: &States) -> Vec<u8> {
    let told = |(name, state): (&String, &HookState)| {
        let dead: Vec<_> =
            state.dead.iter().map(|d| json!({"id": d.id, "tries": d.tries, "error": d.error, "at": d.at})).collect();
        json!({
            "name": name, "delivered": state.delivered, "last": state.last, "error": state.error,
            "waiting": state.waiting.len(), "dead": dead,
        })
    };
    let items: Vec<_> = states.0.iter().map(told).collect();
    json!({"items": items, "next": null}).to_string().into_bytes()
}

/// Rows with the cursor that leads to the next ones.
#[derive(Serialize)]
struct Rows<T> {
    items: Vec<T>,
    next: Option<String>,
}

/// The first `limit` rows, and where the page ends if there are more.
fn cut<T>(mut items: Vec<T>, limit: usize, mark: impl Fn(&T) -> Mark) -> Page<T> {
    let more = items.len() > limit;
    items.truncate(limit);
    let next = items.last().filter(|_| more).map(mark);
    Page { items, next }
}

fn page<T: Serialize>(ask: &Ask, page: Page<T>) -> Answer {
    let next = page.next.map(|mark| cursor::write(ask.list_id(), &mark));
    routes::json(&Rows { items: page.items, next })
}
