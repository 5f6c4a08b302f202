//! Agreements as reports name them, with what is said to break them.

use rusqlite::{params, OptionalExtension, Row};
use serde::Serialize;

use super::{Conditions, Mark, Page};
use crate::store::Ledger;
use crate::Error;

/// An agreement in a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AgreementSeen {
    /// Number of the agreement in this ledger.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// "ceasefire", "treaty", "accord", "agreement" or "resolution".
    pub kind: String,
    /// EDTF.
    pub date: Option<String>,
    /// Between whom it is said to be.
    pub parties: Vec<String>,
    /// Who is said to have mediated.
    pub mediators: Vec<String>,
    /// Reports that speak of it.
    pub reports: u64,
    /// Claims that it was broken.
    pub violations: u64,
}

/// Claims that one side broke an agreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SideViolations {
    /// Who is said to have done it; `None` where nobody is named.
    pub side: Option<String>,
    /// Claims.
    pub claims: u64,
    /// Of them, those said not to be so.
    pub denied: u64,
}

/// An agreement from near.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AgreementToldOf {
    /// Which it is.
    pub agreement: AgreementSeen,
    /// Alleged violations by side, the most claims first.
    pub sides: Vec<SideViolations>,
    /// Ids of the reports that speak of it, by day of publication.
    pub reports: Vec<String>,
}

/// Only what current versions of reports say counts.
const SELECT: &str = "SELECT g.id, g.name, g.kind, g.date,
    (SELECT count(*) FROM version_agreements x JOIN reports r ON r.current = x.version WHERE x.agreement = g.id) AS n,
    (SELECT count(*) FROM events e JOIN reports r ON r.current = e.version WHERE e.violates = g.id AND e.polarity = 'affirmed')
    FROM agreements g";

impl Ledger {
    /// Agreements whose name has `name` in it, those that most reports speak of first.
    pub fn agreements_page(
        &self,
        name: Option<String>,
        after: Option<&Mark>,
        limit: usize,
    ) -> Result<Page<AgreementSeen>, Error> {
        let mut conditions = Conditions::new();
        conditions.on("instr(lower(name), lower(?)) > 0", name);
        if let Some(mark) = after {
            let (n, id) = (conditions.values.len() + 1, conditions.values.len() + 2);
            conditions.values.extend([mark.key.clone().unwrap_or_default().into(), mark.id.clone().into()]);
            conditions.parts.push(format!(
                "(n < CAST(?{n} AS INTEGER) OR (n = CAST(?{n} AS INTEGER) AND id > CAST(?{id} AS INTEGER)))"
            ));
        }
        let sql = format!(
            "SELECT * FROM ({SELECT}) WHERE n > 0 AND {} ORDER BY n DESC, id LIMIT {}",
            conditions.sql(),
            limit.saturating_add(1)
        );
        self.page(&sql, conditions.values, limit, |row| {
            let seen = self.agreement_seen(row)?;
            Ok((Mark { key: Some(seen.reports.to_string()), id: seen.id.to_string() }, seen))
        })
    }

    /// The agreement of this number; `None` where there is none.
    pub fn agreement_told_of(&self, id: i64) -> Result<Option<AgreementToldOf>, Error> {
        let read = || -> rusqlite::Result<Option<AgreementToldOf>> {
            let mut find = self.db.prepare_cached(&format!("{SELECT} WHERE g.id = ?"))?;
            let Some(agreement) = find.query_row([id], |row| self.agreement_seen(row)).optional()? else {
                return Ok(None);
            };
            let mut reports = self.db.prepare_cached(
                "SELECT DISTINCT r.key FROM version_agreements x JOIN reports r ON r.current = x.version
                 JOIN versions v ON v.id = x.version WHERE x.agreement = ? ORDER BY ifnull(v.published, '9999'), r.key",
            )?;
            let reports = reports.query_map([id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            Ok(Some(AgreementToldOf { sides: self.sides(id)?, reports, agreement }))
        };
        read().map_err(|e| self.error(e))
    }

    fn sides(&self, agreement: i64) -> rusqlite::Result<Vec<SideViolations>> {
        // Who accuses is not who breaks.
        let mut find = self.db.prepare_cached(
            "SELECT a.name, count(DISTINCT e.id) AS n, count(DISTINCT CASE WHEN e.polarity = 'negated' THEN e.id END)
             FROM events e JOIN reports r ON r.current = e.version
             LEFT JOIN event_actors x ON x.event = e.id AND x.role = iif(e.type = 'ACCUSE', 'recipient', 'actor')
             LEFT JOIN actors a ON a.id = x.actor WHERE e.violates = ? GROUP BY a.name ORDER BY n DESC, a.name",
        )?;
        let rows = find.query_map([agreement], |row| {
            Ok(SideViolations { side: row.get(0)?, claims: row.get(1)?, denied: row.get(2)? })
        })?;
        rows.collect()
    }

    fn agreement_seen(&self, row: &Row<'_>) -> rusqlite::Result<AgreementSeen> {
        let id = row.get(0)?;
        Ok(AgreementSeen {
            id,
            name: row.get(1)?,
            kind: row.get(2)?,
            date: row.get(3)?,
            parties: self.in_role(id, "party")?,
            mediators: self.in_role(id, "mediator")?,
            reports: row.get(4)?,
            violations: row.get(5)?,
        })
    }

    fn in_role(&self, agreement: i64, role: &str) -> rusqlite::Result<Vec<String>> {
        self.db
            .prepare_cached(
                "SELECT DISTINCT a.name FROM version_agreements x JOIN reports r ON r.current = x.version
                 JOIN agreement_parties p ON p.version = x.version AND p.local = x.local AND p.role = ?2
                 JOIN actors a ON a.id = p.actor WHERE x.agreement = ?1 ORDER BY a.name",
            )?
            .query_map(params![agreement, role], |row| row.get(0))?
            .collect()
    }
}
