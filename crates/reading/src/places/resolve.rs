//! Which of the places of a name is meant: one sense a report, weighed by population, by what the words beside the name
//! say, by the areas that are told after it, and by the report's other places.

use std::cell::Cell;
use std::collections::HashMap;

use lexicon::gazetteer::{km, SiteKind};
use lexicon::Country;

use super::atlas::Candidate;
use super::spot::{weight, Spot};

/// Rounds in which the report's places are weighed against each other.
const ROUNDS: usize = 3;
/// Most candidates of a name that are weighed against the other places.
const MOST: usize = 100;
/// Most places that the others are held against.
const MOST_ANCHORS: usize = 48;

/// What a report says of where it is, beside its places.
#[derive(Default)]
pub(super) struct Context {
    /// Weight of countries: of actors, of the publisher.
    pub countries: HashMap<Country, f64>,
    /// Points that names are likely to be near to: the publisher's town.
    pub points: Vec<((f64, f64), f64)>,
}

/// Inhabitants below which a town is not spoken of out of the blue in a report on another state.
const SMALL: f64 = 60_000.0;
/// Share of what speaks for countries from which on one of them prevails.
const PREVAILS: f64 = 0.7;

impl Context {
    /// The country that nearly all of the report's actors and places are of: where a name that no file has is likely to lie.
    pub fn prevailing(&self, spots: &[Spot], senses: &[Option<usize>]) -> Option<Country> {
        let mut countries = self.countries.clone();
        for (spot, sense) in spots.iter().zip(senses) {
            if let Some(country) = sense.and_then(|s| spot.candidates[s].country) {
                *countries.entry(country).or_default() += 1.0;
            }
        }
        let total: f64 = countries.values().sum();
        let best = countries.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
        (best.1 >= PREVAILS * total).then_some(best.0)
    }
}

/// That one spot lies in, or at some distance from, another.
#[derive(Clone, Copy, Debug)]
pub(super) enum Tie {
    /// In the area of it, or beside it.
    In(usize),
    /// About so many km away from it, in a direction where one is told.
    Away(usize, f64, Option<f64>),
}

/// For each spot the number of its candidate that is meant; `None` where it has none.
pub(super) fn resolve(spots: &[Spot], ties: &[Option<Tie>], context: &Context) -> Vec<Option<usize>> {
    let groups = Groups::new(spots, ties);
    let votes = &context.countries;
    let mut chosen: Vec<usize> = groups.list.iter().map(|g| g.best(&Votes::default(), &[], spots)).collect();
    let mut anchors: Vec<Anchor> = Vec::new();
    for _ in 0..ROUNDS {
        let told = groups.votes(spots, &chosen, votes);
        chosen = groups.list.iter().map(|g| g.best(&told, &anchors, spots)).collect();
        anchors = groups.anchors(spots, &chosen, context);
    }
    // Ties to other spots look at what those mean.
    let senses: Vec<Option<usize>> = groups.of_spot.iter().map(|&g| groups.list[g].sense(chosen[g])).collect();
    let told = groups.votes(spots, &chosen, votes);
    let tied: Vec<usize> = groups.list.iter().map(|g| g.best_tied(&told, &anchors, spots, ties, &senses)).collect();
    let senses: Vec<Option<usize>> = groups.of_spot.iter().map(|&g| groups.list[g].sense(tied[g])).collect();
    let told = groups.votes(spots, &tied, votes);
    let foreign: Vec<bool> =
        groups.list.iter().zip(&tied).map(|(g, &choice)| g.is_foreign(choice, &told, spots)).collect();
    let doubted = |i: usize, s: usize| {
        contradicted(i, s, spots, ties, &senses) || foreign[groups.of_spot[i]] && ties[i].is_none()
    };
    (0..spots.len()).map(|i| senses[i].filter(|&s| !doubted(i, s))).collect()
}

