//! How often an event read like this one is right: a logistic over a few features, with its weights in
//! `knowledge/frames/weights.csv`.

use lexicon::frames::{Pos, Table};

use super::merge::Candidate;
use super::{Event, Modality};

/// The confidence of an event that was made of `candidate`.
pub(super) fn of(frames: &Table, event: &Event, candidate: &Candidate<'_>, in_other_field: f64) -> f64 {
    let yes = |b: bool| f64::from(u8::from(b));
    let features = [
        ("bias", 1.0),
        ("actor", yes(!event.actors.is_empty())),
        ("recipient", yes(!event.recipients.is_empty())),
        ("toll", yes(event.killed.is_some() || event.wounded.is_some())),
        ("place", yes(event.place.is_some())),
        ("time", yes(event.time.is_some())),
        ("specific", yes(candidate.score > 10)),
        ("ambiguous", yes(candidate.rivals > 1)),
        ("noun", yes(candidate.pos == Pos::Noun)),
        ("domain", in_other_field),
        ("unreal", yes(event.modality != Modality::Actual)),
    ];
    let sum: f64 = features.iter().map(|(name, value)| frames.weight(name) * value).sum();
    1.0 / (1.0 + (-sum).exp())
}
