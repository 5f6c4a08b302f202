//! `attache serve`.

use std::net::SocketAddr;
use std::path::PathBuf;

use server::{Reader, Role, Server, Settings, Tokens, Webhook};

use super::decisions::logged_in;
use super::ledger_file::LedgerFile;
use super::{print, Status, Stop};
use crate::engine::{Engine, Parts};

/// Where tokens are kept, where nobody names another file.
pub(super) const TOKENS: &str = "attache-tokens.jsonl";

/// Requests a second for each who has a token.
const USUAL_RATE: u32 = 50;

/// Arguments of `attache serve`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache serve                                          attache.db at http://127.0.0.1:8040, for this machine alone\n  \
    attache serve --ledger sahel.db --listen 127.0.0.1:0   another ledger, a free port\n  \
    attache token add desk && attache serve --listen 0.0.0.0:8040 --host desk.example\n                                                         \
    for other machines: behind a proxy that speaks TLS, see docs/operating.md\n\n\
    The page is at /, the API under /api/v1, its description at /openapi.json. `attache add` may write in the ledger meanwhile; all that\n\
    the server writes is what analysts decide and which alerts it raised; with --read-only, nothing. SIGTERM and Ctrl-C stop the server when what is under way is answered.")]
pub struct Args {
    #[command(flatten)]
    file: LedgerFile,
    /// Where to listen
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8040")]
    listen: SocketAddr,
    /// A name by which the server may be asked, beside localhost and addresses in numbers
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
    /// File of tokens; where it is given, everybody needs one
    #[arg(long, value_name = "FILE")]
    tokens: Option<PathBuf>,
    /// Raise no alerts, only tell those that others raise; without tokens nobody may decide anything
    #[arg(long)]
    read_only: bool,
    /// Requests a second for each client, four seconds of them at once; 0: no limit. 50 where there are tokens, else 0
    #[arg(long, value_name = "N")]
    rate: Option<u32>,
    /// File of webhooks, which are told of alerts: see docs/operating.md
    #[arg(long, value_name = "FILE")]
    webhooks: Option<PathBuf>,
    /// Follow the sources of this file meanwhile, as `attache watch` does
    #[arg(long, value_name = "sources.toml")]
    watch: Option<PathBuf>,
    #[command(flatten)]
    parts: Parts,
}

/// Serves until told to stop.
pub fn run(args: Args) -> Result<Status, Stop> {
    if let Some(sources) = &args.watch {
        super::watch::beside(sources, &args.file, &args.parts)?;
    }
    // On loopback nobody else is there; elsewhere the usual file is looked for.
    let file = args.tokens.or_else(|| (!args.listen.ip().is_loopback()).then(|| PathBuf::from(TOKENS)));
    let tokens = file.as_deref().map(Tokens::read).transpose()?;
    let settings = Settings {
        ledger: args.file.path(),
        listen: args.listen,
        hosts: args.host,
        rate: args.rate.unwrap_or(if tokens.is_some() { USUAL_RATE } else { 0 }),
        tokens,
        webhooks: args.webhooks.as_deref().map(Webhook::read).transpose()?.unwrap_or_default(),
        is_public: sources::is_public,
        user: user(),
        raises_alerts: !args.read_only,
        role: if args.read_only { Role::Read } else { Role::Administer },
    };
    let server = Server::bind(settings, reader(&args.parts)?)?;
    answer(server)
}

/// Who decides on the page of one's own machine.
pub(super) fn user() -> String {
    logged_in().unwrap_or_else(|| "local".into())
}

/// Says where the server is, and lets it answer.
pub(super) fn answer(server: Server) -> Result<Status, Stop> {
    print(format!("http://{}/\n", server.address()).as_bytes())?;
    server.run()?;
    Ok(Status::Done)
}

/// What reads pasted texts.
pub(super) fn reader(parts: &Parts) -> Result<Reader, Stop> {
    let engine = Engine::open(parts)?;
    Ok(Reader { lexicon: parts.lexicon()?, read: Box::new(move |report| engine.read(report)) })
}

impl From<server::Error> for Stop {
    fn from(error: server::Error) -> Self {
        match error {
            server::Error::Ledger(error) => error.into(),
            server::Error::Open(_) => Self::Use(error.to_string()),
            _ => Self::Input(error.to_string()),
        }
    }
}
