//! `attache undo`.

use super::{list, now, Signed};
use crate::commands::ledger_file::LedgerFile;
use crate::commands::{print, Status, Stop};

/// Arguments of `attache undo`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache decisions          what was decided, with its numbers\n  \
    attache undo 7             take number 7 back\n\n\
    The decision stays in the list, as undone, with who undid it and when.")]
pub struct Args {
    #[command(flatten)]
    file: LedgerFile,
    /// Number of the decision
    #[arg(value_name = "ID")]
    decision: i64,
    /// Who undoes it; without it whoever is logged in
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

/// Undoes a decision.
pub fn run(args: Args) -> Result<Status, Stop> {
    let by = Signed { by: args.by, reason: None }.name()?;
    let mut ledger = args.file.to_change()?;
    ledger.undo(args.decision, &by, &now())?;
    let told = ledger.decisions()?;
    let undone = told.iter().find(|d| d.id == args.decision).map(list::line);
    print(format!("{}\n", undone.unwrap_or_default()).as_bytes())
}
