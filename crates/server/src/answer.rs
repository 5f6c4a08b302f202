//! Who asks what: the route of a request, whether its client may, and the work that answers.

use std::convert::Infallible;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::time::{Duration, Instant};

use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{HeaderMap, HeaderValue, CONNECTION, CONTENT_TYPE};
use hyper::http::request::Parts;
use hyper::{Method, Request, Response, StatusCode};

use crate::api::{self, Known, LONGEST_TEXT};
use crate::ask::{parameters, segment, Ask};
use crate::assets;
use crate::cache::Cache;
use crate::changes::Listeners;
use crate::feed;
use crate::guard::{Client, Guard};
use crate::kept::Kept;
use crate::metrics::Metrics;
use crate::openapi;
use crate::pool::Pool;
use crate::problem::Problem;
use crate::rates::Rates;
use crate::reply::{etag, is_known, takes_gzip, text, Reply, JSON, TEXT};
use crate::routes::{self, Found, Work};
use crate::tokens::Role;
use crate::webhooks::Senders;
use crate::Reader;

/// Longest address of a request.
const LONGEST_ADDRESS: usize = 8 * 1024;
/// How long the body and the answer may take.
const BODY_TIME: Duration = Duration::from_secs(15);
const ANSWER_TIME: Duration = Duration::from_secs(30);
/// What the reading of a text, a change, or a place among those who listen costs, in usual requests.
const DEAR: f64 = 5.0;

/// Where word of changes is given.
const CHANGES: &str = "/api/v1/changes";
/// Where it is told who asks.
const CLIENT: &str = "/api/v1/client";
/// How those stand who are told of alerts.
const WEBHOOKS: &str = "/api/v1/webhooks";
const FEED: &str = "/alerts.atom";

/// What all requests share.
pub(crate) struct Desk {
    pub pool: Pool,
    pub listeners: Listeners,
    pub reader: Reader,
    pub senders: Option<Senders>,
    pub raises_alerts: bool,
    guard: Guard,
    rates: Rates,
    cache: Cache,
    kept: Kept,
    metrics: Metrics,
    ending: AtomicBool,
}

impl Desk {
    pub fn new(
        pool: Pool,
        reader: Reader,
        guard: Guard,
        rates: Rates,
        senders: Option<Senders>,
        raises_alerts: bool,
    ) -> Self {
        Self {
            pool,
            listeners: Listeners::new(),
            reader,
            senders,
            raises_alerts,
            guard,
            rates,
            cache: Cache::default(),
            kept: Kept::default(),
            metrics: Metrics::default(),
            ending: AtomicBool::new(false),
        }
    }

    /// Lets those who listen go; each answer from now on is the last of its connection.
    pub fn end(&self) {
        self.ending.store(true, Ordering::Relaxed);
        self.listeners.end();
    }
}

/// The body of an answer.
pub(crate) type Sent = UnsyncBoxBody<Bytes, Infallible>;

