//! Search: words in reports, with where they stand.

mod fts5;
mod ranking;
mod snippet;

use rusqlite::types::Value;
use rusqlite::{params, params_from_iter, OptionalExtension, Row};
use serde::Serialize;

pub(crate) use self::fts5::register;
use self::fts5::{places, Place, Tokenizer};
use self::ranking::{ranked, weight, Found, Ranked};
use self::snippet::snippet;

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

/// Reports that are ranked among each other: those that match and were added last, then as many that were added before them.
const RANKED: usize = 300;

/// Matches, the last added first, with what ranks them.
const FOUND: &str =
    "SELECT words.rowid, occurrences(words), z.sz FROM words CROSS JOIN words_docsize z ON z.id = words.rowid
     WHERE words MATCH ?1 AND words.rowid <= ?2 ORDER BY words.rowid DESC LIMIT ?3";

/// The same with conditions on the report.
/// The plus has the type looked for among the events of a report, and not the report among all events of a type.
const FOUND_AMONG: &str =
    "SELECT words.rowid, occurrences(words), z.sz FROM words CROSS JOIN words_docsize z ON z.id = words.rowid
     WHERE words MATCH ?1 AND words.rowid <= ?2 AND EXISTS (
       SELECT 1 FROM versions v JOIN reports r ON r.id = v.report AND r.current = v.id
       WHERE v.id = words.rowid AND r.standing <> 'retracted'
       AND (?4 IS NULL OR v.published >= ?4) AND (?5 IS NULL OR v.published <= ?5)
       AND (?6 IS NULL OR EXISTS (SELECT 1 FROM version_actors x JOIN actors a ON a.id = x.actor
            WHERE x.version = v.id AND (a.name LIKE '%' || ?6 || '%' OR a.country = upper(?6))))
       AND (?7 IS NULL OR EXISTS (SELECT 1 FROM events e WHERE e.version = v.id AND +e.type = upper(?7))))
     ORDER BY words.rowid DESC LIMIT ?3";

/// How many of the matches that were added last are counted to tell how common a phrase is, and the first of these.
const COMMON: &str = "SELECT count(*), min(id) FROM
     (SELECT rowid AS id FROM words WHERE words MATCH ?1 AND rowid <= ?2 ORDER BY rowid DESC LIMIT ?3)";

const HIT: &str = "SELECT r.key, v.title, v.publisher, v.published, v.text FROM versions v
     JOIN reports r ON r.id = v.report AND r.current = v.id AND r.standing <> 'retracted' WHERE v.id = ?1";

const INCIDENTS: &str = "SELECT i.handle FROM tellings t JOIN incidents i ON i.id = t.incident WHERE t.version = ?1";

/// Where a page ended. With it the list goes on as it was, whatever was added meanwhile.
struct End {
    /// The version added last when the list was begun.
    last: i64,
    /// The last of those that were ranked together.
    newest: i64,
    rank: f64,
    id: i64,
}

impl End {
    fn mark(&self) -> Mark {
        Mark { key: Some(format!("{} {} {}", self.last, self.newest, self.rank)), id: self.id.to_string() }
    }

    fn of(mark: &Mark) -> Option<Self> {
        let mut parts = mark.key.as_deref()?.split(' ');
        let mut row = || parts.next()?.parse().ok();
        let (last, newest) = (row()?, row()?);
        Some(Self { last, newest, rank: parts.next()?.parse().ok()?, id: mark.id.parse().ok()? })
    }
}

/// Reports that are ranked together.
struct Tranche {
    found: Vec<Found>,
    best: Vec<Ranked>,
    /// Up to which version those go that come after; `None` where these are the last.
    before: Option<i64>,
}

impl Ledger {
    /// Reports that match, the best first: of those added last, then of those added before them, [`RANKED`] at a time. The mark's
    /// key is with whom a report was ranked and how, its id the row; of the same rank the one added first comes first.
    pub fn search(&self, query: &Query, after: Option<&Mark>, limit: usize) -> Result<Page<Hit>, Error> {
        let phrases = phrases(&query.words);
        if phrases.is_empty() {
            let typed = &query.words;
            return Err(Error::Wish(format!("there are no words to look for in {typed:?}; give at least one")));
        }
        let end = after.map(|mark| {
            End::of(mark).ok_or_else(|| Error::Wish("this is no place in a list of what was found; begin anew".into()))
        });
        self.found(query, &phrases, end.transpose()?, limit).map_err(|e| self.error(e))
    }

