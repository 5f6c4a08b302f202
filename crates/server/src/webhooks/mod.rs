//! Webhooks: each alert is sent to those who want to be told, signed as [Standard Webhooks](https://www.standardwebhooks.com)
//! has it, again and again with growing pauses, and set aside in the end.
//!
//! What was sent and what waits is kept in a file beside the ledger ([`state`]), so that nothing is missed over a restart. Each
//! receiver has a thread of its own: one that hangs holds up nobody else.

mod send;
mod state;

use std::fs;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use base64::prelude::{Engine, BASE64_STANDARD};
use serde::Deserialize;

use crate::problem::log;
use crate::{file, Error};

pub use state::{Dead, HookState, States, Waiting};

/// Receivers.
const MOST: usize = 50;
/// Pauses before an alert is sent again, in seconds; after the last it is set aside.
const PAUSES: [i64; 6] = [5, 30, 120, 600, 3600, 21_600];

/// How long a receiver may take, from its name to its answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Who is told.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Webhook {
    /// Its name in `status` and in what is logged.
    name: String,
    url: String,
    /// `whsec_` and at least 24 bytes in Base64.
    secret: String,
    /// Whether it may be at a private address: otherwise none is asked, whatever its name leads to.
    #[serde(default)]
    private: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    webhook: Vec<Webhook>,
}

impl Webhook {
    /// Those that a file of TOML names: `[[webhook]]` with `name`, `url`, `secret`, and `private = true` where its address is one.
    pub fn read(path: &Path) -> Result<Vec<Self>, Error> {
        let wrong = |reason: String| Error::Webhooks { path: path.to_owned(), reason };
        let text = fs::read_to_string(path).map_err(|e| wrong(format!("{e}; check the path and its permissions")))?;
        let file: File = toml::from_str(&text).map_err(|e| wrong(e.to_string().trim_end().to_owned()))?;
        if file.webhook.len() > MOST {
            return Err(wrong(format!("has more than {MOST} webhooks")));
        }
        for (i, hook) in file.webhook.iter().enumerate() {
            let name = &hook.name;
            if name.is_empty() || name.len() > 100 || name.chars().any(char::is_control) {
                return Err(wrong(format!("webhook {}: a name has 1 to 100 letters and stands on one line", i + 1)));
            }
            if file.webhook[..i].iter().any(|other| other.name == *name) {
                return Err(wrong(format!("{name}: two webhooks have this name; give each its own")));
            }
            if !(hook.url.starts_with("https://") || hook.private && hook.url.starts_with("http://")) {
                return Err(wrong(format!(
                    "{name}: its url has to begin with https:// (http:// only with private = true)"
                )));
            }
            hook.key().ok_or_else(|| {
                wrong(format!(
                    "{name}: its secret has to be whsec_ and 24 or more bytes in Base64: openssl rand -base64 32"
                ))
            })?;
        }
        Ok(file.webhook)
    }

    fn key(&self) -> Option<Vec<u8>> {
        let key = BASE64_STANDARD.decode(self.secret.strip_prefix("whsec_")?).ok()?;
        (key.len() >= 24).then_some(key)
    }
}

/// What is to be told.
#[derive(Clone, Debug)]
pub(crate) struct Notice {
    pub id: String,
    /// A document of JSON.
    pub body: String,
}

/// The threads that send.
pub(crate) struct Senders {
    shared: Arc<Shared>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

/// How it is sent.
struct Terms {
    pauses: Vec<i64>,
    patience: Duration,
    /// Whether an address is one of the open net.
    is_public: fn(IpAddr) -> bool,
    /// Seconds since 1970.
    now: fn() -> i64,
}

struct Shared {
    path: PathBuf,
    terms: Terms,
    state: Mutex<Now>,
    /// How many changes the file has.
    kept: Mutex<u64>,
    news: Condvar,
}

struct Now {
    states: States,
    /// How often they were changed.
    changes: u64,
    ended: bool,
}

impl Senders {
    /// Starts to send; what waits since the last time comes first.
    pub fn start(hooks: Vec<Webhook>, ledger: &Path, is_public: fn(IpAddr) -> bool) -> Result<Self, Error> {
        Self::with(hooks, ledger, Terms { pauses: PAUSES.to_vec(), patience: PATIENCE, is_public, now: unix_time })
    }

