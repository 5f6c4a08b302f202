//! Answers that were given, as long as the ledger is what it was.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use hyper::body::Bytes;

use crate::pool::Stamp;

/// Bytes of a generation. There are two: answers nobody asks for again are gone after both have been filled.
const GENERATION: usize = 16 << 20;

/// Address with its query, and whether compressed.
type Key = (String, bool);

#[derive(Default)]
pub(crate) struct Cache(Mutex<Generations>);

#[derive(Default)]
struct Generations {
    young: HashMap<Key, (Stamp, Bytes)>,
    old: HashMap<Key, (Stamp, Bytes)>,
    bytes: usize,
}

impl Cache {
    pub fn get(&self, key: &Key, stamp: Stamp) -> Option<Bytes> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, body)) = all.young.get(key) {
            return (*of == stamp).then(|| body.clone());
        }
        let (of, body) = all.old.remove(key)?;
        if of != stamp {
            return None;
        }
        all.put(key.clone(), stamp, body.clone());
        Some(body)
    }

    pub fn put(&self, key: Key, stamp: Stamp, body: Bytes) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).put(key, stamp, body);
    }
}

impl Generations {
    fn put(&mut self, key: Key, stamp: Stamp, body: Bytes) {
        let size = key.0.len() + body.len();
        if size > GENERATION / 4 {
            return;
        }
        if self.bytes + size > GENERATION {
            self.old = std::mem::take(&mut self.young);
            self.bytes = 0;
        }
        self.bytes += size;
        self.young.insert(key, (stamp, body));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(n: usize) -> Key {
        (n.to_string(), false)
    }

    #[test]
    fn an_answer_is_given_again_until_the_ledger_changes() {
        let cache = Cache::default();
        cache.put(key(1), Stamp(1), Bytes::from_static(b"told"));
        assert_eq!(cache.get(&key(1), Stamp(1)).as_deref(), Some(&b"told"[..]));
        assert_eq!(cache.get(&key(1), Stamp(2)), None);
    }

    #[test]
    fn memory_is_bounded_and_what_is_asked_for_stays() {
        let cache = Cache::default();
        let body = Bytes::from(vec![0; GENERATION / 8]);
        for n in 0..100 {
            cache.put(key(n), Stamp(1), body.clone());
            assert!(cache.get(&key(0), Stamp(1)).is_some(), "asked for each time, after {n}");
        }
        let all = cache.0.lock().expect("sound");
        assert!(all.young.len() + all.old.len() <= 18, "{} and {}", all.young.len(), all.old.len());
    }
}
