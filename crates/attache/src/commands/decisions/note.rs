//! `attache note`.

use ledger::Decision;

use super::{decide, Signed};
use crate::commands::ledger_file::LedgerFile;
use crate::commands::{Status, Stop};

/// Arguments of `attache note`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache note i3k9x2m7qp0 'footage geolocated to the bridge' --by 'R. Amadi'\n  \
    attache note wire-17 'correspondent was on the spot'        on a report")]
pub struct Args {
    #[command(flatten)]
    file: LedgerFile,
    /// An incident or a report
    #[arg(value_name = "INCIDENT|REPORT")]
    subject: String,
    /// The note
    #[arg(value_name = "TEXT")]
    words: String,
    /// Who writes; without it whoever is logged in
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

/// Writes a note.
pub fn run(args: Args) -> Result<Status, Stop> {
    let signed = Signed { by: args.by, reason: Some(args.words) };
    decide(&args.file, &signed, &[Decision::Note { subject: args.subject }])
}
