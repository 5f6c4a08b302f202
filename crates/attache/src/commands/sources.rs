//! `attache sources`.

use std::fmt::Arguments;
use std::io::Write;
use std::path::PathBuf;

use clap::Subcommand;
use sources::watch::{check, Checked};

use super::{complain, print, watch, Status, Stop};
use crate::brief::plain;

/// Arguments of `attache sources`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache sources check sources.toml                    tries each once, and the first report of each\n  \
    attache sources import feeds.opml > sources.toml      the subscriptions of a feed reader")]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Try each source once and say what it gives; nothing is kept
    Check {
        /// The file that names the sources; docs/sources.md describes it
        #[arg(value_name = "sources.toml")]
        file: PathBuf,
    },
    /// Write a sources.toml of the feeds in an OPML file
    Import {
        /// The file, as a feed reader exports it
        #[arg(value_name = "OPML")]
        file: PathBuf,
    },
}

/// Does what is asked.
pub fn run(args: Args) -> Result<Status, Stop> {
    match args.what {
        What::Import { file } => {
            let bytes =
                std::fs::read(&file).map_err(|e| Stop::Input(format!("{} cannot be read: {e}", file.display())))?;
            let text =
                sources::settings::import(&bytes).map_err(|e| Stop::Input(format!("{}: {e}", file.display())))?;
            print(text.as_bytes())
        }
        What::Check { file } => {
            let settings = watch::settings(&file)?;
            let mut status = Status::Done;
            let mut out = std::io::stdout().lock();
            for checked in check(&settings) {
                if !is_well(&checked) {
                    status = Status::SomeUnread;
                }
                out.write_all(told(&checked).as_bytes())?;
                out.flush()?;
            }
            Ok(status)
        }
    }
}

fn is_well(checked: &Checked) -> bool {
    checked.outcome.as_ref().is_ok_and(|tried| !matches!(tried.first, Some(Err(_))))
}

fn told(checked: &Checked) -> String {
    let mut out = String::new();
    line(&mut out, format_args!("{}", checked.name));
    let tried = match &checked.outcome {
        Err(fault) => {
            line(&mut out, format_args!("    FAILS: {fault}"));
            return out;
        }
        Ok(tried) => tried,
    };
    line(&mut out, format_args!("    {}, {} entries", tried.kind, tried.entries));
    if let Some(to) = &tried.moved {
        line(&mut out, format_args!("    has moved for good to {to}; write that into the file"));
    }
    if let Some(fault) = &tried.fault {
        line(&mut out, format_args!("    {fault}"));
    }
    match &tried.first {
        None => {}
        Some(Err(fault)) => {
            line(&mut out, format_args!("    its first report CANNOT BE READ: {fault}"));
        }
        Some(Ok(report)) => {
            let title = report.title.as_deref().unwrap_or("no title");
            let day = report.published.map_or_else(|| "no date".to_owned(), |day| day.to_string());
            let publisher = report.publisher.as_deref().unwrap_or("no publisher");
            let words = report.text.split_whitespace().count();
            line(&mut out, format_args!("    first: {title} ({publisher}, {day}, {words} words)"));
        }
    }
    out
}

/// Adds a line. What it tells comes from outside and must not steer the terminal.
fn line(out: &mut String, text: Arguments) {
    *out += &plain(&text.to_string());
    out.push('\n');
}

/// What watching beside a ledger has come to, for `attache status`.
pub(super) fn overview(ledger: &std::path::Path) -> Option<sources::watch::Overview> {
    sources::watch::overview(ledger).unwrap_or_else(|e| {
        complain(e);
        None
    })
}

/// The same for people.
pub(super) fn overview_told(seen: &sources::watch::Overview) -> String {
    let mut out = format!(
        "Watched:    {} sources, {} of them failing; {} reports read, {} waiting, {} in quarantine\n",
        seen.sources,
        seen.troubled.iter().filter(|t| t.failures > 0).count(),
        seen.read,
        seen.waiting,
        seen.quarantined
    );
    for trouble in &seen.troubled {
        line(
            &mut out,
            format_args!("  source {}: {} ({} times in a row)", trouble.source, trouble.fault, trouble.failures),
        );
    }
    for (source, to) in &seen.moved {
        line(&mut out, format_args!("  source {source}: has moved for good to {to}"));
    }
    for report in &seen.quarantine {
        line(&mut out, format_args!("  quarantine {}: {}", report.report, report.fault));
    }
    out
}
