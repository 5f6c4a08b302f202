//! What was published.

use jiff::civil::Date;

/// One published text.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Id as given on input, or made by the source.
    pub id: String,
    /// The text to read.
    pub text: String,
    /// Day of publication; without it relative times stay unresolved.
    pub published: Option<Date>,
    /// Headline, where it is known apart from the text.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Where from.
    pub url: Option<String>,
}
