//! `attache demo`.

use std::fs::{self, DirBuilder};
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use ledger::{Coding, Ledger};
use reading::Reading;
use server::{Role, Server, Settings};
use sources::{jsonl, BadBytes, Given};

use super::serve::{answer, reader, user};
use super::{Status, Stop};
use crate::engine::{Engine, Parts};

/// The reports of `examples/`: of many kinds, and two of one shelling, of which each side accuses the other.
const REPORTS: [(&str, &str); 2] = [
    ("examples/reports.jsonl", include_str!("../../../../examples/reports.jsonl")),
    ("examples/shelling.jsonl", include_str!("../../../../examples/shelling.jsonl")),
];

/// Arguments of `attache demo`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache demo                           then open the address that it prints; Ctrl-C ends it and leaves nothing behind\n  \
    attache demo --listen 127.0.0.1:9000   at another port")]
pub struct Args {
    /// Where to listen; without it at port 8040, or a free one where that is taken
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
}

/// Serves the bundled reports from a ledger of their own.
pub fn run(args: Args) -> Result<Status, Stop> {
    let folder = Folder::new()?;
    let path = folder.0.join("demo.db");
    fill(&path)?;
    answer(listening(&path, args.listen)?)
}

fn listening(path: &Path, listen: Option<SocketAddr>) -> Result<Server, Stop> {
    let bind = |listen| {
        let settings = Settings {
            ledger: path.to_owned(),
            listen,
            hosts: Vec::new(),
            tokens: None,
            user: user(),
            role: Role::Administer,
            raises_alerts: true,
            rate: 0,
            webhooks: Vec::new(),
            is_public: sources::is_public,
        };
        Ok::<_, Stop>(Server::bind(settings, reader(&Parts::default())?))
    };
    let usual = SocketAddr::from(([127, 0, 0, 1], 8040));
    let bound = bind(listen.unwrap_or(usual))?;
    if listen.is_none() && matches!(bound, Err(server::Error::Listen { .. })) {
        return Ok(bind(SocketAddr::from(([127, 0, 0, 1], 0)))??);
    }
    Ok(bound?)
}

fn fill(path: &Path) -> Result<(), Stop> {
    let parts = Parts::default();
    let engine = Engine::open(&parts)?;
    let reports = |(name, text): (&'static str, &'static str)| {
        jsonl::Reader::new(text.as_bytes(), name, BadBytes::Refuse, Given::default()).filter_map(Result::ok)
    };
    let readings: Vec<Reading> = REPORTS.into_iter().flat_map(reports).map(|report| engine.read(&report)).collect();
    let coding = Coding {
        program: env!("CARGO_PKG_VERSION").into(),
        model: engine.model().version().into(),
        knowledge: parts.knowledge_version()?,
    };
    Ledger::open(path)?.add(&readings, &coding, &jiff::Timestamp::now().to_string())?;
    Ok(())
}

/// A folder of one's own that is gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self, Stop> {
        let path = std::env::temp_dir().join(format!("attache-demo-{}", std::process::id()));
        // A folder that is there already may be somebody else's.
        DirBuilder::new().mode(0o700).create(&path).map_err(|e| Stop::Input(format!("{}: {e}", path.display())))?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
