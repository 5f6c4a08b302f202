//! The first page, numbers, and what things are called.

use std::collections::BTreeMap;

use ledger::{DayCount, Incident, MapPoint, RaisedAlert, State, TenseDyad};
use lexicon::ontology::EventType;
use serde::Serialize;

use super::incidents::wanted;
use super::{alerts, Known};
use crate::ask::Ask;
use crate::routes::{json, Answer};

/// Incidents of which those on the map are.
const ON_THE_MAP: usize = 400;
/// Incidents in the list.
const NEWEST: usize = 12;
/// Dyads.
const MOST_TENSE: usize = 6;
/// Alerts.
const ALERTS: usize = 6;
/// Days of the timeline on which anything is said to have happened.
const DAYS: usize = 400;

#[derive(Serialize)]
struct Overview<'a> {
    newest: Vec<Incident>,
    /// Incidents that have a point, the newest first.
    points: Vec<MapPoint>,
    #[serde(flatten)]
    at_first: &'a AtFirst,
}

/// What the overview tells whatever it is asked for.
#[derive(Serialize)]
pub(crate) struct AtFirst {
    status: State,
    days: Vec<DayCount>,
    dyads: Vec<TenseDyad>,
    /// Those that stand, the last raised first.
    alerts: Vec<RaisedAlert>,
}

pub(crate) fn overview(known: &Known<'_>, ask: &Ask) -> Answer {
    let wanted = wanted(ask);
    let at_first = known.kept.at_first.of(known.stamp, || {
        Ok(AtFirst {
            status: known.ledger.state(&today())?,
            days: known.ledger.days_told(DAYS)?,
            dyads: known.ledger.tense_dyads(MOST_TENSE)?,
            alerts: alerts::standing(known, ALERTS)?,
        })
    })?;
    json(&Overview {
        newest: known.ledger.incidents_page(&wanted, None, NEWEST)?.items,
        points: known.ledger.map_points(&wanted, ON_THE_MAP)?,
        at_first: &at_first,
    })
}

fn today() -> String {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

pub(crate) fn status(known: &Known<'_>, _: &Ask) -> Answer {
    json(&known.ledger.state(&today())?)
}

#[derive(Serialize)]
struct Vocabulary<'a> {
    types: Vec<Called<'a>>,
    /// Names of states by ISO 3166-1 alpha-3 code.
    countries: BTreeMap<&'a str, &'a str>,
}

/// What a type or mode is called.
#[derive(Serialize)]
struct Called<'a> {
    r#type: &'a str,
    mode: Option<&'a str>,
    quad: &'a str,
    noun: &'a str,
    by: &'a str,
    to: &'a str,
}

pub(crate) fn vocabulary(known: &Known<'_>, _: &Ask) -> Answer {
    let ontology = &known.lexicon.ontology;
    let mut types = Vec::new();
    for kind in EventType::ALL {
        for mode in std::iter::once(None).chain(ontology.modes(kind).map(Some)) {
            let wording = ontology.wording(kind, mode);
            types.push(Called {
                r#type: kind.as_str(),
                mode: mode.map(|m| ontology.mode_name(m)),
                quad: ontology.quad(kind),
                noun: wording.noun,
                by: wording.by,
                to: wording.to,
            });
        }
    }
    let actors = &known.lexicon.actors;
    let states = actors.actors().filter_map(|actor| {
        let entry = actors.actor(actor);
        let country = entry.country.as_ref().filter(|c| actors.state(**c) == Some(actor))?;
        Some((country.as_str(), actors.text(entry.name)))
    });
    json(&Vocabulary { types, countries: states.collect() })
}
