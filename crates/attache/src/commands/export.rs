//! `attache export`.

use std::io;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use ledger::{Error, Existing};

use super::ledger_file::LedgerFile;
use super::{print, Status, Stop};
use crate::terminal::Progress;

/// Arguments of `attache export`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache export --format csv events.csv               every claim with who makes it and its words\n  \
    attache export --format parquet events.parquet       the same, typed: for DuckDB, pandas, polars, R\n  \
    attache export --format parquet-incidents i.parquet  incidents with their accounts as lists\n  \
    attache export --format geojson incidents.geojson    incidents as points, for maps\n  \
    attache export --format acled --force incidents.csv  ACLED's columns, in the place of the file that is there\n  \
    attache export --format jsonl - | gzip > e.jsonl.gz  to standard output\n  \
    attache export --columns --format ucdp               what each column of UCDP's holds, and what is lost in it\n\n\
    Every format streams. A file has its name only when it is whole. docs/exports.md has the columns of all formats.")]
pub struct Args {
    #[command(flatten)]
    file: LedgerFile,
    /// What to write
    #[arg(long, value_enum, required_unless_present = "columns")]
    format: Option<Format>,
    /// The file, which must not be there; - is standard output
    #[arg(value_name = "OUT", required_unless_present = "columns", conflicts_with = "columns")]
    out: Option<PathBuf>,
    /// Replace a file that is there, when the new one is whole
    #[arg(long)]
    force: bool,
    /// Tell what each column holds and what is lost in it (of all formats, without --format), and write nothing
    #[arg(long)]
    columns: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Events: one a line, comma-separated
    Csv,
    /// Events: one a line as JSON
    Jsonl,
    /// Events: Parquet, flat
    Parquet,
    /// Events: Parquet, with sources, parties and counts as lists and structs
    ParquetNested,
    /// Incidents: Parquet, with their accounts as lists and structs
    ParquetIncidents,
    /// Incidents: points
    Geojson,
    /// Incidents: comma-separated, with a row of HXL's hashtags
    Hxl,
    /// Events: GDELT 2.0's 61 columns
    Gdelt,
    /// Events: POLECAT's 40 columns
    Polecat,
    /// Incidents: ACLED's 31 columns
    Acled,
    /// Incidents with dead: UCDP's 49 columns
    Ucdp,
}

impl From<Format> for ledger::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Csv => Self::Csv,
            Format::Jsonl => Self::Jsonl,
            Format::Parquet => Self::Parquet,
            Format::ParquetNested => Self::ParquetNested,
            Format::ParquetIncidents => Self::ParquetIncidents,
            Format::Geojson => Self::Geojson,
            Format::Hxl => Self::Hxl,
            Format::Gdelt => Self::Gdelt,
            Format::Polecat => Self::Polecat,
            Format::Acled => Self::Acled,
            Format::Ucdp => Self::Ucdp,
        }
    }
}

/// Exports.
pub fn run(args: Args) -> Result<Status, Stop> {
    let format = args.format.map(ledger::Format::from);
    match (format, args.out) {
        (Some(format), Some(out)) if out == Path::new("-") => to_stdout(&args.file, format),
        (Some(format), Some(out)) => {
            let existing = if args.force { Existing::Replaced } else { Existing::Kept };
            to_file(&args.file, format, &out, existing)
        }
        (format, _) => {
            let formats = ledger::Format::all().filter(|f| format.is_none_or(|wanted| wanted == *f));
            print(formats.map(ledger::Format::described).collect::<Vec<_>>().join("\n").as_bytes())
        }
    }
}

fn to_file(ledger: &LedgerFile, format: ledger::Format, out: &Path, existing: Existing) -> Result<Status, Stop> {
    let mut progress = Progress::of("rows");
    let rows = ledger.to_read()?.export(format, out, existing, |rows| progress.reach(rows))?;
    drop(progress);
    print(format!("{}: {rows} {}\n", out.display(), if rows == 1 { "row" } else { "rows" }).as_bytes())
}

fn to_stdout(ledger: &LedgerFile, format: ledger::Format) -> Result<Status, Stop> {
    let mut progress = Progress::of("rows");
    match ledger.to_read()?.export_to(format, "standard output", io::stdout(), |rows| progress.reach(rows)) {
        Ok(_) => Ok(Status::Done),
        // Of which a closed pipe is none.
        Err(Error::Output { error, .. }) => Err(error.into()),
        Err(other) => Err(other.into()),
    }
}
