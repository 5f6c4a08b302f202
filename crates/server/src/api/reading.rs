//! A text that somebody pastes, read.

use std::panic::{catch_unwind, AssertUnwindSafe};

use reading::Report;
use serde::Deserialize;

use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::JSON;
use crate::routes::{json, Answer};
use crate::Reader;

/// Longest text that is read, in bytes: some forty pages.
pub(crate) const LONGEST_TEXT: usize = 256 * 1024;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pasted {
    text: String,
    #[serde(default)]
    published: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    publisher: Option<String>,
}

pub(crate) fn read(reader: &Reader, ask: &Ask) -> Answer {
    let report = report(ask)?;
    let reading = catch_unwind(AssertUnwindSafe(|| (reader.read)(&report))).map_err(|_| Problem::broke_down())?;
    json(&reading)
}

fn report(ask: &Ask) -> Result<Report, Problem> {
    let pasted = match ask.media_type().as_str() {
        JSON => serde_json::from_slice(&ask.body).map_err(|e| {
            Problem::bad_request(format!("{e}; send {{\"text\": \"…\", \"published\": \"2024-05-31\"}}"))
        })?,
        "text/plain" => {
            let text = std::str::from_utf8(&ask.body).map_err(|_| Problem::bad_request("the text is not UTF-8"))?;
            Pasted { text: text.to_owned(), published: None, title: None, publisher: None }
        }
        _ => return Err(Problem::unsupported("send application/json, or text/plain")),
    };
    if pasted.text.trim().is_empty() {
        return Err(Problem::bad_request("there is no text to read"));
    }
    let day = pasted.published.filter(|d| !d.is_empty());
    let published = day
        .map(|d| d.parse().map_err(|_| Problem::bad_request("published has to be a day, such as 2024-05-31")))
        .transpose()?;
    Ok(Report {
        id: ledger::id_of_text(&pasted.text),
        text: pasted.text,
        published,
        title: pasted.title,
        publisher: pasted.publisher,
        url: None,
    })
}
