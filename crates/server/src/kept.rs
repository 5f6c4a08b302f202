//! What takes long to put together and is the same for all who ask, as long as the ledger is what it was.

use std::sync::{Arc, Mutex, PoisonError};

use crate::api::{Agreements, AtFirst};
use crate::pool::Stamp;
use crate::problem::Problem;

/// All that is kept.
#[derive(Default)]
pub(crate) struct Kept {
    pub agreements: Last<Agreements>,
    pub at_first: Last<AtFirst>,
}

/// What was put together last, and of which state of the ledger.
pub(crate) struct Last<T>(Mutex<Option<(Stamp, Arc<T>)>>);

impl<T> Default for Last<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T> Last<T> {
    /// What is kept of this state, or what `make` makes of it. Whoever asks meanwhile waits for the same.
    pub fn of(&self, stamp: Stamp, make: impl FnOnce() -> Result<T, Problem>) -> Result<Arc<T>, Problem> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, kept)) = last.as_ref().filter(|(of, _)| *of == stamp) {
            return Ok(kept.clone());
        }
        let made = Arc::new(make()?);
        *last = Some((stamp, made.clone()));
        Ok(made)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_made_once_for_each_state_and_again_after_a_failure() {
        let last = Last::default();
        assert!(last.of(Stamp(1), || Err::<i32, _>(Problem::broke_down())).is_err());
        assert_eq!(last.of(Stamp(1), || Ok(1)).ok().as_deref(), Some(&1));
        assert_eq!(last.of(Stamp(1), || Ok(2)).ok().as_deref(), Some(&1));
        assert_eq!(last.of(Stamp(2), || Ok(3)).ok().as_deref(), Some(&3));
    }
}
