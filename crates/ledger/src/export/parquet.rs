//! Parquet: typed columns in groups of rows, each group held in memory until it is full.

use std::io;
use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{Type, TypePtr};

use super::column::{Kind, Value};
use super::layout::{Head, Out, Sink};
use crate::days;

/// Bytes of values that are held before a group of rows is written.
const GROUP: usize = 32 << 20;
/// What a text in memory takes beside its letters.
const TEXT: usize = 64;

/// Writes rows as Parquet.
pub(super) struct Parquet<'a> {
    file: SerializedFileWriter<Out<'a>>,
    kinds: Vec<Kind>,
    leaves: Vec<Leaf>,
    held: usize,
    group: usize,
}

/// A column of single values with their levels: how many of the optional and repeated fields on the way to it are there, and at
/// which of the repeated ones it repeats.
struct Leaf {
    values: Values,
    there: Vec<i16>,
    repeats: Vec<i16>,
}

enum Values {
    Texts(Vec<ByteArray>),
    Integers(Vec<i64>),
    Reals(Vec<f64>),
    Flags(Vec<bool>),
    Days(Vec<i32>),
}

impl<'a> Parquet<'a> {
    pub(super) fn new(out: Out<'a>, heads: &[Head]) -> io::Result<Self> {
        Self::in_groups(out, heads, GROUP)
    }

    fn in_groups(out: Out<'a>, heads: &[Head], group: usize) -> io::Result<Self> {
        let fields =
            heads.iter().map(|head| field(head.name, &head.kind)).collect::<Result<_, _>>().map_err(stopped)?;
        let schema = Type::group_type_builder("rows").with_fields(fields).build().map_err(stopped)?;
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let file = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties)).map_err(stopped)?;
        let kinds: Vec<Kind> = heads.iter().map(|head| head.kind).collect();
        let mut leaves = Vec::new();
        kinds.iter().for_each(|kind| add_leaves(kind, &mut leaves));
        Ok(Self { file, kinds, leaves, held: 0, group })
    }

    fn write_group(&mut self) -> Result<(), ParquetError> {
        let mut group = self.file.next_row_group()?;
        for leaf in &mut self.leaves {
            let Some(mut column) = group.next_column()? else { break };
            leaf.write(column.untyped())?;
            column.close()?;
            leaf.clear();
        }
        group.close()?;
        self.held = 0;
        Ok(())
    }
}

impl Sink for Parquet<'_> {
    fn row(&mut self, values: &[Value]) -> io::Result<()> {
        let mut at = 0;
        for (kind, value) in self.kinds.iter().zip(values) {
            self.held += put(&mut self.leaves, &mut at, kind, value, Level::default());
        }
        if self.held >= self.group {
            self.write_group().map_err(stopped)?;
        }
        Ok(())
    }

    fn end(mut self: Box<Self>) -> io::Result<()> {
        if self.held > 0 {
            self.write_group().map_err(stopped)?;
        }
        self.file.close().map(drop).map_err(stopped)
    }
}

fn stopped(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(error) => io::Error::other(error),
        },
        other => io::Error::other(other),
    }
}

