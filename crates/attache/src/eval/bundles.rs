//! Incidents across reports, on bundles of short reports of our own: each report is labelled with the incident that is its main
//! matter. Sides contradict each other, tolls grow, two like incidents fall on one day, corrections come late, copies go round.
//!
//! B-cubed (Bagga and Baldwin 1998): for each report, which share of the reports that stand with it belong there, and which
//! share of those that belong there stand with it; a report stands with those whose main matter the ledger takes for the same incident.
//! Echoes: mechanical rewrites of every report, among all others on the same event, must be found to repeat what they
//! were made of, and nothing else must. Orders: each bundle is added anew in shuffled orders, one report a time; every list of
//! incidents must come out the same.

use std::collections::{BTreeMap, HashMap};

use ledger::{Coding, Incident, Ledger, Outcome, Wanted};
use reading::{Reading, Report};
use serde::Deserialize;

use super::mentions::on_all_cores;
use super::table::{Figure, Table};
use super::Bench;

/// One report a line, with its bundle and the incident that it is about.
const BUNDLES: &str = include_str!("bundles.jsonl");
const SET: &str = "bundles of reports";
/// Orders in which each bundle is added.
const SHUFFLES: u64 = 100;

#[derive(Clone, Deserialize)]
struct Row {
    bundle: String,
    id: String,
    published: String,
    publisher: String,
    incident: String,
    text: String,
}

type Told = Result<Vec<Incident>, ledger::Error>;

pub(crate) fn measure(bench: &Bench<'_>, table: &mut Table) {
    let rows: Vec<Row> = BUNDLES.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let readings = on_all_cores(&rows, |row| bench.engine.read(&report(row)));
    let mut bundles: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, row) in rows.iter().enumerate() {
        bundles.entry(&row.bundle).or_default().push(i);
    }
    let bundles: Vec<Vec<usize>> = bundles.into_values().collect();
    if let Err(problem) = incidents(&rows, &readings, &bundles, table) {
        table.note(format!("{SET}: {problem}"));
    }
    if let Err(problem) = echoes(&rows, bench, table) {
        table.note(format!("{SET}: {problem}"));
    }
}

fn report(row: &Row) -> Report {
    Report {
        id: row.id.clone(),
        text: row.text.clone(),
        published: row.published.parse().ok(),
        publisher: Some(row.publisher.clone()),
        ..Report::default()
    }
}

fn coding() -> Coding {
    Coding { program: "eval".into(), model: "eval".into(), knowledge: "eval".into() }
}

/// What a new ledger lists after the readings were added one by one, in the order `order`.
fn told(readings: &[Reading], order: &[usize]) -> Told {
    let mut ledger = Ledger::in_memory()?;
    for &i in order {
        ledger.add(std::slice::from_ref(&readings[i]), &coding(), "2000-01-01T00:00:00Z")?;
    }
    ledger.incidents(&Wanted::default())
}

fn incidents(
    rows: &[Row],
    readings: &[Reading],
    bundles: &[Vec<usize>],
    table: &mut Table,
) -> Result<(), ledger::Error> {
    let (mut precision, mut recall, mut different) = (0.0, 0.0, 0);
    let results = on_all_cores(bundles, |bundle| {
        let straight = told(readings, bundle)?;
        let orders = (0..SHUFFLES).map(|seed| told(readings, &shuffled(bundle, seed)));
        let others = orders.collect::<Result<Vec<_>, _>>()?.into_iter().filter(|other| *other != straight).count();
        Ok::<_, ledger::Error>((straight, others))
    });
    for (bundle, result) in bundles.iter().zip(results) {
        let (straight, others) = result?;
        different += others;
        let lead = leads(&straight);
        let (mut p, mut r) = (0.0, 0.0);
        for &i in bundle {
            let (a, b) = b_cubed(rows, bundle, &lead, i);
            p += a;
            r += b;
        }
        let n = bundle.len() as f64;
        if p + r < 2.0 * n {
            table.note(format!(
                "bundle {}: precision {:.0}, recall {:.0}",
                rows[bundle[0]].bundle,
                100.0 * p / n,
                100.0 * r / n
            ));
        }
        precision += p;
        recall += r;
    }
    let n = rows.len().max(1) as f64;
    let (p, r) = (100.0 * precision / n, 100.0 * recall / n);
    table.push(Figure::new(SET, "incidents across reports, B-cubed precision", Some(p), rows.len()));
    table.push(Figure::new(SET, "incidents across reports, B-cubed recall", Some(r), rows.len()));
    table.push(
        Figure::new(SET, "incidents across reports, B-cubed F1", Some(2.0 * p * r / (p + r)), rows.len())
            .aiming(80.0, 92.0),
    );
    let shuffles = bundles.len() * SHUFFLES as usize;
    table.push(
        Figure::new(SET, "orders of adding with another result", Some(f64::from(different as u32)), shuffles)
            .aiming(0.0, 0.0),
    );
    Ok(())
}

