//! Following sources: looking at each when it is due, politely, and handing out the reports that are new.
//!
//! One thread plans ([`plan`]), short-lived ones ask and extract ([`look`]), a file remembers ([`state`]). Whoever takes the
//! reports ticks them off when they are safe; until then they are handed out again after a crash.

mod look;
mod plan;
mod state;

use std::path::{Path, PathBuf};
use std::sync::mpsc::{sync_channel, Receiver};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use state::State;

pub use look::{check, Checked};
pub use state::{overview, Overview, Quarantined, Troubled};

use crate::client::Client;
use crate::settings::{Place, Settings};
use crate::Report;

/// Reports that wait for whoever takes them.
const AHEAD: usize = 64;

/// What watching hands out.
#[derive(Clone, Debug)]
pub enum Found {
    /// A report.
    Report {
        /// The entry that it is of.
        entry: i64,
        /// The report.
        report: Box<Report>,
    },
    /// All reports of an entry were handed out: to be ticked off, with what could not be read of it.
    Finished {
        /// The entry.
        entry: i64,
        /// Its address or path.
        name: String,
        /// What is wrong with it.
        fault: Option<String>,
    },
}

/// When watching ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// When each source was looked at and everything new was handed out.
    AllIsRead,
    /// Never.
    Stopped,
}

/// Ticks entries off whose reports are safe.
#[derive(Clone)]
pub struct Ticks(Arc<Mutex<State>>);

impl Ticks {
    /// Ticks entries off: read, or in quarantine for the reason given.
    ///
    /// # Errors
    /// What is wrong with the file of states.
    pub fn finish(&self, done: &[(i64, Option<String>)]) -> Result<(), String> {
        lock(&self.0).finish(done).map_err(|e| e.to_string())
    }
}

/// Sources that are followed.
pub struct Watch {
    settings: Arc<Settings>,
    state: Arc<Mutex<State>>,
}

/// What [`Watch::start`] gives: the reports, how to tick them off, and how it ended.
pub struct Watching {
    /// Reports and finished entries, in order for each entry.
    pub found: Receiver<Found>,
    /// For ticking off.
    pub ticks: Ticks,
    /// Gives the error that ended watching.
    pub end: JoinHandle<Result<(), String>>,
}

impl Watch {
    /// Opens or makes the file of states beside the ledger at `ledger`. What was read is forgotten where the ledger is
    /// `new`.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn open(settings: Settings, ledger: &Path, new: bool) -> Result<Self, String> {
        let path = beside(ledger);
        let open = || {
            let mut state = State::open(&path)?;
            if new {
                state.forget()?;
            }
            let named: Vec<_> = settings.sources.iter().map(|s| (s.name.clone(), s.place.to_string())).collect();
            state.follow(&named).map(|()| state)
        };
        let state =
            open().map_err(|e| format!("{}: {e}; it can be deleted, all is read again then", path.display()))?;
        Ok(Self { settings: Arc::new(settings), state: Arc::new(Mutex::new(state)) })
    }

    /// Puts what is in quarantine in line again; gives how much that is.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn release(&self) -> Result<usize, String> {
        lock(&self.state).release().map_err(|e| e.to_string())
    }

    /// Begins. `say` is told once of what goes wrong, and of what is well again.
    pub fn start(self, until: Until, say: impl Fn(String) + Send + 'static) -> Watching {
        let (sender, found) = sync_channel(AHEAD);
        let ticks = Ticks(Arc::clone(&self.state));
        let client = Arc::new(client(&self.settings));
        let plan = plan::Plan::new(self.settings, client, self.state, sender, Box::new(say));
        let end = thread::spawn(move || plan.run(until).map_err(|e| format!("the file of watching's states: {e}")));
        Watching { found, ticks, end }
    }
}

fn client(settings: &Settings) -> Client {
    Client::new(settings.contact.as_deref(), settings.allow_private.clone(), settings.patience)
}

/// The file of states of a ledger.
pub fn beside(ledger: &Path) -> PathBuf {
    let mut name = ledger.as_os_str().to_owned();
    name.push(".watch");
    name.into()
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    // Each step is a transaction: a poisoned lock guards a sound file.
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::List(address) | Self::Page(address) => f.write_str(address),
            Self::Folder(path) => write!(f, "{}", path.display()),
        }
    }
}
