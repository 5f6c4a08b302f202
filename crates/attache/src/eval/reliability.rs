//! How far an event's confidence is from how often such events are right, on the sets with coded types.
//!
//! An event of a PLOVER sentence is right where the sentence's gold has its type; the first event of an incident note
//! where its class is the gold's.

use super::incidents::class_is_right;
use super::mentions::{cases, list};
use super::table::{Figure, Table};
use super::Bench;

const SET: &str = "reliability";
/// Fewer events than this in a bin say nothing.
const FEWEST: usize = 20;

#[derive(Clone, Copy, Default)]
struct Bin {
    confidence: f64,
    right: usize,
    all: usize,
}

pub(crate) fn measure(bench: &Bench<'_>, table: &mut Table) {
    let (Some(sentences), Some(notes)) = (cases(bench, "plover_gsr.jsonl", table), cases(bench, "acled.jsonl", table))
    else {
        return;
    };
    let mut bins = [Bin::default(); 10];
    let mut add = |confidence: f64, right: bool| {
        let bin = &mut bins[((confidence * 10.0) as usize).min(9)];
        bin.confidence += confidence;
        bin.right += usize::from(right);
        bin.all += 1;
    };
    for case in &sentences {
        for event in &case.reading.events {
            add(event.confidence, list(&case.gold["events"]).iter().any(|g| g["type"] == event.kind.as_str()));
        }
    }
    for case in &notes {
        if let Some(first) = case.reading.events.first() {
            add(first.confidence, class_is_right(case, Some(first)));
        }
    }
    let mut largest: Option<f64> = None;
    let mut counted = 0;
    for (i, bin) in bins.iter().enumerate().filter(|(_, b)| b.all >= FEWEST) {
        let confidence = 100.0 * bin.confidence / bin.all as f64;
        let frequency = 100.0 * bin.right as f64 / bin.all as f64;
        largest = Some(largest.unwrap_or(0.0).max((confidence - frequency).abs()));
        counted += bin.all;
        let name = format!(
            "right where confidence is {:.1} to {:.1} (mean {confidence:.0})",
            i as f64 / 10.0,
            (i + 1) as f64 / 10.0
        );
        table.push(Figure::new(SET, &name, Some(frequency), bin.all));
    }
    table.push(Figure::new(SET, "largest distance, points", largest, counted).aiming(12.0, 5.0));
}
