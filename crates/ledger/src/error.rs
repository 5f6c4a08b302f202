//! What can go wrong with a ledger: where, what, and what to do.

use std::path::PathBuf;

/// Why the ledger cannot do what was asked. Nothing is half done: every change is one transaction.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No such file.
    #[error("{}: no such ledger; make one by adding reports to it: attache add --ledger FILE REPORT…", .0.display())]
    Missing(PathBuf),
    /// Another kind of file.
    #[error("{}: is not a ledger; name another file", .0.display())]
    NotALedger(PathBuf),
    /// Written by a newer program.
    #[error("{}: is a ledger of version {found}, and this program knows versions up to {known}; use a newer program", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The newest that this program knows.
        known: i64,
    },
    /// Others kept it locked.
    #[error("{}: another process has been writing for too long; nothing was changed, try again later", .0.display())]
    Locked(PathBuf),
    /// It may not be written.
    #[error("{}: may not be written; check the permissions of the file and its folder", .0.display())]
    ReadOnly(PathBuf),
    /// The disk is full.
    #[error("{}: the disk is full; what was added before is kept, the last batch is not in it", .0.display())]
    Full(PathBuf),
    /// Damaged.
    #[error("{}: the file is damaged ({reason}); restore a backup, or save what can be read: attache export --format jsonl", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What the database says.
        reason: String,
    },
    /// A wish that cannot be met; the message says what to do.
    #[error("{0}")]
    Wish(String),
    /// An output that cannot be written.
    #[error("{}: {error}", path.display())]
    Output {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// What else the database says.
    #[error("{}: {error}", path.display())]
    Database {
        /// The file.
        path: PathBuf,
        /// What the database says.
        error: rusqlite::Error,
    },
}

impl Error {
    /// Sorts what the database says about the ledger at `path`.
    pub(crate) fn of(path: &std::path::Path, error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let path = path.to_owned();
        match error.sqlite_error_code() {
            Some(Code::NotADatabase) => Self::NotALedger(path),
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Self::Locked(path),
            Some(Code::ReadOnly | Code::PermissionDenied | Code::CannotOpen) => Self::ReadOnly(path),
            Some(Code::DiskFull) => Self::Full(path),
            Some(Code::DatabaseCorrupt) => Self::Damaged { path, reason: error.to_string() },
            _ => Self::Database { path, error },
        }
    }
}
