//! What the net reads: the words of a post in their order, each with the spellings it is known by.

use crate::{
    class::Class,
    features::{hash_of, mix},
    find::Token,
    fold::Gap,
    net::{Found, Net},
    post::Post,
    script::{cluster, is_hangul},
    tag::Tag,
    tags::Tags,
};
use std::{
    cell::OnceCell,
    ops::{Range, RangeInclusive},
};

/// How many different spellings there are; far more than are ever known.
pub const SPELLINGS: u32 = 1 << 22;

/// A word of the lexicon; or between two of them a [`cluster`] of a script without spaces, a word of
/// another, a number or a sign.
#[derive(Debug, Clone)]
pub struct Element {
    /// Where it begins, in folded characters.
    start: usize,
    /// The parts that it can play.
    pub tags: Tags,
    /// Its spellings, each below [`SPELLINGS`]: the whole and parts of it, or it and what follows.
    pub spellings: Vec<u32>,
}

impl Element {
    /// An element that begins at a folded character.
    pub fn new(start: usize, tags: Tags, spellings: Vec<u32>) -> Element {
        Element {
            start,
            tags,
            spellings,
        }
    }
}

/// The elements of a post, read when they are first asked for, and what the net finds in them.
pub struct Elements<'a> {
    post: &'a Post<'a>,
    elements: OnceCell<Vec<Element>>,
    found: Found,
}

impl<'a> Elements<'a> {
    /// The elements of a post.
    pub fn new(post: &'a Post<'a>) -> Elements<'a> {
        Elements {
            post,
            elements: OnceCell::new(),
            found: Found::default(),
        }
    }

    /// All of them, and which are those of a passage, given by its folded characters.
    pub fn of(&self, chars: &Range<usize>) -> (&[Element], Range<usize>) {
        let elements = self.elements.get_or_init(|| elements(self.post));
        let before = |at: usize| elements.partition_point(|element| element.start < at);
        (elements, before(chars.start)..before(chars.end))
    }

    /// Lets passages be asked about from the beginning of the post again.
    pub fn go_back(&mut self) {
        self.found = Found::default();
    }

    /// What a net says of a passage, given by its folded characters: none of one that begins earlier is
    /// asked about later, unless it goes back.
    pub fn score(&mut self, net: &Net, chars: &Range<usize>) -> f32 {
        let mut found = std::mem::take(&mut self.found);
        let (elements, own) = self.of(chars);
        let score = net.score(elements, &own, &mut found);
        self.found = found;
        score
    }
}

fn elements(post: &Post) -> Vec<Element> {
    let chars = &post.folded.chars;
    let within = post.chars();
    let mut elements = Vec::new();
    let mut tokens = post.tokens.iter().peekable();
    let mut start = within.start;
    while start < within.end {
        while tokens.next_if(|token| token.chars.start < start).is_some() {}
        let (end, tags, hashes) =
            if let Some(token) = tokens.next_if(|token| token.chars.start == start) {
                (token.chars.end, token.tags, of_token(post, token))
            } else {
                let stop = tokens.peek().map_or(within.end, |token| token.chars.start);
                let class = chars[start].class;
                let alike = chars[start..stop].iter();
                let length = match class {
                    Class::Spaced | Class::Digit => {
                        alike.take_while(|char| char.class == class).count()
                    }
                    Class::Dense => cluster(&chars[start..stop]),
                    _ => 1,
                };
                let end = start + length;
                (end, Tags::default(), of_characters(post, class, start..end))
            };
        if !hashes.is_empty() {
            let spellings = hashes.into_iter().map(|hash| hash % SPELLINGS);
            elements.push(Element::new(start, tags, spellings.collect()));
        }
        start = end;
    }
    elements
}

/// The families of spellings, so that their numbers differ.
#[derive(Clone, Copy)]
enum Family {
    Token,
    Gap,
    Word,
    Beginning,
    Inside,
    Number,
    Sign,
    Run,
}

fn of_token(post: &Post, token: &Token) -> Vec<u32> {
    // Everybody has another contact, and numbers are all alike.
    let letters = post.folded.chars[token.chars.clone()].iter();
    let letters = letters.filter(|char| {
        !token.is(Tag::ContactId) && !matches!(char.class, Class::Digit | Class::Space)
    });
    let mut hashes = vec![hash_of(Family::Token as u32, letters)];
    if token.gap > Gap::None {
        hashes.push(mix(Family::Gap as u32, token.gap as u32));
    }
    hashes
}

