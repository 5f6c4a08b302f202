//! `attache export`.

use std::path::PathBuf;

use clap::ValueEnum;

use super::ledger_file::LedgerFile;
use super::{print, Status, Stop};

/// Arguments of `attache export`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache export --format csv events.csv            every claim with who makes it and its words\n  \
    attache export --format geojson incidents.geojson   incidents as points, with their accounts\n  \
    attache export --format acled incidents.csv       ACLED's columns\n  \
    attache export --format gdelt events.tsv          GDELT 2.0's columns, no header line\n\n\
    docs/exports.md says column by column what each format cannot hold. The file has its name only when it is whole.")]
pub struct Args {
    #[command(flatten)]
    file: LedgerFile,
    /// What to write
    #[arg(long, value_enum)]
    format: Format,
    /// The file; an existing one is replaced when the new one is whole
    #[arg(value_name = "OUT")]
    out: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One event a line, comma-separated
    Csv,
    /// One event a line as JSON
    Jsonl,
    /// Incidents as points
    Geojson,
    /// GDELT 2.0's 61 columns
    Gdelt,
    /// POLECAT's 40 columns
    Polecat,
    /// ACLED's 31 columns, one incident a line
    Acled,
}

impl From<Format> for ledger::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Csv => Self::Csv,
            Format::Jsonl => Self::Jsonl,
            Format::Geojson => Self::Geojson,
            Format::Gdelt => Self::Gdelt,
            Format::Polecat => Self::Polecat,
            Format::Acled => Self::Acled,
        }
    }
}

/// Exports.
pub fn run(args: Args) -> Result<Status, Stop> {
    let rows = args.file.to_read()?.export(args.format.into(), &args.out)?;
    print(format!("{}: {rows} rows\n", args.out.display()).as_bytes())
}
