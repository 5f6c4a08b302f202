//! What a brief tells: the incidents of a period with their accounts, what is contested, and the agreements spoken of.

use serde::Serialize;

use crate::listing::{Incident, Wanted};
use crate::store::Ledger;
use crate::taken_back::TakenBack;
use crate::Error;

/// A brief.
#[derive(Clone, Debug, Serialize)]
pub struct Brief {
    /// Incidents with a field that accounts tell differently, or that somebody denies.
    pub contested: Vec<Incident>,
    /// All others.
    pub told: Vec<Incident>,
    /// Reports published in the period that were taken back or replaced: what they claim is in none of the above.
    pub taken_back: Vec<TakenBack>,
    /// Reports of the period, echoes apart.
    pub reports: usize,
    /// Their echoes.
    pub echoes: usize,
}

impl Ledger {
    /// The brief of what is wanted.
    pub fn brief(&self, wanted: &Wanted) -> Result<Brief, Error> {
        let incidents = self.incidents(wanted)?;
        let mut reports: Vec<&String> = incidents.iter().flat_map(|i| &i.reports).collect();
        reports.sort_unstable();
        reports.dedup();
        let mut echoes = 0;
        for report in &reports {
            echoes += usize::from(self.is_echo(report).map_err(|e| self.error(e))?);
        }
        let reports = reports.len() - echoes;
        let (contested, told) = incidents
            .into_iter()
            .partition(|i| !i.contested.is_empty() || i.accounts.iter().any(|a| a.stance == "deny"));
        // Which of them are about an actor or a place is no longer told.
        let everything = wanted.actors.is_empty() && wanted.place.is_none() && wanted.kinds.is_empty();
        let taken_back = if everything { self.taken_back(&wanted.period)? } else { Vec::new() };
        Ok(Brief { contested, told, taken_back, reports, echoes })
    }

    fn is_echo(&self, report: &str) -> rusqlite::Result<bool> {
        self.db
            .prepare_cached("SELECT echo_of IS NOT NULL FROM reports WHERE key = ?")?
            .query_row([report], |row| row.get(0))
    }
}
