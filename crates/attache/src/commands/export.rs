//! `attache export`.

use std::io;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use ledger::{Error, Existing, Format};

use super::ledger_file::LedgerFile;
use super::{print, Status, Stop};
use crate::terminal::Progress;

/// Arguments of `attache export`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache export --format csv events.csv               every claim with who makes it and its words\n  \
    attache export --format parquet events.parquet       the same, typed: DuckDB, pandas, R\n  \
    attache export --format parquet-incidents i.parquet  incidents with their accounts as lists\n  \
    attache export --format geojson incidents.geojson    incidents as points, for maps\n  \
    attache export --format acled --force incidents.csv  ACLED's columns; replaces the file\n  \
    attache export --format jsonl - | gzip > e.jsonl.gz  to standard output\n  \
    attache export --columns --format ucdp               what UCDP's columns hold and lose\n\n\
    Every format streams. A file has its name only when it is whole. docs/exports.md has the columns of all formats.")]
pub struct Args {
    #[command(flatten)]
    file: LedgerFile,
    /// What to write
    #[arg(long, value_parser = formats(), required_unless_present = "columns")]
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

/// The formats of the ledger, by their names.
fn formats() -> impl TypedValueParser<Value = Format> {
    let named = |format: Format| PossibleValue::new(format.name()).help(format.summary());
    PossibleValuesParser::new(Format::all().map(named))
        .try_map(|name| Format::all().find(|format| format.name() == name).ok_or("no such format"))
}

/// Exports.
pub fn run(args: Args) -> Result<Status, Stop> {
    match (args.format, args.out) {
        (Some(format), Some(out)) if out == Path::new("-") => to_stdout(&args.file, format),
        (Some(format), Some(out)) => {
            let existing = if args.force { Existing::Replaced } else { Existing::Kept };
            to_file(&args.file, format, &out, existing)
        }
        (format, _) => {
            let formats = Format::all().filter(|f| format.is_none_or(|wanted| wanted == *f));
            print(formats.map(Format::described).collect::<Vec<_>>().join("\n").as_bytes())
        }
    }
}

fn to_file(ledger: &LedgerFile, format: Format, out: &Path, existing: Existing) -> Result<Status, Stop> {
    let mut progress = Progress::of("rows");
    let rows = ledger.to_read()?.export(format, out, existing, |rows| progress.reach(rows))?;
    drop(progress);
    print(format!("{}: {rows} {}\n", out.display(), if rows == 1 { "row" } else { "rows" }).as_bytes())
}

fn to_stdout(ledger: &LedgerFile, format: Format) -> Result<Status, Stop> {
    let mut progress = Progress::of("rows");
    match ledger.to_read()?.export_to(format, "standard output", io::stdout(), |rows| progress.reach(rows)) {
        Ok(_) => Ok(Status::Done),
        // Of which a closed pipe is none.
        Err(Error::Output { error, .. }) => Err(error.into()),
        Err(other) => Err(other.into()),
    }
}
