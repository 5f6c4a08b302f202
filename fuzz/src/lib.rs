//! What the targets share: the model and the knowledge, opened once.

use std::sync::OnceLock;

use jiff::civil::date;
use language::Model;
use lexicon::Lexicon;
use reading::Report;

/// The weights inside the program.
pub fn model() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(Model::bundled)
}

/// The knowledge inside the program.
pub fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(reading::bundled_lexicon)
}

/// A report of one day with `text`.
pub fn report(text: &str) -> Report {
    Report { id: "fuzz".to_owned(), text: text.to_owned(), published: Some(date(2021, 4, 2)), ..Report::default() }
}
