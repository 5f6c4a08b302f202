//! Reports on the command line, as every command that reads them takes them.

use std::num::NonZeroUsize;
use std::path::Path;

use clap::ValueEnum;
use jiff::civil::Date;
use sources::{BadBytes, Given, Options, Report, Reports, Unread};

/// Which reports, and how they are written.
#[derive(clap::Args)]
pub struct Inputs {
    /// Files or addresses (https://…); - is standard input
    #[arg(required = true, value_name = "PATH|URL|-")]
    paths: Vec<String>,
    /// Day of publication, for reports that do not give their own
    #[arg(long, value_name = "DATE", value_parser = sources::day)]
    published: Option<Date>,
    /// Publisher, for reports that do not name their own
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,
    /// How the input is written; where it is not given, by each file's name or what a server says, text on standard input
    #[arg(long, value_enum)]
    input: Option<Input>,
    /// Number of threads; all cores where it is not given
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// Read on past bytes that are no text
    #[arg(long)]
    lossy: bool,
}

/// How the input is written.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Input {
    /// Plain text, one report a file
    Text,
    /// A web page, one report a file
    Html,
    /// JSON Lines, one report a line
    Jsonl,
    /// A web archive, one report a page
    Warc,
}

impl From<Input> for sources::Format {
    fn from(input: Input) -> Self {
        match input {
            Input::Text => Self::Text,
            Input::Html => Self::Html,
            Input::Jsonl => Self::Jsonl,
            Input::Warc => Self::Warc,
        }
    }
}

/// A report, or what could not be read in its place.
pub(super) type Item = Result<Report, Unread>;

/// Bytes of a report, for the pool.
pub(super) fn weight(item: &Item) -> usize {
    item.as_ref().map_or(0, |report| report.text.len())
}

impl Inputs {
    /// How many threads to use.
    pub(super) fn threads(&self) -> usize {
        self.threads.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get)
    }

    /// The reports, one by one.
    pub(super) fn reports(self) -> Reports {
        let options = Options {
            format: self.input.map(Into::into),
            bad_bytes: if self.lossy { BadBytes::Replace } else { BadBytes::Refuse },
            given: Given { published: self.published, publisher: self.publisher },
        };
        sources::reports(self.paths, options)
    }

    /// With each folder replaced by the files in it and below it whose names tell of reports, by name.
    pub(super) fn with_folders_opened(mut self) -> Self {
        let mut paths = Vec::new();
        for path in std::mem::take(&mut self.paths) {
            match sources::files(Path::new(&path)) {
                Ok(files) => paths.extend(files.iter().map(|file| file.to_string_lossy().into_owned())),
                // No folder, or one that cannot be read: whoever opens it says so.
                Err(_) => paths.push(path),
            }
        }
        self.paths = paths;
        self
    }
}
