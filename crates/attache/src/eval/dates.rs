//! Expressions of time against `dates.jsonl` (after Microsoft Recognizers-Text): found, and the value exact where it
//! covers just the days of one accepted reading.

use serde_json::Value;

use super::mentions::{cases, list, span_of};
use super::pairing::{one_to_one, span_overlap};
use super::table::{Figure, Table};
use super::Bench;
use ledger::days::{days, Days};

const SET: &str = "dates";

#[derive(Default)]
struct Tally {
    all: usize,
    found: usize,
    exact: usize,
}

pub(crate) fn measure(bench: &Bench<'_>, table: &mut Table) {
    let Some(cases) = cases(bench, "dates.jsonl", table) else { return };
    let kinds = ["all", "date", "daterange", "datetime"];
    let mut tallies: [Tally; 4] = Default::default();
    let (mut matched, mut spurious) = (0, 0);
    for case in &cases {
        let want = list(&case.gold["dates"]);
        let want_spans: Vec<[u32; 2]> = want.iter().filter_map(|g| span_of(&g["span"])).collect();
        let other: Vec<[u32; 2]> = list(&case.gold["other"]).iter().filter_map(span_of).collect();
        let times = case.reading.times.iter();
        let got: Vec<([u32; 2], &str)> =
            times.flat_map(|t| t.mentions.iter().map(move |&m| (m, t.value.as_str()))).collect();
        let pairs = one_to_one(&want_spans, &got, |g, f| span_overlap(g, &f.0));
        matched += pairs.len();
        spurious += got
            .iter()
            .enumerate()
            .filter(|(j, (span, _))| {
                let touches = |o: &[u32; 2]| span_overlap(o, span) > 0.0;
                !pairs.iter().any(|p| p.1 == *j) && !other.iter().any(touches) && !want_spans.iter().any(touches)
            })
            .count();
        for (i, gold) in want.iter().enumerate() {
            let found = pairs.iter().find(|p| p.0 == i).map(|p| got[p.1].1);
            let exact = found.is_some_and(|value| is_accepted(days(value), gold));
            for (kind, tally) in kinds.iter().zip(&mut tallies) {
                if *kind == "all" || gold["type"] == *kind {
                    tally.all += 1;
                    tally.found += usize::from(found.is_some());
                    tally.exact += usize::from(exact);
                }
            }
        }
    }
    for (kind, tally) in kinds.iter().zip(&tallies) {
        let found = Figure::share(SET, &format!("found, {kind}"), tally.found, tally.all);
        table.push(if *kind == "all" { found.aiming(85.0, 97.0) } else { found });
        let exact = Figure::share(SET, &format!("value exact, {kind}"), tally.exact, tally.all);
        table.push(match *kind {
            "date" => exact.aiming(80.0, 95.0),
            "daterange" => exact.aiming(60.0, 90.0),
            _ => exact,
        });
    }
    table.push(Figure::share(SET, "precision of finding", matched, matched + spurious));
}

fn is_accepted(value: Option<Days>, gold: &Value) -> bool {
    value.is_some() && list(&gold["accept"]).iter().filter_map(Value::as_str).any(|accepted| days(accepted) == value)
}
