//! CoNLL-U: sentences as treebanks and other parsers write them, read one at a time and written back unchanged.
//!
//! ```
//! use language::conllu::{Column, Reader};
//!
//! let file = "# text = Go!\n1\tGo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No\n2\t!\t!\tPUNCT\t.\t_\t1\tpunct\t_\t_\n\n";
//! for sentence in Reader::new(file.as_bytes()) {
//!     let sentence = sentence?;
//!     assert_eq!(sentence.comment("text"), Some("Go!"));
//!     assert_eq!(sentence.words().next().map(|word| word.get(Column::Form)), Some("Go"));
//!     let mut written = Vec::new();
//!     sentence.write(&mut written)?;
//!     assert_eq!(written, file.as_bytes());
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod document;
mod layout;
mod reader;

use std::io::{self, Write};

pub use document::{annotate, write_document};
pub(crate) use layout::Layout;
pub use layout::{documents, raw_text};
pub use reader::{Error, Problem, Reader};

/// A column of a word's line, but for the first, which is [`Id`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Column {
    Form,
    Lemma,
    Upos,
    Xpos,
    Feats,
    Head,
    Deprel,
    Deps,
    Misc,
}

const COLUMNS: usize = 9;

/// The first column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Id {
    /// A word, counted from 1.
    Word(u32),
    /// A written token that holds the words from the first to the last number: `2-3`.
    Range(u32, u32),
    /// An empty node of the enhanced graph: `8.1`.
    Empty(u32, u32),
}

/// A stretch of a sentence's text block.
type Stretch = (u32, u32);

#[derive(Clone, Debug)]
struct RowData {
    id: Id,
    fields: [Stretch; COLUMNS],
}

/// One sentence: comments and lines of words, as the file has them.
#[derive(Clone, Debug, Default)]
pub struct Sentence {
    /// Everything that comments and fields point into.
    block: String,
    comments: Vec<Stretch>,
    rows: Vec<RowData>,
    line: u64,
}

impl Sentence {
    /// A sentence with nothing in it.
    pub fn new() -> Self {
        Self::default()
    }

    /// Number of its first line in the file it was read from, counted from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Comment lines, with their `#`.
    pub fn comments(&self) -> impl Iterator<Item = &str> {
        self.comments.iter().map(|&at| self.at(at))
    }

    /// The value of the comment `# key = value`; empty where it has none.
    pub fn comment(&self, key: &str) -> Option<&str> {
        self.comments().find_map(|line| {
            let rest = line.strip_prefix('#')?.trim_start().strip_prefix(key)?;
            let value = rest.trim_start();
            match value.strip_prefix('=') {
                Some(value) => Some(value.trim()),
                None => rest.is_empty().then_some(""),
            }
        })
    }

    /// Whether a document starts with the sentence (`# newdoc`, with or without an id).
    pub fn starts_document(&self) -> bool {
        self.has_mark("newdoc")
    }

    /// Whether a paragraph starts with the sentence (`# newpar`, with or without an id), or a document.
    pub fn starts_paragraph(&self) -> bool {
        self.has_mark("newpar") || self.starts_document()
    }

    fn has_mark(&self, mark: &str) -> bool {
        self.comments().any(|line| line.trim_start_matches('#').split_whitespace().next() == Some(mark))
    }

    /// Adds a comment line; `text` is what stands behind `# `.
    pub fn add_comment(&mut self, text: &str) {
        let start = self.block.len();
        self.block.push_str("# ");
        push_line(&mut self.block, text);
        self.comments.push(stretch(start, self.block.len()));
    }

    /// Adds a line with `_` in every column but the form.
    pub fn add_row(&mut self, id: Id, form: &str) {
        let none = self.store("_");
        let mut row = RowData { id, fields: [none; COLUMNS] };
        row.fields[Column::Form as usize] = self.store(form);
        self.rows.push(row);
    }

    /// All lines: words, multiword tokens and empty nodes.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> + Clone {
        self.rows_from(0)
    }

    /// The lines from the one with number `first` on.
    fn rows_from(&self, first: usize) -> impl ExactSizeIterator<Item = Row<'_>> + Clone {
        (first..self.rows.len()).map(|index| Row { sentence: self, index })
    }

    /// The lines of words, without multiword tokens and empty nodes.
    pub fn words(&self) -> impl Iterator<Item = Row<'_>> + Clone {
        self.rows().filter(|row| matches!(row.id(), Id::Word(_)))
    }

    /// Writes `value` into a column of line `row` (counted from 0, all lines); an empty value becomes `_`, tabs and line
    /// ends in it become spaces.
    pub fn set(&mut self, row: usize, column: Column, value: &str) {
        let stored = self.store(value);
        self.rows[row].fields[column as usize] = stored;
    }

    /// Writes the sentence and the empty line after it.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        for comment in self.comments() {
            writeln!(out, "{comment}")?;
        }
        for row in self.rows() {
            match row.id() {
                Id::Word(n) => write!(out, "{n}")?,
                Id::Range(from, to) => write!(out, "{from}-{to}")?,
                Id::Empty(n, m) => write!(out, "{n}.{m}")?,
            }
            for &field in &self.rows[row.index].fields {
                out.write_all(b"\t")?;
                out.write_all(self.at(field).as_bytes())?;
            }
            out.write_all(b"\n")?;
        }
        out.write_all(b"\n")
    }

    fn at(&self, (start, end): Stretch) -> &str {
        &self.block[start as usize..end as usize]
    }

    fn store(&mut self, value: &str) -> Stretch {
        let start = self.block.len();
        push_line(&mut self.block, if value.is_empty() { "_" } else { value });
        stretch(start, self.block.len())
    }
}

fn push_line(block: &mut String, text: &str) {
    block.extend(text.chars().map(|ch| if matches!(ch, '\t' | '\n' | '\r') { ' ' } else { ch }));
}

fn stretch(start: usize, end: usize) -> Stretch {
    (start as u32, end as u32)
}

/// One line of a sentence.
#[derive(Clone, Copy, Debug)]
pub struct Row<'s> {
    sentence: &'s Sentence,
    index: usize,
}

impl<'s> Row<'s> {
    /// Its number among all lines, for [`Sentence::set`].
    pub fn index(self) -> usize {
        self.index
    }

    /// Its first column.
    pub fn id(self) -> Id {
        self.sentence.rows[self.index].id
    }

    /// One of its other columns, `_` where nothing is said.
    pub fn get(self, column: Column) -> &'s str {
        self.sentence.at(self.sentence.rows[self.index].fields[column as usize])
    }

    /// The word as it is written.
    pub fn form(self) -> &'s str {
        self.get(Column::Form)
    }

    /// The number of its head, 0 at a root; `None` where the column is empty.
    pub fn head(self) -> Option<u32> {
        self.get(Column::Head).parse().ok()
    }

    /// The value of an attribute in the last column.
    pub fn misc(self, name: &str) -> Option<&'s str> {
        self.get(Column::Misc).split('|').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    }

    /// Whether white space follows it in the text.
    pub fn has_space_after(self) -> bool {
        self.misc("SpaceAfter") != Some("No")
    }
}

#[cfg(test)]
mod tests;
