//! The ledger on the command line.

use std::path::PathBuf;

use ledger::{Error, Ledger, Period, Wanted};

use super::{complain, Stop};

/// Which ledger.
#[derive(clap::Args)]
pub struct LedgerFile {
    /// The ledger; without it what ATTACHE_LEDGER names, else attache.db in the working directory
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
}

impl LedgerFile {
    /// Where it lies.
    pub(super) fn path(&self) -> PathBuf {
        let named = std::env::var_os("ATTACHE_LEDGER").filter(|v| !v.is_empty()).map(PathBuf::from);
        self.ledger.clone().or(named).unwrap_or_else(|| PathBuf::from("attache.db"))
    }

    /// Opens it to read.
    pub(super) fn to_read(&self) -> Result<Ledger, Stop> {
        say_when_waiting();
        Ok(Ledger::open_to_read(&self.path())?)
    }

    /// Opens it to change what is in it; it must be there.
    pub(super) fn to_change(&self) -> Result<Ledger, Stop> {
        say_when_waiting();
        Ok(Ledger::open_to_change(&self.path())?)
    }

    /// Opens it to write; makes it where there is none.
    pub(super) fn to_write(&self) -> Result<Ledger, Stop> {
        say_when_waiting();
        Ok(Ledger::open(&self.path())?)
    }
}

fn say_when_waiting() {
    ledger::when_waiting(|| complain("another process is writing in the ledger; waiting for it"));
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        match error {
            Error::Wish(message) => Self::Use(message),
            other => Self::Input(other.to_string()),
        }
    }
}

/// Which incidents.
#[derive(clap::Args)]
pub struct Which {
    /// From this day on
    #[arg(long, value_name = "DATE", value_parser = sources::day)]
    since: Option<jiff::civil::Date>,
    /// Up to this day
    #[arg(long, value_name = "DATE", value_parser = sources::day)]
    until: Option<jiff::civil::Date>,
    /// With one of these taking part or giving an account: names, parts of names, ISO codes of states
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    actors: Vec<String>,
    /// At a place or in an area of this name, or in the state of this ISO code
    #[arg(long, value_name = "NAME")]
    place: Option<String>,
    /// Of these PLOVER types; without it all deeds, mere words apart
    #[arg(long, value_name = "TYPE,…", value_delimiter = ',')]
    kind: Vec<String>,
}

impl Which {
    /// As the ledger takes it.
    pub(super) fn wanted(self) -> Wanted {
        let day = |d: Option<jiff::civil::Date>| d.map(|d| d.to_string());
        Wanted {
            period: Period { since: day(self.since), until: day(self.until) },
            actors: self.actors.iter().map(|a| a.trim().to_owned()).filter(|a| !a.is_empty()).collect(),
            place: self.place,
            kinds: self.kind,
            limit: None,
        }
    }
}
