//! Web archives (WARC, ISO 28500), packed or not: the pages among their response records.
//!
//! A reader of our own: of the crates there are none bounds what a record may claim or goes on behind a damaged one. Behind damage
//! the next record is looked for from the end of the damaged one's head, so that a wrong length hides none.

mod http;
mod members;
mod tape;

use std::io::{self, BufRead, BufReader, Read};

use http::Head;
use members::Members;
use tape::Tape;

use crate::html::LONGEST_PAGE;
use crate::jsonl::line;
use crate::{answer, day, BadBytes, Fault, Given, Report, Unread};

/// Longest record that is held, in bytes; what is longer is no page.
const LONGEST_RECORD: usize = LONGEST_PAGE + (64 << 10);
/// Longest line of a record's head, and most lines.
const LONGEST_LINE: usize = 16 << 10;
const MOST_LINES: usize = 256;
/// After as many damaged records the rest is given up.
const MOST_DAMAGED: usize = 1_000;

/// The pages of an archive as reports, one by one. A page's address is its id, and the day of its capture the day of publication
/// where the page tells none. Pages without prose, as a crawl is full of, are passed over.
///
/// ```
/// use sources::{warc, BadBytes, Given};
///
/// let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Troops left the town of Belmar on Monday, its mayor said.</p>";
/// let archive = format!(
///     "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://wire.example/1\r\nWARC-Date: 2024-03-05T10:00:00Z\r\n\
///      Content-Length: {}\r\n\r\n{page}\r\n\r\n", page.len());
/// let report = warc::Reader::new(archive.as_bytes(), "a.warc", BadBytes::Refuse, Given::default()).next().unwrap().unwrap();
/// assert_eq!((report.id.as_str(), report.published), ("https://wire.example/1", Some(jiff::civil::date(2024, 3, 5))));
/// ```
pub struct Reader<R> {
    input: Tape<BufReader<Members<R>>>,
    path: String,
    bad_bytes: BadBytes,
    given: Given,
    /// Number of the record that is read, from 1.
    number: u64,
    damaged: usize,
    /// The next record has to be looked for.
    lost: bool,
    any: bool,
    done: bool,
}

/// What the head of a record says.
#[derive(Default)]
struct Record {
    kind: String,
    address: String,
    date: String,
    length: Option<usize>,
}

impl Record {
    /// Whether a server's answer to a browser stands in it.
    fn is_response(&self) -> bool {
        self.kind == "response" && ["http:", "https:"].iter().any(|scheme| self.address.starts_with(scheme))
    }
}

impl<R: BufRead> Reader<R> {
    /// Reads `input`, which messages call `path`.
    pub fn new(input: R, path: impl Into<String>, bad_bytes: BadBytes, given: Given) -> Self {
        Self {
            input: Tape::new(BufReader::with_capacity(1 << 16, Members::new(input)), LONGEST_RECORD),
            path: path.into(),
            bad_bytes,
            given,
            number: 0,
            damaged: 0,
            lost: false,
            any: false,
            done: false,
        }
    }

    /// The next report or fault, with the address that the fault is of; none at the end.
    fn record(&mut self) -> Option<Result<Report, (String, Fault)>> {
        loop {
            self.input.mark();
            match self.start() {
                Ok(true) => self.number += 1,
                Ok(false) => return None,
                Err(fault) => {
                    self.number += 1;
                    return Some(Err((String::new(), self.damage(fault))));
                }
            }
            self.input.mark();
            let record = match self.head() {
                Ok(record) => record,
                Err(fault) => return Some(Err((String::new(), self.damage(fault)))),
            };
            self.input.mark();
            let body = match self.body(&record) {
                Ok(body) => body,
                Err(fault) => return Some(Err((record.address, self.damage(fault)))),
            };
            match body.map(|body| self.report(&record, &body)) {
                None | Some(Ok(None) | Err(Fault::NoProse | Fault::Empty)) => {}
                Some(Ok(Some(report))) => return Some(Ok(report)),
                Some(Err(fault)) => return Some(Err((record.address, fault))),
            }
        }
    }

    /// Goes to the first line of the next record and takes it; gives whether there is one.
    fn start(&mut self) -> Result<bool, Fault> {
        let none = || Fault::Damaged("no WARC record where one should begin".into());
        let mut ends = 0;
        loop {
            match self.line() {
                // The end of a packed member comes once.
                Ok(None) if ends == 1 => return Ok(false),
                Ok(None) => ends += 1,
                Ok(Some(line)) if line.starts_with(b"WARC/") => {
                    self.lost = false;
                    return Ok(true);
                }
                Ok(Some(line)) if self.lost || line.trim_ascii().is_empty() => ends = 0,
                Err(_) if self.lost => ends = 0,
                Ok(Some(_)) => return Err(none()),
                Err(fault) => return Err(fault),
            }
        }
    }

