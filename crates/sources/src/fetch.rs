//! Pages and files by address, over HTTP and HTTPS, within bounds of size, time and redirects.

use std::io::Read;
use std::time::Duration;

use encoding_rs::{Encoding, UTF_8};
use ureq::http::header::CONTENT_TYPE;
use ureq::{Agent, Body};

use crate::answer::content_type;
use crate::{Fault, Format};

/// Longest time for the whole of one answer.
const PATIENCE: Duration = Duration::from_secs(60);
/// Longest time until a server is reached.
const CONNECT: Duration = Duration::from_secs(15);
const MOST_REDIRECTS: u32 = 8;

/// What a server answered.
pub(crate) struct Fetched {
    /// What it says it is: a page unless it says otherwise.
    pub format: Format,
    /// The encoding that the server names.
    pub encoding: Option<&'static Encoding>,
    /// The address that answered in the end.
    pub address: String,
    /// The body, as it comes in.
    pub body: Box<dyn Read + Send>,
}

/// Whether `path` is an address and not a file's name.
pub(crate) fn is_address(path: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| path.starts_with(scheme))
}

/// Asks for what stands at `address`.
pub(crate) fn fetch(address: &str) -> Result<Fetched, Fault> {
    let agent: Agent = Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .timeout_connect(Some(CONNECT))
        .max_redirects(MOST_REDIRECTS)
        .save_redirect_history(true)
        .user_agent(concat!("attache/", env!("CARGO_PKG_VERSION")))
        .build()
        .into();
    let answer = agent
        .get(address)
        .header("Accept", "text/html, application/xhtml+xml, text/plain, application/x-ndjson")
        .call()
        .map_err(|e| refused(&e))?;
    let address = ureq::ResponseExt::get_uri(&answer).to_string();
    let said = answer.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let (format, encoding) = described(said)?;
    Ok(Fetched { format, encoding, address, body: body(answer.into_body()) })
}

fn body(body: Body) -> Box<dyn Read + Send> {
    Box::new(body.into_reader())
}

/// Format and encoding by a `Content-Type` header.
fn described(said: &str) -> Result<(Format, Option<&'static Encoding>), Fault> {
    let (kind, label) = content_type(said);
    let format = match kind.as_str() {
        "" | "text/html" | "application/xhtml+xml" => Format::Html,
        "application/x-ndjson" | "application/jsonl" | "application/json-lines" => Format::Jsonl,
        _ if kind.starts_with("text/") => Format::Text,
        _ => return Err(Fault::NotText(kind)),
    };
    Ok((format, label.and_then(|label| Encoding::for_label(label.as_bytes()))))
}

/// `bytes` in UTF-8, behind a byte order mark so that no declaration inside them is believed instead, where the server
/// named another encoding.
pub(crate) fn in_utf8(bytes: Vec<u8>, encoding: Option<&'static Encoding>) -> Vec<u8> {
    match encoding {
        Some(other) if other != UTF_8 && Encoding::for_bom(&bytes).is_none() => {
            let text = other.decode_without_bom_handling(&bytes).0;
            ["\u{FEFF}".as_bytes(), text.as_bytes()].concat()
        }
        _ => bytes,
    }
}

fn refused(error: &ureq::Error) -> Fault {
    Fault::NotFetched(match error {
        ureq::Error::StatusCode(404 | 410) => "the server has no such page; check the address".into(),
        ureq::Error::StatusCode(code @ (401 | 403 | 429)) => {
            format!("the server refuses it (status {code}); open it in a browser, save it, and read the file")
        }
        ureq::Error::StatusCode(code) => format!("the server answers with status {code}; try again later"),
        ureq::Error::Timeout(_) => {
            "the server takes too long; try again later, or save the page and read the file".into()
        }
        ureq::Error::TooManyRedirects => "it is redirected without end; check the address".into(),
        ureq::Error::HostNotFound => "there is no such host; check the address and the connection".into(),
        other => format!("{other}; check the address and the connection"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_tells_format_and_encoding() {
        let told = |said| described(said).map(|(format, encoding)| (format, encoding.map(Encoding::name)));
        assert_eq!(told(""), Ok((Format::Html, None)));
        assert_eq!(told("text/html; charset=\"windows-1251\""), Ok((Format::Html, Some("windows-1251"))));
        assert_eq!(told("Text/Plain;Charset=UTF-8"), Ok((Format::Text, Some("UTF-8"))));
        assert_eq!(told("application/pdf"), Err(Fault::NotText("application/pdf".into())));
    }

    #[test]
    fn the_server_is_believed_before_the_page() {
        let encoding = Encoding::for_label(b"windows-1251");
        assert_eq!(in_utf8(b"\xCA\xE8\xE5\xE2".to_vec(), encoding), "\u{FEFF}Киев".as_bytes());
        assert_eq!(in_utf8(b"\xEF\xBB\xBFK".to_vec(), encoding), b"\xEF\xBB\xBFK");
    }
}
