//! What analysts decide: `merge`, `split`, `correct`, `note`, `retract`, `restore`; `decisions` lists and `undo` undoes them.

pub mod correct;
pub mod list;
pub mod merge;
pub mod note;
pub mod retract;
pub mod split;
pub mod undo;

use ledger::{Decision, Signature};

use super::ledger_file::LedgerFile;
use super::{print, Status, Stop};

/// Who decides, and why.
#[derive(clap::Args)]
pub struct Signed {
    /// Who decides; without it whoever is logged in
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Why
    #[arg(long, alias = "note", value_name = "TEXT")]
    reason: Option<String>,
}

impl Signed {
    fn name(&self) -> Result<String, Stop> {
        let name = self.by.clone().or_else(logged_in).filter(|name| !name.trim().is_empty());
        name.ok_or_else(|| Stop::Use("who decides? Nobody is logged in by name: --by NAME".into()))
    }

    fn signature(&self) -> Result<Signature, Stop> {
        Ok(Signature { by: self.name()?, now: now(), note: self.reason.clone() })
    }
}

/// Name of whoever is logged in.
pub(super) fn logged_in() -> Option<String> {
    ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok())
        .filter(|name| !name.trim().is_empty())
}

fn now() -> String {
    jiff::Timestamp::now().round(jiff::Unit::Second).map_or_else(|_| String::new(), |now| now.to_string())
}

/// Takes decisions, one after the other, and tells their numbers.
fn decide(file: &LedgerFile, signed: &Signed, decisions: &[Decision]) -> Result<Status, Stop> {
    let signature = signed.signature()?;
    let mut ledger = file.to_change()?;
    let numbers = ledger.decide(decisions, &signature)?;
    let told = ledger.decisions()?;
    let lines: Vec<String> =
        told.iter().filter(|d| numbers.contains(&d.id)).map(|d| format!("{}\n", list::line(d))).collect();
    print(lines.concat().as_bytes())
}
