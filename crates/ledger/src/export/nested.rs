//! Events as nested rows: chains, parties and counts as lists and structs.

use super::claims::place;
use super::column::{column, day, joined, Column, Kind, Value, TEXTS};
use super::event::{Event, Party, Source};

const REPORT: Kind = Kind::Struct(&[
    ("id", Kind::Text),
    ("version", Kind::Integer),
    ("publisher", Kind::Text),
    ("published", Kind::Day),
    ("title", Kind::Text),
    ("url", Kind::Text),
    ("language", Kind::Text),
    ("standing", Kind::Text),
    ("echo_of", Kind::Text),
    ("notice", Kind::Text),
    ("notice_of", Kind::Text),
]);
const STATEMENT: Kind =
    Kind::Struct(&[("id", Kind::Text), ("manner", Kind::Text), ("stance", Kind::Text), ("medium", Kind::Text)]);
const SOURCES: Kind = Kind::List(&Kind::Struct(&[
    ("name", Kind::Text),
    ("kind", Kind::Text),
    ("country", Kind::Text),
    ("sectors", TEXTS),
    ("office", Kind::Text),
    ("member_of", Kind::Text),
    ("verb", Kind::Text),
]));
pub(super) const PARTIES: Kind = Kind::List(&Kind::Struct(&[
    ("name", Kind::Text),
    ("kind", Kind::Text),
    ("country", Kind::Text),
    ("sectors", TEXTS),
    ("office", Kind::Text),
    ("member_of", Kind::Text),
]));
const TIME: Kind = Kind::Struct(&[("edtf", Kind::Text), ("first_day", Kind::Day), ("last_day", Kind::Day)]);
pub(super) const PLACE: Kind = Kind::Struct(&[
    ("name", Kind::Text),
    ("country", Kind::Text),
    ("admin1", Kind::Text),
    ("lat", Kind::Real),
    ("lon", Kind::Real),
    ("precision", Kind::Text),
    ("disputed", Kind::Text),
]);
pub(super) const RANGE: Kind = Kind::Struct(&[("low", Kind::Integer), ("high", Kind::Integer)]);
const CASUALTIES: Kind =
    Kind::Struct(&[("killed", RANGE), ("wounded", RANGE), ("detained", RANGE), ("displaced", RANGE)]);
const SPAN: Kind = Kind::Struct(&[("start", Kind::Integer), ("end", Kind::Integer)]);
const CODING: Kind = Kind::Struct(&[("program", Kind::Text), ("model", Kind::Text), ("knowledge", Kind::Text)]);

