//! What could not be read: where, what is wrong, what to do.

use std::fmt;

/// One input, or one line of it, that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The path as it was given; `-` for standard input.
    pub path: String,
    /// The line, from 1, where the input has one report a line.
    pub line: Option<u64>,
    /// The report's id where it could be told, else one made of path and line.
    pub id: String,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with an input.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// No such file.
    #[error("no such file; check the spelling, or give - for standard input")]
    Missing,
    /// A folder.
    #[error("is a folder; name the files in it, for example {0}/*.txt")]
    Folder(String),
    /// The system does not allow it.
    #[error("may not be read by this user; change its permissions")]
    Forbidden,
    /// An address that gave nothing to read.
    #[error("cannot be fetched: {0}")]
    NotFetched(String),
    /// An address of something that is no text.
    #[error("is {0}, which holds no text that can be read; save the report's text and read that")]
    NotText(String),
    /// Reading broke off.
    #[error("reading broke off: {0}")]
    Broken(String),
    /// Nothing in it.
    #[error("is empty; there is nothing to read in it")]
    Empty,
    /// A page without prose.
    #[error("no prose was found on the page; save the report's text and read it with --input text")]
    NoProse,
    /// Bytes that are not UTF-8.
    #[error("byte {offset} (0x{byte:02X}) is not UTF-8; convert the file, or give --lossy to read on past such bytes")]
    NotUtf8 {
        /// Offset of the first such byte.
        offset: usize,
        /// Its value.
        byte: u8,
    },
    /// UTF-16 that breaks its own rules.
    #[error("byte {offset} is not sound UTF-16; convert the file, or give --lossy to read on past such bytes")]
    NotUtf16 {
        /// Offset of the first such byte.
        offset: usize,
    },
    /// NUL bytes.
    #[error("byte {offset} is NUL, so this is no text; convert the file, or give --lossy to read NULs as spaces")]
    Nul {
        /// Offset of the first.
        offset: usize,
    },
    /// A report beyond the limit.
    #[error("the report is longer than {} MiB; split it into reports of their own", .0 / (1024 * 1024))]
    TooLong(usize),
    /// A line beyond the limit.
    #[error("the line is longer than {} MiB; give one report a line, each on its own", .0 / (1024 * 1024))]
    LineTooLong(usize),
    /// What is wrong with one record of an archive.
    #[error("record {number}: {fault}")]
    Record {
        /// Which, from 1.
        number: u64,
        /// What is wrong.
        fault: Box<Fault>,
    },
    /// A record that breaks the rules of archives.
    #[error("is damaged: {0}; it is passed over")]
    Damaged(String),
    /// An archive without a page.
    #[error("holds no page with prose in its {0} records; are they pages at all?")]
    NoPages(u64),
    /// A line that is no JSON.
    #[error("column {column}: no sound JSON: {reason}; write one JSON object a line")]
    NotJson {
        /// Column, from 1, in bytes.
        column: usize,
        /// What the parser says.
        reason: String,
    },
    /// JSON, but no object.
    #[error("is {0} where an object belongs; write {{\"text\": \"…\"}}")]
    NotObject(&'static str),
    /// An escape of half a character.
    #[error(
        "column {column}: \\u{unit:04X} is half a surrogate pair; write the whole pair, or give --lossy to read on"
    )]
    Surrogate {
        /// Column, from 1, in bytes.
        column: usize,
        /// The code unit.
        unit: u16,
    },
    /// A field of a wrong type.
    #[error("\"{field}\" is {got} where a string belongs; write it in quotation marks")]
    WrongType {
        /// The field's name.
        field: &'static str,
        /// What it is.
        got: &'static str,
    },
    /// A required field that is not there.
    #[error("\"text\" is missing; each line needs one")]
    NoText,
    /// A day that the calendar lacks.
    #[error("\"published\": {0}")]
    Published(#[from] crate::NoSuchDay),
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = if self.path == "-" { "standard input" } else { &self.path };
        match self.line {
            Some(line) => write!(f, "{name}, line {line}: {}", self.fault),
            None => write!(f, "{name}: {}", self.fault),
        }
    }
}

impl std::error::Error for Unread {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.fault)
    }
}
