//! How rows are laid out as text: fields parted by commas or tabs, JSON Lines, GeoJSON.

use std::io::{self, Write};

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use super::column::{Kind, Value};

/// A column as a layout sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
    pub name: &'static str,
    pub kind: Kind,
    pub tag: &'static str,
}

/// What rows are handed to.
pub(super) trait Sink {
    fn row(&mut self, values: &[Value]) -> io::Result<()>;
    /// Writes what comes after the last row.
    fn end(self: Box<Self>) -> io::Result<()>;
}

/// Where the bytes go.
pub(super) type Out<'a> = &'a mut (dyn Write + Send);

/// Lines of fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lines {
    /// Commas, quotes where they have to be (RFC 4180), a header line.
    Commas,
    /// The same with a row of hashtags under the header.
    Tagged,
    /// Tabs, a header line; what is missing is said so.
    Tabs { missing: &'static str },
    /// Tabs, no header line.
    BareTabs,
}

/// Fields parted by commas or tabs.
pub(super) struct Separated<'a> {
    out: csv::Writer<Out<'a>>,
    kinds: Vec<Kind>,
    missing: &'static str,
    /// Tabs and line ends in a field become spaces: readers of tabs know no quotes.
    spaced: bool,
}

impl<'a> Separated<'a> {
    pub(super) fn new(out: Out<'a>, lines: Lines, heads: &[Head]) -> io::Result<Self> {
        let spaced = !matches!(lines, Lines::Commas | Lines::Tagged);
        let missing = if let Lines::Tabs { missing } = lines { missing } else { "" };
        let mut builder = csv::WriterBuilder::new();
        if spaced {
            builder.delimiter(b'\t').quote_style(csv::QuoteStyle::Never);
        }
        let mut out = builder.from_writer(out);
        if lines != Lines::BareTabs {
            out.write_record(heads.iter().map(|head| head.name))?;
        }
        if lines == Lines::Tagged {
            out.write_record(heads.iter().map(|head| head.tag))?;
        }
        Ok(Self { out, kinds: heads.iter().map(|head| head.kind).collect(), missing, spaced })
    }
}

impl Sink for Separated<'_> {
    fn row(&mut self, values: &[Value]) -> io::Result<()> {
        for (value, kind) in values.iter().zip(&self.kinds) {
            let mut field = plain(value, kind);
            if self.spaced {
                field = field.replace(['\t', '\n', '\r'], " ");
            }
            self.out.write_field(if field.is_empty() { self.missing } else { &field })?;
        }
        Ok(self.out.write_record(None::<&[u8]>)?)
    }

    fn end(mut self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}

/// A value as one field; a list of texts is parted by `; `.
fn plain(value: &Value, kind: &Kind) -> String {
    match value {
        Value::Missing => String::new(),
        Value::Text(text) => text.clone(),
        Value::Integer(n) => n.to_string(),
        // With a point, so that readers take a column of whole numbers for what it is.
        Value::Real(x) => format!("{x:?}"),
        Value::Flag(flag) => flag.to_string(),
        Value::Day(day) => day.to_string(),
        Value::List(items) if matches!(kind, Kind::List(Kind::Text)) => {
            items.iter().map(|item| plain(item, &Kind::Text)).collect::<Vec<_>>().join("; ")
        }
        Value::List(_) | Value::Struct(_) => serde_json::to_string(&Json(value, kind)).unwrap_or_default(),
    }
}

/// One row a line, as an object.
pub(super) struct JsonLines<'a> {
    pub out: Out<'a>,
    pub heads: Vec<Head>,
}

impl Sink for JsonLines<'_> {
    fn row(&mut self, values: &[Value]) -> io::Result<()> {
        serde_json::to_writer(&mut *self.out, &Object { heads: &self.heads, values })?;
        self.out.write_all(b"\n")
    }

    fn end(self: Box<Self>) -> io::Result<()> {
        Ok(())
    }
}

/// A collection of features: the first column is the id, `lon` and `lat` the point, all of them properties.
pub(super) struct GeoJson<'a> {
    out: Out<'a>,
    heads: Vec<Head>,
    point: [Option<usize>; 2],
    any: bool,
}

impl<'a> GeoJson<'a> {
    pub(super) fn new(out: Out<'a>, heads: Vec<Head>) -> io::Result<Self> {
        let at = |name: &str| heads.iter().position(|head| head.name == name);
        let point = [at("lon"), at("lat")];
        out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
        Ok(Self { out, heads, point, any: false })
    }
}

#[derive(Serialize)]
struct Feature<'a> {
    r#type: &'static str,
    id: Json<'a>,
    geometry: Option<Point>,
    properties: Object<'a>,
}

#[derive(Serialize)]
struct Point {
    r#type: &'static str,
    coordinates: [f64; 2],
}

impl Sink for GeoJson<'_> {
    fn row(&mut self, values: &[Value]) -> io::Result<()> {
        self.out.write_all(if self.any { b",\n" } else { b"\n" })?;
        self.any = true;
        let degrees = self.point.map(|at| at.map(|at| &values[at]));
        // What has no point has no geometry, and is no less a feature (RFC 7946, 3.2).
        let geometry = match degrees {
            [Some(&Value::Real(lon)), Some(&Value::Real(lat))] => {
                Some(Point { r#type: "Point", coordinates: [lon, lat] })
            }
            _ => None,
        };
        let id = Json(&values[0], &self.heads[0].kind);
        let properties = Object { heads: &self.heads, values };
        Ok(serde_json::to_writer(&mut *self.out, &Feature { r#type: "Feature", id, geometry, properties })?)
    }

    fn end(self: Box<Self>) -> io::Result<()> {
        self.out.write_all(b"\n]}\n")
    }
}

/// A row as an object, its names in the order of the columns.
struct Object<'a> {
    heads: &'a [Head],
    values: &'a [Value],
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.values.len()))?;
        for (head, value) in self.heads.iter().zip(self.values) {
            map.serialize_entry(head.name, &Json(value, &head.kind))?;
        }
        map.end()
    }
}

/// A value of a kind, as JSON.
struct Json<'a>(&'a Value, &'a Kind);

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.0, self.1) {
            (Value::Text(text), _) => serializer.serialize_str(text),
            (Value::Integer(n), _) => serializer.serialize_i64(*n),
            (Value::Real(x), _) => serializer.serialize_f64(*x),
            (Value::Flag(flag), _) => serializer.serialize_bool(*flag),
            (Value::Day(day), _) => serializer.collect_str(day),
            (Value::List(items), Kind::List(kind)) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(&Json(item, kind))?;
                }
                list.end()
            }
            (Value::Struct(values), Kind::Struct(fields)) => {
                let mut map = serializer.serialize_map(Some(values.len()))?;
                for ((name, kind), value) in fields.iter().zip(values) {
                    map.serialize_entry(name, &Json(value, kind))?;
                }
                map.end()
            }
            _ => serializer.serialize_none(),
        }
    }
}
