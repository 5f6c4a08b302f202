//! What a server answered, as a report: the same for pages that are followed and for those that an archive keeps.

use encoding_rs::Encoding;
use jiff::civil::Date;
use jiff::ToSpan;

use crate::fetch::in_utf8;
use crate::{bytes, html, BadBytes, Fault, Report, LONGEST_REPORT};

/// The year before which nothing on the net was published: an older day is a clock that was never set.
const FIRST_YEAR: i16 = 1990;

/// Kind and name of the encoding, in small letters, that a `Content-Type` header tells.
pub(crate) fn content_type(said: &str) -> (String, Option<String>) {
    let said = said.to_ascii_lowercase();
    let mut parts = said.split(';').map(str::trim);
    let kind = parts.next().unwrap_or_default().to_owned();
    let label = parts.find_map(|part| part.strip_prefix("charset="));
    (kind, label.map(|label| label.trim_matches('"').to_owned()))
}

/// Fills `report`, whose day is the one that is believed where the answer tells no plausible one, with an answer of `kind` in
/// the encoding `charset`, got on the day `got`.
pub(crate) fn fill(
    report: &mut Report,
    answer: Vec<u8>,
    (kind, charset): (&str, Option<&str>),
    got: Date,
    bad: BadBytes,
) -> Result<(), Fault> {
    if let Some(kind) = no_text(&answer) {
        return Err(Fault::NotText(kind.into()));
    }
    let (listed, url) = (report.published, report.url.take());
    // An encoding that the server names is not believed of sound UTF-8.
    let encoding = charset.and_then(|label| Encoding::for_label(label.as_bytes()));
    let encoding = encoding.filter(|_| std::str::from_utf8(&answer).is_err());
    let answer = in_utf8(answer, encoding);
    match kind {
        "" | "text/html" | "application/xhtml+xml" => html::fill(report, answer, bad)?,
        "text/plain" => report.text = bytes::text(answer, bad)?,
        other => return Err(Fault::NotText(other.into())),
    }
    if report.text.trim().is_empty() {
        return Err(Fault::Empty);
    }
    if report.text.len() > LONGEST_REPORT {
        return Err(Fault::TooLong(LONGEST_REPORT));
    }
    report.published = report.published.and_then(|day| plausible(day, got)).or(listed);
    report.url = url;
    Ok(())
}

/// A day on which a report can have been published that was there on the day `seen`: none before the net, none to come.
pub(crate) fn plausible(day: Date, seen: Date) -> Option<Date> {
    let last = seen.checked_add(2.days()).unwrap_or(Date::MAX);
    (day.year() >= FIRST_YEAR && day <= last).then_some(day)
}

/// What bytes are that are surely no text, whatever they are called.
fn no_text(bytes: &[u8]) -> Option<&'static str> {
    let signs: [(&[u8], &str); 6] = [
        (b"PK\x03\x04", "a zip archive"),
        (b"%PDF-", "a PDF"),
        (b"\x1f\x8b", "packed with gzip"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
    ];
    signs.iter().find(|(sign, _)| bytes.starts_with(sign)).map(|(_, what)| *what)
}
