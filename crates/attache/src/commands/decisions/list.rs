//! `attache decisions`.

use clap::ValueEnum;
use ledger::Decided;

use crate::commands::ledger_file::LedgerFile;
use crate::commands::{print, Status, Stop};

/// Arguments of `attache decisions`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache decisions                    what analysts decided, by whom, when, what was undone\n  \
    attache decisions --format json      one decision a line")]
pub struct Args {
    #[command(flatten)]
    file: LedgerFile,
    /// What to write
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One decision a line
    Json,
}

/// Lists decisions.
pub fn run(args: Args) -> Result<Status, Stop> {
    let decisions = args.file.to_read()?.decisions()?;
    let written = |d: &Decided| match args.format {
        Format::Text => line(d),
        Format::Json => serde_json::to_string(d).unwrap_or_default(),
    };
    let lines: Vec<String> = decisions.iter().map(|d| written(d) + "\n").collect();
    if lines.is_empty() && args.format == Format::Text {
        return print(b"Nobody has decided anything yet: attache merge, split, correct, note, retract.\n");
    }
    print(lines.concat().as_bytes())
}

/// A decision on a line: "7  merge  …  (R. Amadi, 2024-05-03): why".
pub(super) fn line(d: &Decided) -> String {
    let day = |time: &str| time.get(..10).unwrap_or(time).to_owned();
    let about = match d.kind.as_str() {
        "note" | "retract" | "restore" => format!("{} {}", d.subject, d.words),
        _ => d.words.clone(),
    };
    let mut line = format!("{:>4}  {:<8} {} ({}, {})", d.id, d.kind, about.trim_end(), d.by, day(&d.made));
    if let Some(note) = &d.note {
        line += &format!(": {note}");
    }
    if let Some(undone) = &d.undone {
        line += &format!(" [undone by {}, {}]", d.undone_by.as_deref().unwrap_or("nobody"), day(undone));
    } else if !d.found {
        line += " [finds nothing: its reports were changed or read otherwise]";
    }
    line
}
