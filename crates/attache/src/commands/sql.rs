//! `attache sql`.

use std::io::{self, BufRead, BufWriter, IsTerminal, Write};

use clap::ValueEnum;
use ledger::Ledger;
use serde_json::Value;

use super::ledger_file::LedgerFile;
use super::{complain, Status, Stop};

/// Arguments of `attache sql`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache sql 'SELECT incident, type, place, killed_low FROM v_incidents ORDER BY first_day'\n  \
    attache sql --format csv 'SELECT * FROM v_events' > events.csv\n  \
    attache sql                         a prompt; one query ends with ; or an empty line\n  \
    attache sql 'SELECT sql FROM sqlite_schema'   every table and view, as docs/ledger.md explains them\n\n\
    The ledger is opened to read only. Views whose names begin with v_ keep their columns from version to version.")]
pub struct Args {
    #[command(flatten)]
    file: LedgerFile,
    /// The query; a prompt where it is not given
    #[arg(value_name = "QUERY")]
    query: Option<String>,
    /// What to write
    #[arg(long, value_enum, default_value = "tsv")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Columns parted by tabs
    Tsv,
    /// Comma-separated
    Csv,
    /// One object a line
    Json,
}

/// Runs one query, or asks for queries.
pub fn run(args: Args) -> Result<Status, Stop> {
    let ledger = args.file.to_read()?;
    match &args.query {
        Some(query) => one(&ledger, query, args.format)?,
        None => prompt(&ledger, args.format)?,
    }
    Ok(Status::Done)
}

fn prompt(ledger: &Ledger, format: Format) -> Result<(), Stop> {
    let asked = io::stdin().is_terminal();
    let mut query = String::new();
    let ask = |text: &str| -> io::Result<()> {
        if asked {
            write!(io::stderr(), "{text}")?;
        }
        Ok(())
    };
    ask("sql> ")?;
    for line in io::stdin().lock().lines() {
        let line = line.map_err(|e| Stop::Input(format!("standard input: {e}")))?;
        query += &line;
        query.push('\n');
        if line.trim().is_empty() || line.trim_end().ends_with(';') {
            answer(ledger, &query, format)?;
            query.clear();
            ask("sql> ")?;
        } else {
            ask("...> ")?;
        }
    }
    answer(ledger, &query, format)
}

/// At the prompt a mistake is told and the next query awaited.
fn answer(ledger: &Ledger, query: &str, format: Format) -> Result<(), Stop> {
    if query.trim().trim_matches(';').is_empty() {
        return Ok(());
    }
    match one(ledger, query, format) {
        Err(Stop::Use(message)) => {
            complain(message);
            Ok(())
        }
        other => other,
    }
}

fn one(ledger: &Ledger, query: &str, format: Format) -> Result<(), Stop> {
    let out = std::cell::RefCell::new(BufWriter::new(io::stdout().lock()));
    let names = std::cell::RefCell::new(Vec::new());
    ledger.sql(
        query,
        |columns| {
            *names.borrow_mut() = columns.to_vec();
            match format {
                Format::Json => Ok(()),
                _ => line(&mut *out.borrow_mut(), columns.iter().cloned(), format),
            }
        },
        |values| {
            let mut out = out.borrow_mut();
            if format == Format::Json {
                let object: serde_json::Map<String, Value> =
                    names.borrow().iter().cloned().zip(values.iter().cloned()).collect();
                serde_json::to_writer(&mut *out, &object)?;
                return out.write_all(b"\n");
            }
            line(&mut *out, values.iter().map(plain), format)
        },
    )??;
    out.borrow_mut().flush()?;
    Ok(())
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn line(out: &mut impl Write, fields: impl Iterator<Item = String>, format: Format) -> io::Result<()> {
    for (i, field) in fields.enumerate() {
        if i > 0 {
            out.write_all(if format == Format::Csv { b"," } else { b"\t" })?;
        }
        let quoted = format == Format::Csv && field.contains(['"', ',', '\n', '\r']);
        let field = match format {
            Format::Csv if quoted => format!("\"{}\"", field.replace('"', "\"\"")),
            Format::Csv => field,
            // A tab or a line's end in a value would be taken for a column or a row.
            _ => field.replace(['\t', '\n', '\r'], " "),
        };
        out.write_all(field.as_bytes())?;
    }
    out.write_all(b"\n")
}
