//! Formats with one event a line: every claim of a current version that is no echo's, with who makes it where the format has room.

use std::io::Write;

use rusqlite::types::ValueRef;
use rusqlite::Row;
use serde_json::{Map, Value};

use super::{comma_separated, tabbed, Stopped};
use crate::days;
use crate::store::Ledger;

/// The columns of `v_events`, with the report's, in the order of the CSV file.
const COLUMNS: &str = "e.report, e.event, e.statement, e.incident, e.type, e.mode, e.contexts, e.cameo, e.quad, e.intensity, e.time,
    e.first_day, e.last_day, e.place, e.country, e.lat, e.lon, e.precision, e.actors, e.recipients, e.sources, e.killed_low, e.killed_high,
    e.wounded_low, e.wounded_high, e.detained_low, e.detained_high, e.displaced_low, e.displaced_high, e.polarity, e.modality,
    e.background, e.confidence, e.start, e.\"end\", e.words, r.publisher, r.published, r.title, r.url, r.echo_of, r.model, r.knowledge, e.withdrawn";

fn value(row: &Row<'_>, i: usize) -> rusqlite::Result<Value> {
    Ok(match row.get_ref(i)? {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(n) => n.into(),
        ValueRef::Real(x) => x.into(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned().into(),
        ValueRef::Blob(_) => Value::Null,
    })
}

/// Hands out every event as columns with their names.
fn each(
    ledger: &Ledger,
    condition: &str,
    mut one: impl FnMut(&[String], &[Value]) -> Result<(), Stopped>,
) -> Result<u64, Stopped> {
    let sql = format!("SELECT {COLUMNS} FROM v_events e JOIN v_reports r ON r.report = e.report WHERE {condition}");
    let mut find = ledger.db.prepare(&sql)?;
    let names: Vec<String> = find.column_names().into_iter().map(str::to_owned).collect();
    let mut rows = find.query([])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        let values = (0..names.len()).map(|i| value(row, i)).collect::<rusqlite::Result<Vec<_>>>()?;
        one(&names, &values)?;
        count += 1;
    }
    Ok(count)
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

pub(super) fn csv(ledger: &Ledger, out: &mut impl Write) -> Result<u64, Stopped> {
    let mut headed = false;
    let count = each(ledger, "1", |names, values| {
        if !headed {
            comma_separated(out, names)?;
            headed = true;
        }
        Ok(comma_separated(out, &values.iter().map(plain).collect::<Vec<_>>())?)
    })?;
    if !headed {
        let bare =
            |column: &str| column.trim().split_once('.').map_or("", |(_, name)| name).trim_matches('"').to_owned();
        comma_separated(out, &COLUMNS.split(',').map(bare).collect::<Vec<_>>())?;
    }
    Ok(count)
}

pub(super) fn jsonl(ledger: &Ledger, out: &mut impl Write) -> Result<u64, Stopped> {
    each(ledger, "1", |names, values| {
        let object: Map<String, Value> = names.iter().cloned().zip(values.iter().cloned()).collect();
        Ok(writeln!(out, "{}", Value::Object(object))?)
    })
}

/// One event's columns by name.
struct Fields<'a>(&'a [String], &'a [Value]);

impl Fields<'_> {
    fn value(&self, name: &str) -> &Value {
        self.0.iter().position(|n| n == name).map_or(&Value::Null, |i| &self.1[i])
    }

    fn text(&self, name: &str) -> String {
        plain(self.value(name))
    }

    /// The first of several names.
    fn first(&self, name: &str) -> String {
        self.text(name).split("; ").next().unwrap_or_default().to_owned()
    }

    fn day(&self) -> Option<jiff::civil::Date> {
        let told = self.value("first_day").as_str().and_then(|d| d.parse().ok());
        told.or_else(|| self.value("published").as_str().and_then(|d| d.parse().ok()))
    }
}

