//! The model: how much a passage looks like an offer.
//!
//! Logistic regression over [`features`](mod@crate::features), and a [`net`](crate::net) where the
//! regression alone leaves it open; both are fitted on `tests/corpus` by `./build.sh fit`, which writes
//! `model.bin` and `net.bin`. Of most features the regression knows nothing, so its file has those only
//! of which it does: their number, as 32 bits; the bias, the scale of the weights, and the
//! [`Calibration`], as 32-bit floats; half a byte a weight; and how far each stands behind the one
//! before ([`packed`](crate::packed)).

use crate::{
    features::{Feature, SIZE},
    net::{self, Net},
    packed,
};
use std::sync::LazyLock;

/// What makes the logarithm of the odds of a sum of weights and a net's score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calibration {
    /// How much the sum counts.
    pub sum: f32,
    /// How much the net's score does.
    pub net: f32,
    /// What is added to both.
    pub offset: f32,
}

impl Calibration {
    /// The logarithm of the odds.
    pub fn score(&self, sum: f32, net: f32) -> f32 {
        self.sum * sum + self.net * net + self.offset
    }
}

/// A fitted regression.
pub struct Model {
    bias: f32,
    scale: f32,
    calibration: Calibration,
    weights: Vec<i8>,
}

impl Model {
    /// A model with these weights, of features below [`SIZE`]: each of at most seven steps of `scale`.
    pub fn new(bias: f32, scale: f32, calibration: Calibration, weights: Vec<i8>) -> Model {
        Model {
            bias,
            scale,
            calibration,
            weights,
        }
    }

    /// The bytes that [`Model::read`] reads.
    pub fn to_bytes(&self) -> Vec<u8> {
        let weights = self.weights.iter().enumerate();
        let kept = weights.filter(|(_, weight)| **weight != 0);
        let (indices, weights): (Vec<u32>, Vec<i8>) =
            kept.map(|(index, weight)| (index as u32, *weight)).unzip();
        let mut bytes = (weights.len() as u32).to_le_bytes().to_vec();
        let Calibration { sum, net, offset } = self.calibration;
        for float in [self.bias, self.scale, sum, net, offset] {
            bytes.extend(float.to_le_bytes());
        }
        bytes.extend(packed::halves(&weights));
        bytes.extend(packed::gaps(indices));
        bytes
    }

    /// Reads a model; `None` if the bytes are not one.
    pub fn read(mut bytes: &[u8]) -> Option<Model> {
        let bytes = &mut bytes;
        let count = packed::take_count(bytes)?;
        let mut float = || packed::take_float(bytes);
        let (bias, scale) = (float()?, float()?);
        let calibration = Calibration {
            sum: float()?,
            net: float()?,
            offset: float()?,
        };
        let kept = packed::take_halves(bytes, count)?;
        let indices = packed::take_gaps(bytes, count)?;
        let mut weights = vec![0; SIZE];
        for (index, weight) in indices.into_iter().zip(kept) {
            *weights.get_mut(index as usize)? = weight;
        }
        bytes
            .is_empty()
            .then(|| Model::new(bias, scale, calibration, weights))
    }

    /// What makes a score of its sums.
    pub fn calibration(&self) -> Calibration {
        self.calibration
    }

    /// Whether a feature adds anything to a score.
    pub fn knows(&self, index: usize) -> bool {
        self.weights[index] != 0
    }

    /// What a feature adds to the score.
    pub fn weigh(&self, feature: &Feature) -> f32 {
        f32::from(self.weights[feature.index]) * self.scale * feature.value
    }

    /// How much a passage with these features looks like an offer: the logarithm of the odds. The net
    /// is asked only where that may make it reach `least`.
    pub fn score(&self, features: &[Feature], least: f32, ask: impl FnOnce(&Net) -> f32) -> f32 {
        let sum: f32 = features.iter().map(|feature| self.weigh(feature)).sum();
        let score = |net| self.calibration.score(self.bias + sum, net);
        if score(net::MOST) < least {
            score(-net::MOST)
        } else {
            score(ask(&NET))
        }
    }

    /// How likely an offer is that has this score, from 0 to 1, in hundredths: the last digits
    /// differ between machines.
    pub fn probability(score: f32) -> f32 {
        (100.0 / (1.0 + (-score).exp())).round() / 100.0
    }
}

/// The model that the engine judges by.
pub static MODEL: LazyLock<Model> = LazyLock::new(|| {
    Model::read(include_bytes!("model.bin")).expect("the fit wrote it for the same features")
});

static NET: LazyLock<Net> =
    LazyLock::new(|| Net::read(include_bytes!("net.bin")).expect("the fit wrote it"));

/// Makes the model ready; without this the first scan does.
pub fn load() {
    LazyLock::force(&MODEL);
    LazyLock::force(&NET);
}
