//! Incidents: the happenings that several events of one report tell of.
//!
//! Accounts are joined by what they say of one deed: kind, day, place, numbers and sides must be compatible, and something
//! beside the kind must speak for it; two shellings are not one because both are shellings.

use crate::actors::ActorId;
use crate::events::{Event, EventId, Mentions, Modality, Polarity, Range};
use crate::places::Precision;
use crate::statements::{Party, Statement};

/// Events before it that one is compared with: bounds the work in a very long report.
const WINDOW: usize = 60;
/// Kilometres within which two points can be one place, by the coarser of the two.
const NEAR_KM: f64 = 30.0;

/// One happening.
#[derive(Clone, Debug)]
pub struct Incident {
    /// The events that tell of it.
    pub events: Vec<EventId>,
    /// Fields on which every account that has them agrees.
    pub agreed: Vec<&'static str>,
    /// Fields on which accounts differ.
    pub contested: Vec<Contested>,
}

/// A field on which accounts differ.
#[derive(Clone, Debug)]
pub struct Contested {
    /// Name of the field in the contract's event.
    pub field: &'static str,
    /// Each side's version: by whom (empty: narration), and the events that give it.
    pub accounts: Vec<(Vec<ActorId>, Vec<EventId>)>,
}

/// What an event tells of one field, in a form that can be compared.
type Told<'a> = &'a dyn Fn(&Event) -> Option<String>;

/// Joins events that tell of one happening. Every event of a deed belongs to at most one incident.
pub fn join(events: &[Event], mentions: Mentions<'_>, statements: &[Statement]) -> Vec<Incident> {
    let joiner = Joiner { events, mentions, statements };
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut group_of: Vec<Option<usize>> = vec![None; events.len()];
    for i in 0..events.len() {
        if !is_deed(&events[i]) {
            continue;
        }
        let earlier = (i.saturating_sub(WINDOW)..i).filter(|&j| is_deed(&events[j]));
        let best = earlier.filter_map(|j| joiner.likeness(j, i).map(|score| (score, j))).max();
        let home = best.and_then(|(_, j)| group_of[j]).filter(|&g| groups[g].iter().all(|&k| joiner.compatible(k, i)));
        match home {
            Some(g) => {
                groups[g].push(i);
                group_of[i] = Some(g);
            }
            None => {
                group_of[i] = Some(groups.len());
                groups.push(vec![i]);
            }
        }
    }
    groups.iter().filter(|g| g.len() > 1).map(|g| joiner.incident(g)).collect()
}

/// What can have happened: a deed of force or coercion that somebody says was done, or says was not.
fn is_deed(e: &Event) -> bool {
    e.quad == "material-conflict" && e.modality == Modality::Actual && !e.background
}

struct Joiner<'a> {
    events: &'a [Event],
    mentions: Mentions<'a>,
    statements: &'a [Statement],
}

