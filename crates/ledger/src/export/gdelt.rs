//! GDELT 2.0's event columns. Position is what counts there: a file has no header line.

use jiff::civil::Date;

use super::claims::place;
use super::column::{column, empty, Column, Kind, Value};
use super::event::{Event, Party};
use crate::days;

const FIRST_OF: &str = "the others";

// A column a line, however long.
#[rustfmt::skip]
pub(super) static GDELT: &[Column<Event>] = &[
    column("GLOBALEVENTID", Kind::Integer, |e| id(e).into(), "53 bits of a hash of report and event: the same in every export", "the event's own name; two of a million rows share a number once in 20,000 exports"),
    column("SQLDATE", Kind::Integer, |e| written(e, "%Y%m%d"), "first day of the event; where no day is told, that of publication", "whether the day is told; the last day; how exactly"),
    column("MonthYear", Kind::Integer, |e| written(e, "%Y%m"), "its month", ""),
    column("Year", Kind::Integer, |e| written(e, "%Y"), "its year", ""),
    column("FractionDate", Kind::Real, fraction, "its year and the part of it that has passed, in four places", ""),
    empty("Actor1Code"),
    column("Actor1Name", Kind::Text, |e| name(&e.actors), "the first actor's name in capitals", FIRST_OF),
    column("Actor1CountryCode", Kind::Text, |e| country(&e.actors), "ISO 3166-1 alpha-3 code of its state, which is CAMEO's for most", FIRST_OF),
    empty("Actor1KnownGroupCode"),
    empty("Actor1EthnicCode"),
    empty("Actor1Religion1Code"),
    empty("Actor1Religion2Code"),
    column("Actor1Type1Code", Kind::Text, |e| sector(&e.actors, 0), "its first sector in PLOVER's codes, of which GOV, MIL, COP, REB, OPP, CVL and some more are CAMEO's too", FIRST_OF),
    column("Actor1Type2Code", Kind::Text, |e| sector(&e.actors, 1), "its second sector", FIRST_OF),
    column("Actor1Type3Code", Kind::Text, |e| sector(&e.actors, 2), "its third sector", FIRST_OF),
    empty("Actor2Code"),
    column("Actor2Name", Kind::Text, |e| name(&e.recipients), "the first recipient's name in capitals", FIRST_OF),
    column("Actor2CountryCode", Kind::Text, |e| country(&e.recipients), "as of the actor", FIRST_OF),
    empty("Actor2KnownGroupCode"),
    empty("Actor2EthnicCode"),
    empty("Actor2Religion1Code"),
    empty("Actor2Religion2Code"),
    column("Actor2Type1Code", Kind::Text, |e| sector(&e.recipients, 0), "as of the actor", FIRST_OF),
    column("Actor2Type2Code", Kind::Text, |e| sector(&e.recipients, 1), "as of the actor", FIRST_OF),
    column("Actor2Type3Code", Kind::Text, |e| sector(&e.recipients, 2), "as of the actor", FIRST_OF),
    column("IsRootEvent", Kind::Integer, |e| i64::from(!e.background).into(), "0 for what is told as background, else 1", ""),
    column("EventCode", Kind::Text, |e| (&e.cameo).into(), "CAMEO code", "type, mode, contexts"),
    column("EventBaseCode", Kind::Text, |e| code(e, 3), "its first three digits", ""),
    column("EventRootCode", Kind::Text, |e| code(e, 2), "its first two digits", ""),
    column("QuadClass", Kind::Integer, quad, "1 verbal and 2 material cooperation, 3 verbal and 4 material conflict", ""),
    column("GoldsteinScale", Kind::Real, |e| e.intensity.into(), "our intensity of type and mode, which is no Goldstein value", ""),
    column("NumMentions", Kind::Integer, |_| 1.into(), "always 1: each claim is a row of its own", "echoes"),
    column("NumSources", Kind::Integer, |_| 1.into(), "always 1", "who says so"),
    column("NumArticles", Kind::Integer, |_| 1.into(), "always 1", "echoes"),
    empty("AvgTone"),
    empty("Actor1Geo_Type"),
    empty("Actor1Geo_FullName"),
    empty("Actor1Geo_CountryCode"),
    empty("Actor1Geo_ADM1Code"),
    empty("Actor1Geo_ADM2Code"),
    empty("Actor1Geo_Lat"),
    empty("Actor1Geo_Long"),
    empty("Actor1Geo_FeatureID"),
    empty("Actor2Geo_Type"),
    empty("Actor2Geo_FullName"),
    empty("Actor2Geo_CountryCode"),
    empty("Actor2Geo_ADM1Code"),
    empty("Actor2Geo_ADM2Code"),
    empty("Actor2Geo_Lat"),
    empty("Actor2Geo_Long"),
    empty("Actor2Geo_FeatureID"),
    column("ActionGeo_Type", Kind::Integer, kind_of_place, "1 country, 4 town, 5 first-level area, 0 others and none", "districts and regions; GDELT's 2 and 3 for the United States"),
    column("ActionGeo_FullName", Kind::Text, |e| place(e, |p| (&p.name).into()), "name of the place", "its area and state; what is disputed about it"),
    empty("ActionGeo_CountryCode"),
    empty("ActionGeo_ADM1Code"),
    empty("ActionGeo_ADM2Code"),
    column("ActionGeo_Lat", Kind::Real, |e| place(e, |p| (&p.lat).into()), "degrees north", "how exactly"),
    column("ActionGeo_Long", Kind::Real, |e| place(e, |p| (&p.lon).into()), "degrees east", "how exactly"),
    empty("ActionGeo_FeatureID"),
    column("DATEADDED", Kind::Integer, added, "day of publication, at midnight", "the time of day"),
    column("SOURCEURL", Kind::Text, |e| (e.report.url.as_ref().unwrap_or(&e.report.id)).into(), "the report's address, or its id where it has none", "its publisher"),
];

