//! `attache parse`.

use std::io::{self, BufReader, BufWriter, Write};
use std::path::PathBuf;

use clap::ValueEnum;
use language::conllu::{annotate, write_document, Reader, Sentence};
use language::Model;
use sources::{BadBytes, Options};

use super::{complain, Status, Stop};
use crate::engine::Parts;

/// Arguments of `attache parse`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache parse report.txt                        words, tags and trees of a text\n  \
    attache parse --input conllu gold.conllu        words and sentences as given, all else predicted anew\n  \
    echo 'Troops left.' | attache parse -           from standard input")]
pub struct Args {
    /// Files; - is standard input
    #[arg(required = true, value_name = "PATH|-")]
    paths: Vec<String>,
    /// How the input is written
    #[arg(long, value_enum, default_value = "text")]
    input: Input,
    /// What to write
    #[arg(long, value_enum, default_value = "conllu")]
    format: Format,
    /// A weights file in the place of the one inside the program
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Read on past bytes that are no text
    #[arg(long)]
    lossy: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Input {
    /// Plain text
    Text,
    /// One report a line, `{"id","text"}`
    Jsonl,
    /// Words and sentences as CoNLL-U gives them
    Conllu,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// CoNLL-U
    Conllu,
}

/// Sentences that are annotated at once.
const TOGETHER: usize = 64;

/// Parses every input.
pub fn run(args: Args) -> Result<Status, Stop> {
    let Format::Conllu = args.format;
    let model = Parts { model: args.model, ..Parts::default() }.model()?;
    let mut out = BufWriter::new(io::stdout());
    let mut status = Status::Done;
    let format = match args.input {
        Input::Conllu => {
            for path in &args.paths {
                parse_given(&model, path, &mut out, &mut status)?;
            }
            out.flush()?;
            return Ok(status);
        }
        Input::Text => sources::Format::Text,
        Input::Jsonl => sources::Format::Jsonl,
    };
    let bad_bytes = if args.lossy { BadBytes::Replace } else { BadBytes::Refuse };
    for report in sources::reports(args.paths, Options { format: Some(format), bad_bytes, ..Options::default() }) {
        match report {
            Ok(report) => write_document(&model.parse(&report.text), &report.id, &mut out)?,
            Err(unread) => {
                out.flush()?;
                complain(unread);
                status = Status::SomeUnread;
            }
        }
    }
    out.flush()?;
    Ok(status)
}

/// Predicts everything but words and sentences of a CoNLL-U file.
fn parse_given(model: &Model, path: &str, out: &mut impl Write, status: &mut Status) -> Result<(), Stop> {
    let input = match sources::open(path) {
        Ok(input) => input,
        Err(fault) => {
            complain(format_args!("{path}: {fault}"));
            *status = Status::SomeUnread;
            return Ok(());
        }
    };
    let mut sentences: Vec<Sentence> = Vec::with_capacity(TOGETHER);
    for sentence in Reader::new(BufReader::new(input)) {
        match sentence {
            Ok(sentence) => sentences.push(sentence),
            Err(e) => {
                complain(format_args!("{path}, {e}"));
                *status = Status::SomeUnread;
            }
        }
        if sentences.len() == TOGETHER {
            write_annotated(model, &mut sentences, out)?;
        }
    }
    write_annotated(model, &mut sentences, out)
}

fn write_annotated(model: &Model, sentences: &mut Vec<Sentence>, out: &mut impl Write) -> Result<(), Stop> {
    annotate(model, sentences);
    for sentence in sentences.drain(..) {
        sentence.write(out)?;
    }
    Ok(())
}
