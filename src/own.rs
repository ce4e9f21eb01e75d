//! The user's own words: what they want marked, and what they never want marked.
//!
//! They are folded as the lexicon's words are, and are kept apart from the judgement: an
//! own word says nothing about whether a text is an offer. So a mark that rests on own words alone has
//! a level of its own, under all others, and a confidence of 0.

use crate::{
    Evidence, Level, Mark, Original, Slot,
    class::Class,
    fold::{self, Folded, FoldedChar, Separators},
    lexicon, original_range,
};
use std::{collections::BTreeMap, ops::Range};

/// The fewest letters and digits of a word: one alone stands in every other line.
const FEWEST: usize = 2;

/// Words to mark and words never to mark, ready to be looked for.
#[derive(Debug, Clone, Default)]
pub struct OwnWords {
    marked: Words,
    never: Words,
}

impl OwnWords {
    /// Takes words or phrases as somebody wrote them, one a line. One with fewer than two letters or
    /// digits is left out.
    pub fn new(marked: &str, never: &str) -> OwnWords {
        OwnWords {
            marked: Words::new(marked),
            never: Words::new(never),
        }
    }

    /// The engine's marks of a text without those that touch a word never to mark, and with those of
    /// the words to mark. Marks that touch become one.
    pub(crate) fn add_to(&self, mut marks: Vec<Mark>, text: &str) -> Vec<Mark> {
        if self.marked.is_empty() && (self.never.is_empty() || marks.is_empty()) {
            return marks;
        }
        let folded = fold::fold(text, 0, Separators::Strip);
        let never = self.never.places(&folded);
        let wanted = |place: &Range<usize>| {
            let next = never.partition_point(|other| other.end <= place.start);
            !never.get(next).is_some_and(|other| touch(place, other))
        };
        marks.retain(|mark| wanted(&(mark.start..mark.end)));
        let original = Original::new(text);
        let own = self.marked.places(&folded).into_iter().filter(wanted);
        marks.extend(own.map(|place| mark(&original, place)));
        marks.sort_by_key(|mark| (mark.start, mark.end));
        merge(marks, &original)
    }

    /// Where a text has words to mark, in UTF-16 code units and in order.
    pub(crate) fn places(&self, text: &str) -> Vec<Range<usize>> {
        if self.marked.is_empty() {
            return Vec::new();
        }
        self.marked.places(&fold::fold(text, 0, Separators::Strip))
    }
}

/// Folded words, by their first character.
#[derive(Debug, Clone, Default)]
struct Words(BTreeMap<char, Vec<Vec<char>>>);

impl Words {
    fn new(words: &str) -> Words {
        let mut all = Words::default();
        for word in words.lines().filter_map(folded_word) {
            all.0.entry(word[0]).or_default().push(word);
        }
        all
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Where the words stand, in UTF-16 code units and in order. Words that overlap are one place.
    fn places(&self, folded: &Folded) -> Vec<Range<usize>> {
        let mut places: Vec<Range<usize>> = Vec::new();
        for at in 0..folded.chars.len() {
            let Some(end) = self.end(folded, at) else {
                continue;
            };
            let place = original_range(folded, &(at..end));
            match places.last_mut() {
                Some(last) if place.start < last.end => last.end = last.end.max(place.end),
                _ => places.push(place),
            }
        }
        places
    }

    /// Where the longest word ends that begins at a folded character.
    fn end(&self, folded: &Folded, at: usize) -> Option<usize> {
        if lexicon::splits_a_word(folded, at) {
            return None;
        }
        let words = self.0.get(&folded.chars[at].c)?.iter();
        words.filter_map(|word| end_of(word, folded, at)).max()
    }
}

/// Where a word ends that begins at a folded character, if it stands there.
fn end_of(word: &[char], folded: &Folded, at: usize) -> Option<usize> {
    let chars = folded.chars.get(at..at + word.len())?;
    let same = chars.iter().zip(word).all(|(char, c)| char.c == *c);
    (same && lexicon::ends_a_word(folded, at + word.len())).then_some(at + word.len())
}

/// The folded characters of a word, from its first letter or digit to its last.
fn folded_word(word: &str) -> Option<Vec<char>> {
    let folded = fold::fold(word, 0, Separators::Strip).chars;
    let first = folded.iter().position(FoldedChar::is_alphanumeric)?;
    let last = folded.iter().rposition(FoldedChar::is_alphanumeric)?;
    let word = &folded[first..=last];
    let letters = word.iter().filter(|char| char.is_alphanumeric()).count();
    let broken = word.iter().any(|char| char.class == Class::Break);
    (letters >= FEWEST && !broken).then(|| word.iter().map(|char| char.c).collect())
}

fn touch(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

fn mark(original: &Original, place: Range<usize>) -> Mark {
    let text = original.slice(place.clone()).to_owned();
    Mark {
        start: place.start,
        end: place.end,
        text: text.clone(),
        level: Level::Own,
        confidence: 0.0,
        evidence: vec![Evidence {
            slot: Slot::Own,
            start: place.start,
            end: place.end,
            text,
        }],
    }
}

/// Marks in order, of which those that touch have become one.
fn merge(marks: Vec<Mark>, original: &Original) -> Vec<Mark> {
    let mut merged: Vec<Mark> = Vec::with_capacity(marks.len());
    for mark in marks {
        match merged.last_mut() {
            Some(last) if mark.start < last.end => {
                last.end = last.end.max(mark.end);
                last.level = last.level.max(mark.level);
                last.confidence = last.confidence.max(mark.confidence);
                last.evidence.extend(mark.evidence);
            }
            _ => merged.push(mark),
        }
    }
    for mark in &mut merged {
        mark.text = original.slice(mark.start..mark.end).to_owned();
        mark.evidence
            .sort_by_key(|piece| (piece.start, piece.end, piece.slot));
    }
    merged
}
