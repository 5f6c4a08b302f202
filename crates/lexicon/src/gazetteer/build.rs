//! Makes the bytes of a [`super::Gazetteer`].

use std::collections::BTreeMap;

use super::{SiteKind, HEADER, MAGIC, NONE_AREA, NONE_BYTE, RECORD, SECONDARY};
use crate::fold;
use crate::kinds::Country;

/// Most places that one name leads to; the smallest of a commoner name are left out.
const MOST_OF_A_NAME: usize = 400;

/// One place to put into a gazetteer.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// Other names that are as good.
    pub names: Vec<String>,
    /// Names of other languages and times.
    pub secondary: Vec<String>,
    /// What it is; a town where nothing is said.
    pub kind: Option<SiteKind>,
    /// Country that holds it.
    pub country: Option<Country>,
    /// Latitude and longitude in degrees.
    pub point: (f64, f64),
    /// Inhabitants.
    pub population: u32,
    /// Reach in km.
    pub radius: f64,
    /// The area that holds it, as [`Builder::add`] numbered it.
    pub area: Option<usize>,
    /// Id in GeoNames.
    pub geonames: u32,
}

/// Collects places and makes a gazetteer of them.
#[derive(Default)]
pub struct Builder {
    entries: Vec<Entry>,
}

/// A gazetteer that cannot be made.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BuildError {
    /// Two bytes hold an area's number.
    #[error("{0} areas are more than a gazetteer holds (65,534); leave some out")]
    Areas(usize),
    /// One byte holds a country's number.
    #[error("{0} countries are more than a gazetteer holds (254)")]
    Countries(usize),
    /// Four bytes hold a section's length.
    #[error("the gazetteer would be larger than 4 GiB; leave some places out")]
    Size,
}

impl Builder {
    /// Adds a place and gives its number, by which later ones can name it as their area.
    pub fn add(&mut self, entry: Entry) -> usize {
        self.entries.push(entry);
        self.entries.len() - 1
    }

    /// The place with this number.
    pub fn entry_mut(&mut self, number: usize) -> Option<&mut Entry> {
        self.entries.get_mut(number)
    }

    /// Number of places.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The gazetteer's bytes.
    pub fn build(self) -> Result<Vec<u8>, BuildError> {
        let order = self.areas_first()?;
        let mut number = vec![0usize; order.len()];
        for (new, &old) in order.iter().enumerate() {
            number[old] = new;
        }
        let mut sections = Sections::default();
        for &old in &order {
            sections.site(&self.entries[old], &number)?;
        }
        let mut names: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (new, &old) in order.iter().enumerate() {
            let entry = &self.entries[old];
            let mut add = |name: &str, flag: u32| {
                let key = fold(name);
                let list = if key.is_empty() { return } else { names.entry(key).or_default() };
                if !list.iter().any(|p| p & !SECONDARY == new as u32) {
                    list.push(new as u32 | flag);
                }
            };
            add(&entry.name, 0);
            entry.names.iter().for_each(|n| add(n, 0));
            entry.secondary.iter().for_each(|n| add(n, SECONDARY));
        }
        let mut map = fst::raw::Builder::memory();
        for (name, mut list) in names {
            list.sort_by_key(|p| {
                let entry = &self.entries[order[(p & !SECONDARY) as usize]];
                let weight = if p & SECONDARY == 0 { entry.population } else { entry.population / 4 };
                (std::cmp::Reverse(weight), *p)
            });
            list.truncate(MOST_OF_A_NAME);
            // Keys come from an ordered map, and memory takes every write.
            map.insert(name, sections.postings(&list)).map_err(|_| BuildError::Size)?;
        }
        let names = map.into_inner().map_err(|_| BuildError::Size)?;
        sections.join(&names)
    }

    /// Numbers of the places, those first that others name as their area.
    fn areas_first(&self) -> Result<Vec<usize>, BuildError> {
        let mut is_area = vec![false; self.entries.len()];
        for area in self.entries.iter().filter_map(|e| e.area) {
            is_area[area] = true;
        }
        let (areas, others): (Vec<usize>, Vec<usize>) = (0..self.entries.len()).partition(|&i| is_area[i]);
        if areas.len() >= usize::from(NONE_AREA) {
            return Err(BuildError::Areas(areas.len()));
        }
        Ok(areas.into_iter().chain(others).collect())
    }
}

#[derive(Default)]
struct Sections {
    postings: Vec<u8>,
    sites: Vec<u8>,
    countries: Vec<Country>,
    text: String,
    known: std::collections::HashMap<String, u32>,
}

impl Sections {
    fn site(&mut self, entry: &Entry, number: &[usize]) -> Result<(), BuildError> {
        let country = match entry.country {
            None => NONE_BYTE,
            Some(c) => {
                let i = self.countries.iter().position(|k| *k == c).unwrap_or_else(|| {
                    self.countries.push(c);
                    self.countries.len() - 1
                });
                u8::try_from(i).ok().filter(|&i| i != NONE_BYTE).ok_or(BuildError::Countries(i))?
            }
        };
        let name = shortened(&entry.name);
        let start = match self.known.get(name) {
            Some(&start) => start,
            None => {
                let start = self.text.len() as u32;
                self.text.push_str(name);
                self.known.insert(name.to_owned(), start);
                start
            }
        };
        let area = entry.area.map_or(NONE_AREA, |old| number[old] as u16);
        let kind = entry.kind.unwrap_or(SiteKind::Town);
        let before = self.sites.len();
        self.sites.extend(super::steps(entry.point.0));
        self.sites.extend(super::steps(entry.point.1));
        self.sites.extend(entry.geonames.to_le_bytes());
        self.sites.extend(start.to_le_bytes());
        self.sites.push(name.len() as u8);
        self.sites.extend(area.to_le_bytes());
        self.sites.extend([country, kind as u8, class(entry.population), class((entry.radius * 10.0) as u32)]);
        debug_assert_eq!(self.sites.len() - before, RECORD);
        Ok(())
    }

    fn postings(&mut self, list: &[u32]) -> u64 {
        if let [one] = list {
            return u64::from(*one) << 1;
        }
        let start = (self.postings.len() / 4) as u64;
        self.postings.extend(list.iter().flat_map(|p| p.to_le_bytes()));
        start << 17 | (list.len() as u64) << 1 | 1
    }

    fn join(self, names: &[u8]) -> Result<Vec<u8>, BuildError> {
        let countries: String = self.countries.iter().map(|c| c.as_str()).collect();
        let sections = [names, &self.postings, &self.sites, countries.as_bytes(), self.text.as_bytes()];
        let mut out = Vec::with_capacity(HEADER + sections.iter().map(|s| s.len()).sum::<usize>());
        out.extend(MAGIC);
        for section in sections {
            out.extend(u32::try_from(section.len()).map_err(|_| BuildError::Size)?.to_le_bytes());
        }
        sections.iter().for_each(|s| out.extend_from_slice(s));
        Ok(out)
    }
}

/// A name's first 255 bytes, to a whole character.
fn shortened(name: &str) -> &str {
    let mut end = name.len().min(255);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    &name[..end]
}

/// Numbers in steps of about a tenth: `round(12 ln(1 + n))`, which 255 ends at 1.7 thousand millions.
fn class(n: u32) -> u8 {
    (12.0 * f64::from(n).ln_1p()).round().min(255.0) as u8
}

pub(super) fn from_class(class: u8) -> u32 {
    (f64::from(class) / 12.0).exp_m1().round() as u32
}
