//! What analysts decide, over HTTP: the same decisions as on the command line, signed by whoever asks.

use ledger::{Correction, Decided, Decision, Ledger, Mark, Signature};
use lexicon::Lexicon;
use serde::Deserialize;

use super::{cut, page, Known};
use crate::ask::Ask;
use crate::guard::Client;
use crate::now;
use crate::problem::Problem;
use crate::routes::{json, Answer};
use crate::tokens::Role;

/// Longest reason or note, in bytes.
const LONGEST_NOTE: usize = 4000;
/// Reports that a split names.
const MOST_REPORTS: usize = 1000;

/// A decision as it is sent.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
enum Sent {
    Merge {
        incident: String,
        other: String,
        #[serde(default)]
        note: Option<String>,
    },
    Split {
        incident: String,
        reports: Vec<String>,
        #[serde(default)]
        note: Option<String>,
    },
    Correct {
        report: String,
        event: String,
        field: String,
        #[serde(default)]
        value: Option<String>,
        #[serde(default)]
        note: Option<String>,
    },
    Note {
        subject: String,
        note: String,
    },
    Retract {
        report: String,
        #[serde(default)]
        note: Option<String>,
    },
    Restore {
        report: String,
        #[serde(default)]
        note: Option<String>,
    },
}

impl Sent {
    fn decision(self, lexicon: &Lexicon) -> Result<(Decision, Option<String>), Problem> {
        Ok(match self {
            Self::Merge { incident, other, note } => (Decision::Merge { one: incident, other }, note),
            Self::Split { reports, .. } if reports.is_empty() || reports.len() > MOST_REPORTS => {
                return Err(Problem::bad_request(format!("a split names 1 to {MOST_REPORTS} reports")));
            }
            Self::Split { incident, reports, note } => (Decision::Split { incident, reports }, note),
            Self::Correct { report, event, field, value, note } => {
                let correction = Correction::typed(&field, &value.unwrap_or_default(), lexicon)?;
                (Decision::Correct { report, event, correction }, note)
            }
            Self::Note { subject, note } => (Decision::Note { subject }, Some(note)),
            Self::Retract { report, note } => (Decision::Retract { report }, note),
            Self::Restore { report, note } => (Decision::Restore { report }, note),
        })
    }
}

/// The last made first.
pub(crate) fn list(known: &Known<'_>, ask: &Ask) -> Answer {
    let before = ask.after()?.map(|mark| mark.id.parse::<i64>()).transpose();
    let before = before.map_err(|_| Problem::bad_request("this cursor is not of this list; begin anew"))?;
    let mut items = known.ledger.decisions()?;
    items.reverse();
    items.retain(|d| before.is_none_or(|before| d.id < before));
    page(ask, cut(items, ask.limit(), |d| Mark { key: None, id: d.id.to_string() }))
}

pub(crate) fn decide(ledger: &mut Ledger, lexicon: &Lexicon, ask: &Ask, client: &Client) -> Answer {
    let sent: Sent = serde_json::from_slice(&ask.body).map_err(|e| {
        Problem::bad_request(format!(
            "{e}; send such as {{\"kind\": \"merge\", \"incident\": \"…\", \"other\": \"…\"}}"
        ))
    })?;
    let (decision, note) = sent.decision(lexicon)?;
    let note = note.filter(|note| !note.trim().is_empty());
    if note.as_ref().is_some_and(|note| note.len() > LONGEST_NOTE) {
        return Err(Problem::bad_request(format!("a note has at most {LONGEST_NOTE} bytes")));
    }
    let signature = Signature { by: client.name.clone(), now: now(), note };
    let numbers = ledger.decide(&[decision], &signature)?;
    told(ledger, numbers.first().copied().unwrap_or_default())
}

/// One's own decisions; those of others only for those who administer.
pub(crate) fn undo(ledger: &mut Ledger, _: &Lexicon, ask: &Ask, client: &Client) -> Answer {
    let not_there = || Problem::not_found("no decision has this number; /api/v1/decisions lists them");
    let id: i64 = ask.named.as_deref().and_then(|id| id.parse().ok()).ok_or_else(not_there)?;
    let decision = find(ledger, id)?.ok_or_else(not_there)?;
    if decision.by != client.name && client.role < Role::Administer {
        return Err(Problem::forbidden("this is somebody else's decision; it takes a token that may administer"));
    }
    ledger.undo(id, &client.name, &now())?;
    told(ledger, id)
}

fn told(ledger: &Ledger, id: i64) -> Answer {
    json(&find(ledger, id)?.ok_or_else(Problem::broke_down)?)
}

fn find(ledger: &Ledger, id: i64) -> Result<Option<Decided>, Problem> {
    Ok(ledger.decisions()?.into_iter().find(|d| d.id == id))
}
