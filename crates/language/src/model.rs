//! The trained weights and what they predict.

use std::borrow::Cow;
use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;

use crate::document::{Document, DocumentBuilder, TokenSpan};
use crate::network::{Analysis, Scratch};
use crate::segment::{segment, Segmented};
use crate::tongue::{blanked, foreign};
use crate::weights::{Weights, WeightsError};

static BUNDLED: &[u8] = include_bytes!("../../../models/english.bin");

/// Weights, opened.
pub struct Model {
    weights: Weights,
}

thread_local! {
    /// The network's buffers, kept from one text to the next.
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

impl Model {
    /// The weights inside the program.
    pub fn bundled() -> Self {
        // They are opened by the tests of every build, so this cannot fail in a program that was released.
        Self { weights: Weights::open(Cow::Borrowed(BUNDLED)).expect("the weights inside the program") }
    }

    /// Opens a weights file.
    pub fn open(path: &Path) -> Result<Self, WeightsError> {
        let bytes =
            std::fs::read(path).map_err(|source| WeightsError::Io { path: path.display().to_string(), source })?;
        Self::from_bytes(bytes)
    }

    /// Opens weights that are in memory; their sum is checked.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, WeightsError> {
        Ok(Self { weights: Weights::open_checked(bytes)? })
    }

    /// Name of the network and its training, as `--version` shows it.
    pub fn version(&self) -> &str {
        &self.weights.name
    }

    /// Reads `text`.
    ///
    /// ```
    /// let document = language::Model::bundled().parse("The minister met her counterpart in Vienna.");
    /// let root = document.sentences().next().expect("one sentence").root();
    /// assert_eq!((root.text(), root.lemma()), ("met", "meet"));
    /// ```
    pub fn parse(&self, text: &str) -> Document {
        self.annotate(text, segment(text))
    }

    /// Reads what of `text` is English; [`Document::foreign`] has the rest, in which no words are found.
    pub fn parse_english(&self, text: &str) -> Document {
        let foreign = foreign(text);
        let document = match foreign.is_empty() {
            true => self.parse(text),
            false => self.annotate(text, segment(&blanked(text, &foreign))),
        };
        document.with_foreign(foreign)
    }

    /// Reads `text`, whose words and sentences are known.
    pub(crate) fn annotate(&self, text: &str, segmented: Segmented) -> Document {
        let words: Vec<&str> = segmented.words.iter().map(|span| span.of(text)).collect();
        let analysis = self.analyse(&words, &segmented.sentence_ends);
        self.document(text, &segmented, &words, &analysis)
    }

    fn analyse(&self, words: &[&str], ends: &[u32]) -> Analysis {
        SCRATCH.with_borrow_mut(|scratch| self.weights.analyse(words, ends, scratch))
    }

    fn document(&self, text: &str, segmented: &Segmented, words: &[&str], analysis: &Analysis) -> Document {
        let weights = &self.weights;
        let mut doc = DocumentBuilder::new(Arc::from(text), Arc::clone(&weights.feats));
        let (mut start, mut lemma) = (0, String::new());
        for &end in &segmented.sentence_ends {
            let end = end as usize;
            for (t, word) in words.iter().enumerate().take(end).skip(start) {
                let class = weights.classes[analysis.tags[t] as usize];
                lemma.clear();
                let verb = class.upos == crate::tags::Upos::Verb;
                weights.lemmas.write(word, class.xpos.index() as u8, verb, t == start, &mut lemma);
                let head = match analysis.heads[t] {
                    0 => t - start,
                    h => h as usize - 1,
                };
                doc.token(segmented.words[t], class.upos, class.xpos, class.feats, &lemma, head, analysis.rels[t]);
            }
            doc.end_sentence();
            start = end;
        }
        for &(first, end) in &segmented.multiwords {
            doc.multiword(TokenSpan::new(first as usize, end as usize));
        }
        for &(start, end, kind) in &analysis.names {
            doc.entity(TokenSpan::new(start, end), kind);
        }
        for &(start, end, kind) in &analysis.mentions {
            doc.mention(TokenSpan::new(start, end), kind);
        }
        doc.build()
    }
}
