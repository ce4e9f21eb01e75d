//! Fits the model on the project's corpus and writes `src/model.bin`.
//!
//! `./build.sh fit` fits on all of `tests/corpus` (its `holdback` folder is left alone) and writes
//! the model; `./build.sh fit --check` says whether the file there is what would be written. The
//! figures printed come from fits that each left out a fifth of the texts and were asked about it.
//! The same corpus and lexicon give the same bytes on every machine.

mod corpus;

use corpus::{CORPUS, Label, Record};
use fournos::{Candidate, Level, SIZE, candidates};
use rayon::prelude::*;
use std::{collections::BTreeMap, error::Error, fs, ops::Range, path::PathBuf, process::ExitCode};

/// Where the model is kept.
const MODEL: &str = "src/model.bin";
/// How often the samples are gone through for each choice of samples.
const EPOCHS: usize = 12;
/// How often the samples are chosen anew: which passage of a text is the offer shows only once
/// there is a model.
const ROUNDS: usize = 3;
/// The length of a first step.
const RATE: f32 = 0.1;
/// How strongly a weight is drawn to zero.
const DECAY: f32 = 2e-4;
/// How many parts the corpus is cut into for the figures.
const FOLDS: usize = 5;

/// A text as the fit sees it.
struct Text<'a> {
    record: &'a Record,
    candidates: Vec<Candidate>,
    /// The offer's own words, in UTF-16 code units.
    offer: Option<Range<usize>>,
}

/// A model in full precision.
struct Weights {
    bias: f32,
    weights: Vec<f32>,
}

impl Weights {
    fn score(&self, candidate: &Candidate) -> f32 {
        let sum: f32 = candidate
            .features
            .iter()
            .map(|feature| self.weights[feature.index] * feature.value)
            .sum();
        self.bias + sum
    }

    /// The score of a text: its best passage's.
    fn best(&self, text: &Text) -> Option<f32> {
        text.candidates
            .iter()
            .map(|candidate| self.score(candidate))
            .reduce(f32::max)
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("fit: {error}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<ExitCode, Box<dyn Error>> {
    let check = match std::env::args().skip(1).collect::<Vec<_>>()[..] {
        [] => false,
        [ref flag] if flag == "--check" => true,
        _ => return Err("there is only --check".into()),
    };
    let records = corpus::read(&[PathBuf::from(CORPUS)])?;
    let texts: Vec<Text> = records
        .par_iter()
        .map(|record| Text {
            candidates: candidates(&record.text),
            offer: record
                .offer
                .as_ref()
                .and_then(|offer| place(&record.text, offer)),
            record,
        })
        .collect();
    let scores = left_out(&texts);
    let (slope, offset) = calibrate(&texts, &scores);
    report(&texts, &scores, slope, offset);
    trade_off(&texts, &scores);
    worst(&texts, &scores, Label::Offer);
    worst(&texts, &scores, Label::Benign);
    let weights = fit(&texts.iter().collect::<Vec<_>>());
    let bytes = pack(&weights, slope, offset);
    if !check {
        fs::write(MODEL, bytes)?;
    } else if fs::read(MODEL)? != bytes {
        eprintln!("fit: {MODEL} is not what the corpus and the lexicon give; run ./build.sh fit");
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

/// Where the words of an offer stand in its text, in UTF-16 code units.
fn place(text: &str, offer: &str) -> Option<Range<usize>> {
    let start = text[..text.find(offer)?].encode_utf16().count();
    Some(start..start + offer.encode_utf16().count())
}

/// A passage to learn from: what it is made of, whether it is an offer, and how much it counts.
struct Sample<'a> {
    candidate: &'a Candidate,
    offer: bool,
    share: f32,
}

/// The samples of some texts: of an offer the passage that holds it, of other texts all passages.
fn samples<'a>(texts: &[&'a Text], weights: &Weights) -> Vec<Sample<'a>> {
    let mut samples = Vec::new();
    for text in texts {
        let share = 1.0 / (text.candidates.len().max(1) as f32).sqrt();
        if text.record.label == Label::Benign {
            samples.extend(text.candidates.iter().map(|candidate| Sample {
                candidate,
                offer: false,
                share,
            }));
            continue;
        }
        let overlap = |candidate: &&Candidate| match &text.offer {
            Some(offer) => {
                2 * common(&candidate.place, offer) >= offer.len().min(candidate.place.len())
            }
            None => true,
        };
        let best = text.candidates.iter().filter(overlap).max_by(|a, b| {
            let key = |candidate: &Candidate| (weights.score(candidate), candidate.place.len());
            let ((x, m), (y, n)) = (key(a), key(b));
            x.total_cmp(&y).then(m.cmp(&n))
        });
        samples.extend(best.map(|candidate| Sample {
            candidate,
            offer: true,
            share: 1.0,
        }));
        if let Some(offer) = &text.offer {
            let apart = text
                .candidates
                .iter()
                .filter(|candidate| common(&candidate.place, offer) == 0);
            samples.extend(apart.map(|candidate| Sample {
                candidate,
                offer: false,
                share: share / 2.0,
            }));
        }
    }
    samples
}

