//! What is done when: one request at a time to each host, with pauses; hosts that fail are left alone ever longer, and in a
//! lane of their own, so that they keep nobody waiting.

use std::collections::{HashMap, HashSet};
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::mpsc::{channel, Receiver, Sender, SyncSender};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use url::Url;

use super::look::{self, Looked, Told};
use super::state::{Standing, State, Task};
use super::{lock, Found, Until};
use crate::client::{host_of, Client, Refusal};
use crate::settings::{Place, Settings};

/// Looks at a time, and how many of them at sources that failed the last time.
const MOST_LOOKS: usize = 128;
const MOST_SUSPECTS: usize = 16;
/// Reports that are fetched at a time.
const MOST_READS: usize = 48;
/// A report that cannot be had is tried as often as this.
const TRIES: i64 = 5;
const DAY: i64 = 86_400_000;
/// First time that a report that cannot be had, or a host that is asked too often, is left alone.
const MINUTE: i64 = 60_000;
/// Longest pause between requests that a host may ask for in its robots.txt.
const LONGEST_DELAY: f64 = 60.0;
/// Threads that ask need little.
const STACK: usize = 1 << 20;

/// What came of a piece of work.
enum Done {
    Looked(usize, Result<Looked, Refusal>),
    Read(Task, Result<Told, Refusal>),
    /// Nobody takes reports any more.
    Unwanted,
}

#[derive(Default)]
struct Host {
    busy: bool,
    free_at: i64,
}

/// See the module.
pub(super) struct Plan {
    settings: Arc<Settings>,
    client: Arc<Client>,
    state: Arc<Mutex<State>>,
    found: SyncSender<Found>,
    say: Box<dyn Fn(String) + Send>,
    hosts: HashMap<String, Host>,
    /// Of each source: where it stands, its host, whether it is being looked at.
    sources: Vec<(Standing, String, bool)>,
    by_name: HashMap<String, usize>,
    looks: usize,
    suspects: usize,
    reads: usize,
    done: (Sender<Done>, Receiver<Done>),
}

impl Plan {
    pub fn new(
        settings: Arc<Settings>,
        client: Arc<Client>,
        state: Arc<Mutex<State>>,
        found: SyncSender<Found>,
        say: Box<dyn Fn(String) + Send>,
    ) -> Self {
        let by_name = settings.sources.iter().enumerate().map(|(i, s)| (s.name.clone(), i)).collect();
        Self {
            settings,
            client,
            state,
            found,
            say,
            hosts: HashMap::new(),
            sources: Vec::new(),
            by_name,
            looks: 0,
            suspects: 0,
            reads: 0,
            done: channel(),
        }
    }

    /// Plans until told to end; gives what went wrong with the file of states.
    pub fn run(mut self, until: Until) -> rusqlite::Result<()> {
        for source in &self.settings.sources {
            let mut standing = lock(&self.state).standing(&source.name)?;
            if until == Until::AllIsRead && standing.failures == 0 {
                standing.due = 0;
            }
            let host = match &source.place {
                Place::List(address) | Place::Page(address) => {
                    let address = standing.moved.as_ref().unwrap_or(address);
                    Url::parse(address).map(|url| host_of(&url)).unwrap_or_default()
                }
                Place::Folder(_) => format!("folder {}", source.name),
            };
            self.sources.push((standing, host, false));
        }
        let mut looked_at = HashSet::new();
        loop {
            let now = now();
            for i in 0..self.sources.len() {
                let again = until == Until::Stopped || !looked_at.contains(&i);
                if again && self.sources[i].0.due <= now && self.look(i, now) {
                    looked_at.insert(i);
                }
            }
            self.read(now)?;
            let all_looked = until == Until::AllIsRead
                && (0..self.sources.len()).all(|i| looked_at.contains(&i) || self.sources[i].0.due > now);
            let entry_due = lock(&self.state).next_due(now)?;
            if all_looked && self.looks + self.reads == 0 && entry_due.is_none_or(|due| due > now) {
                return Ok(());
            }
            if !self.wait(now, entry_due)? {
                return Ok(());
            }
        }
    }

