//! Rows like ACLED's: one incident each, of those that it has a class for.

use super::column::{column, empty, joined, Column, Kind, Value};
use super::happening::Happening;

// A column a line, however long.
#[rustfmt::skip]
pub(super) static ACLED: &[Column<Happening>] = &[
    column("event_id_cnty", Kind::Text, |h| (&h.incident.id).into(), "the incident's name", ""),
    column("event_date", Kind::Day, |h| h.first_day.map_or(Value::Missing, Value::Day), "its first day", "the last"),
    column("year", Kind::Integer, |h| h.first_day.map_or(Value::Missing, |d| i64::from(d.year()).into()), "its year", ""),
    column("time_precision", Kind::Integer, time_precision, "1 for a told day; 2 for up to a week, and where only the day of publication is known; 3 for longer", ""),
    column("disorder_type", Kind::Text, |h| part(h, 0), "by the event type", ""),
    column("event_type", Kind::Text, |h| part(h, 1), "by PLOVER's type and mode: attacks by means become explosions and remote violence, abductions, beatings, targeted killings and other attacks on civilians alone violence against civilians, the rest battles", "ACLED decides by more of who the sides are"),
    column("sub_event_type", Kind::Text, |h| part(h, 2), "likewise", "the same"),
    column("actor1", Kind::Text, |h| h.actors.first().map_or(Value::Missing, |p| (&p.name).into()), "the actor whom most reports name", "the others; that it may be contested: `notes`"),
    empty("assoc_actor_1"),
    empty("inter1"),
    column("actor2", Kind::Text, |h| h.recipients.first().map_or(Value::Missing, |p| (&p.name).into()), "the recipient whom most reports name", "the same"),
    empty("assoc_actor_2"),
    empty("inter2"),
    empty("interaction"),
    column("civilian_targeting", Kind::Text, |h| if h.strikes_civilians() { "Civilian targeting".into() } else { Value::Missing }, "`Civilian targeting` where all recipients are civilians", "civilians among others"),
    empty("iso"),
    empty("region"),
    column("country", Kind::Text, |h| h.place().map_or(Value::Missing, |p| (&p.country).into()), "ISO 3166-1 alpha-3, where ACLED has a name", "what is disputed: `notes`"),
    column("admin1", Kind::Text, |h| h.place().map_or(Value::Missing, |p| (&p.admin1).into()), "first-level area", ""),
    empty("admin2"),
    empty("admin3"),
    column("location", Kind::Text, |h| h.place().map_or(Value::Missing, |p| (&p.name).into()), "name of the place", ""),
    column("latitude", Kind::Real, |h| h.place().map_or(Value::Missing, |p| (&p.lat).into()), "degrees north", ""),
    column("longitude", Kind::Real, |h| h.place().map_or(Value::Missing, |p| (&p.lon).into()), "degrees east", ""),
    column("geo_precision", Kind::Integer, geo_precision, "1 town, 2 near a town or district, 3 area; missing for a country", ""),
    column("source", Kind::Text, |h| joined(h.told_by().iter().map(String::as_str), "; "), "who gives an account of it, parted by `; `, `reports` for their own narration; ACLED names the publisher here", "the chains behind them"),
    empty("source_scale"),
    column("notes", Kind::Text, notes, "the reports; what is contested; the highest count of dead; what is disputed about the place; corrections and retractions", "their words"),
    column("fatalities", Kind::Integer, |h| h.incident.killed.map_or(0, |(low, _)| low).into(), "the lowest count of dead that stands, 0 where none is told, as ACLED has it; its 10 for \"tens\" and 12 for \"dozens\" are not followed", "that none is told; the highest: `notes`"),
    empty("tags"),
    empty("timestamp"),
];

fn time_precision(happening: &Happening) -> Value {
    match happening.length() {
        None => Value::Missing,
        Some(1) if !happening.day_inferred => 1.into(),
        Some(days) if days <= 7 => 2.into(),
        Some(_) => 3.into(),
    }
}

fn geo_precision(happening: &Happening) -> Value {
    match happening.place().map_or("", |place| place.precision.as_str()) {
        "exact" | "city" => 1.into(),
        "near" | "admin2" => 2.into(),
        "admin1" | "region" => 3.into(),
        _ => Value::Missing,
    }
}

/// What the other columns have no room for.
fn notes(happening: &Happening) -> Value {
    let incident = &happening.incident;
    let mut notes = vec![format!("reports: {}", incident.reports.join(", "))];
    if !incident.contested.is_empty() {
        notes.push(format!("contested: {}", incident.contested.join(", ")));
    }
    match incident.killed {
        Some((low, Some(high))) if high > low => notes.push(format!("dead: {low} to {high}")),
        Some((low, None)) => notes.push(format!("dead: {low} or more")),
        _ => {}
    }
    if let Some(disputed) = happening.place().and_then(|place| place.disputed.as_ref()) {
        notes.push(format!("place: {disputed}"));
    }
    notes.extend(incident.notices.iter().map(|n| format!("{} of {}: {}", n.kind, n.of, n.report)));
    joined(notes.iter().map(String::as_str), "; ")
}

fn part(happening: &Happening, at: usize) -> Value {
    class(happening).map_or(Value::Missing, |class| class[at].into())
}

/// ACLED's disorder type, event type and sub-event type; `None` for what it does not cover.
pub(super) fn class(happening: &Happening) -> Option<[&'static str; 3]> {
    const VIOLENCE: &str = "Political violence";
    const REMOTE: &str = "Explosions/Remote violence";
    const CIVILIANS: &str = "Violence against civilians";
    const STRATEGIC: &str = "Strategic developments";
    let incident = &happening.incident;
    Some(match (incident.r#type.as_str(), incident.mode.as_deref().unwrap_or_default()) {
        ("PROTEST", "riot") => ["Demonstrations", "Riots", "Violent demonstration"],
        ("PROTEST", _) => ["Demonstrations", "Protests", "Peaceful protest"],
        ("ASSAULT", "aerial" | "drone") => [VIOLENCE, REMOTE, "Air/drone strike"],
        ("ASSAULT", "heavy-weapons") => [VIOLENCE, REMOTE, "Shelling/artillery/missile attack"],
        ("ASSAULT", "suicide-attack") => [VIOLENCE, REMOTE, "Suicide bomb"],
        ("ASSAULT", "explosives") => [VIOLENCE, REMOTE, "Remote explosive/landmine/IED"],
        ("ASSAULT", "unconventional") => [VIOLENCE, REMOTE, "Chemical weapon"],
        ("ASSAULT", "abduct") => [VIOLENCE, CIVILIANS, "Abduction/forced disappearance"],
        ("ASSAULT", "sexual") => [VIOLENCE, CIVILIANS, "Sexual violence"],
        ("ASSAULT", "beat" | "torture" | "targeted" | "assassinate" | "cleansing") => [VIOLENCE, CIVILIANS, "Attack"],
        ("ASSAULT", "destroy") => [STRATEGIC, STRATEGIC, "Looting/property destruction"],
        ("ASSAULT", _) if happening.strikes_civilians() => [VIOLENCE, CIVILIANS, "Attack"],
        ("ASSAULT", _) => [VIOLENCE, "Battles", "Armed clash"],
        ("AGREE", _) => [STRATEGIC, STRATEGIC, "Agreement"],
        ("COERCE", "arrest") => [STRATEGIC, STRATEGIC, "Arrests"],
        ("COERCE" | "MOBILIZE" | "RETREAT", _) => [STRATEGIC, STRATEGIC, "Other"],
        _ => return None,
    })
}