/// How much two ranges have in common.
fn common(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// Logistic regression by AdaGrad. One thread and a fixed order, so that it is the same everywhere.
fn fit(texts: &[&Text]) -> Weights {
    let mut weights = Weights {
        bias: 0.0,
        weights: vec![0.0; SIZE],
    };
    for _ in 0..ROUNDS {
        let samples = samples(texts, &weights);
        let mut order: Vec<usize> = (0..samples.len()).collect();
        let mut random = 0x2545_F491_4F6C_DD1D_u64;
        let (mut bias, mut squares, mut bias_squares) = (0.0_f32, vec![1e-3_f32; SIZE], 1e-3_f32);
        let mut learned = vec![0.0_f32; SIZE];
        for _ in 0..EPOCHS {
            shuffle(&mut order, &mut random);
            for at in &order {
                let Sample {
                    candidate,
                    offer,
                    share,
                } = &samples[*at];
                let sum: f32 = candidate
                    .features
                    .iter()
                    .map(|feature| learned[feature.index] * feature.value)
                    .sum();
                let wanted = if *offer { 1.0 } else { 0.0 };
                let error = share * (libm::expf(-log_sum(-(bias + sum))) - wanted);
                bias_squares += error * error;
                bias -= RATE * error / bias_squares.sqrt();
                for feature in &candidate.features {
                    let weight = &mut learned[feature.index];
                    let slope = error * feature.value + share * DECAY * *weight;
                    let square = &mut squares[feature.index];
                    *square += slope * slope;
                    *weight -= RATE * slope / square.sqrt();
                }
            }
        }
        weights = Weights {
            bias,
            weights: learned,
        };
    }
    weights
}

/// ln(1 + eˣ), without overflow.
fn log_sum(x: f32) -> f32 {
    x.max(0.0) + libm::log1pf(libm::expf(-x.abs()))
}

/// Puts some numbers into another order, the same every time (xorshift).
fn shuffle(order: &mut [usize], random: &mut u64) {
    for at in (1..order.len()).rev() {
        *random ^= *random << 13;
        *random ^= *random >> 7;
        *random ^= *random << 17;
        order.swap(at, (*random % (at as u64 + 1)) as usize);
    }
}

/// The score of every text by a model that has not seen it.
fn left_out(texts: &[Text]) -> Vec<Option<f32>> {
    let folds: Vec<Weights> = (0..FOLDS)
        .into_par_iter()
        .map(|fold| {
            let others: Vec<&Text> = texts
                .iter()
                .enumerate()
                .filter(|(at, _)| at % FOLDS != fold)
                .map(|(_, text)| text)
                .collect();
            fit(&others)
        })
        .collect();
    texts
        .iter()
        .enumerate()
        .map(|(at, text)| folds[at % FOLDS].best(text))
        .collect()
}

/// The slope and offset that turn scores into the logarithm of the odds (Platt's scaling).
fn calibrate(texts: &[Text], scores: &[Option<f32>]) -> (f32, f32) {
    let (mut slope, mut offset) = (1.0_f32, 0.0_f32);
    let scored: Vec<(f32, f32)> = texts
        .iter()
        .zip(scores)
        .filter_map(|(text, score)| {
            Some((
                (*score)?,
                if text.record.label == Label::Offer {
                    1.0
                } else {
                    0.0
                },
            ))
        })
        .collect();
    for _ in 0..2_000 {
        let (mut by_slope, mut by_offset) = (0.0, 0.0);
        for (score, wanted) in &scored {
            let error = libm::expf(-log_sum(-(slope * score + offset))) - wanted;
            by_slope += error * score;
            by_offset += error;
        }
        let step = 0.5 / scored.len() as f32;
        slope -= step * by_slope;
        offset -= step * by_offset;
    }
    (slope, offset)
}

/// Prints how the texts fared that the fits had not seen.
fn report(texts: &[Text], scores: &[Option<f32>], slope: f32, offset: f32) {
    let mut rows: BTreeMap<(Label, &str), [usize; 4]> = BTreeMap::new();
    for (text, score) in texts.iter().zip(scores) {
        let score = score.map(|score| slope * score + offset);
        for lang in ["*", text.record.lang.as_str()] {
            let row = rows.entry((text.record.label, lang)).or_default();
            row[0] += 1;
            row[1] += usize::from(score.is_none());
            let level = score.and_then(Level::of);
            row[2] += usize::from(level.is_some());
            row[3] += usize::from(level == Some(Level::Offer));
        }
    }
    println!("slope {slope:.3}, offset {offset:.3}");
    for ((label, lang), [all, without, marked, offers]) in rows {
        let share = |count: usize| 100.0 * count as f64 / all as f64;
        println!(
            "{label:?} {lang:<8} {all:>5} texts, {:>5.1}% without a passage, {:>5.1}% marked, {:>5.1}% as offers",
            share(without),
            share(marked),
            share(offers)
        );
    }
}

/// Prints how many offers would be found if so many look-alikes could be marked.
fn trade_off(texts: &[Text], scores: &[Option<f32>]) {
    let of = |label| {
        texts
            .iter()
            .zip(scores)
            .filter(move |(text, _)| text.record.label == label)
            .map(|(_, score)| score.unwrap_or(f32::NEG_INFINITY))
    };
    let mut benign: Vec<f32> = of(Label::Benign).collect();
    benign.sort_by(|a, b| b.total_cmp(a));
    for allowed in [0.5, 1.5, 3.0, 5.0] {
        let limit = benign[(benign.len() as f64 * allowed / 100.0) as usize];
        let found = of(Label::Offer).filter(|score| *score > limit).count();
        let share = 100.0 * found as f64 / of(Label::Offer).count() as f64;
        println!("{share:.1}% found at {allowed}% false marks");
    }
}

/// Prints the texts that fits which had not seen them got most wrong.
fn worst(texts: &[Text], scores: &[Option<f32>], label: Label) {
    const MOST: usize = 10;
    let mut wrong: Vec<(f32, &Record)> = texts
        .iter()
        .zip(scores)
        .filter(|(text, _)| text.record.label == label)
        .map(|(text, score)| (score.unwrap_or(f32::NEG_INFINITY), text.record))
        .collect();
    wrong.sort_by(|(a, _), (b, _)| match label {
        Label::Offer => a.total_cmp(b),
        Label::Benign => b.total_cmp(a),
    });
    println!("\nfarthest from {label:?}:");
    for (score, Record { id, kind, text, .. }) in wrong.into_iter().take(MOST) {
        println!("  {score:>5.1} {id} [{kind}] {}", text.replace('\n', " ⏎ "));
    }
}

/// The bytes of `src/model.bin`.
fn pack(weights: &Weights, slope: f32, offset: f32) -> Vec<u8> {
    let largest = weights
        .weights
        .iter()
        .fold(0.0_f32, |most, weight| most.max(weight.abs()));
    let scale = largest.max(f32::MIN_POSITIVE) / 127.0;
    let mut bytes: Vec<u8> = [weights.bias, scale, slope, offset]
        .into_iter()
        .flat_map(f32::to_le_bytes)
        .collect();
    bytes.extend(
        weights
            .weights
            .iter()
            .map(|weight| (weight / scale).round() as i8 as u8),
    );
    bytes
}