    /// Waits until something is done or due; gives whether anybody still wants reports.
    fn wait(&mut self, now: i64, entry_due: Option<i64>) -> rusqlite::Result<bool> {
        let looks = self.sources.iter().filter(|(_, _, busy)| !busy).map(|(standing, ..)| standing.due);
        let pauses = self.hosts.values().filter(|host| !host.busy).map(|host| host.free_at);
        let next = looks.chain(entry_due).chain(pauses).filter(|&at| at > now).min().unwrap_or(now + MINUTE);
        let span = Duration::from_millis((next - now).clamp(1, MINUTE) as u64);
        let first = self.done.1.recv_timeout(span);
        let all: Vec<_> = first.into_iter().chain(self.done.1.try_iter()).collect();
        for done in all {
            if !self.settle(done)? {
                return Ok(false);
            }
        }
        // Hosts whose pause is over are as good as new ones.
        let now = self::now();
        self.hosts.retain(|_, host| host.busy || host.free_at > now);
        Ok(true)
    }

    fn is_free(&self, host: &str, now: i64) -> bool {
        self.hosts.get(host).is_none_or(|host| !host.busy && host.free_at <= now)
    }

    /// Begins a look at a source where its host and lane are free; gives whether it did.
    fn look(&mut self, i: usize, now: i64) -> bool {
        let (standing, host, busy) = &self.sources[i];
        let suspect = standing.failures > 0;
        let full = self.looks >= MOST_LOOKS || (suspect && self.suspects >= MOST_SUSPECTS);
        if *busy || full || !self.is_free(host, now) {
            return false;
        }
        let (standing, host) = (standing.clone(), host.clone());
        let (client, settings, done) = (Arc::clone(&self.client), Arc::clone(&self.settings), self.done.0.clone());
        let work = move || {
            let looked = guarded(|| look::source(&client, &settings.sources[i], &standing));
            let _ = done.send(Done::Looked(i, looked));
        };
        if thread::Builder::new().stack_size(STACK).spawn(work).is_err() {
            return false;
        }
        self.sources[i].2 = true;
        self.hosts.entry(host).or_default().busy = true;
        self.looks += 1;
        self.suspects += usize::from(suspect);
        true
    }

    /// Begins to read entries, one of each host that is free.
    fn read(&mut self, now: i64) -> rusqlite::Result<()> {
        let room = MOST_READS - self.reads;
        if room == 0 {
            return Ok(());
        }
        let tasks = lock(&self.state).take(now, |host| !self.is_free(host, now), room)?;
        for task in tasks {
            let Some(&i) = self.by_name.get(&task.source) else {
                // Its source is followed no more.
                let fault = Some("its source is no longer in sources.toml".to_owned());
                lock(&self.state).finish(&[(task.id, fault)])?;
                continue;
            };
            let (client, settings) = (Arc::clone(&self.client), Arc::clone(&self.settings));
            let (found, done) = (self.found.clone(), self.done.0.clone());
            self.hosts.entry(task.host.clone()).or_default().busy = true;
            let kept = task.clone();
            let work = move || {
                let told = guarded(|| {
                    look::entry(&client, &settings.sources[i], &task, |report| {
                        let _ = found.send(Found::Report { entry: task.id, report: Box::new(report) });
                    })
                });
                if let Ok(Told::Reports(fault)) = &told {
                    let fault = fault.clone();
                    if found.send(Found::Finished { entry: task.id, name: task.key.clone(), fault }).is_err() {
                        let _ = done.send(Done::Unwanted);
                    }
                }
                let _ = done.send(Done::Read(task, told));
            };
            match thread::Builder::new().stack_size(STACK).spawn(work) {
                Ok(_) => self.reads += 1,
                Err(e) => {
                    self.pause(&kept.host, now, None);
                    lock(&self.state).put_off(kept.id, now + MINUTE, &e.to_string())?;
                }
            }
        }
        Ok(())
    }

    /// Lets a host rest.
    fn pause(&mut self, host: &str, now: i64, wait: Option<i64>) {
        let asked = self.client.delay(host).map_or(0.0, |seconds| seconds.min(LONGEST_DELAY) * 1000.0) as i64;
        let own = if host.starts_with("folder ") { 0 } else { self.settings.pause.as_millis() as i64 };
        let free_at = now + own.max(asked).max(wait.unwrap_or(0).min(DAY));
        self.hosts.insert(host.to_owned(), Host { busy: false, free_at });
    }

    /// Puts off what else is to be had of a host that wants to be left alone.
    fn leave_alone(&mut self, host: &str, now: i64, wait: Option<i64>) -> rusqlite::Result<()> {
        let Some(wait) = wait else { return Ok(()) };
        let until = now + wait.min(DAY);
        for (standing, ..) in self.sources.iter_mut().filter(|(_, of, _)| of == host) {
            standing.due = standing.due.max(until);
        }
        lock(&self.state).leave_alone(host, until)
    }

