//! Text to [`Document`]: tokens, sentences, tags, lemmas, dependency trees and entity spans of English prose.
//!
//! The crate knows language and no politics. [`Model`] holds the weights; [`Model::parse`] turns a text into a
//! [`Document`], whose tokens, sentences and spans are views with exact offsets into the text.

mod arguments;
mod clauses;
pub mod conllu;
mod dateline;
mod decode;
mod document;
mod features;
mod kernels;
mod kinds;
mod lemma;
mod model;
mod names;
mod network;
mod offset;
mod phrases;
pub mod score;
mod segment;
mod tags;
mod tongue;
#[cfg(feature = "training")]
pub mod training;
mod tree;
mod voice;
mod weights;

pub use dateline::{dateline, Written};
pub use document::{Document, DocumentBuilder, Entity, EntityKind, Sentence, SentenceId, Token, TokenId, TokenSpan};
pub use model::Model;
pub use offset::{ByteSpan, CharSpan, OffsetMap};
pub use segment::{segment, Segmented};
pub use tags::{Deprel, Upos, Xpos};
pub use tongue::{foreign, Foreign};
pub use weights::WeightsError;
