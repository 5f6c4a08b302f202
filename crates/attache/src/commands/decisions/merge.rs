//! `attache merge`.

use ledger::Decision;

use super::{decide, Signed};
use crate::commands::ledger_file::LedgerFile;
use crate::commands::{Status, Stop};

/// Arguments of `attache merge`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache merge i3k9x2m7qp0 i8d2w5n1rt4 --reason 'same convoy, the mayor gives both names'\n  \
    attache decisions && attache undo 7       what was decided; take number 7 back\n\n\
    What was read stays as it is: the decision is kept beside it, signed and dated, and holds when reports come or are read again.")]
pub struct Args {
    #[command(flatten)]
    file: LedgerFile,
    /// An incident
    #[arg(value_name = "INCIDENT")]
    one: String,
    /// Another that is the same happening
    #[arg(value_name = "OTHER")]
    other: String,
    #[command(flatten)]
    signed: Signed,
}

/// Merges two incidents.
pub fn run(args: Args) -> Result<Status, Stop> {
    decide(&args.file, &args.signed, &[Decision::Merge { one: args.one, other: args.other }])
}
