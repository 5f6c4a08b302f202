//! `attache alerts`.

use std::borrow::Cow;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use ::lexicon::alerts::{Rule, Table};
use ::lexicon::{Folder, Lexicon, Problems};
use clap::ValueEnum;
use ledger::{Alert, Dyad, Period, WantedAlerts};

use super::ledger_file::LedgerFile;
use super::{print, Status, Stop};
use crate::alerts;

/// Arguments of `attache alerts`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache alerts --since 2024-05-01                 what the rules find from a day on\n  \
    attache alerts --dyad RUS,UKR --why               between two, each alert with its reasons\n  \
    attache alerts --rules mine.csv --format json     by rules of your own; one alert a line, for programs\n  \
    attache add feed.jsonl && attache alerts --new    only what was not told before, for a timer or a mail\n\n\
    The rules inside the program are knowledge/alerts/rules.csv; docs/tension.md explains each kind of rule. A rule finds claims, not\n\
    facts: each alert says on what it rests and who says so.")]
pub struct Args {
    #[command(flatten)]
    file: LedgerFile,
    /// Rules of your own in the place of those inside the program: a file like knowledge/alerts/rules.csv
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    /// With causes from this day on
    #[arg(long, value_name = "DATE", value_parser = sources::day, conflicts_with = "new")]
    since: Option<jiff::civil::Date>,
    /// With causes up to this day
    #[arg(long, value_name = "DATE", value_parser = sources::day, conflicts_with = "new")]
    until: Option<jiff::civil::Date>,
    /// About one of these: ISO codes of states, or names of actors
    #[arg(long, value_name = "A,B", value_delimiter = ',', conflicts_with = "new")]
    actors: Vec<String>,
    /// About this dyad: who acts and to whom
    #[arg(long, value_name = "A,B", value_delimiter = ',', num_args = 1.., conflicts_with = "new")]
    dyad: Vec<String>,
    /// Only what was not told before, of the last thirty days up to the last report; keeps in the ledger what it tells
    #[arg(long)]
    new: bool,
    /// Each with its reasons
    #[arg(long)]
    why: bool,
    /// What to write; text on a terminal, json otherwise
    #[arg(long, value_enum)]
    format: Option<Format>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One alert a line
    Json,
}

/// Tells what the rules find.
pub fn run(args: Args) -> Result<Status, Stop> {
    let lexicon = reading::bundled_lexicon();
    let rules = rules(&lexicon, args.rules.as_deref())?;
    let day = |d: Option<jiff::civil::Date>| d.map(|d| d.to_string());
    let found = if args.new {
        args.file.to_change()?.raise_alerts(&lexicon, &rules, &jiff::Timestamp::now().to_string())?
    } else {
        let wanted = WantedAlerts {
            period: Period { since: day(args.since), until: day(args.until) },
            actors: args.actors.iter().map(|a| a.trim().to_owned()).filter(|a| !a.is_empty()).collect(),
            dyad: dyad(&args.dyad)?,
        };
        args.file.to_read()?.alerts(&lexicon, &rules, &wanted)?
    };
    let format = args.format.unwrap_or(if io::stdout().is_terminal() { Format::Text } else { Format::Json });
    let text = match (format, args.why) {
        (Format::Json, _) => lines(&found),
        (Format::Text, true) => alerts::shown(&found, &lexicon),
        (Format::Text, false) => alerts::list(&found, &lexicon),
    };
    print(text.as_bytes())
}

fn lines(found: &[Alert]) -> String {
    found.iter().map(|a| serde_json::to_string(a).unwrap_or_default() + "\n").collect()
}

fn dyad(sides: &[String]) -> Result<Option<Dyad>, Stop> {
    match sides {
        [] => Ok(None),
        [from, to] => Ok(Some(Dyad { from: from.trim().to_owned(), to: to.trim().to_owned() })),
        _ => Err(Stop::Use("--dyad wants who acts and to whom, parted by a comma: --dyad RUS,UKR".into())),
    }
}

/// The rules of a file, or those inside the program.
fn rules<'a>(lexicon: &'a Lexicon, file: Option<&Path>) -> Result<Cow<'a, [Rule]>, Stop> {
    let Some(path) = file else { return Ok(Cow::Borrowed(lexicon.alerts.rules())) };
    let folder = Folder::of_file(path).map_err(|e| {
        Stop::Use(format!("{}: {e}; name a file of rules like knowledge/alerts/rules.csv", path.display()))
    })?;
    let mut problems = Problems::default();
    let table = Table::load_file(&folder, &path.to_string_lossy(), lexicon.known(), &mut problems);
    if !problems.is_empty() {
        return Err(Stop::Use(format!(
            "no rule was followed, for not all can be read:\n{}",
            problems.to_string().trim_end()
        )));
    }
    Ok(Cow::Owned(table.rules().to_vec()))
}
