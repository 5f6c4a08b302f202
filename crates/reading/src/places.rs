//! Places, resolved to a point and a country.
//!
//! ```text
//! spot      words that may name a place, with what speaks for and against it (`atlas`: both gazetteers as one)
//! around    "near", "12 km north of", "northern", "A in B"
//! resolve   which place of a name is meant: one sense a report
//! alike     misspelt names, where their country is told
//! gather    places and mentions, with points moved and precision told
//! ```

mod alike;
mod around;
mod atlas;
mod gather;
mod resolve;
mod spot;

use language::{ByteSpan, Document, TokenId, TokenSpan};
use lexicon::{Country, Lexicon};

use self::resolve::Context;
use self::spot::Finder;
use crate::actors::Actors;
use crate::times::TimeMention;
use crate::Report;

/// Number of a place in its report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceId(pub u32);

/// How exactly a place's point says where something was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// What is disputed about it, in neutral words.
    pub disputed: Option<String>,
    /// For a name that no file has so: the share of its letters that the known name has too.
    pub likeness: Option<f64>,
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
    /// For "the village" and the like: the number of the mention that it leans on.
    pub antecedent: Option<usize>,
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

    /// Mentions inside a run of tokens, in the order of the text.
    pub fn within(&self, tokens: TokenSpan) -> impl Iterator<Item = &PlaceMention> {
        let start = self.mentions.partition_point(|m| m.tokens.start < tokens.start);
        self.mentions[start..].iter().take_while(move |m| m.tokens.end <= tokens.end)
    }

    /// The place that says most exactly where something was, of those that a run of tokens speaks of; of equal ones the
    /// first.
    pub fn most_exact(&self, tokens: TokenSpan) -> Option<PlaceId> {
        let exactness = |m: &&PlaceMention| {
            let place = self.get(m.place);
            (place.point.is_none(), place.precision)
        };
        self.within(tokens).min_by_key(exactness).map(|m| m.place)
    }
}

/// Finds every place. Words that `actors` holds for an actor (a government named by its seat) are no place.
pub fn find(doc: &Document, report: &Report, actors: &Actors, times: &[TimeMention], lexicon: &Lexicon) -> Places {
    let finder = Finder::new(doc, actors, lexicon);
    let mut spots = finder.spots();
    // "mid-August": what no file has as a place, and tells a time, is none.
    spots.retain(|s| !s.candidates.is_empty() || !times.iter().any(|t| t.tokens.contains(s.name.start)));
    let ties = around::ties(&finder, &spots);
    let context = context(&finder, report, actors);
    let senses = resolve::resolve(&spots, &ties, &context);
    let settings = around::settings(&finder, &spots);
    let country = context.prevailing(&spots, &senses);
    gather::places(
        &finder,
        &gather::Found { spots: &spots, ties: &ties, senses: &senses, settings: &settings, country },
    )
}

/// What speaks for countries beside the report's places: its actors and its publisher.
fn context(finder: &Finder<'_>, report: &Report, actors: &Actors) -> Context {
    let mut context = Context::default();
    for mention in actors.mentions.iter().take(2000) {
        if let Some(country) = actors.get(mention.actor).country {
            *context.countries.entry(country).or_default() += 1.0;
        }
    }
    let most = context.countries.values().copied().fold(0.0, f64::max);
    context.countries.values_mut().for_each(|n| *n = 1.6 * *n / most.max(1.0));
    if let Some(publisher) = &report.publisher {
        let places = publisher.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 3).filter_map(|word| {
            let best = finder.atlas.candidates(&lexicon::fold(word)).into_iter().next()?;
            (best.population > 50_000.0).then_some(best)
        });
        for place in places.take(3) {
            if let Some(country) = place.country {
                *context.countries.entry(country).or_default() += 0.5;
            }
            context.points.push((place.point, 0.5));
        }
    }
    context
}
