//! Echoes: reports that repeat another one's wording.
//!
//! Reports of like wording are found by MinHash over shingles of three words, in bands, and then compared exactly. The
//! first of an echo is the earliest report (by day of publication, then by id) that it repeats and that is no echo itself; so which is
//! the first depends on the reports and not on the order in which they were added.

use std::collections::BTreeSet;

use rusqlite::{params, Connection, OptionalExtension, Result};

use crate::wording::{hash, sentences, spread, words};

/// Words of a shingle.
const SHINGLE: usize = 3;
/// Bands of the signature, and hashes in each: two reports with half of their shingles in common share a band 99 times in 100.
const BANDS: u64 = 40;
const ROWS: u64 = 3;
/// Share of the smaller report's shingles that an echo has in common with its first.
const REPEATED: f64 = 0.5;
/// The same for texts of fewer shingles than [`SHORT`], which share much by chance.
const REPEATED_SHORT: f64 = 0.65;
const SHORT: usize = 25;
/// Share of a sentence's shingles below which the other report does not have it.
const HAS_SENTENCE: f64 = 0.5;

/// The shingles of a text, as hashes in order, each once.
pub(crate) struct Shingles(Vec<u64>);

impl Shingles {
    pub(crate) fn of(text: &str) -> Self {
        let words: Vec<u64> = words(text).map(|w| hash(w.as_bytes())).collect();
        let of_run = |run: &[u64]| run.iter().fold(0, |sum: u64, &w| spread(sum.rotate_left(7) ^ w));
        let mut shingles: Vec<u64> = match words.len() {
            0 => Vec::new(),
            n if n < SHINGLE => vec![of_run(&words)],
            _ => words.windows(SHINGLE).map(of_run).collect(),
        };
        shingles.sort_unstable();
        shingles.dedup();
        Self(shingles)
    }

    /// The hash of each band: reports that share one may be alike. They have 32 bits, which SQLite stores shortest; what meets by
    /// chance is told apart by the exact comparison.
    pub(crate) fn bands(&self) -> Vec<i64> {
        const ALL: usize = (BANDS * ROWS) as usize;
        if self.0.is_empty() {
            return Vec::new();
        }
        let seeds: [u64; ALL] = std::array::from_fn(|row| spread(row as u64));
        let mut least = [u64::MAX; ALL];
        for &shingle in &self.0 {
            for (least, seed) in least.iter_mut().zip(seeds) {
                *least = (*least).min(spread(shingle ^ seed));
            }
        }
        let of_rows = |b: u64, rows: &[u64]| rows.iter().fold(b, |sum, row| spread(sum ^ row.rotate_left(11)));
        let bands = (0..).zip(least.chunks(ROWS as usize)).map(|(b, rows)| of_rows(b, rows));
        bands.map(|band| i64::from(band as u32) + i64::from(i32::MIN)).collect()
    }

    /// Whether one of two texts repeats the other.
    pub(crate) fn repeat(&self, other: &Self) -> bool {
        let smaller = self.0.len().min(other.0.len());
        let needed = if smaller < SHORT { REPEATED_SHORT } else { REPEATED };
        smaller > 0 && self.common(other) as f64 >= needed * smaller as f64
    }

    /// Whether most of this stands in the other.
    pub(crate) fn repeated_in(&self, other: &Self) -> bool {
        self.repeat(other) && self.share_in(other) >= REPEATED
    }

    fn common(&self, other: &Self) -> usize {
        let (fewer, more) = if self.0.len() < other.0.len() { (self, other) } else { (other, self) };
        fewer.0.iter().filter(|shingle| more.0.binary_search(shingle).is_ok()).count()
    }

    /// Share of this text's shingles that the other has.
    fn share_in(&self, other: &Self) -> f64 {
        match self.0.len() {
            0 => 1.0,
            n => self.common(other) as f64 / n as f64,
        }
    }

    /// The sentences of `text` that the text of these shingles does not have.
    pub(crate) fn lacking<'a>(&self, text: &'a str) -> Vec<&'a str> {
        sentences(text).filter(|s| Self::of(s).share_in(self) < HAS_SENTENCE).collect()
    }
}

/// A report's place in the canonical order, and its row.
type Ordered = (String, String, i64);

