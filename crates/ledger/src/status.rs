//! What is in a ledger, in numbers.

use rusqlite::OptionalExtension;
use serde::Serialize;

use crate::store::Ledger;
use crate::Error;

/// A model version, a knowledge version, and how many reports were read with them.
pub type Read = (String, String, i64);

/// A ledger in numbers.
#[derive(Clone, Debug, Serialize)]
pub struct State {
    /// Version of the schema.
    pub schema: i64,
    /// Reports, echoes among them.
    pub reports: i64,
    /// Reports that repeat another.
    pub echoes: i64,
    /// Reports with more than one version.
    pub changed: i64,
    /// Reports that were taken back.
    pub retracted: i64,
    /// Reports that correct or take back an earlier one.
    pub notices: i64,
    /// Those of them whose earlier report is not in the ledger.
    pub notices_alone: i64,
    /// Reports without a day of publication.
    pub undated: i64,
    /// Reports dated after the day of asking.
    pub future: i64,
    /// Statements of current versions.
    pub statements: i64,
    /// Events of current versions.
    pub events: i64,
    /// Incidents, words alone among them.
    pub incidents: i64,
    /// Incidents with two or more independent reports.
    pub joined: i64,
    /// Incidents with a contested field.
    pub contested: i64,
    /// Agreements.
    pub agreements: i64,
    /// First and last day of publication.
    pub published: [Option<String>; 2],
    /// Model and knowledge versions of current versions, with how many reports each.
    pub codings: Vec<Read>,
    /// Bytes of the file.
    pub bytes: i64,
    /// Bytes of the texts of current versions.
    pub text_bytes: i64,
}

/// Current versions, from the side of the versions, whose days have an index.
const CURRENT: &str = "FROM versions v JOIN reports r ON r.id = v.report AND r.current = v.id";

/// Reports with more than one version; not looked for where no report has.
const CHANGED: &str = "(SELECT DISTINCT report FROM versions WHERE number > 1
                         AND (SELECT count(*) FROM versions) > (SELECT count(*) FROM reports))";

impl Ledger {
    /// Whether no report was added yet.
    pub fn is_unused(&self) -> Result<bool, Error> {
        Ok(self.number("SELECT EXISTS (SELECT 1 FROM reports)")? == 0)
    }

    /// The ledger in numbers, as seen on the day `today`.
    pub fn state(&self, today: &str) -> Result<State, Error> {
        let n = |sql: &str| self.number(sql);
        let read = || -> rusqlite::Result<([Option<String>; 2], i64, Vec<Read>)> {
            // By way of the index on the day, from either end.
            let end = |order: &str| {
                let sql = format!(
                    "SELECT v.published {CURRENT} WHERE v.published IS NOT NULL ORDER BY v.published {order} LIMIT 1"
                );
                self.db.query_row(&sql, [], |row| row.get(0)).optional()
            };
            let days = [end("")?, end("DESC")?];
            let future =
                self.db.query_row(&format!("SELECT count(*) {CURRENT} WHERE v.published > ?"), [today], |row| {
                    row.get(0)
                })?;
            // All versions, counted in an index, without those that are no longer current.
            let mut codings = self.db.prepare_cached(&format!(
                "WITH every AS (SELECT coding, count(*) AS n FROM versions GROUP BY coding),
                      past AS (SELECT v.coding, count(*) AS n FROM {CHANGED} c JOIN reports r ON r.id = c.report
                               JOIN versions v ON v.report = r.id AND v.id <> r.current GROUP BY v.coding)
                 SELECT c.model, c.knowledge, e.n - ifnull(p.n, 0) FROM codings c JOIN every e ON e.coding = c.id
                 LEFT JOIN past p ON p.coding = c.id WHERE e.n > ifnull(p.n, 0) ORDER BY c.id"
            ))?;
            let codings = codings.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            Ok((days, future, codings.collect::<rusqlite::Result<_>>()?))
        };
        let (published, future, codings) = read().map_err(|e| self.error(e))?;
        // Gone through once for all that is counted in it.
        let counts = self.db.query_row(
            "SELECT count(*), count(echo_of), ifnull(sum(statements), 0), ifnull(sum(events), 0), ifnull(sum(bytes), 0) FROM reports",
            [],
            |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?]),
        );
        let [reports, echoes, statements, events, text_bytes]: [i64; 5] = counts.map_err(|e| self.error(e))?;
        Ok(State {
            schema: n("PRAGMA user_version")?,
            reports,
            echoes,
            changed: n(&format!("SELECT count(*) FROM {CHANGED}"))?,
            // The first condition is that of an index.
            retracted: n("SELECT count(*) FROM reports WHERE standing <> 'valid' AND standing = 'retracted'")?,
            notices: n("SELECT count(*) FROM notices")?,
            notices_alone: n("SELECT count(*) FROM notices WHERE of IS NULL")?,
            undated: n(&format!("SELECT count(*) {CURRENT} WHERE v.published IS NULL"))?,
            future,
            statements,
            events,
            incidents: n("SELECT count(*) FROM incidents")?,
            joined: n("SELECT count(*) FROM incidents WHERE independent > 1")?,
            contested: n("SELECT count(*) FROM incidents WHERE contested <> '[]'")?,
            agreements: n("SELECT count(*) FROM agreements")?,
            published,
            codings,
            bytes: n("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")?,
            text_bytes,
        })
    }
}
