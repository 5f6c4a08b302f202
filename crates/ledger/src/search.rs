//! Search: words in reports, with where they stand.

use rusqlite::Row;
use serde::Serialize;

use crate::browse::{Mark, Page};
use crate::listing::Period;
use crate::store::Ledger;
use crate::Error;

/// A report in which the words were found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hit {
    /// The report's id.
    pub report: String,
    /// Its title.
    pub title: Option<String>,
    /// Its publisher.
    pub publisher: Option<String>,
    /// Its day of publication.
    pub published: Option<String>,
    /// The words around, those sought between `[` and `]`.
    pub snippet: String,
    /// Incidents that it tells of.
    pub incidents: Vec<String>,
}

/// What is sought.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// Words, all of them, in any order; `"…"` holds words that follow each other, `word*` a beginning.
    pub words: String,
    /// When the report was published.
    pub period: Period,
    /// Part of the name, or country code, of somebody in it.
    pub actor: Option<String>,
    /// PLOVER type of an event in it.
    pub kind: Option<String>,
}

impl Query {
    fn is_words_alone(&self) -> bool {
        self.period == Period::default() && self.actor.is_none() && self.kind.is_none()
    }
}

/// Reports that are ranked at most: of more that match, the ones added last.
const RANKED: i64 = 5000;

/// What matches is ranked first, and only what is handed out gets its snippet. Of very many that match, the ones added last.
/// The plus has the type looked for among the events of a report, and not the report among all events of a type.
const FOUND: &str = "WITH matching AS MATERIALIZED (
       SELECT words.rowid AS id, bm25(words) AS rank FROM words
       WHERE words MATCH ?1 AND EXISTS (
         SELECT 1 FROM versions v JOIN reports r ON r.id = v.report AND r.current = v.id
         WHERE v.id = words.rowid AND r.standing <> 'retracted'
         AND (?2 IS NULL OR v.published >= ?2) AND (?3 IS NULL OR v.published <= ?3)
         AND (?4 IS NULL OR EXISTS (SELECT 1 FROM version_actors x JOIN actors a ON a.id = x.actor
              WHERE x.version = v.id AND (a.name LIKE '%' || ?4 || '%' OR a.country = upper(?4))))
         AND (?5 IS NULL OR EXISTS (SELECT 1 FROM events e WHERE e.version = v.id AND +e.type = upper(?5))))
       ORDER BY words.rowid DESC LIMIT ?9),
     best AS MATERIALIZED (
       SELECT m.id, m.rank, r.key FROM matching m JOIN versions v ON v.id = m.id JOIN reports r ON r.id = v.report
       WHERE ?7 IS NULL OR m.rank > ?7 OR (m.rank = ?7 AND m.id > ?8)
       ORDER BY m.rank, m.id LIMIT ?6)";

/// The same where only words are sought: whether a report counts is looked up for no more of the best than are handed out.
const FOUND_BY_WORDS: &str = "WITH matching AS MATERIALIZED (
       SELECT words.rowid AS id, bm25(words) AS rank FROM words WHERE words MATCH ?1 ORDER BY words.rowid DESC LIMIT ?9),
     best AS MATERIALIZED (
       SELECT m.id, m.rank, r.key
       FROM (SELECT id, rank FROM matching WHERE ?7 IS NULL OR rank > ?7 OR (rank = ?7 AND id > ?8) ORDER BY rank, id LIMIT ?9) m
       CROSS JOIN versions v ON v.id = m.id CROSS JOIN reports r ON r.id = v.report AND r.current = v.id AND r.standing <> 'retracted'
       LIMIT ?6)";

const HANDED_OUT: &str = "SELECT b.key, v.title, v.publisher, v.published,
            (SELECT snippet(words, 1, '[', ']', ' … ', 24) FROM words WHERE words MATCH ?1 AND words.rowid = b.id),
            (SELECT group_concat(DISTINCT i.handle) FROM tellings t JOIN incidents i ON i.id = t.incident
             WHERE t.version = b.id), b.rank, b.id
     FROM best b JOIN versions v ON v.id = b.id ORDER BY b.rank, b.id";

impl Ledger {
    /// Reports that match, the best first; of more than five thousand the best of those added last. The mark's key is the rank as the full-text index gives it, least for the best,
    /// its id the row; of the same rank the one added first comes first.
    pub fn search(&self, query: &Query, after: Option<&Mark>, limit: usize) -> Result<Page<Hit>, Error> {
        let matching = matching(&query.words).ok_or_else(|| {
            Error::Wish(format!("there are no words to look for in {:?}; give at least one", query.words))
        })?;
        let rank = after.map(|mark| mark.key.as_deref().and_then(|key| key.parse::<f64>().ok()).unwrap_or(f64::MIN));
        let last = after.map(|mark| mark.id.parse::<i64>()).transpose();
        let last = last.map_err(|_| Error::Wish("this is no place in a list of what was found; begin anew".into()))?;
        let more = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
        let values = vec![
            matching.into(),
            query.period.since.clone().into(),
            query.period.until.clone().into(),
            query.actor.clone().into(),
            query.kind.clone().into(),
            more.into(),
            rank.into(),
            last.into(),
            RANKED.into(),
        ];
        let found = if query.is_words_alone() { FOUND_BY_WORDS } else { FOUND };
        self.page(&format!("{found} {HANDED_OUT}"), values, limit, |row| {
            let mark = Mark { key: Some(row.get::<_, f64>(6)?.to_string()), id: row.get::<_, i64>(7)?.to_string() };
            Ok((mark, hit(row)?))
        })
    }
}

fn hit(row: &Row<'_>) -> rusqlite::Result<Hit> {
    let incidents: Option<String> = row.get(5)?;
    Ok(Hit {
        report: row.get(0)?,
        title: row.get(1)?,
        publisher: row.get(2)?,
        published: row.get(3)?,
        snippet: row.get(4)?,
        incidents: incidents.map(|list| list.split(',').map(str::to_owned).collect()).unwrap_or_default(),
    })
}

/// What a person typed in the words of the full-text index: nothing that is typed is taken for its operators.
fn matching(typed: &str) -> Option<String> {
    let mut parts = Vec::new();
    for (i, piece) in typed.split('"').enumerate() {
        if i % 2 == 1 {
            parts.push(format!("\"{piece}\""));
            continue;
        }
        for word in piece.split_whitespace() {
            let (bare, star) = word.strip_suffix('*').map_or((word, ""), |bare| (bare, "*"));
            parts.push(format!("\"{bare}\"{star}"));
        }
    }
    parts.retain(|p| p.chars().any(char::is_alphanumeric));
    (!parts.is_empty()).then(|| parts.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_are_words_like_others() {
        for (typed, wanted) in [
            ("shelling market", Some("\"shelling\" \"market\"")),
            ("\"cease fire\" villag*", Some("\"cease fire\" \"villag\"*")),
            ("NOT (a OR b)", Some("\"NOT\" \"(a\" \"OR\" \"b)\"")),
            ("\"unfinished", Some("\"unfinished\"")),
            ("  - ", None),
        ] {
            assert_eq!(matching(typed).as_deref(), wanted, "{typed}");
        }
    }
}
