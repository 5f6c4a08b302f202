//! How much speaks for two tellings being of one incident, reason by reason.

use crate::tellings::{coarseness, Side, Spot, Telling};
use crate::weights::Weights;
use crate::Range;

/// One thing that speaks for or against.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Reason {
    /// What was compared: "place".
    pub of: &'static str,
    /// What was found: "the same place".
    pub found: &'static str,
    pub weight: f64,
}

/// All that speaks for or against two tellings being of one incident; `None` where their types have nothing to do with each other.
pub(crate) fn reasons(a: &Telling, b: &Telling) -> Option<Vec<Reason>> {
    let w = Weights::bundled();
    let reasons = [
        Some(kind(a, b, w)?),
        Some(time(a, b, w)),
        Some(place(a, b, w)),
        parties("who did it", &a.actors, &b.actors, w),
        parties("to whom", &a.recipients, &b.recipients, w),
        swapped(a, b, w),
        dead(a.killed, b.killed, w),
        hurt(a.wounded, b.wounded, w),
        Some(words(a, b, w)),
        names(a, b, w),
        (a.denied != b.denied).then_some(Reason {
            of: "denial",
            found: "one denies what the other tells",
            weight: w.polarity.denied,
        }),
        late(a, b, w),
    ];
    Some(reasons.into_iter().flatten().filter(|r| r.weight != 0.0).collect())
}

/// The sum of the reasons.
pub(crate) fn score(a: &Telling, b: &Telling) -> Option<f64> {
    Some(reasons(a, b)?.iter().map(|r| r.weight).sum())
}

