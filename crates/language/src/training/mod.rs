//! Training of the shipped weights, from treebanks and word vectors: never on the way of a report.

mod data;
mod export;
mod feedforward;
mod layers;
mod lemmas;
mod linear;
mod net;
mod params;
mod peers;
mod shift;
mod trainer;
mod vectors;

pub use crate::segment::train::{train_segmenter, Error as SegmenterError};
pub use trainer::{train, Options};
