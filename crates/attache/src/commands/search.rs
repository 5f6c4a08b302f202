//! `attache search`.

use clap::ValueEnum;
use ledger::{Period, Query};

use super::ledger_file::LedgerFile;
use super::{print, Status, Stop};
use crate::situation::Teller;

/// Arguments of `attache search`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache search shelling market                  reports with both words, the best first\n  \
    attache search '\"prisoner exchange\"' villag*    words in a row; beginnings of words\n  \
    attache search truce --actor SDN --since 2024-03-01 --kind AGREE\n\n\
    Where more than 300 reports match, the best of the 300 added last come first, then those of the 300 before them.")]
pub struct Args {
    #[command(flatten)]
    file: LedgerFile,
    /// Words to look for
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<String>,
    /// Published from this day on
    #[arg(long, value_name = "DATE", value_parser = sources::day)]
    since: Option<jiff::civil::Date>,
    /// Published up to this day
    #[arg(long, value_name = "DATE", value_parser = sources::day)]
    until: Option<jiff::civil::Date>,
    /// With somebody of this name, or of the state of this ISO code
    #[arg(long, value_name = "NAME")]
    actor: Option<String>,
    /// With an event of this PLOVER type
    #[arg(long, value_name = "TYPE")]
    kind: Option<String>,
    /// At most so many reports
    #[arg(long, value_name = "N", default_value = "20")]
    limit: usize,
    /// What to write
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One report a line
    Json,
}

/// Searches.
pub fn run(args: Args) -> Result<Status, Stop> {
    let day = |d: Option<jiff::civil::Date>| d.map(|d| d.to_string());
    let query = Query {
        words: args.words.join(" "),
        period: Period { since: day(args.since), until: day(args.until) },
        actor: args.actor,
        kind: args.kind,
    };
    let hits = args.file.to_read()?.search(&query, None, args.limit)?.items;
    let text = match args.format {
        Format::Text => Teller::of_stdout().hits(&hits),
        Format::Json => hits.iter().map(|hit| serde_json::to_string(hit).unwrap_or_default() + "\n").collect(),
    };
    print(text.as_bytes())
}
