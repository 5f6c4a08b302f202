//! What went wrong, as RFC 9457 has it (`application/problem+json`): what, and what to do.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;

/// An answer that is no answer.
#[derive(Debug, Serialize)]
pub(crate) struct Problem {
    /// Status of HTTP.
    pub status: u16,
    /// What kind of problem: the same words for the same status.
    pub title: &'static str,
    /// What is wrong, and what to do.
    pub detail: String,
    /// Seconds after which to ask again.
    #[serde(skip)]
    pub retry_after: Option<u64>,
    /// Methods that are answered instead.
    #[serde(skip)]
    pub allow: Option<String>,
    /// How to send a token, where one is needed.
    #[serde(skip)]
    pub asks_for: &'static str,
}

impl Problem {
    fn new(status: u16, title: &'static str, detail: impl Into<String>) -> Self {
        Self { status, title, detail: detail.into(), retry_after: None, allow: None, asks_for: "Bearer" }
    }

    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(400, "The request cannot be understood", detail)
    }

    pub fn unauthorized() -> Self {
        Self::new(401, "A token is needed", "send Authorization: Bearer TOKEN; `attache token add NAME` makes one")
    }

    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(403, "Not from here", detail)
    }

    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(404, "Not there", detail)
    }

    /// `allowed`: methods, apart by commas.
    pub fn method_not_allowed(allowed: String) -> Self {
        let detail = format!("this address answers {allowed}");
        Self { allow: Some(allowed), ..Self::new(405, "Not with this method", detail) }
    }

    pub fn too_slow() -> Self {
        Self::new(408, "Too slow", "the request did not come whole in time; send it again")
    }

    pub fn too_large(most: usize) -> Self {
        Self::new(413, "Too large", format!("at most {most} bytes are taken"))
    }

    pub fn uri_too_long(most: usize) -> Self {
        Self::new(414, "The address is too long", format!("at most {most} bytes are taken; ask for less at once"))
    }

    pub fn unsupported(detail: impl Into<String>) -> Self {
        Self::new(415, "Not in this form", detail)
    }

    pub fn broke_down() -> Self {
        Self::new(
            500,
            "The program broke down",
            "please send us what you asked for with an issue; other requests are not touched",
        )
    }

    pub fn too_many(seconds: u64) -> Self {
        let detail = format!("this client asks more than its share; ask again in {seconds} s");
        Self { retry_after: Some(seconds), ..Self::new(429, "Too many requests", detail) }
    }

    pub fn unavailable(detail: impl Into<String>) -> Self {
        Self { retry_after: Some(5), ..Self::new(503, "Not now", detail) }
    }
}

impl From<ledger::Error> for Problem {
    fn from(error: ledger::Error) -> Self {
        match error {
            ledger::Error::Wish(detail) => Self::bad_request(detail),
            // Paths and what the database says stay on this side.
            other => {
                log(&other.to_string());
                Self::unavailable("the ledger cannot be used now; whoever runs this server finds the reason in its log")
            }
        }
    }
}

/// How long the same trouble is not said again, and how many troubles are told apart.
const SAID: Duration = Duration::from_secs(60);
const TROUBLES: usize = 64;

/// Says what is wrong on standard error: once a minute, however many ask meanwhile.
pub(crate) fn log(trouble: &str) {
    static LAST: Mutex<VecDeque<(String, Instant)>> = Mutex::new(VecDeque::new());
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    last.retain(|(_, at)| at.elapsed() < SAID);
    if last.iter().any(|(said, _)| said == trouble) {
        return;
    }
    eprintln!("attache: {trouble}");
    if last.len() == TROUBLES {
        last.pop_front();
    }
    last.push_back((trouble.to_owned(), Instant::now()));
}