/// A field of the schema; a list has the three levels that the format prescribes.
fn field(name: &str, kind: &Kind) -> Result<TypePtr, ParquetError> {
    let group = |name: &str, fields, repetition, logical: Option<LogicalType>, converted| {
        Type::group_type_builder(name)
            .with_fields(fields)
            .with_repetition(repetition)
            .with_logical_type(logical)
            .with_converted_type(converted)
            .build()
            .map(Arc::new)
    };
    let single = |physical, logical| {
        Type::primitive_type_builder(name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical)
            .build()
            .map(Arc::new)
    };
    match kind {
        Kind::Text => single(Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Integer => single(Physical::INT64, None),
        Kind::Real => single(Physical::DOUBLE, None),
        Kind::Flag => single(Physical::BOOLEAN, None),
        Kind::Day => single(Physical::INT32, Some(LogicalType::Date)),
        Kind::Struct(fields) => {
            let fields = fields.iter().map(|(name, kind)| field(name, kind)).collect::<Result<_, _>>()?;
            group(name, fields, Repetition::OPTIONAL, None, ConvertedType::NONE)
        }
        Kind::List(of) => {
            let items = group("list", vec![field("element", of)?], Repetition::REPEATED, None, ConvertedType::NONE)?;
            group(name, vec![items], Repetition::OPTIONAL, Some(LogicalType::List), ConvertedType::LIST)
        }
    }
}

fn add_leaves(kind: &Kind, leaves: &mut Vec<Leaf>) {
    let values = match kind {
        Kind::Text => Values::Texts(Vec::new()),
        Kind::Integer => Values::Integers(Vec::new()),
        Kind::Real => Values::Reals(Vec::new()),
        Kind::Flag => Values::Flags(Vec::new()),
        Kind::Day => Values::Days(Vec::new()),
        Kind::List(of) => return add_leaves(of, leaves),
        Kind::Struct(fields) => return fields.iter().for_each(|(_, kind)| add_leaves(kind, leaves)),
    };
    leaves.push(Leaf { values, there: Vec::new(), repeats: Vec::new() });
}

#[derive(Clone, Copy, Default)]
struct Level {
    /// Fields that are there, down to here.
    there: i16,
    /// At which list the value repeats.
    repeats: i16,
    /// Lists down to here.
    lists: i16,
}

impl Level {
    fn down(self, fields: i16) -> Self {
        Self { there: self.there + fields, ..self }
    }
}

/// Puts a value into the leaves from `at` on, which moves behind them; gives the bytes that it takes.
fn put(leaves: &mut [Leaf], at: &mut usize, kind: &Kind, value: &Value, level: Level) -> usize {
    match (kind, value) {
        (Kind::Struct(fields), Value::Struct(values)) => {
            fields.iter().zip(values).map(|((_, kind), value)| put(leaves, at, kind, value, level.down(1))).sum()
        }
        (Kind::List(of), Value::List(items)) if !items.is_empty() => {
            let first = *at;
            let mut taken = 0;
            for (i, item) in items.iter().enumerate() {
                *at = first;
                let repeats = if i == 0 { level.repeats } else { level.lists + 1 };
                let inside = Level { there: level.there + 2, repeats, lists: level.lists + 1 };
                taken += put(leaves, at, of, item, inside);
            }
            taken
        }
        (Kind::List(of), Value::List(_)) => put(leaves, at, of, &Value::Missing, level.down(1)),
        (Kind::List(of), _) => put(leaves, at, of, &Value::Missing, level),
        (Kind::Struct(fields), _) => fields.iter().map(|(_, kind)| put(leaves, at, kind, &Value::Missing, level)).sum(),
        _ => {
            *at += 1;
            leaves[*at - 1].put(value, level)
        }
    }
}

impl Leaf {
    fn put(&mut self, value: &Value, level: Level) -> usize {
        let mut taken = 12;
        let there = match (&mut self.values, value) {
            (Values::Texts(texts), Value::Text(text)) => {
                taken += TEXT + text.len();
                texts.push(ByteArray::from(text.as_bytes().to_vec()));
                true
            }
            (Values::Integers(all), Value::Integer(n)) => {
                all.push(*n);
                true
            }
            (Values::Reals(all), Value::Real(x)) => {
                all.push(*x);
                true
            }
            (Values::Flags(all), Value::Flag(flag)) => {
                all.push(*flag);
                true
            }
            (Values::Days(all), Value::Day(day)) => {
                all.push(days::number(*day));
                true
            }
            (_, other) => {
                debug_assert_eq!(*other, Value::Missing, "a value of another kind than its column");
                false
            }
        };
        self.there.push(level.there + i16::from(there));
        self.repeats.push(level.repeats);
        taken
    }

    fn write(&self, column: &mut ColumnWriter<'_>) -> Result<(), ParquetError> {
        let (there, repeats) = (Some(&self.there[..]), Some(&self.repeats[..]));
        match (column, &self.values) {
            (ColumnWriter::ByteArrayColumnWriter(column), Values::Texts(all)) => {
                column.write_batch(all, there, repeats)
            }
            (ColumnWriter::Int64ColumnWriter(column), Values::Integers(all)) => column.write_batch(all, there, repeats),
            (ColumnWriter::DoubleColumnWriter(column), Values::Reals(all)) => column.write_batch(all, there, repeats),
            (ColumnWriter::BoolColumnWriter(column), Values::Flags(all)) => column.write_batch(all, there, repeats),
            (ColumnWriter::Int32ColumnWriter(column), Values::Days(all)) => column.write_batch(all, there, repeats),
            _ => Err(ParquetError::General("a column of another type than its values".into())),
        }
        .map(drop)
    }

    fn clear(&mut self) {
        match &mut self.values {
            Values::Texts(all) => all.clear(),
            Values::Integers(all) => all.clear(),
            Values::Reals(all) => all.clear(),
            Values::Flags(all) => all.clear(),
            Values::Days(all) => all.clear(),
        }
        self.there.clear();
        self.repeats.clear();
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::{Field, Row};

    use super::*;

    const INNER: Kind = Kind::Struct(&[("texts", Kind::List(&Kind::Text)), ("n", Kind::Integer)]);
    const DEEP: Kind = Kind::List(&Kind::List(&INNER));
    const KINDS: [(&str, Kind); 5] = [
        ("deep", DEEP),
        ("one", Kind::Struct(&[("inner", INNER), ("x", Kind::Real)])),
        ("flag", Kind::Flag),
        ("day", Kind::Day),
        ("list", Kind::List(&INNER)),
    ];

    /// Numbers that look like chance and are the same each time (xorshift).
    struct Chance(u64);

    impl Chance {
        fn below(&mut self, n: u64) -> u64 {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            self.0 % n
        }

        /// A value of a kind; a fifth of all is missing, on every level.
        fn value(&mut self, kind: &Kind) -> Value {
            if self.below(5) == 0 {
                return Value::Missing;
            }
            match kind {
                Kind::Text => Value::Text("é\n".repeat(self.below(4) as usize)),
                Kind::Integer => Value::Integer(self.below(u64::MAX) as i64),
                Kind::Real => Value::Real(self.below(1000) as f64 / 8.0),
                Kind::Flag => Value::Flag(self.below(2) == 0),
                Kind::Day => days::of_number(self.below(40_000) as i32 - 20_000).map_or(Value::Missing, Value::Day),
                Kind::List(of) => Value::List((0..self.below(4)).map(|_| self.value(of)).collect()),
                Kind::Struct(fields) => Value::Struct(fields.iter().map(|(_, kind)| self.value(kind)).collect()),
            }
        }
    }

    fn row(row: &Row) -> Vec<Value> {
        row.get_column_iter().map(|(_, field)| read(field)).collect()
    }

    fn read(field: &Field) -> Value {
        match field {
            Field::Bool(flag) => Value::Flag(*flag),
            Field::Long(n) => Value::Integer(*n),
            Field::Double(x) => Value::Real(*x),
            Field::Str(text) => Value::Text(text.clone()),
            Field::Date(day) => days::of_number(*day).map_or(Value::Missing, Value::Day),
            Field::Group(fields) => Value::Struct(row(fields)),
            Field::ListInternal(list) => Value::List(list.elements().iter().map(read).collect()),
            _ => Value::Missing,
        }
    }

    #[test]
    fn whatever_is_missing_or_empty_on_any_level_reads_back_so_in_one_group_or_many() {
        let heads = KINDS.map(|(name, kind)| Head { name, kind, tag: "" });
        let mut chance = Chance(88_172_645_463_325_252);
        let rows: Vec<Vec<Value>> =
            (0..400).map(|_| KINDS.iter().map(|(_, kind)| chance.value(kind)).collect()).collect();
        for (group, groups) in [(GROUP, 1..2), (2000, 20..400)] {
            let name = format!("attache-rows-{group}-{}.parquet", std::process::id());
            let path = std::env::temp_dir().join(name);
            let mut file = File::create(&path).expect("a file");
            let mut sink = Box::new(Parquet::in_groups(&mut file, &heads, group).expect("a writer"));
            rows.iter().for_each(|row| sink.row(row).expect("writing works"));
            sink.end().expect("writing works");
            let reader = SerializedFileReader::new(File::open(&path).expect("the file")).expect("a Parquet file");
            assert!(groups.contains(&reader.num_row_groups()), "{} groups", reader.num_row_groups());
            let found: Vec<Vec<Value>> =
                reader.get_row_iter(None).expect("rows").map(|found| row(&found.expect("a row"))).collect();
            std::fs::remove_file(&path).expect("the file");
            assert!(found == rows, "groups of {group} bytes");
        }
    }
}
