//! Reading of CoNLL-U, sentence by sentence; a broken sentence is told and passed over.

use std::fmt;
use std::io::{self, BufRead, Read};

use super::{stretch, Id, RowData, Sentence, Stretch, COLUMNS};

/// No sentence is longer, in bytes: the reader's memory is bounded whatever comes.
const LONGEST_SENTENCE: usize = 64 << 20;

/// What is wrong in a CoNLL-U file, and where.
#[derive(Debug)]
pub struct Error {
    /// Line of the file, counted from 1.
    pub line: u64,
    /// What is wrong there.
    pub problem: Problem,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.problem)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.problem {
            Problem::Io(error) => Some(error),
            _ => None,
        }
    }
}

/// What can be wrong in a CoNLL-U file.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)]
pub enum Problem {
    #[error("cannot be read: {0}")]
    Io(#[source] io::Error),
    #[error("is not UTF-8 from byte {0} of the line on; convert the file to UTF-8")]
    NotUtf8(usize),
    #[error("has {0} columns where CoNLL-U has 10; part them with single tabs")]
    Columns(usize),
    #[error("has nothing in column {0}; write _ where there is nothing to say")]
    EmptyColumn(usize),
    #[error(
        "begins with {0:?}, which is no word number; write 3, 3-4 for a multiword token, or 3.1 for an empty node"
    )]
    BadId(String),
    #[error("has number {found} where {expected} is due; number the words of a sentence 1, 2, 3, ...")]
    Order { expected: String, found: String },
    #[error("has head {found:?}, but the sentence has {words} words; write 0 for the root, a word's number, or _")]
    Head { found: String, words: u32 },
    #[error("is a multiword token up to word {0}, which the sentence does not have; end it at a word that is there")]
    Range(u32),
    #[error("is a comment between words; put comments before a sentence's first word")]
    Comment,
    #[error("is in a sentence that has no words; remove its comments or add the words")]
    NoWords,
    #[error("is in a sentence of more than {} MiB; put an empty line after each sentence", LONGEST_SENTENCE >> 20)]
    TooLong,
}

/// Reads sentences from a file.
///
/// A sentence that cannot be read gives an [`Error`], and reading goes on after the next empty line.
pub struct Reader<R> {
    input: R,
    line: u64,
    done: bool,
}

impl<R: BufRead> Reader<R> {
    /// A reader at the start of `input`.
    pub fn new(input: R) -> Self {
        Self { input, line: 0, done: false }
    }

    /// Reads the next line into `bytes` (without its end); `None` at the end of the input.
    fn read_line(&mut self, bytes: &mut Vec<u8>) -> Result<Option<()>, Problem> {
        bytes.clear();
        let limit = LONGEST_SENTENCE as u64 + 1;
        let read = self.input.by_ref().take(limit).read_until(b'\n', bytes).map_err(Problem::Io)?;
        if read == 0 {
            return Ok(None);
        }
        self.line += 1;
        if bytes.last() == Some(&b'\n') {
            bytes.pop();
        } else if read as u64 == limit {
            self.skip_rest_of_line()?;
            return Err(Problem::TooLong);
        }
        // A carriage return at the end is never a field's own: written back, it would be a line end's.
        while bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
        if self.line == 1 && bytes.starts_with("\u{feff}".as_bytes()) {
            bytes.drain(..3);
        }
        Ok(Some(()))
    }

    fn skip_rest_of_line(&mut self) -> Result<(), Problem> {
        loop {
            let buffer = self.input.fill_buf().map_err(Problem::Io)?;
            let (used, end) = match buffer.iter().position(|&b| b == b'\n') {
                Some(at) => (at + 1, true),
                None => (buffer.len(), buffer.is_empty()),
            };
            self.input.consume(used);
            if end {
                return Ok(());
            }
        }
    }

    fn error(&mut self, problem: Problem) -> Error {
        self.done |= matches!(problem, Problem::Io(_));
        Error { line: self.line, problem }
    }

    /// The next sentence, `None` at the end.
    fn sentence(&mut self) -> Option<Result<Sentence, Error>> {
        let mut partial = Partial::default();
        let mut bytes = Vec::new();
        let mut first_error = None;
        loop {
            match self.read_line(&mut bytes) {
                Ok(None) => {
                    self.done = true;
                    break;
                }
                Ok(Some(())) if bytes.is_empty() => {
                    if partial.is_empty() && first_error.is_none() {
                        continue;
                    }
                    break;
                }
                Ok(Some(())) if first_error.is_none() => {
                    if let Err(problem) = partial.line(&bytes, self.line) {
                        first_error = Some(self.error(problem));
                    }
                }
                Ok(Some(())) => {}
                Err(problem) => {
                    let stop = matches!(problem, Problem::Io(_));
                    let error = self.error(problem);
                    first_error.get_or_insert(error);
                    if stop {
                        break;
                    }
                }
            }
        }
        match first_error {
            Some(error) => Some(Err(error)),
            None if partial.is_empty() => None,
            None => Some(partial.finish()),
        }
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Sentence, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        self.sentence()
    }
}

