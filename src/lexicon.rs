//! The words of `lexicon/`, in one transducer made by the build script.

use crate::{
    class::Class,
    find::Token,
    fold::{Folded, Gap},
    prefix,
    tags::Tags,
};
use fst::raw::{Fst, Node};
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
            Some((end, tags, respelled)) => {
                let mut token = Token::new(folded, tags, at..end);
                if respelled {
                    token.gap = Gap::Respelled;
                }
                tokens.push(token);
                at = end;
            }
            None => at += 1,
        }
    }
    tokens
}

/// The longest word that starts at a character.
fn longest(folded: &Folded, start: usize) -> Option<Word> {
    let chars = &folded.chars[start..];
    let second = chars.get(1).map_or('\0', |second| second.c);
    let begins = |first, second| {
        let bit = prefix::bit(first, second);
        PREFIXES[bit / 64] >> (bit % 64) & 1 == 1
    };
    let may_begin = |first| {
        begins(first, '\0')
            || begins(first, second)
            || letters_of(second)
                .iter()
                .any(|second| begins(first, *second))
    };
    let first = chars[0].c;
    if !may_begin(first) && !letters_of(first).iter().any(|first| may_begin(*first))
        || splits_a_word(folded, start)
    {
        return None;
    }
    let mut best = None;
    walk(folded, start, State::start(), &mut best);
    best
}

/// A place in the transducer.
#[derive(Clone, Copy)]
struct State {
    node: Node<'static>,
    value: u64,
    /// Whether a digit was read as a letter on the way.
    respelled: bool,
}

impl State {
    fn start() -> State {
        State {
            node: WORDS.root(),
            value: 0,
            respelled: false,
        }
    }

    /// The place behind a character, if any word goes on with it.
    fn step(mut self, c: char) -> Option<State> {
        for byte in c.encode_utf8(&mut [0; 4]).bytes() {
            let transition = self.node.transition(self.node.find_input(byte)?);
            self.value += transition.out.value();
            self.node = WORDS.node(transition.addr);
        }
        Some(self)
    }

    /// The tags of the word that ends here, if one does.
    fn tags(&self) -> Option<Tags> {
        let set = self.value + self.node.final_output().value();
        self.node.is_final().then(|| Tags(TAG_SETS[set as usize]))
    }
}

/// A word found: where it ends, its tags, and whether a digit in it was read as a letter.
type Word = (usize, Tags, bool);

/// Follows the words on from a place. A digit inside a word is also read as the letter it looks
/// like, where it leads nowhere as a digit.
fn walk(folded: &Folded, at: usize, state: State, best: &mut Option<Word>) {
    if let Some(tags) = state.tags()
        && ends_a_word(folded, at)
        && best.is_none_or(|(end, ..)| end < at)
    {
        *best = Some((at, tags, state.respelled));
    }
    let Some(char) = folded.chars.get(at) else {
        return;
    };
    if let Some(state) = state.step(char.c) {
        walk(folded, at + 1, state, best);
    } else if in_a_word(folded, at) {
        for letter in letters_of(char.c) {
            if let Some(state) = state.step(*letter) {
                let state = State {
                    respelled: true,
                    ..state
                };
                walk(folded, at + 1, state, best);
            }
        }
    }
}

/// The letters that a digit stands for in a word such as wh4ts4pp.
fn letters_of(digit: char) -> &'static [char] {
    match digit {
        '0' => &['o'],
        '1' => &['i', 'l'],
        '3' => &['e'],
        '4' => &['a'],
        '5' => &['s'],
        '7' => &['t'],
        _ => &[],
    }
}

/// Whether a letter of a script with spaces stands right beside a character.
fn in_a_word(folded: &Folded, at: usize) -> bool {
    let letter = |at: usize| {
        folded
            .chars
            .get(at)
            .is_some_and(|char| char.class == Class::Spaced)
    };
    at.checked_sub(1).is_some_and(letter) || letter(at + 1)
}

/// Whether the place between two characters is inside a word of a script that has spaces: the
/// "rent" of "different" is no word.
fn splits_a_word(folded: &Folded, at: usize) -> bool {
    let letter = |at: usize| {
        folded
            .chars
            .get(at)
            .is_some_and(|origin| origin.class == Class::Spaced)
    };
    at > 0 && letter(at - 1) && letter(at)
}

/// Whether a word may end here. Korean puts its particles right behind the noun.
fn ends_a_word(folded: &Folded, at: usize) -> bool {
    let hangul = matches!(folded.chars[at - 1].c, '\u{ac00}'..='\u{d7a3}');
    hangul || !splits_a_word(folded, at)
}
