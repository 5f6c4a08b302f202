//! What watching knows, in a file of its own beside the ledger: where each source stands, what was listed and is not read
//! yet, what was read, what is in quarantine.
//!
//! An entry is written down before its source's ETag is, in one transaction, and is ticked off only after its report is in the ledger.
//! After a crash between the two it is read again, which changes nothing in the ledger: its id is the same.

use std::path::Path;
use std::time::Duration;

use rusqlite::{params, Connection, OptionalExtension, Result};
use serde::Serialize;

use crate::feed::Entry;

const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS sources (
  name TEXT PRIMARY KEY, address TEXT NOT NULL, moved TEXT, etag TEXT, modified TEXT, sum TEXT,
  due INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0, fault TEXT, followed INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE IF NOT EXISTS entries (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, source TEXT NOT NULL, host TEXT NOT NULL, entry TEXT, stamp TEXT,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'under way', 'read', 'quarantine')),
  tries INTEGER NOT NULL DEFAULT 0, due INTEGER NOT NULL DEFAULT 0, fault TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS entries_waiting ON entries (host, id) WHERE state = 'waiting';
CREATE INDEX IF NOT EXISTS entries_quarantine ON entries (id) WHERE state = 'quarantine';
";

/// The first due entry of each host. It goes from host to host by the index: entries may wait by the hundred thousand, and
/// this is asked whenever one is done.
const FIRST_OF_EACH_HOST: &str = "
WITH RECURSIVE hosts (host) AS (
  SELECT min(host) FROM entries WHERE state = 'waiting'
  UNION ALL
  SELECT (SELECT min(host) FROM entries WHERE state = 'waiting' AND host > hosts.host) FROM hosts WHERE host IS NOT NULL
)
SELECT e.id, e.key, e.source, e.host, e.entry, e.tries FROM hosts JOIN entries e ON e.id =
  (SELECT id FROM entries WHERE state = 'waiting' AND host = hosts.host AND due <= ? ORDER BY id LIMIT 1)";

/// Where a source stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Standing {
    pub moved: Option<String>,
    pub etag: Option<String>,
    pub modified: Option<String>,
    pub due: i64,
    pub failures: i64,
    pub fault: Option<String>,
}

/// An entry that is to be read.
#[derive(Clone, Debug)]
pub(crate) struct Task {
    pub id: i64,
    pub key: String,
    pub source: String,
    pub host: String,
    pub entry: Entry,
    pub tries: i64,
}

/// An entry as a source lists it, with the key and the host that it goes by.
pub(crate) struct Listed {
    pub key: String,
    pub host: String,
    pub entry: Entry,
}

/// A report that could not be read.
#[derive(Clone, Debug, Serialize)]
pub struct Quarantined {
    /// The source that listed it.
    pub source: String,
    /// Its address or path.
    pub report: String,
    /// What is wrong.
    pub fault: String,
}

/// A source that does not answer as it should.
#[derive(Clone, Debug, Serialize)]
pub struct Troubled {
    /// Its name.
    pub source: String,
    /// What is wrong.
    pub fault: String,
    /// How often in a row.
    pub failures: i64,
}

/// Watching in numbers.
#[derive(Clone, Debug, Serialize)]
pub struct Overview {
    /// Sources that are followed.
    pub sources: i64,
    /// Those that do not answer as they should.
    pub troubled: Vec<Troubled>,
    /// Those that have moved for good, with where to.
    pub moved: Vec<(String, String)>,
    /// Reports that were read.
    pub read: i64,
    /// Reports that are still to be read.
    pub waiting: i64,
    /// How many could not be read.
    pub quarantined: i64,
    /// The newest of those, twenty at the most.
    pub quarantine: Vec<Quarantined>,
}

/// The file.
pub(crate) struct State(Connection);

impl State {
    pub fn open(path: &Path) -> Result<Self> {
        let db = Connection::open(path)?;
        db.busy_timeout(Duration::from_secs(20))?;
        db.execute_batch("PRAGMA journal_mode = wal; PRAGMA synchronous = normal; PRAGMA cache_size = -4096;")?;
        db.execute_batch(SCHEMA)?;
        // What was under way when the program ended is to be read again.
        db.execute("UPDATE entries SET state = 'waiting' WHERE state = 'under way'", [])?;
        Ok(Self(db))
    }

    /// Forgets what was read: the ledger is a new one. Who failed, and what waits or cannot be read, is left alone as before.
    pub fn forget(&self) -> Result<()> {
        self.0.execute_batch(
            "BEGIN; DELETE FROM entries WHERE state = 'read';
             UPDATE sources SET etag = NULL, modified = NULL; UPDATE sources SET due = 0 WHERE failures = 0; COMMIT",
        )
    }

    /// Puts what is in quarantine in line again.
    pub fn release(&self) -> Result<usize> {
        self.0.execute("UPDATE entries SET state = 'waiting', tries = 0, due = 0 WHERE state = 'quarantine'", [])
    }

