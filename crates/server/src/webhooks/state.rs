//! What each receiver was told, what waits for it, and what was set aside: a file of JSON beside the ledger.

use std::collections::{BTreeMap, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Notice;

/// Alerts that are known to have been told, that wait, and that were set aside, at most.
const HEARD: usize = 2000;
const WAITING: usize = 1000;
const DEAD: usize = 200;

/// Receivers by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct States(pub BTreeMap<String, HookState>);

/// How a receiver stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HookState {
    /// Alerts that reached it.
    pub delivered: u64,
    /// When the last did, in seconds since 1970.
    pub last: Option<i64>,
    /// What went wrong last; none where the last reached it.
    pub error: Option<String>,
    /// Alerts that are still to be sent.
    pub waiting: Vec<Waiting>,
    /// Alerts that were set aside.
    pub dead: VecDeque<Dead>,
    /// Ids that are no news, the oldest first; none before the receiver was told of anything.
    #[serde(default)]
    heard: Option<VecDeque<String>>,
}

/// An alert that is to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// The alert's id.
    pub id: String,
    /// What is sent.
    pub body: String,
    /// How often it was sent in vain.
    pub tries: usize,
    /// When it is sent next, in seconds since 1970.
    pub next: i64,
}

/// An alert that was sent in vain for the last time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dead {
    /// The alert's id.
    pub id: String,
    /// What was sent.
    pub body: String,
    /// How often.
    pub tries: usize,
    /// What went wrong last.
    pub error: String,
    /// When, in seconds since 1970.
    pub at: i64,
}

impl States {
    /// Where the file of a ledger lies.
    pub fn beside(ledger: &Path) -> PathBuf {
        let mut name = ledger.as_os_str().to_owned();
        name.push("-webhooks.json");
        name.into()
    }

    /// The states in a file; none where there is no such file.
    pub fn read(path: &Path) -> Result<Self, String> {
        match fs::read(path) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map_err(|e| format!("{e}; move the file away to begin anew, what waits in it is not sent then")),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(e) => Err(e.to_string()),
        }
    }
}

impl HookState {
    /// Lets what is new wait; whether anything was.
    pub(super) fn hear(&mut self, notices: &[Notice], now: i64) -> bool {
        let is_first = self.heard.is_none();
        let heard = self.heard.get_or_insert_default();
        let mut changed = is_first;
        for notice in notices {
            if heard.contains(&notice.id) {
                continue;
            }
            changed = true;
            heard.push_back(notice.id.clone());
            if heard.len() > HEARD {
                heard.pop_front();
            }
            if !is_first {
                let Notice { id, body } = notice.clone();
                self.waiting.push(Waiting { id, body, tries: 0, next: now });
            }
        }
        while self.waiting.len() > WAITING {
            let given_up = self.waiting.remove(0);
            self.set_aside(given_up, "more waited than is kept".into(), now);
        }
        changed
    }

    /// What came of sending: done, to be sent again after a pause, or set aside.
    pub(super) fn tried(&mut self, id: &str, sent: Result<(), String>, now: i64, pauses: &[i64]) {
        let Some(at) = self.waiting.iter().position(|w| w.id == id) else { return };
        match sent {
            Ok(()) => {
                self.waiting.remove(at);
                (self.delivered, self.last, self.error) = (self.delivered + 1, Some(now), None);
            }
            Err(error) => {
                self.error = Some(error.clone());
                let waiting = &mut self.waiting[at];
                waiting.tries += 1;
                match pauses.get(waiting.tries - 1) {
                    Some(pause) => waiting.next = now + pause,
                    None => {
                        let given_up = self.waiting.remove(at);
                        self.set_aside(given_up, error, now);
                    }
                }
            }
        }
    }

    fn set_aside(&mut self, waiting: Waiting, error: String, at: i64) {
        if self.dead.len() == DEAD {
            self.dead.pop_front();
        }
        self.dead.push_back(Dead { id: waiting.id, body: waiting.body, tries: waiting.tries, error, at });
    }
}
