//! Places of the world by name. One block of bytes that is opened in place: nothing is parsed or copied at the start, and
//! only the pages that a report's names touch are ever read from disk.
//!
//! ```text
//! header    "ATTGAZ02", then for each section its length as u32
//! names     fst: folded name -> one posting, or where its postings stand
//! postings  u32 each: a site's number, top bit set where the name is a secondary one
//! sites     RECORD bytes each; areas first, so that a site can name its area in two bytes
//! countries alpha-3 codes
//! text      the sites' own names
//! ```

mod build;
mod import;

pub use build::{BuildError, Builder, Entry};
pub use import::{from_dump, from_packages, ImportError, ImportRules};

use std::ops::Range;
use std::sync::Arc;

use fst::raw::{CompiledAddr, Fst};
use serde::{Deserialize, Serialize};

use crate::fold_into;
use crate::kinds::Country;

const MAGIC: &[u8; 8] = b"ATTGAZ02";
const SECTIONS: usize = 5;
const HEADER: usize = MAGIC.len() + 4 * SECTIONS;
const RECORD: usize = 21;
const SECONDARY: u32 = 1 << 31;
/// No country, no area.
const NONE_BYTE: u8 = u8::MAX;
const NONE_AREA: u16 = u16::MAX;

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum SiteKind {
    Country,
    Admin1,
    Admin2,
    Region,
    Town,
    Quarter,
    Water,
    Island,
    Relief,
    Line,
    Site,
    Road,
}

impl SiteKind {
    /// Every kind, in the order of its number.
    pub const ALL: [Self; 12] = [
        Self::Country,
        Self::Admin1,
        Self::Admin2,
        Self::Region,
        Self::Town,
        Self::Quarter,
        Self::Water,
        Self::Island,
        Self::Relief,
        Self::Line,
        Self::Site,
        Self::Road,
    ];

    /// As knowledge files write it: `admin1`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Admin1 => "admin1",
            Self::Admin2 => "admin2",
            Self::Region => "region",
            Self::Town => "town",
            Self::Quarter => "quarter",
            Self::Water => "water",
            Self::Island => "island",
            Self::Relief => "relief",
            Self::Line => "line",
            Self::Site => "site",
            Self::Road => "road",
        }
    }

    /// The kind written as `name`.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == name)
    }

    /// Whether it is an area that holds other places and has no single point.
    pub fn is_area(self) -> bool {
        matches!(self, Self::Country | Self::Admin1 | Self::Admin2 | Self::Region)
    }
}

/// Number of a site in its gazetteer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SiteId(pub u32);

/// One place of a gazetteer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Site<'g> {
    /// Its number.
    pub id: SiteId,
    /// Its name as the source writes it.
    pub name: &'g str,
    /// What it is.
    pub kind: SiteKind,
    /// Country that holds it.
    pub country: Option<Country>,
    /// Latitude and longitude in degrees.
    pub point: (f64, f64),
    /// Inhabitants, to about a tenth; 0 where they are not known.
    pub population: u32,
    /// How far from its point it reaches, in km, to about a tenth; 0 where it is not known.
    pub radius: f64,
    /// The area that holds it.
    pub area: Option<SiteId>,
    /// Id in GeoNames; 0 for places of our own.
    pub geonames: u32,
}

/// A place under one of its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posting {
    /// Which place.
    pub site: SiteId,
    /// Whether the name is a secondary one: of another language or time.
    pub secondary: bool,
}

#[derive(Clone)]
enum Bytes {
    Static(&'static [u8]),
    Shared(Arc<[u8]>),
}

#[derive(Clone)]
struct Section {
    bytes: Bytes,
    range: Range<usize>,
}

impl AsRef<[u8]> for Section {
    fn as_ref(&self) -> &[u8] {
        match &self.bytes {
            Bytes::Static(bytes) => &bytes[self.range.clone()],
            Bytes::Shared(bytes) => &bytes[self.range.clone()],
        }
    }
}

/// Why a block of bytes is no gazetteer.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum OpenError {
    /// It starts with something else.
    #[error("this is no gazetteer of this version; make it anew with `attache gazetteer import`")]
    Header,
    /// It is shorter or longer than its header says.
    #[error("the gazetteer is cut off or damaged; make it anew with `attache gazetteer import`")]
    Length,
}

/// Places by name, opened.
#[derive(Clone)]
pub struct Gazetteer {
    names: Fst<Section>,
    postings: Section,
    sites: Section,
    countries: Section,
    text: Section,
}

impl Gazetteer {
    /// Opens a gazetteer that lives as long as the program.
    pub fn open(bytes: &'static [u8]) -> Result<Self, OpenError> {
        Self::of(Bytes::Static(bytes), bytes)
    }

    /// Opens a gazetteer that was read from a file.
    pub fn open_shared(bytes: Arc<[u8]>) -> Result<Self, OpenError> {
        Self::of(Bytes::Shared(bytes.clone()), &bytes)
    }

