//! Our own places and those of the world as one: names spelt along a text, and the places that they may mean.

use language::{Document, TokenId};
use lexicon::gazetteer::{self, km, Gazetteer, SiteId, SiteKind, Walk};
use lexicon::{fold_into, Country, Lexicon};

/// Most places of one name that are weighed.
const MOST_CANDIDATES: usize = 48;
/// Most words of one name.
const MOST_WORDS: usize = 8;
/// Inhabitants that a town is taken to have where nobody knows.
const UNKNOWN: f64 = 600.0;
const UNKNOWN_OWN: f64 = 20_000.0;

/// A place that a name may mean.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub site: SiteId,
    /// Of our own files.
    pub own: bool,
    pub secondary: bool,
    pub kind: SiteKind,
    pub country: Option<Country>,
    /// The first-level area by its folded English name.
    pub admin1: Option<SiteId>,
    pub point: (f64, f64),
    pub population: f64,
    pub radius: f64,
}

/// Both gazetteers.
#[derive(Clone, Copy)]
pub(super) struct Atlas<'l> {
    pub own: &'l Gazetteer,
    pub world: &'l Gazetteer,
}

impl<'l> Atlas<'l> {
    pub fn new(lexicon: &'l Lexicon) -> Self {
        Self { own: &lexicon.places.own, world: lexicon.gazetteer() }
    }

    /// One past the last token of the longest name that starts at a token, and its folded form; `ends` says whether a
    /// name may end with a token.
    pub fn longest(&self, doc: &Document, from: usize, ends: impl Fn(usize) -> bool) -> Option<(usize, String)> {
        let (mut own, mut world) = (Some(self.own.walk()), Some(self.world.walk()));
        let (mut spelt, mut best) = (String::new(), None);
        for i in from..doc.len().min(from + MOST_WORDS) {
            let token = doc.token(TokenId(i as u32));
            let before = spelt.len();
            if i > from && doc.token(TokenId(i as u32 - 1)).span().end < token.span().start && !spelt.ends_with(' ') {
                spelt.push(' ');
            }
            fold_into(token.text(), &mut spelt);
            let step = |walk: Option<Walk<'l>>| walk.and_then(|mut w| w.step(&spelt[before..]).then_some(w));
            (own, world) = (step(own), step(world));
            if own.is_none() && world.is_none() {
                break;
            }
            let is_name = own.is_some_and(|w| w.is_name()) || world.is_some_and(|w| w.is_name());
            if is_name && ends(i) {
                best = Some((i + 1, spelt.clone()));
            }
        }
        best
    }

    /// The places that a folded name may mean: our own first, then the world's that are not the same.
    pub fn candidates(&self, folded: &str) -> Vec<Candidate> {
        let mut found: Vec<Candidate> = Vec::new();
        for (own, gazetteer) in [(true, self.own), (false, self.world)] {
            let mut walk = gazetteer.walk();
            if !walk.step(folded) {
                continue;
            }
            for posting in walk.postings().take(MOST_CANDIDATES * 4) {
                let site = gazetteer.site(posting.site);
                if let Some(known) = found.iter_mut().find(|c| c.own && !own && same(c, &site)) {
                    // Our own files seldom say how many live there.
                    if self.own.site(known.site).population == 0 && site.population > 0 {
                        known.population = known.population.max(f64::from(site.population));
                    }
                    continue;
                }
                if found.len() >= MOST_CANDIDATES * 4 {
                    continue;
                }
                let population = match site.population {
                    0 if own => UNKNOWN_OWN,
                    0 => UNKNOWN,
                    n => f64::from(n),
                };
                found.push(Candidate {
                    site: posting.site,
                    own,
                    secondary: posting.secondary,
                    kind: site.kind,
                    country: site.country,
                    admin1: gazetteer.admin1(&site).map(|a| a.id),
                    point: site.point,
                    population,
                    radius: site.radius,
                });
            }
        }
        found
    }

    pub fn site(&self, candidate: &Candidate) -> gazetteer::Site<'l> {
        if candidate.own {
            self.own.site(candidate.site)
        } else {
            self.world.site(candidate.site)
        }
    }

    /// The usual name of the first-level area of a candidate.
    pub fn admin1(&self, candidate: &Candidate) -> Option<String> {
        let area = candidate.admin1?;
        if candidate.own {
            return Some(self.own.site(area).name.to_owned());
        }
        let area = self.world.site(area);
        let same = |p: &gazetteer::Posting| {
            let site = self.own.site(p.site);
            site.kind == SiteKind::Admin1 && site.country == area.country
        };
        let own = self.own.find(area.name).into_iter().find(same);
        Some(own.map_or(area.name, |p| self.own.site(p.site).name).to_owned())
    }
}

/// Whether a place of the world is one of our own that is known already.
fn same(own: &Candidate, site: &gazetteer::Site<'_>) -> bool {
    if own.country != site.country {
        return false;
    }
    let area = |k: SiteKind| matches!(k, SiteKind::Admin1 | SiteKind::Admin2 | SiteKind::Region);
    match (own.kind, site.kind) {
        (SiteKind::Admin1, SiteKind::Admin1) => true,
        (a, b) if area(a) != area(b) => false,
        _ => km(own.point, site.point) < 30.0,
    }
}
