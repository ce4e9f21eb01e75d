//! Passages: the runs of sentences that are judged as one.
//!
//! An offer is a sentence or a few, often split over a title, a price and a body, and often in the
//! middle of a post about other things. So every post is cut into sentences, and from each of them
//! passages of one and more sentences are read, up to a length that a short advert has.

use crate::{class::Class, post::Post, script::is_hangul};
use std::ops::Range;

/// The longest passage, in the length of Han characters.
const LONGEST: f32 = 80.0;
/// The longest sentence; a longer one is cut, for people who write without punctuation.
const LONGEST_SENTENCE: f32 = 60.0;

/// The passages of a post, as ranges of its folded characters: one for each sentence that has a word
/// of the lexicon, and what follows it.
pub fn passages(post: &Post) -> Vec<Range<usize>> {
    let sentences = sentences(post);
    let pieces: Vec<Range<usize>> = sentences
        .into_iter()
        .flat_map(|sentence| pieces(post, sentence))
        .collect();
    let lengths: Vec<f32> = pieces.iter().map(|piece| length(post, piece)).collect();
    let mut passages: Vec<Range<usize>> = Vec::new();
    for first in 0..pieces.len() {
        if post.tokens_in(&pieces[first]).is_empty() {
            continue;
        }
        let mut total = 0.0;
        let fit = lengths[first..]
            .iter()
            .take_while(|length| {
                total += **length;
                total <= LONGEST
            })
            .count()
            .max(1);
        passages.push(pieces[first].start..pieces[first + fit - 1].end);
    }
    passages
}

/// The sentences of a post.
pub fn sentences(post: &Post) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    for line in post.lines {
        let mut start = line.chars.start;
        for at in line.chars.clone() {
            if post.ends_sentence(at) {
                sentences.push(start..at + 1);
                start = at + 1;
            }
        }
        if start < line.chars.end {
            sentences.push(start..line.chars.end);
        }
    }
    sentences
}

/// A sentence, or the pieces that a long one is cut into.
fn pieces(post: &Post, sentence: Range<usize>) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = sentence.start;
    let mut total = 0.0;
    for at in sentence.clone() {
        total += weight(post, at);
        let pause = matches!(
            post.folded.chars[at].class,
            Class::Punctuation | Class::Space
        );
        if (total > LONGEST_SENTENCE && pause) || total > LONGEST {
            pieces.push(start..at + 1);
            start = at + 1;
            total = 0.0;
        }
    }
    if start < sentence.end {
        pieces.push(start..sentence.end);
    }
    pieces
}

/// The length of some folded characters, in that of Han characters.
pub fn length(post: &Post, chars: &Range<usize>) -> f32 {
    chars.clone().map(|at| weight(post, at)).sum()
}

fn weight(post: &Post, at: usize) -> f32 {
    let char = &post.folded.chars[at];
    match char.class {
        Class::Dense => 1.0,
        Class::Spaced if is_hangul(char.c) => 0.8,
        Class::Spaced | Class::Digit => 0.3,
        _ => 0.2,
    }
}
