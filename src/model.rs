//! The model: how much each feature speaks for an offer or against one.
//!
//! Logistic regression, fitted on `tests/corpus` by `./build.sh fit`, which writes `model.bin`: the
//! bias, the scale of the weights, and the slope and offset that turn a score into a probability,
//! as four little-endian 32-bit floats; then a signed byte a weight.

use crate::features::{Feature, SIZE};
use std::sync::LazyLock;

/// The length of what stands before the weights, in bytes.
const HEADER: usize = 16;

/// A fitted model.
pub struct Model<'a> {
    bias: f32,
    scale: f32,
    slope: f32,
    offset: f32,
    weights: &'a [u8],
}

impl<'a> Model<'a> {
    /// Reads a model; `None` if the bytes are not one.
    pub fn read(bytes: &'a [u8]) -> Option<Model<'a>> {
        let (header, weights) = bytes.split_at_checked(HEADER)?;
        let mut floats = header.chunks_exact(4).map(|bytes| {
            let mut array = [0; 4];
            array.copy_from_slice(bytes);
            f32::from_le_bytes(array)
        });
        (weights.len() == SIZE).then_some(Model {
            bias: floats.next()?,
            scale: floats.next()?,
            slope: floats.next()?,
            offset: floats.next()?,
            weights,
        })
    }

    /// What a feature adds to the score.
    pub fn weigh(&self, feature: &Feature) -> f32 {
        f32::from(self.weights[feature.index] as i8) * self.scale * feature.value
    }

    /// How much a passage with these features looks like an offer: the logarithm of the odds.
    pub fn score(&self, features: &[Feature]) -> f32 {
        let sum: f32 = features.iter().map(|feature| self.weigh(feature)).sum();
        self.slope * (self.bias + sum) + self.offset
    }

    /// How likely an offer is that has this score, from 0 to 1, in hundredths: the last digits
    /// differ between machines.
    pub fn probability(score: f32) -> f32 {
        (100.0 / (1.0 + (-score).exp())).round() / 100.0
    }
}

/// The model that the engine judges by.
pub static MODEL: LazyLock<Model<'static>> = LazyLock::new(|| {
    Model::read(include_bytes!("model.bin")).expect("the fit wrote it for the same features")
});

/// Makes the model ready; without this the first scan does.
pub fn load() {
    LazyLock::force(&MODEL);
}
