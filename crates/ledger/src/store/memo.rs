//! What was looked up before and is still the same.

use std::cell::RefCell;
use std::collections::HashMap;

use rusqlite::Result;

/// Entries at most; then it begins anew.
const MOST: usize = 4096;

/// Values by what was asked, as long as a table that only grows has the same last row.
pub(crate) struct Memo<T>(RefCell<(i64, HashMap<String, T>)>);

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self(RefCell::new((0, HashMap::new())))
    }
}

impl<T: Clone> Memo<T> {
    /// What is known of `asked`, or what `look` finds. `last`: the last row of the table.
    pub fn of(&self, last: i64, asked: &str, look: impl FnOnce() -> Result<T>) -> Result<T> {
        {
            let (of, known) = &*self.0.borrow();
            if let Some(value) = known.get(asked).filter(|_| *of == last) {
                return Ok(value.clone());
            }
        }
        let value = look()?;
        let (of, known) = &mut *self.0.borrow_mut();
        if *of != last || known.len() == MOST {
            known.clear();
        }
        *of = last;
        known.insert(asked.to_owned(), value.clone());
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_looked_up_once_for_each_state_and_is_bounded() -> Result<()> {
        let memo = Memo::default();
        let ask = |last, asked: &str, found| memo.of(last, asked, || Ok(found));
        assert_eq!((ask(1, "a", 1)?, ask(1, "a", 2)?, ask(1, "b", 3)?), (1, 1, 3));
        assert_eq!((ask(2, "b", 4)?, ask(2, "a", 5)?, ask(2, "b", 6)?), (4, 5, 4), "something was added");
        assert!(memo.of(2, "c", || Err(rusqlite::Error::InvalidQuery)).is_err());
        assert_eq!(ask(2, "c", 7)?, 7, "a failure is not kept");
        for n in 0..3 * MOST {
            ask(2, &n.to_string(), 0)?;
        }
        assert!(memo.0.borrow().1.len() <= MOST);
        Ok(())
    }
}
