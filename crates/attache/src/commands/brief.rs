//! `attache brief`.

use clap::ValueEnum;

use super::ledger_file::{LedgerFile, Which};
use super::{print, Status, Stop};
use crate::brief::{self, Medium};
use crate::situation::Teller;
use crate::terminal::{self, Paint};

/// Arguments of `attache brief`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache brief                                             all that the ledger holds\n  \
    attache brief --since 2024-03-01 --until 2024-03-07       a week\n  \
    attache brief --actors ARM,AZE --place 'Nagorno-Karabakh'   some actors, a place\n  \
    attache brief --format html > week.html                   a page of its own")]
pub struct Args {
    #[command(flatten)]
    file: LedgerFile,
    #[command(flatten)]
    which: Which,
    /// What to write
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// Markdown
    Markdown,
    /// A page of its own
    Html,
    /// One JSON object
    Json,
}

/// Writes the brief.
pub fn run(args: Args) -> Result<Status, Stop> {
    let wanted = args.which.wanted();
    let told = args.file.to_read()?.brief(&wanted)?;
    let medium = match args.format {
        Format::Json => return print(format!("{}\n", serde_json::to_string(&told).unwrap_or_default()).as_bytes()),
        Format::Text => Medium::Terminal(Paint::of_stdout(), terminal::width()),
        Format::Markdown => Medium::Markdown,
        Format::Html => Medium::Page,
    };
    print(brief::written(&Teller::of_stdout().brief(&told, &wanted.period), &medium).as_bytes())
}
