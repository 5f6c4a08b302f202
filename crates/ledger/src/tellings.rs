//! Reading to tellings: what one report tells of each happening.
//!
//! A telling is made of the events of one report that belong together, with what they say between them. What the report leaves
//! out is taken from its surroundings (the day from the day of publication, the place from the report's first deed) and
//! marked as inferred, so that it counts for less.

use std::collections::HashSet;

use reading::{EventOut, PlaceOut, Reading};
use serde::{Deserialize, Serialize};

use crate::{days, wording, Range};

/// Days before publication on which a deed without a day is taken to have been done.
const RECENT_DAYS: i32 = 2;
/// A stretch of more days says nothing of when.
pub(crate) const LONGEST_DAYS: i32 = 31;
/// Types that are words and not deeds: they join no incident but their own.
pub(crate) const WORDS_ONLY: [&str; 5] = ["ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT"];

/// What one report tells of one happening.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Telling {
    /// Numbers of the events in the reading.
    #[serde(skip)]
    pub events: Vec<usize>,
    pub kind: String,
    pub mode: Option<String>,
    /// First and last day it may have been, as numbers; `None` where nothing is known.
    pub days: Option<(i32, i32)>,
    pub day_inferred: bool,
    pub published: Option<i32>,
    pub spot: Option<Spot>,
    pub actors: Vec<Side>,
    pub recipients: Vec<Side>,
    pub killed: Option<Range>,
    pub wounded: Option<Range>,
    /// Every event is one that is said not to have been.
    pub denied: bool,
    /// Beginnings of the longer words around its events.
    pub words: Vec<u32>,
    /// Names around its events that are no actor's and no place's that was read: ships, buildings, villages in no file.
    pub names: Vec<u32>,
    /// The report's main matter.
    pub lead: bool,
}

/// Where a telling is set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Spot {
    pub name: String,
    pub country: Option<String>,
    pub admin1: Option<String>,
    pub point: Option<(f64, f64)>,
    pub precision: String,
    pub inferred: bool,
}

/// Somebody who took part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Side {
    pub name: String,
    pub country: Option<String>,
    /// A name of one's own, unlike "gunmen".
    pub named: bool,
}

impl Side {
    pub(crate) fn of(name: &str, kind: &str, country: Option<String>) -> Self {
        let named = kind != "population" && kind != "other" && name.chars().any(char::is_uppercase);
        Self { name: name.to_lowercase(), country, named }
    }
}

/// Where no day is told, the days up to publication.
pub(crate) fn recent(published: Option<i32>) -> Option<(i32, i32)> {
    published.map(|day| (day - RECENT_DAYS, day))
}

/// The tellings of a reading, in the order of the text.
pub(crate) fn of(reading: &Reading) -> Vec<Telling> {
    let chars: Vec<char> = reading.report.text.chars().collect();
    let known = known_words(reading, &chars);
    let maker = Maker { reading, chars: &chars, known, published: day_number(reading.report.published.as_deref()) };
    let groups = maker.with_ellipses(maker.groups());
    let mut tellings: Vec<Telling> = groups.into_iter().filter_map(|g| maker.telling(g)).collect();
    maker.infer_places(&mut tellings);
    mark_lead(&mut tellings, reading);
    tellings
}

fn day_number(day: Option<&str>) -> Option<i32> {
    days::days(day?)?.0.map(days::number)
}

fn known_words(reading: &Reading, chars: &[char]) -> HashSet<String> {
    let mentions = reading
        .actors
        .iter()
        .map(|a| (&a.name, &a.mentions))
        .chain(reading.places.iter().map(|p| (&p.name, &p.mentions)));
    let mut known = HashSet::new();
    for (name, mentions) in mentions.chain(reading.times.iter().map(|t| (&t.value, &t.mentions))) {
        known.extend(wording::words(name));
        for [start, end] in mentions.iter().map(|span| span.map(|at| (at as usize).min(chars.len()))) {
            known.extend(wording::words(&chars[start..end.max(start)].iter().collect::<String>()));
        }
    }
    known.extend(reading.report.publisher.iter().flat_map(|name| wording::words(name)));
    known
}