    fn of(bytes: Bytes, head: &[u8]) -> Result<Self, OpenError> {
        if head.len() < HEADER || &head[..MAGIC.len()] != MAGIC {
            return Err(OpenError::Header);
        }
        let mut at = HEADER;
        let mut sections = (0..SECTIONS).map(|i| {
            let start = at;
            at = at.saturating_add(u32_at(head, MAGIC.len() + 4 * i) as usize);
            Section { bytes: bytes.clone(), range: start..at }
        });
        let mut next = || sections.next().filter(|s| s.range.end <= head.len()).ok_or(OpenError::Length);
        let (names, postings, sites, countries, text) = (next()?, next()?, next()?, next()?, next()?);
        if text.range.end != head.len() {
            return Err(OpenError::Length);
        }
        let names = Fst::new(names).map_err(|_| OpenError::Length)?;
        Ok(Self { names, postings, sites, countries, text })
    }

    /// The block of bytes that it was opened from.
    pub fn bytes(&self) -> &[u8] {
        match &self.text.bytes {
            Bytes::Static(bytes) => bytes,
            Bytes::Shared(bytes) => bytes,
        }
    }

    /// Number of places.
    pub fn len(&self) -> usize {
        self.sites.as_ref().len() / RECORD
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of different names.
    pub fn names(&self) -> usize {
        self.names.len()
    }

    /// The place `id`.
    pub fn site(&self, id: SiteId) -> Site<'_> {
        let r = &self.sites.as_ref()[id.0 as usize * RECORD..][..RECORD];
        let (start, len) = (u32_at(r, 10) as usize, r[14] as usize);
        let text = self.text.as_ref().get(start..start + len).unwrap_or_default();
        let area = u16::from_le_bytes([r[15], r[16]]);
        Site {
            id,
            name: std::str::from_utf8(text).unwrap_or_default(),
            kind: SiteKind::ALL[usize::from(r[18]) % SiteKind::ALL.len()],
            country: self.country(r[17]),
            point: (degrees(&r[0..3]), degrees(&r[3..6])),
            population: build::from_class(r[19]),
            radius: f64::from(build::from_class(r[20])) / 10.0,
            area: (area != NONE_AREA).then_some(SiteId(u32::from(area))),
            geonames: u32_at(r, 6),
        }
    }

    fn country(&self, number: u8) -> Option<Country> {
        let code = self.countries.as_ref().get(usize::from(number) * 3..)?.get(..3)?;
        (number != NONE_BYTE).then_some(())?;
        Country::parse(std::str::from_utf8(code).ok()?)
    }

    /// The first-level area that holds a place: itself, or one of the areas around it.
    pub fn admin1(&self, site: &Site<'_>) -> Option<Site<'_>> {
        let mut at = self.site(site.id);
        for _ in 0..4 {
            if at.kind == SiteKind::Admin1 {
                return Some(at);
            }
            at = self.site(at.area?);
        }
        None
    }

    /// The places of an exact name, the most likely first.
    pub fn find(&self, name: &str) -> Vec<Posting> {
        let mut folded = String::new();
        fold_into(name, &mut folded);
        let mut walk = self.walk();
        if !walk.step(folded.trim_end()) {
            return Vec::new();
        }
        walk.postings().collect()
    }

    /// Starts to spell a name.
    pub fn walk(&self) -> Walk<'_> {
        Walk { gazetteer: self, at: self.names.root().addr(), output: 0 }
    }

    fn postings_of(&self, value: u64) -> Postings<'_> {
        if value & 1 == 0 {
            return Postings { one: Some((value >> 1) as u32), rest: &[] };
        }
        let (start, count) = ((value >> 17) as usize * 4, (value >> 1) as usize & 0xFFFF);
        Postings { one: None, rest: self.postings.as_ref().get(start..start + 4 * count).unwrap_or_default() }
    }
}

impl Default for Gazetteer {
    fn default() -> Self {
        Builder::default()
            .build()
            .ok()
            .and_then(|b| Self::open_shared(b.into()).ok())
            .expect("no places make a gazetteer")
    }
}

impl std::fmt::Debug for Gazetteer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Gazetteer of {} places", self.len())
    }
}

/// A name being spelt, from its first letter on: how the longest name at a place of the text is found without trying
/// each length.
#[derive(Clone, Copy)]
pub struct Walk<'g> {
    gazetteer: &'g Gazetteer,
    at: CompiledAddr,
    output: u64,
}

impl<'g> Walk<'g> {
    /// Goes on with folded letters; `false` where no name goes on so, and the walk is over.
    pub fn step(&mut self, folded: &str) -> bool {
        for byte in folded.bytes() {
            let node = self.gazetteer.names.node(self.at);
            let Some(i) = node.find_input(byte) else { return false };
            let transition = node.transition(i);
            self.output += transition.out.value();
            self.at = transition.addr;
        }
        true
    }

    /// Whether a name ends here.
    pub fn is_name(&self) -> bool {
        self.gazetteer.names.node(self.at).is_final()
    }

