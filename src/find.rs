//! Finding: the words, amounts and contacts of a text, each with the parts it can play.

use crate::{
    class::Class,
    fold::{Folded, FoldedChar, Gap, Separators, fold},
    lexicon,
    tag::Tag,
    tags::Tags,
};
use regex_automata::{
    Anchored, Input,
    dfa::{Automaton, sparse::DFA},
};
use std::{ops::Range, sync::LazyLock};

/// A word, amount or contact found in a folded text.
#[derive(Debug, Clone)]
pub struct Token {
    /// The parts it can play.
    pub tags: Tags,
    /// Its folded characters.
    pub chars: Range<usize>,
    /// The most that had to be taken out between its letters to read it.
    pub gap: Gap,
}

impl Token {
    /// A token over some folded characters.
    pub fn new(folded: &Folded, tags: Tags, chars: Range<usize>) -> Token {
        let inner = folded
            .chars
            .get(chars.start + 1..chars.end)
            .unwrap_or_default();
        let gap = inner.iter().map(|char| char.gap).max().unwrap_or(Gap::None);
        Token { tags, chars, gap }
    }

    /// Whether it can play this part.
    pub fn is(&self, tag: Tag) -> bool {
        self.tags.has(tag)
    }
}

include!(concat!(env!("OUT_DIR"), "/patterns.rs"));

/// Some of the patterns of `lexicon/patterns.toml`.
struct Patterns {
    automaton: DFA<&'static [u8]>,
    /// What each of them is.
    tags: &'static [u64],
}

impl Patterns {
    /// The longest match at the beginning of a text, which is that of the folded characters from
    /// `at` on: the "500k" of "500k dang", though "500k d" is an amount elsewhere.
    fn longest(&self, kept: &Folded, at: usize, text: &str) -> Option<(usize, Tags)> {
        let automaton = &self.automaton;
        let input = Input::new(text).anchored(Anchored::Yes);
        let mut state = automaton.start_state_forward(&input).ok()?;
        let mut best = None;
        // Characters read, and how many of them there were up to the last that is no space.
        let (mut read, mut solid) = (0, 0);
        for c in text.chars().map(Some).chain([None]) {
            // An automaton tells of a match a byte late.
            let first = c.map(|c| {
                let mut bytes = [0; 4];
                c.encode_utf8(&mut bytes);
                bytes
            });
            let next = match &first {
                Some(bytes) => automaton.next_state(state, bytes[0]),
                None => automaton.next_eoi_state(state),
            };
            if automaton.is_match_state(next) && solid > 0 && lexicon::ends_a_word(kept, at + solid)
            {
                let pattern = automaton.match_pattern(next, 0);
                best = Some((solid, Tags(self.tags[pattern.as_usize()])));
            }
            let (Some(c), Some(bytes)) = (c, first) else {
                break;
            };
            state = bytes[1..c.len_utf8()]
                .iter()
                .fold(next, |state, byte| automaton.next_state(state, *byte));
            if automaton.is_dead_state(state) {
                break;
            }
            read += 1;
            if c != ' ' {
                solid = read;
            }
        }
        best
    }
}

/// All of them, made by the build script.
static AUTOMATA: LazyLock<Vec<Patterns>> = LazyLock::new(|| {
    let read = |(bytes, tags)| {
        let (automaton, _) = DFA::from_bytes(bytes)
            .expect("the build script wrote this with the same version of regex-automata");
        Patterns { automaton, tags }
    };
    PATTERNS.into_iter().map(read).collect()
});

/// Makes the patterns ready; without this the first scan does.
pub fn load() {
    LazyLock::force(&AUTOMATA);
}

/// The amounts and contacts in part of a text, as tokens over the folded characters.
///
/// Their strokes and dots are gone from the folded text, so `original` (the text of those folded
/// characters, before folding, with the signs around it) is folded again with them kept. `offset` is
/// where it stands, in UTF-16 code units.
pub fn amounts_and_contacts(
    folded: &Folded,
    chars: Range<usize>,
    original: &str,
    offset: usize,
) -> Vec<Token> {
    let kept = fold(original, offset as u32, Separators::Keep);
    let mut tokens: Vec<Token> = Vec::new();
    let (mut at, mut byte) = (0, 0);
    // From an offset in the original to the folded character at or behind it; both only go on.
    let mut place = chars.start;
    let mut folded_at = |offset: u32| {
        while place < chars.end && folded.chars[place].start < offset {
            place += 1;
        }
        place
    };
    while at < kept.chars.len() {
        let Some((mut length, mut tags)) = longest(&kept, at, byte) else {
            byte += kept.chars[at].c.len_utf8();
            at += 1;
            continue;
        };
        // What begins with the number may reach further: 给100 and 100元一天.
        if !tags.any(Tags::of(&[Tag::ContactId]))
            && let Some((skipped, reached, others)) = from_number(&kept, at, byte, length)
        {
            byte += bytes(&kept.chars[at..at + skipped]);
            at += skipped;
            (length, tags) = (reached, others);
        }
        let found = &kept.chars[at..at + length];
        let range = folded_at(found[0].start)..folded_at(found[length - 1].end);
        if !range.is_empty() {
            tokens.push(Token {
                tags,
                chars: range,
                gap: Gap::None,
            });
        }
        byte += bytes(found);
        at += length;
    }
    tokens
}

/// How long folded characters are as text.
fn bytes(chars: &[FoldedChar]) -> usize {
    chars.iter().map(|char| char.c.len_utf8()).sum()
}

/// The match that starts at the first number inside another and reaches further: how many characters
/// stand before it, its own length and its tags.
fn from_number(
    kept: &Folded,
    at: usize,
    byte: usize,
    length: usize,
) -> Option<(usize, usize, Tags)> {
    let digit = |char: &FoldedChar| char.class == Class::Digit;
    let skipped = kept.chars[at..at + length].iter().position(digit)?;
    if skipped == 0 {
        return None;
    }
    let place = byte + bytes(&kept.chars[at..at + skipped]);
    let (reached, tags) = longest(kept, at + skipped, place)?;
    (skipped + reached > length).then_some((skipped, reached, tags))
}

/// The longest match of a pattern that starts at a character and ends with a word: its length in
/// characters, without spaces at its end, and its tags.
fn longest(kept: &Folded, at: usize, byte: usize) -> Option<(usize, Tags)> {
    if lexicon::splits_a_word(kept, at) {
        return None;
    }
    let first = kept.chars[at].c;
    // Most characters begin nothing.
    let place = BEGINNINGS.binary_search_by_key(&first, |(c, _)| *c).ok()?;
    let (_, beginning) = BEGINNINGS[place];
    let behind = &kept.text[byte..];
    let possible = AUTOMATA.iter().enumerate();
    let possible = possible.filter(|(number, _)| beginning >> number & 1 == 1);
    let matches = possible.filter_map(|(_, patterns)| patterns.longest(kept, at, behind));
    matches.max_by_key(|(length, _)| *length)
}