/// Whether a small place of the name lies elsewhere than the report says: then another one is meant, which no file has.
fn contradicted(i: usize, sense: usize, spots: &[Spot], ties: &[Option<Tie>], senses: &[Option<usize>]) -> bool {
    let candidate = &spots[i].candidates[sense];
    let Some(Tie::In(other)) = ties[i] else { return false };
    let Some(holder) = senses[other].map(|s| &spots[other].candidates[s]) else { return false };
    if !matches!(candidate.kind, SiteKind::Town | SiteKind::Quarter) || candidate.population > 50_000.0 {
        return false;
    }
    if holder.kind.is_area() {
        return candidate.country.is_some() && holder.country.is_some() && candidate.country != holder.country;
    }
    let told = !spots[i].kinds.is_empty() || holder.population > 2.0 * candidate.population;
    told && km(candidate.point, holder.point) > 80.0
}

struct Group {
    /// Numbers of the spots.
    spots: Vec<usize>,
    /// Numbers of the candidates that are weighed (of the first spot), with what speaks for them at the start.
    candidates: Vec<(usize, f64)>,
    mentions: f64,
    /// The country that it votes for, and how strongly: taken off where its own sense is weighed.
    vote: Cell<Option<(Country, f64)>>,
}

struct Groups {
    list: Vec<Group>,
    of_spot: Vec<usize>,
}

/// Point, radius in kilometres, weight and country of an area that the report names.
type Area = ((f64, f64), f64, f64, Option<Country>);

#[derive(Default)]
struct Votes {
    countries: HashMap<Country, f64>,
    /// First-level areas by country and name's beginning: of the candidate, whether of our own.
    areas: Vec<Area>,
}

struct Anchor {
    point: (f64, f64),
    weight: f64,
    group: usize,
}

impl Groups {
    fn new(spots: &[Spot], ties: &[Option<Tie>]) -> Self {
        let mut by_name: HashMap<(&str, Vec<SiteKind>, Option<&str>), usize> = HashMap::new();
        let mut groups = Self { list: Vec::new(), of_spot: Vec::new() };
        for (i, spot) in spots.iter().enumerate() {
            let area = spot.kinds.first().is_some_and(|k| k.is_area());
            let kinds = if area { spot.kinds.clone() } else { Vec::new() };
            // A name told with different areas means different places.
            let within = match ties[i] {
                Some(Tie::In(j)) if !spots[j].kinds.is_empty() => Some(spots[j].folded.as_str()),
                _ => None,
            };
            let key = (spot.folded.as_str(), kinds, within);
            let group = *by_name.entry(key).or_insert_with(|| {
                groups.list.push(Group {
                    spots: Vec::new(),
                    candidates: base(spot),
                    mentions: 0.0,
                    vote: Cell::new(None),
                });
                groups.list.len() - 1
            });
            groups.list[group].spots.push(i);
            groups.list[group].mentions += 1.0;
            groups.of_spot.push(group);
        }
        groups
    }

    /// What the senses so far say of countries and areas.
    fn votes(&self, spots: &[Spot], chosen: &[usize], start: &HashMap<Country, f64>) -> Votes {
        let mut votes = Votes { countries: start.clone(), areas: Vec::new() };
        for (group, &choice) in self.list.iter().zip(chosen) {
            group.vote.set(None);
            let Some(sense) = group.sense(choice) else { continue };
            let candidate = &spots[group.spots[0]].candidates[sense];
            let sure = group.sureness();
            let Some(country) = candidate.country else { continue };
            let said = group.mentions.sqrt().min(3.0);
            let kind = match candidate.kind {
                SiteKind::Country => 1.6,
                SiteKind::Admin1 => 1.2,
                _ => 0.8,
            };
            group.vote.set(Some((country, kind * said * sure)));
            *votes.countries.entry(country).or_default() += kind * said * sure;
            if matches!(candidate.kind, SiteKind::Admin1 | SiteKind::Admin2 | SiteKind::Region)
                && votes.areas.len() < 64
            {
                votes.areas.push((candidate.point, candidate.radius.max(40.0), said * sure, candidate.country));
            }
        }
        votes
    }