/// Finds for each of `reports`, and for all whom a change of theirs concerns, the first that it repeats. Gives the rows of
/// reports whose first changed, and those of `reports`.
pub(crate) fn settle(db: &Connection, reports: impl IntoIterator<Item = i64>) -> Result<BTreeSet<i64>> {
    let given: BTreeSet<i64> = reports.into_iter().collect();
    let mut waiting: BTreeSet<Ordered> = BTreeSet::new();
    for &report in &given {
        waiting.insert(ordered(db, report)?);
    }
    let mut changed = given.clone();
    // What one report is touches only later ones, so each is settled when its turn comes.
    while let Some(this) = waiting.pop_first() {
        let report = this.2;
        let before = echo_of(db, report)?;
        let mine = Shingles::of(&text(db, report)?);
        let bands = mine.bands();
        let firsts = alike(db, report, &bands, Are::Firsts)?;
        let first = find_first(db, &this, &mine, &firsts)?;
        if first != before || changed.contains(&report) {
            note(db, report, first, &mine)?;
        }
        let are = if first.is_some() { Are::Echoes } else { Are::Firsts };
        if first.is_some() != before.is_some() || given.contains(&report) {
            file(db, report, &bands, are)?;
        }
        if first != before {
            changed.insert(report);
        }
        if first.is_none() {
            let echoes = alike(db, report, &bands, Are::Echoes)?;
            for other in firsts
                .iter()
                .chain(&echoes)
                .filter(|other| **other > this && !waiting.contains(other))
                .collect::<Vec<_>>()
            {
                // It may repeat this one rather than none, or a later one.
                let concerned = match echo_of(db, other.2)? {
                    None => true,
                    Some(f) => f == report || ordered(db, f)? > this,
                };
                if concerned && mine.repeat(&Shingles::of(&text(db, other.2)?)) {
                    waiting.insert(other.clone());
                }
            }
        }
        for echo in echoes_of(db, report)? {
            if first.is_some() || changed.contains(&report) {
                waiting.insert(ordered(db, echo)?);
            }
        }
    }
    Ok(changed)
}

/// The earliest report before `this` that is a first and that `this` repeats.
fn find_first(db: &Connection, this: &Ordered, mine: &Shingles, alike: &[Ordered]) -> Result<Option<i64>> {
    for other in alike.iter().take_while(|other| *other < this) {
        if echo_of(db, other.2)?.is_none() && mine.repeat(&Shingles::of(&text(db, other.2)?)) {
            return Ok(Some(other.2));
        }
    }
    Ok(None)
}

/// Writes whom a report repeats, with what it adds and drops.
fn note(db: &Connection, report: i64, first: Option<i64>, mine: &Shingles) -> Result<()> {
    let (adds, drops) = match first {
        None => (None, None),
        Some(first) => {
            let (own, other) = (text(db, report)?, text(db, first)?);
            let lines = |list: Vec<&str>| Some(list.join("\n")).filter(|l| !l.is_empty());
            (lines(Shingles::of(&other).lacking(&own)), lines(mine.lacking(&other)))
        }
    };
    db.prepare_cached("UPDATE reports SET echo_of = ?, adds = ?, drops = ? WHERE id = ?")?
        .execute(params![first, adds, drops, report])?;
    Ok(())
}

/// Which reports' bands.
#[derive(Clone, Copy)]
enum Are {
    Firsts,
    Echoes,
}

/// Takes the bands of a version out.
pub(crate) fn remove(db: &Connection, version: i64) -> Result<()> {
    let text: String =
        db.prepare_cached("SELECT text FROM versions WHERE id = ?")?.query_row([version], |row| row.get(0))?;
    let mut delete = db.prepare_cached("DELETE FROM bands WHERE hash = ? AND echo IN (0, 1) AND version = ?")?;
    for hash in Shingles::of(&text).bands() {
        delete.execute([hash, version])?;
    }
    Ok(())
}

/// Files the bands of a report's current version under those of echoes, or of firsts.
fn file(db: &Connection, report: i64, bands: &[i64], are: Are) -> Result<()> {
    let version: i64 =
        db.prepare_cached("SELECT current FROM reports WHERE id = ?")?.query_row([report], |row| row.get(0))?;
    let mut delete = db.prepare_cached("DELETE FROM bands WHERE hash = ? AND echo = 1 - ? AND version = ?")?;
    let mut insert = db.prepare_cached("INSERT OR IGNORE INTO bands (hash, echo, version) VALUES (?, ?, ?)")?;
    for hash in bands {
        delete.execute(params![hash, are as i64, version])?;
        insert.execute(params![hash, are as i64, version])?;
    }
    Ok(())
}

