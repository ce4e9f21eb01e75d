//! The net: it reads the words of a passage in their order, where the regression weighs each alone.
//!
//! Every element is the sum of the vectors of its spellings and tags. Three convolutions, each over
//! an element and two neighbours that stand ever farther off, let it see [`REACH`] elements around;
//! what they find anywhere in the passage is pooled, and two dense layers make a score of it.
//!
//! The vectors are kept by product quantization (Jégou, Douze and Schmid, 2011): each is cut into
//! [`PARTS`], and of every part there are [`CODES`] different ones, so that a spelling takes that many
//! bytes and its place among all.

use crate::{
    elements::{Element, SPELLINGS},
    packed,
    tags::Tags,
};
use std::ops::Range;

/// How many numbers stand for an element.
pub const UNITS: usize = 16;
/// Into how many parts a spelling's vector is cut, and how many numbers each has (product quantization).
pub const PARTS: usize = 2;
pub const PART: usize = UNITS / PARTS;
/// How many different ones there are of each part: as many as a byte can name.
pub const CODES: usize = 1 << u8::BITS;
/// How many features a layer looks for.
pub const CHANNELS: usize = 32;
/// How many elements a convolution looks at for each that it gives.
pub const TAPS: usize = 3;
/// How far apart those are, by layer.
pub const DILATIONS: [usize; 3] = [1, 2, 4];
/// How many elements before and behind a passage it depends on.
pub const REACH: usize = DILATIONS[0] + DILATIONS[1] + DILATIONS[2];
/// The farthest that its score is from nothing.
pub const MOST: f32 = 3.0;
/// How many spellings that may be stand together, of which it knows one or so.
const SHELF: usize = 1 << 6;

/// The number of the layer of the tags' vectors among [`LAYERS`].
pub const TAGS: usize = 0;
/// Those of the weights of the convolutions, and of their biases.
pub const KERNELS: [usize; 3] = [1, 3, 5];
pub const BIASES: [usize; 3] = [2, 4, 6];
/// Those of the hidden layer's weights and biases.
pub const HIDDEN: usize = 7;
pub const HIDDEN_BIASES: usize = 8;
/// Those of the weights and the bias of the score.
pub const LAST: usize = 9;
pub const LAST_BIAS: usize = 10;

/// Where each layer's weights stand among all.
pub const LAYERS: [Range<usize>; 11] = layers();

const fn layers() -> [Range<usize>; 11] {
    let sizes = [
        u64::BITS as usize * UNITS,
        TAPS * UNITS * CHANNELS,
        CHANNELS,
        TAPS * CHANNELS * CHANNELS,
        CHANNELS,
        TAPS * CHANNELS * CHANNELS,
        CHANNELS,
        2 * CHANNELS * CHANNELS,
        CHANNELS,
        CHANNELS,
        1,
    ];
    let mut layers = [const { 0..0 }; 11];
    let mut start = 0;
    let mut at = 0;
    while at < sizes.len() {
        layers[at] = start..start + sizes[at];
        start += sizes[at];
        at += 1;
    }
    layers
}

/// How many weights there are besides the spellings' vectors.
pub const SIZE: usize = LAYERS[LAST_BIAS].end;

/// A fitted net.
pub struct Net {
    /// The spellings that it knows, ascending.
    spellings: Vec<u32>,
    /// The number of the first that is not under each multiple of [`SHELF`]: to find one among them all,
    /// step by step, takes longer than what is done with it.
    shelves: Vec<u16>,
    /// For each spelling the code of each part of its vector.
    codes: Vec<[u8; PARTS]>,
    /// What the codes of each part stand for, part by part, each number a multiple of the first step.
    book: Vec<[f32; PART]>,
    /// The weights of [`LAYERS`], each a multiple of its layer's step.
    weights: Vec<f32>,
    /// The step of the book and those of the layers.
    steps: [f32; 1 + LAYERS.len()],
}

