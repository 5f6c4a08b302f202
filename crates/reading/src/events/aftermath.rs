//! The toll of a deed that the next sentence tells: "A convoy came under fire. At least three soldiers were killed."

use lexicon::frames::Role;
use lexicon::ontology::EventType;

use super::scene::Scene;
use super::{Event, Modality, Polarity};
use crate::times::TimeId;

/// Gives an assault that is told without a toll the one that is told right after it by the same sources, of nobody's
/// doing or its own doers'.
/// Both events keep it: they tell of one happening, and an incident joins them.
pub(super) fn complete(scene: &Scene<'_>, events: &mut [Event]) {
    for i in 1..events.len() {
        let (told, rest) = events.split_at_mut(i);
        let result = &rest[0];
        if !is_result(result) {
            continue;
        }
        let sentence = scene.token(result.trigger_token).sentence().id.0;
        let before = told.iter_mut().rev().take_while(|e| scene.token(e.trigger_token).sentence().id.0 + 1 >= sentence);
        let goes_on = |e: &Event| result.actors.iter().all(|a| e.actors.contains(a));
        let same_day = |e: &Event| is_same_day(scene, e.time, result.time);
        // "were reportedly killed" names no other source than the report.
        let hearsay = scene.is_hearsay(result.statement);
        let told_by = |e: &Event| {
            scene.has_same_sources(e.statement, result.statement) || hearsay && !scene.has_speaker(e.trigger_token)
        };
        let below = |e: &Event| scene.token(result.trigger_token).ancestors().any(|t| t.id == e.trigger_token);
        let deed = before.filter(|e| is_open(e) && goes_on(e) && same_day(e) && told_by(e) && !below(e)).last();
        if let Some(deed) = deed {
            (deed.killed, deed.wounded) = (result.killed, result.wounded);
        }
    }
}

/// Whether the toll need not be of another day than the deed: a day of its own opens a story of its own.
fn is_same_day(scene: &Scene<'_>, deed: Option<TimeId>, result: Option<TimeId>) -> bool {
    let days = |time: TimeId| scene.mentions.times[time.0 as usize].days;
    match (deed, result) {
        (Some(deed), Some(result)) => days(deed) == days(result),
        (deed, result) => deed.is_some() || result.is_none(),
    }
}

fn is_real(event: &Event) -> bool {
    event.kind == EventType::Assault.as_str()
        && event.modality == Modality::Actual
        && event.polarity == Polarity::Affirmed
        && !event.background
}

/// People were killed or wounded.
fn is_result(event: &Event) -> bool {
    let toll = event.evidence.parts.iter().any(|p| matches!(p.role, Role::Killed | Role::Wounded));
    is_real(event) && toll && (event.killed.is_some() || event.wounded.is_some())
}

/// An assault of which no casualties are told, and nobody who would be one.
fn is_open(event: &Event) -> bool {
    let toll = event.evidence.parts.iter().any(|p| matches!(p.role, Role::Killed | Role::Wounded));
    is_real(event) && !toll && event.killed.is_none() && event.wounded.is_none()
}
