//! Rows like those of UCDP's georeferenced events: incidents of violence with at least one death.

use super::column::{column, empty, joined, Column, Kind, Value};
use super::event::Party;
use super::happening::{Happening, Told};

// A column a line, however long.
#[rustfmt::skip]
pub(super) static UCDP: &[Column<Happening>] = &[
    column("id", Kind::Integer, |h| h.number.into(), "a running number over all incidents, by day and name", "changes as reports come: `relid` is the name"),
    column("relid", Kind::Text, |h| (&h.incident.id).into(), "the incident's name", ""),
    column("year", Kind::Integer, |h| h.first_day.map_or(Value::Missing, |d| i64::from(d.year()).into()), "year of the first day", ""),
    empty("active_year"),
    empty("code_status"),
    column("type_of_violence", Kind::Integer, violence, "3 one-sided: all recipients are civilians; 1 state-based: a government, its forces or police is among the actors or recipients; 2 non-state: both sides are named and none of them is that; else missing", "UCDP decides by who the organised parties are, and what for"),
    empty("conflict_dset_id"),
    empty("conflict_new_id"),
    empty("conflict_name"),
    empty("dyad_dset_id"),
    empty("dyad_new_id"),
    column("dyad_name", Kind::Text, dyad, "`side_a - side_b`, where both are named", ""),
    empty("side_a_dset_id"),
    empty("side_a_new_id"),
    column("side_a", Kind::Text, |h| name(&h.actors), "the actor whom most reports name; UCDP puts the government first", "the others; that it may be contested: `source_original`"),
    empty("side_b_dset_id"),
    empty("side_b_new_id"),
    column("side_b", Kind::Text, |h| name(&h.recipients), "the recipient whom most reports name", "the others"),
    column("number_of_sources", Kind::Integer, |h| (h.incident.independent as u64).into(), "reports that are no echoes of each other", ""),
    column("source_article", Kind::Text, |h| joined(h.reports.iter().map(article).collect::<Vec<_>>().iter().map(String::as_str), "; "), "publisher, day and title of every report, parted by `; `; the id where there is no title", "addresses"),
    column("source_office", Kind::Text, |h| first(h, |r| (&r.publisher).into()), "publisher of the first report", "the others: `source_article`"),
    column("source_date", Kind::Day, |h| first(h, |r| super::column::day(r.published.as_deref())), "its day", ""),
    column("source_headline", Kind::Text, |h| first(h, |r| (&r.title).into()), "its title", ""),
    column("source_original", Kind::Text, original, "who gives an account of it, who denies it, and which fields are contested", "the chains behind them; since when"),
    column("where_prec", Kind::Integer, where_prec, "1 exact or town, 2 near, 3 district, 4 first-level area, 5 region, 6 country", ""),
    column("where_coordinates", Kind::Text, |h| h.place().map_or(Value::Missing, |p| (&p.name).into()), "name of the place", ""),
    column("where_description", Kind::Text, |h| h.place().map_or(Value::Missing, |p| (&p.disputed).into()), "what is disputed about it", ""),
    column("adm_1", Kind::Text, |h| h.place().map_or(Value::Missing, |p| (&p.admin1).into()), "first-level area", ""),
    empty("adm_2"),
    column("latitude", Kind::Real, |h| h.place().map_or(Value::Missing, |p| (&p.lat).into()), "degrees north", ""),
    column("longitude", Kind::Real, |h| h.place().map_or(Value::Missing, |p| (&p.lon).into()), "degrees east", ""),
    column("geom_wkt", Kind::Text, |h| point(h).map_or(Value::Missing, |(lat, lon)| format!("POINT ({lon:?} {lat:?})").into()), "the point as well-known text", ""),
    column("priogrid_gid", Kind::Integer, grid, "the PRIO-GRID cell of half a degree that the point is in", ""),
    column("country", Kind::Text, |h| h.place().map_or(Value::Missing, |p| (&p.country).into()), "ISO 3166-1 alpha-3, where UCDP has a name", "who holds or claims it: `where_description`"),
    empty("country_id"),
    empty("region"),
    column("event_clarity", Kind::Integer, |h| h.length().map_or(Value::Missing, |days| if days == 1 { 1.into() } else { 2.into() }), "1 for what is told of one day, 2 for more", ""),
    column("date_prec", Kind::Integer, date_prec, "1 one day, 2 two to six days, 3 a week, 4 a month, 5 longer; 3 where only the day of publication is known", ""),
    column("date_start", Kind::Day, |h| h.first_day.map_or(Value::Missing, Value::Day), "first day", ""),
    column("date_end", Kind::Day, |h| h.last_day.map_or(Value::Missing, Value::Day), "last day", ""),
    column("deaths_a", Kind::Integer, |_| 0.into(), "always 0: of which side the dead were is not read", "the dead by side"),
    column("deaths_b", Kind::Integer, |_| 0.into(), "always 0", "the same"),
    column("deaths_civilians", Kind::Integer, |_| 0.into(), "always 0", "the same"),
    column("deaths_unknown", Kind::Integer, low, "all dead: the same as `best`", ""),
    column("best", Kind::Integer, low, "the lowest count of dead that stands: where accounts differ none is taken for better", "whose count it is"),
    column("high", Kind::Integer, high, "the highest; missing where it is open", ""),
    column("low", Kind::Integer, low, "the lowest", ""),
    empty("gwnoa"),
    empty("gwnob"),
];

