//! Marks inside words: which stop, comma, hyphen, slash or ampersand belongs to the word around it.

use super::classes::{class_at, Class};
use super::english::English;

/// Longest word that is looked at as a whole for a hyphen's sake.
const LONGEST_COMPOUND: usize = 64;

/// A search for a host or file name.
pub(super) enum Name {
    /// One ends here.
    Found(usize),
    /// None starts before this place.
    NoneBefore(usize),
}

/// Whether a host or file name (`example.org`, `report.pdf`) starts at `at`.
pub(super) fn name(text: &str, english: &English, at: usize, limit: usize) -> Name {
    let bytes = text.as_bytes();
    let mut end = at;
    let mut last_stop = None;
    while end < limit {
        match bytes[end] {
            b'.' => last_stop = Some(end),
            byte if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') => {}
            _ => break,
        }
        end += 1;
    }
    let rest = end;
    while end > at && !bytes[end - 1].is_ascii_alphanumeric() {
        end -= 1;
    }
    if last_stop.is_some_and(|stop| stop >= end) {
        last_stop = text[at..end].rfind('.').map(|stop| at + stop);
    }
    match last_stop {
        Some(stop) if stop > at + 1 && is_name_end(&text[stop + 1..end], english) => {
            let mut end = end;
            if end < limit && bytes[end] == b'/' && end + 1 < limit {
                while end < limit
                    && (bytes[end] > b' '
                        && !matches!(bytes[end], b'"' | b'<' | b'>' | b')' | b',' | b';')
                        && bytes[end] < 128)
                {
                    end += 1;
                }
                while matches!(bytes[end - 1], b'.' | b':' | b'!' | b'?') {
                    end -= 1;
                }
            }
            Name::Found(end)
        }
        Some(_) if is_newsgroup(&text[at..end]) => Name::Found(end),
        _ => Name::NoneBefore(rest),
    }
}

/// `misc.consumers.frugal`: three or more parts in small letters.
fn is_newsgroup(name: &str) -> bool {
    name.len() <= LONGEST_COMPOUND
        && name.matches('.').count() > 1
        && name.split('.').all(|part| part.len() > 2 && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'))
}

fn is_name_end(part: &str, english: &English) -> bool {
    let uniform = part.bytes().all(|b| !b.is_ascii_uppercase()) || part.bytes().all(|b| !b.is_ascii_lowercase());
    uniform && english.is_name_end(part)
}

/// Where the word ends that starts at `at`.
pub(super) fn word_end(text: &str, english: &English, at: usize, from: usize, limit: usize) -> usize {
    let mut end = from;
    // Start of the part since the last mark, and the last character's class.
    let mut part = from;
    let mut last = Class::Space;
    while end < limit {
        let (class, len) = class_at(text, end);
        if class.is_word() {
            if class != Class::Extend {
                last = class;
            }
            end += len;
            continue;
        }
        if class == Class::Currency
            && is_country_code(&text[at..end])
            && followed_by(text, end + len, limit, Class::Digit)
        {
            return end + len;
        }
        let (next, _) = if end + len < limit { class_at(text, end + len) } else { (Class::Space, 0) };
        let joined = match class {
            _ if !matches!(next, Class::Letter | Class::Digit) => false,
            Class::Apostrophe => next == Class::Letter && matches!(last, Class::Letter | Class::Digit),
            Class::SingleOpen => next == Class::Letter && last == Class::Letter,
            Class::Colon => last == Class::Digit && next == Class::Digit,
            Class::Comma => last == Class::Digit && next == Class::Digit && groups_digits(text, end, limit),
            Class::Period => stop_joins(text, part, end, limit, last, next),
            Class::Slash => slash_joins(text, at, part, end, limit, last, next),
            Class::Ampersand => ampersand_joins(text, part, end, limit),
            Class::Hyphen => hyphen_joins(text, english, at, part, end, len, limit),
            _ => false,
        };
        if !joined {
            break;
        }
        end += len;
        if !matches!(class, Class::Apostrophe | Class::SingleOpen) {
            part = end;
        }
    }
    end
}

fn followed_by(text: &str, at: usize, limit: usize, class: Class) -> bool {
    at < limit && class_at(text, at).0 == class
}

/// `US` of `US$5`.
fn is_country_code(word: &str) -> bool {
    (1..=3).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase())
}

/// End of the run of letters and digits at `at`, looking no further than a compound is long.
fn part_end(text: &str, at: usize, limit: usize) -> usize {
    let mut end = at;
    while end < limit && end - at <= LONGEST_COMPOUND {
        let (class, len) = class_at(text, end);
        if !class.is_word() {
            break;
        }
        end += len;
    }
    end
}

fn is_one_char(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some() && chars.next().is_none()
}

