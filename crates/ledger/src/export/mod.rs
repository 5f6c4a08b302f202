//! Exports: the ledger in the columns of other programs.
//!
//! ```text
//! event, happening   what rows are made from: one event, one incident, with all that the ledger holds of it
//! column             a column: name, kind, how it is got, what is lost in it
//! claims, nested, incidents, gdelt, polecat, acled, ucdp    the columns
//! table              every format: which rows, which columns, which layout
//! layout, parquet    text, JSON, Parquet
//! describe           the columns in words: what `docs/exports.md` says
//! file               a file has its name when it is whole
//! ```
//!
//! Rows go from the ledger to the output one at a time: memory does not grow with the ledger.

mod acled;
mod claims;
mod column;
mod describe;
mod event;
mod file;
mod gdelt;
mod happening;
mod incidents;
mod layout;
mod nested;
mod parquet;
mod polecat;
mod table;
mod ucdp;

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

pub(crate) use file::unfinished;
pub use file::Existing;

use crate::store::Ledger;
use crate::Error;
use table::{Table, TABLES};

/// What to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Events, comma-separated.
    Csv,
    /// Events, a line of JSON each.
    Jsonl,
    /// Events, typed and flat.
    Parquet,
    /// Events, typed, with lists and structs.
    ParquetNested,
    /// Incidents with their accounts, typed, with lists and structs.
    ParquetIncidents,
    /// Incidents as points.
    Geojson,
    /// Incidents, comma-separated, with a row of hashtags.
    Hxl,
    /// Events in GDELT 2.0's columns.
    Gdelt,
    /// Events in POLECAT's columns.
    Polecat,
    /// Incidents in ACLED's columns.
    Acled,
    /// Deadly incidents in UCDP's columns.
    Ucdp,
}

impl Format {
    /// Every format.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLES.iter().map(|table| table.format)
    }

    /// Its name, as it is asked for: `parquet-nested`.
    pub fn name(self) -> &'static str {
        Table::of(self).name
    }

    /// What it is, in a few words.
    pub fn summary(self) -> &'static str {
        Table::of(self).summary
    }
}

/// Why a row could not be handed on: the ledger, or the output.
pub(crate) enum Stopped {
    Ledger(rusqlite::Error),
    Output(io::Error),
    Other(Error),
}

impl From<rusqlite::Error> for Stopped {
    fn from(error: rusqlite::Error) -> Self {
        Self::Ledger(error)
    }
}

impl From<io::Error> for Stopped {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl Ledger {
    /// Writes the ledger, as it is at one moment, to a file, and gives the number of rows. The file has its name when it is whole.
    /// `told` is told after each row how many there are.
    pub fn export(
        &self,
        format: Format,
        path: &Path,
        existing: Existing,
        mut told: impl FnMut(u64),
    ) -> Result<u64, Error> {
        if let (Ok(own), Ok(other)) = (fs::canonicalize(&self.path), fs::canonicalize(path)) {
            if own == other {
                return Err(Error::Wish(format!("{}: is the ledger itself; name another file", path.display())));
            }
        }
        file::whole(path, existing, |out| self.rows(format, path, out, &mut told))
    }

    /// The same to an output that is not a file of its own; errors of it name it `name`.
    pub fn export_to(
        &self,
        format: Format,
        name: &str,
        out: impl Write + Send,
        mut told: impl FnMut(u64),
    ) -> Result<u64, Error> {
        let name = PathBuf::from(name);
        let mut out = BufWriter::with_capacity(1 << 16, out);
        let rows = self.rows(format, &name, &mut out, &mut told)?;
        out.flush().map_err(|error| Error::Output { path: name, error })?;
        Ok(rows)
    }

    fn rows(&self, format: Format, name: &Path, out: layout::Out<'_>, told: &mut dyn FnMut(u64)) -> Result<u64, Error> {
        // One reading transaction around it all: what others write meanwhile is not in it.
        self.run("BEGIN")?;
        let written = Table::of(format).write(self, out, told);
        let _ = self.db.execute_batch("ROLLBACK");
        written.map_err(|stopped| match stopped {
            Stopped::Ledger(error) => self.error(error),
            Stopped::Output(error) => Error::Output { path: name.to_owned(), error },
            Stopped::Other(error) => error,
        })
    }
}
