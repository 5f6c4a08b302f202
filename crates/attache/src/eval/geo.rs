//! Places against toponyms with coordinates (`geo_lgl.jsonl`): recognition by overlapping spans, and distance.
//!
//! *Places proper* leaves adjectives and demonyms out, which the corpus marks as places and this project reads as actors.

use serde_json::Value;

use super::mentions::{cases, list, span_of};
use super::pairing::{kilometres, one_to_one, span_overlap, Sums};
use super::table::{Figure, Table};
use super::Bench;

const SET: &str = "toponyms (geo_lgl)";

type Found = ([u32; 2], Option<(f64, f64)>);

pub(crate) fn measure(bench: &Bench<'_>, table: &mut Table) {
    let Some(cases) = cases(bench, "geo_lgl.jsonl", table) else { return };
    let (mut all, mut proper) = (Sums::default(), Sums::default());
    let mut errors = Vec::new();
    let mut with_point = 0;
    for case in &cases {
        let want: Vec<([u32; 2], &Value)> =
            list(&case.gold["places"]).iter().filter_map(|g| Some((span_of(&g["span"])?, g))).collect();
        let got: Vec<Found> =
            case.reading.places.iter().flat_map(|p| p.mentions.iter().map(move |&m| (m, p.lat.zip(p.lon)))).collect();
        let overlap = |g: &([u32; 2], &Value), f: &Found| span_overlap(&g.0, &f.0);
        let pairs = one_to_one(&want, &got, overlap);
        all.add(pairs.len(), got.len(), want.len());
        let is_adjective = |g: &&([u32; 2], &Value)| g.1["adjectival"].as_bool().unwrap_or(false);
        let adjectives: Vec<_> = want.iter().filter(is_adjective).collect();
        let places: Vec<_> = want.iter().filter(|g| !is_adjective(g)).copied().collect();
        let beside: Vec<Found> =
            got.iter().filter(|f| !adjectives.iter().any(|g| overlap(g, f) > 0.0)).copied().collect();
        proper.add(one_to_one(&places, &beside, overlap).len(), beside.len(), places.len());
        let point = |g: &Value| g["lat"].as_f64().zip(g["lon"].as_f64());
        with_point += want.iter().filter(|g| point(g.1).is_some()).count();
        errors.extend(pairs.iter().filter_map(|&(i, j)| Some(kilometres(point(want[i].1)?, got[j].1?))));
    }
    let close = errors.iter().filter(|e| **e <= 161.0).count();
    table.push(all.figure(SET, "recognition F1"));
    table.push(proper.figure(SET, "recognition F1, places proper").aiming(72.0, 88.0));
    table.push(Figure::share(SET, "recall, places proper", proper.right, proper.gold));
    table.push(Figure::share(SET, "within 161 km, resolved", close, errors.len()).aiming(70.0, 88.0));
    table.push(Figure::share(SET, "within 161 km, end to end", close, with_point));
}
