//! `attache completions`.

use clap_complete::Shell;

use super::{described, print, Status, Stop};

/// Arguments of `attache completions`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache completions bash > ~/.local/share/bash-completion/completions/attache\n  \
    attache completions zsh > ~/.zfunc/_attache\n  \
    attache completions fish > ~/.config/fish/completions/attache.fish")]
pub struct Args {
    /// The shell
    shell: Shell,
}

/// Writes the completions.
pub fn run(args: Args) -> Result<Status, Stop> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut described(), "attache", &mut script);
    print(&script)
}