/// What happened, as these formats know no other: affirmed, actual, told by no echo, and not taken back.
const HAPPENED: &str = "e.polarity = 'affirmed' AND e.modality = 'actual' AND r.echo_of IS NULL AND NOT e.withdrawn";

pub(super) fn gdelt(ledger: &Ledger, out: &mut impl Write) -> Result<u64, Stopped> {
    let mut id = 0_u64;
    each(ledger, HAPPENED, |names, values| {
        id += 1;
        Ok(tabbed(out, &gdelt_row(&Fields(names, values), id))?)
    })
}

fn gdelt_row(f: &Fields<'_>, id: u64) -> Vec<String> {
    let mut row = vec![String::new(); 61];
    let day = f.day();
    let mut set = |column: usize, value: String| row[column - 1] = value;
    set(1, id.to_string());
    if let Some(day) = day {
        set(2, day.strftime("%Y%m%d").to_string());
        set(3, day.strftime("%Y%m").to_string());
        set(4, day.strftime("%Y").to_string());
        let begin = jiff::civil::date(day.year(), 1, 1);
        let passed = f64::from(days::number(day) - days::number(begin));
        set(5, format!("{:.4}", f64::from(day.year()) + passed / 365.25));
    }
    set(7, f.first("actors").to_uppercase());
    set(17, f.first("recipients").to_uppercase());
    let code = f.text("cameo");
    set(26, "1".into());
    set(28, code.chars().take(3).collect());
    set(29, code.chars().take(2).collect());
    set(27, code);
    let quads = ["verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict"];
    let quad = quads.iter().position(|q| *q == f.text("quad")).map_or(String::new(), |i| (i + 1).to_string());
    set(30, quad);
    set(31, f.text("intensity"));
    for column in [32, 33, 34] {
        set(column, "1".into());
    }
    let kind = match f.text("precision").as_str() {
        "" => "0",
        "country" => "1",
        "admin1" => "5",
        "region" | "admin2" => "0",
        _ => "4",
    };
    set(52, kind.into());
    set(53, f.text("place"));
    set(57, f.text("lat"));
    set(58, f.text("lon"));
    let added = f.value("published").as_str().and_then(|d| d.parse::<jiff::civil::Date>().ok());
    set(60, added.map(|d| d.strftime("%Y%m%d000000").to_string()).unwrap_or_default());
    let url = f.text("url");
    set(61, if url.is_empty() { f.text("report") } else { url });
    row
}

const POLECAT: [&str; 40] = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
];

pub(super) fn polecat(ledger: &Ledger, out: &mut impl Write) -> Result<u64, Stopped> {
    tabbed(out, &POLECAT.map(str::to_owned))?;
    each(ledger, HAPPENED, |names, values| {
        let f = Fields(names, values);
        let of = |column: &str| match column {
            "Event ID" => format!("{}#{}", f.text("report"), f.text("event")),
            "Event Date" => f.day().map(|d| d.to_string()).unwrap_or_default(),
            "Event Type" => f.text("type"),
            "Event Mode" => f.text("mode"),
            "Intensity" => f.text("intensity"),
            "Quad Code" => f.text("quad").to_uppercase().replace('-', " "),
            "Contexts" => f.text("contexts").replace(' ', ";"),
            "Actor Name" | "Actor Name Raw" => f.text("actors"),
            "Recipient Name" | "Recipient Name Raw" => f.text("recipients"),
            "Placename" | "Raw Placename" => f.text("place"),
            "City" if matches!(f.text("precision").as_str(), "exact" | "near" | "city") => f.text("place"),
            "Country" => f.text("country"),
            "Latitude" => f.text("lat"),
            "Longitude" => f.text("lon"),
            "Source" => f.text("publisher"),
            "Publication Date" => f.text("published"),
            "Language" => "en".into(),
            "Version" => f.text("model"),
            _ => String::new(),
        };
        let row = POLECAT.map(|column| Some(of(column)).filter(|v| !v.is_empty()).unwrap_or_else(|| "None".into()));
        Ok(tabbed(out, &row)?)
    })
}
