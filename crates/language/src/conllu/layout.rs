//! The text that sentences of a CoNLL-U file come from, with the place of each word in it.

use super::{Id, Sentence};
use crate::offset::ByteSpan;
use crate::segment::Segmented;

/// A text and where a CoNLL-U file says that its words and sentences are.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layout {
    pub(crate) text: String,
    pub(crate) segmented: Segmented,
}

impl Layout {
    /// The text of `sentences`: sentences are parted by a space or, where a paragraph begins, by a blank line.
    pub(crate) fn new<'s>(sentences: impl IntoIterator<Item = &'s Sentence>) -> Self {
        let mut layout = Self::default();
        for sentence in sentences {
            if sentence.starts_paragraph() && !layout.text.is_empty() {
                layout.text.truncate(layout.text.trim_end().len());
                layout.text.push_str("\n\n");
            }
            layout.add(sentence);
        }
        layout.text.truncate(layout.text.trim_end().len());
        layout
    }

    fn add(&mut self, sentence: &Sentence) {
        let mut covered = 0;
        let mut written: Option<Written> = None;
        for row in sentence.rows() {
            match row.id() {
                Id::Range(_, to) => {
                    let rows = sentence.rows_from(row.index() + 1);
                    let parts = rows.filter(|row| matches!(row.id(), Id::Word(_))).take((to - covered) as usize);
                    let exact = parts.map(|word| word.form()).collect::<String>() == row.form();
                    written = Some(Written {
                        first: self.segmented.words.len() as u32,
                        last: to,
                        exact,
                        space: row.has_space_after(),
                    });
                }
                Id::Word(n) => {
                    covered = n;
                    let start = self.text.len();
                    self.text.push_str(row.form());
                    self.segmented.words.push(ByteSpan::new(start, self.text.len()));
                    let space = match &written {
                        None => row.has_space_after(),
                        Some(token) if n < token.last => !token.exact,
                        Some(token) => {
                            self.segmented.multiwords.push((token.first, self.segmented.words.len() as u32));
                            let space = token.space;
                            written = None;
                            space
                        }
                    };
                    if space {
                        self.text.push(' ');
                    }
                }
                Id::Empty(..) => {}
            }
        }
        self.segmented.sentence_ends.push(self.segmented.words.len() as u32);
    }
}

/// A multiword token under way.
struct Written {
    first: u32,
    last: u32,
    /// Whether its words, one after the other, are what is written.
    exact: bool,
    space: bool,
}

/// The text that `sentences` come from: sentences are parted by a space (unless `SpaceAfter=No`), paragraphs
/// (`# newpar`) by a blank line.
pub fn raw_text(sentences: &[Sentence]) -> String {
    Layout::new(sentences).text
}

/// The sentences of each document (`# newdoc`) of a file.
pub fn documents(sentences: &[Sentence]) -> impl Iterator<Item = &[Sentence]> {
    sentences.chunk_by(|_, next| !next.starts_document())
}
