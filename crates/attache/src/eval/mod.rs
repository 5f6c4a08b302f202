//! The measures: every figure that the documents quote, one module a measure.
//!
//! A measure takes the engine and a folder of data and gives [`Figure`]s. What it needs and does not find, it says.
//! The measures agree with the field's scorers, which the modules name.

pub mod acceptance;
mod attribution;
mod bundles;
mod dates;
mod facts;
mod geo;
mod incidents;
mod mentions;
mod names;
mod other_matters;
mod pairing;
mod plover;
mod reliability;
mod table;
mod tension;
mod treebanks;

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::engine::Engine;

pub use facts::{check, Verdict};
pub use table::{Figure, Table};

/// The measures by name, in the order of the table.
const MEASURES: [(&str, Measure); 11] = [
    ("acceptance", acceptance::measure),
    ("treebanks", treebanks::measure),
    ("names", names::measure),
    ("dates", dates::measure),
    ("geo", geo::measure),
    ("attribution", attribution::measure),
    ("plover", plover::measure),
    ("incidents", incidents::measure),
    ("bundles", bundles::measure),
    ("tension", tension::measure),
    ("other-matters", other_matters::measure),
];

type Measure = fn(&Bench<'_>, &mut Table);

/// What a measure works with.
pub struct Bench<'a> {
    /// Model and knowledge.
    pub engine: &'a Engine,
    /// The data, where they were given.
    pub data: Option<&'a Path>,
    /// Day of publication of reports with facts that do not have one beside them.
    pub published: Date,
}

impl Bench<'_> {
    /// The file `name` of the data, in one of `folders`; `None`, with a note in the table, where it is not there.
    fn file(&self, folders: &[&str], name: &str, table: &mut Table) -> Option<PathBuf> {
        let found = self.data.and_then(|data| folders.iter().map(|f| data.join(f).join(name)).find(|p| p.exists()));
        if found.is_none() {
            table.missing(name);
        }
        found
    }
}

/// Names of the measures, for `--only`.
pub fn names() -> impl Iterator<Item = &'static str> {
    MEASURES.iter().map(|(name, _)| *name)
}

/// Runs the measures that `wanted` holds by name.
pub fn run(bench: &Bench<'_>, wanted: impl Fn(&str) -> bool) -> Table {
    let mut table = Table::default();
    for (name, measure) in MEASURES {
        if wanted(name) {
            measure(bench, &mut table);
        }
    }
    if wanted("reliability") || wanted("plover") {
        reliability::measure(bench, &mut table);
    }
    table
}
