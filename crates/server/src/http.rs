//! Connections and requests: what comes in is bounded in size, time and number, what goes out is compressed and says that no
//! other site may use it.

use std::future::{poll_fn, Future};
use std::io;
use std::net::SocketAddr;
use std::pin::{pin, Pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

use crate::answer::{answer, Desk};
use crate::bell;
use crate::problem::Problem;

/// Connections at a time: with the ledger's files, fewer than the 1,024 that a process may usually have open.
const CONNECTIONS: usize = 896;
/// Those at a time who come when all places are taken and are told so; more are cut off. And how long they may take to hear it.
const AT_THE_DOOR: usize = 32;
const FAREWELL: Duration = Duration::from_secs(1);
/// Longest head of a request.
const LONGEST_HEAD: usize = 64 * 1024;
/// How long the head may take; and what is under way when the server is told to stop.
const HEAD_TIME: Duration = Duration::from_secs(15);
const STOP_TIME: Duration = Duration::from_secs(10);
/// How long nothing may end before what is still open counts as idle.
const LINGER: Duration = Duration::from_millis(400);
/// Connections that are waiting when the server is told to stop are still taken, at most so many.
const STILL_TAKEN: usize = 1024;

/// Takes connections until it is told to stop, and then finishes what is under way.
pub(crate) async fn serve(listener: TcpListener, desk: Arc<Desk>, stop: Arc<Notify>) -> io::Result<()> {
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let at_the_door = Arc::new(Semaphore::new(AT_THE_DOOR));
    let watching = desk.clone();
    let watching = tokio::spawn(async move { watching.listeners.watch(&watching.pool).await });
    let told = tokio::task::block_in_place(|| bell::told_before(&desk));
    let ringing = tokio::spawn(bell::watch(desk.clone(), told));
    let mut told = pin!(told_to_stop(stop)?);
    let mut door = Door::Open(listener);
    while let Some((stream, peer)) = door.next(told.as_mut()).await {
        let Ok(place) = places.clone().try_acquire_owned() else {
            if let Ok(place) = at_the_door.clone().try_acquire_owned() {
                tokio::spawn(turn_away(stream, place));
            }
            continue;
        };
        let shared = desk.clone();
        let peer = peer.ip().to_string();
        let service = service_fn(move |request| answer(shared.clone(), peer.clone(), request));
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
    drop(door);
    desk.end();
    // What is on its way over open connections is still answered, with word that it was the last.
    let began = Instant::now();
    loop {
        let free = places.available_permits();
        let _ = tokio::time::timeout(LINGER, places.acquire_many(CONNECTIONS as u32)).await;
        if places.available_permits() <= free || began.elapsed() >= STOP_TIME {
            break;
        }
    }
    let _ = tokio::time::timeout(STOP_TIME, graceful.shutdown()).await;
    let _ = watching.await;
    ringing.abort();
    if let Some(senders) = &desk.senders {
        tokio::task::block_in_place(|| senders.end());
    }
    Ok(())
}

/// Tells that all places are taken.
async fn turn_away(mut stream: TcpStream, _place: OwnedSemaphorePermit) {
    let told = async {
        let problem = Problem::unavailable("too many connections are open; ask again in a while");
        let body = serde_json::to_string(&problem).unwrap_or_default();
        let head = "HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/problem+json\r\nretry-after: 5\r\nconnection: close";
        stream.write_all(format!("{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len()).as_bytes()).await?;
        stream.shutdown().await?;
        // What was asked is read and thrown away: the answer would be lost with a connection that is cut off.
        tokio::io::copy(&mut stream, &mut tokio::io::sink()).await
    };
    let _ = tokio::time::timeout(FAREWELL, told).await;
}

/// Where connections come in.
enum Door {
    Open(TcpListener),
    /// Told to stop: those who wait already, and how many of them are still let in.
    Closing(std::net::TcpListener, usize),
    Closed,
}

impl Door {
    /// The next connection; `None` when told to stop and nobody waits any more.
    async fn next(&mut self, mut told: Pin<&mut impl Future<Output = ()>>) -> Option<(TcpStream, SocketAddr)> {
        loop {
            match self {
                Self::Open(listener) => {
                    let taken = poll_fn(|cx| match told.as_mut().poll(cx) {
                        Poll::Ready(()) => Poll::Ready(None),
                        Poll::Pending => listener.poll_accept(cx).map(Some),
                    });
                    match taken.await {
                        None => self.close(),
                        Some(Ok(taken)) => return Some(taken),
                        // Out of file descriptors, or the peer has gone: others may come.
                        Some(Err(_)) => tokio::time::sleep(Duration::from_millis(20)).await,
                    }
                }
                Self::Closing(_, 0) | Self::Closed => return None,
                Self::Closing(listener, left) => {
                    *left -= 1;
                    match listener.accept() {
                        Ok((stream, peer)) => {
                            let stream = stream.set_nonblocking(true).and_then(|()| TcpStream::from_std(stream));
                            if let Ok(stream) = stream {
                                return Some((stream, peer));
                            }
                        }
                        Err(e) if e.kind() == io::ErrorKind::WouldBlock => return None,
                        Err(_) => {}
                    }
                }
            }
        }
    }

    /// From now on asks the system itself who waits: the runtime may not have heard of all yet.
    fn close(&mut self) {
        *self = match std::mem::replace(self, Self::Closed) {
            Self::Open(listener) => listener.into_std().map_or(Self::Closed, |l| Self::Closing(l, STILL_TAKEN)),
            other => other,
        };
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
