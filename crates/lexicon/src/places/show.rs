//! The places that a name may mean, for people who edit the files.

use crate::gazetteer::{Gazetteer, Posting};
use crate::{fold, Lexicon};

/// How many places of one name are shown.
const MOST: usize = 12;

/// The places of a name, our own first, each as a line: what it is, where, how large, by which file it is known.
pub fn show(lexicon: &Lexicon, name: &str) -> Vec<String> {
    let folded = fold(name);
    let mut lines = Vec::new();
    for (gazetteer, source) in [(&lexicon.places.own, "knowledge/places"), (lexicon.gazetteer(), "GeoNames")] {
        let found = gazetteer.find(&folded);
        lines.extend(found.iter().take(MOST).map(|posting| line(gazetteer, posting, source)));
        if found.len() > MOST {
            lines.push(format!("  and {} more of {source}", found.len() - MOST));
        }
    }
    if lines.len() > 1 {
        lines.push("  which of them is meant is decided by the report: its other places, actors, and what is told after a comma".to_owned());
    }
    lines
}

fn line(gazetteer: &Gazetteer, posting: &Posting, source: &str) -> String {
    let site = gazetteer.site(posting.site);
    let area = gazetteer.admin1(&site).filter(|a| a.id != site.id).map_or(String::new(), |a| format!(", {}", a.name));
    let country = site.country.map_or("no one country".to_owned(), |c| c.to_string());
    let people = if site.population > 0 { format!(", about {} inhabitants", site.population) } else { String::new() };
    let by = if posting.secondary { "by a part or another form of its name" } else { "by name" };
    let (lat, lon) = site.point;
    format!(
        "{}: place, {}, {country}{area}, {lat:.3} {lon:.3}{people}; {by}, of {source}",
        site.name,
        site.kind.as_str()
    )
}