    fn line(&mut self) -> Result<Option<Vec<u8>>, Fault> {
        line(&mut self.input, LONGEST_LINE).map_err(|fault| match fault {
            Fault::LineTooLong(_) => {
                Fault::Damaged(format!("a line where its head should be is longer than {} KiB", LONGEST_LINE >> 10))
            }
            Fault::Broken(what) => Fault::Damaged(what),
            other => other,
        })
    }

    fn head(&mut self) -> Result<Record, Fault> {
        let mut record = Record::default();
        for _ in 0..MOST_LINES {
            let Some(line) = self.line()? else {
                return Err(Fault::Damaged("it ends in its head".into()));
            };
            let line = String::from_utf8_lossy(&line);
            if line.trim().is_empty() {
                return match record.length {
                    Some(_) => Ok(record),
                    None => Err(Fault::Damaged("it tells no length".into())),
                };
            }
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match name.trim().to_ascii_lowercase().as_str() {
                "warc-type" => record.kind = value.to_ascii_lowercase(),
                // Some writers put it in angle brackets.
                "warc-target-uri" => record.address = value.trim_matches(['<', '>']).to_owned(),
                "warc-date" => record.date = value.to_owned(),
                "content-length" => record.length = value.parse().ok(),
                _ => {}
            }
        }
        Err(Fault::Damaged(format!("its head has more than {MOST_LINES} lines")))
    }

    /// The body of a record, and nothing where it is none of a page. What stands behind it has to be another record or the end.
    fn body(&mut self, record: &Record) -> Result<Option<Vec<u8>>, Fault> {
        let length = record.length.unwrap_or_default();
        if length > LONGEST_RECORD {
            // Passed over by looking for the next record.
            self.lost = true;
            return if record.is_response() { Err(Fault::TooLong(LONGEST_PAGE)) } else { Ok(None) };
        }
        let mut body = Vec::new();
        let broken = |e: &io::Error| Fault::Damaged(e.to_string());
        (&mut self.input).take(length as u64).read_to_end(&mut body).map_err(|e| broken(&e))?;
        if body.len() < length {
            return Err(Fault::Damaged(format!("it ends after {} of {length} bytes", body.len())));
        }
        let mut ends = 0;
        loop {
            let rest = self.input.fill_buf().map_err(|e| broken(&e))?;
            let blank = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            ends += rest[..blank].iter().filter(|byte| **byte == b'\n').count();
            match rest.get(blank) {
                None if rest.is_empty() => break,
                None => self.input.consume(blank),
                Some(b'W') => break,
                // Two line ends close a record; what stands behind them is no part of it.
                Some(_) if ends >= 2 => break,
                Some(_) => return Err(Fault::Damaged("its length is wrong".into())),
            }
        }
        Ok(record.is_response().then_some(body))
    }

    fn report(&self, record: &Record, body: &[u8]) -> Result<Option<Report>, Fault> {
        let head = Head::parse(body)?;
        if !head.is_page() {
            return Ok(None);
        }
        let got = day(&record.date).ok();
        let mut report = Report {
            id: record.address.clone(),
            published: got.or(self.given.published),
            publisher: self.given.publisher.clone(),
            url: Some(record.address.clone()),
            ..Report::default()
        };
        let got = got.unwrap_or_else(|| jiff::Zoned::now().date());
        let named = (head.kind.as_str(), head.charset.as_deref());
        answer::fill(&mut report, head.body()?, named, got, self.bad_bytes)?;
        Ok(Some(report))
    }

    /// Goes back to where the next record may begin.
    fn damage(&mut self, fault: Fault) -> Fault {
        self.input.rewind();
        self.lost = true;
        self.damaged += 1;
        if self.damaged >= MOST_DAMAGED {
            self.done = true;
            return Fault::Damaged(format!("{fault}; it is the {MOST_DAMAGED}th, and the rest is not read"));
        }
        fault
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Report, Unread>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let (address, fault) = match self.record() {
            Some(Ok(report)) => {
                self.any = true;
                return Some(Ok(report));
            }
            Some(Err((address, fault))) => (address, Fault::Record { number: self.number, fault: Box::new(fault) }),
            None => {
                self.done = true;
                if self.any || self.damaged > 0 {
                    return None;
                }
                (String::new(), Fault::NoPages(self.number))
            }
        };
        self.any = true;
        let id = if address.is_empty() { format!("{}#{}", self.path, self.number) } else { address };
        Some(Err(Unread { path: self.path.clone(), line: None, id, fault }))
    }
}

#[cfg(test)]
mod tests;
