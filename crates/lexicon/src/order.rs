//! The order of look-up tables of words.

use std::cmp::Ordering;

/// Shorter words first, then by their bytes: a search then compares lengths, which differ mostly, and seldom letters.
pub(crate) fn by_length(a: &str, b: &str) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.as_bytes().cmp(b.as_bytes()))
}
