//! The words of `lexicon/`, in one transducer made by the build script.

use crate::{class::Class, find::Token, fold::Folded, prefix, tags::Tags};
use fst::raw::Fst;
use std::sync::LazyLock;

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// Every word of every language; the value of a word is the number of its set of tags.
static WORDS: LazyLock<Fst<&[u8]>> = LazyLock::new(|| {
    let bytes: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/words.fst"));
    Fst::new(bytes).expect("the build script wrote this with the same version of fst")
});

/// Makes the words ready; without this the first scan does.
pub fn load() {
    LazyLock::force(&WORDS);
}

/// The words in a folded text, in order. Of overlapping words the one that starts first counts,
/// and of those the longest: so 公众号 hides the 号 in it.
pub fn words(folded: &Folded) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < folded.chars.len() {
        match longest(folded, at) {
            Some((end, tags)) => {
                tokens.push(Token::new(folded, tags, at..end));
                at = end;
            }
            None => at += 1,
        }
    }
    tokens
}

/// The longest word that starts at a character: where it ends, and its tags.
fn longest(folded: &Folded, start: usize) -> Option<(usize, Tags)> {
    let chars = &folded.chars[start..];
    let second = chars.get(1).map_or('\0', |second| second.c);
    let begins = |second| {
        let bit = prefix::bit(chars[0].c, second);
        PREFIXES[bit / 64] >> (bit % 64) & 1 == 1
    };
    if !(begins(second) || begins('\0')) || splits_a_word(folded, start) {
        return None;
    }
    let mut node = WORDS.root();
    let mut value = 0;
    let mut best = None;
    for (at, char) in (start..).zip(chars) {
        for byte in char.c.encode_utf8(&mut [0; 4]).bytes() {
            let Some(step) = node.find_input(byte) else {
                return best;
            };
            let step = node.transition(step);
            value += step.out.value();
            node = WORDS.node(step.addr);
        }
        if node.is_final() && !splits_a_word(folded, at + 1) {
            let set = value + node.final_output().value();
            best = Some((at + 1, Tags(TAG_SETS[set as usize])));
        }
    }
    best
}

/// Whether the place between two characters is inside a word of a script that has spaces: the
/// "rent" of "different" is no word. Korean puts its particles right behind the noun.
fn splits_a_word(folded: &Folded, at: usize) -> bool {
    let letter = |at: usize| {
        folded
            .chars
            .get(at)
            .is_some_and(|origin| origin.class == Class::Spaced)
    };
    at > 0 && letter(at - 1) && letter(at)
}
