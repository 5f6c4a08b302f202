//! `attache backup`.

use std::path::PathBuf;

use super::ledger_file::LedgerFile;
use super::{print, Status, Stop};
use crate::terminal::Progress;

/// Arguments of `attache backup`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache backup attache-$(date +%F).db                a copy of attache.db as it is now\n  \
    attache check --ledger attache-2024-05-14.db         a copy is a ledger like any other\n\n\
    Others may go on writing. The copy has its name only when it is whole and has been checked; an existing file is not touched.")]
pub struct Args {
    #[command(flatten)]
    file: LedgerFile,
    /// The copy
    #[arg(value_name = "FILE")]
    copy: PathBuf,
}

/// Copies a ledger.
pub fn run(args: Args) -> Result<Status, Stop> {
    let mut progress: Option<Progress> = None;
    let ledger = args.file.to_read()?;
    let bytes = ledger.backup(&args.copy, |done, total| {
        progress.get_or_insert_with(|| Progress::out_of("pages", total)).reach(done);
    })?;
    drop(progress);
    print(format!("{}: {:.1} MB\n", args.copy.display(), bytes as f64 / 1e6).as_bytes())
}
