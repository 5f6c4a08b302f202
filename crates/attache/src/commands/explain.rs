//! `attache explain`.

use reading::events::{explain, explain_stretch, EventId, Explanation};
use reading::Layers;
use sources::{BadBytes, Given, Options};

use super::{print, Status, Stop};
use crate::engine::{Engine, Parts};

/// Arguments of `attache explain`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache explain report.txt                       why each event was read as it was\n  \
    attache explain report.txt E3                    one event: words, tree, frame with file and line, roles, sources\n  \
    attache explain report.txt 'troops on the border'  why something, or nothing, was read there")]
pub struct Args {
    /// The report; - is standard input
    #[arg(value_name = "REPORT")]
    path: String,
    /// An event's id, or words of the report; all events where it is not given
    #[arg(value_name = "EVENT|WORDS")]
    what: Option<String>,
    /// Day of publication
    #[arg(long, value_name = "DATE", value_parser = sources::day)]
    published: Option<jiff::civil::Date>,
    #[command(flatten)]
    parts: Parts,
}

/// Explains one event, all events, or a stretch of a report.
pub fn run(args: Args) -> Result<Status, Stop> {
    let engine = Engine::open(&args.parts)?;
    let given = Given { published: args.published, publisher: None };
    let options = Options { format: None, bad_bytes: BadBytes::Refuse, given };
    let mut reports = sources::reports(vec![args.path], options);
    let report = match reports.next() {
        Some(Ok(report)) => report,
        Some(Err(unread)) => return Err(Stop::Input(unread.to_string())),
        None => return Err(Stop::Input("there is no report".into())),
    };
    let layers = engine.layers(&report);
    let text = match args.what.as_deref() {
        None => every(&engine, &layers),
        Some(what) => one(&engine, &layers, what)?,
    };
    print(text.as_bytes())
}

fn every(engine: &Engine, layers: &Layers) -> String {
    let numbers = 0..layers.events.len() as u32;
    let told = numbers.filter_map(|i| Some((i, explain(layers, engine.lexicon(), EventId(i))?)));
    let text: String = told.map(|(i, e)| titled(&format!("E{}", i + 1), &e)).collect();
    if text.is_empty() {
        return "no event was read; give some words of the report to see what was weighed there\n".into();
    }
    text
}

fn one(engine: &Engine, layers: &Layers, what: &str) -> Result<String, Stop> {
    let number = what.strip_prefix('E').and_then(|n| n.parse::<u32>().ok());
    if let Some(number) = number {
        let explained = number.checked_sub(1).and_then(|i| explain(layers, engine.lexicon(), EventId(i)));
        let count = layers.events.len();
        return explained
            .map(|e| titled(what, &e))
            .ok_or_else(|| Stop::Use(format!("there is no event {what}; the report has {count}")));
    }
    let text = layers.document.text();
    let Some(at) = text.find(what).filter(|_| !what.is_empty()) else {
        return Err(Stop::Use(format!("the report does not have the words {what:?}")));
    };
    let span = language::ByteSpan::new(at, at + what.len());
    let stretch = layers.document.tokens_in(span);
    Ok(titled(what, &explain_stretch(layers, engine.lexicon(), stretch)))
}

fn titled(title: &str, explanation: &Explanation) -> String {
    format!("{title}\n{explanation}\n")
}
