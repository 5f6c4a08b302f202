//! Reports, the newest first.

use serde::Serialize;

use super::{Conditions, Mark, Page};
use crate::listing::Period;
use crate::store::Ledger;
use crate::Error;

/// A report without its text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReportSeen {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Where from.
    pub url: Option<String>,
    /// Day of publication.
    pub published: Option<String>,
    /// The report that it repeats.
    pub echo_of: Option<String>,
    /// "valid", "corrected" or "retracted".
    pub standing: String,
    /// Statements in it.
    pub statements: u64,
    /// Events in it.
    pub events: u64,
}

/// Which reports are wanted: all that meet every condition.
#[derive(Clone, Debug, Default)]
pub struct ReportWanted {
    /// When they were published.
    pub period: Period,
    /// Who published them.
    pub publisher: Option<String>,
    /// Row of somebody in them, as [`super::ActorSeen::id`] gives it.
    pub actor: Option<i64>,
}

impl Ledger {
    /// The reports that are wanted, the newest first and the undated last.
    pub fn reports_page(
        &self,
        wanted: &ReportWanted,
        after: Option<&Mark>,
        limit: usize,
    ) -> Result<Page<ReportSeen>, Error> {
        let mut conditions = Conditions::new();
        conditions.on("v.published >= ?", wanted.period.since.clone());
        conditions.on("v.published <= ?", wanted.period.until.clone());
        conditions.on("v.publisher = ?", wanted.publisher.clone());
        conditions.on("EXISTS (SELECT 1 FROM version_actors x WHERE x.version = v.id AND x.actor = ?)", wanted.actor);
        conditions.after("v.published", "r.key", after);
        let sql = format!(
            "SELECT r.key, v.title, v.publisher, v.url, v.published, f.key, r.standing,
                    (SELECT count(*) FROM statements s WHERE s.version = v.id),
                    (SELECT count(*) FROM events e WHERE e.version = v.id)
             FROM versions v JOIN reports r ON r.current = v.id AND r.id = v.report LEFT JOIN reports f ON f.id = r.echo_of
             WHERE {} ORDER BY v.published DESC, r.key DESC LIMIT {}",
            conditions.sql(),
            limit.saturating_add(1)
        );
        self.page(&sql, conditions.values, limit, |row| {
            let seen = ReportSeen {
                id: row.get(0)?,
                title: row.get(1)?,
                publisher: row.get(2)?,
                url: row.get(3)?,
                published: row.get(4)?,
                echo_of: row.get(5)?,
                standing: row.get(6)?,
                statements: row.get(7)?,
                events: row.get(8)?,
            };
            Ok((Mark { key: seen.published.clone(), id: seen.id.clone() }, seen))
        })
    }
}
