//! The program `attache`.

use std::process::ExitCode;

fn main() -> ExitCode {
    attache::commands::run().into()
}