/// A stop between digits ("1.5") or single letters ("U.S").
fn stop_joins(text: &str, part: usize, at: usize, limit: usize, last: Class, next: Class) -> bool {
    match (last, next) {
        (Class::Digit, Class::Digit) => true,
        (Class::Letter, Class::Letter) => {
            let next_part = &text[at + 1..part_end(text, at + 1, limit)];
            let short_before = is_one_char(&text[part..at]) || matches!(&text[part..at], "Ph" | "ph");
            let degree = matches!(next_part, "Sc" | "Phil" | "Ed" | "Eng");
            short_before && (is_one_char(next_part) || degree)
        }
        _ => false,
    }
}

/// Whether the comma at `at` parts the thousands of a number: three digits follow, or two and another comma.
fn groups_digits(text: &str, at: usize, limit: usize) -> bool {
    let bytes = &text.as_bytes()[at + 1..limit.min(at + 6)];
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    digits == 3 || digits == 2 && bytes.get(2) == Some(&b',') && bytes.get(3).is_some_and(u8::is_ascii_digit)
}

/// A slash in a date ("9/11"), after a single letter ("w/o") or in a document's symbol ("S/RES/2231").
fn slash_joins(text: &str, word: usize, part: usize, at: usize, limit: usize, last: Class, next: Class) -> bool {
    let left = &text[part..at];
    let symbol = matches!(text.as_bytes()[word..], [letter, b'/', ..] if letter.is_ascii_uppercase());
    match (last, next) {
        (Class::Digit, Class::Digit) if symbol => true,
        (Class::Digit, Class::Digit) => {
            let rest = &text.as_bytes()[at + 1..limit];
            let digits = rest.iter().take(5).take_while(|b| b.is_ascii_digit()).count();
            let day = |part: &str, most: u32| part.len() <= 2 && part.parse().is_ok_and(|n: u32| n <= most);
            let right = &text[at + 1..at + 1 + digits];
            let three_parts = word < part || rest.get(digits) == Some(&b'/');
            let telephone = left.len() == 3 && digits == 3 && rest.get(3) == Some(&b'-');
            three_parts || telephone || day(left, 12) && day(right, 31)
        }
        (Class::Letter, Class::Letter) if !symbol || word == part => {
            is_one_char(left) && part_end(text, at + 1, limit) - at <= 4
        }
        (Class::Letter | Class::Digit, _) => symbol,
        _ => false,
    }
}

/// An ampersand between short runs of letters ("AT&T").
fn ampersand_joins(text: &str, part: usize, at: usize, limit: usize) -> bool {
    at - part <= 4 && part_end(text, at + 1, limit) - at <= 5
}

/// A hyphen that the word lists or a number's look hold together.
fn hyphen_joins(text: &str, english: &English, word: usize, part: usize, at: usize, len: usize, limit: usize) -> bool {
    let left = &text[part..at];
    let right = &text[at + len..part_end(text, at + len, limit)];
    if left.bytes().all(|b| b.is_ascii_digit()) && right.bytes().all(|b| b.is_ascii_digit()) {
        return number_group(text, word, limit);
    }
    if let Some(kept) =
        (at - word < LONGEST_COMPOUND).then(|| english.compound(&text[word..at + len + right.len()])).flatten()
    {
        return kept;
    }
    (part == word && english.is_prefix(left) && (!starts_with_digit(right) || left.eq_ignore_ascii_case("mid")))
        || english.is_suffix(right)
}

fn starts_with_digit(text: &str) -> bool {
    text.as_bytes().first().is_some_and(u8::is_ascii_digit)
}

/// Whether the hyphen in the word at `word` stands in a telephone number, a date or a postal code.
fn number_group(text: &str, word: usize, limit: usize) -> bool {
    let bytes = text.as_bytes();
    let mut groups = [0usize; 3];
    let mut group = 0;
    let mut pos = word;
    while pos < limit && pos - word < LONGEST_COMPOUND {
        match bytes[pos] {
            byte if byte.is_ascii_digit() => groups[group.min(2)] += 1,
            b'-' if pos + 1 < limit && bytes[pos + 1].is_ascii_digit() => group += 1,
            b'/' => group += 1,
            _ => break,
        }
        pos += 1;
    }
    group >= 2 || matches!(groups, [3, 4, 0] | [5, 4, 0])
}

/// `U.S`, `a.m`, `D.C`: single letters (or a title's) with stops between.
pub(super) fn has_letters_with_stops(word: &str) -> bool {
    word.len() <= 16 && word.contains('.') && word.bytes().all(|b| b.is_ascii_alphabetic() || b == b'.' || b >= 128)
}

/// Where the unit starts in `5km`.
///
/// A single capital is a unit in an amount of money only: "$3M", but "the 86M bus".
pub(super) fn unit_start(word: &str, amount: bool, english: &English) -> Option<usize> {
    let letters = word.bytes().rev().take(6).take_while(|b| b.is_ascii_alphabetic() || *b == b'.').count();
    let start = word.len() - letters;
    let number = start > 0 && word.as_bytes()[start - 1].is_ascii_digit() && letters > 0;
    let unit = &word[start..];
    let code = unit.len() == 1 && unit.as_bytes()[0].is_ascii_uppercase() && !amount;
    (number && !code && english.is_unit(unit)).then_some(start)
}
