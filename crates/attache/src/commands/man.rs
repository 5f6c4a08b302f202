//! `attache man`.

use super::{described, print, Status, Stop};

/// Arguments of `attache man`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache man | man -l -                                     look at it\n  \
    attache man > ~/.local/share/man/man1/attache.1            install it\n  \
    attache man read > ~/.local/share/man/man1/attache-read.1  a command's own page")]
pub struct Args {
    /// A command with a page of its own; the program's page otherwise
    command: Option<String>,
}

/// Writes the page.
pub fn run(args: Args) -> Result<Status, Stop> {
    let mut program = described();
    program.build();
    let page = match args.command {
        None => program,
        Some(name) => program
            .find_subcommand(&name)
            .cloned()
            .ok_or_else(|| Stop::Use(format!("there is no command {name:?}; see attache --help")))?,
    };
    let mut out = Vec::new();
    clap_mangen::Man::new(page).render(&mut out)?;
    print(&out)
}
