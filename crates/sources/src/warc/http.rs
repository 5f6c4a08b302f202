//! The answer of a server as an archive keeps it: head and body in one.

use std::io::Read;

use flate2::read::{MultiGzDecoder, ZlibDecoder};

use crate::answer::content_type;
use crate::bytes::bounded;
use crate::html::LONGEST_PAGE;
use crate::Fault;

const MOST_HEADERS: usize = 256;

/// The head of an answer.
#[derive(Default)]
pub(super) struct Head<'a> {
    pub status: u16,
    /// What it is, and the encoding that it names.
    pub kind: String,
    pub charset: Option<String>,
    coding: String,
    chunked: bool,
    body: &'a [u8],
}

impl<'a> Head<'a> {
    pub fn parse(answer: &'a [u8]) -> Result<Self, Fault> {
        let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
        let mut response = httparse::Response::new(&mut headers);
        let mut config = httparse::ParserConfig::default();
        config.ignore_invalid_headers_in_responses(true);
        let length = match config.parse_response(&mut response, answer) {
            Ok(httparse::Status::Complete(length)) => length,
            Ok(httparse::Status::Partial) => return Err(Fault::Damaged("its HTTP head does not end".into())),
            Err(e) => return Err(Fault::Damaged(format!("no sound HTTP head: {e}"))),
        };
        let mut head = Self { status: response.code.unwrap_or_default(), body: &answer[length..], ..Self::default() };
        for header in response.headers.iter() {
            let value = String::from_utf8_lossy(header.value);
            match header.name.to_ascii_lowercase().as_str() {
                "content-type" => (head.kind, head.charset) = content_type(&value),
                "content-encoding" => head.coding = value.trim().to_ascii_lowercase(),
                "transfer-encoding" => head.chunked = value.to_ascii_lowercase().contains("chunked"),
                _ => {}
            }
        }
        Ok(head)
    }

    pub fn is_page(&self) -> bool {
        (200..300).contains(&self.status) && matches!(self.kind.as_str(), "text/html" | "application/xhtml+xml")
    }

    /// The body, joined and unpacked. Many archives keep the headers of what they have joined and unpacked already.
    pub fn body(&self) -> Result<Vec<u8>, Fault> {
        let whole = self.chunked.then(|| joined(self.body)).flatten();
        let body = whole.as_deref().unwrap_or(self.body);
        let packed: Box<dyn Read + '_> = match self.coding.as_str() {
            "gzip" | "x-gzip" if body.starts_with(&[0x1f, 0x8b]) => Box::new(MultiGzDecoder::new(body)),
            "deflate" if body.first() == Some(&0x78) => Box::new(ZlibDecoder::new(body)),
            "br" | "zstd" if std::str::from_utf8(body).is_err() => {
                return Err(Fault::NotText(format!("packed with {}", self.coding)));
            }
            _ => Box::new(body),
        };
        bounded(packed, LONGEST_PAGE)
    }
}

/// The chunks of a body in one; none where it is not in chunks. What came before a break is kept.
fn joined(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(body.len());
    let mut any = false;
    while let Ok(httparse::Status::Complete((start, size))) = httparse::parse_chunk_size(body) {
        any = true;
        let rest = &body[start..];
        let taken = usize::try_from(size).unwrap_or(usize::MAX).min(rest.len());
        whole.extend_from_slice(&rest[..taken]);
        let after = &rest[taken..];
        body = after.strip_prefix(b"\r\n").unwrap_or(after);
        if size == 0 {
            break;
        }
    }
    any.then_some(whole)
}
