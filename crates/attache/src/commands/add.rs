//! `attache add`.

use std::time::{Duration, Instant};

use ledger::{Added, Coding, Ledger, Outcome};
use reading::Reading;
use sources::Unread;

use super::inputs::{weight, Inputs, Item};
use super::ledger_file::LedgerFile;
use super::{complain, print, Status, Stop, BROKE_DOWN};
use crate::engine::{Engine, Parts};
use crate::pool::{self, BrokeDown, Told};
use crate::terminal::Progress;

/// Reports of one transaction.
const BATCH: usize = 64;
/// How long reports that were read wait for their transaction, where more are slow to come.
const DUE: Duration = Duration::from_secs(2);

/// Arguments of `attache add`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache add examples/                                        every report in a folder, into attache.db\n  \
    attache add --ledger sahel.db --published 2024-02-19 a.txt   relative dates are counted from the day given\n  \
    zcat reports.jsonl.gz | attache add --input jsonl -          one report a line, however many\n  \
    attache add reports.jsonl && attache brief                   and then: what is said to have happened\n\n\
    The same report again changes nothing; under the same id with other words it is a new version, and the old one is kept.\n\
    Copies and light rewrites are kept as echoes of the first and counted once.")]
pub struct Args {
    #[command(flatten)]
    file: LedgerFile,
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    parts: Parts,
}

/// Adds every report.
pub fn run(args: Args) -> Result<Status, Stop> {
    let ledger = args.file.to_write()?;
    let engine = Engine::open(&args.parts)?;
    let coding = args.parts.coding(&engine)?;
    let threads = args.inputs.threads();
    let reports = args.inputs.with_folders_opened().reports();
    let mut adding = Adding::new(ledger, coding);
    pool::in_order(
        reports,
        threads,
        weight,
        move |item: &Item| item.as_ref().map(|report| engine.read(&named(report))).map_err(Unread::clone),
        |told| match told {
            Told::Result(Ok(Ok(reading))) => adding.take(reading),
            Told::Result(Ok(Err(unread))) => {
                adding.refuse(unread.to_string());
                Ok(())
            }
            Told::Result(Err(BrokeDown(item))) => {
                let id = item.as_ref().map_or("", |report| &report.id);
                adding.refuse(format!("{id}: {BROKE_DOWN}"));
                Ok(())
            }
            Told::Waiting => adding.flush_if_due(),
        },
    )?;
    adding.end()
}

/// A report of standard input has no name of its own and is named after its text.
fn named(report: &sources::Report) -> sources::Report {
    let mut report = report.clone();
    if report.id == "-" || report.id.starts_with("-:") {
        report.id = ledger::id_of_text(&report.text);
    }
    report
}

/// The ledger with what waits for the next transaction.
struct Adding {
    ledger: Ledger,
    coding: Coding,
    batch: Vec<Reading>,
    since: Instant,
    progress: Progress,
    sums: Sums,
}

/// What came of all reports.
#[derive(Default)]
struct Sums {
    new: usize,
    echoes: usize,
    changed: usize,
    known: usize,
    refused: usize,
    incidents_new: usize,
    incidents_joined: usize,
}

impl Adding {
    fn new(ledger: Ledger, coding: Coding) -> Self {
        let (batch, sums) = (Vec::new(), Sums::default());
        Self { ledger, coding, batch, since: Instant::now(), progress: Progress::of("reports"), sums }
    }

    fn take(&mut self, reading: Reading) -> Result<(), Stop> {
        if self.batch.is_empty() {
            self.since = Instant::now();
        }
        self.batch.push(reading);
        self.progress.step();
        if self.batch.len() >= BATCH {
            self.flush()?;
        }
        Ok(())
    }

    fn refuse(&mut self, complaint: String) {
        self.progress.clear();
        complain(complaint);
        self.sums.refused += 1;
    }

    fn flush_if_due(&mut self) -> Result<(), Stop> {
        if self.batch.is_empty() || self.since.elapsed() < DUE {
            return Ok(());
        }
        self.flush()
    }

    fn flush(&mut self) -> Result<(), Stop> {
        let now = jiff::Timestamp::now().to_string();
        let added = self.ledger.add(&self.batch, &self.coding, &now)?;
        self.batch.clear();
        self.count(&added);
        Ok(())
    }

    fn count(&mut self, added: &Added) {
        self.sums.incidents_new += added.incidents_new;
        self.sums.incidents_joined += added.incidents_joined;
        for entry in &added.entries {
            match &entry.outcome {
                Outcome::New => self.sums.new += 1,
                Outcome::Echo(_) => self.sums.echoes += 1,
                Outcome::Changed(_) => self.sums.changed += 1,
                Outcome::Known => self.sums.known += 1,
                Outcome::Refused(why) => self.refuse(format!("{}: {why}", entry.report)),
            }
        }
    }

    fn end(mut self) -> Result<Status, Stop> {
        self.flush()?;
        self.progress.clear();
        print(self.sums.told().as_bytes())?;
        Ok(if self.sums.refused == 0 { Status::Done } else { Status::SomeUnread })
    }
}

impl Sums {
    fn told(&self) -> String {
        format!(
            "Reports:   {} new, {} {}, {} changed, {} known, {} refused\nIncidents: {} new, {} joined by further reports\n",
            self.new,
            self.echoes,
            if self.echoes == 1 { "echo" } else { "echoes" },
            self.changed,
            self.known,
            self.refused,
            self.incidents_new,
            self.incidents_joined
        )
    }
}
