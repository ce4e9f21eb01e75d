//! Fits the net: stochastic gradients with Adam, in a fixed order and with the arithmetic that every
//! machine has, so that the same texts give the same net.

use crate::regression::{Sample, Weights, logistic};
use fastrand::Rng;
use fournos::{
    SPELLINGS, Tags,
    net::{
        BIASES, CHANNELS, CODES, DILATIONS, HIDDEN, HIDDEN_BIASES, KERNELS, LAST, LAST_BIAS,
        LAYERS, Net, PART, PARTS, SIZE, TAGS, TAPS, UNITS, accumulate, add, add_tags, around,
        convolve, dense, dot, mean_share, pool, taps,
    },
};
use rayon::prelude::*;
use std::{collections::BTreeSet, ops::Range};

/// How many spellings are known.
const KNOWN: usize = 60_000;
/// What a spelling is taken to have been seen besides, so that rare ones do not come first.
const PRIOR: f32 = 20.0;
/// The sum of the regression's weights under which a passage is an easy one, which is seen only so often:
/// the net will not be asked about its like.
const EASY: f32 = -4.0;
const EASY_SHARE: f32 = 0.25;
/// How often the samples are gone through.
const EPOCHS: usize = 7;
/// How many samples make a step.
const BATCH: usize = 128;
/// How many samples of a step are worked through one after the other; their sums do not depend on how
/// many processors there are.
const CHUNK: usize = 16;
/// The length of the longest step, over how many steps it is reached, and the share that is left of it
/// at the end.
const RATE: f32 = 3e-3;
const WARM_UP: f32 = 200.0;
const LAST_RATE: f32 = 0.02;
/// The share of units, elements' spellings, single spellings and tags that are left out at random.
const UNITS_DROPPED: f32 = 0.15;
const WORDS_DROPPED: f32 = 0.25;
const SPELLINGS_DROPPED: f32 = 0.35;
const TAGS_DROPPED: f32 = 0.05;
/// How sure it is never to be.
const SMOOTHING: f32 = 0.03;
/// How much it counts which kind a text is of, which it learns beside.
const KINDS_SHARE: f32 = 0.2;
const SEED: u64 = 7;

/// A sample as the net sees it: of its elements' spellings only the known ones.
struct Example {
    tags: Vec<Tags>,
    /// The numbers of the known spellings, element by element, and where each element's end.
    known: Vec<u16>,
    ends: Vec<usize>,
    own: Range<usize>,
    kind: usize,
    offer: bool,
    share: f32,
}

impl Example {
    fn new(sample: &Sample, sum: f32, spellings: &[u32], kinds: &[&str]) -> Example {
        let mut known = Vec::new();
        let mut ends = Vec::new();
        for element in &sample.passage.elements {
            let found = element.spellings.iter();
            known.extend(
                found.filter_map(|spelling| {
                    spellings.binary_search(spelling).ok().map(|at| at as u16)
                }),
            );
            ends.push(known.len());
        }
        let elements = sample.passage.elements.iter();
        Example {
            tags: elements.map(|element| element.tags).collect(),
            known,
            ends,
            own: sample.passage.own.clone(),
            kind: kinds.partition_point(|kind| *kind < sample.record.kind.as_str()),
            offer: sample.offer,
            share: if !sample.offer && sum < EASY {
                EASY_SHARE * sample.share
            } else {
                sample.share
            },
        }
    }

    /// The known spellings of an element.
    fn known(&self, at: usize) -> &[u16] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.known[start..self.ends[at]]
    }
}

/// The spellings that tell offers from the rest best, ascending, by the chi-squared statistic.
fn worth_knowing(samples: &[Sample]) -> Vec<u32> {
    let mut seen = [
        vec![0.0_f32; SPELLINGS as usize],
        vec![0.0_f32; SPELLINGS as usize],
    ];
    let mut totals = [0.0_f32; 2];
    for sample in samples {
        let elements = sample.passage.elements.iter();
        let mut spellings: Vec<u32> = elements
            .flat_map(|element| element.spellings.iter().copied())
            .collect();
        spellings.sort_unstable();
        spellings.dedup();
        let label = usize::from(sample.offer);
        totals[label] += sample.share;
        for spelling in spellings {
            seen[label][spelling as usize] += sample.share;
        }
    }
    let [benign, offers] = seen;
    let even = totals[1] / totals[0];
    let both = offers.into_iter().zip(benign).enumerate();
    let mut worth: Vec<(f32, u32)> = both
        .filter(|(_, (offers, benign))| offers + benign > 0.0)
        .map(|(spelling, (offers, benign))| {
            let benign = even * benign;
            let difference = offers - benign;
            let chi = difference * difference / (offers + benign + PRIOR);
            (chi, spelling as u32)
        })
        .collect();
    worth.sort_by(|(a, x), (b, y)| b.total_cmp(a).then(x.cmp(y)));
    let mut spellings: Vec<u32> = worth.into_iter().take(KNOWN).map(|(_, at)| at).collect();
    spellings.sort_unstable();
    spellings
}

