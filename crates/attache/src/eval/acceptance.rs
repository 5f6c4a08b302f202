//! Reports with the facts that a careful analyst reads in them: the project's own, which are the examples, and those of
//! the data folder (`acceptance/NAME.txt`, `NAME.facts.json`, `NAME.meta.json`).

use std::fs;
use std::path::{Path, PathBuf};

use reading::Report;
use serde_json::Value;
use sources::{jsonl, BadBytes, Given};

use super::facts::{check, Verdict};
use super::table::{Figure, Table};
use super::Bench;
use crate::engine::Engine;

/// The example reports, one a line.
pub const REPORTS: &str = include_str!("../../../../examples/reports.jsonl");
/// Their facts, by the reports' ids.
const FACTS: &str = include_str!("../../../../examples/facts.json");

const OWN: &str = "facts of our own reports";
const GIVEN: &str = "facts of the reports given";
/// The report that the project began with; the others of the folder are told apart from it.
const SEED: &str = "kirby-2021";

/// One report held against its facts.
pub struct Checked {
    /// The report's id.
    pub id: String,
    /// Its facts.
    pub verdicts: Vec<Verdict>,
}

impl Checked {
    /// The facts of actors, places and times alone.
    fn of_mentions(&self) -> Self {
        let verdicts = self.verdicts.iter().filter(|v| matches!(v.about, "actor" | "place" | "time"));
        Self { id: self.id.clone(), verdicts: verdicts.cloned().collect() }
    }

    /// How many facts hold.
    pub fn held(&self) -> usize {
        self.verdicts.iter().filter(|v| v.holds).count()
    }
}

/// The example reports.
pub fn examples() -> Vec<Report> {
    let reader = jsonl::Reader::new(REPORTS.as_bytes(), "examples/reports.jsonl", BadBytes::Refuse, Given::default());
    reader.filter_map(Result::ok).collect()
}

/// Holds the readings of the examples against their facts.
pub fn own(engine: &Engine) -> Result<Vec<Checked>, String> {
    let facts: Value = serde_json::from_str(FACTS).map_err(|e| format!("examples/facts.json: {e}"))?;
    examples().iter().map(|report| checked(engine, report, &facts[&report.id])).collect()
}

fn checked(engine: &Engine, report: &Report, facts: &Value) -> Result<Checked, String> {
    let reading = serde_json::to_value(engine.read(report)).map_err(|e| e.to_string())?;
    let verdicts = check(&reading, facts).map_err(|problem| format!("{}: {problem}", report.id))?;
    Ok(Checked { id: report.id.clone(), verdicts })
}

pub(crate) fn measure(bench: &Bench<'_>, table: &mut Table) {
    match own(bench.engine) {
        Ok(checked) => {
            each(&checked, OWN, table);
            table.push(together(&checked, OWN, "all").aiming(80.0, 95.0));
        }
        Err(problem) => table.note(problem),
    }
    let folder = bench
        .data
        .and_then(|data| [data.join("acceptance"), data.join("../acceptance")].into_iter().find(|p| p.is_dir()));
    let Some(folder) = folder else { return table.missing("acceptance/*.txt") };
    let mut checked = Vec::new();
    for path in facts_in(&folder) {
        match outside(bench, &path) {
            Ok(one) => checked.push(one),
            Err(problem) => table.note(problem),
        }
    }
    each(&checked, GIVEN, table);
    let (seed, others): (Vec<_>, Vec<_>) = checked.into_iter().partition(|c| c.id == SEED);
    let mentions = |c: &[Checked]| c.iter().map(Checked::of_mentions).collect::<Vec<_>>();
    table.push(together(&seed, GIVEN, "the first: all").aiming(94.5, 100.0));
    table.push(together(&mentions(&seed), GIVEN, "the first: actors, places, times").aiming(93.3, 100.0));
    table.push(together(&others, GIVEN, "all others").aiming(80.0, 95.0));
    table.push(together(&mentions(&others), GIVEN, "all others: actors, places, times").aiming(80.0, 95.0));
}

fn each(checked: &[Checked], set: &str, table: &mut Table) {
    for report in checked {
        table.push(Figure::share(set, &report.id, report.held(), report.verdicts.len()));
        for verdict in report.verdicts.iter().filter(|v| !v.holds) {
            table.note(format!("{}: NO  {}", report.id, verdict.says));
        }
    }
}

fn together(checked: &[Checked], set: &str, measure: &str) -> Figure {
    let (held, all) = checked.iter().fold((0, 0), |(h, a), c| (h + c.held(), a + c.verdicts.len()));
    Figure::share(set, measure, held, all)
}

fn facts_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(|e| Some(e.ok()?.path()));
    let mut paths: Vec<PathBuf> = entries.filter(|p| p.to_string_lossy().ends_with(".facts.json")).collect();
    paths.sort();
    paths
}

fn outside(bench: &Bench<'_>, facts: &Path) -> Result<Checked, String> {
    let base = facts.to_string_lossy().trim_end_matches(".facts.json").to_owned();
    let read = |path: &str| fs::read_to_string(path).map_err(|e| format!("{path}: {e}"));
    let json = |text: &str| serde_json::from_str::<Value>(text).map_err(|e| format!("{base}: {e}"));
    let about = match read(&format!("{base}.meta.json")) {
        Ok(meta) => json(&meta)?,
        Err(_) => Value::Null,
    };
    let report = Report {
        id: base.rsplit('/').next().unwrap_or(&base).to_owned(),
        text: read(&format!("{base}.txt"))?,
        published: about["published"].as_str().map_or(Some(bench.published), |d| sources::day(d).ok()),
        publisher: about["publisher"].as_str().map(str::to_owned),
        ..Report::default()
    };
    checked(bench.engine, &report, &json(&read(&facts.to_string_lossy())?)?)
}
