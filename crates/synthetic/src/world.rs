//! Who takes part, where, and what happens: theatres with their sides and towns, and the deeds of each day.

use std::collections::BTreeMap;

use lexicon::actors::ActorRef;
use lexicon::gazetteer::{SiteId, SiteKind};
use lexicon::{ActorKind, Country, Lexicon};

use crate::chance::Chance;

/// Theatres at most.
const THEATRES: usize = 80;
/// Towns of a theatre.
const TOWNS: usize = 40;
/// A country with fewer known towns is no theatre.
const FEWEST_TOWNS: usize = 8;

/// Somebody who takes part or tells of it.
#[derive(Clone, Debug)]
pub(crate) struct Party {
    pub name: String,
    pub kind: ActorKind,
    pub country: Option<Country>,
    pub sectors: Vec<&'static str>,
}

/// A town.
#[derive(Clone, Debug)]
pub(crate) struct Town {
    pub name: String,
    pub country: Country,
    pub admin1: Option<String>,
    pub point: (f64, f64),
}

/// A country with those who act in it.
#[derive(Clone, Debug)]
pub(crate) struct Theatre {
    /// Two sides.
    pub sides: [Party; 2],
    /// Others who tell of it.
    pub tellers: Vec<Party>,
    pub towns: Vec<Town>,
}

/// One happening of a day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Happening {
    pub day: i32,
    pub sentence: usize,
    /// Which side did it.
    pub doer: usize,
    pub town: usize,
    pub killed: u64,
    pub wounded: u64,
}

/// The theatres, those of which most is told first.
pub(crate) fn theatres(lexicon: &Lexicon, persons: &[String], seed: u64) -> Vec<Theatre> {
    let mut towns = towns(lexicon);
    towns.retain(|_, towns| towns.len() >= FEWEST_TOWNS);
    let tellers = tellers(lexicon, persons);
    let groups = armed_groups(lexicon);
    let mut countries: Vec<Country> = towns.keys().copied().filter(|&c| lexicon.actors.state(c).is_some()).collect();
    let mut chance = Chance::of(&[seed, 1]);
    for i in (1..countries.len()).rev() {
        countries.swap(i, chance.below(i + 1));
    }
    let mut theatres = Vec::new();
    for (i, &country) in countries.iter().enumerate().take(THEATRES) {
        let state = |c: Country| lexicon.actors.state(c).map(|actor| party(lexicon, actor));
        // Where no armed group is known, a neighbour in the list stands on the other side.
        let other = groups.get(&country).map(|groups| chance.pick(groups).clone()).filter(|_| i % 3 != 0);
        let other = other.or_else(|| state(countries[(i + 1) % countries.len()]));
        let Some((own, other)) = state(country).zip(other) else { continue };
        let tellers = (0..6).map(|_| chance.pick(&tellers).clone()).chain([own.clone(), other.clone()]).collect();
        theatres.push(Theatre { sides: [own, other], tellers, towns: towns[&country].clone() });
    }
    theatres
}

/// What happens in a theatre on a day: where more is told, more happens.
pub(crate) fn happenings(seed: u64, theatre: usize, day: i32, sentences: usize, towns: usize) -> Vec<Happening> {
    let mut chance = Chance::of(&[seed, 2, theatre as u64, day as u64]);
    let number = 2 + 40 / (theatre + 2);
    (0..number)
        .map(|_| Happening {
            day,
            sentence: chance.early(sentences),
            doer: chance.below(2),
            town: chance.below(towns),
            killed: chance.early(30) as u64,
            wounded: chance.early(40) as u64,
        })
        .collect()
}

fn party(lexicon: &Lexicon, actor: ActorRef) -> Party {
    let table = &lexicon.actors;
    let entry = table.actor(actor);
    let sectors = entry.sectors.iter().map(lexicon::Sector::as_str).collect();
    Party { name: table.text(entry.name).to_owned(), kind: entry.kind, country: entry.country, sectors }
}

fn armed_groups(lexicon: &Lexicon) -> BTreeMap<Country, Vec<Party>> {
    let mut groups: BTreeMap<Country, Vec<Party>> = BTreeMap::new();
    for actor in lexicon.actors.actors() {
        let party = party(lexicon, actor);
        if let (ActorKind::ArmedGroup, Some(country)) = (party.kind, party.country) {
            groups.entry(country).or_default().push(party);
        }
    }
    groups
}

/// Organisations, and persons made up: nobody living is made to say anything.
fn tellers(lexicon: &Lexicon, persons: &[String]) -> Vec<Party> {
    let bodies = lexicon.actors.actors().map(|actor| party(lexicon, actor));
    let persons = persons.iter().map(|name| Party {
        name: name.clone(),
        kind: ActorKind::Person,
        country: None,
        sectors: vec!["GOV"],
    });
    bodies.filter(|p| p.kind == ActorKind::Organisation && p.country.is_none()).chain(persons).collect()
}

fn towns(lexicon: &Lexicon) -> BTreeMap<Country, Vec<Town>> {
    let gazetteer = lexicon.gazetteer();
    let mut towns: BTreeMap<Country, Vec<Town>> = BTreeMap::new();
    for site in (0..gazetteer.len() as u32).map(|i| gazetteer.site(SiteId(i))) {
        let Some(country) = site.country.filter(|_| site.kind == SiteKind::Town) else { continue };
        let known = towns.entry(country).or_default();
        if known.len() < TOWNS {
            let admin1 = gazetteer.admin1(&site).map(|area| area.name.to_owned());
            known.push(Town { name: site.name.to_owned(), country, admin1, point: site.point });
        }
    }
    towns
}
