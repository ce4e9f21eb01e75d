//! The words of `lexicon/`, in one sorted list made by the build script.
//!
//! Sorted, the words that begin alike stand together: the list is read like a trie, a range of it
//! for each place in the trie.

use crate::{
    class::Class,
    find::Token,
    fold::{Folded, FoldedChar, Gap},
    prefix,
    script::{is_hangul, is_thai},
    tag::Tag,
    tags::Tags,
};
use std::{
    ops::Range,
    sync::{LazyLock, OnceLock},
};

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// The file that the build script wrote: for each word the number of its set of tags, first the low bytes
/// and then the high ones; how many bytes it shares with the word before it; and the rest of it, ended
/// by a zero byte.
static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/words.bin"));

/// Every word of every language.
static WORDS: LazyLock<Vec<Group>> = LazyLock::new(Group::all);

/// Makes the words ready; without this the first scan does.
pub fn load() {
    LazyLock::force(&WORDS);
}

/// Every spelling of every word, folded, in the order of their bytes.
pub fn spellings() -> impl Iterator<Item = String> {
    let groups = WORDS.iter().map(Group::words);
    groups.flat_map(|words| {
        let all = 0..words.ends.len();
        all.map(|word| String::from_utf8_lossy(words.bytes(word)).into_owned())
    })
}

/// The words that begin with the same character. A page has those of its languages only, so they are
/// unpacked when one is first asked for.
struct Group {
    first: char,
    /// The number of its first word among all.
    start: usize,
    /// For each word how many bytes it shares with the one before it.
    shared: &'static [u8],
    /// What is left of each, ended by a zero byte, and then those of later groups.
    rests: &'static [u8],
    words: OnceLock<Words>,
}

impl Group {
    /// Finds the groups: only the first word of each shares nothing.
    fn all() -> Vec<Group> {
        let (shared, mut rests) = PACKED[2 * COUNT..].split_at(COUNT);
        let mut start = 0;
        let mut groups = Vec::new();
        for shared in shared.chunk_by(|_, shared| *shared > 0) {
            let first = String::from_utf8_lossy(rests.split(is_end).next().unwrap_or_default());
            groups.push(Group {
                first: first.chars().next().unwrap_or_default(),
                start,
                shared,
                rests,
                words: OnceLock::new(),
            });
            start += shared.len();
            let own = rests.split(is_end).take(shared.len());
            let length: usize = own.map(|rest| rest.len() + 1).sum();
            rests = &rests[length..];
        }
        groups
    }

    /// That of the words that begin with a character.
    fn of(first: char) -> Option<&'static Group> {
        let at = WORDS.binary_search_by_key(&first, |group| group.first);
        at.ok().map(|at| &WORDS[at])
    }

    fn words(&self) -> &Words {
        self.words
            .get_or_init(|| Words::unpack(self.shared, self.rests))
    }
}

/// Whether a byte ends a word in [`PACKED`].
fn is_end(byte: &u8) -> bool {
    *byte == 0
}

/// Some words.
struct Words {
    /// Their bytes, one after another.
    text: Vec<u8>,
    /// Where each word ends in them.
    ends: Vec<u32>,
}

impl Words {
    fn unpack(shared: &[u8], rests: &[u8]) -> Words {
        let mut words = Words {
            text: Vec::new(),
            ends: Vec::with_capacity(shared.len()),
        };
        let mut last = 0;
        for (shared, rest) in shared.iter().zip(rests.split(is_end)) {
            let start = words.text.len();
            words
                .text
                .extend_from_within(last..last + usize::from(*shared));
            words.text.extend_from_slice(rest);
            words.ends.push(words.text.len() as u32);
            last = start;
        }
        words
    }

    fn start(&self, word: usize) -> usize {
        word.checked_sub(1)
            .map_or(0, |before| self.ends[before] as usize)
    }

    fn bytes(&self, word: usize) -> &[u8] {
        &self.text[self.start(word)..self.ends[word] as usize]
    }

