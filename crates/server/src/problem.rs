//! What went wrong, as RFC 9457 has it (`application/problem+json`): what, and what to do.

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
}

impl Problem {
    fn new(status: u16, title: &'static str, detail: impl Into<String>) -> Self {
        Self { status, title, detail: detail.into() }
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

    pub fn method_not_allowed(allowed: &str) -> Self {
        Self::new(405, "Not with this method", format!("this address answers {allowed}"))
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

    pub fn unavailable(detail: impl Into<String>) -> Self {
        Self::new(503, "Not now", detail)
    }
}

impl From<ledger::Error> for Problem {
    fn from(error: ledger::Error) -> Self {
        match error {
            ledger::Error::Wish(detail) => Self::bad_request(detail),
            // Paths and what the database says stay on this side.
            other => {
                eprintln!("attache: {other}");
                Self::unavailable("the ledger cannot be read now; whoever runs this server finds the reason in its log")
            }
        }
    }
}
