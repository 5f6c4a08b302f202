//! `attache agreements`.

use std::io::{self, IsTerminal};

use clap::ValueEnum;
use ledger::{Agreement, Agreements, Period, WantedAgreements};

use super::ledger_file::LedgerFile;
use super::{print, Status, Stop};
use crate::agreements;

/// Arguments of `attache agreements`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache agreements                                   each with its parties, who is said to have broken it, how long ago\n  \
    attache agreements 'Minsk II'                        one in full: every claim with its words and who makes it\n  \
    attache agreements --party ARM --party AZE           those between some\n  \
    attache agreements --kind ceasefire --since 2020-10-01 --until 2020-10-31 --format json\n\n\
    Violations are alleged ones: claims, each with its source. Days since the last are counted to the last day of --until, else\n\
    to the last day on which a report of the ledger was published. docs/ledger.md says how reports are found to speak of one\n\
    agreement.")]
pub struct Args {
    #[command(flatten)]
    file: LedgerFile,
    /// One agreement: its id, or a part of its name
    #[arg(value_name = "AGREEMENT")]
    agreement: Option<String>,
    /// In reports published from this day on
    #[arg(long, value_name = "DATE", value_parser = sources::day)]
    since: Option<jiff::civil::Date>,
    /// In reports published up to this day
    #[arg(long, value_name = "DATE", value_parser = sources::day)]
    until: Option<jiff::civil::Date>,
    /// With this party: a part of its name, or the ISO code of a state; of several, all of them
    #[arg(long, value_name = "NAME")]
    party: Vec<String>,
    /// Of this kind: ceasefire, treaty, accord, agreement, resolution
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// What to write; text on a terminal, json otherwise
    #[arg(long, value_enum)]
    format: Option<Format>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One agreement a line
    Json,
}

/// Tells of agreements.
pub fn run(args: Args) -> Result<Status, Stop> {
    let format = args.format.unwrap_or(if io::stdout().is_terminal() { Format::Text } else { Format::Json });
    let day = |d: Option<jiff::civil::Date>| d.map(|d| d.to_string());
    let period = Period { since: day(args.since), until: day(args.until) };
    let ledger = args.file.to_read()?;
    let lexicon = reading::bundled_lexicon();
    if let Some(name) = &args.agreement {
        let found = ledger.agreements_named(&lexicon, name, &period)?;
        return print(one(found, name, format)?.as_bytes());
    }
    let wanted = WantedAgreements { period, parties: args.party, kind: args.kind };
    let mut found = ledger.agreements(&lexicon, &wanted)?;
    if format == Format::Text {
        return print(agreements::list(&found).as_bytes());
    }
    found.agreements.iter_mut().for_each(|a| a.claims.clear());
    print(lines(&found.agreements).as_bytes())
}

/// The one that is meant; several are listed, so that the person can choose.
fn one(found: Vec<Agreement>, name: &str, format: Format) -> Result<String, Stop> {
    match (&found[..], format) {
        ([], _) => Err(Stop::Use(format!("no report speaks of an agreement {name:?}; attache agreements lists them"))),
        (_, Format::Json) => Ok(lines(&found)),
        ([agreement], _) => Ok(agreements::shown(agreement)),
        (_, Format::Text) => Ok(agreements::list(&Agreements { agreements: found, vague: 0 })),
    }
}

fn lines(found: &[Agreement]) -> String {
    found.iter().map(|a| serde_json::to_string(a).unwrap_or_default() + "\n").collect()
}
