//! Attributions against PolNeAR (`polnear_dev.jsonl`): source, cue and content, exact and by overlap.
//!
//! Spans are compared by the letters and digits that they cover, so that spaces and quotation marks at the edges do not
//! matter. A chain counts as one attribution, that of its outermost link.

use reading::StatementOut;
use serde_json::Value;

use super::mentions::{cases, list, span_of, Case};
use super::pairing::{one_to_one, Sums};
use super::table::Table;
use super::Bench;

const SET: &str = "attribution (polnear_dev)";
const ROLES: [&str; 3] = ["source", "cue", "content"];

/// Sorted numbers of letters.
type Letters = Vec<u32>;
/// Source, cue, content.
type Parts = [Letters; 3];

pub(crate) fn measure(bench: &Bench<'_>, table: &mut Table) {
    let Some(cases) = cases(bench, "polnear_dev.jsonl", table) else { return };
    let mut exact = [Sums::default(); 3];
    let mut partial = [Sums::default(); 3];
    let mut whole = [Sums::default(); 2];
    let mut who_said_what = Sums::default();
    for case in &cases {
        let is_letter: Vec<bool> = case.reading.report.text.chars().map(char::is_alphanumeric).collect();
        let want: Vec<Parts> = list(&case.gold["attributions"]).iter().map(|g| gold_parts(g, &is_letter)).collect();
        let got: Vec<Parts> = found(case, &is_letter);
        for role in 0..ROLES.len() {
            let (w, g) = (distinct(&want, role), distinct(&got, role));
            let same = w.iter().filter(|x| g.contains(x)).count();
            exact[role].add(same, g.len(), w.len());
            partial[role].add(one_to_one(&w, &g, |a, b| overlap(a, b)).len(), g.len(), w.len());
        }
        let all_same = |a: &Parts, b: &Parts| f64::from(u8::from(a == b));
        whole[0].add(one_to_one(&want, &got, all_same).len(), got.len(), want.len());
        whole[1].add(one_to_one(&want, &got, touches).len(), got.len(), want.len());
        let both = |a: &&Parts| !a[0].is_empty() && !a[2].is_empty();
        let (w, g): (Vec<_>, Vec<_>) = (want.iter().filter(both).collect(), got.iter().filter(both).collect());
        let pairs = one_to_one(&w, &g, |a, b| overlap(&a[0], &b[0]).min(overlap(&a[2], &b[2])));
        who_said_what.add(pairs.len(), g.len(), w.len());
    }
    let aims = [[(72.0, 82.0), (74.0, 82.0), (72.0, 82.0)], [(55.0, 73.0), (60.0, 72.0), (45.0, 64.0)]];
    for (role, name) in ROLES.iter().enumerate() {
        let (floor, aim) = aims[0][role];
        table.push(partial[role].figure(SET, &format!("{name}, overlap F1")).aiming(floor, aim));
    }
    for (role, name) in ROLES.iter().enumerate() {
        let (floor, aim) = aims[1][role];
        table.push(exact[role].figure(SET, &format!("{name}, exact F1")).aiming(floor, aim));
    }
    table.push(whole[1].figure(SET, "whole attribution, overlap F1"));
    table.push(whole[0].figure(SET, "whole attribution, exact F1"));
    table.push(who_said_what.figure(SET, "source and content, overlap F1"));
}

fn found(case: &Case, is_letter: &[bool]) -> Vec<Parts> {
    let one = |s: &StatementOut| {
        let link = s.sources.iter().find(|x| x.mention.is_some() || x.cue.is_some())?;
        Some([
            letters(link.mention.as_slice(), is_letter),
            letters(link.cue.as_slice(), is_letter),
            letters(&s.content, is_letter),
        ])
    };
    case.reading.statements.iter().filter_map(one).collect()
}

fn gold_parts(gold: &Value, is_letter: &[bool]) -> Parts {
    ROLES.map(|role| {
        let value = &gold[role];
        let spans: Vec<[u32; 2]> = match span_of(value) {
            Some(span) => vec![span],
            None => list(value).iter().filter_map(span_of).collect(),
        };
        letters(&spans, is_letter)
    })
}

fn letters(spans: &[[u32; 2]], is_letter: &[bool]) -> Letters {
    let mut out: Letters =
        spans.iter().flat_map(|s| s[0]..s[1]).filter(|&i| is_letter.get(i as usize) == Some(&true)).collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// The different stretches of one role; several attributions can share a source.
fn distinct(parts: &[Parts], role: usize) -> Vec<&Letters> {
    let mut out: Vec<&Letters> = parts.iter().map(|p| &p[role]).filter(|l| !l.is_empty()).collect();
    out.sort();
    out.dedup();
    out
}

fn overlap(a: &Letters, b: &Letters) -> f64 {
    let (mut i, mut j, mut common) = (0, 0, 0usize);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                common += 1;
                i += 1;
                j += 1;
            }
        }
    }
    if common == 0 {
        0.0
    } else {
        common as f64 / (a.len() + b.len() - common) as f64
    }
}

/// How well one attribution covers one of the gold; 0 where a part that the gold has is missed.
fn touches(gold: &Parts, found: &Parts) -> f64 {
    let parts: Vec<f64> = (0..3).filter(|&r| !gold[r].is_empty()).map(|r| overlap(&gold[r], &found[r])).collect();
    if parts.contains(&0.0) {
        0.0
    } else {
        parts.iter().sum()
    }
}
