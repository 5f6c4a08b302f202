//! Plain SQL, to read only.

use rusqlite::types::ValueRef;
use serde_json::Value;

use crate::store::Ledger;
use crate::Error;

impl Ledger {
    /// Runs one query and hands its rows to `row`, after the names of its columns to `head`. The ledger must be open to
    /// read; what would write is refused.
    pub fn sql(
        &self,
        query: &str,
        mut head: impl FnMut(&[String]) -> std::io::Result<()>,
        mut row: impl FnMut(&[Value]) -> std::io::Result<()>,
    ) -> Result<std::io::Result<()>, Error> {
        let refused = |e: rusqlite::Error| match e.sqlite_error_code() {
            Some(rusqlite::ErrorCode::ReadOnly) => Error::Wish(
                "the ledger is only read here; what analysts change goes through attache note and its like".into(),
            ),
            Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::DatabaseBusy) => self.error(e),
            _ => Error::Wish(format!("the query cannot be run: {e}")),
        };
        let mut statement = self.db.prepare(query).map_err(refused)?;
        if !statement.readonly() || statement.column_count() == 0 {
            return Err(Error::Wish("only queries are run here (SELECT …); the ledger is not changed".into()));
        }
        let columns = statement.column_count();
        let names: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
        if let Err(e) = head(&names) {
            return Ok(Err(e));
        }
        let mut rows = statement.query([]).map_err(refused)?;
        while let Some(found) = rows.next().map_err(refused)? {
            let values: Vec<Value> = (0..columns).map(|i| found.get_ref(i).map_or(Value::Null, value)).collect();
            if let Err(e) = row(&values) {
                return Ok(Err(e));
            }
        }
        Ok(Ok(()))
    }
}

fn value(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(n) => n.into(),
        ValueRef::Real(x) => x.into(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned().into(),
        ValueRef::Blob(bytes) => format!("<{} bytes>", bytes.len()).into(),
    }
}
