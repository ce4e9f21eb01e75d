//! Finding: the words, amounts and contacts of a text, each with the parts it can play.

use crate::{
    fold::{Folded, Gap, Separators, fold},
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
/// characters, before folding) is folded again with them kept.
pub fn amounts_and_contacts(folded: &Folded, chars: Range<usize>, original: &str) -> Vec<Token> {
    let Some(first) = folded.chars.get(chars.start) else {
        return Vec::new();
    };
    let kept = fold(original, first.start, Separators::Keep);
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
        let Some((length, tags)) = longest(&kept, at, byte) else {
            byte += kept.chars[at].c.len_utf8();
            at += 1;
            continue;
        };
        let found = &kept.chars[at..at + length];
        let range = folded_at(found[0].start)..folded_at(found[length - 1].end);
        if !range.is_empty() {
            tokens.push(Token {
                tags,
                chars: range,
                gap: Gap::None,
            });
        }
        byte += found.iter().map(|char| char.c.len_utf8()).sum::<usize>();
        at += length;
    }
    tokens
}

/// The longest match of a pattern that starts at a character: its length in characters, without
/// spaces at its end, and its tags.
fn longest(kept: &Folded, at: usize, byte: usize) -> Option<(usize, Tags)> {
    if lexicon::splits_a_word(kept, at) {
        return None;
    }
    let first = kept.chars[at].c;
    // Most characters begin nothing.
    let place = BEGINNINGS.binary_search_by_key(&first, |(c, _)| *c).ok()?;
    let (_, beginning) = BEGINNINGS[place];
    let input = Input::new(&kept.text)
        .span(byte..kept.text.len())
        .anchored(Anchored::Yes);
    let possible = AUTOMATA.iter().enumerate();
    let possible = possible.filter(|(number, _)| beginning >> number & 1 == 1);
    let matches = possible.filter_map(|(_, Patterns { automaton, tags })| {
        let found = automaton.try_search_fwd(&input).ok()??;
        Some((found.offset(), Tags(tags[found.pattern().as_usize()])))
    });
    let (end, tags) = matches.max_by_key(|(end, _)| *end)?;
    let matched = kept.text[byte..end].trim_end();
    let length = matched.chars().count();
    (length > 0 && !lexicon::splits_a_word(kept, at + length)).then_some((length, tags))
}