/// A sentence of which some lines are read.
#[derive(Default)]
struct Partial {
    sentence: Sentence,
    words: u32,
    empty: u32,
    /// Last word of the multiword token under way.
    range_end: u32,
}

impl Partial {
    fn is_empty(&self) -> bool {
        self.sentence.comments.is_empty() && self.sentence.rows.is_empty()
    }

    fn line(&mut self, bytes: &[u8], number: u64) -> Result<(), Problem> {
        let line = std::str::from_utf8(bytes).map_err(|error| Problem::NotUtf8(error.valid_up_to()))?;
        if self.is_empty() {
            self.sentence.line = number;
        }
        if self.sentence.block.len() + line.len() > LONGEST_SENTENCE {
            return Err(Problem::TooLong);
        }
        let start = self.sentence.block.len();
        if line.starts_with('#') {
            if !self.sentence.rows.is_empty() {
                return Err(Problem::Comment);
            }
            self.sentence.block.push_str(line);
            self.sentence.comments.push(stretch(start, self.sentence.block.len()));
            return Ok(());
        }
        let (id, fields) = columns(line, start)?;
        let id = self.checked(id)?;
        self.sentence.block.push_str(line);
        self.sentence.rows.push(RowData { id, fields });
        Ok(())
    }

    /// The number in the first column, if it is the one that is due.
    fn checked(&mut self, column: &str) -> Result<Id, Problem> {
        let id = parse_id(column).ok_or_else(|| Problem::BadId(column.chars().take(40).collect()))?;
        let due = self.words + 1;
        let expected = match id {
            Id::Word(n) if n == due => {
                (self.words, self.empty) = (n, 0);
                None
            }
            Id::Range(from, to) if from == due && from < to && due > self.range_end => {
                self.range_end = to;
                None
            }
            Id::Empty(n, m) if n == self.words && m == self.empty + 1 => {
                self.empty = m;
                None
            }
            Id::Word(_) => Some(due.to_string()),
            Id::Range(..) => Some(format!("{due} or {due}-{}", due + 1)),
            Id::Empty(..) => Some(format!("{}.{}", self.words, self.empty + 1)),
        };
        match expected {
            None => Ok(id),
            Some(expected) => Err(Problem::Order { expected, found: column.to_owned() }),
        }
    }

    /// The sentence, once all its lines are there.
    fn finish(self) -> Result<Sentence, Error> {
        let Self { sentence, words, range_end, .. } = self;
        if words == 0 {
            return Err(Error { line: sentence.line, problem: Problem::NoWords });
        }
        let first = sentence.line + sentence.comments.len() as u64;
        for (line, row) in (first..).zip(sentence.rows()) {
            if let Id::Range(_, to) = row.id() {
                if to == range_end && range_end > words {
                    return Err(Error { line, problem: Problem::Range(to) });
                }
            }
            let head = row.get(super::Column::Head);
            let known = head == "_" || head.parse().is_ok_and(|head: u32| head <= words);
            if matches!(row.id(), Id::Word(_)) && !known {
                let found = head.chars().take(40).collect();
                return Err(Error { line, problem: Problem::Head { found, words } });
            }
        }
        Ok(sentence)
    }
}

/// First column of a line, and where the others stand once the line is at `base` of a block.
fn columns(line: &str, base: usize) -> Result<(&str, [Stretch; COLUMNS]), Problem> {
    let mut fields = [(0, 0); COLUMNS];
    let mut id = "";
    let mut count = 0;
    let mut at = 0;
    for field in line.split('\t') {
        if field.is_empty() {
            return Err(Problem::EmptyColumn(count + 1));
        }
        match count {
            0 => id = field,
            1..=COLUMNS => fields[count - 1] = stretch(base + at, base + at + field.len()),
            _ => {}
        }
        count += 1;
        at += field.len() + 1;
    }
    if count != COLUMNS + 1 {
        return Err(Problem::Columns(count));
    }
    Ok((id, fields))
}

fn parse_id(column: &str) -> Option<Id> {
    let number = |text: &str| {
        let plain = !text.is_empty() && text.len() < 10 && text.bytes().all(|b| b.is_ascii_digit());
        let written_once = text == "0" || !text.starts_with('0');
        (plain && written_once).then(|| text.parse().ok()).flatten()
    };
    if let Some((from, to)) = column.split_once('-') {
        Some(Id::Range(number(from)?, number(to)?))
    } else if let Some((n, m)) = column.split_once('.') {
        Some(Id::Empty(number(n)?, number(m)?))
    } else {
        Some(Id::Word(number(column)?))
    }
}
