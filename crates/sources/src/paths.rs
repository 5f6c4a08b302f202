//! What a person named on the command line, as a stream of reports.

use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::Path;

use crate::bytes::{bounded, broken, text};
use crate::{fetch, html, jsonl, BadBytes, Fault, Format, Given, Report, Unread, LONGEST_REPORT};

/// How inputs are read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How they are written; where it is not given, by each file's name or what a server says, text on standard input.
    pub format: Option<Format>,
    /// What to do with bytes that are no text.
    pub bad_bytes: BadBytes,
    /// What is known from outside.
    pub given: Given,
}

/// The reports of `paths`, in order: files, addresses, `-` for standard input.
pub fn reports(paths: Vec<String>, options: Options) -> Reports {
    Reports { paths: paths.into_iter(), options, lines: None }
}

/// A stream of reports; see [`reports`].
pub struct Reports {
    paths: std::vec::IntoIter<String>,
    options: Options,
    /// The JSON Lines file that is being read.
    lines: Option<jsonl::Reader<Box<dyn io::BufRead + Send>>>,
}

impl Iterator for Reports {
    type Item = Result<Report, Unread>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(lines) = &mut self.lines {
                if let Some(report) = lines.next() {
                    return Some(report);
                }
                self.lines = None;
            }
            let path = self.paths.next()?;
            match self.open(&path) {
                Ok(Some(report)) => return Some(Ok(report)),
                Ok(None) => {}
                Err(fault) => return Some(Err(Unread { id: path.clone(), path, line: None, fault })),
            }
        }
    }
}

impl Reports {
    /// Reads an input of one report, or makes an input of many the current one.
    fn open(&mut self, path: &str) -> Result<Option<Report>, Fault> {
        let Input { format, encoding, address, body } = Input::open(path)?;
        let format = self.options.format.unwrap_or(format);
        if format == Format::Jsonl {
            let input: Box<dyn io::BufRead + Send> = Box::new(BufReader::with_capacity(1 << 16, body));
            let reader = jsonl::Reader::new(input, path, self.options.bad_bytes, self.options.given.clone());
            self.lines = Some(reader);
            return Ok(None);
        }
        let mut report = Report {
            id: path.to_owned(),
            published: self.options.given.published,
            publisher: self.options.given.publisher.clone(),
            url: address,
            ..Report::default()
        };
        let limit = if format == Format::Html { html::LONGEST_PAGE } else { LONGEST_REPORT };
        let bytes = fetch::in_utf8(bounded(body, limit)?, encoding);
        match format {
            Format::Html => html::fill(&mut report, bytes, self.options.bad_bytes)?,
            _ => report.text = text(bytes, self.options.bad_bytes)?,
        }
        if report.text.trim().is_empty() {
            return Err(Fault::Empty);
        }
        Ok(Some(report))
    }
}

/// An opened input, and what is known of it before it is read.
struct Input {
    format: Format,
    encoding: Option<&'static encoding_rs::Encoding>,
    /// Where it was fetched from.
    address: Option<String>,
    body: Box<dyn Read + Send>,
}

impl Input {
    fn open(path: &str) -> Result<Self, Fault> {
        if fetch::is_address(path) && fs::metadata(path).is_err() {
            let fetch::Fetched { format, encoding, address, body } = fetch::fetch(path)?;
            return Ok(Self { format, encoding, address: Some(address), body });
        }
        Ok(Self { format: Format::of_name(path), encoding: None, address: None, body: open(path)? })
    }
}

/// Opens a file; `-` is standard input.
pub fn open(path: &str) -> Result<Box<dyn Read + Send>, Fault> {
    if path == "-" {
        return Ok(Box::new(io::stdin()));
    }
    if Path::new(path).is_dir() {
        return Err(Fault::Folder(path.trim_end_matches('/').to_owned()));
    }
    File::open(path).map(|file| Box::new(file) as Box<dyn Read + Send>).map_err(|e| broken(&e))
}