impl Net {
    /// A net of `spellings`, ascending, with the codes of each; of the `book` of [`CODES`] for each part,
    /// and of the weights of [`LAYERS`]. The numbers of both are in steps: the first is the book's, and
    /// each layer has its own.
    pub fn new(
        spellings: Vec<u32>,
        codes: Vec<[u8; PARTS]>,
        book: &[i8],
        layers: &[i8],
        steps: [f32; 1 + LAYERS.len()],
    ) -> Net {
        let [step, layer_steps @ ..] = steps;
        let mut weights = vec![0.0; SIZE];
        for (place, step) in LAYERS.into_iter().zip(layer_steps) {
            for (weight, number) in weights[place.clone()].iter_mut().zip(&layers[place]) {
                *weight = step * f32::from(*number);
            }
        }
        let (parts, _) = book.as_chunks::<PART>();
        let book = parts
            .iter()
            .map(|part| part.map(|number| step * f32::from(number)));
        let mut first = 0;
        let shelves = (0..=SPELLINGS).step_by(SHELF).map(|least| {
            let before = spellings[first..].iter().take_while(|it| **it < least);
            first += before.count();
            first as u16
        });
        Net {
            shelves: shelves.collect(),
            book: book.collect(),
            spellings,
            codes,
            weights,
            steps,
        }
    }

    /// The bytes that [`Net::read`] reads: the number of spellings as 32 bits and how far each stands
    /// behind the one before; the steps as 32-bit floats; the codes of the spellings' first parts, of
    /// their second and so on; and a byte for each number of the book and each weight.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = (self.spellings.len() as u32).to_le_bytes().to_vec();
        bytes.extend(packed::gaps(self.spellings.iter().copied()));
        for step in &self.steps {
            bytes.extend(step.to_le_bytes());
        }
        for part in 0..PARTS {
            bytes.extend(self.codes.iter().map(|codes| codes[part]));
        }
        let mut in_steps = |numbers: &[f32], step: f32| {
            let numbers = numbers.iter();
            bytes.extend(numbers.map(|number| (number / step).round() as i8 as u8));
        };
        let [step, layer_steps @ ..] = self.steps;
        in_steps(self.book.as_flattened(), step);
        for (place, step) in LAYERS.into_iter().zip(layer_steps) {
            in_steps(&self.weights[place], step);
        }
        bytes
    }

    /// Reads a net; `None` if the bytes are not one.
    pub fn read(mut bytes: &[u8]) -> Option<Net> {
        let count = packed::take_count(&mut bytes)?;
        let spellings = packed::take_gaps(&mut bytes, count)?;
        let mut steps = [0.0; 1 + LAYERS.len()];
        for step in &mut steps {
            *step = packed::take_float(&mut bytes)?;
        }
        let mut codes = vec![[0; PARTS]; count];
        for part in 0..PARTS {
            let column = bytes.split_off(..count)?;
            for (codes, code) in codes.iter_mut().zip(column) {
                codes[part] = *code;
            }
        }
        let numbers: Vec<i8> = bytes.iter().map(|byte| *byte as i8).collect();
        let (book, layers) = numbers.split_at_checked(PARTS * CODES * PART)?;
        (layers.len() == SIZE).then(|| Net::new(spellings, codes, book, layers, steps))
    }

    /// How much a passage, its `own` among some elements, looks like an offer: from -[`MOST`] to
    /// [`MOST`]. The passages of a post are asked about in the order of their beginnings, and share what
    /// is `found` in the elements.
    pub fn score(&self, elements: &[Element], own: &Range<usize>, found: &mut Found) -> f32 {
        let length = elements.len();
        let weights = |layer: usize| &self.weights[LAYERS[layer].clone()];
        let [near, far, farther] = DILATIONS;
        let Found {
            input,
            first,
            both,
            all,
        } = found;
        input.reach(around(own, REACH, length), |at| self.vector(&elements[at]));
        first.reach(around(own, far + farther, length), |at| {
            let taps = taps(at, near, length).map(|(near, tap)| (input.row(near), tap));
            convolve(taps, weights(KERNELS[0]), weights(BIASES[0]))
        });
        both.reach(around(own, farther, length), |at| {
            let taps = taps(at, far, length).map(|(near, tap)| (first.row(near), tap));
            let mut both = convolve(taps, weights(KERNELS[1]), weights(BIASES[1]));
            add(&mut both, first.row(at));
            both
        });
        all.reach(own.clone(), |at| {
            let taps = taps(at, farther, length).map(|(near, tap)| (both.row(near), tap));
            let mut all = convolve(taps, weights(KERNELS[2]), weights(BIASES[2]));
            add(&mut all, both.row(at));
            all
        });
        let (pooled, _) = pool(all.rows(own));
        let hidden = dense(&pooled, weights(HIDDEN), weights(HIDDEN_BIASES));
        let score = weights(LAST_BIAS)[0] + dot(&hidden, weights(LAST));
        score.clamp(-MOST, MOST)
    }

    /// The sum of the vectors of an element's spellings and tags.
    fn vector(&self, element: &Element) -> [f32; UNITS] {
        let mut vector = [0.0; UNITS];
        let (parts, _) = vector.as_chunks_mut::<PART>();
        for at in element.spellings.iter().filter_map(|it| self.number(*it)) {
            let books = self.book.chunks(CODES);
            for ((sums, book), code) in parts.iter_mut().zip(books).zip(self.codes[at]) {
                for (sum, number) in sums.iter_mut().zip(book[usize::from(code)]) {
                    *sum += number;
                }
            }
        }
        add_tags(&mut vector, element.tags, &self.weights);
        vector
    }

    /// The number of a spelling that is known.
    fn number(&self, spelling: u32) -> Option<usize> {
        let shelf = spelling as usize / SHELF;
        let start = usize::from(*self.shelves.get(shelf)?);
        let end = usize::from(*self.shelves.get(shelf + 1)?);
        let at = self.spellings[start..end]
            .iter()
            .position(|it| *it == spelling)?;
        Some(start + at)
    }
}