/// The numbers that are fitted, or what is known of each.
#[derive(Clone)]
struct Numbers {
    /// [`UNITS`] for each known spelling.
    vectors: Vec<[f32; UNITS]>,
    /// Those of [`LAYERS`], and behind them the weights and biases that tell the kinds.
    layers: Vec<f32>,
}

impl Numbers {
    fn zero(known: usize, kinds: usize) -> Numbers {
        Numbers {
            vectors: vec![[0.0; UNITS]; known],
            layers: vec![0.0; SIZE + (CHANNELS + 1) * kinds],
        }
    }

    /// Small numbers at random: as far from nothing as keeps sums over a layer's inputs of one size.
    fn random(known: usize, kinds: usize, random: &mut Rng) -> Numbers {
        const VECTORS: f32 = 0.17;
        let mut numbers = Numbers::zero(known, kinds);
        let mut within = |most: f32| most * (2.0 * random.f32() - 1.0);
        for number in numbers.vectors.as_flattened_mut() {
            *number = within(VECTORS);
        }
        let inputs = [
            TAPS * UNITS,
            TAPS * CHANNELS,
            TAPS * CHANNELS,
            2 * CHANNELS,
            CHANNELS,
        ];
        for (at, place) in LAYERS.into_iter().enumerate() {
            let most = match at.checked_sub(1) {
                Some(layer) => 1.0 / (inputs[layer / 2] as f32).sqrt(),
                None => VECTORS,
            };
            for number in &mut numbers.layers[place] {
                *number = within(most);
            }
        }
        for number in &mut numbers.layers[SIZE..] {
            *number = within(1.0 / (CHANNELS as f32).sqrt());
        }
        numbers
    }

    fn layer(&self, layer: usize) -> &[f32] {
        &self.layers[LAYERS[layer].clone()]
    }

    /// What a convolution finds at every element `within` a range; it finds nothing in the others.
    fn convolve_all<const WIDTH: usize>(
        &self,
        convolution: usize,
        input: &[[f32; WIDTH]],
        dilation: usize,
        within: &Range<usize>,
    ) -> Vec<[f32; CHANNELS]> {
        let kernel = self.layer(KERNELS[convolution]);
        let bias = self.layer(BIASES[convolution]);
        let mut found = vec![[0.0; CHANNELS]; input.len()];
        for at in within.clone() {
            let taps = taps(at, dilation, input.len()).map(|(near, tap)| (&input[near], tap));
            found[at] = convolve(taps, kernel, bias);
        }
        found
    }

    /// What the engine reads.
    fn round(&self, spellings: Vec<u32>) -> Net {
        let mut codes = vec![[0; PARTS]; spellings.len()];
        let mut book = Vec::new();
        for part in 0..PARTS {
            let numbers = self.vectors.iter();
            let numbers = numbers.map(|vector| vector.as_chunks::<PART>().0[part]);
            let (centres, nearest) = k_means(&numbers.collect::<Vec<_>>());
            book.extend(centres);
            for (codes, code) in codes.iter_mut().zip(nearest) {
                codes[part] = code;
            }
        }
        let mut steps = [0.0; 1 + LAYERS.len()];
        let [step, layer_steps @ ..] = &mut steps;
        let (book_step, book) = in_bytes(book.as_flattened());
        *step = book_step;
        let mut layers = Vec::with_capacity(SIZE);
        for (place, step) in LAYERS.into_iter().zip(layer_steps) {
            let (layer_step, numbers) = in_bytes(&self.layers[place]);
            *step = layer_step;
            layers.extend(numbers);
        }
        Net::new(spellings, codes, &book, &layers, steps)
    }
}

