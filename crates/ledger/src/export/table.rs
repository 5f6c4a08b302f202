//! Every format: its rows, its columns, its layout, and what it leaves out.

use std::io;

use super::acled::{class, ACLED};
use super::claims::CLAIMS;
use super::column::{Column, Value};
use super::event::{self, Event};
use super::gdelt::GDELT;
use super::happening::{self, Happening};
use super::incidents::INCIDENTS;
use super::layout::{GeoJson, Head, JsonLines, Lines, Out, Separated, Sink};
use super::nested::EVENTS;
use super::parquet::Parquet;
use super::polecat::POLECAT;
use super::ucdp::{is_deadly, UCDP};
use super::{Format, Stopped};
use crate::store::Ledger;

/// A format as it is made.
pub(super) struct Table {
    pub format: Format,
    /// As it is asked for.
    pub name: &'static str,
    pub summary: &'static str,
    pub rows: Rows,
    pub layout: Layout,
    /// What one row is, and which there are.
    pub one_row: &'static str,
    /// What the format as a whole has no room for.
    pub lost: &'static str,
}

/// What rows are made from, which of it, and into which columns.
pub(super) enum Rows {
    Events(fn(&Event) -> bool, &'static [Column<Event>]),
    Incidents(fn(&Happening) -> bool, &'static [Column<Happening>]),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    Lines(Lines),
    JsonLines,
    GeoJson,
    Parquet,
}

const EVERY_EVENT: &str = "an event of the current version of a report: what is negated, planned or feared, what echoes tell and what was taken back too, each marked (`polarity`, `modality`, `echo_of`, `withdrawn`). In the order of reports' ids and of the text.";
const WHAT_HAPPENED: &str = "an event that is affirmed and actual, that no echo tells, and that was not taken back. In the order of reports' ids and of the text.";

pub(super) static TABLES: &[Table] = &[
    Table {
        format: Format::Csv,
        name: "csv",
        summary: "events: commas, a header line",
        rows: Rows::Events(|_| true, CLAIMS),
        layout: Layout::Lines(Lines::Commas),
        one_row: EVERY_EVENT,
        lost: "Missing and empty are the same. A spreadsheet may take a field that begins with `=`, `+`, `-` or `@` for a formula: import such columns as text.",
    },
    Table {
        format: Format::Jsonl,
        name: "jsonl",
        summary: "events: one a line as JSON, the columns of csv",
        rows: Rows::Events(|_| true, CLAIMS),
        layout: Layout::JsonLines,
        one_row: EVERY_EVENT,
        lost: "Nothing more than the columns say. What is missing is `null`, days are text.",
    },
    Table {
        format: Format::Parquet,
        name: "parquet",
        summary: "events: Parquet, flat, the columns of csv, typed",
        rows: Rows::Events(|_| true, CLAIMS),
        layout: Layout::Parquet,
        one_row: EVERY_EVENT,
        lost: "Nothing more than the columns say. Days are dates, counts 64-bit integers, what is missing is null.",
    },
    Table {
        format: Format::ParquetNested,
        name: "parquet-nested",
        summary: "events: Parquet, with sources, parties and counts as lists and structs",
        rows: Rows::Events(|_| true, EVENTS),
        layout: Layout::Parquet,
        one_row: EVERY_EVENT,
        lost: "Nothing more than the columns say.",
    },
    Table {
        format: Format::ParquetIncidents,
        name: "parquet-incidents",
        summary: "incidents: Parquet, with their accounts as lists and structs",
        rows: Rows::Incidents(|_| true, INCIDENTS),
        layout: Layout::Parquet,
        one_row: "an incident, mere words (accusations, threats, …) too. By day and name.",
        lost: "The claims: events of `parquet` or `parquet-nested` name their incident. What was taken back counts in none.",
    },
    Table {
        format: Format::Geojson,
        name: "geojson",
        summary: "incidents: points, with the columns of parquet-incidents",
        rows: Rows::Incidents(|h| !h.is_mere_words(), INCIDENTS),
        layout: Layout::GeoJson,
        one_row: "an incident, all but mere words; `geometry` is null without a point. By day and name.",
        lost: "The claims. Programs that know no nested properties show lists as JSON.",
    },
    Table {
        format: Format::Hxl,
        name: "hxl",
        summary: "incidents: commas, a header line and a row of HXL's hashtags",
        rows: Rows::Incidents(|h| !h.is_mere_words(), INCIDENTS),
        layout: Layout::Lines(Lines::Tagged),
        one_row: "an incident, all but mere words. By day and name. Only columns with a hashtag; lists are parted by `; `.",
        lost: "The claims, and the accounts but for who gives them (`told_by`): which account tells which count; parties; corrections and decisions.",
    },
    Table {
        format: Format::Gdelt,
        name: "gdelt",
        summary: "events: GDELT 2.0's 61 columns, tabs, no header line",
        rows: Rows::Events(happened, GDELT),
        layout: Layout::Lines(Lines::BareTabs),
        one_row: WHAT_HAPPENED,
        lost: "Who says so, certainty, counts, contexts, the place in the text. A row is a claim and no fact: a denial of it is no row. Tabs and line ends in a field become spaces.",
    },
    Table {
        format: Format::Polecat,
        name: "polecat",
        summary: "events: POLECAT's 40 columns, tabs, a header line, None for what is missing",
        rows: Rows::Events(happened, POLECAT),
        layout: Layout::Lines(Lines::Tabs { missing: "None" }),
        one_row: WHAT_HAPPENED,
        lost: "Who says so, certainty, counts, the place in the text. A row is a claim and no fact: a denial of it is no row. Tabs and line ends in a field become spaces.",
    },
    Table {
        format: Format::Acled,
        name: "acled",
        summary: "incidents: ACLED's 31 columns, commas, a header line",
        rows: Rows::Incidents(|h| class(h).is_some(), ACLED),
        layout: Layout::Lines(Lines::Commas),
        one_row: "an incident of a class that ACLED has. Sanctions, talks, aid and words have none and are left out. By day and name.",
        lost: "The wounded, upper bounds (but in `notes`), all parties but two, which account tells what. What was taken back counts in none.",
    },
    Table {
        format: Format::Ucdp,
        name: "ucdp",
        summary: "incidents with dead: UCDP GED's 49 columns, commas, a header line",
        rows: Rows::Incidents(is_deadly, UCDP),
        layout: Layout::Lines(Lines::Commas),
        one_row: "an incident of attack or coercion with at least one dead. By day and name.",
        lost: "The wounded, all parties but two, which account tells what, the kind of attack. UCDP has conflicts, dyads and thresholds, which nothing here decides. What was taken back counts in none.",
    },
];

/// What happened, as GDELT and POLECAT know nothing else.
fn happened(event: &Event) -> bool {
    event.polarity == "affirmed" && event.modality == "actual" && event.report.echo_of.is_none() && !event.withdrawn
}

impl Table {
    pub(super) fn of(format: Format) -> &'static Self {
        TABLES.iter().find(|table| table.format == format).unwrap_or(&TABLES[0])
    }

    /// Writes every row, and tells how many there are after each.
    pub(super) fn write(&self, ledger: &Ledger, out: Out<'_>, told: &mut dyn FnMut(u64)) -> Result<u64, Stopped> {
        match self.rows {
            Rows::Events(wanted, columns) => {
                let mut writing = Writing::new(self.layout, columns, out, told)?;
                event::each(ledger, |event| if wanted(event) { writing.row(event) } else { Ok(()) })?;
                writing.end()
            }
            Rows::Incidents(wanted, columns) => {
                let mut writing = Writing::new(self.layout, columns, out, told)?;
                happening::each(ledger, |happening| if wanted(happening) { writing.row(happening) } else { Ok(()) })?;
                writing.end()
            }
        }
    }
}

/// Rows on their way out.
struct Writing<'a, R: 'static> {
    columns: Vec<&'static Column<R>>,
    sink: Box<dyn Sink + 'a>,
    told: &'a mut dyn FnMut(u64),
    count: u64,
}

impl<'a, R> Writing<'a, R> {
    fn new(
        layout: Layout,
        columns: &'static [Column<R>],
        out: Out<'a>,
        told: &'a mut dyn FnMut(u64),
    ) -> io::Result<Self> {
        let columns: Vec<_> = columns.iter().filter(|column| layout.has(column)).collect();
        let heads =
            columns.iter().map(|column| Head { name: column.name, kind: column.kind, tag: column.tag }).collect();
        Ok(Self { columns, sink: layout.sink(out, heads)?, told, count: 0 })
    }

    fn row(&mut self, row: &R) -> Result<(), Stopped> {
        let values: Vec<Value> = self.columns.iter().map(|column| (column.get)(row)).collect();
        self.sink.row(&values)?;
        self.count += 1;
        (self.told)(self.count);
        Ok(())
    }

    fn end(self) -> Result<u64, Stopped> {
        self.sink.end()?;
        Ok(self.count)
    }
}

impl Layout {
    /// Whether a column stands in it: hashtags are for columns that have one.
    pub(super) fn has<R>(self, column: &Column<R>) -> bool {
        self != Self::Lines(Lines::Tagged) || !column.tag.is_empty()
    }

    fn sink<'a>(self, out: Out<'a>, heads: Vec<Head>) -> io::Result<Box<dyn Sink + 'a>> {
        Ok(match self {
            Self::Lines(lines) => Box::new(Separated::new(out, lines, &heads)?),
            Self::JsonLines => Box::new(JsonLines { out, heads }),
            Self::GeoJson => Box::new(GeoJson::new(out, heads)?),
            Self::Parquet => Box::new(Parquet::new(out, &heads)?),
        })
    }
}
