//! Notices: reports that say of themselves that they correct or take back an earlier one, and which one that is.
//!
//! A notice is about a report of the same publisher (as far as both are named) of the thirty days before: that of the same address,
//! else one whose wording it repeats, else one whose headline it names, else the one whose matter its words are nearest to.

use std::collections::BTreeSet;

use reading::{NoticeOut, Reading};
use rusqlite::{params, Connection, OptionalExtension, Result, Row};

use crate::echoes::{in_common, Shingles};
use crate::incidents::Change;
use crate::{days, standing, wording};

/// Days that a notice may come after what it is about.
const LATE: i32 = 30;
/// Reports of a publisher that are compared by their words: the latest.
const COMPARED: usize = 400;
/// Fewest words of a headline that tells a report from others.
const HEADLINE: usize = 4;
/// Least share of a notice's longer words, and their least number, that the report which it is about has too.
const SHARE: f64 = 0.35;
const COMMON: usize = 4;
/// What it adds that the notice names the day of the report.
const DAY_NAMED: f64 = 0.2;

/// Writes down what a report says of itself; gives whether it says something else than before.
pub(crate) fn enter(db: &Connection, report: i64, reading: &Reading, change: &mut Change) -> Result<bool> {
    let before: Option<(String, Option<i64>)> = db
        .prepare_cached("SELECT kind, of FROM notices WHERE report = ?")?
        .query_row([report], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let now = reading.report.notice.as_ref();
    if before.as_ref().map(|b| b.0.as_str()) == now.map(|n| n.kind) {
        return Ok(false);
    }
    db.prepare_cached("DELETE FROM notices WHERE report = ?")?.execute([report])?;
    if let Some(NoticeOut { kind, cue }) = now {
        db.prepare_cached("INSERT INTO notices (report, kind, cue) VALUES (?, ?, ?)")?
            .execute(params![report, kind, cue])?;
    }
    if let Some((_, Some(of))) = before {
        standing::settle(db, of, change)?;
    }
    Ok(true)
}

/// Finds what the notices among `reports` are about, and whether notices that were there are about one of `reports`.
pub(crate) fn settle(db: &Connection, reports: &BTreeSet<i64>, change: &mut Change) -> Result<()> {
    let mut waiting = BTreeSet::new();
    if db.prepare_cached("SELECT NOT EXISTS (SELECT 1 FROM notices)")?.query_row([], |row| row.get(0))? {
        return Ok(());
    }
    for &report in reports {
        waiting.extend(concerned(db, report)?);
    }
    for notice in waiting {
        let before: (Option<i64>, bool) = db
            .prepare_cached("SELECT of, replaces FROM notices WHERE report = ?")?
            .query_row([notice], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let found = about(db, notice)?;
        let now = (found.as_ref().map(|f| f.report), found.as_ref().is_some_and(|f| f.replaces));
        db.prepare_cached("UPDATE notices SET of = ?, known_by = ?, replaces = ? WHERE report = ?")?
            .execute(params![now.0, found.map(|f| f.known_by), now.1, notice])?;
        for report in before.0.into_iter().chain(now.0).chain([notice]).filter(|_| now != before) {
            standing::settle(db, report, change)?;
        }
    }
    // A report whose notice came before it has to be weighed by it.
    for &report in reports {
        let is_concerned = "SELECT EXISTS (SELECT 1 FROM notices WHERE of = ?1 OR report = ?1)";
        if db.prepare_cached(is_concerned)?.query_row([report], |row| row.get(0))? {
            standing::settle(db, report, change)?;
        }
    }
    Ok(())
}

/// A report as notices are compared with.
struct Told {
    report: i64,
    key: String,
    title: Option<String>,
    publisher: Option<String>,
    url: Option<String>,
    published: Option<String>,
    text: String,
    version: i64,
}

const COLUMNS: &str = "r.id, r.key, v.title, v.publisher, v.url, v.published, v.text, v.id";

impl Told {
    fn of(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            report: row.get(0)?,
            key: row.get(1)?,
            title: row.get(2)?,
            publisher: row.get(3)?,
            url: row.get(4)?,
            published: row.get(5)?,
            text: row.get(6)?,
            version: row.get(7)?,
        })
    }

    fn load(db: &Connection, report: i64) -> Result<Self> {
        let sql = format!("SELECT {COLUMNS} FROM reports r JOIN versions v ON v.id = r.current WHERE r.id = ?");
        db.prepare_cached(&sql)?.query_row([report], Self::of)
    }

    fn day(&self) -> Option<i32> {
        Some(days::number(self.published.as_ref()?.parse().ok()?))
    }

    /// Whether this may be what `notice` is about.
    fn precedes(&self, notice: &Self) -> bool {
        let publishers = match (&self.publisher, &notice.publisher) {
            (Some(a), Some(b)) => wording::words(a).eq(wording::words(b)),
            _ => true,
        };
        let days = match (self.day(), notice.day()) {
            (Some(before), Some(after)) => (after - LATE..=after).contains(&before),
            _ => true,
        };
        publishers && days
    }
}

