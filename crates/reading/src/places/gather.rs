//! Places and their mentions, from resolved names and what the words around them say.

use std::collections::HashMap;

use language::{TokenId, TokenSpan};
use lexicon::gazetteer::{km, offset, SiteKind};
use lexicon::Country;

use super::around::{self, Lie, Setting};
use super::atlas::Candidate;
use super::resolve::Tie;
use super::spot::{Finder, Spot};
use super::{Place, PlaceId, PlaceMention, Places, Precision};

/// Part of an area's reach that a part of it ("northern Mali") lies off its middle.
const PART: f64 = 0.45;
/// Reach of an area up to which it says exactly where something was, in km.
const EXACT: f64 = 30.0;

/// What was found, spot by spot.
pub(super) struct Found<'a> {
    pub spots: &'a [Spot],
    pub ties: &'a [Option<Tie>],
    pub senses: &'a [Option<usize>],
    pub settings: &'a [Setting],
    /// Where names lie that no file has and that nothing is told about.
    pub country: Option<Country>,
}

impl Found<'_> {
    fn meant(&self, i: usize) -> Option<&Candidate> {
        self.senses[i].map(|s| &self.spots[i].candidates[s])
    }

    /// The known place that a spot is told to lie in or by, through a few steps.
    fn holder(&self, i: usize) -> Option<&Candidate> {
        let mut at = i;
        for _ in 0..3 {
            let (Tie::In(next) | Tie::Away(next, ..)) = self.ties[at]?;
            if let Some(candidate) = self.meant(next) {
                return Some(candidate);
            }
            at = next;
        }
        None
    }
}

/// Two mentions with one key speak of one place: its name, its point in steps of 1/1000 degree, its precision.
type Key = (String, Option<(i64, i64)>, Precision);

/// The places of a report and their mentions.
pub(super) fn places(finder: &Finder<'_>, found: &Found<'_>) -> Places {
    let mut places = Places::default();
    let mut numbers: HashMap<Key, PlaceId> = HashMap::new();
    for (i, setting) in found.settings.iter().enumerate() {
        let place = place(finder, found, i);
        let at = place.point.map(|p| ((p.0 * 1000.0).round() as i64, (p.1 * 1000.0).round() as i64));
        let key = (place.name.clone(), at, place.precision);
        let id = *numbers.entry(key).or_insert_with(|| {
            places.list.push(place);
            PlaceId(places.list.len() as u32 - 1)
        });
        places.mentions.push(PlaceMention {
            place: id,
            tokens: setting.tokens,
            span: finder.doc.span(setting.tokens),
            head: head(finder, setting.tokens),
            antecedent: None,
        });
    }
    with_spoken(finder, found, places)
}

fn place(finder: &Finder<'_>, found: &Found<'_>, i: usize) -> Place {
    let (spot, setting) = (&found.spots[i], &found.settings[i]);
    let said = || finder.doc.words(spot.name).to_owned();
    let Some(candidate) = found.meant(i) else {
        // A name that no file has is misspelt, or told by what it lies in.
        let holder = found.holder(i);
        if let Some((candidate, likeness)) = alike(finder, found, spot, holder) {
            let site = finder.atlas.site(&candidate);
            return Place {
                name: site.name.to_owned(),
                country: candidate.country,
                admin1: finder.atlas.admin1(&candidate),
                point: Some(candidate.point),
                precision: precision(&candidate),
                disputed: if candidate.own { finder.disputed(&site) } else { None },
                likeness: Some(likeness),
            };
        }
        return Place {
            likeness: None,
            name: said(),
            country: holder.map_or(found.country, |h| h.country),
            admin1: holder.and_then(|h| finder.atlas.admin1(h)),
            point: holder.map(|h| h.point),
            precision: holder.map_or(Precision::Exact, |h| match precision(h) {
                Precision::City | Precision::Exact => Precision::Near,
                wider => wider,
            }),
            disputed: None,
        };
    };
    let site = finder.atlas.site(candidate);
    let plain = site.name.chars().all(|c| (c as u32) < 0x180);
    let mut place = Place {
        name: if plain { site.name.to_owned() } else { said() },
        country: candidate.country,
        admin1: finder.atlas.admin1(candidate),
        point: Some(candidate.point),
        precision: precision(candidate),
        disputed: if candidate.own { finder.disputed(&site) } else { None },
        likeness: None,
    };
    if let Some(Tie::Away(other, told, bearing)) = found.ties[i] {
        // "A, 20 km south-west of B", and no A is there: the point is told all the same.
        if let (Some(other), Some(bearing)) = (found.meant(other), bearing) {
            if km(other.point, candidate.point) > told * 2.0 + 30.0 {
                place.point = Some(rounded(offset(other.point, told, bearing)));
                place.precision = Precision::Near;
                (place.country, place.admin1) = (other.country, finder.atlas.admin1(other));
            }
        }
    }
    let phrase = || setting.phrase.of(finder.doc.text()).to_owned();
    match setting.lie {
        Lie::At => {}
        Lie::Near => {
            if matches!(place.precision, Precision::City | Precision::Exact) {
                place.precision = Precision::Near;
            }
        }
        Lie::Off(far, bearing) => {
            place.point = Some(rounded(offset(candidate.point, far, bearing)));
            place.precision = Precision::Near;
            place.name = phrase();
        }
        Lie::Part(bearing) => {
            place.name = phrase();
            if candidate.kind.is_area() {
                place.precision = Precision::Region;
                if let Some(bearing) = bearing {
                    place.point = Some(rounded(offset(candidate.point, candidate.radius * PART, bearing)));
                }
            }
        }
        Lie::Between(other) => {
            if let Some(other) = found.meant(other).filter(|o| km(o.point, candidate.point) < 400.0) {
                let middle = ((candidate.point.0 + other.point.0) / 2.0, (candidate.point.1 + other.point.1) / 2.0);
                place.point = Some(rounded(middle));
                place.precision = Precision::Near;
            }
        }
    }
    place
}

