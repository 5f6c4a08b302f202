//! What SQLite's full-text index knows and tells only through its C interface: where in a row each phrase stands that is sought, and
//! which words it cuts a text into. All that is unsafe of the search is here.
//!
//! Its own functions, `bm25` and `snippet`, need no more than this, but for each question the first goes through every row that has a
//! phrase to count them, and the second has to find its row anew.

use std::ops::Range;
use std::os::raw::{c_char, c_int, c_void};
use std::ptr;

use rusqlite::{ffi, Connection, Error, Result};

/// A phrase in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Which of those that are sought.
    pub phrase: usize,
    /// Whether in the text, and not in the title.
    pub is_in_text: bool,
    /// Its first word, counted from the first of the text or title.
    pub word: usize,
    /// How many words it has.
    pub words: usize,
}

/// Numbers of a place in what `occurrences` gives.
const PLACE: usize = 4;
/// The column of the text among those of the index.
const TEXT: u32 = 1;

/// The places of what is sought in a row, in its order, from what `occurrences` gives: phrase, column, first word and number of words of
/// each.
pub(super) fn places(bytes: &[u8]) -> Vec<Place> {
    let numbers = bytes.as_chunks::<{ PLACE * size_of::<u32>() }>().0;
    let place = |bytes: &[u8; PLACE * size_of::<u32>()]| {
        let number = |at: usize| bytes[4 * at..].first_chunk().map_or(0, |&four| u32::from_le_bytes(four));
        let (phrase, word, words) = (number(0) as usize, number(2) as usize, number(3) as usize);
        Place { phrase, is_in_text: number(1) == TEXT, word, words }
    };
    numbers.iter().map(place).collect()
}

/// Makes `occurrences(words)` known to a connection.
pub(crate) fn register(db: &Connection) -> Result<()> {
    let api = api(db)?;
    // SAFETY: the interface is that of an open connection; SQLite copies the name and calls the function as it is declared.
    let code = unsafe {
        match (*api).xCreateFunction {
            Some(create) => create(api, c"occurrences".as_ptr(), ptr::null_mut(), Some(occurrences), None),
            None => ffi::SQLITE_ERROR,
        }
    };
    done(code)
}

/// The interface of the full-text index, which is there as long as the connection.
fn api(db: &Connection) -> Result<*mut ffi::fts5_api> {
    let mut api: *mut ffi::fts5_api = ptr::null_mut();
    // SAFETY: the handle is that of an open connection; SQLite writes the address of the interface to where the bound pointer leads,
    // which it does during the step, and every statement that was prepared is finalized.
    unsafe {
        let mut ask = ptr::null_mut();
        done(ffi::sqlite3_prepare_v2(db.handle(), c"SELECT fts5(?1)".as_ptr(), -1, &raw mut ask, ptr::null_mut()))?;
        ffi::sqlite3_bind_pointer(ask, 1, (&raw mut api).cast::<c_void>(), c"fts5_api_ptr".as_ptr(), None);
        ffi::sqlite3_step(ask);
        done(ffi::sqlite3_finalize(ask))?;
    }
    if api.is_null() {
        return done(ffi::SQLITE_ERROR).map(|()| api);
    }
    Ok(api)
}

fn done(code: c_int) -> Result<()> {
    if code == ffi::SQLITE_OK {
        return Ok(());
    }
    Err(Error::SqliteFailure(ffi::Error::new(code), None))
}

unsafe extern "C" fn occurrences(
    api: *const ffi::Fts5ExtensionApi,
    row: *mut ffi::Fts5Context,
    result: *mut ffi::sqlite3_context,
    _: c_int,
    _: *mut *mut ffi::sqlite3_value,
) {
    // SAFETY: SQLite calls this with its interface, the row that it stands on, and where the result goes, of which it takes a copy.
    unsafe {
        let told = found(&*api, row).and_then(|found| c_int::try_from(found.len()).map(|length| (found, length)).ok());
        match told {
            Some((found, length)) => {
                ffi::sqlite3_result_blob(result, found.as_ptr().cast(), length, ffi::SQLITE_TRANSIENT());
            }
            None => ffi::sqlite3_result_error_code(result, ffi::SQLITE_CORRUPT),
        }
    }
}

