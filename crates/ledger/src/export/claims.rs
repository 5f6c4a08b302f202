//! Events as flat rows: the columns of CSV, JSON Lines and flat Parquet.

use super::column::{column, day, joined, Column, Kind, Value};
use super::event::{Event, Party};
use crate::listing::IncidentPlace;

/// All that the view `v_events` has, with the report, and what else fits in one cell.
// A column a line, however long.
#[rustfmt::skip]
pub(super) static CLAIMS: &[Column<Event>] = &[
    column("report", Kind::Text, |e| (&e.report.id).into(), "the report's id", ""),
    column("event", Kind::Text, |e| (&e.event).into(), "`E1`, `E2`, … in the order of the report's text; with `report` it names the row", ""),
    column("statement", Kind::Text, |e| (&e.statement).into(), "the statement that it stands in: `attache show`, `v_statements`", ""),
    column("incident", Kind::Text, |e| (&e.incident).into(), "the incident it belongs to; missing for plans, fears and what stands alone", "the incident's name may change as reports come"),
    column("type", Kind::Text, |e| (&e.kind).into(), "PLOVER's type", ""),
    column("mode", Kind::Text, |e| (&e.mode).into(), "PLOVER's mode", ""),
    column("contexts", Kind::Text, |e| joined([e.contexts.as_str()], ""), "PLOVER's contexts, parted by spaces", ""),
    column("cameo", Kind::Text, |e| (&e.cameo).into(), "a CAMEO code: text, for `010` and `10` differ", ""),
    column("quad", Kind::Text, |e| (&e.quad).into(), "PLOVER's quad class: verbal or material, cooperation or conflict", ""),
    column("intensity", Kind::Real, |e| e.intensity.into(), "from -10 to 10, by type and mode alone", ""),
    column("time", Kind::Text, |e| (&e.time).into(), "the time as it is told, EDTF (`2014-03`, `2014-03-05/2014-03-07`, `2014~`); missing where no time is told", ""),
    column("first_day", Kind::Day, |e| day(e.first_day.as_deref()), "first day that `time` covers", "missing where that end is open"),
    column("last_day", Kind::Day, |e| day(e.last_day.as_deref()), "last day that `time` covers", "missing where that end is open"),
    column("place", Kind::Text, |e| place(e, |p| (&p.name).into()), "name of the place", ""),
    column("country", Kind::Text, |e| place(e, |p| (&p.country).into()), "ISO 3166-1 alpha-3 code of the place's state", "says nothing of who holds or claims it: `disputed`"),
    column("lat", Kind::Real, |e| place(e, |p| (&p.lat).into()), "degrees north, WGS 84", "the middle of what `precision` names"),
    column("lon", Kind::Real, |e| place(e, |p| (&p.lon).into()), "degrees east, WGS 84", "the middle of what `precision` names"),
    column("precision", Kind::Text, |e| place(e, |p| (&p.precision).into()), "how exactly the place is told: exact, city, near, admin2, admin1, region, country", ""),
    column("actors", Kind::Text, |e| names(&e.actors), "who is said to do it, parted by `; `", "a name may itself hold `; `; kinds, sectors, offices"),
    column("recipients", Kind::Text, |e| names(&e.recipients), "to whom, likewise", "the same"),
    column("sources", Kind::Text, |e| joined(e.sources.iter().map(|s| s.party.name.as_str()), " < "), "who says so: the chain, outermost first, parted by ` < `; missing where the report itself tells it", "verbs, kinds, sectors"),
    column("killed_low", Kind::Integer, |e| low(e, 0), "dead, at least", ""),
    column("killed_high", Kind::Integer, |e| high(e, 0), "dead, at most; missing with `killed_low` there: open", ""),
    column("wounded_low", Kind::Integer, |e| low(e, 1), "wounded, at least", ""),
    column("wounded_high", Kind::Integer, |e| high(e, 1), "wounded, at most; missing with `wounded_low` there: open", ""),
    column("detained_low", Kind::Integer, |e| low(e, 2), "detained, at least", ""),
    column("detained_high", Kind::Integer, |e| high(e, 2), "detained, at most; missing with `detained_low` there: open", ""),
    column("displaced_low", Kind::Integer, |e| low(e, 3), "displaced, at least", ""),
    column("displaced_high", Kind::Integer, |e| high(e, 3), "displaced, at most; missing with `displaced_low` there: open", ""),
    column("polarity", Kind::Text, |e| (&e.polarity).into(), "affirmed or negated", ""),
    column("modality", Kind::Text, |e| (&e.modality).into(), "actual, planned, feared, …", ""),
    column("background", Kind::Flag, |e| e.background.into(), "told as background of another event", ""),
    column("confidence", Kind::Real, |e| e.confidence.into(), "from 0 to 1: that it was read rightly, never that it is true", ""),
    column("start", Kind::Integer, |e| e.start.into(), "first character of the words in the report's text, from 0", ""),
    column("end", Kind::Integer, |e| e.end.into(), "the character after the last", ""),
    column("words", Kind::Text, |e| (&e.words).into(), "the words themselves", "the text around them: `attache sql`"),
    column("publisher", Kind::Text, |e| (&e.report.publisher).into(), "who published the report", ""),
    column("published", Kind::Day, |e| day(e.report.published.as_deref()), "day of publication", ""),
    column("title", Kind::Text, |e| (&e.report.title).into(), "the report's title", ""),
    column("url", Kind::Text, |e| (&e.report.url).into(), "its address", ""),
    column("echo_of", Kind::Text, |e| (&e.report.echo_of).into(), "the report that it repeats: its events are told already, count them once", "what it adds and drops: `v_reports`"),
    column("model", Kind::Text, |e| (&e.report.model).into(), "version of the language model that read it", ""),
    column("knowledge", Kind::Text, |e| (&e.report.knowledge).into(), "version of the knowledge", ""),
    column("withdrawn", Kind::Flag, |e| e.withdrawn.into(), "counts nowhere: its report was taken back or replaced, or an analyst found it misread", "who took it back, why: `v_decisions`, `notice`"),
    column("version", Kind::Integer, |e| e.report.version.into(), "which wording of the report, from 1", "earlier wordings"),
    column("standing", Kind::Text, |e| joined([e.report.standing.as_str()], ""), "of the report: valid, corrected, retracted", ""),
    column("notice", Kind::Text, |e| (&e.report.notice).into(), "correction or retraction, where the report says that it is one", ""),
    column("notice_of", Kind::Text, |e| (&e.report.notice_of).into(), "the report that this is about", ""),
    column("corrected", Kind::Text, |e| (&e.corrected).into(), "fields that stand as an analyst corrected them, with who did", "what was read there: `v_corrections`"),
    column("manner", Kind::Text, |e| joined([e.manner.as_str()], ""), "how the statement is made", ""),
    column("stance", Kind::Text, |e| joined([e.stance.as_str()], ""), "whether its source asserts or denies it", ""),
    column("medium", Kind::Text, |e| (&e.medium).into(), "through what the source said so", ""),
    column("admin1", Kind::Text, |e| place(e, |p| (&p.admin1).into()), "first-level area of the place", ""),
    column("disputed", Kind::Text, |e| place(e, |p| (&p.disputed).into()), "what is disputed about the place", ""),
    column("actor_countries", Kind::Text, |e| countries(&e.actors), "ISO codes of the actors that have one, each once, parted by `; `", "which is whose"),
    column("recipient_countries", Kind::Text, |e| countries(&e.recipients), "the same of the recipients", "the same"),
    column("violates", Kind::Text, |e| (&e.violates).into(), "the agreement that it is said to break", "its parties and date: `v_agreements`"),
    column("language", Kind::Text, |e| joined([e.report.language.as_str()], ""), "BCP 47 tag of the report's language", ""),
    column("program", Kind::Text, |e| (&e.report.program).into(), "version of the program", ""),
];

/// Something of the event's place.
pub(super) fn place(event: &Event, of: fn(&IncidentPlace) -> Value) -> Value {
    event.place.as_ref().map_or(Value::Missing, of)
}

pub(super) fn names(parties: &[Party]) -> Value {
    joined(parties.iter().map(|party| party.name.as_str()), "; ")
}

fn countries(parties: &[Party]) -> Value {
    let mut codes: Vec<&str> = parties.iter().filter_map(|party| party.country.as_deref()).collect();
    let mut seen = std::collections::HashSet::new();
    codes.retain(|code| seen.insert(*code));
    joined(codes, "; ")
}

fn low(event: &Event, of: usize) -> Value {
    (&event.counts[of].0).into()
}

fn high(event: &Event, of: usize) -> Value {
    (&event.counts[of].1).into()
}
