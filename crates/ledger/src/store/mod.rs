//! The file: opening, versions, waiting for others.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use self::memo::Memo;
use crate::{bearings, search, taking_part, Error};

mod agreements;
mod memo;
pub(crate) mod write;

/// The steps from one version of the schema to the next; the first makes an empty ledger.
const MIGRATIONS: [&str; 6] = [
    include_str!("../schema/1.sql"),
    include_str!("../schema/2.sql"),
    include_str!("../schema/3.sql"),
    include_str!("../schema/4.sql"),
    include_str!("../schema/5.sql"),
    include_str!("../schema/6.sql"),
];
/// The version from which on a ledger has bearings.
const BEARINGS: i64 = 3;
/// "ATCH": what marks a file as a ledger (SQLite's application id).
const MARK: i64 = 0x4154_4348;
/// Statements that stay prepared: more than there are.
const STATEMENTS: usize = 256;
/// Bytes of a page of a new ledger: the texts of most reports leave less of it empty than of SQLite's usual 4096.
const PAGE: u32 = 8192;
/// Kilobytes of the file that one who reads keeps in memory: what a question goes through more than once, of a ledger of any size.
const READING_CACHE: u32 = 16_384;
/// How long others may keep the ledger locked.
const PATIENCE: Duration = Duration::from_secs(20);

/// Tries after which waiting is told of: about half a second.
const PATIENT_TRIES: i32 = 30;

static SAY: OnceLock<fn()> = OnceLock::new();

/// A ledger. Several may read one file while one writes.
pub struct Ledger {
    pub(crate) db: Connection,
    pub(crate) path: PathBuf,
    /// Shares of the reports that phrases stand in.
    pub(crate) shares: Memo<f64>,
    /// Rows of actors and of places by what they are called, as JSON.
    pub(crate) actors_called: Memo<String>,
    pub(crate) places_called: Memo<String>,
}

impl Ledger {
    /// Opens the ledger at `path` to write in it; makes it where there is none.
    pub fn open(path: &Path) -> Result<Self, Error> {
        Self::prepared(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE, PATIENCE)
    }

    /// Opens the ledger at `path`, which must be there, to write in it.
    pub fn open_to_change(path: &Path) -> Result<Self, Error> {
        if !path.exists() {
            return Err(Error::Missing(path.to_owned()));
        }
        Self::open(path)
    }

    /// The same as [`Ledger::open`], with how long to wait for others.
    pub fn open_within(path: &Path, patience: Duration) -> Result<Self, Error> {
        Self::prepared(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE, patience)
    }

    /// A ledger in memory.
    pub fn in_memory() -> Result<Self, Error> {
        let path = PathBuf::from(":memory:");
        let db = Connection::open_in_memory().map_err(|e| Error::of(&path, e))?;
        db.set_prepared_statement_cache_capacity(STATEMENTS);
        functions(&db).map_err(|e| Error::of(&path, e))?;
        let mut ledger = Self::of(db, path);
        ledger.prepare()?;
        Ok(ledger)
    }

    /// Opens the ledger at `path` to read in it.
    pub fn open_to_read(path: &Path) -> Result<Self, Error> {
        if !path.exists() {
            return Err(Error::Missing(path.to_owned()));
        }
        let mut ledger = Self::connected(path, OpenFlags::SQLITE_OPEN_READ_ONLY, PATIENCE).map_err(unreadable)?;
        match ledger.version().map_err(unreadable)? {
            Some(version) if version == MIGRATIONS.len() as i64 => {}
            // An older one is brought up to date first, which needs writing.
            Some(_) => ledger = Self::open(path)?,
            None if ledger.is_empty()? => return Err(Error::Empty(path.to_owned())),
            None => return Err(Error::NotALedger(path.to_owned())),
        }
        ledger.run(&format!(
            "PRAGMA query_only = on; PRAGMA temp_store = memory; PRAGMA cache_size = -{READING_CACHE}"
        ))?;
        Ok(ledger)
    }

    fn of(db: Connection, path: PathBuf) -> Self {
        Self { db, path, shares: Memo::default(), actors_called: Memo::default(), places_called: Memo::default() }
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it can be read now.
    pub fn is_readable(&self) -> Result<(), Error> {
        self.number("SELECT count(*) FROM codings").map(drop)
    }

    /// Does `work` on the ledger as it is now: all that it asks is answered from one state, whatever others write meanwhile. It also spares
    /// each question the locks of its own.
    pub fn as_it_is<T>(&self, work: impl FnOnce(&Self) -> T) -> Result<T, Error> {
        let run = |sql| self.db.prepare_cached(sql).and_then(|mut sql| sql.execute([])).map_err(|e| self.error(e));
        run("BEGIN")?;
        let done = work(self);
        run("COMMIT")?;
        Ok(done)
    }

    fn prepared(path: &Path, flags: OpenFlags, patience: Duration) -> Result<Self, Error> {
        let mut ledger = Self::connected(path, flags, patience)?;
        ledger.prepare()?;
        Ok(ledger)
    }

    fn connected(path: &Path, flags: OpenFlags, patience: Duration) -> Result<Self, Error> {
        if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
            return Err(Error::NotALedger(path.to_owned()));
        }
        let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        // Of the working directory: to SQLite `:memory:` by itself is no file.
        let file = Path::new(".").join(path);
        let db = Connection::open_with_flags(file, flags).map_err(|e| Error::of(path, e))?;
        db.set_prepared_statement_cache_capacity(STATEMENTS);
        let ledger = Self::of(db, path.to_owned());
        wait_up_to(&ledger.db, patience).map_err(|e| ledger.error(e))?;
        // They look into the file, which another process may have locked.
        functions(&ledger.db).map_err(|e| ledger.error(e))?;
        Ok(ledger)
    }

