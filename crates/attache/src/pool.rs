//! Work on several threads whose results come out in the order of the input, with a bound on what is under way.
//!
//! One thread takes items from the source, workers work on them, the caller's thread hands on results. The source waits
//! while [`AHEAD`] items a worker, or [`HEAVY`] bytes, are under way: memory stays flat however long the input is and
//! however slow one item. Results do not depend on the number of threads.

use std::collections::VecDeque;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Items under way for each worker.
const AHEAD: usize = 16;
/// Bytes under way, over all workers.
const HEAVY: usize = 32 * 1024 * 1024;

/// The work on an item panicked; the item comes back. That is a mistake of the program; other items are not touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrokeDown<I>(pub I);

/// What came of one item: its result, or that the work on it broke down.
pub type Outcome<O, I> = Result<O, BrokeDown<I>>;

/// What the caller is told.
pub enum Told<O, I> {
    /// The next result, in the order of the input.
    Result(Outcome<O, I>),
    /// Nothing is ready: time to flush what was written.
    Waiting,
}

/// Works on every item with `threads` workers and tells the results in order, until `tell` fails.
///
/// A failing `tell` ends the call at once, without waiting for a source that may be blocked.
pub fn in_order<I, O, E>(
    items: impl Iterator<Item = I> + Send + 'static,
    threads: usize,
    weigh: fn(&I) -> usize,
    work: impl Fn(&I) -> O + Send + Sync + 'static,
    mut tell: impl FnMut(Told<O, I>) -> Result<(), E>,
) -> Result<(), E>
where
    I: Send + 'static,
    O: Send + 'static,
{
    let work = move |item: I| catch_unwind(AssertUnwindSafe(|| work(&item))).map_err(|_| BrokeDown(item));
    if threads <= 1 {
        for item in items {
            tell(Told::Result(work(item)))?;
        }
        return Ok(());
    }
    let line = Arc::new(Line::new(threads * AHEAD));
    let work = Arc::new(work);
    let source = Arc::clone(&line);
    thread::spawn(move || source.take_all(items, weigh));
    for _ in 0..threads {
        let (line, work) = (Arc::clone(&line), Arc::clone(&work));
        thread::spawn(move || line.work(&*work));
    }
    let told = loop {
        match line.result() {
            Next::Result(result) => {
                if let Err(e) = tell(Told::Result(result)) {
                    break Err(e);
                }
            }
            Next::Waiting => {
                if let Err(e) = tell(Told::Waiting) {
                    break Err(e);
                }
                line.wait();
            }
            Next::End => break Ok(()),
        }
    };
    line.close();
    told
}

enum Next<O, I> {
    Result(Outcome<O, I>),
    Waiting,
    End,
}

/// The items under way, oldest first.
struct Line<I, O> {
    state: Mutex<State<I, O>>,
    /// Woken when an item is added or the line closes.
    added: Condvar,
    /// Woken when a result is ready.
    ready: Condvar,
    /// Woken when a result is taken.
    taken: Condvar,
    longest: usize,
}

struct State<I, O> {
    /// Waiting items with their number and weight.
    waiting: VecDeque<(u64, usize, I)>,
    /// Slots of results from `first` on.
    results: VecDeque<Option<(usize, Outcome<O, I>)>>,
    first: u64,
    weight: usize,
    /// The source has no more.
    ended: bool,
    /// The caller wants no more.
    closed: bool,
}

impl<I, O> Line<I, O> {
    fn new(longest: usize) -> Self {
        let state = State {
            waiting: VecDeque::new(),
            results: VecDeque::new(),
            first: 0,
            weight: 0,
            ended: false,
            closed: false,
        };
        Self { state: Mutex::new(state), added: Condvar::new(), ready: Condvar::new(), taken: Condvar::new(), longest }
    }

