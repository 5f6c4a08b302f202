//! The weights that decide on sentence ends.

use std::sync::OnceLock;

use super::features::{Features, BITS};

const MAGIC: &[u8; 8] = b"ATTSEG1\n";

/// One weight, a signed byte, for each number that a feature can have.
pub(super) struct Weights {
    weights: Box<[i8]>,
}

impl Weights {
    /// Number of weights.
    pub(super) const COUNT: usize = 1 << BITS;

    /// The weights inside the program.
    pub(super) fn bundled() -> &'static Self {
        static WEIGHTS: OnceLock<Weights> = OnceLock::new();
        WEIGHTS.get_or_init(|| {
            Self::from_bytes(include_bytes!("../../../../models/segment.bin"))
                .expect("weights inside the program are whole")
        })
    }

    /// Weights as [`Self::to_bytes`] wrote them; `None` of anything else.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let weights = bytes.strip_prefix(MAGIC)?;
        (weights.len() == Self::COUNT).then(|| Self { weights: weights.iter().map(|&b| b as i8).collect() })
    }

    /// Whether a sentence ends in a gap of which `features` are known.
    #[inline]
    pub(super) fn is_end(&self, features: &Features) -> bool {
        features.numbers().iter().map(|&number| i32::from(self.weights[number as usize])).sum::<i32>() > 0
    }

    /// As bytes, to be kept in a file.
    #[cfg(feature = "training")]
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        MAGIC.iter().copied().chain(self.weights.iter().map(|&w| w as u8)).collect()
    }

    /// The weights whose sum has the same sign as that of `exact`, as nearly as bytes can.
    #[cfg(feature = "training")]
    pub(super) fn rounded(exact: &[f32], step: f32) -> Self {
        Self { weights: exact.iter().map(|w| (w / step).round().clamp(-127.0, 127.0) as i8).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_inside_the_program_are_whole() {
        assert!(Weights::from_bytes(include_bytes!("../../../../models/segment.bin")).is_some());
        assert!(Weights::from_bytes(b"ATTSEG1\nshort").is_none());
    }
}