impl Joiner<'_> {
    /// How much speaks for two events being one happening; `None` where too little does, or something against.
    fn likeness(&self, a: usize, b: usize) -> Option<u32> {
        if !self.compatible(a, b) {
            return None;
        }
        let (x, y) = (&self.events[a], &self.events[b]);
        let mut score = 0;
        let (same_day, same_place) = (self.same_time(x, y), self.same_place(x, y));
        score += 2 * u32::from(same_day == Some(true));
        score += 2 * u32::from(same_place == Some(true));
        score += 3 * u32::from(x.killed.is_some() && x.killed == y.killed && !is_one(x.killed));
        score += 2 * u32::from(x.wounded.is_some() && x.wounded == y.wounded && !is_one(x.wounded));
        score += u32::from(x.killed.is_some() && x.killed == y.killed);
        score += 2 * u32::from(x.mode.is_some() && x.mode == y.mode);
        score += u32::from(shares(&x.actors, &y.actors)) + u32::from(shares(&x.recipients, &y.recipients));
        // A toll told next ("68 others were wounded") goes on about the deed told before.
        let adjacent = b - a <= 3 && is_toll_only(y) && (x.killed.is_some() || x.wounded.is_some() || x.mode.is_some());
        score += 3 * u32::from(adjacent);
        // What is denied is what was said before.
        score += 2 * u32::from(x.polarity != y.polarity && b - a <= 4);
        (score >= 4).then_some(score)
    }

    fn compatible(&self, a: usize, b: usize) -> bool {
        let (x, y) = (&self.events[a], &self.events[b]);
        let modes = x.mode == y.mode || x.mode.is_none() || y.mode.is_none() || is_alike(x, y);
        let adds = is_toll_only(y) || is_toll_only(x);
        x.kind == y.kind
            && modes
            && self.same_time(x, y) != Some(false)
            && self.same_place(x, y) != Some(false)
            && (adds || overlap(x.killed, y.killed))
            && !swapped(x, y)
    }

    fn same_time(&self, x: &Event, y: &Event) -> Option<bool> {
        let value = |e: &Event| e.time.map(|t| self.mentions.times[t.0 as usize].value.as_str());
        let (a, b) = (value(x)?, value(y)?);
        Some(a == b || a.starts_with(b) || b.starts_with(a))
    }

    fn same_place(&self, x: &Event, y: &Event) -> Option<bool> {
        let (p, q) = (x.place?, y.place?);
        if p == q {
            return Some(true);
        }
        let (a, b) = (self.mentions.places.get(p), self.mentions.places.get(q));
        let wide = |p: Precision| matches!(p, Precision::Admin1 | Precision::Region | Precision::Country);
        if wide(a.precision) || wide(b.precision) {
            // The one may lie in the other: no evidence for, and against only if the countries differ.
            return (a.country.is_some() && b.country.is_some() && a.country != b.country).then_some(false);
        }
        let (p, q) = (a.point?, b.point?);
        Some(distance_km(p, q) <= NEAR_KM)
    }

    fn incident(&self, group: &[usize]) -> Incident {
        let mut agreed = Vec::new();
        let mut contested = Vec::new();
        let fields: [(&'static str, Told<'_>); 7] = [
            ("actors", &|e| parties_value(&e.actors)),
            ("recipients", &|e| parties_value(&e.recipients)),
            ("time", &|e| e.time.map(|t| self.mentions.times[t.0 as usize].value.clone())),
            ("place", &|e| e.place.map(|p| p.0.to_string())),
            ("killed", &|e| e.killed.map(|r| format!("{r:?}"))),
            ("wounded", &|e| e.wounded.map(|r| format!("{r:?}"))),
            ("polarity", &|e| Some(e.polarity.as_str().to_owned())),
        ];
        for (field, value) in fields {
            let told: Vec<(usize, String)> =
                group.iter().filter_map(|&i| value(&self.events[i]).map(|v| (i, v))).collect();
            let same =
                told.iter().all(|(i, v)| told.first().is_none_or(|(j, w)| v == w || self.says_the_same(field, *i, *j)));
            if told.len() > 1 && same {
                agreed.push(field);
            } else if told.len() > 1 {
                contested.push(Contested { field, accounts: self.accounts(&told) });
            }
        }
        Incident { events: group.iter().map(|&i| EventId(i as u32)).collect(), agreed, contested }
    }

    /// Whether two values differ only in how closely they say it: a day and its month, a soldier's side and the soldier.
    fn says_the_same(&self, field: &str, i: usize, j: usize) -> bool {
        let (x, y) = (&self.events[i], &self.events[j]);
        match field {
            "time" => self.same_time(x, y) == Some(true),
            "place" => self.same_place(x, y) != Some(false),
            "actors" => self.same_side(&x.actors, &y.actors),
            "recipients" => self.same_side(&x.recipients, &y.recipients),
            _ => false,
        }
    }

    fn same_side(&self, a: &[Party], b: &[Party]) -> bool {
        let country = |p: &Party| match p {
            Party::Actor(id) => self.mentions.actors.get(*id).country,
            _ => None,
        };
        shares(a, b)
            || a.iter().any(|p| country(p).is_some() && b.iter().any(|q| country(q) == country(p)))
            || a.iter().chain(b).any(|p| matches!(p, Party::Words(_)))
    }

    /// Who gives which version; those who give the same one stand together.
    fn accounts(&self, told: &[(usize, String)]) -> Vec<(Vec<ActorId>, Vec<EventId>)> {
        let mut versions: Vec<(&str, Vec<ActorId>, Vec<EventId>)> = Vec::new();
        for (i, value) in told {
            let statement = &self.statements[self.events[*i].statement.0 as usize];
            let by = statement.sources.last().and_then(|s| match s.who {
                Party::Actor(id) => Some(id),
                _ => None,
            });
            let at = versions.iter().position(|v| v.0 == value).unwrap_or_else(|| {
                versions.push((value, Vec::new(), Vec::new()));
                versions.len() - 1
            });
            let (_, sources, events) = &mut versions[at];
            if let Some(by) = by.filter(|b| !sources.contains(b)) {
                sources.push(by);
            }
            events.push(EventId(*i as u32));
        }
        versions.into_iter().map(|(_, by, events)| (by, events)).collect()
    }
}

fn parties_value(parties: &[Party]) -> Option<String> {
    (!parties.is_empty()).then(|| format!("{parties:?}"))
}

fn shares(a: &[Party], b: &[Party]) -> bool {
    a.iter().any(|p| b.contains(p))
}

/// Whether the sides stand the other way round: the doers of one are the victims of the other.
fn swapped(x: &Event, y: &Event) -> bool {
    x.polarity == Polarity::Affirmed
        && y.polarity == Polarity::Affirmed
        && !x.recipients.is_empty()
        && !y.recipients.is_empty()
        && shares(&x.actors, &y.recipients)
        && shares(&y.actors, &x.recipients)
}

/// Only tells how people fared: nobody acts, no weapon is named.
fn is_toll_only(e: &Event) -> bool {
    e.actors.is_empty() && e.mode.is_none() && (e.killed.is_some() || e.wounded.is_some())
}

/// Modes that can be one deed in coarser and finer words.
fn is_alike(x: &Event, y: &Event) -> bool {
    let pair = |a: &str, b: &str| {
        let modes = [x.mode.as_deref(), y.mode.as_deref()];
        modes.contains(&Some(a)) && modes.contains(&Some(b))
    };
    pair("explosives", "suicide-attack")
        || pair("aerial", "drone")
        || pair("heavy-weapons", "aerial")
        || pair("targeted", "firearms")
}

fn is_one(range: Option<Range>) -> bool {
    range == Some((1, Some(1)))
}

fn overlap(a: Option<Range>, b: Option<Range>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return true };
    let below = |x: Range, y: Range| x.1.is_some_and(|high| high < y.0);
    // Tolls rise as reports come in: a factor of two is still one happening told twice.
    !(below(a, b) && b.0 > 2 * a.0.max(1) || below(b, a) && a.0 > 2 * b.0.max(1))
}

/// Great-circle distance of two points in degrees.
fn distance_km(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat1, lat2) = (a.0.to_radians(), b.0.to_radians());
    let half = |x: f64| (x / 2.0).sin().powi(2);
    let h = half(lat2 - lat1) + lat1.cos() * lat2.cos() * half((b.1 - a.1).to_radians());
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}
