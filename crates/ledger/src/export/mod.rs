//! Exports: the ledger in the columns of other programs, one module a format. `docs/exports.md` says column by column what is lost.
//!
//! A file is written under another name beside its place and takes its name when it is whole; what stood there before
//! stays until then.

mod events;
mod incidents;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::store::Ledger;
use crate::Error;

/// What to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One event a line, comma-separated.
    Csv,
    /// One event a line as JSON.
    Jsonl,
    /// Incidents as points of GeoJSON.
    Geojson,
    /// GDELT 2.0's event columns.
    Gdelt,
    /// POLECAT's columns.
    Polecat,
    /// ACLED's columns, one incident a line.
    Acled,
}

/// Why a row could not be handed on: the ledger, or the output.
pub(crate) enum Stopped {
    Ledger(rusqlite::Error),
    Output(io::Error),
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
    /// Writes the ledger to `path` and gives the number of rows. An existing file is replaced when the new one is whole.
    pub fn export(&self, format: Format, path: &Path) -> Result<u64, Error> {
        let unfinished = unfinished(path);
        let failed = |error: io::Error| Error::Output { path: path.to_owned(), error };
        let written = File::create(&unfinished).map_err(failed).and_then(|file| {
            let mut out = BufWriter::with_capacity(1 << 16, file);
            let rows = self.rows(format, &mut out).map_err(|stopped| match stopped {
                Stopped::Ledger(e) => self.error(e),
                Stopped::Output(e) => failed(e),
            })?;
            let file = out.into_inner().map_err(|e| failed(e.into_error()))?;
            file.sync_all().map_err(failed)?;
            fs::rename(&unfinished, path).map_err(failed)?;
            Ok(rows)
        });
        if written.is_err() {
            let _ = fs::remove_file(&unfinished);
        }
        written
    }

    fn rows(&self, format: Format, out: &mut impl Write) -> Result<u64, Stopped> {
        match format {
            Format::Csv => events::csv(self, out),
            Format::Jsonl => events::jsonl(self, out),
            Format::Gdelt => events::gdelt(self, out),
            Format::Polecat => events::polecat(self, out),
            Format::Geojson => incidents::geojson(self, out),
            Format::Acled => incidents::acled(self, out),
        }
    }
}

/// The name of a file that is not whole yet.
pub(crate) fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.unfinished", std::process::id()));
    path.with_file_name(name)
}

/// Writes fields parted by tabs; tabs and line ends in a field become spaces.
fn tabbed(out: &mut impl Write, fields: &[String]) -> io::Result<()> {
    let clean = |field: &String| field.replace(['\t', '\n', '\r'], " ");
    writeln!(out, "{}", fields.iter().map(clean).collect::<Vec<_>>().join("\t"))
}

/// Writes fields parted by commas, quoted where they have to be (RFC 4180).
fn comma_separated(out: &mut impl Write, fields: &[String]) -> io::Result<()> {
    let quoted = |field: &String| match field.contains(['"', ',', '\n', '\r']) {
        true => format!("\"{}\"", field.replace('"', "\"\"")),
        false => field.clone(),
    };
    writeln!(out, "{}", fields.iter().map(quoted).collect::<Vec<_>>().join(","))
}
