//! What exports hold, read back: by Parquet's own reader, a reader of CSV, and as JSON.

mod told;

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;

use ledger::{Error, Existing, Format, Ledger};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};
use serde_json::{json, Map, Value};
use told::{coding, new, reading, Told, PLAIN};

/// What breaks careless writers: separators, quotes, ends of lines, letters beyond ASCII.
const AWKWARD: &str = "Bureau of \"Quotes\", Commas; Tabs\tand\nLines – Ōtautahi 🕊";

/// An attack with two tolls, an echo of it, an event under an awkward name, and times that are open or partly known.
fn filled() -> Ledger {
    let mut ledger = new();
    let later = "Two more of the wounded died in hospital, which makes six dead after the shelling in the market, a colonel says.";
    let copy = "(Wire) Shells fell on the market of Lormel on Friday and killed four traders, the mayor said.";
    let second = Told { id: "b", published: "2024-03-03", killed: 6, by: "colonel", text: later, ..PLAIN };
    let mut readings = vec![reading(&PLAIN), reading(&second), reading(&Told { id: "c", text: copy, ..PLAIN })];
    readings[1].actors[0].country = Some("RUS".into());
    let text =
        format!("Shells fell on {AWKWARD}, a woman said, and nobody knew when the bombardment would come to an end.");
    let mut awkward = reading(&Told { id: AWKWARD, town: (AWKWARD, 31.5), by: AWKWARD, text: &text, ..PLAIN });
    awkward.report.title = Some(AWKWARD.into());
    awkward.report.publisher = None;
    awkward.places[0].disputed = Some("claimed by two states, \"A\" and \"B\"".into());
    awkward.events[0].actors = vec!["A1".into(), "A2".into()];
    awkward.events[0].killed = Some((24, None));
    readings.push(awkward);
    for (i, (time, text)) in TIMES.iter().zip(TEXTS).enumerate() {
        let (id, town) = (format!("t{i}"), format!("Town {i}"));
        let mut partly = reading(&Told { id: &id, town: (&town, 40.0 + i as f64), day: time.0, text, ..PLAIN });
        partly.events[0].killed = None;
        readings.push(partly);
    }
    let mut planned = reading(&Told {
        id: "z",
        text: "The general said they would shell Lormel again in the week to come.",
        ..PLAIN
    });
    planned.events[0].modality = "planned";
    planned.statements[0].sources.clear();
    planned.events[0].place = None;
    readings.push(planned);
    ledger.add(&readings, &coding(), "2024-03-05T00:00:00Z").expect("adding works");
    ledger
}

/// Times as EDTF with the days that they cover.
const TIMES: [(&str, Option<&str>, Option<&str>); 6] = [
    ("2014-03", Some("2014-03-01"), Some("2014-03-31")),
    ("2014-03-05/2014-03-07", Some("2014-03-05"), Some("2014-03-07")),
    ("2014-03-05/..", Some("2014-03-05"), None),
    ("../2014-03-05", None, Some("2014-03-05")),
    ("2016~", Some("2016-01-01"), Some("2016-12-31")),
    ("201X", Some("2010-01-01"), Some("2019-12-31")),
];

/// Of unlike words, so that none is an echo.
const TEXTS: [&str; 6] = [
    "In spring a bridge over the river was mined, villagers remember.",
    "Three days of mortar fire emptied the railway quarter and its school.",
    "Since early March snipers have kept the harbour road shut, drivers complain.",
    "Until the fifth the old fortress was bombed from the air again and again.",
    "Some time that year raiders burnt granaries, and nobody wrote down when.",
    "Throughout those years convoys were ambushed at the pass, elders told us.",
];

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

fn exported(ledger: &Ledger, format: Format) -> Vec<u8> {
    let mut out = Vec::new();
    ledger.export_to(format, "memory", &mut out, |_| ()).expect("exporting works");
    out
}

fn text(ledger: &Ledger, format: Format) -> String {
    String::from_utf8(exported(ledger, format)).expect("UTF-8")
}

