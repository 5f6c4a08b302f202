//! Where and when, for a deed whose own clause does not tell: what its sentence opens with, where and when the deed told
//! before it was, or the one place and the one day of a short report.

use std::collections::BTreeSet;

use language::{Deprel, TokenId};

use super::circumstances::{first_conjunct, Nearby};
use super::scene::Scene;
use super::{Event, Modality, Polarity};
use crate::dateline;
use crate::places::{PlaceId, Precision};
use crate::statements::StatementId;
use crate::times::{TimeId, TimeMention};

/// How many sentences back the deed before may be told.
const SENTENCES_BACK: u32 = 2;
/// How far up the tree clauses are looked for.
const HIGHEST: usize = 24;
/// Most sentences of a report whose only place and only day are those of all that it tells.
const SHORT: usize = 8;

/// Fills in the place and the time of deeds that are told as done and that have none.
pub(super) fn complete(scene: &Scene<'_>, nearby: &[Nearby], events: &mut [Event]) {
    let sole_place = sole_place(scene);
    let sole_day = sole_day(scene);
    let lead = lead_place(scene, nearby);
    for i in 0..events.len() {
        let (told, rest) = events.split_at_mut(i);
        let event = &mut rest[0];
        if event.modality != Modality::Actual || event.polarity != Polarity::Affirmed || event.background {
            continue;
        }
        let sentence = sentence_of(scene, event);
        let here = &nearby[sentence as usize];
        let before = told.iter().rev().find(|e| goes_on(scene, e, event) && !is_aside(scene, e.trigger_token, event));
        if event.place.is_none() {
            let carried = before.filter(|_| here.places.is_empty()).and_then(|e| e.place);
            event.place = opening_place(scene, here, event).or(carried).or(sole_place).or(lead);
        }
        if event.time.is_none() {
            let carried = before.filter(|_| here.times.is_empty()).and_then(|e| e.time);
            let sole = sole_day.filter(|t| !is_of_saying(scene, t.0 as usize, event.statement));
            event.time = opening_time(scene, here, event).or(carried).or(sole);
        }
    }
}

fn sentence_of(scene: &Scene<'_>, event: &Event) -> u32 {
    scene.token(event.trigger_token).sentence().id.0
}

/// Whether a deed belongs to the story of one told before it: of the same kind, by the same sources, hardly later in the text.
fn goes_on(scene: &Scene<'_>, before: &Event, event: &Event) -> bool {
    let near = sentence_of(scene, event).saturating_sub(sentence_of(scene, before)) <= SENTENCES_BACK;
    let real = before.modality == Modality::Actual && !before.background;
    near && real && before.quad == event.quad && scene.has_same_sources(before.statement, event.statement)
}

/// The most exact place that the sentence names before the deed and that says where what follows was.
fn opening_place(scene: &Scene<'_>, here: &Nearby, event: &Event) -> Option<PlaceId> {
    let mentions = here.places.iter().map(|&i| &scene.mentions.places.mentions[i]);
    let opening = mentions.filter(|m| {
        let says_where = !matches!(
            first_conjunct(scene.token(m.head)).deprel(),
            Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj | Deprel::Compound | Deprel::NmodPoss
        );
        let open = says_where && m.head < event.trigger_token && !is_aside(scene, m.head, event);
        open && scene.statement(m.head) == Some(event.statement)
    });
    opening.map(|m| m.place).min_by_key(|&p| exactness(scene, p))
}

/// The first time that the sentence tells before the deed, where it is no time of words being said.
fn opening_time(scene: &Scene<'_>, here: &Nearby, event: &Event) -> Option<TimeId> {
    let told = here.times.iter().find(|&&i| {
        let head = scene.mentions.times[i].head;
        let open = is_when(scene, head) && head < event.trigger_token && !is_aside(scene, head, event);
        open && !is_of_saying(scene, i, event.statement)
    });
    told.map(|&i| TimeId(i as u32))
}

/// Whether a word stands in a relative clause that the deed is not told in: what it says holds there alone.
fn is_aside(scene: &Scene<'_>, word: TokenId, event: &Event) -> bool {
    let around = |id: TokenId| std::iter::once(scene.token(id)).chain(scene.token(id).ancestors().take(HIGHEST));
    around(word)
        .filter(|t| t.deprel() == Deprel::AclRelcl)
        .any(|clause| !around(event.trigger_token).any(|t| t.id == clause.id))
}

/// Whether a time tells when something was, and is neither acted on nor an agreement's.
fn is_when(scene: &Scene<'_>, head: TokenId) -> bool {
    scene.token(head).deprel() != Deprel::Obj && !scene.is_in_agreement(head)
}

fn is_of_saying(scene: &Scene<'_>, time: usize, statement: StatementId) -> bool {
    let statement = &scene.statements[statement.0 as usize];
    statement.time == Some(TimeId(time as u32)) && statement.sources.iter().any(|s| s.mention.is_some())
}

fn exactness(scene: &Scene<'_>, place: PlaceId) -> (bool, Precision) {
    let place = scene.mentions.places.get(place);
    (place.point.is_none(), place.precision)
}

fn is_short(scene: &Scene<'_>) -> bool {
    scene.doc.sentences().take(SHORT + 1).count() <= SHORT
}

/// The only place of a short report, or the only town or village among wider areas of its state; never the one that only
/// its dateline tells.
fn sole_place(scene: &Scene<'_>) -> Option<PlaceId> {
    let told = scene.mentions.places.mentions.iter().filter(|m| dateline::around(scene.doc, m.head).is_none());
    let told: BTreeSet<PlaceId> = told.map(|m| m.place).collect();
    let mut places = (0..scene.mentions.places.list.len() as u32).map(PlaceId);
    let best = told.iter().copied().min_by_key(|&p| exactness(scene, p)).filter(|_| is_short(scene))?;
    let narrow = |p: PlaceId| exactness(scene, p) <= (false, Precision::City);
    let country = |p: PlaceId| scene.mentions.places.get(p).country;
    let rivals = |p: PlaceId| p != best && (narrow(p) || country(p).is_some_and(|c| Some(c) != country(best)));
    (places.len() == 1 || narrow(best) && !places.any(rivals)).then_some(best)
}

/// The place that a short report opens with: "On 9 May, in Recife, Pernambuco, police …".
fn lead_place(scene: &Scene<'_>, nearby: &[Nearby]) -> Option<PlaceId> {
    let sentence = scene.doc.sentences().next().filter(|_| is_short(scene))?;
    let verb = sentence.views().find(|t| t.upos().is_verbal())?;
    let mentions = nearby.first()?.places.iter().map(|&i| &scene.mentions.places.mentions[i]);
    mentions.filter(|m| m.head < verb.id).map(|m| m.place).min_by_key(|&p| exactness(scene, p))
}

/// The only day that a short report tells.
fn sole_day(scene: &Scene<'_>) -> Option<TimeId> {
    let is_day = |t: &TimeMention| t.days.0.is_some() && t.days.0 == t.days.1 && is_when(scene, t.head);
    let mut days = scene.mentions.times.iter().enumerate().filter(|(_, t)| is_day(t));
    let (first, time) = days.next().filter(|_| is_short(scene))?;
    days.all(|(_, other)| other.days == time.days).then_some(TimeId(first as u32))
}
