//! A copy of the whole ledger as it is at one moment, while others go on writing.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::Connection;

use crate::export::unfinished;
use crate::store::Ledger;
use crate::Error;

/// Pages that are copied between two words of progress.
const STEP: i32 = 1024;

impl Ledger {
    /// Copies the ledger to `path`, where no file may be, and gives the copy's bytes. `told` is told how many pages are done, of how
    /// many. The copy has its name when it is whole and has been checked.
    pub fn backup(&self, path: &Path, told: impl FnMut(u64, u64)) -> Result<u64, Error> {
        if path.exists() {
            return Err(Error::Wish(format!("{}: is there already; name a file that is not", path.display())));
        }
        let copy = unfinished(path);
        // One reading transaction around it all: what others write meanwhile is not in the copy, and does not make it start again.
        self.run("BEGIN")?;
        let done = self.copied(&copy, path, told).and_then(|()| in_place(&copy, path));
        let _ = self.db.execute_batch("ROLLBACK");
        if done.is_err() {
            let _ = fs::remove_file(&copy);
            let _ = fs::remove_file(journal(&copy));
        }
        done
    }

    /// Copies to `copy` what is to be at `path`.
    fn copied(&self, copy: &Path, path: &Path, mut told: impl FnMut(u64, u64)) -> Result<(), Error> {
        self.number("SELECT count(*) FROM reports")?;
        let failed = |e| in_the_way(path, e);
        let mut db = Connection::open(copy).map_err(failed)?;
        let backup = Backup::new(&self.db, &mut db).map_err(failed)?;
        loop {
            let step = backup.step(STEP).map_err(failed)?;
            let progress = backup.progress();
            let pages = |n: i32| u64::try_from(n).unwrap_or(0);
            told(pages(progress.pagecount - progress.remaining), pages(progress.pagecount));
            match step {
                StepResult::Done => break,
                StepResult::More => {}
                _ => return Err(Error::Locked(self.path.clone())),
            }
        }
        drop(backup);
        // One file that can be read from wherever it lies, also where nothing may be written.
        db.execute_batch("PRAGMA journal_mode = delete").map_err(failed)?;
        let found: String = db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(failed)?;
        if found != "ok" {
            let reason = found.lines().last().unwrap_or_default().to_owned();
            return Err(Error::Damaged { path: self.path.clone(), reason });
        }
        db.close().map_err(|(_, e)| failed(e))
    }
}

/// Why the copy cannot be at `path`: that is no fault of the ledger's.
fn in_the_way(path: &Path, error: rusqlite::Error) -> Error {
    let output = |kind: io::ErrorKind| Error::Output { path: path.to_owned(), error: kind.into() };
    match Error::of(path, error) {
        Error::Full(_) => output(io::ErrorKind::StorageFull),
        Error::ReadOnly(_) => output(io::ErrorKind::PermissionDenied),
        other => other,
    }
}

fn in_place(copy: &Path, path: &Path) -> Result<u64, Error> {
    let failed = |error| Error::Output { path: path.to_owned(), error };
    let file = File::open(copy).map_err(failed)?;
    file.sync_all().map_err(failed)?;
    let bytes = file.metadata().map_err(failed)?.len();
    fs::rename(copy, path).map_err(failed)?;
    Ok(bytes)
}

fn journal(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-journal");
    name.into()
}
