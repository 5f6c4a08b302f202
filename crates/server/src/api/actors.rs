//! Actors.

use ledger::ActorWanted;

use super::{page, Known};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::routes::{json, Answer};

pub(crate) fn list(known: &Known<'_>, ask: &Ask) -> Answer {
    let wanted = ActorWanted { name: ask.text("name"), country: ask.text("country"), kind: ask.text("kind") };
    page(ask, known.ledger.actors_page(&wanted, ask.after()?.as_ref(), ask.limit())?)
}

pub(crate) fn one(known: &Known<'_>, ask: &Ask) -> Answer {
    let not_there = || Problem::not_found("no actor has this number; /api/v1/actors lists them");
    let id = ask.named.as_deref().and_then(|id| id.parse().ok()).ok_or_else(not_there)?;
    json(&known.ledger.actor(id)?.ok_or_else(not_there)?)
}