    /// The places of the name that ends here, the most likely first; none where no name does.
    pub fn postings(&self) -> Postings<'g> {
        let node = self.gazetteer.names.node(self.at);
        if !node.is_final() {
            return Postings { one: None, rest: &[] };
        }
        self.gazetteer.postings_of(self.output + node.final_output().value())
    }
}

/// The places of one name.
#[derive(Clone)]
pub struct Postings<'g> {
    one: Option<u32>,
    rest: &'g [u8],
}

impl Iterator for Postings<'_> {
    type Item = Posting;

    fn next(&mut self) -> Option<Posting> {
        let raw = match self.one.take() {
            Some(raw) => raw,
            None => {
                let (four, rest) = self.rest.split_at_checked(4)?;
                self.rest = rest;
                u32_at(four, 0)
            }
        };
        Some(Posting { site: SiteId(raw & !SECONDARY), secondary: raw & SECONDARY != 0 })
    }
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

/// Steps of 180/2^23 degrees: two metres.
const STEP: f64 = 180.0 / (1 << 23) as f64;

fn degrees(three: &[u8]) -> f64 {
    let raw = i32::from_le_bytes([0, three[0], three[1], three[2]]) >> 8;
    (f64::from(raw) * STEP * 1e5).round() / 1e5
}

fn steps(degrees: f64) -> [u8; 3] {
    let raw = ((degrees / STEP).round() as i32).clamp(-(1 << 23), (1 << 23) - 1).to_le_bytes();
    [raw[0], raw[1], raw[2]]
}

/// Kilometres between two points in degrees, on a sphere.
pub fn km(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (p, q) = (a.0.to_radians(), b.0.to_radians());
    let east = ((b.1 - a.1).to_radians() / 2.0).sin();
    let north = ((q - p) / 2.0).sin();
    2.0 * 6371.0088 * (north * north + p.cos() * q.cos() * east * east).sqrt().min(1.0).asin()
}

/// The point that lies `km` away from `from` in a direction (degrees, clockwise from north).
pub fn offset(from: (f64, f64), km: f64, bearing: f64) -> (f64, f64) {
    let (angle, bearing) = (km / 6371.0088, bearing.to_radians());
    let (lat, lon) = (from.0.to_radians(), from.1.to_radians());
    let to = (lat.sin() * angle.cos() + lat.cos() * angle.sin() * bearing.cos()).clamp(-1.0, 1.0).asin();
    let east = (bearing.sin() * angle.sin() * lat.cos()).atan2(angle.cos() - lat.sin() * to.sin());
    let lon = (lon + east).to_degrees();
    (
        to.to_degrees(),
        if lon > 180.0 {
            lon - 360.0
        } else if lon < -180.0 {
            lon + 360.0
        } else {
            lon
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn town(name: &str, other: &[&str], country: &str, population: u32) -> Entry {
        Entry {
            name: name.into(),
            secondary: other.iter().map(|s| (*s).to_owned()).collect(),
            kind: Some(SiteKind::Town),
            country: Country::parse(country),
            point: (48.85341, 2.3488),
            population,
            ..Entry::default()
        }
    }

    fn paris() -> Gazetteer {
        let mut builder = Builder::default();
        builder.add(town("Paris", &[], "USA", 24_000));
        builder.add(town("Paris", &["Lutetia"], "FRA", 2_100_000));
        builder.add(town("São Tomé", &[], "STP", 53_000));
        Gazetteer::open_shared(builder.build().expect("fits").into()).expect("opens")
    }

    #[test]
    fn a_name_leads_to_its_places_the_most_populous_first() {
        let g = paris();
        let countries: Vec<_> = g.find("PARIS").iter().map(|p| g.site(p.site).country.map(|c| c.to_string())).collect();
        assert_eq!(countries, [Some("FRA".to_owned()), Some("USA".to_owned())]);
        assert_eq!(g.find("Sao Tome").len(), 1);
        assert!(g.find("Lutetia")[0].secondary);
        assert!(g.find("Par").is_empty());
        assert!(g.find("").is_empty());
    }

    #[test]
    fn points_and_populations_come_back_nearly_whole() {
        let g = paris();
        let site = g.site(g.find("Lutetia")[0].site);
        assert!((site.point.0 - 48.85341).abs() < 3e-5 && (site.point.1 - 2.3488).abs() < 3e-5, "{:?}", site.point);
        assert!((1_900_000..2_300_000).contains(&site.population), "{}", site.population);
    }

    #[test]
    fn what_is_no_gazetteer_is_refused() {
        let mut builder = Builder::default();
        builder.add(town("Paris", &[], "FRA", 1));
        let bytes = builder.build().expect("fits");
        let open = |b: &[u8]| Gazetteer::open_shared(b.into()).err();
        assert_eq!(open(b"PK\x03\x04"), Some(OpenError::Header));
        assert_eq!(open(&bytes[..bytes.len() - 1]), Some(OpenError::Length));
        assert_eq!(open(&bytes), None);
    }
}