/// How long the parts of a word are by which it is known besides the whole, in letters.
struct Parts {
    beginnings: RangeInclusive<usize>,
    inside: usize,
}

impl Parts {
    const LETTERS: Parts = Parts {
        beginnings: 3..=5,
        inside: 3,
    };
    /// Its letters are syllables.
    const HANGUL: Parts = Parts {
        beginnings: 1..=3,
        inside: 2,
    };
}

fn of_characters(post: &Post, class: Class, at: Range<usize>) -> Vec<u32> {
    /// How many clusters a run has at most.
    const RUN: usize = 3;
    let all = &post.folded.chars[..post.chars().end];
    let own = &all[at.clone()];
    match class {
        Class::Dense => {
            let ends = std::iter::successors(Some(at.end), |end| {
                (*end < all.len()).then(|| end + cluster(&all[*end..]))
            });
            let runs = ends.take(RUN).map(|end| &all[at.start..end]);
            runs.map(|run| hash_of(Family::Run as u32, run)).collect()
        }
        Class::Spaced => {
            let parts = if is_hangul(own[0].c) {
                Parts::HANGUL
            } else {
                Parts::LETTERS
            };
            let beginnings = parts.beginnings.filter(|length| *length < own.len());
            let beginnings =
                beginnings.map(|length| hash_of(Family::Beginning as u32, &own[..length]));
            let inside = own[1..]
                .windows(parts.inside)
                .map(|some| hash_of(Family::Inside as u32, some));
            let whole = std::iter::once(hash_of(Family::Word as u32, own));
            whole.chain(beginnings).chain(inside).collect()
        }
        Class::Digit => vec![mix(Family::Number as u32, 0)],
        Class::Punctuation | Class::Break => vec![hash_of(Family::Sign as u32, own)],
        Class::Space | Class::Noise | Class::Ignorable => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::Elements;
    use crate::read;

    /// The spellings of the elements of a text of one post that are its second sentence's.
    fn spellings(text: &str) -> Vec<Vec<u32>> {
        let mut found = Vec::new();
        read(text, "", |post, _, _| {
            let chars = post.chars();
            let second = chars.clone().find(|at| post.ends_sentence(*at));
            let second = second.map_or(0, |at| at + 1)..chars.end;
            let elements = Elements::new(post);
            let (all, own) = elements.of(&second);
            assert_eq!(own.end, all.len());
            let own = all[own].iter();
            found = own.map(|element| element.spellings.clone()).collect();
        });
        found
    }

    #[test]
    fn a_word_of_the_lexicon_is_one_element_and_other_words_show_their_parts() {
        let [account, spaced] = ["收。微信", "rent! WhatsApp"].map(spellings);
        assert_eq!((account.len(), account[0].len()), (1, 1));
        assert_eq!((spaced.len(), spaced[0].len()), (1, 1));
        // The whole word, its beginnings of three, four and five letters, and four threes inside.
        assert_eq!(spellings("rent WhatsApp! zorblat")[0].len(), 8);
        // A character, it and the next, and it and the next two.
        let lengths: Vec<usize> = spellings("收微信。鼹鼠鲸").iter().map(Vec::len).collect();
        assert_eq!(lengths, [3, 2, 1]);
    }

    #[test]
    fn a_letter_of_korean_and_of_thai_counts_for_as_much_as_it_says() {
        // The whole word, its first one, two and three syllables, and three twos inside.
        assert_eq!(spellings("rent WhatsApp! 고슴도치가")[0].len(), 7);
        // ฮู and ก: a consonant with what stands around it is read as one.
        let lengths: Vec<usize> = spellings("收微信。ฮูก").iter().map(Vec::len).collect();
        assert_eq!(lengths, [2, 1]);
    }

    #[test]
    fn numbers_are_all_alike() {
        assert_eq!(spellings("收微信。17"), spellings("收微信。2900"));
        assert_ne!(spellings("收微信。17"), spellings("收微信。鼠"));
    }
}