    /// The surest places, which the others are held against.
    fn anchors(&self, spots: &[Spot], chosen: &[usize], context: &Context) -> Vec<Anchor> {
        let mut anchors: Vec<Anchor> =
            context.points.iter().map(|&(point, weight)| Anchor { point, weight, group: usize::MAX }).collect();
        for (number, (group, &choice)) in self.list.iter().zip(chosen).enumerate() {
            let Some(sense) = group.sense(choice) else { continue };
            let candidate = &spots[group.spots[0]].candidates[sense];
            if candidate.kind != SiteKind::Country && candidate.radius < 400.0 {
                let weight = group.sureness() * group.mentions.sqrt().min(2.0);
                anchors.push(Anchor { point: candidate.point, weight, group: number });
            }
        }
        anchors.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.group.cmp(&b.group)));
        anchors.truncate(MOST_ANCHORS);
        anchors
    }
}

/// The candidates of a spot with what the name alone says for them, the best ones.
fn base(spot: &Spot) -> Vec<(usize, f64)> {
    let mut list: Vec<(usize, f64)> = spot
        .candidates
        .iter()
        .enumerate()
        .map(|(i, c)| (i, 0.5 * (weight(c) + 300.0).ln() + kind_fits(c, spot)))
        .collect();
    list.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    list.truncate(MOST);
    list
}

fn kind_fits(candidate: &Candidate, spot: &Spot) -> f64 {
    if !spot.kinds.is_empty() {
        return match spot.kinds.iter().position(|k| *k == candidate.kind) {
            Some(at) => 2.2 - 0.5 * at as f64,
            None => -2.0,
        };
    }
    // The bare name of an area that has a town of its own name is the town, where the town is of some weight in it.
    let town = |share: f64| {
        spot.candidates.iter().any(|t| {
            t.kind == SiteKind::Town
                && t.country == candidate.country
                && t.population >= share * candidate.population
                && km(t.point, candidate.point) < candidate.radius.max(60.0) * 1.5
        })
    };
    match candidate.kind {
        SiteKind::Admin2 if town(0.0) => -3.0,
        SiteKind::Admin2 => -0.5,
        SiteKind::Admin1 if town(0.02) => -2.5,
        SiteKind::Quarter => -0.5,
        _ => 0.0,
    }
}

impl Group {
    /// Number of the candidate at a place of the list.
    fn sense(&self, choice: usize) -> Option<usize> {
        self.candidates.get(choice).map(|c| c.0)
    }

    /// How much the name alone says: 1 where it has one place.
    fn sureness(&self) -> f64 {
        let Some(best) = self.candidates.first() else { return 0.0 };
        let sum: f64 = self.candidates.iter().map(|c| (1.5 * (c.1 - best.1)).exp()).sum();
        (1.0 / sum).max(0.15)
    }

    fn best(&self, votes: &Votes, anchors: &[Anchor], spots: &[Spot]) -> usize {
        self.pick(|sense| self.by_context(&spots[self.spots[0]].candidates[sense], votes, anchors, spots))
    }

    fn best_tied(
        &self,
        votes: &Votes,
        anchors: &[Anchor],
        spots: &[Spot],
        ties: &[Option<Tie>],
        senses: &[Option<usize>],
    ) -> usize {
        self.pick(|sense| {
            let candidate = &spots[self.spots[0]].candidates[sense];
            let tied = self.spots.iter().filter_map(|&i| ties[i]).take(8);
            let most = tied.map(|tie| fits(candidate, tie, spots, senses)).fold(f64::NEG_INFINITY, f64::max);
            self.by_context(candidate, votes, anchors, spots) + if most.is_finite() { most } else { 0.0 }
        })
    }

    /// Whether the best that is known of a name is a small place of a state that nothing else in the report is of, while
    /// another state prevails.
    fn is_foreign(&self, choice: usize, votes: &Votes, spots: &[Spot]) -> bool {
        let Some(sense) = self.sense(choice) else { return false };
        let candidate = &spots[self.spots[0]].candidates[sense];
        let Some(country) = candidate.country.filter(|_| candidate.population < SMALL) else { return false };
        if !matches!(candidate.kind, SiteKind::Town | SiteKind::Quarter) {
            return false;
        }
        let mine = self.vote.get().map_or(0.0, |v| v.1);
        let own = votes.countries.get(&country).copied().unwrap_or(0.0) - mine;
        let total: f64 = votes.countries.values().sum::<f64>() - mine;
        let most = votes.countries.iter().filter(|c| *c.0 != country).map(|c| *c.1).fold(0.0, f64::max);
        own < 0.05 && most >= 1.2 && most >= PREVAILS * total
    }

