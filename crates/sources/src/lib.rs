//! The outside world to [`Report`]s: text files, HTML pages, JSON Lines, web archives, standard input, addresses.
//!
//! [`reports`] is the one door: it goes through what a person named on the command line and hands out reports one by
//! one, so that memory stays flat however long the input is. What cannot be read comes out as an [`Unread`] in its place,
//! which says where, what is wrong and what to do, and the rest goes on.
//!
//! ```
//! use sources::{jsonl, Given, BadBytes};
//!
//! let lines = br#"{"id":"a","text":"Troops left the town.","published":"2021-04-02"}
//! {"id":"b","text":7}
//! "#;
//! let mut reader = jsonl::Reader::new(&lines[..], "reports.jsonl", BadBytes::Refuse, Given::default());
//! assert_eq!(reader.next().unwrap().unwrap().id, "a");
//! let unread = reader.next().unwrap().unwrap_err();
//! assert_eq!(unread.to_string(), "reports.jsonl, line 2: \"text\" is a number where a string belongs; write it in quotation marks");
//! assert!(reader.next().is_none());
//! ```

mod answer;
pub mod bytes;
mod client;
pub mod feed;
mod fetch;
mod guard;
mod html;
pub mod jsonl;
mod paths;
mod published;
pub mod robots;
pub mod settings;
mod unread;
pub mod warc;
pub mod watch;

pub use bytes::BadBytes;
pub use guard::is_public;
pub use paths::{files, open, reports, Options, Reports};
pub use published::{day, NoSuchDay};
pub use unread::{Fault, Unread};

use jiff::civil::Date;

pub use reading::Report;

/// Longest report that is read, in bytes of UTF-8. No news report comes near it; a text beyond it is several reports, or
/// none.
pub const LONGEST_REPORT: usize = 8 * 1024 * 1024;

/// How an input is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text, one report a file.
    Text,
    /// A web page, one report a file.
    Html,
    /// JSON Lines, one report a line.
    Jsonl,
    /// A web archive, one report a page.
    Warc,
}

impl Format {
    /// The format that a file's name tells of: `.txt`, `.html`, `.htm`, `.xhtml`, `.jsonl`, `.ndjson`, `.warc`, `.warc.gz`.
    pub fn of_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let (_, ending) =
            name.strip_suffix(".gz").filter(|n| n.ends_with(".warc")).unwrap_or(&name).rsplit_once('.')?;
        match ending {
            "txt" => Some(Self::Text),
            "html" | "htm" | "xhtml" => Some(Self::Html),
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            "warc" => Some(Self::Warc),
            _ => None,
        }
    }
}

/// What is known of the reports from outside: used where a report does not say it itself.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// Day of publication.
    pub published: Option<Date>,
    /// Publisher.
    pub publisher: Option<String>,
}