/// Notices that a report is or may be what they are about.
fn concerned(db: &Connection, report: i64) -> Result<BTreeSet<i64>> {
    let told = Told::load(db, report)?;
    let mut find = db.prepare_cached(
        "SELECT n.report FROM notices n JOIN reports r ON r.id = n.report JOIN versions v ON v.id = r.current
         WHERE n.report = ?1 OR v.published IS NULL OR ?2 IS NULL OR v.published BETWEEN ?2 AND date(?2, '+31 days')",
    )?;
    let notices = find.query_map(params![report, told.published], |row| row.get(0))?;
    notices.collect()
}

/// What a notice is about.
struct Found {
    report: i64,
    known_by: &'static str,
    /// It has the whole text anew, as corrected.
    replaces: bool,
}

fn about(db: &Connection, notice: i64) -> Result<Option<Found>> {
    let notice = Told::load(db, notice)?;
    let is_correction = db
        .prepare_cached("SELECT kind = 'correction' FROM notices WHERE report = ?")?
        .query_row([notice.report], |row| row.get::<_, bool>(0))?;
    let shingles = Shingles::of(&notice.text);
    let found = |told: &Told, known_by| {
        let replaces = is_correction && Shingles::of(&told.text).repeated_in(&shingles);
        Some(Found { report: told.report, known_by, replaces })
    };
    let by_address = candidates(db, &notice, "v.url = ?3", &notice.url)?;
    if let Some(told) = latest(by_address.iter().filter(|_| notice.url.is_some())) {
        return Ok(found(told, "address"));
    }
    let in_a_band = serde_json::to_string(&in_common(db, &shingles)?).unwrap_or_default();
    let like = candidates(db, &notice, "r.current IN (SELECT value FROM json_each(?3))", &in_a_band)?;
    if let Some(told) = latest(like.iter().filter(|told| Shingles::of(&told.text).repeated_in(&shingles))) {
        return Ok(found(told, "wording"));
    }
    let Some(publisher) = &notice.publisher else { return Ok(None) };
    let own = candidates(db, &notice, "v.publisher = ?3", publisher)?;
    let named: Vec<&Told> = own.iter().filter(|told| names_headline(&notice, told)).collect();
    if let Some(told) = latest(named.into_iter()) {
        return Ok(found(told, "headline"));
    }
    let nearest = own.iter().filter_map(|told| Some((likeness(db, &notice, told).transpose()?, told)));
    let mut best: Option<(f64, &Told)> = None;
    for (likeness, told) in nearest {
        let likeness = likeness?;
        // The latest come first, so of two alike the later holds.
        if best.is_none_or(|(most, _)| likeness > most) {
            best = Some((likeness, told));
        }
    }
    Ok(best.and_then(|(_, told)| found(told, "matter")))
}

/// Reports that may be what a notice is about and meet a condition, the latest first; notices are not.
fn candidates(db: &Connection, notice: &Told, condition: &str, value: &impl rusqlite::ToSql) -> Result<Vec<Told>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM reports r JOIN versions v ON v.id = r.current
         WHERE r.id <> ?1 AND NOT EXISTS (SELECT 1 FROM notices n WHERE n.report = r.id)
         AND (v.published IS NULL OR ?2 IS NULL OR v.published BETWEEN date(?2, '-30 days') AND ?2) AND {condition}
         ORDER BY v.published DESC, r.key LIMIT {COMPARED}"
    );
    let mut find = db.prepare_cached(&sql)?;
    let rows = find.query_map(params![notice.report, notice.published, value], Told::of)?;
    let told: Vec<Told> = rows.collect::<Result<_>>()?;
    Ok(told.into_iter().filter(|told| told.precedes(notice)).collect())
}

/// The latest, and of several of one day the first by its id.
fn latest<'a>(told: impl Iterator<Item = &'a Told>) -> Option<&'a Told> {
    told.min_by(|a, b| b.published.cmp(&a.published).then_with(|| a.key.cmp(&b.key)))
}

fn names_headline(notice: &Told, told: &Told) -> bool {
    let line = |text: &str| format!(" {} ", wording::words(text).collect::<Vec<_>>().join(" "));
    let Some(title) = told.title.as_deref().map(line) else { return false };
    let in_notice =
        notice.title.as_deref().is_some_and(|t| line(t).contains(&title)) || line(&notice.text).contains(&title);
    title.split_whitespace().count() >= HEADLINE && in_notice
}

/// How near the words of a notice are to those of a report; `None` where they are too far.
fn likeness(db: &Connection, notice: &Told, told: &Told) -> Result<Option<f64>> {
    let all = |t: &Told| wording::topic(&format!("{}\n{}", t.title.as_deref().unwrap_or_default(), t.text));
    let (mine, other) = (all(notice), all(told));
    let common = mine.iter().filter(|word| other.binary_search(word).is_ok()).count();
    let share = common as f64 / mine.len().max(1) as f64;
    let names_day = db
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM version_times WHERE version = ? AND value = ?)")?
        .query_row(params![notice.version, told.published], |row| row.get::<_, bool>(0))?;
    let likeness = share + if names_day { DAY_NAMED } else { 0.0 };
    Ok((common >= COMMON && likeness >= SHARE).then_some(likeness))
}