struct Maker<'a> {
    reading: &'a Reading,
    chars: &'a [char],
    /// Words of the actors, places and times that were read: what they say is compared by itself.
    known: HashSet<String>,
    published: Option<i32>,
}

impl<'a> Maker<'a> {
    fn event(&self, i: usize) -> &'a EventOut {
        &self.reading.events[i]
    }

    /// Events that the reading has joined, and all others on their own.
    fn groups(&self) -> Vec<Vec<usize>> {
        let events = &self.reading.events;
        let number = |id: &String| events.iter().position(|e| e.id == *id);
        let mut taken = vec![false; events.len()];
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for incident in &self.reading.incidents {
            let group: Vec<usize> =
                incident.events.iter().filter_map(number).filter(|&i| happened(&events[i])).collect();
            group.iter().for_each(|&i| taken[i] = true);
            groups.extend((!group.is_empty()).then_some(group));
        }
        groups.extend((0..events.len()).filter(|&i| !taken[i] && happened(&events[i])).map(|i| vec![i]));
        groups.sort();
        groups
    }

    /// A deed told without a place, a day and both sides of its own goes on about the one told before.
    fn with_ellipses(&self, groups: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
        let mut joined: Vec<Vec<usize>> = Vec::new();
        for group in groups {
            let home = if self.is_elliptic(&group) {
                joined.iter().rposition(|before| self.goes_on(before, &group))
            } else {
                None
            };
            match home {
                Some(home) => {
                    joined[home].extend(group);
                    joined[home].sort_unstable();
                }
                None => joined.push(group),
            }
        }
        joined
    }

    fn is_elliptic(&self, group: &[usize]) -> bool {
        group.iter().map(|&i| self.event(i)).all(|e| {
            let both_sides = !e.actors.is_empty() && !e.recipients.is_empty();
            e.place.is_none() && e.time.is_none() && !both_sides && e.quad == "material-conflict"
        })
    }

    fn goes_on(&self, before: &[usize], group: &[usize]) -> bool {
        let (x, y) = (self.event(before[0]), self.event(group[0]));
        let modes = x.mode == y.mode || x.mode.is_none() || y.mode.is_none();
        let strangers = |a: &[String], b: &[String]| !a.is_empty() && !b.is_empty() && !a.iter().any(|p| b.contains(p));
        x.kind == y.kind && modes && x.background == y.background && !strangers(&x.actors, &y.actors)
    }

    fn telling(&self, events: Vec<usize>) -> Option<Telling> {
        let first = self.event(events[0]);
        let all = || events.iter().map(|&i| self.event(i));
        let told = all().find_map(|e| self.days(e));
        if told.is_none() && first.background {
            return None;
        }
        let mode = all().find_map(|e| e.mode.clone().filter(|_| e.kind == first.kind));
        let spot = all().filter_map(|e| self.place(e)).min_by_key(|p| coarseness(p.precision)).map(spot_of);
        let around = all().map(|e| self.around(e)).collect::<Vec<_>>().join("\n");
        Some(Telling {
            kind: first.kind.clone(),
            mode,
            days: told.or_else(|| recent(self.published)),
            day_inferred: told.is_none(),
            published: self.published,
            spot,
            actors: self.sides(all().flat_map(|e| &e.actors)),
            recipients: self.sides(all().flat_map(|e| &e.recipients)),
            killed: widest(all().map(|e| e.killed)),
            wounded: widest(all().map(|e| e.wounded)),
            denied: all().all(|e| e.polarity == "negated"),
            words: wording::topic(&around),
            names: wording::names(&around, &self.known),
            lead: false,
            events,
        })
    }

    fn days(&self, event: &EventOut) -> Option<(i32, i32)> {
        let id = event.time.as_ref()?;
        let value = &self.reading.times.iter().find(|t| t.id == *id)?.value;
        let (first, last) = days::days(value)?;
        let span = (days::number(first?), days::number(last?));
        (span.1 >= span.0 && span.1 - span.0 < LONGEST_DAYS).then_some(span)
    }

    fn place(&self, event: &EventOut) -> Option<&'a PlaceOut> {
        let id = event.place.as_ref()?;
        self.reading.places.iter().find(|p| p.id == *id)
    }

    fn sides<'b>(&self, ids: impl Iterator<Item = &'b String>) -> Vec<Side> {
        let mut sides: Vec<Side> = Vec::new();
        for id in ids {
            let Some(actor) = self.reading.actors.iter().find(|a| a.id == *id) else { continue };
            let side = Side::of(&actor.name, actor.kind, actor.country.clone());
            if !sides.contains(&side) {
                sides.push(side);
            }
        }
        sides
    }

    /// The words of an event and of the rest of its sentence.
    fn around(&self, event: &EventOut) -> String {
        let [start, end] = event.span.map(|at| (at as usize).min(self.chars.len()));
        let ends = |i: usize| {
            self.chars[i] == '\n' || (self.chars[i] == '.' && self.chars.get(i + 1).is_none_or(|c| c.is_whitespace()))
        };
        let from = (0..start).rev().find(|&i| ends(i)).map_or(0, |i| i + 1);
        let to = (end..self.chars.len()).find(|&i| ends(i)).unwrap_or(self.chars.len());
        self.chars[from..to.max(from)].iter().collect()
    }

    /// A deed without a place is set where the report's first deed is, or else at the first place of the report that is
    /// more exact than a country.
    fn infer_places(&self, tellings: &mut [Telling]) {
        let first = tellings
            .iter()
            .find_map(|t| t.spot.clone())
            .or_else(|| self.reading.places.iter().find(|p| p.precision != "country").map(spot_of));
        let Some(first) = first.map(|spot| Spot { inferred: true, ..spot }) else { return };
        for telling in tellings.iter_mut().filter(|t| t.spot.is_none()) {
            telling.spot = Some(first.clone());
        }
    }
}