    fn found(
        &self,
        query: &Query,
        phrases: &[String],
        mut end: Option<End>,
        limit: usize,
    ) -> rusqlite::Result<Page<Hit>> {
        let mut page = Page { items: Vec::new(), next: None };
        let mut told_last = None;
        let tokenizer = Tokenizer::new(&self.db)?;
        let (mut hit, mut incidents) = (self.db.prepare_cached(HIT)?, self.db.prepare_cached(INCIDENTS)?);
        let last = match &end {
            Some(end) => end.last,
            None => {
                self.db.prepare_cached("SELECT ifnull(max(id), 0) FROM versions")?.query_row([], |row| row.get(0))?
            }
        };
        let mut newest = end.as_ref().map_or(last, |end| end.newest);
        'page: while let Some(tranche) = self.tranche(query, phrases, last, newest)? {
            let seen = end.take().map_or(0, |end| tranche.best.partition_point(|r| !r.comes_after(end.rank, end.id)));
            for &ranked in &tranche.best[seen..] {
                let places = &tranche.found[ranked.at].places;
                let told = hit.query_row([ranked.id], |row| told(row, places, &tokenizer)).optional()?;
                let Some(mut told) = told else { continue };
                if page.items.len() == limit {
                    page.next = told_last;
                    break 'page;
                }
                for incident in incidents.query_map([ranked.id], |row| row.get(0))? {
                    let incident: String = incident?;
                    if !told.incidents.contains(&incident) {
                        told.incidents.push(incident);
                    }
                }
                page.items.push(told);
                told_last = Some(End { last, newest, rank: ranked.rank, id: ranked.id }.mark());
            }
            let Some(before) = tranche.before else { break };
            newest = before;
        }
        Ok(page)
    }

    /// The reports up to the version `newest` that match and were added last, ranked.
    fn tranche(&self, query: &Query, phrases: &[String], last: i64, newest: i64) -> rusqlite::Result<Option<Tranche>> {
        let mut values = vec![Value::from(phrases.join(" ")), newest.into(), (RANKED as i64).into()];
        let sql = if query.is_words_alone() {
            FOUND
        } else {
            let Query { period, actor, kind, .. } = query;
            let wanted = [&period.since, &period.until, actor, kind];
            values.extend(wanted.map(|value| value.clone().into()));
            FOUND_AMONG
        };
        let mut find = self.db.prepare_cached(sql)?;
        let rows = find.query_map(params_from_iter(values), |row| {
            let (places, length) = (places(row.get_ref(1)?.as_blob()?), length(row.get_ref(2)?.as_blob()?));
            Ok(Found { id: row.get(0)?, places, length })
        })?;
        let found: Vec<Found> = rows.collect::<rusqlite::Result<_>>()?;
        let Some(oldest) = found.last() else { return Ok(None) };
        let before = (found.len() == RANKED).then(|| oldest.id - 1);
        let best = ranked(&found, &self.weights(phrases, last)?);
        Ok(Some(Tranche { found, best, before }))
    }

    /// Weights of the phrases, by how common each is in the reports up to the version `last`: in those added last, where there are many.
    fn weights(&self, phrases: &[String], last: i64) -> rusqlite::Result<Vec<f64>> {
        // A phrase alone has nothing to be weighed against.
        if phrases.len() == 1 {
            return Ok(vec![1.0]);
        }
        let share = |phrase: &String| self.shares.of(last, phrase, || self.share(phrase, last));
        phrases.iter().map(|phrase| share(phrase).map(weight)).collect()
    }

    /// Of the reports up to the version `last`, the share in which a phrase stands.
    fn share(&self, phrase: &str, last: i64) -> rusqlite::Result<f64> {
        let (counted, first): (usize, Option<i64>) = self
            .db
            .prepare_cached(COMMON)?
            .query_row(params![phrase, last, RANKED as i64], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let all = if counted == RANKED { last - first.unwrap_or_default() + 1 } else { last };
        Ok((counted.max(1) as f64 / all.max(1) as f64).min(1.0))
    }
}

/// Words of a row, from what the index keeps: for each column a number of seven bits a byte, the greatest first.
fn length(sizes: &[u8]) -> u32 {
    let columns = sizes.split_inclusive(|byte| byte & 0x80 == 0);
    columns.map(|bytes| bytes.iter().fold(0_u32, |all, byte| all << 7 | u32::from(byte & 0x7f))).sum()
}

/// A hit whose incidents are still to come.
fn told(row: &Row<'_>, places: &[Place], tokenizer: &Tokenizer) -> rusqlite::Result<Hit> {
    let text = row.get_ref(4)?.as_str()?;
    let places: Vec<Place> = places.iter().filter(|place| place.is_in_text).copied().collect();
    Ok(Hit {
        report: row.get(0)?,
        title: row.get(1)?,
        publisher: row.get(2)?,
        published: row.get(3)?,
        snippet: snippet(text, &tokenizer.words(text)?, &places),
        incidents: Vec::new(),
    })
}

/// What a person typed in the words of the full-text index: nothing that is typed is taken for its operators.
fn phrases(typed: &str) -> Vec<String> {
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
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_are_words_like_others() {
        for (typed, wanted) in [
            ("shelling market", "\"shelling\" \"market\""),
            ("\"cease fire\" villag*", "\"cease fire\" \"villag\"*"),
            ("NOT (a OR b)", "\"NOT\" \"(a\" \"OR\" \"b)\""),
            ("\"unfinished", "\"unfinished\""),
            ("  - ", ""),
        ] {
            assert_eq!(phrases(typed).join(" "), wanted, "{typed}");
        }
    }
}
