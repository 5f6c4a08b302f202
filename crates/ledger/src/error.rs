//! What can go wrong with a ledger: where, what, and what to do.

use std::path::PathBuf;

/// What hands out reports as `attache add` takes them.
const SALVAGE: &str = "SELECT report AS id, published, publisher, title, url, text FROM v_reports";

/// Why the ledger cannot do what was asked. Nothing is half done: every change is one transaction.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No such file.
    #[error("{}: no such ledger; make one by adding reports to it: attache add --ledger FILE REPORT…", .0.display())]
    Missing(PathBuf),
    /// Another kind of file.
    #[error("{}: is not a ledger, or its beginning is damaged; name another file, or restore a backup", .0.display())]
    NotALedger(PathBuf),
    /// A file that no ledger has been made in yet, as when making one was broken off.
    #[error("{}: is empty and no ledger yet; add reports to it: attache add --ledger FILE REPORT…", .0.display())]
    Empty(PathBuf),
    /// It cannot be read; the reason says what to do.
    #[error("{}: cannot be read: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is in the way, and what to do.
        reason: String,
    },
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
    #[error("{}: the disk is full; what was there before is kept, what was being written is not; make room and do it again", .0.display())]
    Full(PathBuf),
    /// The disk fails, or is gone.
    #[error("{}: the disk fails ({reason}); what was there before is kept, what was being written is not; see whether it is full or gone", path.display())]
    Disk {
        /// The file.
        path: PathBuf,
        /// What the database says.
        reason: String,
    },
    /// Damaged.
    #[error("{}: the file is damaged ({reason}); restore a backup, or add what can still be read to a new ledger: \
        attache sql --format json '{salvage}' | attache add --ledger NEW --input jsonl -", path.display(), salvage = SALVAGE)]
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
    #[error("{}: cannot be written ({error}); what stood there before is as it was", path.display())]
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
            Some(Code::SystemIoFailure) => Self::Disk { path, reason: error.to_string() },
            Some(Code::DatabaseCorrupt) => Self::Damaged { path, reason: error.to_string() },
            _ => Self::Database { path, error },
        }
    }
}
