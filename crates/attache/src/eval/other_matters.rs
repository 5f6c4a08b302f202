//! Reports on other matters (sport, markets, weather, science, disasters, crime fiction, recipes): what is read there as an event of
//! conflict or diplomacy is a mistake.

use sources::{jsonl, BadBytes, Given};

use super::mentions::on_all_cores;
use super::table::{Figure, Table};
use super::Bench;

/// Texts of our own, one a line.
const TEXTS: &str = include_str!("other_matters.jsonl");

pub(crate) fn measure(bench: &Bench<'_>, table: &mut Table) {
    let reader = jsonl::Reader::new(TEXTS.as_bytes(), "other_matters.jsonl", BadBytes::Refuse, Given::default());
    let reports: Vec<_> = reader.filter_map(Result::ok).collect();
    let readings = on_all_cores(&reports, |report| bench.engine.read(report));
    let events: usize = readings.iter().map(|r| r.events.len()).sum();
    for reading in readings.iter().filter(|r| !r.events.is_empty()) {
        let kinds: Vec<&str> = reading.events.iter().map(|e| e.kind.as_str()).collect();
        table.note(format!("{}: read as {}", reading.report.id, kinds.join(", ")));
    }
    let mean = Some(events as f64 / reports.len().max(1) as f64);
    table.push(Figure::new("reports on other matters", "events a report", mean, reports.len()).aiming(0.3, 0.05));
}
