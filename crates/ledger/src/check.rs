//! Every invariant of a ledger, looked at one by one.

use crate::store::Ledger;
use crate::Error;

/// What must hold, and the query that finds where it does not: it gives one line a breach.
const INVARIANTS: [(&str, &str); 16] = [
    (
        "every report has a current version of its own",
        "SELECT r.key FROM reports r LEFT JOIN versions v ON v.id = r.current AND v.report = r.id WHERE v.id IS NULL",
    ),
    (
        "versions are counted from 1 without gaps, and the last is the current one",
        "SELECT r.key FROM reports r JOIN versions v ON v.report = r.id GROUP BY r.id
         HAVING count(*) <> max(v.number) OR (SELECT number FROM versions WHERE id = r.current) <> max(v.number)",
    ),
    (
        "what is counted of a report is what its current version has",
        "SELECT r.key FROM reports r JOIN versions v ON v.id = r.current WHERE r.bytes <> length(CAST(v.text AS BLOB))
         OR r.statements <> (SELECT count(*) FROM statements s WHERE s.version = r.current)
         OR r.events <> (SELECT count(*) FROM events e WHERE e.version = r.current)",
    ),
    (
        "an echo repeats a report that is no echo",
        "SELECT r.key FROM reports r JOIN reports f ON f.id = r.echo_of WHERE f.echo_of IS NOT NULL OR f.id = r.id",
    ),
    (
        "only current versions have tellings",
        "SELECT t.handle FROM tellings t JOIN versions v ON v.id = t.version JOIN reports r ON r.id = v.report
         WHERE r.current <> t.version",
    ),
    (
        "every telling stands in an incident",
        "SELECT t.handle FROM tellings t JOIN versions v ON v.id = t.version JOIN reports r ON r.id = v.report
         LEFT JOIN tellings f ON f.id = t.repeats WHERE t.incident IS NULL AND t.silent = 0 AND NOT ifnull(f.silent, 0)",
    ),
    (
        "every incident has a telling",
        "SELECT i.handle FROM incidents i WHERE NOT EXISTS (SELECT 1 FROM tellings t WHERE t.incident = i.id)",
    ),
    (
        "a telling that repeats another stands in its incident",
        "SELECT t.handle FROM tellings t JOIN tellings f ON f.id = t.repeats WHERE t.incident IS NOT f.incident AND t.silent = 0",
    ),
    ("every incident has an account", "SELECT handle FROM incidents i WHERE NOT EXISTS (SELECT 1 FROM accounts a WHERE a.incident = i.id)"),
    (
        "who takes part in an incident is who does, suffers or tells something in its events",
        "SELECT i.handle FROM incidents i WHERE i.actors <> (SELECT json_group_array(actor) FROM (
           SELECT x.actor FROM tellings t JOIN events e ON e.telling = t.id JOIN event_actors x ON x.event = e.id WHERE t.incident = i.id
           UNION SELECT x.actor FROM tellings t JOIN events e ON e.telling = t.id JOIN sources x ON x.statement = e.statement
           WHERE t.incident = i.id ORDER BY 1))",
    ),
    (
        "an event lies in a statement of its own version",
        "SELECT r.key || ' E' || (e.local + 1) FROM events e JOIN statements s ON s.id = e.statement
         JOIN versions v ON v.id = e.version JOIN reports r ON r.id = v.report WHERE s.version <> e.version",
    ),
    (
        "spans lie in the text",
        "SELECT r.key || ' E' || (e.local + 1) FROM events e JOIN versions v ON v.id = e.version JOIN reports r ON r.id = v.report
         WHERE e.start > e.\"end\" OR e.\"end\" > length(v.text) OR e.trigger_start < 0 OR e.trigger_end > length(v.text)",
    ),
    (
        "lower bounds of counts are not above upper ones",
        "SELECT handle FROM incidents WHERE killed_low > killed_high OR wounded_low > wounded_high",
    ),
    (
        "retracted reports have no part in incidents",
        "SELECT r.key FROM reports r JOIN tellings t ON t.version = r.current WHERE r.standing = 'retracted' AND t.incident IS NOT NULL",
    ),
    (
        "a telling without an event, or whose report takes no part, is in no incident",
        "SELECT t.handle FROM tellings t WHERE t.incident IS NOT NULL
         AND (t.silent OR NOT EXISTS (SELECT 1 FROM events e WHERE e.telling = t.id AND e.modality = 'actual'))",
    ),
    (
        "what stands corrected follows from a decision in force, on an event of a current version",
        "SELECT r.key || ' E' || (e.local + 1) FROM corrections c JOIN decisions d ON d.id = c.decision JOIN events e ON e.id = c.event
         JOIN versions v ON v.id = e.version JOIN reports r ON r.id = v.report
         WHERE d.undone IS NOT NULL OR d.kind <> 'correct' OR r.current <> v.id",
    ),
];
/// Breaches of one invariant that are told.
const SHOWN: usize = 5;

impl Ledger {
    /// Everything that does not hold, in words; nothing where all is well.
    pub fn check(&self) -> Result<Vec<String>, Error> {
        self.is_whole()?;
        let mut breaches = self.database_says()?;
        for (invariant, query) in INVARIANTS {
            let found: Vec<String> = self.lines(query)?;
            if !found.is_empty() {
                let shown = found[..found.len().min(SHOWN)].join(", ");
                breaches.push(format!("it does not hold that {invariant}: {} times ({shown})", found.len()));
            }
        }
        Ok(breaches)
    }

    /// Number of invariants that [`Ledger::check`] looks at.
    pub fn invariants() -> usize {
        INVARIANTS.len() + 3
    }

    /// Looks at every page of the file: in a damaged one nothing else can be judged.
    fn is_whole(&self) -> Result<(), Error> {
        let found = self.lines("PRAGMA integrity_check(20)")?;
        let faults: Vec<&str> =
            found.iter().flat_map(|row| row.lines()).filter(|line| *line != "ok" && !line.starts_with("***")).collect();
        let reason = match faults[..] {
            [] => return Ok(()),
            [one] => one.to_owned(),
            [first, ..] => format!("{first}; {} faults in all, or more", faults.len()),
        };
        Err(Error::Damaged { path: self.path.clone(), reason })
    }

    /// What the database finds wrong with its references and its index of words.
    fn database_says(&self) -> Result<Vec<String>, Error> {
        let mut breaches = Vec::new();
        let orphans = self.lines("SELECT \"table\" || ' row ' || rowid FROM pragma_foreign_key_check LIMIT 20")?;
        breaches.extend(orphans.into_iter().map(|row| format!("{row} points to nothing")));
        let unindexed = self.number("SELECT count(*) FROM versions WHERE id NOT IN (SELECT id FROM words_docsize)")?;
        if unindexed > 0 {
            breaches.push(format!("{unindexed} versions are not in the index of words"));
        }
        Ok(breaches)
    }

    fn lines(&self, query: &str) -> Result<Vec<String>, Error> {
        let read =
            || -> rusqlite::Result<Vec<String>> { self.db.prepare(query)?.query_map([], |row| row.get(0))?.collect() };
        read().map_err(|e| self.error(e))
    }
}
