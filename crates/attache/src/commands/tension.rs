//! `attache tension`.

use std::io::{self, IsTerminal};

use clap::{ArgGroup, ValueEnum};
use ledger::{Dyad, Ledger, TensionOf, TensionRank};

use super::ledger_file::LedgerFile;
use super::{print, Status, Stop};
use crate::chart;
use crate::terminal;

/// Arguments of `attache tension`.
#[derive(clap::Args)]
#[command(group(ArgGroup::new("of").required(true).args(["dyad", "country", "actor", "region", "by"])))]
#[command(after_help = "Examples:\n  \
    attache tension --dyad RUS,UKR                            a chart: what RUS is said to do to UKR\n  \
    attache tension --dyad UKR,RUS --since 2021-03-01         the other way round, from a day on\n  \
    attache tension --dyad 'March 23 Movement,COD' --format json   one day a line, for programs\n  \
    attache tension --dyad ARM,AZE --format svg > tension.svg\n  \
    attache tension --country SDN                             all that is said to happen there or to be done by or to its people\n  \
    attache tension --region 'Western Africa'                 the same of a region of the United Nations' list\n  \
    attache tension --by country                              all countries, the most tense first\n\n\
    docs/tension.md gives the formula and every weight.")]
pub struct Args {
    #[command(flatten)]
    file: LedgerFile,
    /// Who acts and to whom: ISO codes of states, or names of actors
    #[arg(long, value_name = "A,B", value_delimiter = ',', num_args = 1..)]
    dyad: Vec<String>,
    /// A country, by its ISO code: what is said to happen there, or to be done or suffered by those who belong to it
    #[arg(long, value_name = "CODE")]
    country: Option<String>,
    /// An actor, by name: what it is said to do or suffer
    #[arg(long, value_name = "NAME")]
    actor: Option<String>,
    /// A region of knowledge/actors/regions.csv
    #[arg(long, value_name = "NAME")]
    region: Option<String>,
    /// A list of all, the most tense first, on the last day
    #[arg(long, value_enum, value_name = "WHAT", conflicts_with = "since")]
    by: Option<By>,
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    /// Countries
    Country,
    /// Actors by name: states, organs, groups, people
    Actor,
    /// Regions
    Region,
}

/// Tells tension: a curve, or a list.
pub fn run(args: Args) -> Result<Status, Stop> {
    let day = |d: Option<jiff::civil::Date>| d.map(|d| d.to_string());
    let (since, until) = (day(args.since), day(args.until));
    let ledger = args.file.to_read()?;
    let format = args.format.unwrap_or(if io::stdout().is_terminal() { Format::Text } else { Format::Json });
    if let Some(by) = args.by {
        let ranks = ranks(&ledger, by, until.as_deref())?;
        return match format {
            Format::Text => print(chart::ranks(&ranks, terminal::width()).as_bytes()),
            Format::Json => print(lines(&ranks).as_bytes()),
            Format::Svg => {
                Err(Stop::Use("a list has no drawing; leave --format svg away, or name one with --country".into()))
            }
        };
    }
    let (title, of) = wanted(&args)?;
    let days = ledger.tension_of(&of, since.as_deref(), until.as_deref())?;
    let text = match format {
        Format::Text => chart::text(&title, &days, terminal::width()),
        Format::Svg => chart::svg(&title, &days),
        Format::Json => lines(&days),
    };
    print(text.as_bytes())
}

fn lines<T: serde::Serialize>(rows: &[T]) -> String {
    rows.iter().map(|row| serde_json::to_string(row).unwrap_or_default() + "\n").collect()
}

/// What is wanted, and how it is called.
fn wanted(args: &Args) -> Result<(String, TensionOf), Stop> {
    if let Some(code) = &args.country {
        let code = code.trim().to_uppercase();
        return Ok((code.clone(), TensionOf::Countries(vec![code])));
    }
    if let Some(name) = &args.actor {
        return Ok((name.trim().to_owned(), TensionOf::Actor(name.trim().to_owned())));
    }
    if let Some(name) = &args.region {
        let lexicon = reading::bundled_lexicon();
        let names = || lexicon.regions.all().map(|(region, _)| region).collect::<Vec<_>>().join(", ");
        let (region, codes) = lexicon
            .regions
            .named(name.trim())
            .ok_or_else(|| Stop::Use(format!("no region is called {name:?}; there are: {}", names())))?;
        return Ok((region.to_owned(), TensionOf::Countries(codes.to_vec())));
    }
    match &args.dyad[..] {
        [from, to] if !from.trim().is_empty() && !to.trim().is_empty() => {
            let dyad = Dyad { from: from.trim().to_owned(), to: to.trim().to_owned() };
            Ok((format!("{} towards {}", dyad.from, dyad.to), TensionOf::Dyad(dyad)))
        }
        _ => Err(Stop::Use("--dyad wants who acts and to whom, parted by a comma: --dyad RUS,UKR".into())),
    }
}

/// All that anything is told of, the most tense first; those of which nothing is left are left out.
fn ranks(ledger: &Ledger, by: By, until: Option<&str>) -> Result<Vec<TensionRank>, Stop> {
    let lexicon = reading::bundled_lexicon();
    let is_state = |name: &str| lexicon.actors.is_state(name);
    let all: Vec<(String, TensionOf)> = match by {
        By::Region => lexicon
            .regions
            .all()
            .map(|(region, codes)| (region.to_owned(), TensionOf::Countries(codes.to_vec())))
            .collect(),
        By::Country => {
            let states = ledger.sides()?.into_iter().filter(|name| is_state(name));
            states.map(|code| (code.clone(), TensionOf::Countries(vec![code]))).collect()
        }
        By::Actor => {
            let others = ledger.sides()?.into_iter().filter(|name| !is_state(name));
            others.map(|name| (name.clone(), TensionOf::Actor(name))).collect()
        }
    };
    let mut ranks = Vec::new();
    for (of, what) in all {
        let last = ledger.last_tension(&what, until)?;
        ranks.extend(last.filter(|day| day.index != 0.0 || day.high > 0.0).map(|last| TensionRank { of, last }));
    }
    ranks.sort_by(|a, b| b.last.index.total_cmp(&a.last.index).then_with(|| a.of.cmp(&b.of)));
    Ok(ranks)
}
