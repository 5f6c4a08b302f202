//! Bytes to text: byte order marks, UTF-8 and UTF-16, NULs, and limits on how much is taken in.

use std::borrow::Cow;
use std::io::{self, Read};

use crate::Fault;

/// What to do with bytes that are no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum BadBytes {
    /// Say where they stand, and do not read the report.
    #[default]
    Refuse,
    /// Put U+FFFD in their place and read on.
    Replace,
}

/// Reads all of `input`, up to `limit` bytes.
pub fn bounded(input: impl Read, limit: usize) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    input.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(|e| broken(&e))?;
    if bytes.len() > limit {
        return Err(Fault::TooLong(limit));
    }
    Ok(bytes)
}

pub(crate) fn broken(error: &io::Error) -> Fault {
    match error.kind() {
        io::ErrorKind::NotFound => Fault::Missing,
        io::ErrorKind::PermissionDenied => Fault::Forbidden,
        _ => Fault::Broken(error.to_string()),
    }
}

/// The text that `bytes` hold. A byte order mark decides between UTF-8 and UTF-16 and is dropped.
pub fn text(bytes: Vec<u8>, bad: BadBytes) -> Result<String, Fault> {
    let text = match bytes.as_slice() {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes, bad)?,
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes, bad)?,
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest, 3, bad)?.into_owned(),
        _ => match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(e) => utf8(e.as_bytes(), 0, bad)?.into_owned(),
        },
    };
    without_nul(text, bad)
}

/// The text of a document that tells its own encoding, as feeds do: by a byte order mark, by what the server names, by its first
/// line; else UTF-8. What is no text in it becomes U+FFFD. A named encoding is not believed of what is sound UTF-8.
pub(crate) fn decoded(bytes: &[u8], charset: Option<&str>) -> String {
    use encoding_rs::{Encoding, UTF_8};
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[length..]).0.into_owned();
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).to_ascii_lowercase();
    let own = head.split_once("encoding=").map(|(_, rest)| rest.trim_start_matches(['"', '\'']).to_owned());
    let own = own.as_deref().and_then(|rest| rest.split(['"', '\'']).next());
    let named = [charset, own].into_iter().flatten().filter_map(|label| Encoding::for_label(label.trim().as_bytes()));
    let encoding = named.into_iter().find(|e| *e != UTF_8).unwrap_or(UTF_8);
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// UTF-8, where `before` bytes of the file stand in front.
fn utf8(bytes: &[u8], before: usize, bad: BadBytes) -> Result<Cow<'_, str>, Fault> {
    match (std::str::from_utf8(bytes), bad) {
        (Ok(text), _) => Ok(Cow::Borrowed(text)),
        (Err(_), BadBytes::Replace) => Ok(String::from_utf8_lossy(bytes)),
        (Err(e), BadBytes::Refuse) => {
            let at = e.valid_up_to();
            Err(Fault::NotUtf8 { offset: before + at, byte: bytes[at] })
        }
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16, bad: BadBytes) -> Result<String, Fault> {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let mut text = String::with_capacity(bytes.len() / 2);
    let mut offset = 2;
    for decoded in char::decode_utf16(units) {
        let c = match (decoded, bad) {
            (Ok(c), _) => c,
            (Err(_), BadBytes::Replace) => char::REPLACEMENT_CHARACTER,
            (Err(_), BadBytes::Refuse) => return Err(Fault::NotUtf16 { offset }),
        };
        text.push(c);
        offset += c.len_utf16() * 2;
    }
    match (bytes.len() % 2, bad) {
        (0, _) => {}
        (_, BadBytes::Replace) => text.push(char::REPLACEMENT_CHARACTER),
        (_, BadBytes::Refuse) => return Err(Fault::NotUtf16 { offset }),
    }
    Ok(text)
}

pub(crate) fn without_nul(text: String, bad: BadBytes) -> Result<String, Fault> {
    match (text.find('\0'), bad) {
        (None, _) => Ok(text),
        (Some(offset), BadBytes::Refuse) => Err(Fault::Nul { offset }),
        (Some(_), BadBytes::Replace) => Ok(text.replace('\0', " ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refuse(bytes: &[u8]) -> Result<String, Fault> {
        text(bytes.to_vec(), BadBytes::Refuse)
    }

    fn replace(bytes: &[u8]) -> String {
        text(bytes.to_vec(), BadBytes::Replace).expect("nothing is refused")
    }

    #[test]
    fn byte_order_marks_decide_and_are_dropped() {
        assert_eq!(refuse(b"\xEF\xBB\xBFKyiv").unwrap(), "Kyiv");
        assert_eq!(refuse(b"\xFF\xFEK\0\x3D\xD8\x00\xDE").unwrap(), "K😀");
        assert_eq!(refuse(b"\xFE\xFF\0K\0y").unwrap(), "Ky");
    }

    #[test]
    fn a_byte_that_is_no_text_is_named_with_its_offset() {
        assert_eq!(refuse(b"Kyiv \xFF!"), Err(Fault::NotUtf8 { offset: 5, byte: 0xFF }));
        assert_eq!(refuse(b"\xEF\xBB\xBFK\xC3"), Err(Fault::NotUtf8 { offset: 4, byte: 0xC3 }));
        assert_eq!(refuse(b"\xFF\xFEK\0\x3D\xD8K\0"), Err(Fault::NotUtf16 { offset: 4 }));
        assert_eq!(refuse(b"\xFF\xFEK\0K"), Err(Fault::NotUtf16 { offset: 4 }));
        assert_eq!(refuse(b"K\0"), Err(Fault::Nul { offset: 1 }));
    }

    #[test]
    fn lossy_reads_on() {
        assert_eq!(replace(b"Kyiv \xFF!"), "Kyiv \u{FFFD}!");
        assert_eq!(replace(b"\xFF\xFEK\0\x3D\xD8K\0"), "K\u{FFFD}K");
        assert_eq!(replace(b"\xFF\xFEK\0K"), "K\u{FFFD}");
        assert_eq!(replace(b"K\0y"), "K y");
    }

    #[test]
    fn no_more_than_the_limit_is_taken_in() {
        assert_eq!(bounded(io::repeat(b'a'), 1000), Err(Fault::TooLong(1000)));
        assert_eq!(bounded(&b"abc"[..], 3).unwrap(), b"abc");
    }
}
