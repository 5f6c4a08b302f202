//! The ledger over HTTP: an API under `/api/v1`, its description at `/openapi.json`, and the page that people meet at `/`.
//!
//! ```text
//! connection (http)  -> guard      who may ask: Host, Origin, token
//!                    -> routes     one table: path, parameters, what answers; the description is written from it too
//!                    -> answer     whether the client may, and how much; what answers
//!                    -> pool       a read-only connection to the ledger, on a thread that may block
//!                    -> api        a call into crate ledger, its answer as JSON
//!                    -> cache      the same answer again, as long as the ledger has not changed
//! ```
//!
//! Nothing here asks the ledger in SQL: queries, and what analysts decide, live in crate `ledger`. Decisions are all that is written, beside the alerts that were raised.

mod answer;
mod api;
mod ask;
mod assets;
mod bell;
mod cache;
mod changes;
mod cursor;
mod feed;
mod file;
mod guard;
mod http;
mod kept;
mod metrics;
mod openapi;
mod pool;
mod problem;
mod rates;
mod reply;
mod routes;
mod tokens;
mod webhooks;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use lexicon::Lexicon;
use reading::{Reading, Report};
use tokio::net::TcpListener;
use tokio::sync::Notify;

pub use tokens::{Role, Token, Tokens};
pub use webhooks::{Dead, HookState, States, Waiting, Webhook};

/// What is served, where and to whom.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The ledger.
    pub ledger: PathBuf,
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Names by which the server may be asked, beside `localhost` and addresses in numbers.
    pub hosts: Vec<String>,
    /// Who may ask; needed to listen elsewhere than on loopback.
    pub tokens: Option<Tokens>,
    /// Who signs decisions where there are no tokens.
    pub user: String,
    /// What whoever asks may do where there are no tokens.
    pub role: Role,
    /// Whether alerts are raised when the ledger has changed; where not, only those are told that others raise.
    pub raises_alerts: bool,
    /// Requests a second for each client; 0 sets no limit.
    pub rate: u32,
    /// Who is told of alerts.
    pub webhooks: Vec<Webhook>,
    /// Whether an address is one of the open net; others only a webhook that says so is sent to.
    pub is_public: fn(IpAddr) -> bool,
}

/// What reads a text that somebody pastes, and what it knows.
pub struct Reader {
    /// The reading of a report.
    pub read: Box<dyn Fn(&Report) -> Reading + Send + Sync>,
    /// Names of states and what deeds are called.
    pub lexicon: Lexicon,
}

/// Why nothing is served.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The ledger cannot be read.
    #[error(transparent)]
    Ledger(#[from] ledger::Error),
    /// Nobody would be asked who they are.
    #[error("{0} can be reached from other machines, and there are no tokens; make one with `attache token add NAME`, or listen on 127.0.0.1")]
    Open(SocketAddr),
    /// The address is taken, or is not ours.
    #[error("cannot listen on {address}: {error}; name another with --listen ADDRESS:PORT")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// What the system says.
        error: std::io::Error,
    },
    /// The file of tokens cannot be used.
    #[error("{}: {reason}", path.display())]
    Tokens {
        /// The file.
        path: PathBuf,
        /// Why, and what to do.
        reason: String,
    },
    /// The file of webhooks, or what is kept of them, cannot be used.
    #[error("{}: {reason}", path.display())]
    Webhooks {
        /// The file.
        path: PathBuf,
        /// Why, and what to do.
        reason: String,
    },
    /// What else the system refuses.
    #[error("the server cannot run: {0}")]
    System(#[from] std::io::Error),
}

/// The time, to the second, as the ledger keeps it.
fn now() -> String {
    jiff::Timestamp::now().round(jiff::Unit::Second).unwrap_or_default().to_string()
}

/// A server that listens and does not answer yet.
pub struct Server {
    runtime: tokio::runtime::Runtime,
    listener: TcpListener,
    address: SocketAddr,
    desk: Arc<answer::Desk>,
    stop: Arc<Notify>,
}

/// Tells a server to stop.
#[derive(Clone)]
pub struct Stopper(Arc<Notify>);

impl Stopper {
    /// No new requests are taken; those under way are answered.
    pub fn stop(&self) {
        self.0.notify_one();
    }
}

impl Server {
    /// Opens the ledger and listens.
    pub fn bind(settings: Settings, reader: Reader) -> Result<Self, Error> {
        if !settings.listen.ip().is_loopback() && settings.tokens.as_ref().is_none_or(Tokens::is_empty) {
            return Err(Error::Open(settings.listen));
        }
        let pool = pool::Pool::open(&settings.ledger)?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let address = settings.listen;
        let listener =
            runtime.block_on(TcpListener::bind(address)).map_err(|error| Error::Listen { address, error })?;
        let address = listener.local_addr()?;
        let local = guard::Client { name: settings.user, role: settings.role };
        let guard = guard::Guard::new(settings.hosts, settings.tokens, local);
        let hooks = settings.webhooks;
        let start = |hooks| webhooks::Senders::start(hooks, &settings.ledger, settings.is_public);
        let senders = Some(hooks).filter(|hooks| !hooks.is_empty()).map(start).transpose()?;
        let rates = rates::Rates::new(settings.rate);
        let desk = answer::Desk::new(pool, reader, guard, rates, senders, settings.raises_alerts);
        let desk = Arc::new(desk);
        Ok(Self { runtime, listener, address, desk, stop: Arc::new(Notify::new()) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What stops it.
    pub fn stopper(&self) -> Stopper {
        Stopper(self.stop.clone())
    }

    /// Answers until it is told to stop, by [`Stopper::stop`], SIGTERM or SIGINT; then finishes what is under way.
    pub fn run(self) -> Result<(), Error> {
        let Self { runtime, listener, desk, stop, .. } = self;
        runtime.block_on(http::serve(listener, desk, stop))?;
        Ok(())
    }
}
