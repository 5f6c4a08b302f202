//! What a terminal wants: colours where they are welcome, progress where somebody is watching, output that ends quietly.

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// Roles that words of a brief play; how each looks is decided here alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// A heading.
    Heading,
    /// Names of people, states, places.
    Name,
    /// What is disputed or denied.
    Warning,
    /// Ids, sources, asides.
    Quiet,
}

/// Colours, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// ANSI colours.
    Colours,
    /// Plain text.
    Plain,
}

impl Paint {
    /// Colours if standard output is a terminal that wants them: `NO_COLOR` (any value but the empty one) and
    /// `TERM=dumb` say no.
    pub fn of_stdout() -> Self {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|t| t == "dumb");
        if io::stdout().is_terminal() && !refused && !dumb {
            Self::Colours
        } else {
            Self::Plain
        }
    }

    /// `words` in the given look.
    pub fn paint<W: fmt::Display>(self, look: Look, words: W) -> Painted<W> {
        Painted { paint: self, look, words }
    }
}

/// Words with their look; see [`Paint::paint`].
pub struct Painted<W> {
    paint: Paint,
    look: Look,
    words: W,
}

impl<W: fmt::Display> fmt::Display for Painted<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.paint == Paint::Plain {
            return self.words.fmt(f);
        }
        let code = match self.look {
            Look::Heading => "1",
            Look::Name => "36",
            Look::Warning => "33",
            Look::Quiet => "2",
        };
        write!(f, "\x1b[{code}m{}\x1b[0m", self.words)
    }
}

/// Columns of the terminal, within what reads well.
pub fn width() -> usize {
    let told = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    told.unwrap_or(96).clamp(40, 110)
}

/// Counts what is done on standard error, where that is a terminal and the work takes more than a second.
pub struct Progress {
    since: Instant,
    shown: Option<Instant>,
    watched: bool,
    noun: &'static str,
    done: u64,
    total: Option<u64>,
}

impl Progress {
    /// Progress of things called `noun` ("reports").
    pub fn of(noun: &'static str) -> Self {
        Self { since: Instant::now(), shown: None, watched: io::stderr().is_terminal(), noun, done: 0, total: None }
    }

    /// The same where it is known how many there are.
    pub fn out_of(noun: &'static str, total: u64) -> Self {
        Self { total: Some(total), ..Self::of(noun) }
    }

    /// One more is done.
    pub fn step(&mut self) {
        self.reach(self.done + 1);
    }

    /// So many are done.
    pub fn reach(&mut self, done: u64) {
        self.done = done;
        let since_shown = self.shown.unwrap_or(self.since).elapsed();
        let due = if self.shown.is_some() { Duration::from_millis(200) } else { Duration::from_secs(1) };
        if self.watched && since_shown >= due {
            self.shown = Some(Instant::now());
            let rate = self.done as f64 / self.since.elapsed().as_secs_f64();
            let left = self.total.map_or(String::new(), |total| {
                let seconds = total.saturating_sub(self.done) as f64 / rate.max(f64::MIN_POSITIVE);
                format!(" of {total}, {seconds:.0} seconds left")
            });
            let _ = write!(io::stderr(), "\r{} {}{left}, {rate:.0} a second \x1b[K", self.done, self.noun);
        }
    }

    /// Wipes the line, so that a message can stand there.
    pub fn clear(&mut self) {
        if self.shown.is_some() {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}
