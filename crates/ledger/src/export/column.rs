//! What a format is made of: columns, each with its name, kind, how it is got, and what is lost in it.
//!
//! A format is a list of these and a layout; nothing else knows of single columns. `attache export --columns` prints them,
//! and `docs/exports.md` is that print.

use jiff::civil::Date;

/// The kind of a column's values. Any value may be missing.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Text,
    Integer,
    Real,
    Flag,
    Day,
    List(&'static Kind),
    Struct(&'static [(&'static str, Kind)]),
}

/// Names, codes and the like.
pub(super) const TEXTS: Kind = Kind::List(&Kind::Text);

/// What stands in a column.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Missing,
    Text(String),
    Integer(i64),
    Real(f64),
    Flag(bool),
    Day(Date),
    List(Vec<Value>),
    /// In the order of the kind's fields.
    Struct(Vec<Value>),
}

/// A column of rows made from `R`.
pub(super) struct Column<R: 'static> {
    pub name: &'static str,
    pub kind: Kind,
    pub get: fn(&R) -> Value,
    /// How it is got.
    pub how: &'static str,
    /// What is lost in it; empty where nothing is.
    pub lost: &'static str,
    /// Its hashtag and attributes, where there is a row of them (HXL).
    pub tag: &'static str,
}

/// A column: its name, kind and value, how it is got, what is lost in it.
pub(super) const fn column<R>(
    name: &'static str,
    kind: Kind,
    get: fn(&R) -> Value,
    how: &'static str,
    lost: &'static str,
) -> Column<R> {
    Column { name, kind, get, how, lost, tag: "" }
}

/// A column that others have and we know nothing for.
pub(super) const fn empty<R>(name: &'static str) -> Column<R> {
    column(name, Kind::Text, |_| Value::Missing, "empty", "")
}

/// The same column with its hashtag.
pub(super) const fn tagged<R>(tag: &'static str, column: Column<R>) -> Column<R> {
    Column { name: column.name, kind: column.kind, get: column.get, how: column.how, lost: column.lost, tag }
}

/// Parts of a text, those that are there, as one; missing where none is.
pub(super) fn joined<'a>(parts: impl IntoIterator<Item = &'a str>, by: &str) -> Value {
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    match parts.is_empty() {
        true => Value::Missing,
        false => parts.join(by).into(),
    }
}

/// A day as the ledger keeps it.
pub(super) fn day(text: Option<&str>) -> Value {
    text.and_then(|day| day.parse().ok()).map_or(Value::Missing, Value::Day)
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<i32> for Value {
    fn from(n: i32) -> Self {
        Self::Integer(n.into())
    }
}

impl From<i64> for Value {
    fn from(n: i64) -> Self {
        Self::Integer(n)
    }
}

impl From<u64> for Value {
    fn from(n: u64) -> Self {
        i64::try_from(n).map_or(Self::Missing, Self::Integer)
    }
}

impl From<f64> for Value {
    fn from(x: f64) -> Self {
        Self::Real(x)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<&[String]> for Value {
    fn from(texts: &[String]) -> Self {
        Self::List(texts.iter().map(Self::from).collect())
    }
}

impl<T> From<&Option<T>> for Value
where
    T: Clone + Into<Value>,
{
    fn from(value: &Option<T>) -> Self {
        value.clone().map_or(Self::Missing, Into::into)
    }
}