    /// Takes `sources` (name, address) for those that are followed. One whose address is another now begins anew.
    pub fn follow(&mut self, sources: &[(String, String)]) -> Result<()> {
        let step = self.0.transaction()?;
        step.execute("UPDATE sources SET followed = 0", [])?;
        for (name, address) in sources {
            step.execute("DELETE FROM sources WHERE name = ? AND address <> ?", [name, address])?;
            step.execute(
                "INSERT INTO sources (name, address) VALUES (?, ?) ON CONFLICT DO UPDATE SET followed = 1",
                [name, address],
            )?;
        }
        step.commit()
    }

    pub fn standing(&self, name: &str) -> Result<Standing> {
        let sql = "SELECT moved, etag, modified, due, failures, fault FROM sources WHERE name = ?";
        let found = self.0.prepare_cached(sql)?.query_row([name], |row| {
            Ok(Standing {
                moved: row.get(0)?,
                etag: row.get(1)?,
                modified: row.get(2)?,
                due: row.get(3)?,
                failures: row.get(4)?,
                fault: row.get(5)?,
            })
        });
        Ok(found.optional()?.unwrap_or_default())
    }

    /// Writes down what a source lists and where it stands now, in one step.
    pub fn record(&mut self, name: &str, standing: &Standing, listed: &[Listed]) -> Result<usize> {
        let step = self.0.transaction()?;
        let fresh = enter(&step, name, listed)?;
        step.execute(
            "UPDATE sources SET moved = ?, etag = ?, modified = ?, due = ?, failures = ?, fault = ? WHERE name = ?",
            params![
                standing.moved,
                standing.etag,
                standing.modified,
                standing.due,
                standing.failures,
                standing.fault,
                name
            ],
        )?;
        step.commit()?;
        Ok(fresh)
    }

    /// Writes down what a list within a list names, and ticks the list off.
    pub fn unfold(&mut self, task: &Task, listed: &[Listed]) -> Result<usize> {
        let step = self.0.transaction()?;
        let fresh = enter(&step, &task.source, listed)?;
        step.execute("UPDATE entries SET state = 'read', entry = NULL, fault = NULL WHERE id = ?", [task.id])?;
        step.commit()?;
        Ok(fresh)
    }

    /// Takes one entry of each host that is due, of no host in `busy`; they are under way then.
    pub fn take(&mut self, now: i64, busy: impl Fn(&str) -> bool, most: usize) -> Result<Vec<Task>> {
        let step = self.0.transaction()?;
        let mut found = Vec::new();
        {
            let mut rows = step.prepare_cached(FIRST_OF_EACH_HOST)?;
            let mut rows = rows.query([now])?;
            while let Some(row) = rows.next()? {
                let host: String = row.get(3)?;
                if found.len() >= most || busy(&host) {
                    continue;
                }
                let entry: String = row.get(4)?;
                found.push(Task {
                    id: row.get(0)?,
                    key: row.get(1)?,
                    source: row.get(2)?,
                    host,
                    entry: serde_json::from_str(&entry).unwrap_or_default(),
                    tries: row.get(5)?,
                });
            }
        }
        for task in &found {
            step.execute("UPDATE entries SET state = 'under way' WHERE id = ?", [task.id])?;
        }
        step.commit()?;
        Ok(found)
    }

