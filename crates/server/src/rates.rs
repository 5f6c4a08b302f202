//! How much each client may ask: a bucket of tokens that fills again at a steady rate.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use crate::problem::Problem;

/// Seconds for which a client who was quiet may ask at once.
const BURST: f64 = 4.0;
/// Clients that are told apart; beyond them, those who could ask their all anyway are forgotten.
const CLIENTS: usize = 10_000;

pub(crate) struct Rates {
    a_second: f64,
    buckets: Mutex<HashMap<String, Bucket>>,
}

struct Bucket {
    left: f64,
    at: Instant,
}

impl Rates {
    /// `a_second` requests a second for each client; 0 sets no limit.
    pub fn new(a_second: u32) -> Self {
        Self { a_second: f64::from(a_second), buckets: Mutex::default() }
    }

    /// Takes what an answer costs, in usual requests, or says when to ask again.
    pub fn take(&self, client: &str, cost: f64, now: Instant) -> Result<(), Problem> {
        if self.a_second <= 0.0 {
            return Ok(());
        }
        let full = self.a_second * BURST;
        let filled = |b: &Bucket| (b.left + now.duration_since(b.at).as_secs_f64() * self.a_second).min(full);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= CLIENTS && !buckets.contains_key(client) {
            buckets.retain(|_, b| filled(b) < full);
            if buckets.len() >= CLIENTS {
                return Err(Problem::too_many(1));
            }
        }
        let left = buckets.get(client).map_or(full, filled);
        let cost = cost.min(full);
        let enough = left >= cost;
        buckets.insert(client.to_owned(), Bucket { left: if enough { left - cost } else { left }, at: now });
        if enough {
            return Ok(());
        }
        Err(Problem::too_many(((cost - left) / self.a_second).ceil() as u64))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn who_asks_too_much_waits_and_nobody_else_does() {
        let rates = Rates::new(10);
        let begun = Instant::now();
        let answered =
            |client: &str, at: Duration| (0..100).filter(|_| rates.take(client, 1.0, begun + at).is_ok()).count();
        assert_eq!(answered("a", Duration::ZERO), 40);
        assert_eq!(answered("b", Duration::ZERO), 40);
        assert_eq!(answered("a", Duration::from_secs(2)), 20);
        let problem = rates.take("a", 5.0, begun + Duration::from_secs(2)).expect_err("too many");
        assert_eq!((problem.status, problem.retry_after), (429, Some(1)));
        assert!(Rates::new(0).take("a", 1e9, begun).is_ok());
    }

    #[test]
    fn clients_without_number_take_bounded_room() {
        let rates = Rates::new(1);
        let now = Instant::now();
        let answered = (0..2 * CLIENTS).filter(|i| rates.take(&i.to_string(), 1.0, now).is_ok()).count();
        assert_eq!(answered, CLIENTS);
        // When they have been quiet, others may come.
        assert!(rates.take("late", 1.0, now + Duration::from_secs(9)).is_ok());
    }
}
