//! Who takes part in an incident: does, suffers or tells something in it. A list in its row, so that what is asked of some actors in a
//! stretch of days needs no look at the events of each incident.

use std::collections::BTreeSet;

use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, Result};

/// Those who take part in the incident of the row `i`, as its column `actors` has them.
pub(crate) const ACTORS: &str = "(SELECT json_group_array(actor) FROM (
    SELECT x.actor FROM tellings t JOIN events e ON e.telling = t.id JOIN event_actors x ON x.event = e.id WHERE t.incident = i.id
    UNION SELECT x.actor FROM tellings t JOIN events e ON e.telling = t.id JOIN sources x ON x.statement = e.statement
    WHERE t.incident = i.id ORDER BY 1))";

/// Makes `any_of(list, wanted)` known to a connection: whether two lists of numbers, as JSON, have one in common.
pub(crate) fn register(db: &Connection) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    db.create_scalar_function(c"any_of", 2, flags, |call| {
        let wanted =
            call.get_or_create_aux(1, |list| list.as_str().map(|list| numbers(list).collect::<BTreeSet<i64>>()))?;
        Ok(numbers(call.get_raw(0).as_str()?).any(|number| wanted.contains(&number)))
    })
}

fn numbers(list: &str) -> impl Iterator<Item = i64> + '_ {
    list.trim_matches(['[', ']']).split(',').filter_map(|number| number.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_that_have_a_number_in_common() -> Result<()> {
        let db = Connection::open_in_memory()?;
        register(&db)?;
        for (list, wanted, common) in
            [("[]", "[]", false), ("[1,20]", "[2,0]", false), ("[3,20]", "[7,20,21]", true), ("[]", "[1]", false)]
        {
            let told: bool = db.query_row("SELECT any_of(?, ?)", [list, wanted], |row| row.get(0))?;
            assert_eq!(told, common, "{list} {wanted}");
        }
        Ok(())
    }
}
