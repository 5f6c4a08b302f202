//! Connections and requests: what comes in is bounded in size, time and number, what goes out is compressed and says that no
//! other site may use it.

use std::convert::Infallible;
use std::future::{poll_fn, Future};
use std::io::{self, Write};
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use flate2::write::GzEncoder;
use flate2::Compression;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{HeaderMap, HeaderValue, ACCEPT_ENCODING, ALLOW, CONTENT_TYPE, IF_NONE_MATCH, WWW_AUTHENTICATE};
use hyper::http::request::Parts;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, Semaphore};

use crate::api;
use crate::ask::{parameters, segment, Ask};
use crate::assets;
use crate::cache::Cache;
use crate::changes::Listeners;
use crate::guard::Guard;
use crate::metrics::Metrics;
use crate::openapi;
use crate::pool::{Pool, Stamp};
use crate::problem::Problem;
use crate::routes::{self, Route, Work, LONGEST_TEXT};
use crate::Reader;

/// Connections at a time.
const CONNECTIONS: usize = 1024;
/// Longest head of a request, and longest address in it.
const LONGEST_HEAD: usize = 64 * 1024;
const LONGEST_ADDRESS: usize = 8 * 1024;
/// How long the head, the body, and the answer may take; and what is under way when the server is told to stop.
const HEAD_TIME: Duration = Duration::from_secs(15);
const BODY_TIME: Duration = Duration::from_secs(15);
const ANSWER_TIME: Duration = Duration::from_secs(30);
const STOP_TIME: Duration = Duration::from_secs(10);
/// Shorter answers are not worth compressing.
const WORTH_COMPRESSING: usize = 1024;

const POLICY: &str =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What all requests share.
pub(crate) struct Desk {
    pool: Arc<Pool>,
    reader: Reader,
    guard: Guard,
    cache: Cache,
    metrics: Metrics,
    listeners: Listeners,
}

impl Desk {
    pub fn new(pool: Pool, reader: Reader, guard: Guard) -> Self {
        let (cache, metrics, listeners) = (Cache::default(), Metrics::default(), Listeners::new());
        Self { pool: Arc::new(pool), reader, guard, cache, metrics, listeners }
    }
}

/// Takes connections until it is told to stop, and then finishes what is under way.
pub(crate) async fn serve(listener: TcpListener, desk: Arc<Desk>, stop: Arc<Notify>) -> io::Result<()> {
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut told = pin!(told_to_stop(stop)?);
    while let Some(stream) = next(&listener, told.as_mut()).await {
        // Who comes when all places are taken is sent away at once.
        let Ok(place) = places.clone().try_acquire_owned() else { continue };
        let shared = desk.clone();
        let service = service_fn(move |request| answer(shared.clone(), request));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIME)
            .max_buf_size(LONGEST_HEAD)
            .serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // A peer that breaks off or writes no HTTP is its own misfortune.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    desk.listeners.end();
    let _ = tokio::time::timeout(STOP_TIME, graceful.shutdown()).await;
    Ok(())
}