    fn lock(&self) -> MutexGuard<'_, State<I, O>> {
        // No work is done while the lock is held, so a poisoned one is whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_all(&self, items: impl Iterator<Item = I>, weigh: fn(&I) -> usize) {
        for item in items {
            let weight = weigh(&item);
            let mut state = self.lock();
            while !state.closed && state.is_full(self.longest, weight) {
                state = self.taken.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
            if state.closed {
                return;
            }
            let number = state.first + state.results.len() as u64;
            state.results.push_back(None);
            state.weight += weight;
            state.waiting.push_back((number, weight, item));
            drop(state);
            self.added.notify_one();
        }
        self.lock().ended = true;
        self.added.notify_all();
        self.ready.notify_all();
    }

    fn work(&self, work: &impl Fn(I) -> Outcome<O, I>) {
        loop {
            let mut state = self.lock();
            let (number, weight, item) = loop {
                if state.closed {
                    return;
                }
                if let Some(item) = state.waiting.pop_front() {
                    break item;
                }
                if state.ended {
                    return;
                }
                state = self.added.wait(state).unwrap_or_else(PoisonError::into_inner);
            };
            drop(state);
            let result = work(item);
            let mut state = self.lock();
            let slot = (number - state.first) as usize;
            state.results[slot] = Some((weight, result));
            drop(state);
            if slot == 0 {
                self.ready.notify_all();
            }
        }
    }

    fn result(&self) -> Next<O, I> {
        let mut state = self.lock();
        match state.results.front_mut().map(Option::take) {
            None if state.ended => Next::End,
            None | Some(None) => Next::Waiting,
            Some(Some((weight, result))) => {
                state.results.pop_front();
                state.first += 1;
                state.weight -= weight;
                drop(state);
                self.taken.notify_one();
                Next::Result(result)
            }
        }
    }

    /// Waits until a result is ready or nothing more comes.
    fn wait(&self) {
        let mut state = self.lock();
        let waits = |s: &State<I, O>| match s.results.front() {
            Some(first) => first.is_none(),
            None => !s.ended,
        };
        while waits(&state) {
            state = self.ready.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn close(&self) {
        self.lock().closed = true;
        self.added.notify_all();
        self.taken.notify_all();
    }
}

impl<I, O> State<I, O> {
    fn is_full(&self, longest: usize, weight: usize) -> bool {
        self.results.len() >= longest || (self.weight > 0 && self.weight + weight > HEAVY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(threads: usize) -> Vec<Outcome<u64, u64>> {
        let mut out = Vec::new();
        let work = |&n: &u64| {
            assert_ne!(n, 77, "one item breaks down");
            // Some take longer than their neighbours.
            std::hint::black_box((0..(n % 7) * 1000).fold(n, |a, b| std::hint::black_box(a ^ b)));
            n * n
        };
        let told: Result<(), ()> = in_order(
            0..500u64,
            threads,
            |_| 1 << 20,
            work,
            |told| {
                if let Told::Result(r) = told {
                    out.push(r);
                }
                Ok(())
            },
        );
        told.expect("tell never fails");
        out
    }

    #[test]
    fn results_come_in_the_order_of_the_items_whatever_the_number_of_threads() {
        let wanted: Vec<_> = (0..500u64).map(|n| if n == 77 { Err(BrokeDown(77)) } else { Ok(n * n) }).collect();
        for threads in [1, 2, 8] {
            assert_eq!(run(threads), wanted, "{threads} threads");
        }
    }

    #[test]
    fn a_caller_that_wants_no_more_is_let_go_though_the_source_is_blocked() {
        let (_keep, blocked) = std::sync::mpsc::channel::<u64>();
        let items = (0..3).chain(blocked);
        let told = in_order(
            items,
            2,
            |_| 1,
            |&n| n,
            |told| match told {
                Told::Result(Ok(2)) => Err("enough"),
                _ => Ok(()),
            },
        );
        assert_eq!(told, Err("enough"));
    }
}