    /// The byte of a word at a depth; none where the word has ended.
    fn byte(&self, word: usize, depth: usize) -> Option<u8> {
        let at = self.start(word) + depth;
        (at < self.ends[word] as usize).then(|| self.text[at])
    }

    /// The first word of a range that `reached` holds for; it holds for all behind it.
    fn first(range: Range<usize>, reached: impl Fn(usize) -> bool) -> usize {
        let (mut low, mut high) = (range.start, range.end);
        while low < high {
            let middle = low + (high - low) / 2;
            if reached(middle) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }
}

/// How often a word may be read otherwise than it is written, and how many letters of a run left out.
const MOST_RESPELLED: usize = 8;

/// The words in a folded text, in order. Of overlapping words the one that starts first counts,
/// and of those the longest: so 公众号 hides the 号 in it.
pub fn words(folded: &Folded) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < folded.chars.len() {
        match longest(folded, at) {
            Some((end, tags, respelled)) => {
                let tags = if is_lone_letter(folded, at..end) {
                    tags.without(Tag::AccountBare)
                } else {
                    tags
                };
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

/// How near Chinese has to stand for a letter to be a stand-in, in folded characters.
const NEAR: usize = 8;

/// Whether a word is one letter with nothing but letters like it around: v is an account in
/// 收v 180一天, while West Ham's is a W.
fn is_lone_letter(folded: &Folded, chars: Range<usize>) -> bool {
    let here = |char: &&FoldedChar| char.class != Class::Break;
    let dense = |char: &FoldedChar| char.class == Class::Dense;
    chars.len() == 1
        && folded.chars[chars.start].class == Class::Spaced
        && !folded.chars[..chars.start]
            .iter()
            .rev()
            .take(NEAR)
            .take_while(here)
            .chain(folded.chars[chars.end..].iter().take(NEAR).take_while(here))
            .any(dense)
}

/// The longest word that starts at a character.
fn longest(folded: &Folded, start: usize) -> Option<Word> {
    let chars = &folded.chars[start..];
    let breaks = usize::from(chars.get(1).is_some_and(breaks_a_word));
    let second = chars.get(1 + breaks).map_or('\0', |second| second.c);
    let begins = |first, second| {
        let bit = prefix::bit(first, second);
        PREFIXES[bit / 64] >> (bit % 64) & 1 == 1
    };
    let third = chars.get(2 + breaks).map_or('\0', |third| third.c);
    let may_begin = |first| {
        begins(first, '\0')
            || begins(first, second)
            || otherwise(second).any(|second| begins(first, second))
            || SIGNS.contains(&second) && begins(first, third)
    };
    let first = chars[0].c;
    if !may_begin(first) && !otherwise(first).any(may_begin) || splits_a_word(folded, start) {
        return None;
    }
    let mut best = None;
    if let Some(state) = State::behind(first) {
        walk(folded, start + 1, &state, &mut best);
    }
    if best.is_none() && may_be_otherwise(folded, start) {
        for state in otherwise(first).filter_map(State::behind) {
            walk(folded, start + 1, &state.respelled(), &mut best);
        }
    }
    best
}

/// A place in the list: the words that begin with what was read so far.
#[derive(Clone)]
struct State {
    group: &'static Group,
    /// Which of its words.
    words: Range<usize>,
    /// How many bytes were read.
    depth: usize,
    /// How often something was read otherwise than it is written on the way.
    respelled: usize,
}

impl State {
    /// The place behind the first character of a word.
    fn behind(first: char) -> Option<State> {
        Group::of(first).map(|group| State {
            group,
            words: 0..group.shared.len(),
            depth: first.len_utf8(),
            respelled: 0,
        })
    }

    /// The place behind a character, if any word goes on with it.
    fn step(&self, c: char) -> Option<State> {
        let words = self.group.words();
        let mut next = self.clone();
        for byte in c.encode_utf8(&mut [0; 4]).bytes() {
            let State {
                words: range,
                depth,
                ..
            } = next.clone();
            let start = Words::first(range.clone(), |word| words.byte(word, depth) >= Some(byte));
            let end = Words::first(start..range.end, |word| {
                words.byte(word, depth) > Some(byte)
            });
            next.words = start..end;
            next.depth += 1;
        }
        (!next.words.is_empty()).then_some(next)
    }

    /// The same place, read otherwise than it is written once more.
    fn respelled(self) -> State {
        State {
            respelled: self.respelled + 1,
            ..self
        }
    }

    /// The tags of the word that ends here, if one does.
    fn tags(&self) -> Option<Tags> {
        let word = self.words.start;
        let ends = self.group.words().byte(word, self.depth).is_none();
        ends.then(|| {
            let word = self.group.start + word;
            let set = u16::from_le_bytes([PACKED[word], PACKED[COUNT + word]]);
            Tags(TAG_SETS[usize::from(set)])
        })
    }
}

/// A word found: where it ends, its tags, and whether it was read otherwise than it is written.
type Word = (usize, Tags, bool);

/// Follows the words on from a place. Where a character leads to no word as itself it is read otherwise,
/// as what it looks or sounds like; and a stroke or dot, a sign, or a letter written twice as nothing:
/// ac.co.unt, wh4ts4pp, ยืมม.
fn walk(folded: &Folded, at: usize, state: &State, best: &mut Option<Word>) {
    if let Some(tags) = state.tags()
        && ends_a_word(folded, at)
        && best.is_none_or(|(end, ..)| end < at)
    {
        *best = Some((at, tags, state.respelled > 0));
    }
    let Some(char) = folded.chars.get(at) else {
        return;
    };
    if breaks_a_word(char) {
        walk(folded, at + 1, &state.clone().respelled(), best);
    }
    let known = best.map(|(end, ..)| end);
    if let Some(state) = state.step(char.c) {
        walk(folded, at + 1, &state, best);
    }
    if best.map(|(end, ..)| end) > known || state.respelled >= MOST_RESPELLED {
        return;
    }
    if may_be_otherwise(folded, at) {
        for c in otherwise(char.c) {
            if let Some(state) = state.step(c) {
                walk(folded, at + 1, &state.respelled(), best);
            }
        }
    }
    if SIGNS.contains(&char.c) {
        walk(folded, at + 1, &state.clone().respelled(), best);
    }
    if is_doubled(folded, at, state.depth) {
        let c = char.c;
        let rest = folded.chars[at..].iter().take(MOST_RESPELLED);
        let behind = at + rest.take_while(|char| char.c == c).count();
        // In Thai the last of them may begin the next word.
        if char.class == Class::Spaced {
            walk(folded, behind, &state.clone().respelled(), best);
        } else if let Some(next) = folded.chars.get(behind)
            && let Some(state) = state.step(next.c)
        {
            walk(folded, behind + 1, &state.respelled(), best);
        }
    }
}

/// Whether a folded space was a single stroke or dot between letters.
fn breaks_a_word(char: &FoldedChar) -> bool {
    char.class == Class::Space && char.gap == Gap::Noise && char.end - char.start == 1
}

/// What a character may be read as besides itself.
fn otherwise(c: char) -> impl Iterator<Item = char> {
    let readings = READINGS.binary_search_by_key(&c, |(read, _)| *read);
    let readings = readings.map_or("", |at| READINGS[at].1);
    let signs: &[char] = if SIGNS.contains(&c) { &SIGNS } else { &[] };
    readings.chars().chain(signs.iter().copied())
}

/// Whether a character may be read otherwise where it stands: Thai letters anywhere, digits beside
/// letters, and letters of other scripts beside Thai ones.
fn may_be_otherwise(folded: &Folded, at: usize) -> bool {
    let beside = |is: fn(&FoldedChar) -> bool| {
        let left = at.checked_sub(1).and_then(|left| folded.chars.get(left));
        left.is_some_and(is) || folded.chars.get(at + 1).is_some_and(is)
    };
    match folded.chars[at].class {
        Class::Digit => beside(|char| char.class == Class::Spaced || is_thai(char.c)),
        Class::Spaced => beside(|char| is_thai(char.c)),
        _ => true,
    }
}

/// Whether a letter is like the one before it, which a word, read so far to a depth in bytes, has only
/// once: renttt, ไอออจี. A word has others too: yyyy is not yy. Where Chinese or Japanese doubles a
/// character, it means it.
fn is_doubled(folded: &Folded, at: usize, depth: usize) -> bool {
    let FoldedChar { c, class, .. } = folded.chars[at];
    let before = folded.chars[..at].iter().rev();
    let same = before.take(depth).take_while(|char| char.c == c).count();
    let letter = class == Class::Spaced || is_thai(c);
    letter && same > 0 && depth > same * c.len_utf8()
}

/// Whether the place between two characters is inside a number or a word of a script that has
/// spaces: the "rent" of "different" is no word, nor the "1分" of "51分".
pub fn splits_a_word(folded: &Folded, at: usize) -> bool {
    let class = |at: usize| folded.chars.get(at).map(|char| char.class);
    at > 0
        && matches!(class(at), Some(Class::Spaced | Class::Digit))
        && class(at) == class(at - 1)
        && !is_spelled_out(folded, at)
}

/// Whether a letter is one of a run that had something between each two of them, such as с д а м: where
/// its words begin and end is not to be seen.
fn is_spelled_out(folded: &Folded, at: usize) -> bool {
    let apart = |at: usize| {
        let char = folded.chars.get(at);
        char.is_some_and(|char| {
            char.class == Class::Spaced && matches!(char.gap, Gap::Space | Gap::Noise)
        })
    };
    apart(at) && (apart(at - 1) || apart(at + 1))
}

/// Whether a word may end here. Korean puts its particles right behind the noun.
pub fn ends_a_word(folded: &Folded, at: usize) -> bool {
    is_hangul(folded.chars[at - 1].c) || !splits_a_word(folded, at)
}

#[cfg(test)]
mod tests {
    use super::words;
    use crate::fold::{Gap, Separators, fold};

    /// The words found in a text, each with whether it was read otherwise than it is written.
    fn found(text: &str) -> Vec<(String, bool)> {
        let folded = fold(text, 0, Separators::Strip);
        let tokens = words(&folded);
        let word = |token: &crate::find::Token| {
            let chars = &folded.chars[token.chars.clone()];
            let word = chars.iter().map(|char| char.c).collect();
            (word, token.gap == Gap::Respelled)
        };
        tokens.iter().map(word).collect()
    }

    #[test]
    fn a_character_is_read_as_what_it_looks_or_sounds_like() {
        for text in [
            "wh4ts4pp",
            "4lquilo",
            "whaatsappp",
            "ไออออจี",
            "5ับซื้อ",
            "ซิ้อ",
            "ปล่oย",
            "ธนาคาs",
            "เช๊า",
            "ไรน์",
            "เฟ๊ส",
        ] {
            assert_eq!(found(text), [(text.to_owned(), true)], "{text}");
        }
    }

    #[test]
    fn a_word_as_it_is_written_comes_first() {
        for text in ["whatsapp", "ไลน์", "รับซื้อ", "ธนาคาร"] {
            assert_eq!(found(text), [(text.to_owned(), false)], "{text}");
        }
    }

    #[test]
    fn a_letter_that_begins_the_next_word_is_not_one_too_many() {
        let words = ["บาท", "ทักมา"].map(|word| (word.to_owned(), false));
        assert_eq!(found("บาท ทักมา"), words);
    }

    #[test]
    fn numbers_and_other_words_stay_what_they_are() {
        for text in ["404", "2014", "4 7 0", "กก", "os"] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn words_spelled_out_letter_by_letter_have_no_ends_to_see() {
        let [rent, account] =
            [("cдaм", false), ("вaцaп", false)].map(|(word, read)| (word.to_owned(), read));
        assert_eq!(found("с д а м в а ц а п"), [rent, account]);
        assert_eq!(found("сдамвацап"), []);
    }
}
