//! A server on a free port of loopback, over the example reports, and real requests to it.

#![allow(dead_code)]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::JoinHandle;

use ledger::{Coding, Ledger};
use reading::{Reading, Report};
use serde_json::Value;
use server::{Error, Reader, Role, Server, Settings, Stopper, Tokens};

/// A running server; it ends with its folder when it is dropped.
pub struct Desk {
    pub address: SocketAddr,
    pub folder: PathBuf,
    pub ledger: PathBuf,
    stopper: Stopper,
    running: Option<JoinHandle<Result<(), Error>>>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&self.body)))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let of = |line: &&str| line.split_once(':').is_some_and(|(n, _)| n.eq_ignore_ascii_case(name));
        self.head.lines().find(of).and_then(|line| line.split_once(':')).map(|(_, value)| value.trim())
    }
}

fn read(report: &Report) -> Reading {
    thread_local!(static MIND: (language::Model, lexicon::Lexicon) = (language::Model::bundled(), reading::bundled_lexicon()));
    MIND.with(|(model, lexicon)| reading::read(report, model.parse_english(&report.text), lexicon))
}

fn examples() -> Vec<Report> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/reports.jsonl");
    let text = std::fs::read_to_string(path).expect("the examples are there");
    let report = |line: &str| {
        let told: Value = serde_json::from_str(line).expect("a line of JSON");
        let of = |key: &str| told[key].as_str().map(str::to_owned);
        Report {
            id: of("id").expect("an id"),
            text: of("text").expect("a text"),
            published: of("published").and_then(|d| d.parse().ok()),
            title: of("title"),
            publisher: of("publisher"),
            url: None,
        }
    };
    text.lines().map(report).collect()
}

/// A ledger on a free port of loopback, for everybody and everything.
pub fn settings(ledger: PathBuf) -> Settings {
    Settings {
        ledger,
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        hosts: Vec::new(),
        tokens: None,
        user: "local".into(),
        role: Role::Administer,
        raises_alerts: true,
        rate: 0,
        webhooks: Vec::new(),
        is_public: |_| false,
    }
}

impl Desk {
    /// Serves the example reports and `more`.
    pub fn with(more: &[Report], tokens: bool) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("attache-server-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let ledger = folder.join("desk.db");
        add(&ledger, &[examples(), more.to_vec()].concat());
        let tokens = tokens.then(|| Tokens::read(&folder.join("tokens")).expect("no tokens yet"));
        Self::serving(Settings { tokens, ..settings(ledger) }, folder)
    }

    /// Serves the example reports and `more` to a token for each role; what is sent as Authorization.
    pub fn with_roles(more: &[Report], roles: &[(&str, Role)]) -> (Self, Vec<String>) {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("attache-roles-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let (ledger, file) = (folder.join("desk.db"), folder.join("tokens"));
        add(&ledger, more);
        let mut tokens = Tokens::read(&file).expect("no tokens yet");
        let bearer =
            |(name, role): &(&str, Role)| format!("Bearer {}", tokens.add(name, *role, "2024-05-01").expect("a token"));
        let bearers = roles.iter().map(bearer).collect();
        let settings = Settings { tokens: Some(tokens), role: Role::Read, ..settings(ledger) };
        (Self::serving(settings, folder), bearers)
    }

    pub fn serving(settings: Settings, folder: PathBuf) -> Self {
        let reader = Reader { read: Box::new(read), lexicon: reading::bundled_lexicon() };
        let ledger = settings.ledger.clone();
        let server = Server::bind(settings, reader).expect("a free port");
        let (address, stopper) = (server.address(), server.stopper());
        let running = Some(std::thread::spawn(|| server.run()));
        Self { address, folder, ledger, stopper, running }
    }

    pub fn new() -> Self {
        Self::with(&[], false)
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], b"")
    }

    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut request =
            format!("{method} {path} HTTP/1.1\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
        if !headers.iter().any(|(name, _)| *name == "host") {
            request += &format!("host: {}\r\n", self.address);
        }
        for (name, value) in headers {
            request += &format!("{name}: {value}\r\n");
        }
        request += "\r\n";
        let mut stream = TcpStream::connect(self.address).expect("the server listens");
        // What is refused early may not be read to its end.
        let _ = stream.write_all(request.as_bytes()).and_then(|()| stream.write_all(body));
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let end = answer.windows(4).position(|w| w == b"\r\n\r\n").unwrap_or(answer.len());
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let status = head.split_whitespace().nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        Answer { status, head, body: answer.get(end + 4..).unwrap_or_default().to_vec() }
    }

    /// Stops the server; what it ended with.
    pub fn stop(&mut self) -> Result<(), Error> {
        self.stopper.stop();
        self.running.take().map_or(Ok(()), |running| running.join().expect("the server does not panic"))
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.stop();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Adds reports to a ledger, and raises the alerts that follow: so that the server finds nothing to raise and changes nothing
/// while a test looks.
pub fn add(path: &Path, reports: &[Report]) {
    let mut ledger = add_only(path, reports);
    let lexicon = reading::bundled_lexicon();
    ledger.raise_alerts(&lexicon, lexicon.alerts.rules(), "2024-01-01T00:00:00Z").expect("alerts are raised");
}

/// Adds reports to a ledger.
pub fn add_only(path: &Path, reports: &[Report]) -> Ledger {
    let readings: Vec<Reading> = reports.iter().map(read).collect();
    let coding = Coding { program: "test".into(), model: "test".into(), knowledge: "test".into() };
    let mut ledger = Ledger::open(path).expect("a ledger");
    ledger.add(&readings, &coding, "2024-01-01T00:00:00Z").expect("reports are added");
    ledger
}
