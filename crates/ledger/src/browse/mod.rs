//! Lists to page through, and single reports and actors from near: what an interface asks for.
//!
//! Lists are paged by a [`Mark`], the place of the last row told, and never by counting rows: what is added meanwhile
//! moves nothing.

mod actors;
mod claims;
mod dyads;
mod incidents;
mod kept;
mod reports;

use rusqlite::types::Value;
use rusqlite::{params_from_iter, Row};
use serde::Serialize;

use crate::store::Ledger;
use crate::Error;

pub use actors::{ActorSeen, ActorWanted, ActorWithDeeds, Deeds, Partner};
pub use claims::{ClaimWanted, EventTold, StatementTold};
pub use dyads::{DayCount, TenseDyad};
pub use incidents::MapPoint;
pub use kept::{Kept, KeptActor, KeptAgreement, KeptEvent, KeptPlace, KeptReport, KeptStatement, KeptTime, Link};
pub use reports::{ReportSeen, ReportWanted};

/// The place of a row in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What the list is ordered by; `None` where the row has none.
    pub key: Option<String>,
    /// What tells rows of the same key apart.
    pub id: String,
}

/// Some rows of a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// The place of the last of them, where more come after it.
    #[serde(skip)]
    pub next: Option<Mark>,
}

/// Conditions of a query with the values they speak of.
struct Conditions {
    parts: Vec<String>,
    values: Vec<Value>,
}

impl Conditions {
    fn new() -> Self {
        Self { parts: vec!["1".into()], values: Vec::new() }
    }

    /// Adds `condition` with `?` for the value, where there is one.
    fn on(&mut self, condition: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.values.push(value.into());
            self.parts.push(condition.replace('?', &format!("?{}", self.values.len())));
        }
    }

    /// Rows after `mark` in a list by `key`, newest first and the undated last, then by `id`, descending.
    fn after(&mut self, key: &str, id: &str, mark: Option<&Mark>) {
        let Some(mark) = mark else { return };
        self.values.push(Value::from(mark.id.clone()));
        let at = self.values.len();
        match &mark.key {
            None => self.parts.push(format!("({key} IS NULL AND {id} < ?{at})")),
            Some(day) => {
                self.values.push(Value::from(day.clone()));
                let day = at + 1;
                self.parts.push(format!("({key} < ?{day} OR ({key} = ?{day} AND {id} < ?{at}) OR {key} IS NULL)"));
            }
        }
    }

    fn sql(&self) -> String {
        self.parts.join(" AND ")
    }
}

impl Ledger {
    /// Rows of `sql`, which asks for one more than `limit`, and the mark of the last told.
    pub(crate) fn page<T>(
        &self,
        sql: &str,
        values: Vec<Value>,
        limit: usize,
        mut one: impl FnMut(&Row<'_>) -> rusqlite::Result<(Mark, T)>,
    ) -> Result<Page<T>, Error> {
        let mut read = || -> rusqlite::Result<Page<T>> {
            let mut find = self.db.prepare_cached(sql)?;
            let mut rows = find.query(params_from_iter(values.iter()))?;
            let mut page = Page { items: Vec::new(), next: None };
            let mut last = None;
            while let Some(row) = rows.next()? {
                if page.items.len() == limit {
                    page.next = last;
                    break;
                }
                let (mark, item) = one(row)?;
                last = Some(mark);
                page.items.push(item);
            }
            Ok(page)
        };
        read().map_err(|e| self.error(e))
    }
}

/// A list that the ledger keeps as JSON.
fn spans(text: &str) -> Vec<reading::Span> {
    serde_json::from_str(text).unwrap_or_default()
}

/// A count of two columns.
fn range(row: &Row<'_>, low: usize) -> rusqlite::Result<Option<crate::Range>> {
    let (low, high): (Option<u64>, Option<u64>) = (row.get(low)?, row.get(low + 1)?);
    Ok(low.map(|low| (low, high)))
}
