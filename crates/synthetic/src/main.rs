//! `synthetic`: made-up ledgers and reports of any size, to measure with. No part of the program.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use ledger::{Coding, Ledger};
use synthetic::World;

/// Readings of one transaction.
const BATCH: u64 = 64;

/// Made-up reports: the same for the same seed, on every machine.
#[derive(Parser)]
#[command(after_help = "Examples:\n  \
    synthetic --ledger big.db --events 1000000     a ledger, by way of its own adding\n  \
    synthetic --reports 100000 > reports.jsonl     reports as JSON Lines, for `attache add --input jsonl -`\n  \
    synthetic --first 170000 --reports 1           one more")]
struct Args {
    /// A ledger that the readings go into; without it the reports are printed
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
    /// Reports to make
    #[arg(long, conflicts_with = "events")]
    reports: Option<u64>,
    /// Reports are made until they hold so many events
    #[arg(long)]
    events: Option<u64>,
    /// Number of the first report
    #[arg(long, default_value_t = 0)]
    first: u64,
    /// Another seed makes another world
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn main() -> ExitCode {
    let args = Args::parse();
    let lexicon = reading::bundled_lexicon().with_gazetteer(reading::bundled_gazetteer());
    let world = World::new(&lexicon, args.seed);
    let done = match &args.ledger {
        Some(path) => Ledger::open(path).map_err(io::Error::other).and_then(|ledger| fill(&world, ledger, &args)),
        None => print(&world, &args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("synthetic: {error}");
            ExitCode::FAILURE
        }
    }
}

impl Args {
    /// Whether so many reports and events are enough.
    fn are_enough(&self, reports: u64, events: u64) -> bool {
        match (self.reports, self.events) {
            (Some(wanted), _) => reports >= wanted,
            (None, Some(wanted)) => events >= wanted,
            (None, None) => reports >= 100,
        }
    }
}

fn print(world: &World<'_>, args: &Args) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut n, mut events) = (0, 0);
    while !args.are_enough(n, events) {
        let reading = world.reading(args.first + n);
        events += reading.events.len() as u64;
        n += 1;
        let r = &reading.report;
        let line = serde_json::json!({"id": r.id, "title": r.title, "publisher": r.publisher, "published": r.published, "text": r.text});
        writeln!(out, "{line}")?;
    }
    out.flush()
}

fn fill(world: &World<'_>, mut ledger: Ledger, args: &Args) -> io::Result<()> {
    let coding = Coding { program: "synthetic".into(), model: "none".into(), knowledge: reading::knowledge_version() };
    let begin = Instant::now();
    let (mut n, mut events) = (0, 0);
    while !args.are_enough(n, events) {
        let mut batch = Vec::new();
        while batch.len() < BATCH as usize && !args.are_enough(n, events) {
            batch.push(world.reading(args.first + n));
            n += 1;
            events += batch.last().map_or(0, |reading| reading.events.len() as u64);
        }
        ledger.add(&batch, &coding, "2026-01-01T00:00:00Z").map_err(io::Error::other)?;
        if io::stderr().is_terminal() || n % (BATCH * 100) == 0 {
            eprintln!("{n} reports, {events} events, {:.0} s", begin.elapsed().as_secs_f64());
        }
    }
    eprintln!("{n} reports, {events} events in {:.3} s", begin.elapsed().as_secs_f64());
    Ok(())
}
