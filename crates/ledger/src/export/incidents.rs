//! Incidents with their accounts: the columns of nested Parquet, of GeoJSON's properties, and, those with a tag, of HXL.

use jiff::civil::Date;

use super::column::{column, day, tagged, Column, Kind, Value, TEXTS};
use super::happening::Happening;
use super::nested::{parties, PARTIES, RANGE};
use crate::{Account, IncidentPlace, Range};

const ACCOUNTS: Kind = Kind::List(&Kind::Struct(&[
    ("by", TEXTS),
    ("stance", Kind::Text),
    ("since", Kind::Day),
    ("reports", TEXTS),
    ("independent", Kind::Integer),
    ("actors", TEXTS),
    ("recipients", TEXTS),
    ("place", Kind::Text),
    ("time", Kind::Text),
    ("killed", RANGE),
    ("wounded", RANGE),
]));
const DISPUTES: Kind = Kind::List(&Kind::Struct(&[("field", Kind::Text), ("since", Kind::Day)]));
const NOTICES: Kind = Kind::List(&Kind::Struct(&[("report", Kind::Text), ("kind", Kind::Text), ("of", Kind::Text)]));

const DECISIONS: Kind = Kind::List(&Kind::Struct(&[
    ("id", Kind::Integer),
    ("kind", Kind::Text),
    ("words", Kind::Text),
    ("note", Kind::Text),
    ("by", Kind::Text),
    ("made", Kind::Text),
]));