    fn pick(&self, extra: impl Fn(usize) -> f64) -> usize {
        let mut best = (0, f64::NEG_INFINITY);
        for (at, &(sense, base)) in self.candidates.iter().enumerate() {
            let score = base + extra(sense);
            if score > best.1 {
                best = (at, score);
            }
        }
        best.0
    }

    fn by_context(&self, candidate: &Candidate, votes: &Votes, anchors: &[Anchor], spots: &[Spot]) -> f64 {
        let mut score = 0.0;
        let total: f64 = votes.countries.values().sum();
        if let (Some(country), true) = (candidate.country, total > 0.0) {
            let mut own = votes.countries.get(&country).copied().unwrap_or(0.0);
            // A name's own sense is no evidence for itself.
            let (mine, by_me) = self.vote.get().unwrap_or((country, 0.0));
            if mine == country {
                own = (own - by_me).max(0.0);
            }
            score += 3.0 * own / ((total - by_me).max(own) + 0.8);
        }
        for (point, radius, said, country) in &votes.areas {
            if *country == candidate.country
                && candidate.kind != SiteKind::Country
                && near(*point, candidate.point, radius * 1.2)
            {
                score += 0.8 * said.min(1.5);
                break;
            }
        }
        let mut close = 0.0;
        for anchor in anchors {
            let itself = anchor.group != usize::MAX
                && self.spots.first().is_some_and(|&s| spots[s].candidates.iter().any(|c| c.point == anchor.point));
            if itself || candidate.kind == SiteKind::Country {
                continue;
            }
            let far = rough_km(anchor.point, candidate.point);
            close += anchor.weight * (-far / 120.0).exp();
        }
        score + 1.6 * (close * 1.5).tanh() + 0.5 * close.min(2.0)
    }
}

/// How a candidate fits what is told of where it lies.
fn fits(candidate: &Candidate, tie: Tie, spots: &[Spot], senses: &[Option<usize>]) -> f64 {
    let (Tie::In(other) | Tie::Away(other, ..)) = tie;
    let Some(area) = senses[other].map(|s| &spots[other].candidates[s]) else { return 0.0 };
    let far = km(area.point, candidate.point);
    match tie {
        Tie::In(_) if area.kind == SiteKind::Country => {
            if candidate.country == area.country {
                4.0
            } else {
                -1.0
            }
        }
        Tie::In(_) => {
            let reach = area.radius.max(25.0) * 1.5 + 15.0;
            let same = candidate.country == area.country;
            if same && far <= reach {
                4.5 - far / reach
            } else {
                0.0
            }
        }
        Tie::Away(_, told, _) => {
            let off = (far - told).abs();
            if off <= 15.0 + told * 0.5 {
                5.0 - off / (15.0 + told * 0.5)
            } else {
                -far.min(1000.0) / 300.0
            }
        }
    }
}

fn near(a: (f64, f64), b: (f64, f64), within: f64) -> bool {
    rough_km(a, b) <= within
}

/// Distance as on a plane: good enough to weigh, and quick.
fn rough_km(a: (f64, f64), b: (f64, f64)) -> f64 {
    let mut east = (a.1 - b.1).abs();
    if east > 180.0 {
        east = 360.0 - east;
    }
    // cos by its first terms: within a hundredth below 75 degrees.
    let m = ((a.0 + b.0) / 2.0).to_radians();
    let narrow = (1.0 - m * m / 2.0 + m * m * m * m / 24.0).max(0.1);
    let (x, y) = (east * narrow * 111.2, (a.0 - b.0) * 111.2);
    (x * x + y * y).sqrt()
}
