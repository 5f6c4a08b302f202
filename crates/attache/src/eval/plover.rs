//! Events against the PLOVER gold records (`plover_gsr.jsonl`): type, and who did it to whom by country.
//!
//! Actors without a country count by their role where that is IGO, NGO or IMG. In a reciprocal record (two actors, no
//! recipient) both stand on both sides.

use std::collections::BTreeSet;

use reading::{ActorOut, EventOut};
use serde_json::Value;

use super::mentions::{cases, list, Case};
use super::pairing::Sums;
use super::table::{Figure, Table};
use super::Bench;

const SET: &str = "PLOVER sentences";
const NOBODY: &str = "---";

type Codes = BTreeSet<String>;

/// Actors, recipients, and combinations with the type.
#[derive(Default)]
struct Sides {
    source: Codes,
    target: Codes,
    triples: BTreeSet<(String, String, String)>,
}

impl Sides {
    fn add(&mut self, kind: &str, source: Codes, target: Codes, reciprocal: bool) {
        let (source, target) = if reciprocal {
            let both: Codes = source.union(&target).cloned().collect();
            (both.clone(), both)
        } else {
            (source, target)
        };
        let or_nobody = |side: &Codes| if side.is_empty() { Codes::from([NOBODY.to_owned()]) } else { side.clone() };
        let (left, right) = (or_nobody(&source), or_nobody(&target));
        let pairs: Vec<(&String, &String)> = left.iter().flat_map(|s| right.iter().map(move |t| (s, t))).collect();
        let apart: Vec<_> = pairs.iter().copied().filter(|(s, t)| s != t).collect();
        let chosen = if reciprocal && !apart.is_empty() { apart } else { pairs };
        self.triples.extend(chosen.into_iter().map(|(s, t)| (kind.to_owned(), s.clone(), t.clone())));
        self.source.extend(source);
        self.target.extend(target);
    }
}

pub(crate) fn measure(bench: &Bench<'_>, table: &mut Table) {
    let Some(cases) = cases(bench, "plover_gsr.jsonl", table) else { return };
    let mut types = Sums::default();
    let mut every = [Sums::default(); 3];
    let mut first = [Sums::default(); 3];
    let (mut primary, mut events) = (0, 0);
    let (mut with_mode, mut modes) = (0, 0);
    for case in &cases {
        let wanted = list(&case.gold["events"]);
        let found = &case.reading.events;
        events += found.len();
        let want_types: BTreeSet<&str> = wanted.iter().filter_map(|e| e["type"].as_str()).collect();
        let got_types: BTreeSet<&str> = found.iter().map(|e| e.kind.as_str()).collect();
        types.add(want_types.intersection(&got_types).count(), got_types.len(), want_types.len());
        primary += usize::from(found.first().is_some_and(|e| want_types.contains(e.kind.as_str())));
        let gold_modes: BTreeSet<(&str, String)> = wanted.iter().filter_map(gold_mode).collect();
        if !gold_modes.is_empty() {
            with_mode += 1;
            let has = |e: &EventOut| gold_modes.contains(&(e.kind.as_str(), today(e.mode.as_deref()?))).then_some(());
            modes += usize::from(found.iter().any(|e| has(e).is_some()));
        }
        let want = gold_sides(wanted);
        compare(&mut every, &want, &found_sides(case, found));
        compare(&mut first, &want, &found_sides(case, &found[..found.len().min(1)]));
    }
    table.push(types.figure(SET, "type F1").aiming(65.0, 85.0));
    table.push(Figure::share(SET, "type right, first event", primary, cases.len()));
    table.push(Figure::share(SET, "mode right where the gold has one", modes, with_mode));
    let aims =
        [("source F1", 78.0, 90.0), ("target F1", 75.0, 88.0), ("source, type and target at once F1", 40.0, 65.0)];
    for ((name, floor, aim), sums) in aims.iter().zip(every) {
        table.push(sums.figure(SET, name).aiming(*floor, *aim));
    }
    for ((name, ..), sums) in aims.iter().zip(first) {
        table.push(sums.figure(SET, &format!("{name}, first event")));
    }
    table.push(Figure::new(SET, "events a sentence", Some(events as f64 / cases.len().max(1) as f64), cases.len()));
}

fn compare(sums: &mut [Sums; 3], want: &Sides, got: &Sides) {
    sums[0].add(want.source.intersection(&got.source).count(), got.source.len(), want.source.len());
    sums[1].add(want.target.intersection(&got.target).count(), got.target.len(), want.target.len());
    sums[2].add(want.triples.intersection(&got.triples).count(), got.triples.len(), want.triples.len());
}

fn gold_mode(event: &Value) -> Option<(&str, String)> {
    Some((event["type"].as_str()?, today(event["mode"].as_str().filter(|m| !m.is_empty())?)))
}

/// Older names of modes as they are called today.
fn today(mode: &str) -> String {
    let mode = mode.to_ascii_lowercase();
    match mode.as_str() {
        "demo-org" | "demo-spon" => "demo",
        "riot-org" | "riot-spon" => "riot",
        "strike-hun" => "hunger",
        "strike-gen" | "strike-org" => "strike",
        "assassinate" | "execute" => "targeted",
        "detain" => "arrest",
        "confiscate" => "seize",
        "host" => "visit",
        other => other,
    }
    .to_owned()
}

fn gold_sides(events: &[Value]) -> Sides {
    let codes = |side: &Value| -> Codes {
        let codes = list(side).iter().filter_map(|a| a["code"].as_str()).filter(|c| !c.is_empty());
        codes.map(|c| if c == "NGO" { "IGO" } else { c }.to_owned()).collect()
    };
    let mut sides = Sides::default();
    for e in events {
        let kind = e["type"].as_str().unwrap_or_default();
        sides.add(kind, codes(&e["source"]), codes(&e["target"]), e["reciprocal"].as_bool().unwrap_or(false));
    }
    sides
}

fn found_sides(case: &Case, events: &[EventOut]) -> Sides {
    let mut sides = Sides::default();
    for e in events {
        let codes = |ids: &[String]| case.actors(ids).flat_map(actor_codes).collect::<Codes>();
        let reciprocal = case.actors(&e.actors).count() > 1 && case.actors(&e.recipients).next().is_none();
        sides.add(&e.kind, codes(&e.actors), codes(&e.recipients), reciprocal);
    }
    sides
}

/// An actor's country, else the roles above states that it plays.
fn actor_codes(actor: &ActorOut) -> Vec<String> {
    if let Some(country) = &actor.country {
        return vec![country.clone()];
    }
    let above = ["IGO", "NGO", "IMG", "MNC", "ISM", "NGM"];
    let role = if actor.kind == "organisation" { Some("IGO") } else { None };
    let roles = actor.sectors.iter().copied().chain(role).filter(|s| above.contains(s));
    roles.map(|s| if matches!(s, "NGO" | "NGM") { "IGO" } else { s }.to_owned()).collect()
}