// A column a line, however long.
#[rustfmt::skip]
pub(super) static INCIDENTS: &[Column<Happening>] = &[
    tagged("#event+id", column("incident", Kind::Text, |h| (&h.incident.id).into(), "the incident's name: that of its first telling", "may change as reports come")),
    tagged("#event+type", column("type", Kind::Text, |h| (&h.incident.r#type).into(), "PLOVER's type, as most reports have it", "")),
    tagged("#event+mode", column("mode", Kind::Text, |h| (&h.incident.mode).into(), "PLOVER's mode", "")),
    tagged("#event+class", column("quad", Kind::Text, |h| (&h.incident.quad).into(), "PLOVER's quad class", "")),
    tagged("#severity+num", column("intensity", Kind::Real, |h| h.incident.intensity.into(), "from -10 to 10, by type and mode alone", "")),
    tagged("#date+edtf", column("time", Kind::Text, |h| (&h.incident.time).into(), "day or days, EDTF; with `~` where no report tells the day and it is that of the first publication", "")),
    tagged("#date+start", column("first_day", Kind::Day, |h| at(h.first_day), "the first of them", "")),
    tagged("#date+end", column("last_day", Kind::Day, |h| at(h.last_day), "the last", "")),
    tagged("#date+inferred", column("day_inferred", Kind::Flag, |h| h.day_inferred.into(), "no report tells the day", "")),
    tagged("#loc+name", column("place", Kind::Text, |h| place(h, |p| (&p.name).into()), "name of the place, as most of the most exact reports have it", "")),
    tagged("#country+code+v_iso3", column("country", Kind::Text, |h| place(h, |p| (&p.country).into()), "ISO 3166-1 alpha-3", "says nothing of who holds or claims it: `disputed`")),
    tagged("#adm1+name", column("admin1", Kind::Text, |h| place(h, |p| (&p.admin1).into()), "first-level area", "")),
    tagged("#geo+lat", column("lat", Kind::Real, |h| place(h, |p| (&p.lat).into()), "degrees north, WGS 84", "the middle of what `precision` names")),
    tagged("#geo+lon", column("lon", Kind::Real, |h| place(h, |p| (&p.lon).into()), "degrees east, WGS 84", "the same")),
    tagged("#geo+precision", column("precision", Kind::Text, |h| place(h, |p| (&p.precision).into()), "exact, city, near, admin2, admin1, region, country", "")),
    tagged("#loc+disputed", column("disputed", Kind::Text, |h| place(h, |p| (&p.disputed).into()), "what is disputed about the place", "")),
    tagged("#affected+killed+min", column("killed_low", Kind::Integer, |h| low(h.incident.killed), "dead: the lowest count that stands", "who counts so: `accounts`")),
    tagged("#affected+killed+max", column("killed_high", Kind::Integer, |h| high(h.incident.killed), "dead: the highest; missing with `killed_low` there: open", "the same")),
    tagged("#affected+injured+min", column("wounded_low", Kind::Integer, |h| low(h.incident.wounded), "wounded: the lowest count that stands", "the same")),
    tagged("#affected+injured+max", column("wounded_high", Kind::Integer, |h| high(h.incident.wounded), "wounded: the highest, likewise", "the same")),
    tagged("#meta+source+list", column("told_by", TEXTS, |h| h.told_by().as_slice().into(), "who gives an account of it; `reports` is their own narration; `denied by` who denies it", "")),
    tagged("#meta+contested+list", column("contested", TEXTS, |h| h.incident.contested.as_slice().into(), "fields that accounts tell differently", "")),
    tagged("#meta+agreed+list", column("agreed", TEXTS, |h| h.incident.agreed.as_slice().into(), "fields that two or more accounts tell alike", "")),
    tagged("#meta+sources+num", column("independent", Kind::Integer, |h| (h.incident.independent as u64).into(), "reports that are no echoes of each other", "")),
    tagged("#meta+reports+list", column("reports", TEXTS, |h| h.incident.reports.as_slice().into(), "ids of all reports that tell of it, echoes among them, by day of publication", "which is an echo of which: `echo_of` of the events")),
    column("lead", TEXTS, |h| h.incident.lead.as_slice().into(), "those of them whose main matter it is", ""),
    column("actors", PARTIES, |h| parties(&h.actors), "who is said to do it, by whomever; those of most reports first", "who says so: `accounts`"),
    column("recipients", PARTIES, |h| parties(&h.recipients), "to whom, likewise", "the same"),
    column("accounts", ACCOUNTS, accounts, "each source's version: by whom (nobody: the reports' own narration), whether it asserts or denies, since when, in which reports, what it tells", "its words: the events of this incident"),
    column("disputes", DISPUTES, disputes, "what is contested, and since when", ""),
    column("notices", NOTICES, notices, "reports that correct or take back what others tell of it", ""),
    column("decisions", DECISIONS, decisions, "what analysts decided that it stands on, and their notes, with who did and when", ""),
];

fn at(day: Option<Date>) -> Value {
    day.map_or(Value::Missing, Value::Day)
}

fn place(happening: &Happening, of: fn(&IncidentPlace) -> Value) -> Value {
    happening.place().map_or(Value::Missing, of)
}

fn low(range: Option<Range>) -> Value {
    range.map_or(Value::Missing, |(low, _)| low.into())
}

fn high(range: Option<Range>) -> Value {
    range.and_then(|(_, high)| high).map_or(Value::Missing, Value::from)
}

fn accounts(happening: &Happening) -> Value {
    Value::List(happening.incident.accounts.iter().map(account).collect())
}

fn account(account: &Account) -> Value {
    let range = |range: Option<Range>| range.map_or(Value::Missing, |_| Value::Struct(vec![low(range), high(range)]));
    Value::Struct(vec![
        account.by.as_slice().into(),
        (&account.stance).into(),
        day(account.since.as_deref()),
        account.reports.as_slice().into(),
        (account.independent as u64).into(),
        account.actors.as_slice().into(),
        account.recipients.as_slice().into(),
        (&account.place).into(),
        (&account.time).into(),
        range(account.killed),
        range(account.wounded),
    ])
}

fn disputes(happening: &Happening) -> Value {
    let dispute = |d: &crate::Contest| Value::Struct(vec![(&d.field).into(), day(d.since.as_deref())]);
    Value::List(happening.incident.disputes.iter().map(dispute).collect())
}

fn notices(happening: &Happening) -> Value {
    let notice = |n: &crate::Notice| Value::Struct(vec![(&n.report).into(), (&n.kind).into(), (&n.of).into()]);
    Value::List(happening.incident.notices.iter().map(notice).collect())
}

fn decisions(happening: &Happening) -> Value {
    let decision = |d: &crate::Decided| {
        Value::Struct(vec![
            d.id.into(),
            (&d.kind).into(),
            (&d.words).into(),
            (&d.note).into(),
            (&d.by).into(),
            (&d.made).into(),
        ])
    };
    Value::List(happening.incident.decisions.iter().map(decision).collect())
}
