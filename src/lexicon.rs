//! The words of `lexicon/`, as one automaton made by the build script.

use crate::{class::Class, find::Token, fold::Folded, tags::Tags};
use daachorse::CharwiseDoubleArrayAhoCorasick;
use std::sync::LazyLock;

/// Every word of every language; a word's value is its [`Tags`]. Of overlapping words the one that
/// starts first counts, and of those the longest: so 公众号 hides the 号 in it.
static WORDS: LazyLock<CharwiseDoubleArrayAhoCorasick<u32>> = LazyLock::new(|| {
    let (words, _) = CharwiseDoubleArrayAhoCorasick::deserialize(include_bytes!(concat!(
        env!("OUT_DIR"),
        "/words.bin"
    )))
    .expect("the build script wrote this automaton with the same version of daachorse");
    words
});

/// Makes the automaton ready; without this the first scan does.
pub fn load() {
    LazyLock::force(&WORDS);
}

/// The words in a folded text, in order.
pub fn words(folded: &Folded) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chars = folded.text.char_indices().map(|(byte, _)| byte).enumerate();
    for found in WORDS.leftmost_find_iter(&folded.text) {
        let Some((start, _)) = chars.by_ref().find(|(_, byte)| *byte == found.start()) else {
            break;
        };
        let length = folded.text[found.start()..found.end()].chars().count();
        // The start was taken off the iterator; the other characters of the word follow.
        if length > 1 {
            chars.nth(length - 2);
        }
        let end = start + length;
        if !splits_a_word(folded, start) && !splits_a_word(folded, end) {
            tokens.push(Token::new(folded, Tags(found.value()), start..end));
        }
    }
    tokens
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