    /// Takes in what came of a piece of work; gives whether anybody still wants reports.
    fn settle(&mut self, done: Done) -> rusqlite::Result<bool> {
        let now = now();
        match done {
            Done::Unwanted => return Ok(false),
            Done::Looked(i, looked) => self.looked(i, looked, now)?,
            Done::Read(task, told) => {
                self.reads -= 1;
                let wait = told.as_ref().err().and_then(milliseconds);
                self.pause(&task.host, now, wait);
                self.leave_alone(&task.host, now, wait)?;
                match told {
                    // Whoever takes the reports ticks the entry off.
                    Ok(Told::Reports(_)) => {}
                    Ok(Told::List(listed)) => drop(lock(&self.state).unfold(&task, &listed)?),
                    Err(refusal) => self.not_read(&task, &refusal, now)?,
                }
            }
        }
        Ok(true)
    }

    fn not_read(&self, task: &Task, refusal: &Refusal, now: i64) -> rusqlite::Result<()> {
        if refusal.lasting || task.tries + 1 >= TRIES {
            (self.say)(format!("{}: {}; it is in quarantine", task.key, refusal.fault));
            return lock(&self.state).finish(&[(task.id, Some(refusal.fault.clone()))]);
        }
        let due = now + ((5 * MINUTE) << (2 * task.tries)).max(milliseconds(refusal).unwrap_or(0)).min(DAY);
        lock(&self.state).put_off(task.id, due, &refusal.fault)
    }

    fn looked(&mut self, i: usize, looked: Result<Looked, Refusal>, now: i64) -> rusqlite::Result<()> {
        let settings = Arc::clone(&self.settings);
        let source = &settings.sources[i];
        let (was, host, _) = self.sources[i].clone();
        self.looks -= 1;
        self.suspects -= usize::from(was.failures > 0);
        let wait = looked.as_ref().err().and_then(milliseconds);
        self.pause(&host, now, wait);
        self.leave_alone(&host, now, wait)?;
        let every = source.every.as_millis() as i64;
        let (standing, listed) = match looked {
            Ok(looked) => (Standing { due: now + every, ..looked.standing }, looked.listed),
            Err(refusal) => {
                let failures = was.failures + 1;
                let due = now + rest(every, failures, wait);
                (Standing { failures, due, fault: Some(refusal.fault), ..was.clone() }, Vec::new())
            }
        };
        lock(&self.state).record(&source.name, &standing, &listed)?;
        match (&was.fault, &standing.fault) {
            (old, Some(new)) if old.as_ref() != Some(new) => (self.say)(format!("{}: {new}", source.name)),
            (Some(_), None) => (self.say)(format!("{}: is well again", source.name)),
            _ => {}
        }
        if let Some(to) = standing.moved.as_ref().filter(|to| was.moved.as_ref() != Some(to)) {
            (self.say)(format!("{}: has moved for good to {to}; write that into sources.toml", source.name));
        }
        self.sources[i] = (standing, host, false);
        Ok(())
    }
}

/// How long a source is left alone that failed so often in a row: twice as long each time, a day at the most.
fn rest(every: i64, failures: i64, wait: Option<i64>) -> i64 {
    let doubled = every.saturating_mul(1 << failures.clamp(0, 12));
    doubled.max(wait.unwrap_or(0)).min(DAY).max(every)
}

fn milliseconds(refusal: &Refusal) -> Option<i64> {
    let seconds = refusal.wait?;
    Some(i64::try_from(seconds).unwrap_or(DAY).min(DAY / 1000) * 1000)
}

/// What `work` gives; where the program breaks down over it, that is said and kept apart.
fn guarded<T>(work: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(Refusal::lasting("the program broke down over it; please send it to us with an issue")))
}

fn now() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fails_is_left_alone_ever_longer_and_never_longer_than_a_day() {
        let rests: Vec<_> = [1, 2, 3, 12, 500].iter().map(|&n| rest(10 * MINUTE, n, None) / MINUTE).collect();
        assert_eq!(rests, [20, 40, 80, 1440, 1440]);
        assert_eq!(rest(MINUTE, 1, Some(3 * 60 * MINUTE)), 180 * MINUTE);
        assert_eq!(rest(MINUTE, 1, Some(30 * DAY)), DAY);
        assert_eq!(rest(7 * DAY, 1, None), 7 * DAY);
    }
}
