//! POLECAT's columns.

use super::claims::{names, place};
use super::column::{column, empty, joined, Column, Kind, Value};
use super::event::{Event, Party};
use super::gdelt::day;

// A column a line, however long.
#[rustfmt::skip]
pub(super) static POLECAT: &[Column<Event>] = &[
    column("Event ID", Kind::Text, |e| format!("{}#{}", e.report.id, e.event).into(), "the report's id and the event: `a#E1`", ""),
    column("Event Date", Kind::Day, |e| day(e).map_or(Value::Missing, Value::Day), "first day of the event; where no day is told, that of publication", "whether the day is told; the last day; how exactly"),
    column("Event Type", Kind::Text, |e| (&e.kind).into(), "PLOVER's type", ""),
    column("Event Mode", Kind::Text, |e| (&e.mode).into(), "PLOVER's mode", ""),
    column("Intensity", Kind::Real, |e| e.intensity.into(), "from -10 to 10, by type and mode alone", ""),
    column("Quad Code", Kind::Text, |e| e.quad.to_uppercase().replace('-', " ").into(), "`VERBAL COOPERATION` and so on", ""),
    column("Contexts", Kind::Text, |e| joined(e.contexts.split_whitespace(), ";"), "PLOVER's contexts, parted by `;`", ""),
    column("Actor Name", Kind::Text, |e| names(&e.actors), "all actors, parted by `; `", "who says so, certainty"),
    column("Actor Country", Kind::Text, |e| one(&e.actors, |p| (&p.country).into()), "ISO 3166-1 alpha-3 code of the first actor's state", "those of the others"),
    empty("Actor COW"),
    column("Primary Actor Sector", Kind::Text, |e| one(&e.actors, |p| p.sectors.first().map_or(Value::Missing, Value::from)), "the first actor's first sector", "those of the others"),
    column("Actor Sectors", Kind::Text, |e| one(&e.actors, |p| joined(p.sectors.iter().map(String::as_str), ";")), "the first actor's sectors, parted by `;`", "those of the others"),
    column("Actor Title", Kind::Text, |e| one(&e.actors, |p| (&p.office).into()), "the first actor's office", "those of the others"),
    column("Actor Name Raw", Kind::Text, |e| names(&e.actors), "the same as the name", "the words of the report"),
    empty("Wikipedia Actor ID"),
    column("Recipient Name", Kind::Text, |e| names(&e.recipients), "all recipients, parted by `; `", ""),
    column("Recipient Country", Kind::Text, |e| one(&e.recipients, |p| (&p.country).into()), "as of the actor", "those of the others"),
    empty("Recipient COW"),
    column("Primary Recipient Sector", Kind::Text, |e| one(&e.recipients, |p| p.sectors.first().map_or(Value::Missing, Value::from)), "as of the actor", "those of the others"),
    column("Recipient Sectors", Kind::Text, |e| one(&e.recipients, |p| joined(p.sectors.iter().map(String::as_str), ";")), "as of the actor", "those of the others"),
    column("Recipient Title", Kind::Text, |e| one(&e.recipients, |p| (&p.office).into()), "as of the actor", "those of the others"),
    column("Recipient Name Raw", Kind::Text, |e| names(&e.recipients), "the same as the name", "the words of the report"),
    empty("Wikipedia Recipient ID"),
    column("Placename", Kind::Text, |e| place(e, |p| (&p.name).into()), "name of the place", "what is disputed about it"),
    column("City", Kind::Text, |e| at(e, &["exact", "near", "city"]), "the same, where it is a town", ""),
    column("District", Kind::Text, |e| at(e, &["admin2"]), "the same, where it is a district", ""),
    column("Province", Kind::Text, |e| place(e, |p| (&p.admin1).into()), "first-level area", ""),
    column("Country", Kind::Text, |e| place(e, |p| (&p.country).into()), "ISO 3166-1 alpha-3", ""),
    column("Latitude", Kind::Real, |e| place(e, |p| (&p.lat).into()), "degrees north", "how exactly"),
    column("Longitude", Kind::Real, |e| place(e, |p| (&p.lon).into()), "degrees east", "how exactly"),
    empty("GeoNames ID"),
    column("Raw Placename", Kind::Text, |e| place(e, |p| (&p.name).into()), "the same as the place's name", "the words of the report"),
    empty("Feature Type"),
    column("Source", Kind::Text, |e| (&e.report.publisher).into(), "the report's publisher, which is not who says so", ""),
    column("Publication Date", Kind::Day, |e| super::column::day(e.report.published.as_deref()), "day of publication", ""),
    empty("Story People"),
    empty("Story Organizations"),
    empty("Story Locations"),
    column("Language", Kind::Text, |e| joined([e.report.language.as_str()], ""), "BCP 47 tag", ""),
    column("Version", Kind::Text, |e| joined([e.report.model.as_str()], ""), "version of the language model", "those of program and knowledge"),
];

/// Something of the first party.
fn one(parties: &[Party], of: fn(&Party) -> Value) -> Value {
    parties.first().map_or(Value::Missing, of)
}

fn at(event: &Event, precisions: &[&str]) -> Value {
    let place = event.place.as_ref().filter(|place| precisions.contains(&place.precision.as_str()));
    place.map_or(Value::Missing, |place| (&place.name).into())
}