    fn with(hooks: Vec<Webhook>, ledger: &Path, terms: Terms) -> Result<Self, Error> {
        let path = States::beside(ledger);
        let mut states = States::read(&path).map_err(|reason| Error::Webhooks { path: path.clone(), reason })?;
        states.0.retain(|name, _| hooks.iter().any(|hook| hook.name == *name));
        for hook in &hooks {
            states.0.entry(hook.name.clone()).or_default();
        }
        let state = Mutex::new(Now { states, changes: 0, ended: false });
        let shared = Shared { path, terms, state, kept: Mutex::new(0), news: Condvar::new() };
        let shared = Arc::new(shared);
        let threads = hooks
            .into_iter()
            .map(|hook| {
                let shared = shared.clone();
                std::thread::spawn(move || shared.send_all(&hook))
            })
            .collect();
        Ok(Self { shared, threads: Mutex::new(threads) })
    }

    /// Tells all receivers what they were not told yet. What there was before a receiver was named is no news to it.
    pub fn tell(&self, notices: &[Notice]) {
        let mut now = self.shared.lock();
        let at = (self.shared.terms.now)();
        let mut changed = false;
        for state in now.states.0.values_mut() {
            changed |= state.hear(notices, at);
        }
        if changed {
            self.shared.keep(now);
            self.shared.news.notify_all();
        }
    }

    /// How each receiver stands.
    pub fn states(&self) -> States {
        self.shared.lock().states.clone()
    }

    /// Ends when what is being sent has been sent, or has taken too long.
    pub fn end(&self) {
        self.shared.lock().ended = true;
        self.shared.news.notify_all();
        for thread in std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner)) {
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Now> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns when what was changed is in the file. Nobody else has to wait for the disk, and changes that come while it is
    /// written are written together.
    fn keep(&self, mut now: MutexGuard<'_, Now>) {
        now.changes += 1;
        let change = now.changes;
        drop(now);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if *kept >= change {
            return;
        }
        let now = self.lock();
        let (bytes, changes) = (serde_json::to_vec(&now.states).unwrap_or_default(), now.changes);
        drop(now);
        match file::replace(&self.path, &bytes, 0o666) {
            Ok(()) => *kept = changes,
            Err(e) => log(&format!("{}: {e}; webhooks may be sent twice after a restart", self.path.display())),
        }
    }

    fn send_all(&self, hook: &Webhook) {
        let sender = send::Sender::new(hook, &self.terms);
        while let Some(waiting) = self.next(&hook.name) {
            let sent = sender.send(&waiting.id, &waiting.body, (self.terms.now)());
            if let Err(why) = &sent {
                log(&format!("webhook {}: {why}", hook.name));
            }
            let mut now = self.lock();
            if let Some(state) = now.states.0.get_mut(&hook.name) {
                state.tried(&waiting.id, sent, (self.terms.now)(), &self.terms.pauses);
            }
            self.keep(now);
        }
    }

    /// Waits for what is due; `None` at the end.
    fn next(&self, hook: &str) -> Option<Waiting> {
        const AT_MOST: Duration = Duration::from_secs(60);
        let mut now = self.lock();
        loop {
            if now.ended {
                return None;
            }
            let at = (self.terms.now)();
            let first = now.states.0.get(hook).and_then(|state| state.waiting.iter().min_by_key(|w| w.next));
            let pause = match first {
                Some(first) if first.next <= at => return Some(first.clone()),
                Some(first) => Duration::from_secs(u64::try_from(first.next - at).unwrap_or_default()).min(AT_MOST),
                None => AT_MOST,
            };
            now = self.news.wait_timeout(now, pause).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

fn unix_time() -> i64 {
    jiff::Timestamp::now().as_second()
}

#[cfg(test)]
mod tests;
