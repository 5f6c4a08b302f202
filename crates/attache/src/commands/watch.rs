//! `attache watch`.

use std::collections::HashMap;
use std::fmt::Display;
use std::path::{Path, PathBuf};

use ledger::{Coding, Ledger, Outcome};
use reading::Reading;
use sources::settings::Settings;
use sources::watch::{Found, Ticks, Until, Watch, Watching};

use super::ledger_file::LedgerFile;
use super::{complain, Status, Stop, BROKE_DOWN};
use crate::brief::plain;
use crate::engine::{Engine, Parts};
use crate::pool::{self, BrokeDown, Told};

/// Reports of one transaction.
const BATCH: usize = 64;
/// Threads that read.
const THREADS: usize = 2;

/// Arguments of `attache watch`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache watch sources.toml                       follows every source of the file, into attache.db, until stopped\n  \
    attache watch --once --ledger desk.db s.toml     looks at each once, reads what is new, and ends: for a timer\n  \
    attache watch --again sources.toml               gives what is in quarantine another try\n  \
    attache status                                   which sources fail, and what could not be read\n\n\
    docs/sources.md describes the file. What was read stands beside the ledger in LEDGER.watch; watching may be ended or\n\
    killed at any moment and goes on from there. `attache sources check` tries the sources first.")]
pub struct Args {
    /// Which sources are followed, and how
    #[arg(value_name = "sources.toml")]
    sources: PathBuf,
    #[command(flatten)]
    file: LedgerFile,
    /// Look at each source once, read what is new, and end
    #[arg(long)]
    once: bool,
    /// Give what is in quarantine another try
    #[arg(long)]
    again: bool,
    #[command(flatten)]
    parts: Parts,
}

/// Follows the sources.
pub fn run(args: Args) -> Result<Status, Stop> {
    let settings = settings(&args.sources)?;
    let ledger = args.file.to_write()?;
    let watch = open(settings, &ledger)?;
    if args.again {
        let released = watch.release().map_err(Stop::Input)?;
        complain(format_args!("{released} taken out of quarantine"));
    }
    let engine = Engine::open(&args.parts)?;
    let coding = args.parts.coding(&engine)?;
    let until = if args.once { Until::AllIsRead } else { Until::Stopped };
    follow(watch.start(until, say), engine, ledger, coding)
}

/// Follows the sources on a thread of its own for as long as the program runs.
pub(super) fn beside(sources: &Path, file: &LedgerFile, parts: &Parts) -> Result<(), Stop> {
    let settings = settings(sources)?;
    let ledger = file.to_write()?;
    let watch = open(settings, &ledger)?;
    let engine = Engine::open(parts)?;
    let coding = parts.coding(&engine)?;
    std::thread::spawn(move || {
        let watching = watch.start(Until::Stopped, say);
        if let Err(Stop::Input(message) | Stop::Use(message)) = follow(watching, engine, ledger, coding) {
            say(format_args!("watching has ended: {message}"));
        }
    });
    Ok(())
}

/// What a `sources.toml` says.
pub(super) fn settings(path: &Path) -> Result<Settings, Stop> {
    Settings::read(path).map_err(|e| Stop::Use(e.to_string()))
}

/// Opens what is known of the sources beside a ledger; nothing is known where the ledger is a new one.
fn open(settings: Settings, ledger: &Ledger) -> Result<Watch, Stop> {
    Watch::open(settings, ledger.path(), ledger.is_unused()?).map_err(Stop::Input)
}

/// Complains of something that came from outside: it must not steer the terminal.
fn say(message: impl Display) {
    complain(plain(&message.to_string()));
}

/// What comes of one thing that watching hands out.
enum Read {
    Reading(i64, Box<Reading>),
    Finished(i64, String, Option<String>),
}

/// Reads what watching hands out into the ledger, until it ends.
fn follow(watching: Watching, engine: Engine, ledger: Ledger, coding: Coding) -> Result<Status, Stop> {
    let Watching { found, ticks, end } = watching;
    let mut keeping = Keeping {
        ledger,
        coding,
        ticks,
        batch: Vec::new(),
        entries: Vec::new(),
        done: Vec::new(),
        faults: HashMap::new(),
        unread: false,
    };
    pool::in_order(
        found.into_iter(),
        THREADS,
        |found| if let Found::Report { report, .. } = found { report.text.len() } else { 0 },
        move |found| match found {
            Found::Report { entry, report } => Read::Reading(*entry, Box::new(engine.read(report))),
            Found::Finished { entry, name, fault } => Read::Finished(*entry, name.clone(), fault.clone()),
        },
        |told| keeping.take(told),
    )?;
    keeping.flush()?;
    match end.join() {
        Ok(ended) => ended.map_err(Stop::Input)?,
        Err(_) => return Err(Stop::Input("watching broke down; please send us an issue".into())),
    }
    Ok(if keeping.unread { Status::SomeUnread } else { Status::Done })
}

/// The ledger with what waits for the next transaction.
struct Keeping {
    ledger: Ledger,
    coding: Coding,
    ticks: Ticks,
    batch: Vec<Reading>,
    /// The entry of each reading in `batch`. Several entries are under way at a time.
    entries: Vec<i64>,
    /// Entries whose reports are all in the ledger or in `batch`, with what could not be read of them.
    done: Vec<(i64, Option<String>)>,
    /// What went wrong with a report of an entry that is not ticked off yet.
    faults: HashMap<i64, String>,
    unread: bool,
}

impl Keeping {
    fn take(&mut self, told: Told<Read, Found>) -> Result<(), Stop> {
        match told {
            Told::Result(Ok(Read::Reading(entry, reading))) => {
                self.batch.push(*reading);
                self.entries.push(entry);
            }
            Told::Result(Ok(Read::Finished(entry, name, fault))) => {
                if let Some(fault) = &fault {
                    self.complain(&name, fault);
                }
                self.done.push((entry, fault));
            }
            Told::Result(Err(BrokeDown(found))) => {
                if let Found::Report { entry, report } = found {
                    self.complain(&report.id, BROKE_DOWN);
                    self.faults.insert(entry, BROKE_DOWN.into());
                }
            }
            Told::Waiting => return self.flush(),
        }
        if self.batch.len() >= BATCH {
            self.flush()
        } else {
            Ok(())
        }
    }

    fn complain(&mut self, name: &str, fault: &str) {
        self.unread = true;
        say(format_args!("{name}: {fault}; it is in quarantine"));
    }

    /// Writes the reports, then ticks their entries off: what a crash leaves between is read again and found to be known.
    fn flush(&mut self) -> Result<(), Stop> {
        if !self.batch.is_empty() {
            let now = jiff::Timestamp::now().to_string();
            let added = self.ledger.add(&self.batch, &self.coding, &now)?;
            self.batch.clear();
            for (entry, kept) in std::mem::take(&mut self.entries).into_iter().zip(added.entries) {
                if let Outcome::Refused(why) = kept.outcome {
                    let why = why.to_string();
                    self.complain(&kept.report, &why);
                    self.faults.insert(entry, why);
                }
            }
        }
        if !self.done.is_empty() {
            for (entry, fault) in &mut self.done {
                let of_report = self.faults.remove(entry);
                *fault = fault.take().or(of_report);
            }
            self.ticks.finish(&std::mem::take(&mut self.done)).map_err(Stop::Input)?;
        }
        Ok(())
    }
}
