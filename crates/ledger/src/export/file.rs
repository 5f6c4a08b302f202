//! A file that has its name when it is whole, and not before.

use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use super::layout::Out;
use crate::Error;

/// What becomes of a file that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and nothing is written.
    Kept,
    /// It is replaced when the new one is whole.
    Replaced,
}

/// Writes a file beside its place, which takes its name when it is whole; of one that is not, nothing is left.
pub(super) fn whole(
    path: &Path,
    existing: Existing,
    write: impl FnOnce(Out<'_>) -> Result<u64, Error>,
) -> Result<u64, Error> {
    may_be_written(path, existing)?;
    let beside = unfinished(path);
    let failed = |error: io::Error| Error::Output { path: path.to_owned(), error };
    let written = File::create(&beside).map_err(failed).and_then(|file| {
        let mut out = BufWriter::with_capacity(1 << 16, file);
        let rows = write(&mut out)?;
        let file = out.into_inner().map_err(|e| failed(e.into_error()))?;
        file.sync_all().map_err(failed)?;
        // Another may have come meanwhile.
        may_be_written(path, existing)?;
        fs::rename(&beside, path).map_err(failed)?;
        Ok(rows)
    });
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

fn may_be_written(path: &Path, existing: Existing) -> Result<(), Error> {
    match fs::metadata(path) {
        Err(_) => Ok(()),
        Ok(found) if !found.is_file() => {
            Err(Error::Wish(format!("{}: is no ordinary file; name a file, or - for standard output", path.display())))
        }
        Ok(_) if existing == Existing::Kept => Err(Error::Wish(format!(
            "{}: is there already; name a file that is not, or replace it with --force",
            path.display()
        ))),
        Ok(_) => Ok(()),
    }
}

/// The name of a file that is not whole yet.
pub(crate) fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.unfinished", std::process::id()));
    path.with_file_name(name)
}
