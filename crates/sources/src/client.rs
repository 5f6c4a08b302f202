//! Asking servers politely: by their `robots.txt`, with conditions, within bounds of size, time and redirects, and never a
//! private address.

use std::collections::HashMap;
use std::io::Read;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use ureq::http::header::{HeaderName, CONTENT_TYPE, ETAG, LAST_MODIFIED, LOCATION, RETRY_AFTER};
use ureq::http::Response;
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body};
use url::Url;

use crate::answer::content_type;
use crate::guard::{Guarded, PRIVATE};
use crate::robots::Robots;

/// Longest feed or page, in bytes once it is unpacked.
pub(crate) const LONGEST: usize = 8 * 1024 * 1024;
/// From this size on only a few answers are taken in at a time.
const LARGE: usize = 256 * 1024;
const MOST_LARGE: usize = 4;
const MOST_HOPS: usize = 8;
const LONGEST_ROBOTS: u64 = 500 * 1024;
/// How long the rules of a host hold.
const ROBOTS_HOLD: Duration = Duration::from_secs(24 * 3600);
const MOST_ROBOTS: usize = 10_000;

/// What is asked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Request {
    pub address: String,
    pub etag: Option<String>,
    pub modified: Option<String>,
}

/// What came.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// The bytes; `None` where nothing has changed.
    pub body: Option<Vec<u8>>,
    pub kind: String,
    pub charset: Option<String>,
    pub etag: Option<String>,
    pub modified: Option<String>,
    /// The address that answered in the end.
    pub address: Url,
    /// Where it has moved for good.
    pub moved: Option<String>,
}

/// Why nothing came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub fault: String,
    /// Seconds that the server wants to be left alone.
    pub wait: Option<u64>,
    /// Whether asking again later makes no sense.
    pub lasting: bool,
}

impl Refusal {
    pub fn lasting(fault: impl Into<String>) -> Self {
        Self { fault: fault.into(), wait: None, lasting: true }
    }

    pub fn passing(fault: impl Into<String>) -> Self {
        Self { fault: fault.into(), wait: None, lasting: false }
    }
}

/// Asks servers.
pub(crate) struct Client {
    agent: Agent,
    robots: Mutex<HashMap<String, (Instant, Robots)>>,
    large: Mutex<usize>,
    freed: Condvar,
}

impl Client {
    /// `contact` is told to the servers; `allowed` are the hosts that may be private; `patience` bounds each answer.
    pub fn new(contact: Option<&str>, allowed: Vec<String>, patience: Duration) -> Self {
        let agent =
            format!("attache/{}{}", env!("CARGO_PKG_VERSION"), contact.map_or(String::new(), |c| format!(" ({c})")));
        let config = Agent::config_builder()
            .timeout_global(Some(patience))
            .timeout_connect(Some(patience.min(Duration::from_secs(10))))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .max_idle_connections(32)
            .input_buffer_size(16 * 1024)
            .output_buffer_size(8 * 1024)
            // A proxy would look names up by itself, past the guard.
            .proxy(None)
            .user_agent(agent)
            .build();
        let resolver = Guarded { allowed, inner: Default::default() };
        Self {
            agent: Agent::with_parts(config, DefaultConnector::default(), resolver),
            robots: Mutex::default(),
            large: Mutex::new(0),
            freed: Condvar::new(),
        }
    }

    /// Asks for what stands at an address, through redirects.
    pub fn get(&self, request: &Request) -> Result<Answer, Refusal> {
        let mut url = Url::parse(&request.address).map_err(|e| Refusal::lasting(format!("no sound address: {e}")))?;
        let mut moved = None;
        let mut for_good = true;
        for _ in 0..=MOST_HOPS {
            self.may_ask(&url)?;
            let answer = self.ask(&url, request)?;
            let status = answer.status().as_u16();
            match status {
                301 | 302 | 303 | 307 | 308 => {
                    let to =
                        header(&answer, &LOCATION).ok_or_else(|| Refusal::passing("it is redirected to nowhere"))?;
                    url = url.join(&to).map_err(|_| Refusal::passing("it is redirected to no sound address"))?;
                    for_good &= matches!(status, 301 | 308);
                    if for_good {
                        moved = Some(url.to_string());
                    }
                }
                304 => return Ok(told(&answer, url, moved)),
                200..=299 => {
                    let about = told(&answer, url, moved);
                    return Ok(Answer { body: Some(self.body(answer)?), ..about });
                }
                _ => return Err(refused(&answer)),
            }
        }
        Err(Refusal::passing("it is redirected without end"))
    }

    /// Seconds between two requests that the host of `address` asks for, as far as is known.
    pub fn delay(&self, host: &str) -> Option<f64> {
        let known = self.robots.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(host).and_then(|(_, robots)| robots.delay)
    }

