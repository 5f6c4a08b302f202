//! Server-sent events: word that the ledger has changed, as long as somebody listens.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{interval, Interval, MissedTickBehavior};

use crate::pool::{Pool, Stamp};
use crate::problem::Problem;

/// Those who listen at a time.
const LISTENERS: usize = 512;
/// How often the ledger is looked at, and how many looks without news until a word is said, so that nobody in between
/// takes the connection for dead.
const LOOK: Duration = Duration::from_millis(250);
const QUIET_LOOKS: u32 = 60;

/// Who listens, and whether they still may.
pub(crate) struct Listeners {
    places: Arc<Semaphore>,
    ended: Arc<AtomicBool>,
}

/// One who listens.
pub(crate) struct Changes {
    pool: Arc<Pool>,
    look: Interval,
    known: Option<Stamp>,
    quiet: u32,
    ended: Arc<AtomicBool>,
    _place: OwnedSemaphorePermit,
}

impl Listeners {
    pub fn new() -> Self {
        Self { places: Arc::new(Semaphore::new(LISTENERS)), ended: Arc::default() }
    }

    /// Changes from now on.
    pub fn listen(&self, pool: Arc<Pool>) -> Result<Changes, Problem> {
        let place = self.places.clone().try_acquire_owned();
        let place = place.map_err(|_| Problem::unavailable("too many listen; ask now and then instead"))?;
        let mut look = interval(LOOK);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let known = pool.stamp().ok();
        Ok(Changes { pool, look, known, quiet: QUIET_LOOKS, ended: self.ended.clone(), _place: place })
    }

    /// Lets all who listen go.
    pub fn end(&self) {
        self.ended.store(true, Ordering::Relaxed);
    }
}

impl Body for Changes {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let word = |text: &'static [u8]| Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(text)))));
        while self.look.poll_tick(cx).is_ready() {
            if self.ended.load(Ordering::Relaxed) {
                return Poll::Ready(None);
            }
            let now = self.pool.stamp().ok();
            if now.is_some() && now != self.known {
                self.known = now;
                self.quiet = 0;
                return word(b"event: changed\ndata: {}\n\n");
            }
            self.quiet += 1;
            if self.quiet > QUIET_LOOKS {
                self.quiet = 0;
                return word(b": quiet\n\n");
            }
        }
        Poll::Pending
    }
}
