//! Sets of reports with gold annotation, and what is read in them.

use std::fs;
use std::path::Path;

use reading::{ActorOut, EventOut, PlaceOut, Reading, Report};
use serde_json::Value;

use super::table::Table;
use super::Bench;

/// A report with its gold and what was read in it.
pub(crate) struct Case {
    pub gold: Value,
    /// What else the set says of the report.
    pub aux: Value,
    pub reading: Reading,
}

impl Case {
    pub(crate) fn actor(&self, id: &str) -> Option<&ActorOut> {
        numbered(&self.reading.actors, id, 'A')
    }

    pub(crate) fn place(&self, event: &EventOut) -> Option<&PlaceOut> {
        event.place.as_deref().and_then(|id| numbered(&self.reading.places, id, 'P'))
    }

    pub(crate) fn time(&self, event: &EventOut) -> Option<&str> {
        event.time.as_deref().and_then(|id| numbered(&self.reading.times, id, 'T')).map(|t| t.value.as_str())
    }

    pub(crate) fn actors<'a>(&'a self, ids: &'a [String]) -> impl Iterator<Item = &'a ActorOut> + 'a {
        ids.iter().filter_map(|id| self.actor(id))
    }
}

/// Ids of a reading count from 1: `A3` is the third actor.
fn numbered<'a, T>(list: &'a [T], id: &str, letter: char) -> Option<&'a T> {
    list.get(id.strip_prefix(letter)?.parse::<usize>().ok()?.checked_sub(1)?)
}

/// Reads every report of the set `name` (`{"id","text","published","gold"}` a line), on all cores.
pub(crate) fn cases(bench: &Bench<'_>, name: &str, table: &mut Table) -> Option<Vec<Case>> {
    let path = bench.file(&["dev", "", "test"], name, table)?;
    match read(&path) {
        Ok(rows) => Some(on_all_cores(&rows, |row| case(bench, row))),
        Err(problem) => {
            table.note(format!("{}: {problem}", path.display()));
            None
        }
    }
}

fn read(path: &Path) -> Result<Vec<Value>, String> {
    let text = fs::read_to_string(path).map_err(|e| e.to_string())?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(i, line)| serde_json::from_str(line).map_err(|e| format!("line {}: {e}", i + 1))).collect()
}

fn case(bench: &Bench<'_>, row: &Value) -> Case {
    let string = |key: &str| row[key].as_str().map(str::to_owned);
    let report = Report {
        id: string("id").unwrap_or_default(),
        text: string("text").unwrap_or_default(),
        published: string("published").and_then(|d| sources::day(&d).ok()),
        ..Report::default()
    };
    Case { gold: row["gold"].clone(), aux: row["aux"].clone(), reading: bench.engine.read(&report) }
}

/// `work` on every item, results in the order of the items.
pub(crate) fn on_all_cores<I: Sync, O: Send>(items: &[I], work: impl Fn(&I) -> O + Sync) -> Vec<O> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = items.len().div_ceil(threads * 8).max(1);
    let next = std::sync::atomic::AtomicUsize::new(0);
    let chunks: Vec<&[I]> = items.chunks(share).collect();
    let done = std::sync::Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| loop {
                let at = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                let Some(chunk) = chunks.get(at) else { break };
                let results: Vec<O> = chunk.iter().map(&work).collect();
                if let Ok(mut done) = done.lock() {
                    done.push((at, results));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().flat_map(|(_, results)| results).collect()
}

/// `[start, end)` of a JSON pair.
pub(crate) fn span_of(value: &Value) -> Option<[u32; 2]> {
    Some([u32::try_from(value.get(0)?.as_u64()?).ok()?, u32::try_from(value.get(1)?.as_u64()?).ok()?])
}

/// The elements of a JSON list; none of anything else.
pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
