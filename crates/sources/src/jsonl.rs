//! JSON Lines: one report a line, `{"id","text","published","title","publisher","url"}`, only `text` required.

use std::io::BufRead;

use serde_json::{Map, Value};

use crate::bytes::{broken, text, without_nul};
use crate::{day, BadBytes, Fault, Given, Report, Unread, LONGEST_REPORT};

/// Longest line that is taken in, in bytes: a report of the longest size with every character escaped.
pub const LONGEST_LINE: usize = 64 * 1024 * 1024;

/// Reports of a JSON Lines input, one by one. Blank lines are passed over.
pub struct Reader<R> {
    input: R,
    path: String,
    bad_bytes: BadBytes,
    given: Given,
    line: u64,
    done: bool,
}

impl<R: BufRead> Reader<R> {
    /// Reads `input`, which messages call `path`.
    pub fn new(input: R, path: impl Into<String>, bad_bytes: BadBytes, given: Given) -> Self {
        Self { input, path: path.into(), bad_bytes, given, line: 0, done: false }
    }

    fn unread(&self, id: Option<String>, fault: Fault) -> Unread {
        Unread { path: self.path.clone(), line: Some(self.line), id: id.unwrap_or_else(|| self.made_id()), fault }
    }

    fn made_id(&self) -> String {
        format!("{}:{}", self.path, self.line)
    }

    fn report(&self, bytes: Vec<u8>) -> Result<Report, Unread> {
        let object = self.object(bytes).map_err(|fault| self.unread(None, fault))?;
        let mut fields = Fields(object);
        let id = fields.string("id").map_err(|fault| self.unread(None, fault))?;
        self.fill(fields, id.clone()).map_err(|fault| self.unread(id, fault))
    }

    fn object(&self, bytes: Vec<u8>) -> Result<Map<String, Value>, Fault> {
        let mut line = text(bytes, self.bad_bytes)?;
        if let Some(fault) = surrogate(&mut line, self.bad_bytes) {
            return Err(fault);
        }
        match serde_json::from_str(&line) {
            Ok(Value::Object(object)) => Ok(object),
            Ok(other) => Err(Fault::NotObject(type_of(&other))),
            Err(e) => {
                let reason = e.to_string();
                let reason = reason.split(" at line ").next().unwrap_or_default().to_owned();
                Err(Fault::NotJson { column: e.column(), reason })
            }
        }
    }

    fn fill(&self, mut fields: Fields, id: Option<String>) -> Result<Report, Fault> {
        let text = without_nul(fields.string("text")?.ok_or(Fault::NoText)?, self.bad_bytes)?;
        if text.len() > LONGEST_REPORT {
            return Err(Fault::TooLong(LONGEST_REPORT));
        }
        if text.trim().is_empty() {
            return Err(Fault::Empty);
        }
        let published = fields.string("published")?.map(|d| day(&d)).transpose()?;
        Ok(Report {
            id: id.unwrap_or_else(|| self.made_id()),
            text,
            published: published.or(self.given.published),
            title: fields.string("title")?,
            publisher: fields.string("publisher")?.or_else(|| self.given.publisher.clone()),
            url: fields.string("url")?,
        })
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Report, Unread>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            self.line += 1;
            match line(&mut self.input, LONGEST_LINE) {
                Ok(None) => break,
                Ok(Some(bytes)) if bytes.trim_ascii().is_empty() => {}
                Ok(Some(bytes)) => return Some(self.report(bytes)),
                Err(fault) => {
                    // After a line that is too long comes the next; after a broken disk nothing.
                    self.done = !matches!(fault, Fault::LineTooLong(_));
                    return Some(Err(self.unread(None, fault)));
                }
            }
        }
        self.done = true;
        None
    }
}

/// The next line without its end; of one that is too long no more than the limit is ever held.
pub(crate) fn line(input: &mut impl BufRead, longest: usize) -> Result<Option<Vec<u8>>, Fault> {
    let mut bytes = Vec::new();
    let (mut any, mut too_long) = (false, false);
    loop {
        let chunk = match input.fill_buf() {
            Ok(chunk) => chunk,
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(broken(&e)),
        };
        if chunk.is_empty() {
            break;
        }
        any = true;
        let end = chunk.iter().position(|&b| b == b'\n');
        let taken = end.unwrap_or(chunk.len());
        too_long |= bytes.len() + taken > longest;
        if too_long {
            bytes = Vec::new();
        } else {
            bytes.extend_from_slice(&chunk[..taken]);
        }
        input.consume(end.map_or(taken, |end| end + 1));
        if end.is_some() {
            break;
        }
    }
    match (any, too_long) {
        (false, _) => Ok(None),
        (true, true) => Err(Fault::LineTooLong(longest)),
        (true, false) => Ok(Some(bytes)),
    }
}

/// Finds escapes of half a surrogate pair, which JSON allows and Unicode does not: the first is a fault, or each is
/// replaced by the escape of U+FFFD.
fn surrogate(line: &mut String, bad: BadBytes) -> Option<Fault> {
    let mut halves = Vec::new();
    let bytes = line.as_bytes();
    let mut at = 0;
    while let Some(step) = bytes[at..].iter().position(|&b| b == b'\\') {
        at += step;
        match unit(bytes, at) {
            Some(0xD800..=0xDBFF) if matches!(unit(bytes, at + 6), Some(0xDC00..=0xDFFF)) => at += 12,
            Some(half @ 0xD800..=0xDFFF) => {
                halves.push((at, half));
                at += 6;
            }
            // Any other escape is two bytes that have to be passed over together: `\\u` is no escape of `u`.
            _ => at = (at + 2).min(bytes.len()),
        }
    }
    match (halves.first(), bad) {
        (None, _) => None,
        (Some(&(at, unit)), BadBytes::Refuse) => Some(Fault::Surrogate { column: at + 1, unit }),
        (Some(_), BadBytes::Replace) => {
            let mut bytes = std::mem::take(line).into_bytes();
            for (at, _) in halves {
                bytes[at..at + 6].copy_from_slice(b"\\uFFFD");
            }
            // ASCII in the place of ASCII: it stays UTF-8.
            *line = String::from_utf8(bytes).unwrap_or_default();
            None
        }
    }
}

/// The code unit of the escape `\uXXXX` at `at`.
fn unit(bytes: &[u8], at: usize) -> Option<u16> {
    let hex = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
    hex.iter().try_fold(0, |n, b| Some(n << 4 | (*b as char).to_digit(16)? as u16))
}

struct Fields(Map<String, Value>);

impl Fields {
    fn string(&mut self, field: &'static str) -> Result<Option<String>, Fault> {
        match self.0.remove(field) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(s)) => Ok(Some(s)),
            Some(other) => Err(Fault::WrongType { field, got: type_of(&other) }),
        }
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