    fn ask(&self, url: &Url, request: &Request) -> Result<Response<Body>, Refusal> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Refusal::lasting("only http and https are asked"));
        }
        let accept = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/html, */*;q=0.5";
        let mut call = self.agent.get(url.as_str()).header("Accept", accept);
        for (name, value) in [("If-None-Match", &request.etag), ("If-Modified-Since", &request.modified)] {
            if let Some(value) = value {
                call = call.header(name, value);
            }
        }
        call.call().map_err(|e| broken(&e))
    }

    fn may_ask(&self, url: &Url) -> Result<(), Refusal> {
        let host = host_of(url);
        let held = {
            let known = self.robots.lock().unwrap_or_else(PoisonError::into_inner);
            known.get(&host).filter(|(since, _)| since.elapsed() < ROBOTS_HOLD).map(|(_, robots)| robots.clone())
        };
        let robots = match held {
            Some(robots) => robots,
            None => {
                let robots = self.rules(url)?;
                let mut known = self.robots.lock().unwrap_or_else(PoisonError::into_inner);
                if known.len() >= MOST_ROBOTS {
                    known.clear();
                }
                known.insert(host, (Instant::now(), robots.clone()));
                robots
            }
        };
        let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        match robots.allow(&path) {
            true => Ok(()),
            false => Err(Refusal::lasting("the host's robots.txt asks to leave it alone")),
        }
    }

    /// The rules of a host; one that has none allows all, one that fails to say them is asked later.
    fn rules(&self, url: &Url) -> Result<Robots, Refusal> {
        let mut at = url.join("/robots.txt").map_err(|_| Refusal::lasting("no sound address"))?;
        for _ in 0..5 {
            let answer = self.ask(&at, &Request::default())?;
            match answer.status().as_u16() {
                200..=299 => {
                    let mut bytes = Vec::new();
                    // What came before a break is obeyed.
                    let _ = answer.into_body().into_reader().take(LONGEST_ROBOTS).read_to_end(&mut bytes);
                    return Ok(Robots::parse(&String::from_utf8_lossy(&bytes)));
                }
                300..=399 => match header(&answer, &LOCATION).and_then(|to| at.join(&to).ok()) {
                    Some(to) => at = to,
                    None => return Ok(Robots::default()),
                },
                429 | 500.. => return Err(refused(&answer)),
                _ => return Ok(Robots::default()),
            }
        }
        Ok(Robots::default())
    }

    fn body(&self, answer: Response<Body>) -> Result<Vec<u8>, Refusal> {
        let too_long = || Refusal::passing(format!("it is longer than {} MiB once unpacked", LONGEST >> 20));
        let said: Option<usize> = header(&answer, &ureq::http::header::CONTENT_LENGTH).and_then(|n| n.parse().ok());
        if said.is_some_and(|n| n > LONGEST) {
            return Err(too_long());
        }
        let mut reader = answer.into_body().into_reader();
        let mut bytes = Vec::new();
        let taken = |e: std::io::Error| Refusal::passing(format!("the answer broke off: {}", e.to_string().trim()));
        (&mut reader).take(LARGE as u64).read_to_end(&mut bytes).map_err(taken)?;
        if bytes.len() < LARGE {
            return Ok(bytes);
        }
        let _turn = self.turn();
        // At once as large as it may get: a buffer that grows leaves holes behind on each of many threads.
        bytes.reserve_exact(LONGEST + 1 - bytes.len());
        (&mut reader).take((LONGEST - LARGE + 1) as u64).read_to_end(&mut bytes).map_err(taken)?;
        if bytes.len() > LONGEST {
            return Err(too_long());
        }
        Ok(bytes)
    }

    fn turn(&self) -> Turn<'_> {
        let held = self.large.lock().unwrap_or_else(PoisonError::into_inner);
        let mut held = self.freed.wait_while(held, |n| *n >= MOST_LARGE).unwrap_or_else(PoisonError::into_inner);
        *held += 1;
        Turn(self)
    }
}

/// One of the few large answers that are taken in at a time.
struct Turn<'a>(&'a Client);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *self.0.large.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.0.freed.notify_one();
    }
}

/// Host and port, as politeness counts them.
pub(crate) fn host_of(url: &Url) -> String {
    format!("{}:{}", url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or_default())
}

fn header(answer: &Response<Body>, name: &HeaderName) -> Option<String> {
    answer.headers().get(name).and_then(|v| v.to_str().ok()).filter(|v| v.len() < 4096).map(str::to_owned)
}

/// What the head of an answer says.
fn told(answer: &Response<Body>, address: Url, moved: Option<String>) -> Answer {
    let (kind, charset) = content_type(&header(answer, &CONTENT_TYPE).unwrap_or_default());
    let (etag, modified) = (header(answer, &ETAG), header(answer, &LAST_MODIFIED));
    Answer { body: None, kind, charset, etag, modified, address, moved }
}

fn refused(answer: &Response<Body>) -> Refusal {
    let wait = header(answer, &RETRY_AFTER).and_then(|v| seconds(&v, jiff::Timestamp::now()));
    match answer.status().as_u16() {
        404 | 410 => Refusal::lasting("the server has no such page"),
        code @ (401 | 403 | 451) => Refusal::lasting(format!("the server refuses it (status {code})")),
        429 => {
            Refusal { fault: "the server asks to be left alone for a while (status 429)".into(), wait, lasting: false }
        }
        code => Refusal { fault: format!("the server answers with status {code}"), wait, lasting: false },
    }
}

/// Seconds of a `Retry-After` header: a number, or a time.
fn seconds(text: &str, now: jiff::Timestamp) -> Option<u64> {
    let text = text.trim();
    text.parse().ok().or_else(|| {
        let at = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
        u64::try_from(at.as_second() - now.as_second()).ok()
    })
}

fn broken(error: &ureq::Error) -> Refusal {
    match error {
        ureq::Error::Timeout(_) => Refusal::passing("the server takes too long"),
        ureq::Error::HostNotFound => Refusal::passing("there is no such host"),
        ureq::Error::Io(e) if e.to_string() == PRIVATE => Refusal::lasting(PRIVATE),
        ureq::Error::Io(e) => Refusal::passing(format!("the connection failed: {e}")),
        other => Refusal::passing(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_a_number_or_a_time() {
        let now = "2024-03-05T10:00:00Z".parse().unwrap();
        assert_eq!(seconds("120", now), Some(120));
        assert_eq!(seconds("Tue, 05 Mar 2024 10:01:00 GMT", now), Some(60));
        assert_eq!(seconds("Tue, 05 Mar 2024 09:00:00 GMT", now), None);
        assert_eq!(seconds("soon", now), None);
    }
}
