//! `attache retract`.

use ledger::Decision;

use super::{decide, Signed};
use crate::commands::ledger_file::LedgerFile;
use crate::commands::{Status, Stop};

/// Arguments of `attache retract`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache retract wire-17 --reason 'the agency withdrew it on 3 May'\n  \
    attache retract --restore wire-17 --reason 'only the picture was withdrawn'\n  \
    attache undo 7                            take decision 7 back\n\n\
    The report is kept and shown as retracted; its claims, and copies that add nothing to them, leave every incident and figure.\n\
    --restore keeps a report that a notice of its publisher, or a decision before, took back.")]
pub struct Args {
    #[command(flatten)]
    file: LedgerFile,
    /// The report
    #[arg(value_name = "REPORT")]
    report: String,
    /// Let it stand, whatever took it back before
    #[arg(long)]
    restore: bool,
    #[command(flatten)]
    signed: Signed,
}

/// Retracts or restores a report.
pub fn run(args: Args) -> Result<Status, Stop> {
    let report = args.report;
    let decision = if args.restore { Decision::Restore { report } } else { Decision::Retract { report } };
    decide(&args.file, &args.signed, &[decision])
}
