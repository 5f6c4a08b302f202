//! Values of corrections as a person types them.

use lexicon::gazetteer::{self, Gazetteer, SiteKind};
use lexicon::ontology::{EventType, Table};
use lexicon::{fold, Lexicon};

use super::{Correction, Kind, Site};
use crate::{Error, Range};

const POLARITIES: [&str; 2] = ["affirmed", "negated"];
const MODALITIES: [&str; 6] = ["actual", "planned", "possible", "requested", "conditional", "feared"];

impl Correction {
    /// Fields that can be corrected, as they are typed.
    pub const FIELDS: [&str; 14] = [
        "misread",
        "kind",
        "actors",
        "recipients",
        "not-actor",
        "not-recipient",
        "place",
        "time",
        "killed",
        "wounded",
        "detained",
        "displaced",
        "polarity",
        "modality",
    ];

    /// The correction of `field` to `told`: a kind as `ASSAULT/aerial`, names apart by `;`, a place with the code of its state
    /// where its name has several (`Goma, COD`), a time as EDTF, a count as `4`, `4..6` or `4..`. `none`: the report does not
    /// say. Nothing is told of `misread`.
    pub fn typed(field: &str, told: &str, lexicon: &Lexicon) -> Result<Self, Error> {
        let told = told.trim();
        let name = || match told {
            "" => Err(Error::Wish(format!("{field} needs a name"))),
            name => Ok(name.to_owned()),
        };
        let count = |field| Ok(Self::Count(field, range(told)?));
        match field {
            "misread" => Ok(Self::Misread),
            "kind" => Ok(Self::Kind(kind(told, &lexicon.ontology)?)),
            "actors" => Ok(Self::Actors(names(told))),
            "recipients" => Ok(Self::Recipients(names(told))),
            "not-actor" => Ok(Self::NotActor(name()?)),
            "not-recipient" => Ok(Self::NotRecipient(name()?)),
            "place" if told == "none" => Ok(Self::Place(None)),
            "place" => Ok(Self::Place(Some(site(&name()?, lexicon)?))),
            "time" => Ok(Self::Time(Some(name()?).filter(|t| t != "none"))),
            "killed" => count("killed"),
            "wounded" => count("wounded"),
            "detained" => count("detained"),
            "displaced" => count("displaced"),
            "polarity" => Ok(Self::Polarity(one_of(told, &POLARITIES)?)),
            "modality" => Ok(Self::Modality(one_of(told, &MODALITIES)?)),
            _ => Err(Error::Wish(format!("{field:?} is no field: use one of {}", Self::FIELDS.join(", ")))),
        }
    }
}

fn one_of(told: &str, known: &[&str]) -> Result<String, Error> {
    let found = known.iter().find(|word| **word == told);
    found
        .map(|word| (*word).to_owned())
        .ok_or_else(|| Error::Wish(format!("{told:?}: use one of {}", known.join(", "))))
}

/// "ASSAULT" or "ASSAULT/aerial".
fn kind(told: &str, ontology: &Table) -> Result<Kind, Error> {
    let (name, mode_name) = told.split_once('/').map_or((told, None), |(kind, mode)| (kind, Some(mode)));
    let kind = EventType::parse(&name.to_uppercase()).ok_or_else(|| {
        let known = EventType::ALL.map(EventType::as_str).join(", ");
        Error::Wish(format!("{name:?} is no PLOVER type: use one of {known}"))
    })?;
    let mode = match mode_name {
        None => None,
        Some(name) => Some(ontology.mode(kind, name).ok_or_else(|| {
            Error::Wish(format!("{} has no mode {name:?}; knowledge/ontology/modes.csv lists them", kind.as_str()))
        })?),
    };
    Ok(Kind {
        r#type: kind.as_str().into(),
        mode: mode.map(|m| ontology.mode_name(m).to_owned()),
        quad: ontology.quad(kind).into(),
        intensity: ontology.intensity(kind, mode),
        cameo: ontology.cameo_code(ontology.usual_cameo(kind, mode)).into(),
    })
}

/// "A; B"; "none" is nobody.
fn names(told: &str) -> Vec<String> {
    told.split(';').map(str::trim).filter(|name| !name.is_empty() && *name != "none").map(str::to_owned).collect()
}