/// What an event has in its own shape.
// A column a line, however long.
#[rustfmt::skip]
pub(super) static EVENTS: &[Column<Event>] = &[
    column("report", REPORT, report, "the report: its id, wording, publisher, day, title, address, language, standing; what it repeats, corrects or takes back", "its text: `attache sql`"),
    column("event", Kind::Text, |e| (&e.event).into(), "`E1`, `E2`, …; with `report.id` it names the row", ""),
    column("statement", STATEMENT, statement, "the statement that it stands in: id, manner, stance, medium", "its own time and place"),
    column("sources", SOURCES, |e| Value::List(e.sources.iter().map(source).collect()), "who says so: the chain, outermost first, with the verb that each tells it by; an empty list where the report itself tells it", "where each is named in the text"),
    column("incident", Kind::Text, |e| (&e.incident).into(), "the incident it belongs to: `incident` of `parquet-incidents`", ""),
    column("type", Kind::Text, |e| (&e.kind).into(), "PLOVER's type", ""),
    column("mode", Kind::Text, |e| (&e.mode).into(), "PLOVER's mode", ""),
    column("contexts", TEXTS, |e| texts(&e.contexts), "PLOVER's contexts", ""),
    column("cameo", Kind::Text, |e| (&e.cameo).into(), "a CAMEO code", ""),
    column("quad", Kind::Text, |e| (&e.quad).into(), "PLOVER's quad class", ""),
    column("intensity", Kind::Real, |e| e.intensity.into(), "from -10 to 10, by type and mode alone", ""),
    column("time", TIME, time, "the time as it is told (EDTF), with the days that it covers; an open end has no day; missing where no time is told", ""),
    column("place", PLACE, where_, "where, how exactly it is told, and what is disputed about it", ""),
    column("actors", PARTIES, |e| parties(&e.actors), "who is said to do it: name, kind, ISO code of the state, PLOVER's sectors, office, what it is part of", "where each is named in the text"),
    column("recipients", PARTIES, |e| parties(&e.recipients), "to whom, likewise", "the same"),
    column("casualties", CASUALTIES, casualties, "killed, wounded, detained, displaced, each missing where none are told; `high` missing: open", ""),
    column("polarity", Kind::Text, |e| (&e.polarity).into(), "affirmed or negated", ""),
    column("modality", Kind::Text, |e| (&e.modality).into(), "actual, planned, feared, …", ""),
    column("background", Kind::Flag, |e| e.background.into(), "told as background of another event", ""),
    column("violates", Kind::Text, |e| (&e.violates).into(), "the agreement that it is said to break", "its parties and date"),
    column("confidence", Kind::Real, |e| e.confidence.into(), "from 0 to 1: that it was read rightly", ""),
    column("span", SPAN, |e| Value::Struct(vec![e.start.into(), e.end.into()]), "characters of the report's text, from 0", ""),
    column("words", Kind::Text, |e| (&e.words).into(), "the words themselves", ""),
    column("corrected", Kind::Text, |e| (&e.corrected).into(), "fields that stand as an analyst corrected them, with who did", "what was read there: `v_corrections`"),
    column("withdrawn", Kind::Flag, |e| e.withdrawn.into(), "counts nowhere: taken back, replaced or misread", ""),
    column("coding", CODING, coding, "the program, model and knowledge that read it", ""),
];

fn report(event: &Event) -> Value {
    let r = &event.report;
    Value::Struct(vec![
        (&r.id).into(),
        r.version.into(),
        (&r.publisher).into(),
        day(r.published.as_deref()),
        (&r.title).into(),
        (&r.url).into(),
        joined([r.language.as_str()], ""),
        (&r.standing).into(),
        (&r.echo_of).into(),
        (&r.notice).into(),
        (&r.notice_of).into(),
    ])
}

fn statement(e: &Event) -> Value {
    Value::Struct(vec![(&e.statement).into(), (&e.manner).into(), (&e.stance).into(), (&e.medium).into()])
}

/// The fields of [`PARTIES`].
fn fields(party: &Party) -> Vec<Value> {
    vec![
        (&party.name).into(),
        (&party.kind).into(),
        (&party.country).into(),
        party.sectors.as_slice().into(),
        (&party.office).into(),
        (&party.member_of).into(),
    ]
}

pub(super) fn parties(parties: &[Party]) -> Value {
    Value::List(parties.iter().map(|party| Value::Struct(fields(party))).collect())
}

fn source(source: &Source) -> Value {
    let mut fields = fields(&source.party);
    fields.push((&source.verb).into());
    Value::Struct(fields)
}

fn texts(parted: &str) -> Value {
    Value::List(parted.split_whitespace().map(Value::from).collect())
}

fn time(e: &Event) -> Value {
    match &e.time {
        None => Value::Missing,
        Some(time) => Value::Struct(vec![time.into(), day(e.first_day.as_deref()), day(e.last_day.as_deref())]),
    }
}

fn where_(event: &Event) -> Value {
    place(event, |p| {
        Value::Struct(vec![
            (&p.name).into(),
            (&p.country).into(),
            (&p.admin1).into(),
            (&p.lat).into(),
            (&p.lon).into(),
            (&p.precision).into(),
            (&p.disputed).into(),
        ])
    })
}

fn casualties(event: &Event) -> Value {
    let range = |(low, high): &(Option<i64>, Option<i64>)| match low {
        None => Value::Missing,
        Some(low) => Value::Struct(vec![(*low).into(), high.into()]),
    };
    Value::Struct(event.counts.iter().map(range).collect())
}

fn coding(event: &Event) -> Value {
    Value::Struct(vec![(&event.report.program).into(), (&event.report.model).into(), (&event.report.knowledge).into()])
}