/// What the net has found in the elements of a post, layer by layer, as far as passages have asked.
#[derive(Default)]
pub struct Found {
    input: Rows<UNITS>,
    first: Rows<CHANNELS>,
    both: Rows<CHANNELS>,
    all: Rows<CHANNELS>,
}

/// A layer's numbers for some elements that follow each other.
#[derive(Default)]
struct Rows<const WIDTH: usize> {
    /// The number of the first element.
    start: usize,
    rows: Vec<[f32; WIDTH]>,
}

impl<const WIDTH: usize> Rows<WIDTH> {
    /// How many rows that nobody will ask for any more are kept.
    const OLD: usize = 1_000;

    /// Works the rows of a range out that are not there yet. No later range begins before this one.
    fn reach(&mut self, range: Range<usize>, row: impl FnMut(usize) -> [f32; WIDTH]) {
        let old = range.start.saturating_sub(self.start);
        if old > self.rows.len().min(Self::OLD) {
            self.rows.drain(..old.min(self.rows.len()));
            self.start = range.start;
        }
        let next = self.start + self.rows.len();
        self.rows.extend((next..range.end).map(row));
    }

    fn row(&self, at: usize) -> &[f32; WIDTH] {
        &self.rows[at - self.start]
    }

    fn rows(&self, range: &Range<usize>) -> &[[f32; WIDTH]] {
        &self.rows[range.start - self.start..range.end - self.start]
    }
}

/// Adds the vectors of some tags.
pub fn add_tags(vector: &mut [f32; UNITS], tags: Tags, weights: &[f32]) {
    for tag in tags.iter() {
        for (sum, weight) in vector.iter_mut().zip(&weights[tag * UNITS..]) {
            *sum += weight;
        }
    }
}

/// Adds the numbers of one row to those of another.
pub fn add(sums: &mut [f32; CHANNELS], row: &[f32; CHANNELS]) {
    for (sum, number) in sums.iter_mut().zip(row) {
        *sum += number;
    }
}

/// A range and as many more as `reach` on each side, of `length` in all.
pub fn around(own: &Range<usize>, reach: usize, length: usize) -> Range<usize> {
    own.start.saturating_sub(reach)..(own.end + reach).min(length)
}

/// What a convolution finds at an element, given what stands at its [`taps`].
pub fn convolve<'a, const WIDTH: usize>(
    taps: impl Iterator<Item = (&'a [f32; WIDTH], usize)>,
    kernel: &[f32],
    bias: &[f32],
) -> [f32; CHANNELS] {
    let (rows, _) = kernel.as_chunks::<CHANNELS>();
    let (biases, _) = bias.as_chunks::<CHANNELS>();
    let mut sum = biases[0];
    for (input, tap) in taps {
        accumulate(&mut sum, input, &rows[tap * WIDTH..]);
    }
    sum.map(|number| number.max(0.0))
}

/// The elements that a convolution looks at for one of them, each with the number of its tap.
pub fn taps(at: usize, dilation: usize, length: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..TAPS).filter_map(move |tap| {
        let near = (at + tap * dilation).checked_sub(dilation)?;
        (near < length).then_some((near, tap))
    })
}

/// Adds each row of weights, as often as its number says.
pub fn accumulate<const WIDTH: usize>(
    sum: &mut [f32; WIDTH],
    numbers: &[f32],
    rows: &[[f32; WIDTH]],
) {
    for (number, row) in numbers.iter().zip(rows) {
        if *number != 0.0 {
            for (sum, weight) in sum.iter_mut().zip(row) {
                *sum += number * weight;
            }
        }
    }
}

