//! Cursors: where a page of a list ended, opaque to whoever holds one, bound to the list and its filters.

use std::hash::{DefaultHasher, Hash, Hasher};

use ledger::Mark;

use crate::problem::Problem;

/// What a cursor belongs to: the list with its filters, the cursor itself and the page's length apart.
pub(crate) fn list(path: &str, filters: &[(String, String)]) -> u64 {
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    for filter in filters.iter().filter(|(name, _)| !matches!(name.as_str(), "cursor" | "limit")) {
        filter.hash(&mut hasher);
    }
    hasher.finish()
}

pub(crate) fn write(list: u64, mark: &Mark) -> String {
    let told = serde_json::to_vec(&(list, &mark.key, &mark.id)).unwrap_or_default();
    told.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn read(list: u64, cursor: &str) -> Result<Mark, Problem> {
    let wrong =
        || Problem::bad_request("this cursor is not of this list; take `next` of its last page, with the same filters");
    let digits = cursor.as_bytes().chunks(2);
    let bytes: Option<Vec<u8>> =
        digits.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect();
    let (of, key, id): (u64, Option<String>, String) =
        serde_json::from_slice(&bytes.ok_or_else(wrong)?).map_err(|_| wrong())?;
    if of != list {
        return Err(wrong());
    }
    Ok(Mark { key, id })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_and_belongs_to_its_list() {
        let mark = Mark { key: Some("2024-05-01".into()), id: "i“0”".into() };
        let cursor = write(7, &mark);
        assert_eq!(read(7, &cursor).expect("of this list"), mark);
        for forged in [cursor.as_str(), "", "zz", "é", "5b", "5b5d"] {
            assert_eq!(read(8, forged).expect_err(forged).status, 400);
        }
    }
}
