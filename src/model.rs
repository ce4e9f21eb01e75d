//! The model: how much a passage looks like an offer.
//!
//! Logistic regression over [`features`](mod@crate::features), and a [`net`](crate::net) where the
//! regression alone leaves it open; both are fitted on `tests/corpus` by `./build.sh fit`, which writes
//! `model.bin` and `net.bin`. Of most features the regression knows nothing, so its file has those only
//! of which it does: their number, as 32 bits; the bias, the scale of the weights, and the
//! [`Calibration`], as 32-bit floats; half a byte a weight, the lower half first; and how far each
//! stands behind the one before, in bytes of which 255 says that it goes on. All are little-endian.

use crate::{
    elements::Window,
    features::{Feature, SIZE},
    net::{self, Net},
};
use std::sync::LazyLock;

/// The length of what stands before the weights, in bytes.
const HEADER: usize = 24;
/// What half a byte is for a weight of nothing.
const ZERO: i8 = 8;

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
        let kept: Vec<(usize, i8)> = weights
            .map(|(index, weight)| (index, *weight))
            .filter(|(_, weight)| *weight != 0)
            .collect();
        let mut bytes = (kept.len() as u32).to_le_bytes().to_vec();
        let Calibration { sum, net, offset } = self.calibration;
        for float in [self.bias, self.scale, sum, net, offset] {
            bytes.extend(float.to_le_bytes());
        }
        bytes.extend(kept.chunks(2).map(|pair| {
            let half = |at: usize| pair.get(at).map_or(0, |(_, weight)| (weight + ZERO) as u8);
            half(0) | half(1) << 4
        }));
        let mut last = 0;
        for (index, _) in kept {
            let gap = index - last;
            let most = usize::from(u8::MAX);
            bytes.extend(std::iter::repeat_n(u8::MAX, gap / most));
            bytes.push((gap % most) as u8);
            last = index;
        }
        bytes
    }

    /// Reads a model; `None` if the bytes are not one.
    pub fn read(bytes: &[u8]) -> Option<Model> {
        let (header, rest) = bytes.split_at_checked(HEADER)?;
        let mut words = header.chunks_exact(4).map(|bytes| {
            let mut array = [0; 4];
            array.copy_from_slice(bytes);
            array
        });
        let count = u32::from_le_bytes(words.next()?) as usize;
        let mut floats = words.map(f32::from_le_bytes);
        let (halves, gaps) = rest.split_at_checked(count.div_ceil(2))?;
        let mut weights = vec![0; SIZE];
        let (mut index, mut number) = (0, 0);
        for gap in gaps {
            index += usize::from(*gap);
            if *gap < u8::MAX {
                let half = halves.get(number / 2)? >> (4 * (number % 2)) & 0xf;
                *weights.get_mut(index)? = half as i8 - ZERO;
                number += 1;
            }
        }
        (number == count).then_some(Model {
            bias: floats.next()?,
            scale: floats.next()?,
            calibration: Calibration {
                sum: floats.next()?,
                net: floats.next()?,
                offset: floats.next()?,
            },
            weights,
        })
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
    /// is asked, and the passage's `window` read, only where that may make it reach `least`.
    pub fn score<'a>(
        &self,
        features: &[Feature],
        least: f32,
        window: impl FnOnce() -> Window<'a>,
    ) -> f32 {
        let sum: f32 = features.iter().map(|feature| self.weigh(feature)).sum();
        let score = |net| self.calibration.score(self.bias + sum, net);
        if score(net::MOST) < least {
            score(-net::MOST)
        } else {
            score(NET.score(&window()))
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
