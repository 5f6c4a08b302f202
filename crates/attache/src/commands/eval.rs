//! `attache eval`.

use std::fs;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use jiff::civil::Date;

use super::{complain, print, Status, Stop};
use crate::engine::{Engine, Parts};
use crate::eval::{self, Bench, Table};

/// Arguments of `attache eval`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache eval                                the project's own reports and their facts\n  \
    attache eval --data DIR                     every measure whose data are in DIR\n  \
    attache eval --data DIR --only treebanks    one of them\n  \
    attache eval --data DIR --write             put the table into docs/evaluation.md\n\n\
    DIR holds ud/ (ewt-test.conllu, gum-test.conllu), dev/ (acled.jsonl, dates.jsonl, geo_lgl.jsonl, plover_gsr.jsonl,\n\
    polnear_dev.jsonl) and acceptance/; what is missing is said and left out.")]
pub struct Args {
    /// Folder with the data
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Day of publication of reports with facts that have no NAME.meta.json
    #[arg(long, value_name = "DATE", value_parser = sources::day, default_value = "2021-04-02")]
    published: Date,
    /// Put the table into docs/evaluation.md
    #[arg(long)]
    write: bool,
    /// What to print
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Only these measures, by name
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    only: Vec<String>,
    #[command(flatten)]
    parts: Parts,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// A table for people
    Text,
    /// A table in Markdown
    Markdown,
    /// One JSON object
    Json,
}

/// Where the table stands in the documents, and between which lines.
const DOCUMENT: &str = "docs/evaluation.md";
const BEGIN: &str = "<!-- figures: written by attache eval --write -->";
const END: &str = "<!-- end of figures -->";

/// Measures.
pub fn run(args: Args) -> Result<Status, Stop> {
    if let Some(unknown) = args.only.iter().find(|name| !eval::names().any(|known| known == *name)) {
        let known: Vec<&str> = eval::names().collect();
        return Err(Stop::Use(format!("there is no measure {unknown:?}; there are {}", known.join(", "))));
    }
    if let Some(data) = args.data.as_deref().filter(|d| !d.is_dir()) {
        return Err(Stop::Input(format!(
            "{}: no such folder; --data wants the folder with ud/ and dev/",
            data.display()
        )));
    }
    let engine = Engine::open(&args.parts)?;
    let bench = Bench { engine: &engine, data: args.data.as_deref(), published: args.published };
    let table = eval::run(&bench, |name| args.only.is_empty() || args.only.iter().any(|n| n == name));
    if args.write {
        write(&table, Path::new(DOCUMENT))?;
        complain(format_args!("{DOCUMENT} has the figures now"));
    }
    let shown = match args.format {
        Format::Text => table.text(),
        Format::Markdown => table.markdown(),
        Format::Json => format!("{}\n", serde_json::to_string(&table).unwrap_or_default()),
    };
    print(shown.as_bytes())
}

/// Puts the table between its two lines; what else the document says stays.
fn write(table: &Table, document: &Path) -> Result<(), Stop> {
    let said = |what: &str| {
        Stop::Input(format!("{}: {what}; run attache eval --write at the top of the repository", document.display()))
    };
    let old = fs::read_to_string(document).map_err(|e| said(&e.to_string()))?;
    let (before, rest) = old.split_once(BEGIN).ok_or_else(|| said("the line before the figures is missing"))?;
    let (_, after) = rest.split_once(END).ok_or_else(|| said("the line after the figures is missing"))?;
    let new = format!("{before}{BEGIN}\n\n{}\n{END}{after}", table.markdown());
    fs::write(document, new).map_err(|e| said(&e.to_string()))
}
