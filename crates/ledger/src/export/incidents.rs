//! Formats with one incident a line or point.

use std::io::Write;

use serde_json::json;

use super::{comma_separated, Stopped};
use crate::listing::{Incident, Wanted};
use crate::store::Ledger;
use crate::Error;

/// Incidents are handed out as they are listed, mere words apart.
fn incidents(ledger: &Ledger) -> Result<Vec<Incident>, Stopped> {
    ledger.incidents(&Wanted::default()).map_err(|error| match error {
        Error::Database { error, .. } => Stopped::Ledger(error),
        other => Stopped::Output(std::io::Error::other(other.to_string())),
    })
}

pub(super) fn geojson(ledger: &Ledger, out: &mut impl Write) -> Result<u64, Stopped> {
    let mut count = 0;
    write!(out, "{{\"type\":\"FeatureCollection\",\"features\":[")?;
    for incident in incidents(ledger)? {
        let point = incident.place.as_ref().and_then(|p| p.lon.zip(p.lat));
        // An incident without a point has no geometry, and is no less an incident (RFC 7946, 3.2).
        let geometry = point.map(|(lon, lat)| json!({"type": "Point", "coordinates": [lon, lat]}));
        let feature = json!({"type": "Feature", "id": incident.id, "geometry": geometry, "properties": incident});
        write!(out, "{}\n{feature}", if count == 0 { "" } else { "," })?;
        count += 1;
    }
    writeln!(out, "\n]}}")?;
    Ok(count)
}

const ACLED: [&str; 31] = [
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
];

pub(super) fn acled(ledger: &Ledger, out: &mut impl Write) -> Result<u64, Stopped> {
    comma_separated(out, &ACLED.map(str::to_owned))?;
    let mut count = 0;
    for incident in incidents(ledger)? {
        let Some((disorder, event, sub_event)) = acled_class(&incident) else { continue };
        let row = ACLED.map(|column| acled_field(&incident, column, [disorder, event, sub_event]));
        comma_separated(out, &row)?;
        count += 1;
    }
    Ok(count)
}

fn acled_field(incident: &Incident, column: &str, class: [&str; 3]) -> String {
    let time = incident.time.clone().unwrap_or_default();
    let day = time.get(..10).unwrap_or_default().to_owned();
    let place = incident.place.as_ref();
    let names = |of: fn(&crate::Account) -> &Vec<String>| {
        let mut names: Vec<String> = incident.accounts.iter().flat_map(of).cloned().collect();
        names.dedup();
        names.first().cloned().unwrap_or_default()
    };
    match column {
        "event_id_cnty" => incident.id.clone(),
        "event_date" => day,
        "year" => day.chars().take(4).collect(),
        "time_precision" if time.contains(['/', '~']) => "2".into(),
        "time_precision" => "1".into(),
        "disorder_type" => class[0].into(),
        "event_type" => class[1].into(),
        "sub_event_type" => class[2].into(),
        "actor1" => names(|a| &a.actors),
        "actor2" => names(|a| &a.recipients),
        "country" => place.and_then(|p| p.country.clone()).unwrap_or_default(),
        "admin1" => place.and_then(|p| p.admin1.clone()).unwrap_or_default(),
        "location" => place.map(|p| p.name.clone()).unwrap_or_default(),
        "latitude" => place.and_then(|p| p.lat).map(|x| x.to_string()).unwrap_or_default(),
        "longitude" => place.and_then(|p| p.lon).map(|x| x.to_string()).unwrap_or_default(),
        "geo_precision" => place.map_or("", |p| acled_precision(&p.precision)).into(),
        "source" => incident.accounts.iter().flat_map(|a| &a.by).cloned().collect::<Vec<_>>().join("; "),
        "notes" => notes(incident),
        "fatalities" => incident.killed.map_or(0, |k| k.0).to_string(),
        _ => String::new(),
    }
}

fn acled_precision(precision: &str) -> &'static str {
    match precision {
        "exact" | "city" => "1",
        "near" | "admin2" => "2",
        "admin1" | "region" => "3",
        _ => "",
    }
}

/// What the other columns have no room for: reports, who denies, what is contested.
fn notes(incident: &Incident) -> String {
    let contested = (!incident.contested.is_empty()).then(|| format!("contested: {}", incident.contested.join(", ")));
    let denied: Vec<String> = incident
        .accounts
        .iter()
        .filter(|a| a.stance == "deny")
        .flat_map(|a| &a.by)
        .map(|by| format!("denied by {by}"))
        .collect();
    let parts =
        [Some(format!("reports: {}", incident.reports.join(", "))), contested].into_iter().flatten().chain(denied);
    parts.collect::<Vec<_>>().join("; ")
}

/// ACLED's class of a PLOVER type and mode; `None` for what it does not cover.
fn acled_class(incident: &Incident) -> Option<(&'static str, &'static str, &'static str)> {
    const VIOLENCE: &str = "Political violence";
    const REMOTE: &str = "Explosions/Remote violence";
    const CIVILIANS: &str = "Violence against civilians";
    Some(match (incident.r#type.as_str(), incident.mode.as_deref().unwrap_or_default()) {
        ("PROTEST", "riot") => ("Demonstrations", "Riots", "Violent demonstration"),
        ("PROTEST", _) => ("Demonstrations", "Protests", "Peaceful protest"),
        ("ASSAULT", "aerial" | "drone") => (VIOLENCE, REMOTE, "Air/drone strike"),
        ("ASSAULT", "heavy-weapons") => (VIOLENCE, REMOTE, "Shelling/artillery/missile attack"),
        ("ASSAULT", "suicide-attack") => (VIOLENCE, REMOTE, "Suicide bomb"),
        ("ASSAULT", "explosives") => (VIOLENCE, REMOTE, "Remote explosive/landmine/IED"),
        ("ASSAULT", "unconventional") => (VIOLENCE, REMOTE, "Chemical weapon"),
        ("ASSAULT", "abduct") => (VIOLENCE, CIVILIANS, "Abduction/forced disappearance"),
        ("ASSAULT", "sexual") => (VIOLENCE, CIVILIANS, "Sexual violence"),
        ("ASSAULT", "beat" | "torture" | "targeted" | "assassinate" | "cleansing") => (VIOLENCE, CIVILIANS, "Attack"),
        ("ASSAULT", "destroy") => ("Strategic developments", "Strategic developments", "Looting/property destruction"),
        ("ASSAULT", _) => (VIOLENCE, "Battles", "Armed clash"),
        ("AGREE", _) => ("Strategic developments", "Strategic developments", "Agreement"),
        ("COERCE", "arrest") => ("Strategic developments", "Strategic developments", "Arrests"),
        ("COERCE" | "MOBILIZE" | "RETREAT", _) => ("Strategic developments", "Strategic developments", "Other"),
        _ => return None,
    })
}
