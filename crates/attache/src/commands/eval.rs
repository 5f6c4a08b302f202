//! `attache eval`.

use super::{Status, Stop};

/// Arguments of `attache eval`.
#[derive(clap::Args)]
pub struct Args {}

/// Measures.
pub fn run(_args: Args) -> Result<Status, Stop> {
    Err(Stop::Use("there is nothing to measure yet".into()))
}