/// For each report the incident that is its main matter.
fn leads(incidents: &[Incident]) -> HashMap<&str, &str> {
    incidents.iter().flat_map(|i| i.lead.iter().map(move |report| (report.as_str(), i.id.as_str()))).collect()
}

/// Precision and recall of one report; one whose main matter is no incident stands alone.
fn b_cubed(rows: &[Row], bundle: &[usize], lead: &HashMap<&str, &str>, i: usize) -> (f64, f64) {
    let incident = |j: usize| lead.get(rows[j].id.as_str()).copied().unwrap_or(&rows[j].id);
    let with: Vec<usize> = bundle.iter().copied().filter(|&j| incident(j) == incident(i)).collect();
    let belong: Vec<usize> = bundle.iter().copied().filter(|&j| rows[j].incident == rows[i].incident).collect();
    let both = with.iter().filter(|j| belong.contains(j)).count() as f64;
    (both / with.len() as f64, both / belong.len() as f64)
}

/// The same numbers in an order that `seed` decides.
fn shuffled(bundle: &[usize], seed: u64) -> Vec<usize> {
    let mut order = bundle.to_vec();
    let mut state = seed;
    for i in (1..order.len()).rev() {
        // A linear congruential generator (Knuth's MMIX) is random enough for orders.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(i, (state >> 33) as usize % (i + 1));
    }
    order
}

/// Mechanical rewrites: a byline and a cut, one word in twelve another, sentences the other way round, capitals and an appendix.
fn rewrites(text: &str) -> [String; 4] {
    let sentences: Vec<&str> = text.split_inclusive(". ").collect();
    let kept = sentences.len() - usize::from(sentences.len() > 2);
    let other = |(i, word)| if i % 12 == 7 { "reportedly" } else { word };
    let words: Vec<&str> = text.split(' ').enumerate().map(other).collect();
    let turned: Vec<&str> = sentences.iter().rev().map(|s| s.trim()).collect();
    [
        format!("(Agency) -- {}", sentences[..kept].concat()),
        words.join(" "),
        turned.join(" "),
        format!("{} Copyright the agency; all rights are reserved.", text.to_uppercase()),
    ]
}

fn echoes(rows: &[Row], bench: &Bench<'_>, table: &mut Table) -> Result<(), ledger::Error> {
    let copies: Vec<Row> = rows
        .iter()
        .flat_map(|row| {
            rewrites(&row.text).into_iter().enumerate().map(|(i, text)| Row {
                id: format!("{}~{i}", row.id),
                text,
                ..row.clone()
            })
        })
        .collect();
    let all: Vec<&Row> = rows.iter().chain(&copies).collect();
    let readings = on_all_cores(&all, |row| bench.engine.read(&report(row)));
    let mut ledger = Ledger::in_memory()?;
    let added = ledger.add(&readings, &coding(), "2000-01-01T00:00:00Z")?;
    let base = |id: &str| id.split('~').next().unwrap_or_default().to_owned();
    let (mut found, mut right) = (0, 0);
    for entry in &added.entries {
        if let Outcome::Echo(first) = &entry.outcome {
            found += 1;
            // Two reports of the bundles are copies already: their incident and opening are one.
            right +=
                usize::from(base(first) == base(&entry.report) || are_copies(rows, &base(first), &base(&entry.report)));
        }
    }
    table.push(Figure::share(SET, "echoes found, precision", right, found).aiming(99.0, 99.9));
    table.push(Figure::share(SET, "echoes found, recall", right.min(copies.len()), copies.len()).aiming(90.0, 97.0));
    Ok(())
}

/// Whether one of two reports of the bundles holds a sentence of the other whole.
fn are_copies(rows: &[Row], a: &str, b: &str) -> bool {
    let text = |id: &str| rows.iter().find(|r| r.id == id).map_or("", |r| r.text.as_str());
    let holds = |x: &str, y: &str| x.split_inclusive(". ").any(|s| s.len() > 60 && y.contains(s.trim()));
    holds(text(a), text(b)) || holds(text(b), text(a))
}