    /// When the next entry is due; of those that are due already the first that is found.
    pub fn next_due(&self, now: i64) -> Result<Option<i64>> {
        let sql = "SELECT coalesce((SELECT due FROM entries WHERE state = 'waiting' AND due <= ? LIMIT 1),
                                   (SELECT min(due) FROM entries WHERE state = 'waiting'))";
        self.0.prepare_cached(sql)?.query_row([now], |row| row.get(0))
    }

    /// Ticks entries off: read, or not to be read and why.
    pub fn finish(&mut self, done: &[(i64, Option<String>)]) -> Result<()> {
        let step = self.0.transaction()?;
        for (id, fault) in done {
            let sql = match fault {
                None => {
                    "UPDATE entries SET state = 'read', entry = NULL, fault = ? WHERE id = ? AND state = 'under way'"
                }
                Some(_) => "UPDATE entries SET state = 'quarantine', fault = ? WHERE id = ? AND state = 'under way'",
            };
            step.execute(sql, params![fault, id])?;
        }
        step.commit()
    }

    /// Puts an entry off.
    pub fn put_off(&self, id: i64, due: i64, fault: &str) -> Result<()> {
        let sql = "UPDATE entries SET state = 'waiting', tries = tries + 1, due = ?, fault = ? WHERE id = ?";
        self.0.execute(sql, params![due, fault, id]).map(drop)
    }

    /// Puts off all entries of a host.
    pub fn leave_alone(&self, host: &str, until: i64) -> Result<()> {
        let sql = "UPDATE entries SET due = max(due, ?) WHERE state = 'waiting' AND host = ?";
        self.0.execute(sql, params![until, host]).map(drop)
    }

    pub fn overview(&self) -> Result<Overview> {
        let n = |sql: &str| self.0.query_row(sql, [], |row| row.get::<_, i64>(0));
        let of = |state: &str| n(&format!("SELECT count(*) FROM entries WHERE state {state}"));
        let mut troubled = self.0.prepare(
            "SELECT name, fault, failures FROM sources WHERE followed AND fault IS NOT NULL ORDER BY failures DESC, name LIMIT 20",
        )?;
        let troubled = troubled
            .query_map([], |row| Ok(Troubled { source: row.get(0)?, fault: row.get(1)?, failures: row.get(2)? }))?;
        let mut moved = self
            .0
            .prepare("SELECT name, moved FROM sources WHERE followed AND moved IS NOT NULL ORDER BY name LIMIT 20")?;
        let moved = moved.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut quarantine = self
            .0
            .prepare("SELECT source, key, fault FROM entries WHERE state = 'quarantine' ORDER BY id DESC LIMIT 20")?;
        let quarantine = quarantine
            .query_map([], |row| Ok(Quarantined { source: row.get(0)?, report: row.get(1)?, fault: row.get(2)? }))?;
        Ok(Overview {
            sources: n("SELECT count(*) FROM sources WHERE followed")?,
            troubled: troubled.collect::<Result<_>>()?,
            moved: moved.collect::<Result<_>>()?,
            read: of("= 'read'")?,
            waiting: of("IN ('waiting', 'under way')")?,
            quarantined: of("= 'quarantine'")?,
            quarantine: quarantine.collect::<Result<_>>()?,
        })
    }
}

/// Writes down entries; gives how many are new or have changed.
fn enter(db: &Connection, source: &str, listed: &[Listed]) -> Result<usize> {
    let mut insert = db.prepare_cached(
        "INSERT INTO entries (key, source, host, entry, stamp, state) VALUES (?, ?, ?, ?, ?, 'waiting')
         ON CONFLICT (key) DO UPDATE SET entry = excluded.entry, stamp = excluded.stamp, state = 'waiting', tries = 0, due = 0
         WHERE excluded.stamp IS NOT NULL AND excluded.stamp IS NOT entries.stamp AND entries.source = excluded.source",
    )?;
    let mut fresh = 0;
    for Listed { key, host, entry } in listed {
        let json = serde_json::to_string(entry).unwrap_or_default();
        fresh += insert.execute(params![key, source, host, json, entry.stamp])?;
    }
    Ok(fresh)
}

/// What watching beside the ledger at `ledger` has come to; `None` where nothing is watched.
///
/// # Errors
/// What is wrong with the file.
pub fn overview(ledger: &Path) -> std::result::Result<Option<Overview>, String> {
    let path = super::beside(ledger);
    if !path.exists() {
        return Ok(None);
    }
    let open = || -> Result<Overview> {
        let db = Connection::open_with_flags(&path, rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        db.busy_timeout(Duration::from_secs(5))?;
        State(db).overview()
    };
    open().map(Some).map_err(|e| format!("{}: {e}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_each_host_the_first_entry_that_is_due_is_taken() {
        let mut state = State::open(Path::new(":memory:")).unwrap();
        let listed = [("a", "1"), ("a", "2"), ("b", "3"), ("c", "4")].map(|(host, key)| Listed {
            key: key.into(),
            host: host.into(),
            entry: Entry::default(),
        });
        assert_eq!(state.record("s", &Standing::default(), &listed).unwrap(), 4);
        let taken = |state: &mut State, now, most| {
            let tasks = state.take(now, |host| host == "c", most).unwrap();
            tasks.into_iter().map(|task| (task.id, task.key)).collect::<Vec<_>>()
        };
        let first = taken(&mut state, 10, 9);
        assert_eq!(first.iter().map(|(_, key)| key.as_str()).collect::<Vec<_>>(), ["1", "3"]);
        state.put_off(first[0].0, 50, "busy").unwrap();
        state.put_off(first[1].0, 40, "busy").unwrap();
        assert_eq!(taken(&mut state, 10, 1)[0].1, "2");
        assert_eq!(taken(&mut state, 10, 9), []);
        assert_eq!(state.next_due(10).unwrap(), Some(0), "the entry of the busy host");
        let rest: Vec<_> = state.take(10, |_| false, 9).unwrap().into_iter().map(|task| (task.id, None)).collect();
        state.finish(&rest).unwrap();
        assert_eq!(state.next_due(10).unwrap(), Some(40));
        assert_eq!(taken(&mut state, 45, 9)[0].1, "3");
        assert_eq!(taken(&mut state, 50, 9)[0].1, "1");
        assert_eq!(state.next_due(99).unwrap(), None);
    }
}
