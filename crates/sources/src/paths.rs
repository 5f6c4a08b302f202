//! What a person named on the command line, as a stream of reports.

use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use crate::bytes::{bounded, broken, text};
use crate::{fetch, html, jsonl, warc, BadBytes, Fault, Format, Given, Report, Unread, LONGEST_REPORT};

/// Folders in folders that are gone into: a bound for folders that lead back into themselves.
const DEEPEST: usize = 32;
const MOST_FILES: usize = 1_000_000;

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
    Reports { paths: paths.into_iter(), options, many: None }
}

/// A stream of reports; see [`reports`].
pub struct Reports {
    paths: std::vec::IntoIter<String>,
    options: Options,
    /// The reports of the file of many that is being read.
    many: Option<Box<dyn Iterator<Item = Result<Report, Unread>> + Send>>,
}

impl Iterator for Reports {
    type Item = Result<Report, Unread>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(many) = &mut self.many {
                if let Some(report) = many.next() {
                    return Some(report);
                }
                self.many = None;
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
        if matches!(format, Format::Jsonl | Format::Warc) {
            let input = BufReader::with_capacity(1 << 16, body);
            let (bad, given) = (self.options.bad_bytes, self.options.given.clone());
            self.many = Some(match format {
                Format::Jsonl => Box::new(jsonl::Reader::new(input, path, bad, given)),
                _ => Box::new(warc::Reader::new(input, path, bad, given)),
            });
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
        let format = Format::of_name(path).unwrap_or(Format::Text);
        Ok(Self { format, encoding: None, address: None, body: open(path)? })
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

/// The files in `folder` and below it whose names tell of reports, by name.
///
/// # Errors
/// Where the folder cannot be read. One within it that cannot does not hide the others.
pub fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    below(folder, &mut found, 0)?;
    found.sort();
    Ok(found)
}

fn below(folder: &Path, found: &mut Vec<PathBuf>, depth: usize) -> io::Result<()> {
    for path in fs::read_dir(folder)?.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            if depth < DEEPEST {
                let _ = below(&path, found, depth + 1);
            }
        } else if found.len() < MOST_FILES && path.to_str().is_some_and(|path| Format::of_name(path).is_some()) {
            found.push(path);
        }
    }
    Ok(())
}
