//! `attache show`.

use clap::ValueEnum;

use super::ledger_file::LedgerFile;
use super::{print, Status, Stop};
use crate::situation::{Detail, Teller};

/// Arguments of `attache show`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache show i3k9x2m7qp0          its accounts, and every claim with its words\n  \
    attache show i3k9x2m7qp0 --why    and what speaks for its reports telling of one incident\n\n\
    An incident is named after its first telling; it is found by the name of any of its tellings.")]
pub struct Args {
    #[command(flatten)]
    file: LedgerFile,
    /// The incident
    #[arg(value_name = "INCIDENT")]
    incident: String,
    /// Tell what speaks for its reports telling of one incident
    #[arg(long)]
    why: bool,
    /// What to write
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One JSON object
    Json,
}

/// Shows one incident.
pub fn run(args: Args) -> Result<Status, Stop> {
    let Some(shown) = args.file.to_read()?.show(&args.incident)? else {
        return Err(Stop::Use(format!("there is no incident {:?}; attache incidents lists them", args.incident)));
    };
    let text = match args.format {
        Format::Text => {
            let detail = if args.why { Detail::Why } else { Detail::Claims };
            Teller::of_stdout().shown(&shown, detail)
        }
        Format::Json => format!("{}\n", serde_json::to_string(&shown).unwrap_or_default()),
    };
    print(text.as_bytes())
}
