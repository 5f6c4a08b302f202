//! `attache read`.

use std::io::{self, BufWriter, IsTerminal, Write};

use clap::ValueEnum;
use sources::Unread;

use super::inputs::{weight, Inputs, Item};
use super::{complain, Status, Stop, BROKE_DOWN};
use crate::brief;
use crate::engine::{Engine, Parts};
use crate::pool::{self, BrokeDown, Told};
use crate::terminal::{self, Paint, Progress};

/// Arguments of `attache read`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache read --published 2024-05-14 report.txt           relative dates are counted from the day given\n  \
    attache read --format json *.txt > readings.jsonl        one reading a line, in the order of the files\n  \
    attache read --format html report.txt > report.html      a page with every claim's words marked\n  \
    attache read https://example.org/story                   a page from the net: its prose, day, publisher\n  \
    zcat reports.jsonl.gz | attache read --input jsonl -     one report a line, however many\n\n\
    JSON Lines: {\"id\",\"text\",\"published\",\"title\",\"publisher\",\"url\"}, only \"text\" required. One line comes out for each\n\
    line in; for one that cannot be read it is {\"id\":…,\"error\":\"…\"}, and the exit status is 1.")]
pub struct Args {
    #[command(flatten)]
    inputs: Inputs,
    /// What to write; text on a terminal, json otherwise
    #[arg(long, value_enum)]
    format: Option<Format>,
    #[command(flatten)]
    parts: Parts,
}

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A brief for people
    Text,
    /// One reading a line
    Json,
    /// A brief in Markdown
    Markdown,
    /// A page of its own, claims marked in the text
    Html,
}

/// What came of one report: the words to write, and the complaint if it could not be read.
struct Piece {
    written: Vec<u8>,
    complaint: Option<String>,
}

/// Reads every report.
pub fn run(args: Args) -> Result<Status, Stop> {
    let format = args.format.unwrap_or(if io::stdout().is_terminal() { Format::Text } else { Format::Json });
    let engine = Engine::open(&args.parts)?;
    let threads = args.inputs.threads();
    let style = Style { format, paint: Paint::of_stdout(), columns: terminal::width() };
    let reports = args.inputs.reports();
    let mut out = Output::new(style);
    out.begin()?;
    pool::in_order(
        reports,
        threads,
        weight,
        move |item| style.piece(&engine, item),
        |told| match told {
            Told::Result(piece) => out.write(piece),
            Told::Waiting => Ok(out.out.flush()?),
        },
    )?;
    out.end()
}

/// How pieces look.
#[derive(Clone, Copy)]
struct Style {
    format: Format,
    paint: Paint,
    columns: usize,
}

impl Style {
    fn piece(self, engine: &Engine, item: &Item) -> Piece {
        let report = match item {
            Ok(report) => report,
            Err(unread) => return self.unread(unread),
        };
        let reading = engine.read(report);
        let ontology = &engine.lexicon().ontology;
        let written = match self.format {
            Format::Json => {
                let mut line = serde_json::to_vec(&reading).unwrap_or_default();
                line.push(b'\n');
                line
            }
            Format::Text => brief::text(&reading, ontology, self.paint, self.columns).into_bytes(),
            Format::Markdown => brief::markdown(&reading, ontology).into_bytes(),
            Format::Html => brief::html(&reading, ontology).into_bytes(),
        };
        Piece { written, complaint: None }
    }

    /// A line that could not be read leaves a line in its place; a whole file leaves none.
    fn unread(self, unread: &Unread) -> Piece {
        let written = match unread.line {
            Some(_) => self.in_its_place(&unread.id, &unread.fault.to_string()),
            None => Vec::new(),
        };
        Piece { written, complaint: Some(unread.to_string()) }
    }

    fn broke_down(self, item: &Item) -> Piece {
        let id = item.as_ref().map_or("", |report| &report.id);
        Piece { written: self.in_its_place(id, BROKE_DOWN), complaint: Some(format!("{id}: {BROKE_DOWN}")) }
    }

    fn in_its_place(self, id: &str, error: &str) -> Vec<u8> {
        match self.format {
            Format::Json => format!("{}\n", serde_json::json!({"id": id, "error": error})).into_bytes(),
            _ => Vec::new(),
        }
    }
}

/// Standard output and standard error, in the order of the input.
struct Output {
    out: BufWriter<io::Stdout>,
    style: Style,
    progress: Progress,
    status: Status,
    pieces: u64,
}

impl Output {
    fn new(style: Style) -> Self {
        Self {
            out: BufWriter::with_capacity(1 << 16, io::stdout()),
            style,
            progress: Progress::of("reports"),
            status: Status::Done,
            pieces: 0,
        }
    }

    fn begin(&mut self) -> Result<(), Stop> {
        if self.style.format == Format::Html {
            self.out.write_all(brief::HTML_HEAD.as_bytes())?;
        }
        Ok(())
    }

    fn write(&mut self, piece: pool::Outcome<Piece, Item>) -> Result<(), Stop> {
        let piece = piece.unwrap_or_else(|BrokeDown(item)| self.style.broke_down(&item));
        self.progress.step();
        if let Some(complaint) = piece.complaint {
            self.progress.clear();
            complain(complaint);
            self.status = Status::SomeUnread;
        }
        if !piece.written.is_empty() {
            if self.pieces > 0 && matches!(self.style.format, Format::Text | Format::Markdown) {
                self.out.write_all(b"\n")?;
            }
            self.out.write_all(&piece.written)?;
            self.pieces += 1;
        }
        Ok(())
    }

    fn end(mut self) -> Result<Status, Stop> {
        if self.style.format == Format::Html {
            self.out.write_all(brief::HTML_FOOT.as_bytes())?;
        }
        self.out.flush()?;
        Ok(self.status)
    }
}
