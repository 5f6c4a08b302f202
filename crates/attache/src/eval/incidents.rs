//! Events against hand-coded notes on incidents (`acled.jsonl`): class, country, place, day and dead of the first event.

use reading::{ActorOut, EventOut};
use serde_json::Value;

use super::mentions::{cases, Case};
use super::pairing::kilometres;
use super::table::{Figure, Table};
use super::Bench;
use ledger::days::days;

const SET: &str = "incident notes (acled)";

const REMOTE: [&str; 6] = ["explosives", "suicide-attack", "heavy-weapons", "aerial", "drone", "unconventional"];
const ONE_SIDED: [&str; 7] = ["abduct", "targeted", "assassinate", "beat", "torture", "sexual", "cleansing"];
const STRATEGIC: [&str; 6] = ["MOBILIZE", "RETREAT", "AGREE", "COERCE", "CONCEDE", "COOPERATE"];
/// Sectors whose people bear arms.
const ARMED: [&str; 14] =
    ["MIL", "REB", "COP", "SPY", "UAF", "PAR", "PRM", "INS", "SEP", "MIS", "PMC", "IMG", "ARM", "RAD"];

#[derive(Default)]
struct Count {
    right: usize,
    all: usize,
}

impl Count {
    fn add(&mut self, right: bool) {
        self.all += 1;
        self.right += usize::from(right);
    }
}

pub(crate) fn measure(bench: &Bench<'_>, table: &mut Table) {
    let Some(cases) = cases(bench, "acled.jsonl", table) else { return };
    let mut counts: [Count; 7] = Default::default();
    let mut events = 0;
    for case in &cases {
        let gold = &case.gold;
        let first = case.reading.events.first();
        events += case.reading.events.len();
        counts[0].add(first.is_some());
        counts[1].add(class_is_right(case, first));
        let place = first.and_then(|e| case.place(e));
        counts[2].add(place.is_some_and(|p| p.country.as_deref() == gold["country"].as_str()));
        if gold["geo_precision"].as_u64().is_some_and(|p| p <= 2) {
            let there = gold["lat"].as_f64().zip(gold["lon"].as_f64());
            let here = place.and_then(|p| p.lat.zip(p.lon));
            counts[3].add(here.zip(there).is_some_and(|(a, b)| kilometres(a, b) <= 25.0));
        }
        if gold["time_precision"] == 1 && case.aux["date_stated"].as_bool().unwrap_or(false) {
            counts[4].add(first.is_some_and(|e| is_on(case, e, gold["event_date"].as_str())));
        }
        let dead = first.and_then(|e| e.killed).map_or(0, |k| k.0);
        let gold_dead = gold["fatalities"].as_u64().unwrap_or(0);
        counts[5].add(dead == gold_dead);
        if gold_dead > 0 {
            counts[6].add(dead == gold_dead);
        }
    }
    let rows = [
        ("notes with an event", None),
        ("class of the first event", Some((75.0, 88.0))),
        ("country", Some((85.0, 95.0))),
        ("within 25 km", Some((58.0, 75.0))),
        ("date where stated", Some((96.0, 99.0))),
        ("deaths exact", None),
        ("deaths exact where more than none", Some((75.0, 88.0))),
    ];
    for ((name, aims), count) in rows.into_iter().zip(counts) {
        let figure = Figure::share(SET, name, count.right, count.all);
        table.push(match aims {
            Some((floor, aim)) => figure.aiming(floor, aim),
            None => figure,
        });
    }
    table.push(Figure::new(SET, "events a note", Some(events as f64 / cases.len().max(1) as f64), cases.len()));
}

pub(crate) fn class_is_right(case: &Case, event: Option<&EventOut>) -> bool {
    event.and_then(|e| class(case, e)) == case.gold["event_type"].as_str()
        && case.gold["event_type"] != Value::Null
        && event.is_some()
}

fn is_on(case: &Case, event: &EventOut, day: Option<&str>) -> bool {
    let Some((Some(first), Some(last))) = case.time(event).and_then(days) else { return false };
    first == last && Some(first.to_string().as_str()) == day
}

/// Roles as the incident data see them: organisations above states and armed groups play one by what they are.
fn roles(actor: &ActorOut) -> Vec<&str> {
    let mut roles = actor.sectors.clone();
    if actor.kind == "organisation" && actor.country.is_none() {
        roles.push("IGO");
    }
    if actor.kind == "armed-group" && roles.is_empty() {
        roles.push("REB");
    }
    roles
}

/// The incident data's class of an event.
fn class(case: &Case, e: &EventOut) -> Option<&'static str> {
    let mode = e.mode.as_deref().unwrap_or_default();
    match e.kind.as_str() {
        "PROTEST" if matches!(mode, "riot" | "violent" | "vandalize") => Some("Riots"),
        "PROTEST" => Some("Protests"),
        "ASSAULT" => Some(assault(case, e, mode)),
        kind => STRATEGIC.contains(&kind).then_some("Strategic developments"),
    }
}

fn assault(case: &Case, e: &EventOut, mode: &str) -> &'static str {
    match mode {
        "crowd-control" => return "Protests",
        "destroy" | "seize" => return "Strategic developments",
        _ if REMOTE.contains(&mode) => return "Explosions/Remote violence",
        _ if ONE_SIDED.contains(&mode) => return "Violence against civilians",
        _ => {}
    }
    let source: Vec<&str> = case.actors(&e.actors).flat_map(roles).collect();
    let target: Vec<&str> = case.actors(&e.recipients).flat_map(roles).collect();
    let is_armed = |roles: &[&str]| roles.iter().any(|r| ARMED.contains(r));
    let nobody_done_to = case.actors(&e.recipients).next().is_none();
    let several = case.actors(&e.actors).count() > 1 && nobody_done_to;
    // Gangs fight gangs; a suspect whom the police shoot is a civilian here.
    let gangs = source.contains(&"CRM") && target.contains(&"CRM");
    if matches!(mode, "clash" | "battle") || several || ((is_armed(&target) || gangs) && !target.contains(&"CVL")) {
        return "Battles";
    }
    let armed_source = is_armed(&source) || source.contains(&"CRM");
    if nobody_done_to && armed_source {
        "Battles"
    } else {
        "Violence against civilians"
    }
}