fn lines(ledger: &Ledger) -> Vec<Value> {
    text(ledger, Format::Jsonl).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn features(ledger: &Ledger) -> Vec<Value> {
    let all: Value = serde_json::from_str(&text(ledger, Format::Geojson)).expect("JSON");
    all["features"].as_array().expect("features").clone()
}

/// The rows of a Parquet file as JSON.
fn parquet(ledger: &Ledger, format: Format, name: &str) -> Vec<Value> {
    let path = folder(name).join("rows.parquet");
    ledger.export(format, &path, Existing::Kept, |_| ()).expect("exporting works");
    let reader = SerializedFileReader::new(File::open(&path).expect("the file")).expect("a Parquet file");
    let rows = reader.get_row_iter(None).expect("rows");
    rows.map(|row| object(&row.expect("a row"))).collect()
}

fn object(row: &Row) -> Value {
    Value::Object(row.get_column_iter().map(|(name, field)| (name.clone(), value(field))).collect::<Map<_, _>>())
}

fn value(field: &Field) -> Value {
    match field {
        Field::Null => Value::Null,
        Field::Bool(flag) => json!(flag),
        Field::Long(n) => json!(n),
        Field::Double(x) => json!(x),
        Field::Str(text) => json!(text),
        Field::Date(day) => json!(ledger::days::of_number(*day).expect("a day").to_string()),
        Field::Group(row) => object(row),
        Field::ListInternal(list) => Value::Array(list.elements().iter().map(value).collect()),
        other => panic!("no column is of this type: {other}"),
    }
}

#[test]
fn flat_parquet_reads_back_as_the_lines_of_json() {
    let ledger = filled();
    let wanted = lines(&ledger);
    assert_eq!(wanted.len(), 11);
    assert_eq!(parquet(&ledger, Format::Parquet, "flat_parquet"), wanted);
}

#[test]
fn nested_parquet_of_incidents_reads_back_as_the_properties_of_geojson() {
    let ledger = filled();
    let wanted: Vec<Value> = features(&ledger).iter().map(|feature| feature["properties"].clone()).collect();
    assert!(wanted.len() >= 8);
    let lormel = wanted.iter().find(|i| i["place"] == "Lormel").expect("Lormel");
    assert_eq!((&lormel["killed_low"], &lormel["killed_high"]), (&json!(4), &json!(6)));
    assert_eq!(lormel["accounts"].as_array().map(Vec::len), Some(2));
    assert_eq!(parquet(&ledger, Format::ParquetIncidents, "incidents_parquet"), wanted);
}

#[test]
fn nested_parquet_of_events_keeps_chains_parties_and_counts_apart() {
    let ledger = filled();
    let rows = parquet(&ledger, Format::ParquetNested, "nested_parquet");
    let flat = lines(&ledger);
    assert_eq!(rows.len(), flat.len());
    let names = |list: &Value, by: &str| {
        let names: Vec<&str> =
            list.as_array().expect("a list").iter().map(|p| p["name"].as_str().expect("a name")).collect();
        if names.is_empty() {
            Value::Null
        } else {
            json!(names.join(by))
        }
    };
    for (row, flat) in rows.iter().zip(&flat) {
        assert_eq!(row["report"]["id"], flat["report"]);
        assert_eq!(names(&row["sources"], " < "), flat["sources"]);
        assert_eq!(names(&row["actors"], "; "), flat["actors"]);
        assert_eq!(names(&row["recipients"], "; "), flat["recipients"]);
        for count in ["killed", "wounded", "detained", "displaced"] {
            for end in ["low", "high"] {
                assert_eq!(row["casualties"][count][end], flat[format!("{count}_{end}")], "{count} {end}");
            }
        }
        for (whole, part, column) in [
            ("time", "edtf", "time"),
            ("time", "last_day", "last_day"),
            ("place", "disputed", "disputed"),
            ("place", "lon", "lon"),
        ] {
            assert_eq!(row[whole][part], flat[column], "{column}");
        }
    }
    let awkward = rows.iter().find(|row| row["report"]["id"] == AWKWARD).expect("the awkward one");
    assert_eq!(awkward["actors"][0]["name"], AWKWARD);
    assert_eq!(awkward["sources"][0]["sectors"], json!(["GOV"]));
    assert_eq!(awkward["casualties"]["killed"], json!({"low": 24, "high": null}));
    assert_eq!(rows.iter().find(|row| row["report"]["id"] == "z").map(|row| &row["sources"]), Some(&json!([])));
}

#[test]
fn awkward_names_survive_commas_quotes_and_lines() {
    let ledger = filled();
    let csv = exported(&ledger, Format::Csv);
    let mut reader = csv::Reader::from_reader(&csv[..]);
    let names = reader.headers().expect("a header").clone();
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("sound CSV");
    let wanted = lines(&ledger);
    assert_eq!(rows.len(), wanted.len());
    for (row, wanted) in rows.iter().zip(&wanted) {
        for (name, field) in names.iter().zip(row) {
            let told = match &wanted[name] {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            assert_eq!(field, told, "{name}");
        }
    }
    assert!(wanted.iter().any(|row| row["title"] == AWKWARD && row["place"] == AWKWARD && row["sources"] == AWKWARD));
}

#[test]
fn times_that_are_open_or_partly_known_stay_so() {
    let ledger = filled();
    let rows = lines(&ledger);
    for (i, (time, first, last)) in TIMES.iter().enumerate() {
        let row = rows.iter().find(|row| row["report"] == format!("t{i}")).expect("a row");
        assert_eq!((&row["time"], &row["first_day"], &row["last_day"]), (&json!(time), &json!(first), &json!(last)));
    }
}

#[test]
fn columns_are_as_many_as_others_expect_in_every_line() {
    let ledger = filled();
    for (format, columns, separator, header) in [
        (Format::Csv, 59, b',', true),
        (Format::Gdelt, 61, b'\t', false),
        (Format::Polecat, 40, b'\t', true),
        (Format::Acled, 31, b',', true),
        (Format::Ucdp, 49, b',', true),
    ] {
        let out = exported(&ledger, format);
        // Readers of tabs take quotes for letters and every end of a line for the end of a row.
        let mut reader = csv::ReaderBuilder::new();
        reader.has_headers(header).delimiter(separator).quoting(separator == b',');
        let rows: Vec<csv::StringRecord> =
            reader.from_reader(&out[..]).records().collect::<Result<_, _>>().expect("rows");
        assert!(rows.len() >= 2, "{}", format.name());
        assert!(rows.iter().all(|row| row.len() == columns), "{}: {columns} columns", format.name());
    }
}

#[test]
fn what_did_not_happen_or_is_told_already_is_no_row_of_formats_that_cannot_say_so() {
    let ledger = filled();
    let happened = lines(&ledger)
        .iter()
        .filter(|e| {
            e["polarity"] == "affirmed"
                && e["modality"] == "actual"
                && e["echo_of"].is_null()
                && e["withdrawn"] == false
        })
        .count();
    assert_eq!(happened, 9);
    assert_eq!(text(&ledger, Format::Gdelt).lines().count(), happened);
    assert_eq!(text(&ledger, Format::Polecat).lines().count(), happened + 1);
    let deadly = features(&ledger).iter().filter(|f| f["properties"]["killed_low"].as_u64() > Some(0)).count();
    assert_eq!(text(&ledger, Format::Ucdp).lines().filter(|line| line.contains("Lormel")).count(), 1);
    assert_eq!(csv::Reader::from_reader(&exported(&ledger, Format::Ucdp)[..]).records().count(), deadly);
}

#[test]
fn hashtags_stand_under_the_names_of_the_columns() {
    let text = text(&filled(), Format::Hxl);
    let mut rows = text.lines();
    assert!(rows.next().is_some_and(|row| row.starts_with("incident,type,")));
    let tags: Vec<&str> = rows.next().expect("a row of tags").split(',').collect();
    assert!(tags.iter().all(|tag| tag.starts_with('#')) && tags.contains(&"#geo+lat"), "{tags:?}");
}

#[test]
fn an_empty_ledger_is_an_empty_file_of_its_kind() {
    let ledger = new();
    for format in Format::all() {
        match format {
            Format::Parquet | Format::ParquetNested | Format::ParquetIncidents => {
                assert_eq!(parquet(&ledger, format, &format!("empty_{}", format.name())), Vec::<Value>::new());
            }
            Format::Geojson => assert_eq!(features(&ledger), Vec::<Value>::new()),
            Format::Jsonl | Format::Gdelt => assert_eq!(text(&ledger, format), ""),
            Format::Hxl => assert_eq!(text(&ledger, format).lines().count(), 2),
            _ => assert_eq!(text(&ledger, format).lines().count(), 1, "{}", format.name()),
        }
    }
}

#[test]
fn a_ledger_is_exported_alike_in_whatever_order_its_reports_came() {
    let texts = [
        "Shells fell on the bridge of Varen at noon, the mayor said.",
        "A mine went off beside the road to Ost, a doctor said.",
        PLAIN.text,
    ];
    let told: Vec<Told<'_>> = [("p", "Varen", 31.0), ("q", "Ost", 33.0), ("r", "Lormel", 30.0)]
        .into_iter()
        .zip(texts)
        .map(|((id, town, lon), text)| Told { id, town: (town, lon), text, ..PLAIN })
        .collect();
    let added = |order: [usize; 3]| {
        let mut ledger = new();
        for i in order {
            ledger.add(&[reading(&told[i])], &coding(), "now").expect("adding works");
        }
        ledger
    };
    let (one, other) = (added([0, 1, 2]), added([2, 0, 1]));
    for format in Format::all() {
        assert!(exported(&one, format) == exported(&other, format), "{}", format.name());
    }
}

/// Takes so many bytes and no more.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::StorageFull)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn an_output_that_takes_no_more_is_told_of_in_every_format() {
    let ledger = filled();
    for format in Format::all() {
        let whole = exported(&ledger, format).len();
        for room in [0, whole / 2, whole - 1] {
            match ledger.export_to(format, "a full disk", Full(room), |_| ()) {
                Err(Error::Output { error, .. }) => assert_eq!(error.kind(), io::ErrorKind::StorageFull),
                other => panic!("{} with room for {room} of {whole} bytes: {other:?}", format.name()),
            }
        }
        // The ledger is none the worse for it.
        assert_eq!(exported(&ledger, format).len(), whole);
    }
}

#[test]
fn a_file_that_is_there_stays_unless_it_is_to_be_replaced() {
    let (ledger, folder) = (filled(), folder("existing"));
    let path = folder.join("events.csv");
    std::fs::write(&path, "kept").expect("a file");
    let refused = ledger.export(Format::Csv, &path, Existing::Kept, |_| ());
    assert!(matches!(refused, Err(Error::Wish(why)) if why.contains("--force")));
    assert_eq!(std::fs::read(&path).expect("the file"), b"kept");
    assert!(matches!(ledger.export(Format::Csv, &folder, Existing::Replaced, |_| ()), Err(Error::Wish(_))));
    let mut seen = 0;
    let rows = ledger.export(Format::Csv, &path, Existing::Replaced, |rows| seen = rows).expect("exporting works");
    assert_eq!((rows, seen), (11, 11));
    assert_eq!(std::fs::read(&path).expect("the file"), exported(&ledger, Format::Csv));
    assert_eq!(std::fs::read_dir(&folder).expect("the folder").count(), 1);
}

#[test]
fn every_column_is_described_once() {
    for format in Format::all() {
        let told = format.described();
        let rows: Vec<Vec<&str>> =
            told.lines().filter(|line| line.starts_with("| ")).map(|line| line.split('|').collect()).collect();
        assert!(
            rows.iter().all(|row| row.len() == 7 && row[4].len() > 2),
            "{}: a column without a word on it",
            format.name()
        );
        let mut names: Vec<&str> = rows.iter().map(|row| row[2]).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all, "{}", format.name());
        assert!(told.starts_with(&format!("## `{}`", format.name())));
    }
}