/// "4", "4..6", "4.."; "none" is no count.
fn range(told: &str) -> Result<Option<Range>, Error> {
    if told == "none" {
        return Ok(None);
    }
    let parsed = || -> Option<Range> {
        match told.split_once("..") {
            None => told.parse().ok().map(|n| (n, Some(n))),
            Some((low, "")) => Some((low.parse().ok()?, None)),
            Some((low, high)) => {
                let (low, high) = (low.parse().ok()?, high.parse().ok()?);
                (low <= high).then_some((low, Some(high)))
            }
        }
    };
    let wrong = || Error::Wish(format!("{told:?} is no count: write 4, 4..6, 4.. for at least four, or none"));
    parsed().filter(|range| i64::try_from(range.1.unwrap_or(range.0)).is_ok()).map(Some).ok_or_else(wrong)
}

/// "Goma" or "Goma, COD": of places of one name in one state the largest.
fn site(told: &str, lexicon: &Lexicon) -> Result<Site, Error> {
    let code = |c: &str| c.len() == 3 && c.bytes().all(|b| b.is_ascii_uppercase());
    let (name, country) = match told.rsplit_once(',').map(|(name, c)| (name.trim(), c.trim())) {
        Some((name, c)) if code(c) => (name, Some(c)),
        _ => (told.trim(), None),
    };
    let mut found = Vec::new();
    for gazetteer in [&lexicon.places.own, lexicon.gazetteer()] {
        let sites = gazetteer.find(&fold(name)).into_iter().filter(|p| !p.secondary).map(|p| gazetteer.site(p.site));
        let sites = sites.filter(|s| country.is_none_or(|c| s.country.is_some_and(|own| own.to_string() == c)));
        found.extend(sites.map(|s| (gazetteer, s)));
        if !found.is_empty() {
            break;
        }
    }
    let mut states: Vec<String> = found.iter().filter_map(|(_, s)| s.country).map(|c| c.to_string()).collect();
    states.sort();
    states.dedup();
    if states.len() > 1 {
        let choice = states.iter().map(|c| format!("'{name}, {c}'")).collect::<Vec<_>>().join(", ");
        return Err(Error::Wish(format!("{name:?} lies in several states: write one of {choice}")));
    }
    let largest = found.into_iter().max_by_key(|(_, s)| (s.population, std::cmp::Reverse(s.id)));
    let (gazetteer, site) = largest.ok_or_else(|| {
        Error::Wish(format!("no place {told:?} is known; attache lexicon show {name:?} tells what a name leads to"))
    })?;
    Ok(made(gazetteer, &site, lexicon))
}

fn made(gazetteer: &Gazetteer, site: &gazetteer::Site<'_>, lexicon: &Lexicon) -> Site {
    /// Radius in km up to which a site without a kind of its own is told exactly.
    const EXACT: f64 = 30.0;
    let precision = match site.kind {
        SiteKind::Country => "country",
        SiteKind::Admin1 => "admin1",
        SiteKind::Admin2 => "admin2",
        SiteKind::Town | SiteKind::Quarter => "city",
        _ if site.kind != SiteKind::Region && site.radius <= EXACT => "exact",
        _ => "region",
    };
    Site {
        name: site.name.to_owned(),
        country: site.country.map(|c| c.to_string()),
        admin1: gazetteer.admin1(site).filter(|a| a.id != site.id).map(|a| a.name.to_owned()),
        point: Some(site.point),
        precision: precision.into(),
        disputed: lexicon.places.disputed(site).map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_bounds() {
        for (told, wanted) in [
            ("4", Some(Some((4, Some(4))))),
            ("4..6", Some(Some((4, Some(6))))),
            ("4..", Some(Some((4, None)))),
            ("none", Some(None)),
            ("6..4", None),
            ("many", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(range(told).ok(), wanted, "{told}");
        }
    }

    #[test]
    fn a_name_in_several_states_wants_its_state() {
        let lexicon = reading::bundled_lexicon();
        let told = site("Tripoli", &lexicon);
        assert!(matches!(&told, Err(Error::Wish(why)) if why.contains("'Tripoli, LBY'")), "{told:?}");
        assert_eq!(site("Tripoli, LBN", &lexicon).ok().and_then(|s| s.country).as_deref(), Some("LBN"));
        assert!(site("Nowhereatall", &lexicon).is_err());
    }

    #[test]
    fn kinds_are_those_of_the_ontology() {
        let ontology = reading::bundled_lexicon().ontology;
        assert_eq!(kind("assault/aerial", &ontology).ok().map(|k| k.quad).as_deref(), Some("material-conflict"));
        assert!(kind("ASSAULT/dancing", &ontology).is_err());
        assert!(kind("MURDER", &ontology).is_err());
    }
}