/// Whether UCDP's rows have it: an attack or the use of force with at least one dead.
pub(super) fn is_deadly(happening: &Happening) -> bool {
    matches!(happening.incident.r#type.as_str(), "ASSAULT" | "COERCE")
        && happening.incident.killed.is_some_and(|(low, _)| low > 0)
}

fn violence(happening: &Happening) -> Value {
    if happening.strikes_civilians() {
        3.into()
    } else if happening.is_of_a_state() {
        1.into()
    } else if !happening.actors.is_empty() && !happening.recipients.is_empty() {
        2.into()
    } else {
        Value::Missing
    }
}

fn name(parties: &[Party]) -> Value {
    parties.first().map_or(Value::Missing, |party| (&party.name).into())
}

fn dyad(happening: &Happening) -> Value {
    let sides = happening.actors.first().zip(happening.recipients.first());
    sides.map_or(Value::Missing, |(a, b)| format!("{} - {}", a.name, b.name).into())
}

fn article(report: &Told) -> String {
    let title = report.title.as_ref().or(report.url.as_ref()).unwrap_or(&report.id);
    let parts = [report.publisher.as_ref(), report.published.as_ref(), Some(title)];
    parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
}

fn first(happening: &Happening, of: fn(&Told) -> Value) -> Value {
    happening.reports.first().map_or(Value::Missing, of)
}

fn original(happening: &Happening) -> Value {
    let mut told = happening.told_by();
    if !happening.incident.contested.is_empty() {
        told.push(format!("contested: {}", happening.incident.contested.join(", ")));
    }
    joined(told.iter().map(String::as_str), "; ")
}

fn where_prec(happening: &Happening) -> Value {
    match happening.place().map_or("", |place| place.precision.as_str()) {
        "exact" | "city" => 1.into(),
        "near" => 2.into(),
        "admin2" => 3.into(),
        "admin1" => 4.into(),
        "region" => 5.into(),
        "country" => 6.into(),
        _ => Value::Missing,
    }
}

fn point(happening: &Happening) -> Option<(f64, f64)> {
    happening.place().and_then(|place| place.lat.zip(place.lon))
}

/// Cells are numbered from 1 in the south-west corner, 720 a row.
fn grid(happening: &Happening) -> Value {
    let cell = |degrees: f64, of: i64| ((degrees * 2.0).floor() as i64).clamp(0, of - 1);
    point(happening)
        .map_or(Value::Missing, |(lat, lon)| (cell(lat + 90.0, 360) * 720 + cell(lon + 180.0, 720) + 1).into())
}

fn date_prec(happening: &Happening) -> Value {
    match happening.length() {
        None => Value::Missing,
        Some(_) if happening.day_inferred => 3.into(),
        Some(1) => 1.into(),
        Some(2..=6) => 2.into(),
        Some(7) => 3.into(),
        Some(8..=31) => 4.into(),
        Some(_) => 5.into(),
    }
}

fn low(happening: &Happening) -> Value {
    happening.incident.killed.map_or(Value::Missing, |(low, _)| low.into())
}

fn high(happening: &Happening) -> Value {
    happening.incident.killed.and_then(|(_, high)| high).map_or(Value::Missing, Value::from)
}