/// How much of each feature there is in all and at most, and where the most of each is.
pub fn pool(found: &[[f32; CHANNELS]]) -> ([f32; 2 * CHANNELS], [usize; CHANNELS]) {
    let mut pooled = [0.0; 2 * CHANNELS];
    let mut places = [0; CHANNELS];
    let share = mean_share(found.len());
    for (at, numbers) in found.iter().enumerate() {
        for (channel, number) in numbers.iter().enumerate() {
            pooled[channel] += share * number;
            if *number > pooled[CHANNELS + channel] {
                pooled[CHANNELS + channel] = *number;
                places[channel] = at;
            }
        }
    }
    (pooled, places)
}

/// What each of so many elements adds to a pooled sum: a long passage has more of everything.
pub fn mean_share(length: usize) -> f32 {
    0.5 / (length.max(1) as f32).sqrt()
}

/// The hidden layer.
pub fn dense(pooled: &[f32; 2 * CHANNELS], weights: &[f32], bias: &[f32]) -> [f32; CHANNELS] {
    let (rows, _) = weights.as_chunks::<CHANNELS>();
    let (biases, _) = bias.as_chunks::<CHANNELS>();
    let mut sum = biases[0];
    accumulate(&mut sum, pooled, rows);
    sum.map(|number| number.max(0.0))
}

/// The sum of the products of two rows of numbers.
pub fn dot(numbers: &[f32; CHANNELS], weights: &[f32]) -> f32 {
    numbers.iter().zip(weights).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::{CODES, Found, LAYERS, Net, PART, PARTS, REACH, SIZE};
    use crate::{elements::Element, tags::Tags};
    use std::ops::Range;

    /// A net of some numbers that differ.
    fn net() -> Net {
        let numbers = |count: usize, most: i32| -> Vec<i8> {
            let numbers = (0..count as i32).map(|at| (at * 37 % (2 * most + 1) - most) as i8);
            numbers.collect()
        };
        let book = numbers(PARTS * CODES * PART, 20);
        let layers = numbers(SIZE, 100);
        let codes = [1, 30, 200].map(|code| [code; PARTS]);
        let steps = [0.003; 1 + LAYERS.len()];
        Net::new(vec![5, 500, 70_000], codes.into(), &book, &layers, steps)
    }

    fn element(spelling: u32) -> Element {
        Element::new(0, Tags::default(), vec![spelling])
    }

    fn score_of(elements: &[Element], own: &Range<usize>) -> f32 {
        net().score(elements, own, &mut Found::default())
    }

    #[test]
    fn a_net_is_read_as_it_was_written() {
        let bytes = net().to_bytes();
        let again = Net::read(&bytes).map(|net| net.to_bytes());
        assert_eq!(again.as_ref(), Some(&bytes));
    }

    #[test]
    fn bytes_that_are_no_net_are_refused() {
        let bytes = net().to_bytes();
        for length in [0, 3, 10, 40, bytes.len() - 1] {
            assert!(Net::read(&bytes[..length]).is_none(), "{length}");
        }
        assert!(Net::read(&[bytes, vec![0]].concat()).is_none());
    }

    #[test]
    fn a_score_depends_on_what_stands_within_reach() {
        let score = |far: u32, near: u32| {
            let mut elements = vec![element(far), element(near)];
            elements.extend((0..REACH).map(|_| element(5)));
            score_of(&elements, &(REACH + 1..REACH + 2))
        };
        assert_eq!(score(5, 5), score(500, 5));
        assert_ne!(score(5, 5), score(5, 500));
    }

    #[test]
    fn spellings_that_are_not_known_say_nothing() {
        let score = |spellings: Vec<u32>| score_of(&[Element::new(0, Tags(1), spellings)], &(0..1));
        assert_eq!(score(vec![500, 6]), score(vec![500]));
        assert_ne!(score(vec![500]), score(vec![]));
    }

    #[test]
    fn a_passage_has_the_same_score_behind_others_as_alone() {
        let spelling = |at: usize| [5, 500, 70_000, 6][at * 7 % 11 % 4];
        let elements: Vec<Element> = (0..3_000).map(|at| element(spelling(at))).collect();
        let net = net();
        let mut found = Found::default();
        for own in [
            3..20,
            3..9,
            15..40,
            900..930,
            905..950,
            2_500..2_530,
            2_990..3_000,
        ] {
            let alone = net.score(&elements, &own, &mut Found::default());
            assert_eq!(net.score(&elements, &own, &mut found), alone, "{own:?}");
        }
    }
}
