//! `attache split`.

use ledger::Decision;

use super::{decide, Signed};
use crate::commands::ledger_file::LedgerFile;
use crate::commands::{Status, Stop};

/// Arguments of `attache split`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache split i3k9x2m7qp0 wire-17 desk-4 --reason 'the second strike, at noon'\n  \
    attache show i3k9x2m7qp0 --why            its reports, and why they stand together\n\n\
    The reports named tell of one other incident; an echo goes where its first goes. attache undo takes it back.")]
pub struct Args {
    #[command(flatten)]
    file: LedgerFile,
    /// The incident
    #[arg(value_name = "INCIDENT")]
    incident: String,
    /// Reports that tell of another one
    #[arg(value_name = "REPORT", required = true)]
    reports: Vec<String>,
    #[command(flatten)]
    signed: Signed,
}

/// Splits an incident.
pub fn run(args: Args) -> Result<Status, Stop> {
    decide(&args.file, &args.signed, &[Decision::Split { incident: args.incident, reports: args.reports }])
}
