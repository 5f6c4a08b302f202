//! Places, resolved to a point and a country.

use language::{ByteSpan, Document, TokenId, TokenSpan};
use lexicon::{Country, Lexicon};

use crate::actors::Actors;
use crate::Report;

/// Number of a place in its report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceId(pub u32);

/// How exactly a place's point says where something was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Precision {
    Exact,
    Near,
    City,
    Admin2,
    Admin1,
    Region,
    Country,
}

impl Precision {
    /// As the contract writes it: `admin1`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Near => "near",
            Self::City => "city",
            Self::Admin2 => "admin2",
            Self::Admin1 => "admin1",
            Self::Region => "region",
            Self::Country => "country",
        }
    }
}

/// One place of a report.
#[derive(Clone, Debug)]
pub struct Place {
    /// Name, as the gazetteer or the report has it.
    pub name: String,
    /// Country, where one holds it.
    pub country: Option<Country>,
    /// Name of the first-level area.
    pub admin1: Option<String>,
    /// Latitude and longitude in degrees; `None` where it could not be resolved.
    pub point: Option<(f64, f64)>,
    /// How exact the point is.
    pub precision: Precision,
}

/// One place of the text that speaks of a place.
#[derive(Clone, Debug)]
pub struct PlaceMention {
    /// Which place.
    pub place: PlaceId,
    /// Its words.
    pub tokens: TokenSpan,
    /// The same in bytes.
    pub span: ByteSpan,
    /// The token that governs the mention's tokens.
    pub head: TokenId,
}

/// All places of a report and all mentions, in the order of the text.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// The places; a [`PlaceId`] is an index.
    pub list: Vec<Place>,
    /// Their mentions.
    pub mentions: Vec<PlaceMention>,
}

impl Places {
    /// The place `id`.
    pub fn get(&self, id: PlaceId) -> &Place {
        &self.list[id.0 as usize]
    }
}

/// Finds every place. Words that `actors` holds for an actor (a government named by its seat) are no place.
pub fn find(_doc: &Document, _report: &Report, _actors: &Actors, _lexicon: &Lexicon) -> Places {
    Places::default()
}
