//! What a person named on the command line, as a stream of reports.

use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::Path;

use crate::bytes::{bounded, broken, text};
use crate::{html, jsonl, BadBytes, Fault, Format, Given, Report, Unread, LONGEST_REPORT};

/// How inputs are read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How they are written; by each file's name where it is not given, text on standard input.
    pub format: Option<Format>,
    /// What to do with bytes that are no text.
    pub bad_bytes: BadBytes,
    /// What is known from outside.
    pub given: Given,
}

/// The reports of `paths`, in order; `-` is standard input.
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
    /// Reads a file of one report, or makes a file of many the current one.
    fn open(&mut self, path: &str) -> Result<Option<Report>, Fault> {
        let format = self.options.format.unwrap_or_else(|| Format::of_name(path));
        let input = open(path)?;
        if format == Format::Jsonl {
            let input: Box<dyn io::BufRead + Send> = Box::new(BufReader::with_capacity(1 << 16, input));
            let reader = jsonl::Reader::new(input, path, self.options.bad_bytes, self.options.given.clone());
            self.lines = Some(reader);
            return Ok(None);
        }
        let mut report = Report {
            id: path.to_owned(),
            published: self.options.given.published,
            publisher: self.options.given.publisher.clone(),
            ..Report::default()
        };
        match format {
            Format::Html => html::fill(&mut report, bounded(input, html::LONGEST_PAGE)?, self.options.bad_bytes)?,
            _ => report.text = text(bounded(input, LONGEST_REPORT)?, self.options.bad_bytes)?,
        }
        if report.text.trim().is_empty() {
            return Err(Fault::Empty);
        }
        Ok(Some(report))
    }
}

/// Opens a path; `-` is standard input.
pub fn open(path: &str) -> Result<Box<dyn Read + Send>, Fault> {
    if path == "-" {
        return Ok(Box::new(io::stdin()));
    }
    let at = Path::new(path);
    if at.is_dir() {
        return Err(Fault::Folder(path.trim_end_matches('/').to_owned()));
    }
    let is_address = ["http://", "https://"].iter().any(|scheme| path.starts_with(scheme));
    if is_address && fs::metadata(at).is_err() {
        return Err(Fault::Address(path.to_owned()));
    }
    File::open(at).map(|file| Box::new(file) as Box<dyn Read + Send>).map_err(|e| broken(&e))
}
