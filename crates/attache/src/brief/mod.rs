//! The brief that a person reads, made of a [`Reading`]: what is said to have happened and by whom, what is contested,
//! denied, announced or feared, agreements, people, places, and what could not be resolved.
//!
//! Nothing is added to what was read, and each party is written of alike: wording comes from
//! `knowledge/ontology/wording.csv`. The brief is made once ([`Brief::of`]) and written in several forms.

mod choice;
mod markdown;
mod page;
mod terminal;
pub(crate) mod wording;

use lexicon::ontology::Table;
use reading::{Reading, Span};

use crate::terminal::Paint;

pub use page::{FOOT as HTML_FOOT, HEAD as HTML_HEAD};
pub(crate) use terminal::plain;

/// A brief.
pub(crate) struct Brief {
    pub title: String,
    /// Publisher, day, address.
    pub about: Vec<String>,
    pub sections: Vec<Section>,
    /// What is said where there are no sections.
    pub nothing: &'static str,
}

pub(crate) struct Section {
    pub heading: &'static str,
    pub form: Form,
    pub items: Vec<Item>,
}

/// How the items of a section are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Each on lines of its own.
    Lines,
    /// The same, with a warning: they are in dispute.
    Disputed,
    /// Names with what they are, in one paragraph.
    Names,
}

/// One line of a brief with what stands under it.
#[derive(Default)]
pub(crate) struct Item {
    /// Id of the event or statement, for links; empty for others.
    pub id: String,
    /// What it is: "Attack".
    pub lead: String,
    /// Who, to whom, where, when, how many.
    pub body: String,
    /// Who says so.
    pub source: String,
    /// The words of the report.
    pub words: Option<Span>,
    /// What else is said of it: accounts that differ.
    pub notes: Vec<String>,
}

impl Brief {
    /// The brief of a reading.
    pub(crate) fn of(reading: &Reading, ontology: &Table) -> Self {
        choice::brief(reading, ontology)
    }
}

/// The brief for a terminal of `columns`.
pub fn text(reading: &Reading, ontology: &Table, paint: Paint, columns: usize) -> String {
    terminal::write(&Brief::of(reading, ontology), &reading.report.text, paint, columns)
}

/// The brief in Markdown.
pub fn markdown(reading: &Reading, ontology: &Table) -> String {
    markdown::write(&Brief::of(reading, ontology), &reading.report.text)
}

/// The brief as part of a page, between [`HTML_HEAD`] and [`HTML_FOOT`].
pub fn html(reading: &Reading, ontology: &Table) -> String {
    page::write(&Brief::of(reading, ontology), &reading.report.text, page::number(&reading.report.id))
}

/// What a brief that is not of one report is written for.
pub(crate) enum Medium {
    /// A terminal of so many columns.
    Terminal(Paint, usize),
    /// Markdown.
    Markdown,
    /// A whole page.
    Page,
}

/// Writes a brief that is not of one report: its items quote in their notes.
pub(crate) fn written(brief: &Brief, medium: &Medium) -> String {
    match medium {
        Medium::Terminal(paint, columns) => terminal::write(brief, "", *paint, *columns),
        Medium::Markdown => markdown::write(brief, ""),
        Medium::Page => format!("{HTML_HEAD}{}{HTML_FOOT}", page::write(brief, "", 0)),
    }
}

/// Names with what they are: "Kyiv (town, UKR); …".
fn named(items: &[Item]) -> String {
    let told = items.iter().map(|item| match item.body.as_str() {
        "" => item.lead.clone(),
        body => format!("{} ({body})", item.lead),
    });
    told.collect::<Vec<_>>().join("; ")
}

/// The words of a report at `span`, on one line, cut at `longest` characters.
fn excerpt(text: &str, span: Span, longest: usize) -> String {
    let length = (span[1] - span[0]) as usize;
    let words: String = text.chars().skip(span[0] as usize).take(length).collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut = words.char_indices().nth(longest).map(|(at, _)| at);
    match cut {
        None => words,
        Some(at) => format!("{} …", words[..at].rsplit_once(' ').map_or(&words[..at], |(before, _)| before)),
    }
}
