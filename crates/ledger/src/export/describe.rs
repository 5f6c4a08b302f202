//! The columns of a format in words, as Markdown.

use std::fmt::Write;

use super::column::{Column, Kind};
use super::layout::Lines;
use super::table::{Layout, Rows, Table, TABLES};
use super::Format;

impl Format {
    /// What one row is, and each column: its name and type, how it is got, and what is lost in it. Markdown.
    pub fn described(self) -> String {
        let table = Table::of(self);
        let mut text =
            format!("## `{}`: {}\nOne row is {}\n\nLost: {}\n\n", table.name, table.summary, table.one_row, table.lost);
        match table.rows {
            Rows::Events(_, columns) => describe(table, columns, &mut text),
            Rows::Incidents(_, columns) => describe(table, columns, &mut text),
        }
        text
    }
}

fn describe<R>(table: &Table, columns: &'static [Column<R>], text: &mut String) {
    // Told once, at the first format that has them; hashtags make columns of their own.
    let tagged = table.layout == Layout::Lines(Lines::Tagged);
    let same = TABLES.iter().find(|other| address(other) == address(table) && !tagged);
    if let Some(same) = same.filter(|same| same.format != table.format) {
        let _ = writeln!(text, "Columns: those of `{}`.", same.name);
        return;
    }
    let _ = writeln!(text, "| # | column | type | how it is got | lost |\n| --- | --- | --- | --- | --- |");
    let shown = columns.iter().filter(|column| table.layout.has(column));
    for (i, column) in shown.enumerate() {
        let tag = if tagged { format!(" `{}`", column.tag) } else { String::new() };
        let _ = writeln!(
            text,
            "| {} | `{}`{tag} | {} | {} | {} |",
            i + 1,
            column.name,
            kind(&column.kind),
            column.how,
            column.lost
        );
    }
}

fn address(table: &Table) -> *const () {
    match table.rows {
        Rows::Events(_, columns) => columns.as_ptr().cast(),
        Rows::Incidents(_, columns) => columns.as_ptr().cast(),
    }
}

fn kind(kind: &Kind) -> String {
    match kind {
        Kind::Text => "text".into(),
        Kind::Integer => "integer".into(),
        Kind::Real => "number".into(),
        Kind::Flag => "true or false".into(),
        Kind::Day => "date".into(),
        Kind::List(of) => format!("list of {}", self::kind(of)),
        Kind::Struct(fields) => {
            let fields: Vec<String> = fields
                .iter()
                .map(|(name, kind)| match kind {
                    Kind::Text => (*name).to_owned(),
                    _ => format!("{name}: {}", self::kind(kind)),
                })
                .collect();
            format!("{{{}}}", fields.join(", "))
        }
    }
}
