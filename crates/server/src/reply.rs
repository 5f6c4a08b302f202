//! An answer before it is sent, and the headers that go with it: compressed for those who take it, and for no other site.

use std::io::Write;

use flate2::write::GzEncoder;
use flate2::Compression;
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{HeaderMap, HeaderName, HeaderValue, ACCEPT_ENCODING, IF_NONE_MATCH};
use hyper::Response;

use crate::pool::Stamp;
use crate::problem::Problem;

pub(crate) const JSON: &str = "application/json";
pub(crate) const TEXT: &str = "text/plain; charset=utf-8";

/// Shorter answers are not worth compressing.
const WORTH_COMPRESSING: usize = 1024;

const POLICY: &str =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub(crate) struct Reply {
    pub status: u16,
    pub kind: &'static str,
    pub body: Bytes,
    pub compressed: bool,
    pub etag: Option<String>,
    /// The ledger that it is told from; what [`crate::changes`] takes as the last word that somebody has heard.
    pub state: Option<Stamp>,
    pub retry_after: Option<u64>,
    pub allow: Option<String>,
    pub asks_for: &'static str,
}

impl Reply {
    /// A body as it is.
    pub fn of(kind: &'static str, body: impl Into<Bytes>) -> Self {
        Self {
            status: 200,
            kind,
            body: body.into(),
            compressed: false,
            etag: None,
            state: None,
            retry_after: None,
            allow: None,
            asks_for: "Bearer",
        }
    }

    /// JSON, compressed where that is taken and worth it.
    pub fn json(body: Vec<u8>, zipped: bool) -> Self {
        let compressed = zipped && body.len() >= WORTH_COMPRESSING;
        let body = if compressed { self::compressed(&body, Compression::default()) } else { body.into() };
        Self { compressed, ..Self::of(JSON, body) }
    }

    pub fn problem(problem: &Problem) -> Self {
        let body = serde_json::to_vec(problem).unwrap_or_default();
        Self {
            status: problem.status,
            retry_after: problem.retry_after,
            allow: problem.allow.clone(),
            asks_for: problem.asks_for,
            ..Self::of("application/problem+json", body)
        }
    }

    /// With its headers; without a body where whoever asks has it.
    pub fn response(self, asked: &HeaderMap) -> Response<Full<Bytes>> {
        let known = self.etag.as_deref().is_some_and(|etag| is_known(asked, etag));
        let mut response = Response::new(Full::new(if known { Bytes::new() } else { self.body }));
        *response.status_mut() = hyper::StatusCode::from_u16(if known { 304 } else { self.status }).unwrap_or_default();
        let headers = response.headers_mut();
        let mut set = |name: &'static str, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        };
        set("content-type", self.kind);
        // Scripts and styles are nothing that a browser shows.
        if !self.kind.starts_with("text/javascript") && !self.kind.starts_with("text/css") {
            set("content-security-policy", POLICY);
        }
        set("x-content-type-options", "nosniff");
        set("referrer-policy", "no-referrer");
        set("cross-origin-resource-policy", "same-origin");
        set("cross-origin-opener-policy", "same-origin");
        set("vary", "accept-encoding, authorization");
        if self.compressed && !known {
            set("content-encoding", "gzip");
        }
        set("cache-control", if self.etag.is_some() { "private, no-cache" } else { "no-store" });
        if let Some(etag) = &self.etag {
            set("etag", etag);
        }
        if let Some(state) = self.state {
            set("ledger-state", &state.to_string());
        }
        if self.status == 401 {
            set("www-authenticate", self.asks_for);
        }
        if let Some(methods) = &self.allow {
            set("allow", methods);
        }
        if let Some(seconds) = self.retry_after {
            set("retry-after", &seconds.to_string());
        }
        response
    }
}

/// The tag of what stands at `address` as long as the ledger is what it is.
pub(crate) fn etag(Stamp(stamp): Stamp, address: &str) -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    (stamp, address).hash(&mut hasher);
    format!("W/\"{:016x}\"", hasher.finish())
}

pub(crate) fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    text(headers, IF_NONE_MATCH).split(',').any(|known| known.trim() == etag)
}

pub(crate) fn text(headers: &HeaderMap, name: HeaderName) -> String {
    headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned()
}

pub(crate) fn takes_gzip(headers: &HeaderMap) -> bool {
    let takes = |part: &str| {
        let (name, quality) = part.split_once(';').unwrap_or((part, ""));
        name.trim() == "gzip" && !matches!(quality.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    };
    text(headers, ACCEPT_ENCODING).split(',').any(takes)
}

/// `bytes` as gzip.
pub(crate) fn compressed(bytes: &[u8], level: Compression) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), level);
    // Writing to memory does not fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default().into()
}
