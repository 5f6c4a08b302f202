//! `attache lexicon`: checks the knowledge files, and shows what a name would resolve to and why.

use std::path::PathBuf;

use clap::Subcommand;

use super::{Status, Stop};
use crate::engine::Parts;

/// Arguments.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache lexicon check knowledge/                       every fault with file, line and remedy\n  \
    attache lexicon show Kremlin                           what the name leads to\n  \
    attache lexicon show --date 2003-04-01 \"Colin Powell\"  offices of that day only")]
pub struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Check a folder of knowledge files as an addition to those inside the program
    Check {
        /// The folder
        folder: PathBuf,
    },
    /// Show what a name would resolve to, and why
    Show {
        /// A name of somebody or of a place, an abbreviation, an office or a noun such as "rebel"
        name: String,
        /// Day on which offices count
        #[arg(long, value_name = "DATE")]
        date: Option<jiff::civil::Date>,
        /// Knowledge files added to those inside the program
        #[arg(long, value_name = "DIR")]
        lexicon: Option<PathBuf>,
    },
}

/// Checks or shows.
pub fn run(args: Args) -> Result<Status, Stop> {
    match args.task {
        Task::Check { folder } => {
            Parts { lexicon: Some(folder.clone()), model: None }.lexicon()?;
            println!("{}: no problem found", folder.display());
        }
        Task::Show { name, date, lexicon } => {
            let lexicon = Parts { lexicon, model: None }.lexicon()?;
            let day = date.map(|d| d.year() as u32 * 10_000 + d.month() as u32 * 100 + d.day() as u32);
            let places = ::lexicon::places::show(&lexicon, &name);
            print!("{}", ::lexicon::actors::show(&lexicon.actors, &name, day).and(places));
        }
    }
    Ok(Status::Done)
}