/// What [`places`] takes.
///
/// # Safety
/// `row` has to be what SQLite hands over together with `api`.
unsafe fn found(api: &ffi::Fts5ExtensionApi, row: *mut ffi::Fts5Context) -> Option<Vec<u8>> {
    let (size, count, at) = (api.xPhraseSize?, api.xInstCount?, api.xInst?);
    let mut bytes = Vec::new();
    // SAFETY: as the caller says; SQLite writes to the numbers that it is handed.
    unsafe {
        let mut all = 0;
        done(count(row, &raw mut all)).ok()?;
        bytes.reserve(usize::try_from(all).ok()? * PLACE * size_of::<c_int>());
        for one in 0..all {
            let (mut phrase, mut column, mut word) = (0, 0, 0);
            done(at(row, one, &raw mut phrase, &raw mut column, &raw mut word)).ok()?;
            for number in [phrase, column, word, size(row, phrase)] {
                bytes.extend(number.to_le_bytes());
            }
        }
    }
    Some(bytes)
}

/// What cuts texts into words as the index does.
pub(super) struct Tokenizer {
    functions: ffi::fts5_tokenizer,
    made: *mut ffi::Fts5Tokenizer,
}

impl Tokenizer {
    /// The one of the table `words`.
    pub fn new(db: &Connection) -> Result<Self> {
        let api = api(db)?;
        let mut functions = ffi::fts5_tokenizer { xCreate: None, xDelete: None, xTokenize: None };
        let (mut user, mut made) = (ptr::null_mut(), ptr::null_mut());
        let mut options = [c"remove_diacritics".as_ptr(), c"2".as_ptr()];
        // SAFETY: the interface is that of an open connection; SQLite writes to what it is handed, and keeps none of the options.
        unsafe {
            let find = (*api).xFindTokenizer.ok_or(Error::InvalidQuery)?;
            done(find(api, c"unicode61".as_ptr(), &raw mut user, &raw mut functions))?;
            let create = functions.xCreate.ok_or(Error::InvalidQuery)?;
            done(create(user, options.as_mut_ptr(), options.len() as c_int, &raw mut made))?;
        }
        Ok(Self { functions, made })
    }

    /// Where the words of a text stand in it, in bytes.
    pub fn words(&self, text: &str) -> Result<Vec<Range<usize>>> {
        let mut words: Vec<Range<usize>> = Vec::with_capacity(text.len() / 5);
        let tokenize = self.functions.xTokenize.ok_or(Error::InvalidQuery)?;
        let length = c_int::try_from(text.len()).map_err(|_| Error::InvalidQuery)?;
        // SAFETY: the tokenizer lives as long as `self`; it reads `length` bytes, and hands `words` to `take` alone, before it returns.
        let code = unsafe {
            let words = (&raw mut words).cast::<c_void>();
            tokenize(self.made, words, ffi::FTS5_TOKENIZE_AUX, text.as_ptr().cast(), length, Some(take))
        };
        done(code).map(|()| words)
    }
}

impl Drop for Tokenizer {
    fn drop(&mut self) {
        if let Some(delete) = self.functions.xDelete {
            // SAFETY: it was made by the same functions and is not used any more.
            unsafe { delete(self.made) }
        }
    }
}

unsafe extern "C" fn take(words: *mut c_void, _: c_int, _: *const c_char, _: c_int, start: c_int, end: c_int) -> c_int {
    // SAFETY: `words` is what `Tokenizer::words` handed over, which waits for this.
    let words = unsafe { &mut *words.cast::<Vec<Range<usize>>>() };
    words.push(start.try_into().unwrap_or(0)..end.try_into().unwrap_or(0));
    ffi::SQLITE_OK
}