/// The place under another spelling that a name without a place of its own means, where its country is known.
fn alike(finder: &Finder<'_>, found: &Found<'_>, spot: &Spot, holder: Option<&Candidate>) -> Option<(Candidate, f64)> {
    if spot.made || !spot.candidates.is_empty() {
        return None;
    }
    let country = holder.map_or(found.country, |h| h.country)?;
    super::alike::alike(&finder.atlas, &spot.folded, |c| {
        let settled = matches!(c.kind, SiteKind::Town | SiteKind::Quarter | SiteKind::Admin1 | SiteKind::Admin2);
        let near = holder.is_none_or(|h| km(h.point, c.point) <= h.radius.max(25.0) * 1.5 + 15.0);
        settled && c.country == Some(country) && near && (spot.kinds.is_empty() || spot.kinds.contains(&c.kind))
    })
}

fn rounded(point: (f64, f64)) -> (f64, f64) {
    ((point.0 * 1e4).round() / 1e4, (point.1 * 1e4).round() / 1e4)
}

fn precision(candidate: &Candidate) -> Precision {
    match candidate.kind {
        SiteKind::Country => Precision::Country,
        SiteKind::Admin1 => Precision::Admin1,
        SiteKind::Admin2 => Precision::Admin2,
        SiteKind::Region => Precision::Region,
        SiteKind::Town | SiteKind::Quarter => Precision::City,
        _ if candidate.radius <= EXACT => Precision::Exact,
        _ => Precision::Region,
    }
}

/// The token of a run that hangs on one outside of it.
fn head(finder: &Finder<'_>, tokens: TokenSpan) -> TokenId {
    let outside = |t: &language::Token<'_>| t.head().is_none_or(|h| !tokens.contains(h.id));
    finder.doc.views(tokens).find(outside).map_or(TokenId(tokens.end.0 - 1), |t| t.id)
}

/// Adds "the village" and the like, each for the last place before it that may be one.
fn with_spoken(finder: &Finder<'_>, found: &Found<'_>, places: Places) -> Places {
    let Places { list, mentions } = places;
    let mut out: Vec<PlaceMention> = Vec::with_capacity(mentions.len());
    // Kind of each mention, and its number in `out`.
    let mut last: HashMap<SiteKind, usize> = HashMap::new();
    let mut spoken = around::spoken(finder, finder.doc).into_iter().peekable();
    let mut add = |out: &mut Vec<PlaceMention>, last: &HashMap<SiteKind, usize>, before: u32| {
        while let Some((token, kinds)) = spoken.next_if(|(t, _)| t.0 < before) {
            if let Some(&antecedent) = kinds.iter().filter_map(|k| last.get(k)).max() {
                let tokens = TokenSpan::one(token);
                let place = out[antecedent].place;
                let span = finder.doc.span(tokens);
                out.push(PlaceMention { place, tokens, span, head: token, antecedent: Some(antecedent) });
            }
        }
    };
    for (i, mention) in mentions.into_iter().enumerate() {
        add(&mut out, &last, mention.tokens.start.0);
        let kind = found.meant(i).map(|c| c.kind).or_else(|| found.spots[i].kinds.first().copied());
        out.push(mention);
        if let Some(kind) = kind.filter(|_| !found.spots[i].made) {
            last.insert(kind, out.len() - 1);
        }
    }
    add(&mut out, &last, u32::MAX);
    Places { list, mentions: out }
}
