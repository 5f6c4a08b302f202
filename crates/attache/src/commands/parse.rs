//! `attache parse`.

use super::{Status, Stop};

/// Arguments of `attache parse`.
#[derive(clap::Args)]
pub struct Args {
    /// Files; - is standard input
    #[arg(required = true, value_name = "PATH|-")]
    paths: Vec<String>,
}

/// Parses every input.
pub fn run(args: Args) -> Result<Status, Stop> {
    let _ = args.paths;
    Err(Stop::Use("parsing alone is not built yet".into()))
}
