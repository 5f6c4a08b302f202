//! Read-only connections to the ledger, a few, and what tells that it has changed.

use std::fs::{self, Metadata};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ledger::{Error, Ledger};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::problem::Problem;

/// Queries at a time for each processor: reading waits for the disk now and then.
const FOR_EACH_PROCESSOR: usize = 2;
/// How long a request waits for its turn.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long others may keep the ledger locked until a change is given up.
const WRITE_PATIENCE: Duration = Duration::from_secs(5);

/// Which file a connection was opened on.
type FileId = (u64, u64);

/// What changes whenever the ledger does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Stamp(pub u64);

impl std::fmt::Display for Stamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

pub(crate) struct Pool {
    path: PathBuf,
    idle: Mutex<Vec<(FileId, Ledger)>>,
    turns: Arc<Semaphore>,
    /// One change at a time.
    pen: Arc<Semaphore>,
}

impl Pool {
    /// A pool whose first connection is open.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let ledger = Ledger::open_to_read(path)?;
        let pool = Self {
            path: path.to_owned(),
            idle: Mutex::default(),
            turns: Arc::new(Semaphore::new(processors * FOR_EACH_PROCESSOR)),
            pen: Arc::new(Semaphore::new(1)),
        };
        pool.put((pool.file()?, ledger));
        Ok(pool)
    }

    /// Waits for a turn: the ledger is read, and texts are, only with one.
    pub async fn turn(&self) -> Result<OwnedSemaphorePermit, Problem> {
        waited(&self.turns).await
    }

    /// Waits for a turn to change something.
    pub async fn pen(&self) -> Result<OwnedSemaphorePermit, Problem> {
        waited(&self.pen).await
    }

    /// Changes the ledger, with a connection of its own, on the caller's thread.
    pub fn change<T>(&self, work: impl FnOnce(&mut Ledger) -> Result<T, Problem>) -> Result<T, Problem> {
        self.metadata()?;
        work(&mut Ledger::open_within(&self.path, WRITE_PATIENCE)?)
    }

    /// Does `work` with a connection, on the caller's thread.
    pub fn with<T>(&self, work: impl FnOnce(&Ledger) -> Result<T, Problem>) -> Result<T, Problem> {
        let file = self.file()?;
        let held = self.take(file);
        let ledger = match held {
            Some(ledger) => ledger,
            None => Ledger::open_to_read(&self.path)?,
        };
        let done = ledger.as_it_is(work)?;
        // A connection that failed may be on a file that is no more.
        if done.as_ref().err().is_none_or(|problem| problem.status < 500) {
            self.put((file, ledger));
        }
        done
    }

    /// What the ledger is now; an error where it is not there.
    pub fn stamp(&self) -> Result<Stamp, Error> {
        let mut hasher = DefaultHasher::new();
        let mut add = |m: &Metadata| (m.dev(), m.ino(), m.len(), m.mtime(), m.mtime_nsec()).hash(&mut hasher);
        add(&self.metadata()?);
        let mut log = self.path.clone().into_os_string();
        log.push("-wal");
        if let Ok(m) = fs::metadata(log) {
            add(&m);
        }
        env!("CARGO_PKG_VERSION").hash(&mut hasher);
        Ok(Stamp(hasher.finish()))
    }

    fn metadata(&self) -> Result<Metadata, Error> {
        fs::metadata(&self.path).map_err(|_| Error::Missing(self.path.clone()))
    }

    fn file(&self) -> Result<FileId, Error> {
        self.metadata().map(|m| (m.dev(), m.ino()))
    }

    /// An idle connection to this file; those to a file that lay here before are closed.
    fn take(&self, file: FileId) -> Option<Ledger> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|(of, _)| *of == file);
        idle.pop().map(|(_, ledger)| ledger)
    }

    fn put(&self, connection: (FileId, Ledger)) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
    }
}

async fn waited(turns: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, Problem> {
    match tokio::time::timeout(PATIENCE, turns.clone().acquire_owned()).await {
        Ok(Ok(turn)) => Ok(turn),
        _ => Err(Problem::unavailable("too many ask at once; ask again in a while")),
    }
}
