//! Logistic regression over the passages of texts.

use crate::{
    corpus::{Label, Record},
    place::overlap,
};
use fournos::{Calibration, Element, Model, SIZE, candidates};
use std::ops::Range;

/// How often the samples are gone through for each choice of samples.
const EPOCHS: usize = 6;
/// The epochs behind which the weights are averaged: between two of them single weights go to and fro.
const AVERAGED: usize = 3;
/// How often the samples are chosen anew: which passage of a text is the offer, and which features
/// are worth a weight, shows only once there is a model.
const ROUNDS: usize = 2;
/// The length of a first step.
const RATE: f32 = 0.05;
/// How strongly a weight is drawn to zero.
const DECAY: f32 = 3e-4;
/// How many weights are kept: with their places, as many as 64 KB hold.
const KEPT: usize = 44_000;
/// The steps from nothing to the largest number, as half a byte has them.
const STEPS: f32 = 7.0;
/// The share of the weights that reach no further; the few others are cut to that.
const WITHIN: f32 = 0.999;

/// A passage as the fit keeps it: smaller than the engine's, as all of them are kept at once.
pub struct Passage {
    /// Where it stands, in UTF-16 code units.
    place: Range<usize>,
    /// The numbers of its features and how much it has of each.
    features: Box<[(u32, f32)]>,
    /// What the net reads of it.
    pub elements: Vec<Element>,
    /// Which of the elements are its own.
    pub own: Range<usize>,
}

/// The passages of a text, with what the net reads of them if it is fitted too: that is most of what
/// there is to keep.
pub fn passages(text: &str, net: bool) -> Vec<Passage> {
    let candidates = candidates(text).into_iter();
    candidates
        .map(|candidate| {
            let features = candidate.features.iter();
            Passage {
                place: candidate.place,
                features: features
                    .map(|feature| (feature.index as u32, feature.value))
                    .collect(),
                elements: if net { candidate.elements } else { Vec::new() },
                own: candidate.own,
            }
        })
        .collect()
}

/// A text as the fit sees it.
pub struct Text<'a> {
    /// The record that it comes from.
    pub record: &'a Record,
    /// Its passages.
    pub passages: Vec<Passage>,
    /// The offer's own words, in UTF-16 code units, where there are others.
    pub offer: Option<Range<usize>>,
    /// How much it counts.
    pub share: f32,
}

impl Text<'_> {
    /// What the model should say of it.
    pub fn wanted(&self) -> f32 {
        match self.record.label {
            Label::Offer => 1.0,
            Label::Benign => 0.0,
        }
    }
}

/// A model.
pub struct Weights {
    /// What every passage starts from.
    bias: f32,
    /// What each feature adds.
    weights: Vec<f32>,
    /// What each is a multiple of, once they are rounded.
    scale: f32,
}

impl Weights {
    /// The model of the engine.
    pub fn model(&self, calibration: Calibration) -> Model {
        let steps = self.weights.iter();
        let steps = steps.map(|weight| (weight / self.scale).round() as i8);
        Model::new(self.bias, self.scale, calibration, steps.collect())
    }

    /// Rounds them to what the engine's file can hold.
    fn round(&mut self) {
        self.scale = step(&self.weights);
        for weight in &mut self.weights {
            *weight = (*weight / self.scale).round().clamp(-STEPS, STEPS) * self.scale;
        }
    }

    /// The sum of the weights of a passage's features.
    pub fn score(&self, passage: &Passage) -> f32 {
        self.bias + sum(&self.weights, passage)
    }
}

/// The step of which [`STEPS`] reach as far as all but the largest of some numbers do, of those that are
/// not nothing.
fn step(numbers: &[f32]) -> f32 {
    let mut sizes: Vec<f32> = numbers.iter().map(|number| number.abs()).collect();
    sizes.retain(|size| *size > 0.0);
    sizes.sort_by(f32::total_cmp);
    let most = sizes.get((sizes.len() as f32 * WITHIN) as usize);
    most.copied().unwrap_or(1.0) / STEPS
}

/// What the features of a passage add up to.
fn sum(weights: &[f32], passage: &Passage) -> f32 {
    let features = passage.features.iter();
    features
        .map(|(index, value)| weights[*index as usize] * value)
        .sum()
}

/// A passage to learn from.
pub struct Sample<'a> {
    /// What it is made of.
    pub passage: &'a Passage,
    /// The record that it comes from.
    pub record: &'a Record,
    /// Whether it is an offer.
    pub offer: bool,
    /// How much it counts.
    pub share: f32,
}