/// Some numbers in steps of which as many as a signed byte has reach as far as the largest.
fn in_bytes(numbers: &[f32]) -> (f32, Vec<i8>) {
    let sizes = numbers.iter().map(|number| number.abs());
    let step = sizes.fold(f32::MIN_POSITIVE, f32::max) / f32::from(i8::MAX);
    let numbers = numbers.iter().map(|number| (number / step).round() as i8);
    (step, numbers.collect())
}

/// The centres of [`CODES`] clusters of some parts of vectors, and which is the nearest to each, by
/// Lloyd's algorithm.
fn k_means(parts: &[[f32; PART]]) -> (Vec<[f32; PART]>, Vec<u8>) {
    const ROUNDS: usize = 25;
    let mut centres = Rng::with_seed(SEED).choose_multiple(parts.iter().copied(), CODES);
    let nearest = |centres: &[[f32; PART]]| -> Vec<u8> {
        let nearest = parts.par_iter().map(|part| {
            let distances = centres.iter().map(|centre| {
                let differences = part.iter().zip(centre).map(|(a, b)| a - b);
                differences
                    .map(|difference| difference * difference)
                    .sum::<f32>()
            });
            let least = distances
                .enumerate()
                .min_by(|(_, a), (_, b)| a.total_cmp(b));
            least.map_or(0, |(code, _)| code as u8)
        });
        nearest.collect()
    };
    for _ in 0..ROUNDS {
        let mut sums = vec![([0.0; PART], 0); CODES];
        for (part, code) in parts.iter().zip(nearest(&centres)) {
            let (sum, count) = &mut sums[usize::from(code)];
            times(sum, part, 1.0);
            *count += 1;
        }
        for (centre, (sum, count)) in centres.iter_mut().zip(sums) {
            if count > 0 {
                *centre = sum.map(|number| number / count as f32);
            }
        }
    }
    let nearest = nearest(&centres);
    (centres, nearest)
}

/// Fits a net on some samples, to stand beside a regression.
pub fn fit(samples: &[Sample], weights: &Weights) -> Net {
    let spellings = worth_knowing(samples);
    let kinds: BTreeSet<&str> = samples
        .iter()
        .map(|sample| sample.record.kind.as_str())
        .collect();
    let kinds: Vec<&str> = kinds.into_iter().collect();
    let examples: Vec<Example> = samples
        .par_iter()
        .map(|sample| Example::new(sample, weights.score(sample.passage), &spellings, &kinds))
        .collect();
    let mut random = Rng::with_seed(SEED);
    let mut numbers = Numbers::random(spellings.len(), kinds.len(), &mut random);
    let mut adam = Adam::new(spellings.len(), kinds.len());
    // A sample that counts for less than one is seen the less often.
    let seen: f32 = examples.iter().map(|example| example.share.min(1.0)).sum();
    let steps = EPOCHS as f32 * seen / BATCH as f32;
    for _ in 0..EPOCHS {
        let mut order: Vec<usize> = (0..examples.len())
            .filter(|at| random.f32() < examples[*at].share)
            .collect();
        random.shuffle(&mut order);
        for batch in order.chunks(BATCH) {
            let kernels = Kernels::new(&numbers);
            let seeds: Vec<u64> = batch.chunks(CHUNK).map(|_| random.u64(..)).collect();
            let slopes: Vec<Slopes> = batch
                .par_chunks(CHUNK)
                .zip(seeds)
                .map(|(chunk, seed)| {
                    let mut gradient = Gradient::new(&numbers, &kernels, seed);
                    for at in chunk {
                        gradient.learn(&examples[*at]);
                    }
                    gradient.slopes
                })
                .collect();
            let done = adam.steps as f32;
            let rate =
                RATE * ((done + 1.0) / WARM_UP).min(1.0) * (1.0 - done / steps).max(LAST_RATE);
            adam.step(&mut numbers, slopes, rate, batch.len());
        }
    }
    numbers.round(spellings)
}

/// Adam: steps by the mean of the gradients over the root of the mean of their squares. Of vectors only
/// those are moved that a batch has.
struct Adam {
    steps: usize,
    sums: Numbers,
    means: Numbers,
    squares: Numbers,
    /// What is left of the means' first weight, and of the squares'.
    left: [f32; 2],
    touched: Vec<bool>,
}

impl Adam {
    const MEAN: f32 = 0.9;
    const SQUARE: f32 = 0.999;

    fn new(known: usize, kinds: usize) -> Adam {
        let zero = Numbers::zero(known, kinds);
        Adam {
            steps: 0,
            sums: zero.clone(),
            means: zero.clone(),
            squares: zero,
            left: [1.0; 2],
            touched: vec![false; known],
        }
    }

