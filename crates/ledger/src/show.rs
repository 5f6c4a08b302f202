//! One incident from near: every claim with its words, and why its tellings stand together.

use rusqlite::OptionalExtension;
use serde::Serialize;

use crate::incidents::likeness;
use crate::listing::Incident;
use crate::store::Ledger;
use crate::taken_back::silenced;
use crate::Error;

/// An incident with the claims behind it.
#[derive(Clone, Debug, Serialize)]
pub struct Shown {
    /// The incident.
    pub incident: Incident,
    /// Every claim, by day of publication.
    pub claims: Vec<Claim>,
    /// Claims of reports that were taken back, which would be of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub taken_back: Vec<Claim>,
    /// What speaks for its tellings being of one incident.
    pub why: Vec<Comparison>,
}

/// One event of a report that tells of the incident.
#[derive(Clone, Debug, Serialize)]
pub struct Claim {
    /// The report.
    pub report: String,
    /// Its publisher.
    pub publisher: Option<String>,
    /// Its day of publication.
    pub published: Option<String>,
    /// The report that it repeats.
    pub echo_of: Option<String>,
    /// The event's id in the reading.
    pub event: String,
    /// The chain of sources, the outermost first; empty for narration.
    pub sources: Vec<String>,
    /// "affirmed" or "negated".
    pub polarity: String,
    /// Place in the text, in characters.
    pub span: [u32; 2],
    /// The words there.
    pub words: String,
}

/// A telling against the incident's first.
#[derive(Clone, Debug, Serialize)]
pub struct Comparison {
    /// The report of the telling.
    pub report: String,
    /// The report of the first telling.
    pub with: String,
    /// Sum of the weights; joined from the threshold on, on average over the incident's tellings.
    pub score: f64,
    /// What was compared, what was found, and its weight.
    pub reasons: Vec<(String, String, f64)>,
}

impl Ledger {
    /// The incident of this name with all its claims; `None` where there is none.
    pub fn show(&self, handle: &str) -> Result<Option<Shown>, Error> {
        let Some(incident) = self.incident(handle)? else { return Ok(None) };
        let told = || -> rusqlite::Result<(Vec<Claim>, Vec<Claim>, Vec<Comparison>)> {
            let row: i64 = self
                .db
                .prepare_cached("SELECT id FROM incidents WHERE handle = ?")?
                .query_row([&incident.id], |row| row.get(0))
                .optional()?
                .unwrap_or_default();
            let mut taken_back = Vec::new();
            for telling in silenced(&self.db, row)? {
                taken_back.extend(self.claims("t.id", telling)?);
            }
            Ok((self.claims("t.incident", row)?, taken_back, self.comparisons(row)?))
        };
        let (claims, taken_back, why) = told().map_err(|e| self.error(e))?;
        Ok(Some(Shown { incident, claims, taken_back, why }))
    }

    /// The claims of tellings whose `column` is `value`.
    fn claims(&self, column: &str, value: i64) -> rusqlite::Result<Vec<Claim>> {
        let mut find = self.db.prepare_cached(&format!(
            "SELECT r.key, v.publisher, v.published, f.key, e.local, e.polarity, e.start, e.\"end\",
                    substr(v.text, e.start + 1, e.\"end\" - e.start), e.statement
             FROM tellings t JOIN events e ON e.telling = t.id JOIN versions v ON v.id = e.version
             JOIN reports r ON r.id = v.report LEFT JOIN reports f ON f.id = r.echo_of
             WHERE {column} = ? ORDER BY ifnull(v.published, '9999'), r.key, e.start"
        ))?;
        let mut rows = find.query([value])?;
        let mut claims = Vec::new();
        while let Some(row) = rows.next()? {
            claims.push(Claim {
                report: row.get(0)?,
                publisher: row.get(1)?,
                published: row.get(2)?,
                echo_of: row.get(3)?,
                event: format!("E{}", row.get::<_, i64>(4)? + 1),
                polarity: row.get(5)?,
                span: [row.get(6)?, row.get(7)?],
                words: row.get(8)?,
                sources: self.chain(row.get(9)?)?,
            });
        }
        Ok(claims)
    }

    /// Names of the chain behind a statement, the outermost first.
    pub(crate) fn chain(&self, statement: i64) -> rusqlite::Result<Vec<String>> {
        self.db
            .prepare_cached("SELECT a.name FROM sources s JOIN actors a ON a.id = s.actor WHERE s.statement = ? ORDER BY s.position")?
            .query_map([statement], |row| row.get(0))?
            .collect()
    }

    fn comparisons(&self, incident: i64) -> rusqlite::Result<Vec<Comparison>> {
        let mut find = self.db.prepare_cached(
            "SELECT r.key, t.features FROM tellings t JOIN versions v ON v.id = t.version JOIN reports r ON r.id = v.report
             WHERE t.incident = ? AND t.repeats IS NULL ORDER BY ifnull(v.published, '9999'), r.key, t.number",
        )?;
        let rows = find.query_map([incident], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        let tellings: Vec<(String, _)> = rows
            .map(|row| row.and_then(|(key, features)| Ok((key, crate::incidents::parsed(&features)?))))
            .collect::<rusqlite::Result<_>>()?;
        let Some((first, rest)) = tellings.split_first() else { return Ok(Vec::new()) };
        Ok(rest
            .iter()
            .map(|(report, telling)| {
                let reasons = likeness::reasons(&first.1, telling).unwrap_or_default();
                Comparison {
                    report: report.clone(),
                    with: first.0.clone(),
                    score: reasons.iter().map(|r| r.weight).sum(),
                    reasons: reasons.iter().map(|r| (r.of.to_owned(), r.found.to_owned(), r.weight)).collect(),
                }
            })
            .collect())
    }
}
