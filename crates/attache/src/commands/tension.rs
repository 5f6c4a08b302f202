//! `attache tension`.

use std::io::{self, IsTerminal};

use clap::ValueEnum;
use ledger::Dyad;

use super::ledger_file::LedgerFile;
use super::{print, Status, Stop};
use crate::chart;
use crate::terminal;

/// Arguments of `attache tension`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache tension --dyad RUS,UKR                            a chart: what RUS is said to do to UKR\n  \
    attache tension --dyad UKR,RUS --since 2021-03-01         the other way round, from a day on\n  \
    attache tension --dyad 'March 23 Movement,COD' --format json   one day a line, for programs\n  \
    attache tension --dyad ARM,AZE --format svg > tension.svg\n\n\
    docs/tension.md gives the formula and every weight.")]
pub struct Args {
    #[command(flatten)]
    file: LedgerFile,
    /// Who acts and to whom: ISO codes of states, or names of actors
    #[arg(long, value_name = "A,B", required = true, value_delimiter = ',', num_args = 1..)]
    dyad: Vec<String>,
    /// From this day on
    #[arg(long, value_name = "DATE", value_parser = sources::day)]
    since: Option<jiff::civil::Date>,
    /// Up to this day
    #[arg(long, value_name = "DATE", value_parser = sources::day)]
    until: Option<jiff::civil::Date>,
    /// What to write; text on a terminal, json otherwise
    #[arg(long, value_enum)]
    format: Option<Format>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A chart for a terminal
    Text,
    /// A drawing
    Svg,
    /// One day a line
    Json,
}

/// Tells the tension of a dyad.
pub fn run(args: Args) -> Result<Status, Stop> {
    let dyad = match &args.dyad[..] {
        [from, to] if !from.trim().is_empty() && !to.trim().is_empty() => {
            Dyad { from: from.trim().to_owned(), to: to.trim().to_owned() }
        }
        _ => return Err(Stop::Use("--dyad wants who acts and to whom, parted by a comma: --dyad RUS,UKR".into())),
    };
    let day = |d: Option<jiff::civil::Date>| d.map(|d| d.to_string());
    let days = args.file.to_read()?.tension(&dyad, day(args.since).as_deref(), day(args.until).as_deref())?;
    let format = args.format.unwrap_or(if io::stdout().is_terminal() { Format::Text } else { Format::Json });
    let text = match format {
        Format::Text => chart::text(&dyad, &days, terminal::width()),
        Format::Svg => chart::svg(&dyad, &days),
        Format::Json => days.iter().map(|d| serde_json::to_string(d).unwrap_or_default() + "\n").collect(),
    };
    print(text.as_bytes())
}