/// A number for the name of an event that every program can hold, also those that keep all numbers as doubles: FNV-1a, cut.
fn id(event: &Event) -> i64 {
    let name = format!("{}#{}", event.report.id, event.event);
    let hash = name
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    (hash >> 11) as i64
}

/// The first day of the event, else that of publication.
pub(super) fn day(event: &Event) -> Option<Date> {
    let parsed = |day: &Option<String>| day.as_deref().and_then(|day| day.parse().ok());
    parsed(&event.first_day).or_else(|| parsed(&event.report.published))
}

fn written(event: &Event, form: &str) -> Value {
    day(event).and_then(|day| day.strftime(form).to_string().parse().ok()).map_or(Value::Missing, Value::Integer)
}

fn fraction(event: &Event) -> Value {
    day(event).map_or(Value::Missing, |day| {
        let passed = f64::from(days::number(day) - days::number(day.first_of_year()));
        (((f64::from(day.year()) + passed / 365.25) * 1e4).round() / 1e4).into()
    })
}

fn name(parties: &[Party]) -> Value {
    parties.first().map_or(Value::Missing, |party| party.name.to_uppercase().into())
}

fn country(parties: &[Party]) -> Value {
    parties.first().map_or(Value::Missing, |party| (&party.country).into())
}

fn sector(parties: &[Party], at: usize) -> Value {
    parties.first().and_then(|party| party.sectors.get(at)).map_or(Value::Missing, Value::from)
}

fn code(event: &Event, digits: usize) -> Value {
    event.cameo.as_ref().map_or(Value::Missing, |code| code.chars().take(digits).collect::<String>().into())
}

fn quad(event: &Event) -> Value {
    let classes = ["verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict"];
    classes.iter().position(|class| *class == event.quad).map_or(Value::Missing, |at| (at as i64 + 1).into())
}

fn kind_of_place(event: &Event) -> Value {
    let kind = match event.place.as_ref().map_or("", |place| place.precision.as_str()) {
        "country" => 1,
        "exact" | "near" | "city" => 4,
        "admin1" => 5,
        _ => 0,
    };
    kind.into()
}

fn added(event: &Event) -> Value {
    let published: Option<Date> = event.report.published.as_deref().and_then(|day| day.parse().ok());
    let midnight = |day: Date| day.strftime("%Y%m%d000000").to_string().parse().ok();
    published.and_then(midnight).map_or(Value::Missing, Value::Integer)
}