    fn step(&mut self, numbers: &mut Numbers, slopes: Vec<Slopes>, rate: f32, count: usize) {
        self.steps += 1;
        self.left[0] *= Self::MEAN;
        self.left[1] *= Self::SQUARE;
        let share = 1.0 / count as f32;
        let [mean_left, square_left] = self.left;
        let advance = |number: &mut f32, sum: &mut f32, mean: &mut f32, square: &mut f32| {
            let slope = share * *sum;
            *sum = 0.0;
            *mean = Self::MEAN * *mean + (1.0 - Self::MEAN) * slope;
            *square = Self::SQUARE * *square + (1.0 - Self::SQUARE) * slope * slope;
            let size = (*square / (1.0 - square_left)).sqrt() + 1e-8;
            *number -= rate * (*mean / (1.0 - mean_left)) / size;
        };
        let mut rows = Vec::new();
        for Slopes { layers, vectors } in slopes {
            for (sum, slope) in self.sums.layers.iter_mut().zip(layers) {
                *sum += slope;
            }
            for (row, slopes) in vectors {
                let row = usize::from(row);
                if !self.touched[row] {
                    self.touched[row] = true;
                    rows.push(row);
                }
                for (sum, slope) in self.sums.vectors[row].iter_mut().zip(slopes) {
                    *sum += slope;
                }
            }
        }
        for at in 0..numbers.layers.len() {
            advance(
                &mut numbers.layers[at],
                &mut self.sums.layers[at],
                &mut self.means.layers[at],
                &mut self.squares.layers[at],
            );
        }
        for row in rows {
            self.touched[row] = false;
            for at in 0..UNITS {
                advance(
                    &mut numbers.vectors[row][at],
                    &mut self.sums.vectors[row][at],
                    &mut self.means.vectors[row][at],
                    &mut self.squares.vectors[row][at],
                );
            }
        }
    }
}

/// The kernels of the convolutions by what they give instead of by what they take.
struct Kernels {
    first: Vec<[f32; UNITS]>,
    later: [Vec<[f32; CHANNELS]>; 2],
}

impl Kernels {
    fn new(numbers: &Numbers) -> Kernels {
        Kernels {
            first: transposed(numbers.layer(KERNELS[0])),
            later: [
                transposed(numbers.layer(KERNELS[1])),
                transposed(numbers.layer(KERNELS[2])),
            ],
        }
    }
}

fn transposed<const WIDTH: usize>(kernel: &[f32]) -> Vec<[f32; WIDTH]> {
    let (rows, _) = kernel.as_chunks::<CHANNELS>();
    let mut turned = vec![[0.0; WIDTH]; TAPS * CHANNELS];
    for (at, row) in rows.iter().enumerate() {
        let (tap, input) = (at / WIDTH, at % WIDTH);
        for (output, weight) in row.iter().enumerate() {
            turned[tap * CHANNELS + output][input] = *weight;
        }
    }
    turned
}

/// Learns from samples one after the other.
struct Gradient<'a> {
    numbers: &'a Numbers,
    kernels: &'a Kernels,
    random: Rng,
    slopes: Slopes,
}

/// How the loss of some samples changes with each number: with those of the layers, and with the
/// vectors of the spellings that the samples have.
struct Slopes {
    layers: Vec<f32>,
    vectors: Vec<(u16, [f32; UNITS])>,
}