fn kind(a: &Telling, b: &Telling, w: &Weights) -> Option<Reason> {
    let mode = |t: &Telling| t.mode.clone().unwrap_or_default();
    let (x, y) = (mode(a), mode(b));
    let alike = || w.are_alike((&a.kind, &x), (&b.kind, &y));
    let (found, weight) = match (a.kind == b.kind, x == y) {
        (true, true) => ("the same kind of deed", w.r#type.same_mode),
        (true, false) if x.is_empty() || y.is_empty() => ("one tells the kind more closely", w.r#type.open_mode),
        (_, false) if alike() => ("kinds that one deed is told in", w.r#type.alike_mode),
        (true, false) => ("other means", w.r#type.other_mode),
        (false, _) if w.related(&a.kind).any(|k| k == b.kind) => ("kinds near each other", w.r#type.related),
        (false, _) => return None,
    };
    Some(Reason { of: "kind", found, weight })
}

fn time(a: &Telling, b: &Telling, w: &Weights) -> Reason {
    let reason = |found, weight| Reason { of: "day", found, weight };
    let (Some(x), Some(y)) = (a.days, b.days) else { return reason("not known", w.time.unknown) };
    let inferred = a.day_inferred || b.day_inferred;
    let meet = x.0 <= y.1 && y.0 <= x.1;
    match (meet, inferred) {
        (true, true) => reason("may be the same days", w.time.inferred),
        (true, false) if x == y && x.0 == x.1 => reason("the same day", w.time.same_day),
        (true, false) => reason("days that meet", w.time.overlap),
        (false, true) => reason("other days, one of them inferred", w.time.apart_inferred),
        (false, false) => reason("other days", w.time.apart),
    }
}

fn place(a: &Telling, b: &Telling, w: &Weights) -> Reason {
    let reason = |found, weight| Reason { of: "place", found, weight };
    let (Some(p), Some(q)) = (&a.spot, &b.spot) else { return reason("not known", w.place.unknown) };
    let (found, weight) = between(p, q, w);
    match p.inferred || q.inferred {
        // A place that was not told with the deed is weaker evidence both ways.
        true => reason(found, weight * w.place.inferred),
        false => reason(found, weight),
    }
}

fn between(p: &Spot, q: &Spot, w: &Weights) -> (&'static str, f64) {
    if p.country.is_some() && q.country.is_some() && p.country != q.country {
        return ("other countries", w.place.other_country);
    }
    let (wide_p, wide_q) = (is_wide(p), is_wide(q));
    let same_name = p.name.to_lowercase() == q.name.to_lowercase();
    if wide_p || wide_q {
        return match (same_name, p.point.zip(q.point)) {
            (true, _) => ("the same area", w.place.area),
            _ if lies_in(p, q) || lies_in(q, p) => ("one lies in the other", w.place.inside),
            _ if p.precision == "country" || q.precision == "country" => ("one may lie in the other", w.place.inside),
            (_, Some((x, y))) if kilometres(x, y) > reach(p, q, w) => ("other areas", w.place.apart),
            _ => ("one may lie in the other", w.place.inside),
        };
    }
    if same_name {
        return ("the same place", w.place.same);
    }
    let Some((x, y)) = p.point.zip(q.point) else { return ("other names", w.place.unknown) };
    let near = p.precision == "near" || q.precision == "near" || p.precision == "admin2" || q.precision == "admin2";
    match kilometres(x, y) {
        d if d <= w.place.same_km => ("the same place", w.place.same),
        d if !near && d <= w.place.close_km => ("places close to each other", w.place.close),
        d if near && d <= w.place.near_km => ("places near each other", w.place.near),
        _ => ("other places", w.place.apart),
    }
}

fn lies_in(area: &Spot, place: &Spot) -> bool {
    place.admin1.as_ref().is_some_and(|admin1| admin1.to_lowercase() == area.name.to_lowercase())
}

fn is_wide(spot: &Spot) -> bool {
    coarseness(&spot.precision) >= coarseness("admin1")
}

/// How far apart the points of two places may be of which at least one is wide: further where both are.
fn reach(p: &Spot, q: &Spot, w: &Weights) -> f64 {
    let width = |spot: &Spot| match (is_wide(spot), &spot.country) {
        (true, Some(_)) if spot.precision == "region" => w.place.region_km,
        (true, Some(_)) => w.place.wide_km,
        (true, None) => w.place.sea_km,
        (false, _) => w.place.near_km,
    };
    width(p) + width(q)
}

fn parties(of: &'static str, a: &[Side], b: &[Side], w: &Weights) -> Option<Reason> {
    let named = |side: &&Side| side.named;
    let same = a.iter().filter(named).any(|p| b.iter().any(|q| p.name == q.name && p.country == q.country));
    let country = |list: &[Side]| list.iter().filter_map(|s| s.country.clone()).collect::<Vec<_>>();
    let (x, y) = (country(a), country(b));
    if same {
        Some(Reason { of, found: "a party in common", weight: w.parties.same })
    } else if x.iter().any(|c| y.contains(c)) {
        Some(Reason { of, found: "a country in common", weight: w.parties.same_country })
    } else if !x.is_empty() && !y.is_empty() {
        Some(Reason { of, found: "told differently", weight: w.parties.differ })
    } else {
        None
    }
}

fn swapped(a: &Telling, b: &Telling, w: &Weights) -> Option<Reason> {
    let meets =
        |x: &[Side], y: &[Side]| x.iter().any(|p| y.iter().any(|q| p.country.is_some() && p.country == q.country));
    let turned = meets(&a.actors, &b.recipients) && meets(&b.actors, &a.recipients);
    let straight = meets(&a.actors, &b.actors) || meets(&a.recipients, &b.recipients);
    (turned && !straight && !a.denied && !b.denied).then_some(Reason {
        of: "sides",
        found: "the doers of one are the victims of the other",
        weight: w.parties.swapped,
    })
}

fn dead(a: Option<Range>, b: Option<Range>, w: &Weights) -> Option<Reason> {
    let (x, y) = (a?, b?);
    let reason = |found, weight| Some(Reason { of: "dead", found, weight });
    let (less, more) = (x.0.min(y.0), x.0.max(y.0));
    match x == y {
        true if x.0 > 1 => reason("the same number", w.toll.same_dead),
        true => reason("the same number", w.toll.same_one),
        false if more > 3 * less.max(1) && more > less + 5 => reason("numbers far apart", w.toll.far),
        false => reason("numbers that may have grown", w.toll.near),
    }
}

fn hurt(a: Option<Range>, b: Option<Range>, w: &Weights) -> Option<Reason> {
    let (x, y) = (a?, b?);
    (x == y && x.0 > 1).then_some(Reason { of: "wounded", found: "the same number", weight: w.toll.same_hurt })
}

fn words(a: &Telling, b: &Telling, w: &Weights) -> Reason {
    let common = a.words.iter().filter(|x| b.words.binary_search(x).is_ok()).count();
    let fewer = a.words.len().min(b.words.len());
    let share = if fewer < 3 { w.words.base } else { common as f64 / fewer as f64 };
    let weight = ((share - w.words.base) * w.words.factor).clamp(w.words.least, w.words.most);
    let found = if weight >= 0.0 { "words in common" } else { "few words in common" };
    Reason { of: "words", found, weight }
}

fn names(a: &Telling, b: &Telling, w: &Weights) -> Option<Reason> {
    let common = a.names.iter().any(|x| b.names.binary_search(x).is_ok());
    common.then_some(Reason { of: "names", found: "a name in common", weight: w.words.name })
}

fn late(a: &Telling, b: &Telling, w: &Weights) -> Option<Reason> {
    let gap = (a.published? - b.published?).abs();
    let both_told = !a.day_inferred && !b.day_inferred;
    (gap > w.publication.days && !both_told).then_some(Reason {
        of: "publication",
        found: "published long after each other",
        weight: w.publication.late,
    })
}

/// Great-circle distance of two points in degrees.
pub(crate) fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat1, lat2) = (a.0.to_radians(), b.0.to_radians());
    let half = |x: f64| (x / 2.0).sin().powi(2);
    let h = half(lat2 - lat1) + lat1.cos() * lat2.cos() * half((b.1 - a.1).to_radians());
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}