/// Answers a request that came from `peer`.
pub(crate) async fn answer(
    desk: Arc<Desk>,
    peer: String,
    request: Request<Incoming>,
) -> Result<Response<Sent>, Infallible> {
    let begun = Instant::now();
    let (head, body) = request.into_parts();
    let path = head.uri.path();
    let found = routes::of_path(path);
    let name = match &found {
        Some(found) => found.routes[0].path,
        None if assets::at(path).is_some() => "page",
        None => [CHANGES, CLIENT, WEBHOOKS, FEED].into_iter().find(|known| *known == path).unwrap_or("other"),
    };
    let reply = tokio::time::timeout(ANSWER_TIME, reply(&desk, &peer, &head, body, found)).await;
    let reply = reply.unwrap_or_else(|_| Err(Problem::unavailable("the answer takes too long; ask for less at once")));
    let listens = path == CHANGES && head.method == Method::GET;
    let changes = match &reply {
        Ok(_) if listens => {
            Some(desk.listeners.listen(&desk.pool, head.headers.get("last-event-id").and_then(|v| v.to_str().ok())))
        }
        _ => None,
    };
    let mut response = match (reply, changes) {
        (Ok(reply), Some(Ok(changes))) => reply.response(&head.headers).map(|_| changes.boxed_unsync()),
        (Ok(reply), None) => reply.response(&head.headers).map(BodyExt::boxed_unsync),
        (Err(problem), _) | (_, Some(Err(problem))) => {
            Reply::problem(&problem).response(&head.headers).map(BodyExt::boxed_unsync)
        }
    };
    // Who found no place to listen does not keep one of a connection either.
    let is_refused = listens && response.status() == StatusCode::SERVICE_UNAVAILABLE;
    if is_refused || desk.ending.load(Ordering::Relaxed) {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    desk.metrics.note(name, response.status().as_u16(), begun.elapsed());
    Ok(response)
}

async fn reply(
    desk: &Arc<Desk>,
    peer: &str,
    head: &Parts,
    body: Incoming,
    found: Option<Found>,
) -> Result<Reply, Problem> {
    desk.guard.host(&head.headers)?;
    let address = head.uri.path_and_query().map_or("", |p| p.as_str());
    if address.len() > LONGEST_ADDRESS {
        return Err(Problem::uri_too_long(LONGEST_ADDRESS));
    }
    let zipped = takes_gzip(&head.headers);
    let Some(found) = found else {
        return match head.method {
            Method::GET | Method::HEAD => other(desk, peer, head, zipped).await,
            _ => Err(Problem::method_not_allowed("GET, HEAD".into())),
        };
    };
    let client = desk.guard.client(&head.headers)?;
    let route = found.by_method(&head.method).ok_or_else(|| Problem::method_not_allowed(found.methods()))?;
    let cost = if matches!(route.work, Work::Ledger(_)) { 1.0 } else { DEAR };
    admit(desk, peer, &client, cost)?;
    let mut ask = Ask {
        path: head.uri.path().to_owned(),
        named: found.id.map(|id| segment(&id)).transpose()?,
        query: parameters(head.uri.query().unwrap_or_default()),
        content_type: text(&head.headers, CONTENT_TYPE),
        body: Bytes::new(),
    };
    ask.check(route.params)?;
    match route.work {
        Work::Ledger(work) => from_ledger(desk, address.to_owned(), work, ask, zipped, &head.headers).await,
        Work::Read => {
            ask.body = whole(body).await?;
            let turn = desk.pool.turn().await?;
            let desk = desk.clone();
            let read = move || {
                let _turn = turn;
                api::read(&desk.reader, &ask).map(|body| Reply::json(body, zipped))
            };
            blocking(read).await
        }
        Work::Change { method, work } => {
            client.may(Role::Correct)?;
            desk.guard.change(&head.headers)?;
            ask.body = whole(body).await?;
            // A form of another site cannot send JSON.
            if method == "POST" && ask.media_type() != JSON {
                return Err(Problem::unsupported("send application/json"));
            }
            let pen = desk.pool.pen().await?;
            let desk = desk.clone();
            let change = move || {
                let _pen = pen;
                desk.pool.change(|ledger| work(ledger, &desk.reader.lexicon, &ask, &client))
            };
            let status = if method == "POST" { 201 } else { 200 };
            Ok(Reply { status, ..Reply::json(blocking(change).await?, zipped) })
        }
    }
}

/// Refuses who asks more than their share. Without tokens clients are told apart by where they ask from.
fn admit(desk: &Desk, peer: &str, client: &Client, cost: f64) -> Result<(), Problem> {
    let name = if desk.guard.has_tokens() { &client.name } else { peer };
    desk.rates.take(name, cost, Instant::now())
}

type LedgerWork = fn(&Known<'_>, &Ask) -> routes::Answer;

async fn from_ledger(
    desk: &Arc<Desk>,
    address: String,
    work: LedgerWork,
    ask: Ask,
    zipped: bool,
    headers: &HeaderMap,
) -> Result<Reply, Problem> {
    // Taken before the ledger is asked: what is told is at least as new.
    let stamp = desk.pool.stamp()?;
    let (etag, state) = (Some(etag(stamp, &address)), Some(stamp));
    if etag.as_deref().is_some_and(|etag| is_known(headers, etag)) {
        return Ok(Reply { etag, state, ..Reply::of(JSON, Bytes::new()) });
    }
    for compressed in [zipped, false] {
        if let Some(body) = desk.cache.get(&(address.clone(), compressed), stamp) {
            return Ok(Reply { compressed, etag, state, ..Reply::of(JSON, body) });
        }
    }
    let turn = desk.pool.turn().await?;
    let shared = desk.clone();
    let reply = blocking(move || {
        let _turn = turn;
        let body = shared
            .pool
            .with(|ledger| work(&Known { ledger, lexicon: &shared.reader.lexicon, stamp, kept: &shared.kept }, &ask))?;
        let reply = Reply::json(body, zipped);
        shared.cache.put((address, reply.compressed), stamp, reply.body.clone());
        Ok(reply)
    });
    Ok(Reply { etag, state, ..reply.await? })
}

/// What is no part of the table: the page, the description, what machines look at.
async fn other(desk: &Arc<Desk>, peer: &str, head: &Parts, zipped: bool) -> Result<Reply, Problem> {
    let path = head.uri.path();
    if path.starts_with("/api/")
        && head.uri.query().is_some_and(|q| !q.is_empty())
        && matches!(path, CHANGES | CLIENT | WEBHOOKS)
    {
        return Err(Problem::bad_request(format!("{path} has no parameter of this name; it takes none")));
    }
    match path {
        "/healthz" => Ok(Reply::of(TEXT, "well\n")),
        "/readyz" => {
            let turn = desk.pool.turn().await?;
            let desk = desk.clone();
            blocking(move || {
                let _turn = turn;
                desk.pool.with(|ledger| Ok(ledger.is_readable()?))
            })
            .await?;
            Ok(Reply::of(TEXT, "ready\n"))
        }
        "/metrics" => {
            desk.guard.client(&head.headers)?;
            Ok(Reply::of("text/plain; version=0.0.4; charset=utf-8", desk.metrics.text()))
        }
        CHANGES => {
            let client = desk.guard.client(&head.headers)?;
            admit(desk, peer, &client, DEAR)?;
            Ok(Reply::of("text/event-stream", Bytes::new()))
        }
        CLIENT => {
            let client = desk.guard.client(&head.headers)?;
            let told = serde_json::json!({"name": client.name, "role": client.role});
            Ok(Reply::of(JSON, told.to_string()))
        }
        WEBHOOKS => {
            desk.guard.client(&head.headers)?.may(Role::Administer)?;
            let states = desk.senders.as_ref().map(Senders::states).unwrap_or_default();
            Ok(Reply::json(api::webhooks(&states), zipped))
        }
        FEED => {
            let client = desk.guard.reader(&head.headers)?;
            admit(desk, peer, &client, 1.0)?;
            let turn = desk.pool.turn().await?;
            let desk = desk.clone();
            let feed = blocking(move || {
                let _turn = turn;
                let alerts = desk.pool.with(|ledger| Ok(ledger.raised_alerts(None, feed::ENTRIES)?))?;
                Ok(feed::atom(&alerts, &desk.reader.lexicon))
            });
            Ok(Reply::of(feed::ATOM, feed.await?))
        }
        "/openapi.json" => Ok(Reply::json(openapi::description().to_string().into_bytes(), zipped)),
        path => {
            let asset = assets::at(path)
                .ok_or_else(|| Problem::not_found("nothing is here; /openapi.json says what is where"))?;
            let body = if zipped { asset.compressed.clone() } else { asset.plain.clone() };
            Ok(Reply { compressed: zipped, etag: Some(asset.etag.clone()), ..Reply::of(asset.kind, body) })
        }
    }
}

/// Runs work that may block, on a thread that may.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Problem> + Send + 'static) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err(Problem::broke_down()))
}

async fn whole(body: Incoming) -> Result<Bytes, Problem> {
    let collected = tokio::time::timeout(BODY_TIME, Limited::new(body, LONGEST_TEXT).collect()).await;
    match collected {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(e)) if e.is::<LengthLimitError>() => Err(Problem::too_large(LONGEST_TEXT)),
        Ok(Err(_)) => Err(Problem::bad_request("the text breaks off")),
        Err(_) => Err(Problem::too_slow()),
    }
}
