//! Addresses: `https://…`, `www.…`, `name@host`.

use super::classes::{class_at, Class};
use super::english::English;

/// Longest part before `@` and before `://` that is looked at.
const LONGEST_NAME: usize = 64;

/// The first address in `text[from..end]` (a stretch without white space).
pub(super) fn next_address(text: &str, english: &English, from: usize, end: usize) -> Option<(usize, usize)> {
    let bytes = &text.as_bytes()[..end];
    let mut at = from;
    while at < end {
        let found = match bytes[at] {
            b'@' => mail(text, from, at, end),
            b':' if bytes[at + 1..].starts_with(b"//") || bytes[at + 1..].first().is_some_and(|&b| b > 32) => {
                scheme(text, english, from, at, end)
            }
            b'w' | b'W' if bytes.len() - at > 4 && bytes[at..at + 4].eq_ignore_ascii_case(b"www.") => {
                (at == from || !bytes[at - 1].is_ascii_alphanumeric()).then(|| (at, url_end(text, at, end)))
            }
            _ => None,
        };
        if found.is_some() {
            return found;
        }
        at += 1;
    }
    None
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'%' | b'+' | b'-' | b'/')
}

fn mail(text: &str, from: usize, at: usize, end: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let low = from.max(at.saturating_sub(LONGEST_NAME));
    let mut start = at;
    while start > low && is_name(bytes[start - 1]) {
        start -= 1;
    }
    while start < at && !bytes[start].is_ascii_alphanumeric() {
        start += 1;
    }
    let mut stop = at + 1;
    while stop < end && (is_name(bytes[stop]) && bytes[stop] != b'/') {
        stop += 1;
    }
    while stop > at + 1 && !bytes[stop - 1].is_ascii_alphanumeric() {
        stop -= 1;
    }
    (start < at && stop > at + 1).then_some((start, stop))
}

fn scheme(text: &str, english: &English, from: usize, colon: usize, end: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let low = from.max(colon.saturating_sub(LONGEST_NAME));
    let mut start = colon;
    while start > low && bytes[start - 1].is_ascii_alphabetic() {
        start -= 1;
    }
    (start < colon && english.is_scheme(&text[start..colon])).then(|| (start, url_end(text, colon + 1, end)))
}

/// Where an address ends that is under way at `from`: before quotes, angle brackets and closing punctuation.
fn url_end(text: &str, from: usize, end: usize) -> usize {
    let bytes = text.as_bytes();
    let mut stop = from;
    let mut open = 0u32;
    while stop < end {
        let (class, len) = class_at(text, stop);
        match bytes[stop] {
            b'<' | b'>' | b'"' | b'[' | b']' | b'{' | b'}' => break,
            b'(' => open += 1,
            b')' if open == 0 => break,
            b')' => open -= 1,
            byte if byte >= 128 && matches!(class, Class::Open | Class::Close | Class::Dash) => break,
            _ => {}
        }
        stop += len;
    }
    while stop > from {
        match bytes[stop - 1] {
            b'.' | b',' | b';' | b':' | b'!' | b'?' | b'\'' | b'*' => stop -= 1,
            b'(' => stop -= 1,
            _ => break,
        }
    }
    stop
}
