//! The country that a report is about at each point: whose "the defence ministry" is where nobody says it.

use language::{Document, TokenId};
use lexicon::actors::{NameUse, Table};

use super::hits::{Hits, What};
use super::Country;

/// How much of a country's weight is left a sentence later.
const FADE: f32 = 0.85;
/// How many countries are kept in mind.
const KEPT: usize = 8;
/// How many names of a sentence are looked at.
const LOOKED_AT: usize = 24;

/// Countries spoken of, by sentence.
pub(super) struct Context {
    /// Those in mind where each sentence starts, the weightiest first.
    at_start: Vec<Vec<(Country, f32)>>,
    /// Names with a country, in the order of the text.
    names: Vec<(TokenId, Country, f32)>,
    /// How often each country is spoken of, ordered by country.
    totals: Vec<(Country, u32)>,
}

impl Context {
    /// Weighs every name of the text once.
    pub(super) fn new(doc: &Document, hits: &Hits<'_>, table: &Table) -> Self {
        let mut names = Vec::new();
        for i in 0..hits.len() {
            let hit = hits.get(i);
            if let Some((country, weight)) = country_of(hit.what, table) {
                names.push((hit.tokens.start, country, weight));
            }
        }
        let mut totals: Vec<(Country, u32)> = Vec::new();
        for &(_, country, _) in &names {
            match totals.binary_search_by_key(&country, |t| t.0) {
                Ok(at) => totals[at].1 += 1,
                Err(at) => totals.insert(at, (country, 1)),
            }
        }
        let mut at_start = Vec::new();
        let mut mind: Vec<(Country, f32)> = Vec::new();
        let mut next = 0;
        for sentence in doc.sentences() {
            at_start.push(mind.clone());
            mind.iter_mut().for_each(|c| c.1 *= FADE);
            while next < names.len() && names[next].0 < sentence.tokens().end {
                add(&mut mind, names[next].1, names[next].2);
                next += 1;
            }
            mind.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            mind.truncate(KEPT);
        }
        Self { at_start, names, totals }
    }

    /// The country in mind at a word, and how clearly: the weight that it has of all.
    pub(super) fn at(&self, doc: &Document, token: TokenId) -> Option<(Country, f32)> {
        let sentence = doc.token(token).sentence();
        let mut mind = self.at_start[sentence.id.0 as usize].clone();
        let from = self.names.partition_point(|n| n.0 < sentence.tokens().start);
        for &(_, country, weight) in self.names[from..].iter().take_while(|n| n.0 < token).take(LOOKED_AT) {
            add(&mut mind, country, weight * 1.2);
        }
        if mind.is_empty() {
            // Named only after it: "the defence ministry said that Chad ...".
            let rest = self.names[from..].iter().take_while(|n| n.0 < sentence.tokens().end).take(LOOKED_AT);
            rest.for_each(|&(_, country, weight)| add(&mut mind, country, weight));
        }
        let sum: f32 = mind.iter().map(|c| c.1).sum();
        let best = mind.iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
        Some((best.0, best.1 / sum))
    }

    /// Whether no country is spoken of at all.
    pub(super) fn is_empty(&self) -> bool {
        self.totals.is_empty()
    }

    /// Whether a country is spoken of anywhere.
    pub(super) fn mentions(&self, country: Country) -> bool {
        self.totals.binary_search_by_key(&country, |t| t.0).is_ok()
    }

    /// The only country that the report speaks of.
    pub(super) fn only(&self) -> Option<Country> {
        (self.totals.len() == 1).then(|| self.totals[0].0)
    }
}

fn add(mind: &mut Vec<(Country, f32)>, country: Country, weight: f32) {
    match mind.iter_mut().find(|c| c.0 == country) {
        Some(known) => known.1 += weight,
        None => mind.push((country, weight)),
    }
}

/// The country of a hit, where all that it may mean is of one.
fn country_of(what: What<'_>, table: &Table) -> Option<(Country, f32)> {
    let (targets, weight) = match what {
        What::Name(targets) => (targets, 1.0),
        What::Person(targets) => (targets, 1.0),
        What::Word(_) => return None,
    };
    let mut countries =
        targets.iter().filter(|t| t.usage != NameUse::Weak && t.usage != NameUse::Short).map(|t| {
            match (t.actor(), t.person()) {
                (Some(actor), _) => table.actor(actor).country,
                (_, Some(person)) => table.person(person).country,
                _ => None,
            }
        });
    let first = countries.next()??;
    countries.all(|c| c == Some(first)).then_some((first, weight))
}