/// Versions that have a band in common with these shingles.
pub(crate) fn in_common(db: &Connection, mine: &Shingles) -> Result<BTreeSet<i64>> {
    let bands = mine.bands();
    let mut versions = filed(db, &bands, Are::Firsts)?;
    versions.extend(filed(db, &bands, Are::Echoes)?);
    Ok(versions)
}

fn filed(db: &Connection, bands: &[i64], are: Are) -> Result<BTreeSet<i64>> {
    let mut find = db.prepare_cached("SELECT version FROM bands WHERE hash = ? AND echo = ?")?;
    let mut versions = BTreeSet::new();
    for hash in bands {
        for version in find.query_map([*hash, are as i64], |row| row.get(0))? {
            versions.insert(version?);
        }
    }
    Ok(versions)
}

/// Reports that share a band with `report`, in canonical order. A notice repeats only notices: what it has in common with the report that
/// it corrects is no echo.
fn alike(db: &Connection, report: i64, bands: &[i64], are: Are) -> Result<Vec<Ordered>> {
    let mut find = db.prepare_cached(
        "SELECT ifnull(v.published, '9999'), r.key, r.id FROM versions v JOIN reports r ON r.id = v.report AND r.current = v.id
         WHERE v.id = ?2 AND r.id <> ?1
         AND EXISTS (SELECT 1 FROM notices n WHERE n.report = r.id) = EXISTS (SELECT 1 FROM notices n WHERE n.report = ?1)",
    )?;
    let mut reports: Vec<Ordered> = Vec::new();
    for version in filed(db, bands, are)? {
        let row = find.query_row([report, version], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        reports.extend(row.optional()?);
    }
    reports.sort_unstable();
    Ok(reports)
}

fn ordered(db: &Connection, report: i64) -> Result<Ordered> {
    db.prepare_cached(
        "SELECT ifnull(v.published, '9999'), r.key, r.id FROM reports r JOIN versions v ON v.id = r.current WHERE r.id = ?",
    )?
    .query_row([report], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

fn echo_of(db: &Connection, report: i64) -> Result<Option<i64>> {
    db.prepare_cached("SELECT echo_of FROM reports WHERE id = ?")?.query_row([report], |row| row.get(0))
}

fn echoes_of(db: &Connection, report: i64) -> Result<Vec<i64>> {
    db.prepare_cached("SELECT id FROM reports WHERE echo_of = ?")?.query_map([report], |row| row.get(0))?.collect()
}

fn text(db: &Connection, report: i64) -> Result<String> {
    db.prepare_cached("SELECT v.text FROM reports r JOIN versions v ON v.id = r.current WHERE r.id = ?")?
        .query_row([report], |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "Shells fell on the market of Lormel on Tuesday morning, killing four traders and a child. The mayor said \
                         that they came from the hills held by the rebels. A spokesman of the rebels denied it. The hospital took in \
                         eleven wounded, two of them in danger of their lives. Schools in the town stay closed until Monday.";

    #[test]
    fn copies_cuts_and_light_rewrites_repeat_their_first() {
        let first = Shingles::of(STORY);
        let cut = STORY.split_inclusive(". ").take(3).collect::<String>();
        let rewrite =
            STORY.replace("Tuesday morning", "Tuesday").replace("eleven", "12").replace("stay closed", "are shut");
        for copy in [STORY.to_uppercase(), format!("(Wire) {STORY} More follows."), cut, rewrite] {
            let other = Shingles::of(&copy);
            assert!(first.repeat(&other), "{copy}");
            assert!(first.bands().iter().any(|b| other.bands().contains(b)), "{copy}");
        }
    }

    #[test]
    fn another_report_on_the_same_event_is_no_echo() {
        let other = "Four people and a child were killed in Lormel's market on Tuesday when it was hit by shells, for which \
                     the town's mayor blamed the rebels. Eleven people were brought to hospital. The rebels said they had not fired.";
        assert!(!Shingles::of(STORY).repeat(&Shingles::of(other)));
        assert!(!Shingles::of("Troops left.").repeat(&Shingles::of("")));
    }

    #[test]
    fn what_an_echo_adds_is_told() {
        let echo = format!("{STORY} A fifth trader died on Wednesday.");
        assert_eq!(Shingles::of(STORY).lacking(&echo), ["A fifth trader died on Wednesday."]);
        assert!(Shingles::of(&echo).lacking(STORY).is_empty());
    }
}
