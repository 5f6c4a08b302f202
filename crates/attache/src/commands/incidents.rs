//! `attache incidents`.

use std::io::{self, BufWriter, IsTerminal, Write};

use clap::ValueEnum;

use super::ledger_file::{LedgerFile, Which};
use super::{print, Status, Stop};
use crate::situation::Teller;

/// Arguments of `attache incidents`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache incidents                                       a line or two for each incident\n  \
    attache incidents --since 2024-03-01 --place Sudan      of a period and place\n  \
    attache incidents --actors RUS,Wagner --kind ASSAULT    of some who took part or gave an account\n  \
    attache incidents --format json | jq 'select(.contested != [])'")]
pub struct Args {
    #[command(flatten)]
    file: LedgerFile,
    #[command(flatten)]
    which: Which,
    /// At most so many, of the latest days
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// What to write; text on a terminal, json otherwise
    #[arg(long, value_enum)]
    format: Option<Format>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One incident a line
    Json,
}

/// Lists incidents.
pub fn run(args: Args) -> Result<Status, Stop> {
    let format = args.format.unwrap_or(if io::stdout().is_terminal() { Format::Text } else { Format::Json });
    let mut wanted = args.which.wanted();
    wanted.limit = args.limit;
    let incidents = args.file.to_read()?.incidents(&wanted)?;
    if format == Format::Text {
        return print(Teller::of_stdout().list(&incidents).as_bytes());
    }
    let mut out = BufWriter::new(io::stdout().lock());
    for incident in &incidents {
        serde_json::to_writer(&mut out, incident).map_err(io::Error::from)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(Status::Done)
}