impl<'a> Gradient<'a> {
    fn new(numbers: &'a Numbers, kernels: &'a Kernels, seed: u64) -> Gradient<'a> {
        Gradient {
            numbers,
            kernels,
            random: Rng::with_seed(seed),
            slopes: Slopes {
                layers: vec![0.0; numbers.layers.len()],
                vectors: Vec::new(),
            },
        }
    }

    fn dropped(&mut self, share: f32) -> bool {
        self.random.f32() < share
    }

    /// For each number nothing, or what makes up for those that are left out.
    fn mask<const WIDTH: usize>(&mut self) -> [f32; WIDTH] {
        let kept = 1.0 / (1.0 - UNITS_DROPPED);
        std::array::from_fn(|_| {
            if self.dropped(UNITS_DROPPED) {
                0.0
            } else {
                kept
            }
        })
    }

    /// Adds what one sample says.
    fn learn(&mut self, example: &Example) {
        let numbers = self.numbers;
        // Forward.
        let mut input = Vec::with_capacity(example.tags.len());
        let mut masks = Vec::with_capacity(example.tags.len());
        let mut tags = example.tags.clone();
        let mut known: Vec<(usize, u16)> = Vec::new();
        for (at, tags) in tags.iter_mut().enumerate() {
            let mut vector = [0.0; UNITS];
            if !self.dropped(WORDS_DROPPED) {
                for spelling in example.known(at) {
                    if !self.dropped(SPELLINGS_DROPPED) {
                        known.push((at, *spelling));
                        times(&mut vector, &numbers.vectors[usize::from(*spelling)], 1.0);
                    }
                }
            }
            for tag in tags.iter() {
                if self.dropped(TAGS_DROPPED) {
                    tags.0 &= !(1 << tag);
                }
            }
            add_tags(&mut vector, *tags, numbers.layer(TAGS));
            let mask: [f32; UNITS] = self.mask();
            multiply(&mut vector, &mask);
            input.push(vector);
            masks.push(mask);
        }
        let own = &example.own;
        let [near, far, farther] = DILATIONS;
        let within = |reach| around(own, reach, input.len());
        let first = numbers.convolve_all(0, &input, near, &within(far + farther));
        let second = numbers.convolve_all(1, &first, far, &within(farther));
        let both = sums(&first, &second);
        let third = numbers.convolve_all(2, &both, farther, own);
        let all = sums(&both, &third);
        let (mut pooled, places) = pool(&all[example.own.clone()]);
        let pooled_mask: [f32; 2 * CHANNELS] = self.mask();
        multiply(&mut pooled, &pooled_mask);
        let mut hidden = dense(&pooled, numbers.layer(HIDDEN), numbers.layer(HIDDEN_BIASES));
        let hidden_mask: [f32; CHANNELS] = self.mask();
        multiply(&mut hidden, &hidden_mask);
        let score = numbers.layer(LAST_BIAS)[0] + dot(&hidden, numbers.layer(LAST));

        // Backward: the last layers.
        // A sample that counts for more than one is seen once and counts for more.
        let share = example.share.max(1.0);
        let wanted = if example.offer {
            1.0 - SMOOTHING
        } else {
            SMOOTHING
        };
        let error = share * (logistic(score) - wanted);
        let mut to_hidden = [0.0; CHANNELS];
        times(&mut to_hidden, numbers.layer(LAST), error);
        times(
            &mut self.slopes.layers[LAYERS[LAST].clone()],
            &hidden,
            error,
        );
        self.slopes.layers[LAYERS[LAST_BIAS].start] += error;
        self.learn_kind(example.kind, &hidden, &mut to_hidden);
        multiply(&mut to_hidden, &hidden_mask);
        keep_where(&mut to_hidden, &hidden);
        times(
            &mut self.slopes.layers[LAYERS[HIDDEN_BIASES].clone()],
            &to_hidden,
            1.0,
        );
        outer(
            &mut self.slopes.layers[LAYERS[HIDDEN].clone()],
            &pooled,
            &to_hidden,
        );
        let (rows, _) = numbers.layer(HIDDEN).as_chunks::<CHANNELS>();
        let mut to_pooled: [f32; 2 * CHANNELS] =
            std::array::from_fn(|at| dot(&rows[at], &to_hidden));
        multiply(&mut to_pooled, &pooled_mask);

        // The pool and the convolutions.
        let mean = mean_share(example.own.len());
        let mut to_all = vec![[0.0; CHANNELS]; all.len()];
        for row in &mut to_all[example.own.clone()] {
            times(row, &to_pooled[..CHANNELS], mean);
        }
        for (channel, place) in places.into_iter().enumerate() {
            to_all[example.own.start + place][channel] += to_pooled[CHANNELS + channel];
        }
        let mut to_third = to_all.clone();
        let to_both = self.back(2, &both, &third, &mut to_third, &self.kernels.later[1]);
        let to_both = sums(&to_both, &to_all);
        let mut to_second = to_both.clone();
        let to_first = self.back(1, &first, &second, &mut to_second, &self.kernels.later[0]);
        let mut to_first = sums(&to_first, &to_both);
        let mut to_input = self.back(0, &input, &first, &mut to_first, &self.kernels.first);

        // The vectors.
        for ((slopes, mask), tags) in to_input.iter_mut().zip(&masks).zip(tags) {
            multiply(slopes, mask);
            for tag in tags.iter() {
                let vector = tag * UNITS..(tag + 1) * UNITS;
                times(&mut self.slopes.layers[vector], slopes, 1.0);
            }
        }
        let known = known.into_iter();
        self.slopes
            .vectors
            .extend(known.map(|(at, spelling)| (spelling, to_input[at])));
    }

    /// The kind of text, which is asked of the hidden layer only while it learns.
    fn learn_kind(
        &mut self,
        kind: usize,
        hidden: &[f32; CHANNELS],
        to_hidden: &mut [f32; CHANNELS],
    ) {
        let weights = &self.numbers.layers[SIZE..];
        let kinds = weights.len() / (CHANNELS + 1);
        let (rows, biases) = weights.split_at(CHANNELS * kinds);
        let mut scores = biases.to_vec();
        for (number, row) in hidden.iter().zip(rows.chunks(kinds)) {
            times(&mut scores, row, *number);
        }
        let most = scores.iter().copied().fold(f32::MIN, f32::max);
        let odds: Vec<f32> = scores
            .iter()
            .map(|score| libm::expf(score - most))
            .collect();
        let total: f32 = odds.iter().sum();
        let mut errors: Vec<f32> = odds.iter().map(|odds| KINDS_SHARE * odds / total).collect();
        errors[kind] -= KINDS_SHARE;
        let (row_slopes, bias_slopes) = self.slopes.layers[SIZE..].split_at_mut(CHANNELS * kinds);
        times(bias_slopes, &errors, 1.0);
        for (at, row) in rows.chunks(kinds).enumerate() {
            times(
                &mut row_slopes[at * kinds..(at + 1) * kinds],
                &errors,
                hidden[at],
            );
            to_hidden[at] += row
                .iter()
                .zip(&errors)
                .map(|(weight, error)| weight * error)
                .sum::<f32>();
        }
    }

    /// Goes back through a convolution: from what it gave to what it took.
    fn back<const WIDTH: usize>(
        &mut self,
        layer: usize,
        input: &[[f32; WIDTH]],
        output: &[[f32; CHANNELS]],
        to_output: &mut [[f32; CHANNELS]],
        kernel: &[[f32; WIDTH]],
    ) -> Vec<[f32; WIDTH]> {
        let (weights, bias) = (
            LAYERS[KERNELS[layer]].clone(),
            LAYERS[BIASES[layer]].clone(),
        );
        let mut to_input = vec![[0.0; WIDTH]; input.len()];
        for (at, (slopes, output)) in to_output.iter_mut().zip(output).enumerate() {
            keep_where(slopes, output);
            if slopes.iter().all(|slope| *slope == 0.0) {
                continue;
            }
            times(&mut self.slopes.layers[bias.clone()], slopes, 1.0);
            for (near, tap) in taps(at, DILATIONS[layer], input.len()) {
                let rows = &mut self.slopes.layers[weights.clone()][tap * WIDTH * CHANNELS..];
                outer(rows, &input[near], slopes);
                accumulate(&mut to_input[near], slopes, &kernel[tap * CHANNELS..]);
            }
        }
        to_input
    }
}

