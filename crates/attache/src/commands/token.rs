//! `attache token`.

use std::path::PathBuf;

use clap::ValueEnum;
use server::{Role, Tokens};

use super::serve::TOKENS;
use super::{print, Status, Stop};

/// Arguments of `attache token`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache token add wall                     makes a token that may read, and tells it, once\n  \
    attache token add r.amadi --role correct   one that may decide too; the name signs what is decided with it\n  \
    attache token list                         whose tokens there are, and what they may do\n  \
    attache token remove wall                  takes it away, from the server's next start on\n\n\
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
        /// What it may do
        #[arg(long, value_enum, default_value = "read")]
        role: Allowed,
    },
    /// Take a token away
    Remove {
        /// Whose it is
        name: String,
    },
    /// Tell whose tokens there are
    List,
}

/// What a token may do.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Allowed {
    /// Read everything
    Read,
    /// Decide too: merge, split, correct, note, retract, and undo one's own decisions
    Correct,
    /// Undo the decisions of others too
    Administer,
}

impl From<Allowed> for Role {
    fn from(allowed: Allowed) -> Self {
        match allowed {
            Allowed::Read => Self::Read,
            Allowed::Correct => Self::Correct,
            Allowed::Administer => Self::Administer,
        }
    }
}

/// Makes, removes or lists tokens.
pub fn run(args: Args) -> Result<Status, Stop> {
    let mut tokens = Tokens::read(&args.tokens)?;
    match args.what {
        What::Add { name, role } => {
            let today = jiff::Zoned::now().date().to_string();
            print(format!("{}\n", tokens.add(&name, role.into(), &today)?).as_bytes())
        }
        What::Remove { name } if tokens.remove(&name)? => print(format!("{name} has no token any more\n").as_bytes()),
        What::Remove { name } => Err(Stop::Use(format!("{name} has no token; attache token list tells who has"))),
        What::List => {
            let lines: String =
                tokens.list().iter().map(|t| format!("{}  {:<10}  {}\n", t.made, t.role.as_str(), t.name)).collect();
            print(lines.as_bytes())
        }
    }
}