/// The next connection; `None` when told to stop.
async fn next(listener: &TcpListener, mut told: std::pin::Pin<&mut impl Future<Output = ()>>) -> Option<TcpStream> {
    loop {
        let taken: Option<io::Result<(TcpStream, SocketAddr)>> = poll_fn(|cx| {
            if told.as_mut().poll(cx).is_ready() {
                return Poll::Ready(None);
            }
            listener.poll_accept(cx).map(Some)
        })
        .await;
        match taken {
            None => return None,
            Some(Ok((stream, _))) => return Some(stream),
            // Out of file descriptors, or the peer has gone: others may come.
            Some(Err(_)) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

fn told_to_stop(stop: Arc<Notify>) -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{signal, SignalKind};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        let mut stopped = pin!(stop.notified());
        poll_fn(|cx| {
            let told = terminate.poll_recv(cx).is_ready() || interrupt.poll_recv(cx).is_ready();
            if told || stopped.as_mut().poll(cx).is_ready() {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
    })
}

/// An answer before it is sent.
struct Reply {
    status: u16,
    kind: &'static str,
    body: Bytes,
    compressed: bool,
    etag: Option<String>,
}

impl Reply {
    fn text(kind: &'static str, text: String) -> Self {
        Self { status: 200, kind, body: text.into(), compressed: false, etag: None }
    }

    fn problem(problem: &Problem) -> Self {
        let body = serde_json::to_vec(problem).unwrap_or_default().into();
        Self { status: problem.status, kind: "application/problem+json", body, compressed: false, etag: None }
    }
}

/// Where word of changes is given.
const CHANGES: &str = "/api/v1/changes";

/// The body of an answer.
type Sent = UnsyncBoxBody<Bytes, Infallible>;

const JSON: &str = "application/json";
const TEXT: &str = "text/plain; charset=utf-8";

async fn answer(desk: Arc<Desk>, request: Request<Incoming>) -> Result<Response<Sent>, Infallible> {
    let begun = Instant::now();
    let (head, body) = request.into_parts();
    let path = head.uri.path().to_owned();
    let (name, reply) = match timed(&desk, &head, body).await {
        (name, Ok(reply)) => (name, reply),
        (name, Err(problem)) => (name, Reply::problem(&problem)),
    };
    let mut response = response(reply, &head.headers, &path).map(BodyExt::boxed_unsync);
    if path == CHANGES && response.status() == 200 {
        match desk.listeners.listen(desk.pool.clone()) {
            Ok(changes) => *response.body_mut() = changes.boxed_unsync(),
            Err(problem) => {
                response = self::response(Reply::problem(&problem), &head.headers, &path).map(BodyExt::boxed_unsync)
            }
        }
    }
    desk.metrics.note(name, response.status().as_u16(), begun.elapsed());
    Ok(response)
}

/// The reply within the time that an answer may take, with the route's name for the metrics.
async fn timed(desk: &Arc<Desk>, head: &Parts, body: Incoming) -> (&'static str, Result<Reply, Problem>) {
    let path = head.uri.path();
    let found = routes::of_path(path);
    let name = match &found {
        Some((route, _)) => route.path,
        None if assets::at(path).is_some() => "page",
        None if path == CHANGES => CHANGES,
        None => "other",
    };
    let reply = tokio::time::timeout(ANSWER_TIME, reply(desk, head, body, found)).await;
    (name, reply.unwrap_or_else(|_| Err(Problem::unavailable("the answer takes too long; ask for less at once"))))
}

async fn reply(
    desk: &Arc<Desk>,
    head: &Parts,
    body: Incoming,
    found: Option<(&'static Route, Option<String>)>,
) -> Result<Reply, Problem> {
    desk.guard.host(&head.headers)?;
    let address = head.uri.path_and_query().map_or("", |p| p.as_str());
    if address.len() > LONGEST_ADDRESS {
        return Err(Problem::uri_too_long(LONGEST_ADDRESS));
    }
    let zipped = takes_gzip(&head.headers);
    let reads = matches!(head.method, Method::GET | Method::HEAD);
    let Some((route, id)) = found else {
        return if reads { other(desk, head, zipped).await } else { Err(Problem::method_not_allowed("GET")) };
    };
    desk.guard.token(&head.headers)?;
    if !(head.method.as_str() == route.method() || reads && route.method() == "GET") {
        return Err(Problem::method_not_allowed(route.method()));
    }
    let mut ask = Ask {
        path: head.uri.path().to_owned(),
        named: id.map(|id| segment(&id)).transpose()?,
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
                api::read(&desk.reader, &ask).map(|body| (zipped && body.len() >= WORTH_COMPRESSING, body))
            };
            let (zip, body) = blocking(read).await?;
            Ok(Reply {
                status: 200,
                kind: JSON,
                body: if zip { compressed(&body) } else { body.into() },
                compressed: zip,
                etag: None,
            })
        }
    }
}

type LedgerWork = fn(&ledger::Ledger, &lexicon::Lexicon, &Ask) -> routes::Answer;

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
    let etag = etag(stamp, &address);
    let reply =
        |body: Bytes, compressed: bool| Reply { status: 200, kind: JSON, body, compressed, etag: Some(etag.clone()) };
    if is_known(headers, &etag) {
        return Ok(reply(Bytes::new(), false));
    }
    for compressed in [zipped, false] {
        if let Some(body) = desk.cache.get(&(address.clone(), compressed), stamp) {
            return Ok(reply(body, compressed));
        }
    }
    let turn = desk.pool.turn().await?;
    let shared = desk.clone();
    let (zip, body) = blocking(move || {
        let _turn = turn;
        let body = shared.pool.with(|ledger| work(ledger, &shared.reader.lexicon, &ask))?;
        let zip = zipped && body.len() >= WORTH_COMPRESSING;
        let body: Bytes = if zip { compressed(&body) } else { body.into() };
        shared.cache.put((address, zip), stamp, body.clone());
        Ok((zip, body))
    })
    .await?;
    Ok(reply(body, zip))
}

/// What is no part of the API: the page, its description, what machines look at.
async fn other(desk: &Arc<Desk>, head: &Parts, zipped: bool) -> Result<Reply, Problem> {
    match head.uri.path() {
        "/healthz" => Ok(Reply::text(TEXT, "well\n".into())),
        "/readyz" => {
            let turn = desk.pool.turn().await?;
            let desk = desk.clone();
            blocking(move || {
                let _turn = turn;
                desk.pool.with(|ledger| Ok(ledger.is_readable()?))
            })
            .await?;
            Ok(Reply::text(TEXT, "ready\n".into()))
        }
        "/metrics" => {
            desk.guard.token(&head.headers)?;
            Ok(Reply::text("text/plain; version=0.0.4; charset=utf-8", desk.metrics.text()))
        }
        CHANGES => {
            desk.guard.token(&head.headers)?;
            Ok(Reply::text("text/event-stream", String::new()))
        }
        "/openapi.json" => Ok(Reply::text(JSON, openapi::description().to_string())),
        path => {
            let asset = assets::at(path)
                .ok_or_else(|| Problem::not_found("nothing is here; /openapi.json says what is where"))?;
            let body = if zipped { asset.compressed.clone() } else { asset.plain.clone() };
            Ok(Reply { status: 200, kind: asset.kind, body, compressed: zipped, etag: Some(asset.etag.clone()) })
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

fn etag(Stamp(stamp): Stamp, address: &str) -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    (stamp, address).hash(&mut hasher);
    format!("W/\"{:016x}\"", hasher.finish())
}

fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    text(headers, IF_NONE_MATCH).split(',').any(|known| known.trim() == etag)
}

fn text(headers: &HeaderMap, name: hyper::header::HeaderName) -> String {
    headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned()
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    let takes = |part: &str| {
        let (name, quality) = part.split_once(';').unwrap_or((part, ""));
        name.trim() == "gzip" && !matches!(quality.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    };
    text(headers, ACCEPT_ENCODING).split(',').any(takes)
}

/// `bytes` as gzip.
pub(crate) fn compressed(bytes: &[u8]) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::new(6));
    // Writing to memory does not fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default().into()
}

fn response(reply: Reply, asked: &HeaderMap, path: &str) -> Response<Full<Bytes>> {
    let known = reply.etag.as_deref().is_some_and(|etag| is_known(asked, etag));
    let mut response = Response::new(Full::new(if known { Bytes::new() } else { reply.body }));
    *response.status_mut() = hyper::StatusCode::from_u16(if known { 304 } else { reply.status }).unwrap_or_default();
    let headers = response.headers_mut();
    let mut set = |name: &'static str, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    set("content-type", reply.kind);
    set("content-security-policy", POLICY);
    set("x-content-type-options", "nosniff");
    set("referrer-policy", "no-referrer");
    set("cross-origin-resource-policy", "same-origin");
    set("cross-origin-opener-policy", "same-origin");
    set("vary", "accept-encoding");
    if reply.compressed && !known {
        set("content-encoding", "gzip");
    }
    match reply.etag {
        Some(etag) => {
            set("etag", &etag);
            set("cache-control", "private, no-cache");
        }
        None => set("cache-control", "no-store"),
    }
    match reply.status {
        401 => set(WWW_AUTHENTICATE.as_str(), "Bearer"),
        405 => set(ALLOW.as_str(), routes::of_path(path).map_or("GET", |(route, _)| route.method())),
        503 => set("retry-after", "5"),
        _ => {}
    }
    response
}