/// The samples of some texts: of an offer the passage that holds it, of other texts all passages.
pub fn samples<'a>(texts: &[&'a Text], weights: &Weights) -> Vec<Sample<'a>> {
    let mut samples = Vec::new();
    for text in texts {
        let share = text.share / (text.passages.len().max(1) as f32).sqrt();
        if text.record.label == Label::Benign {
            samples.extend(text.passages.iter().map(|passage| Sample {
                passage,
                record: text.record,
                offer: false,
                share,
            }));
            continue;
        }
        let holds = |passage: &&Passage| match &text.offer {
            Some(offer) => {
                2 * overlap(&passage.place, offer) >= offer.len().min(passage.place.len())
            }
            None => true,
        };
        let best = text.passages.iter().filter(holds).max_by(|a, b| {
            let key = |passage: &Passage| (weights.score(passage), passage.place.len());
            let ((x, m), (y, n)) = (key(a), key(b));
            x.total_cmp(&y).then(m.cmp(&n))
        });
        samples.extend(best.map(|passage| Sample {
            passage,
            record: text.record,
            offer: true,
            share: text.share,
        }));
        if let Some(offer) = &text.offer {
            let apart = text
                .passages
                .iter()
                .filter(|passage| overlap(&passage.place, offer) == 0);
            samples.extend(apart.map(|passage| Sample {
                passage,
                record: text.record,
                offer: false,
                share: share / 2.0,
            }));
        }
    }
    samples
}

/// The features to go on with: those that make the largest difference to the most samples.
fn worth_keeping(weights: &Weights, samples: &[Sample]) -> Vec<bool> {
    let mut shares = vec![0.0_f32; SIZE];
    for Sample { passage, share, .. } in samples {
        for (index, _) in &passage.features {
            shares[*index as usize] += share;
        }
    }
    let both = weights.weights.iter().zip(shares);
    let worth: Vec<f32> = both
        .map(|(weight, share)| weight.abs() * libm::cbrtf(share))
        .collect();
    let mut order: Vec<usize> = (0..SIZE).collect();
    order.sort_by(|a, b| worth[*b].total_cmp(&worth[*a]));
    let mut kept = vec![false; SIZE];
    for index in &order[..KEPT] {
        kept[*index] = true;
    }
    kept
}

/// Logistic regression by AdaGrad. One thread and a fixed order, so that it is the same everywhere.
pub fn fit(texts: &[&Text]) -> Weights {
    let mut weights = Weights {
        bias: 0.0,
        weights: vec![0.0; SIZE],
        scale: 1.0,
    };
    for round in 0..ROUNDS {
        let samples = samples(texts, &weights);
        let kept = match round {
            0 => vec![true; SIZE],
            _ => worth_keeping(&weights, &samples),
        };
        let mut order: Vec<usize> = (0..samples.len()).collect();
        let mut random = 0x2545_F491_4F6C_DD1D_u64;
        let (mut bias, mut squares, mut bias_squares) = (0.0_f32, vec![1e-3_f32; SIZE], 1e-3_f32);
        let mut learned = vec![0.0_f32; SIZE];
        let (mut bias_total, mut totals) = (0.0_f32, vec![0.0_f32; SIZE]);
        for epoch in 0..EPOCHS {
            shuffle(&mut order, &mut random);
            for at in &order {
                let Sample {
                    passage,
                    offer,
                    share,
                    ..
                } = &samples[*at];
                let sum = sum(&learned, passage);
                let wanted = if *offer { 1.0 } else { 0.0 };
                let error = share * (logistic(bias + sum) - wanted);
                bias_squares += error * error;
                bias -= RATE * error / bias_squares.sqrt();
                for (index, value) in &passage.features {
                    let index = *index as usize;
                    if !kept[index] {
                        continue;
                    }
                    let weight = &mut learned[index];
                    let slope = error * value + share * DECAY * *weight;
                    let square = &mut squares[index];
                    *square += slope * slope;
                    *weight -= RATE * slope / square.sqrt();
                }
            }
            if epoch >= EPOCHS - AVERAGED {
                bias_total += bias;
                for (total, weight) in totals.iter_mut().zip(&learned) {
                    *total += weight;
                }
            }
        }
        let average = |total: f32| total / AVERAGED as f32;
        weights = Weights {
            bias: average(bias_total),
            weights: totals.into_iter().map(average).collect(),
            ..weights
        };
    }
    weights.round();
    weights
}

/// How likely is what has these odds, given by their logarithm.
pub fn logistic(score: f32) -> f32 {
    libm::expf(-log_sum(-score))
}

/// ln(1 + eˣ), without overflow.
fn log_sum(x: f32) -> f32 {
    x.max(0.0) + libm::log1pf(libm::expf(-x.abs()))
}

/// Puts some numbers into another order, the same every time (xorshift).
pub fn shuffle(order: &mut [usize], random: &mut u64) {
    for at in (1..order.len()).rev() {
        *random ^= *random << 13;
        *random ^= *random >> 7;
        *random ^= *random << 17;
        order.swap(at, (*random % (at as u64 + 1)) as usize);
    }
}
