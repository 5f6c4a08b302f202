//! `attache token`.

use std::path::PathBuf;

use server::Tokens;

use super::serve::TOKENS;
use super::{print, Status, Stop};

/// Arguments of `attache token`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache token add desk       makes a token and tells it, once\n  \
    attache token list           whose tokens there are\n  \
    attache token remove desk    takes it away, from the server's next start on\n\n\
    Only sums (SHA-256) of the tokens are kept. A token is sent as: Authorization: Bearer TOKEN")]
pub struct Args {
    /// File of tokens
    #[arg(long, value_name = "FILE", default_value = TOKENS, global = true)]
    tokens: PathBuf,
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Make a token and tell it, once
    Add {
        /// Whose it is
        name: String,
    },
    /// Take a token away
    Remove {
        /// Whose it is
        name: String,
    },
    /// Tell whose tokens there are
    List,
}

/// Makes, removes or lists tokens.
pub fn run(args: Args) -> Result<Status, Stop> {
    let mut tokens = Tokens::read(&args.tokens)?;
    match args.what {
        What::Add { name } => {
            let today = jiff::Zoned::now().date().to_string();
            print(format!("{}\n", tokens.add(&name, &today)?).as_bytes())
        }
        What::Remove { name } if tokens.remove(&name)? => print(format!("{name} has no token any more\n").as_bytes()),
        What::Remove { name } => Err(Stop::Use(format!("{name} has no token; attache token list tells who has"))),
        What::List => {
            let lines: String = tokens.list().iter().map(|t| format!("{}  {}\n", t.made, t.name)).collect();
            print(lines.as_bytes())
        }
    }
}
