//! Dyads and their tension.

use ledger::{Dyad, TensionDay};
use serde::Serialize;

use super::{Known, Rows};
use crate::ask::Ask;
use crate::routes::{json, Answer};

/// A dyad's curve.
#[derive(Serialize)]
struct Tension {
    from: String,
    to: String,
    days: Vec<TensionDay>,
}

pub(crate) fn list(known: &Known<'_>, ask: &Ask) -> Answer {
    json(&Rows { items: known.ledger.tense_dyads(ask.limit())?, next: None })
}

pub(crate) fn tension(known: &Known<'_>, ask: &Ask) -> Answer {
    let period = ask.period();
    let side = |name| ask.text(name).unwrap_or_default();
    let dyad = Dyad { from: side("from"), to: side("to") };
    let days = known.ledger.tension(&dyad, period.since.as_deref(), period.until.as_deref())?;
    json(&Tension { from: dyad.from, to: dyad.to, days })
}