/// The sums of two layers' rows.
fn sums(rows: &[[f32; CHANNELS]], others: &[[f32; CHANNELS]]) -> Vec<[f32; CHANNELS]> {
    let mut sums = rows.to_vec();
    for (sum, row) in sums.iter_mut().zip(others) {
        add(sum, row);
    }
    sums
}

/// Adds some numbers, multiplied.
fn times(sums: &mut [f32], numbers: &[f32], by: f32) {
    for (sum, number) in sums.iter_mut().zip(numbers) {
        *sum += by * number;
    }
}

fn multiply(numbers: &mut [f32], by: &[f32]) {
    for (number, by) in numbers.iter_mut().zip(by) {
        *number *= by;
    }
}

/// Takes out what belongs to a feature that was not found.
fn keep_where(slopes: &mut [f32], found: &[f32]) {
    for (slope, found) in slopes.iter_mut().zip(found) {
        if *found <= 0.0 {
            *slope = 0.0;
        }
    }
}

/// Adds to each row some slopes, as often as its number says.
fn outer(rows: &mut [f32], numbers: &[f32], slopes: &[f32; CHANNELS]) {
    let (rows, _) = rows.as_chunks_mut::<CHANNELS>();
    for (row, number) in rows.iter_mut().zip(numbers) {
        if *number != 0.0 {
            times(row, slopes, *number);
        }
    }
}
