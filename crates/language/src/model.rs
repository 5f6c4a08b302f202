//! The trained weights and what they predict.

use std::sync::Arc;

use crate::document::{Document, DocumentBuilder, TokenSpan};
use crate::segment::{segment, Segmented};
use crate::tags::{Deprel, Upos, Xpos};

/// Weights, opened.
pub struct Model {}

impl Model {
    /// The weights inside the program.
    pub fn bundled() -> Self {
        Self {}
    }

    /// Reads `text`.
    pub fn parse(&self, text: &str) -> Document {
        self.annotate(text, segment(text))
    }

    /// Reads `text`, whose words and sentences are known. (A stand-in until the weights land: each word hangs on the one
    /// before it.)
    pub(crate) fn annotate(&self, text: &str, segmented: Segmented) -> Document {
        let mut doc = DocumentBuilder::new(Arc::from(text), Arc::from([Box::from("_")]));
        let xpos = Xpos::parse("NN").unwrap_or(Xpos::FIRST);
        let mut start = 0;
        for &end in &segmented.sentence_ends {
            for (i, &span) in segmented.words[start..end as usize].iter().enumerate() {
                doc.token(span, Upos::Noun, xpos, 0, span.of(text), i.saturating_sub(1), Deprel::Dep);
            }
            doc.end_sentence();
            start = end as usize;
        }
        for (first, end) in segmented.multiwords {
            doc.multiword(TokenSpan::new(first as usize, end as usize));
        }
        doc.build()
    }
}
