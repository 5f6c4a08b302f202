//! Server-sent events: word that the ledger has changed or an alert was raised, as long as somebody listens.
//!
//! One task looks at the ledger, however many listen; the raising of alerts listens always.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame};
use tokio::sync::{mpsc, watch, OwnedSemaphorePermit, Semaphore};

use crate::pool::{Pool, Stamp};
use crate::problem::Problem;

/// Those who listen at a time.
const LISTENERS: usize = 512;
/// Alerts that who is slow to hear may still hear of.
const REMEMBERED: usize = 64;
/// How often the ledger is looked at, and after how long without news a word is said, so that nobody in between takes the
/// connection for dead.
const LOOK: Duration = Duration::from_millis(50);
const QUIET: Duration = Duration::from_secs(15);

/// Who listens.
pub(crate) struct Listeners {
    places: Arc<Semaphore>,
    /// What the ledger is; gone when the server ends.
    news: Mutex<Option<watch::Sender<News>>>,
}

/// What there is to say.
#[derive(Clone, Default)]
pub(crate) struct News {
    stamp: Option<Stamp>,
    /// How many alerts were told, and the last of them as JSON.
    alerts: u64,
    last: VecDeque<Arc<str>>,
}

/// What one who listens is told.
pub(crate) struct Changes {
    words: mpsc::Receiver<Bytes>,
    _place: OwnedSemaphorePermit,
}

impl Listeners {
    pub fn new() -> Self {
        Self {
            places: Arc::new(Semaphore::new(LISTENERS)),
            news: Mutex::new(Some(watch::Sender::new(News::default()))),
        }
    }

    /// Changes from now on, or from `known` on, the id of the last word that the listener has heard.
    pub fn listen(&self, pool: &Pool, known: Option<&str>) -> Result<Changes, Problem> {
        let place = self.places.clone().try_acquire_owned();
        let place = place.map_err(|_| Problem::unavailable("too many listen; ask now and then instead"))?;
        let now = pool.stamp().ok();
        let news = self.with(|sender| {
            tell(sender, now);
            sender.subscribe()
        });
        let news = news.ok_or_else(|| Problem::unavailable("the server is about to end"))?;
        let (sender, receiver) = mpsc::channel(4);
        let missed = known.is_some_and(|known| now.is_some_and(|now| now.to_string() != known));
        tokio::spawn(say(news, sender, missed));
        Ok(Changes { words: receiver, _place: place })
    }

    /// News from now on; `None` where the server ends.
    pub fn subscribe(&self) -> Option<watch::Receiver<News>> {
        self.with(watch::Sender::subscribe)
    }

    /// Says that alerts were raised, each a document of JSON.
    pub fn alert(&self, alerts: impl Iterator<Item = String>) {
        let alerts: Vec<Arc<str>> = alerts.map(Arc::from).collect();
        if alerts.is_empty() {
            return;
        }
        self.with(|sender| {
            sender.send_modify(|news| {
                news.alerts += alerts.len() as u64;
                news.last.extend(alerts.iter().cloned());
                while news.last.len() > REMEMBERED {
                    news.last.pop_front();
                }
            });
        });
    }

    /// Looks at the ledger, until the server ends.
    pub async fn watch(&self, pool: &Pool) {
        let mut look = tokio::time::interval(LOOK);
        look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            look.tick().await;
            if self.with(|sender| tell(sender, pool.stamp().ok())).is_none() {
                return;
            }
        }
    }

    /// Lets all who listen go.
    pub fn end(&self) {
        *self.news.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn with<T>(&self, use_it: impl FnOnce(&watch::Sender<News>) -> T) -> Option<T> {
        self.news.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(use_it)
    }
}

/// A ledger that is away is no news; one that is there again is, where it is another.
fn tell(sender: &watch::Sender<News>, now: Option<Stamp>) {
    sender.send_if_modified(|news| {
        let is_new = now.is_some() && news.stamp != now;
        if is_new {
            news.stamp = now;
        }
        is_new
    });
}

/// Says what is new until the server ends or nobody hears any more.
async fn say(mut news: watch::Receiver<News>, to: mpsc::Sender<Bytes>, missed: bool) {
    let word = |event: &str, stamp: Option<Stamp>| {
        let id = stamp.map(|s| s.to_string()).unwrap_or_default();
        format!("event: {event}\nid: {id}\ndata: {{}}\n\n")
    };
    let mut known = news.borrow_and_update().clone();
    let mut next = word(if missed { "changed" } else { "listening" }, known.stamp);
    loop {
        // Who does not take what is said holds up nobody, and is let go.
        match tokio::time::timeout(QUIET, to.send(next.into())).await {
            Ok(Ok(())) => {}
            _ => return,
        }
        next = match tokio::time::timeout(QUIET, news.changed()).await {
            Ok(Ok(())) => {
                let now = news.borrow_and_update().clone();
                let new = usize::try_from(now.alerts - known.alerts).unwrap_or(usize::MAX).min(now.last.len());
                let alerts = now.last.iter().skip(now.last.len() - new);
                let mut words: String = alerts.map(|alert| format!("event: alert\ndata: {alert}\n\n")).collect();
                if now.stamp != known.stamp {
                    words += &word("changed", now.stamp);
                }
                known = now;
                words
            }
            Ok(Err(_)) => return,
            Err(_) => ": quiet\n\n".into(),
        };
    }
}

impl Body for Changes {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        self.words.poll_recv(cx).map(|word| word.map(|word| Ok(Frame::data(word))))
    }
}
