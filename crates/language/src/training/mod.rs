//! Training of the shipped weights, from treebanks and word vectors: never on the way of a report.

mod data;
mod export;
mod feedforward;
mod figures;
mod fit;
mod kinds;
mod layers;
mod lemmas;
mod linear;
mod marked;
mod names;
mod net;
mod params;
mod peers;
mod places;
mod sentences;
mod shift;
mod trainer;
mod varied;
mod vectors;

pub use crate::segment::train::{train_segmenter, Error as SegmenterError};
pub use names::train_names;
pub use trainer::{train, Options};
