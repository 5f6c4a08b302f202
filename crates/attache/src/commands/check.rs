//! `attache check`.

use ledger::Ledger;

use super::ledger_file::LedgerFile;
use super::{complain, print, Status, Stop};

/// Arguments of `attache check`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache check                       look at everything that must hold in attache.db\n  \
    attache check --ledger backup.db    exit status 0: it holds; 1: it does not, with what and where")]
pub struct Args {
    #[command(flatten)]
    file: LedgerFile,
}

/// Checks every invariant.
pub fn run(args: Args) -> Result<Status, Stop> {
    let breaches = args.file.to_read()?.check()?;
    for breach in &breaches {
        complain(breach);
    }
    if breaches.is_empty() {
        return print(format!("All {} invariants hold.\n", Ledger::invariants()).as_bytes());
    }
    Ok(Status::SomeUnread)
}