    fn prepare(&mut self) -> Result<(), Error> {
        let known = MIGRATIONS.len() as i64;
        match self.version()? {
            Some(version) if version == known => {}
            Some(version) => self.migrate(version)?,
            None if self.is_empty()? => {
                self.run(&format!("PRAGMA page_size = {PAGE}"))?;
                self.migrate(0)?;
            }
            None => return Err(Error::NotALedger(self.path.clone())),
        }
        // A longer log than is usual: pages that many batches touch are written back once.
        self.run(
            "PRAGMA journal_mode = wal; PRAGMA synchronous = normal; PRAGMA foreign_keys = on;
                  PRAGMA temp_store = memory; PRAGMA cache_size = -49152;
                  PRAGMA wal_autocheckpoint = 6000; PRAGMA journal_size_limit = 67108864;",
        )
    }

    /// The version of the schema; `None` where the file is no ledger.
    fn version(&self) -> Result<Option<i64>, Error> {
        if self.number("PRAGMA application_id")? != MARK {
            return Ok(None);
        }
        let found = self.number("PRAGMA user_version")?;
        let known = MIGRATIONS.len() as i64;
        if found > known {
            return Err(Error::Newer { path: self.path.clone(), found, known });
        }
        Ok(Some(found))
    }

    fn is_empty(&self) -> Result<bool, Error> {
        Ok(self.number("SELECT count(*) FROM sqlite_schema")? == 0)
    }

    fn migrate(&mut self, from: i64) -> Result<(), Error> {
        // Two processes may come at once: the second finds the work done.
        self.run("BEGIN IMMEDIATE")?;
        let done = self.steps(from).and_then(|()| self.run("COMMIT"));
        if done.is_err() {
            let _ = self.db.execute_batch("ROLLBACK");
        }
        done
    }

    fn steps(&self, from: i64) -> Result<(), Error> {
        let from = self.version()?.unwrap_or(from);
        for step in &MIGRATIONS[from as usize..] {
            self.run(step)?;
        }
        if from < BEARINGS {
            bearings::write_all(&self.db).map_err(|e| self.error(e))?;
        }
        self.run(&format!("PRAGMA application_id = {MARK}; PRAGMA user_version = {};", MIGRATIONS.len()))
    }

    pub(crate) fn number(&self, sql: &str) -> Result<i64, Error> {
        self.db.query_row(sql, [], |row| row.get(0)).map_err(|e| self.error(e))
    }

    pub(crate) fn run(&self, sql: &str) -> Result<(), Error> {
        self.db.execute_batch(sql).map_err(|e| self.error(e))
    }

    pub(crate) fn error(&self, error: rusqlite::Error) -> Error {
        Error::of(&self.path, error)
    }
}

/// Makes known to a connection what queries rely on.
fn functions(db: &Connection) -> rusqlite::Result<()> {
    // A statement is not prepared anew for each value that it is asked with.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    search::register(db)?;
    taking_part::register(db)
}

/// Says of a ledger that is there and does not open whether it is the file or the folder that is in the way.
fn unreadable(error: Error) -> Error {
    let Error::ReadOnly(path) = error else { return error };
    let reason = match File::open(&path) {
        Err(e) => format!("{e}; check the permissions of the file"),
        Ok(_) => "nothing may be written beside it, as is done while it is read; copy it to a folder of your own, \
                  or read a copy that attache backup made"
            .into(),
    };
    Error::Unreadable { path, reason }
}

/// What is done, once, when this process has to wait for another that is writing: a word to the person who waits.
pub fn when_waiting(say: fn()) {
    let _ = SAY.set(say);
}

std::thread_local! {
    static LIMIT: std::cell::Cell<Duration> = const { std::cell::Cell::new(PATIENCE) };
    static SINCE: std::cell::Cell<Option<Instant>> = const { std::cell::Cell::new(None) };
}

fn wait_up_to(db: &Connection, patience: Duration) -> rusqlite::Result<()> {
    LIMIT.set(patience);
    db.busy_handler(Some(|tries| {
        if tries == 0 {
            SINCE.set(Some(Instant::now()));
        }
        if SINCE.get().is_some_and(|since| since.elapsed() >= LIMIT.get()) {
            return false;
        }
        if let Some(say) = SAY.get().filter(|_| tries == PATIENT_TRIES) {
            say();
        }
        std::thread::sleep(Duration::from_millis(u64::try_from(tries).unwrap_or(1).clamp(1, 50)));
        true
    }))
}