/// What may have happened: said to have been, or said not to have been.
fn happened(event: &EventOut) -> bool {
    event.modality == "actual" && (event.polarity == "affirmed" || event.quad == "material-conflict")
}

fn spot_of(place: &PlaceOut) -> Spot {
    Spot {
        name: place.name.clone(),
        country: place.country.clone(),
        admin1: place.admin1.clone(),
        point: place.lat.zip(place.lon),
        precision: place.precision.to_owned(),
        inferred: false,
    }
}

/// How coarsely a place is told: 0 for the most exact.
pub(crate) fn coarseness(precision: &str) -> usize {
    ["exact", "near", "city", "admin2", "admin1", "region", "country"].iter().position(|p| *p == precision).unwrap_or(7)
}

/// The largest of several counts: a part is smaller than its whole, and a later count larger than an earlier one.
pub(crate) fn widest(counts: impl Iterator<Item = Option<Range>>) -> Option<Range> {
    counts.flatten().max_by_key(|&(low, high)| (low, high.unwrap_or(u64::MAX)))
}

/// Marks the main matter: what weighs most and was told first.
fn mark_lead(tellings: &mut [Telling], reading: &Reading) {
    let weight = |i: usize, t: &Telling| {
        let first = &reading.events[t.events[0]];
        let toll = if t.killed.is_some() || t.wounded.is_some() { 3.0 } else { 0.0 };
        let words = if WORDS_ONLY.contains(&t.kind.as_str()) { 6.0 } else { 0.0 };
        let background = if first.background { 6.0 } else { 0.0 };
        first.intensity.abs() + toll - words - background - 1.5 * i as f64
    };
    let weights: Vec<f64> = tellings.iter().enumerate().map(|(i, t)| weight(i, t)).collect();
    let best = (0..weights.len()).rev().max_by(|&a, &b| weights[a].total_cmp(&weights[b]));
    if let Some(best) = best {
        tellings[best].lead = true;
    }
}
