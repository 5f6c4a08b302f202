//! Incidents, the newest first.

use super::{Conditions, Mark, Page};
use crate::listing::{Incident, Wanted, SELECT};
use crate::store::Ledger;
use crate::Error;

impl Ledger {
    /// The incidents that are wanted, those of the latest day first and the undated last; `after` is where the last page
    /// ended.
    pub fn incidents_page(&self, wanted: &Wanted, after: Option<&Mark>, limit: usize) -> Result<Page<Incident>, Error> {
        let (condition, values) = wanted.condition(&self.db).map_err(|e| self.error(e))?;
        let mut conditions = Conditions { parts: vec![condition], values };
        conditions.after("i.first_day", "i.handle", after);
        let sql = format!(
            "{SELECT} WHERE {} ORDER BY i.first_day DESC, i.handle DESC LIMIT {}",
            conditions.sql(),
            limit.saturating_add(1)
        );
        let mut items = self.incidents_by(&sql, conditions.values)?;
        let more = items.len() > limit;
        items.truncate(limit);
        let last = items.last().filter(|_| more);
        let next = last.map(|i| Mark { key: i.time.as_deref().and_then(first_day), id: i.id.clone() });
        Ok(Page { items, next })
    }
}

fn first_day(time: &str) -> Option<String> {
    time.get(..10).map(str::to_owned)
}
