//! The brief that a person reads, made of a [`Reading`].

use reading::Reading;

use crate::terminal::{Look, Paint};

/// What an HTML page of briefs begins with.
pub const HTML_HEAD: &str = "<!doctype html>\n";
/// What it ends with.
pub const HTML_FOOT: &str = "";

/// For a terminal.
pub fn text(reading: &Reading, paint: Paint) -> String {
    format!("{}\n", paint.paint(Look::Heading, &reading.report.id))
}

/// In Markdown.
pub fn markdown(reading: &Reading) -> String {
    format!("# {}\n", reading.report.id)
}

/// As part of a page.
pub fn html(reading: &Reading) -> String {
    format!("<h1>{}</h1>\n", reading.report.id.replace('<', "&lt;"))
}
