//! `attache recode`.

use std::num::NonZeroUsize;

use clap::ValueEnum;
use ledger::{Coding, KeptText, Ledger, Recoded};
use reading::{Reading, Report};

use super::ledger_file::LedgerFile;
use super::{complain, print, Status, Stop};
use crate::engine::{Engine, Parts};
use crate::pool::{self, BrokeDown, Told};
use crate::terminal::Progress;

/// Texts of one transaction, and texts that are fetched at once.
const BATCH: usize = 64;

/// Arguments of `attache recode`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache recode                        after a newer program: every text that an older one read is read again\n  \
    attache recode --lexicon knowledge/   with knowledge files of your own\n  \
    attache backup before.db && attache recode    with a way back\n\n\
    What analysts decided holds. Broken off, it goes on where it stopped when it is called again. At the end it tells, for each type of\n\
    event, how many were read just so before, otherwise, not at all, or are read no more.")]
pub struct Args {
    #[command(flatten)]
    file: LedgerFile,
    #[command(flatten)]
    parts: Parts,
    /// Number of threads; all cores where it is not given
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// What to write
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table
    Text,
    /// One type a line
    Json,
}

/// Reads kept texts again.
pub fn run(args: Args) -> Result<Status, Stop> {
    let ledger = args.file.to_change()?;
    let engine = Engine::open(&args.parts)?;
    let coding = args.parts.coding(&engine)?;
    let waiting = ledger.waiting_for(&coding)?;
    let threads = args.threads.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    let texts = Texts { ledger: args.file.to_read()?, coding: coding.clone(), page: Vec::new(), after: 0 };
    let progress = Progress::out_of("texts", waiting);
    let mut recoding = Recoding { ledger, coding, batch: Vec::new(), progress, done: 0, status: Status::Done };
    pool::in_order(
        texts,
        threads,
        |item| item.as_ref().map_or(0, |kept| kept.text.len()),
        move |item| item.as_ref().map(|kept| (kept.version, engine.read(&report(kept)))).map_err(Clone::clone),
        |told| match told {
            Told::Result(Ok(Ok(reading))) => recoding.take(reading),
            Told::Result(Ok(Err(fault))) => Err(Stop::Input(fault)),
            Told::Result(Err(BrokeDown(item))) => {
                recoding.broke_down(&item);
                Ok(())
            }
            Told::Waiting => Ok(()),
        },
    )?;
    recoding.end(args.format)
}

fn report(kept: &KeptText) -> Report {
    Report {
        id: kept.report.clone(),
        text: kept.text.clone(),
        published: kept.published.as_ref().and_then(|day| day.parse().ok()),
        title: kept.title.clone(),
        publisher: kept.publisher.clone(),
        url: kept.url.clone(),
    }
}

/// A kept text, or why no more can be fetched.
type Item = Result<KeptText, String>;

/// The texts to be read again, fetched page by page.
struct Texts {
    ledger: Ledger,
    coding: Coding,
    page: Vec<KeptText>,
    after: i64,
}

impl Iterator for Texts {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        if self.page.is_empty() {
            match self.ledger.kept(&self.coding, self.after, BATCH) {
                Ok(page) => self.page = page.into_iter().rev().collect(),
                Err(e) => return Some(Err(e.to_string())),
            }
        }
        let kept = self.page.pop()?;
        self.after = kept.version;
        Some(Ok(kept))
    }
}

/// The ledger with what waits for the next transaction.
struct Recoding {
    ledger: Ledger,
    coding: Coding,
    batch: Vec<(i64, Reading)>,
    progress: Progress,
    done: u64,
    status: Status,
}

impl Recoding {
    fn take(&mut self, reading: (i64, Reading)) -> Result<(), Stop> {
        self.batch.push(reading);
        self.done += 1;
        self.progress.reach(self.done);
        if self.batch.len() >= BATCH {
            self.flush()?;
        }
        Ok(())
    }

    fn broke_down(&mut self, item: &Item) {
        let id = item.as_ref().map_or("", |kept| &kept.report);
        self.progress.clear();
        complain(format_args!("{id}: the program broke down over this report, which stays as it was read before; please send it to us with an issue"));
        self.status = Status::SomeUnread;
    }

    fn flush(&mut self) -> Result<(), Stop> {
        self.ledger.recode(&self.batch, &self.coding)?;
        self.batch.clear();
        Ok(())
    }

    fn end(mut self, format: Format) -> Result<Status, Stop> {
        self.flush()?;
        self.progress.clear();
        let sums = self.ledger.recoded(&self.coding)?;
        print(
            match format {
                Format::Json => {
                    sums.iter().map(|s| serde_json::to_string(s).unwrap_or_default() + "\n").collect::<String>()
                }
                Format::Text => table(self.done, &self.coding, &sums),
            }
            .as_bytes(),
        )?;
        Ok(self.status)
    }
}

fn table(done: u64, coding: &Coding, sums: &[Recoded]) -> String {
    let with = format!("program {}, model {}, knowledge {}", coding.program, coding.model, coding.knowledge);
    let texts = if done == 1 { "text" } else { "texts" };
    let mut out = format!("{done} {texts} read again with {with}.\n");
    if sums.is_empty() {
        return out;
    }
    out += &format!("\n{:<12}{:>9}{:>9}{:>9}{:>9}\n", "Events", "same", "changed", "gained", "lost");
    let mut all = Recoded { r#type: "all".into(), ..Recoded::default() };
    for sum in sums {
        all.same += sum.same;
        all.changed += sum.changed;
        all.gained += sum.gained;
        all.lost += sum.lost;
    }
    for s in sums.iter().chain([&all]) {
        out += &format!("{:<12}{:>9}{:>9}{:>9}{:>9}\n", s.r#type, s.same, s.changed, s.gained, s.lost);
    }
    out
}
