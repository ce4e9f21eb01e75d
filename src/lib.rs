//! FourNos finds offers to rent, lend, sell or hand over a personal account for pay.
//!
//! The pipeline is the map: [`fold`](mod@fold) gives one spelling for many, [`find`] the words,
//! amounts and contacts, [`layout`] the posts they stand in, [`grammar`] what is handed over by
//! which act, [`context`] what takes an offer's force away, and [`verdict`] the marks. [`own`] adds
//! the user's own words to them.

#![forbid(unsafe_code)]

mod class;
mod context;
mod elements;
mod features;
mod find;
mod fold;
mod grammar;
mod layout;
mod lexicon;
mod model;
pub mod net;
mod own;
mod packed;
#[cfg(all(target_arch = "wasm32", feature = "pages"))]
mod pages;
mod passage;
mod points;
mod post;
mod prefix;
mod script;
mod tag;
mod tags;
mod verdict;
#[cfg(all(target_arch = "wasm32", not(feature = "pages")))]
mod wasm;

pub use elements::{Element, SPELLINGS};
pub use features::{Feature, SIZE};
pub use lexicon::spellings;
pub use model::{Calibration, Model};
pub use own::OwnWords;
pub use tags::Tags;
pub use verdict::{Level, Slot};

use features::Surroundings;
use find::Token;
use fold::{Folded, Separators};
use post::Post;
use serde::Serialize;
use std::ops::Range;
use verdict::Verdict;

/// A place in a text that offers, or may offer, to hand over an account.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mark {
    /// Where the offer's words begin, in UTF-16 code units.
    pub start: usize,
    /// Where they end, in UTF-16 code units.
    pub end: usize,
    /// The text between the two.
    pub text: String,
    /// How sure it is.
    pub level: Level,
    /// How likely it is an offer, from 0 to 1.
    pub confidence: f32,
    /// What it rests on, in the order of the text.
    pub evidence: Vec<Evidence>,
}

/// A piece of evidence for a [`Mark`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// The part it plays.
    pub slot: Slot,
    /// Where it begins, in UTF-16 code units.
    pub start: usize,
    /// Where it ends, in UTF-16 code units.
    pub end: usize,
    /// The text between the two.
    pub text: String,
}

/// Makes the words, patterns and weights ready; without this the first scan does.
pub fn load() {
    lexicon::load();
    find::load();
    model::load();
}

/// Reads a text and gives the marks in it, in order and none over another.
///
/// `text` may be plain or a page as [`layout`] describes it; `title` is the page's title or empty,
/// and only helps to tell an article about the scam from an offer.
pub fn scan(text: &str, title: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    read(text, title, |post, surroundings, original| {
        for verdict in verdict::judge(post, surroundings) {
            marks.push(original.mark(post.folded, verdict));
        }
    });
    marks
}

/// Reads a text as [`scan`] does, and goes by the user's own words.
pub fn scan_with(text: &str, title: &str, own: &OwnWords) -> Vec<Mark> {
    own.add_to(scan(text, title), text)
}

/// The folded letters and digits of a text: the same for every way to write and to lay it out.
pub fn letters(text: &str) -> String {
    let folded = fold::fold(text, 0, Separators::Strip);
    let kept = folded.chars.iter().filter(|unit| unit.is_alphanumeric());
    kept.map(|unit| unit.c).collect()
}

/// The score from which on a passage of a page is worth an exact reading: a probability of 0.45, well
/// under what is marked, as what is skimmed has lost its lines and holds what nobody sees.
const WORTH_READING: f32 = -0.2;

/// How likely the most suspicious passage of a text is an offer, from 0 to 1, marked or not. It is exact
/// from where a passage is worth reading on.
pub fn likelihood(text: &str) -> f32 {
    let scores = scored(text).into_iter().map(|(_, score)| score);
    scores.reduce(f32::max).map_or(0.0, Model::probability)
}

/// The places of a text that has lost its lines where there may be an offer, in UTF-16 code units:
/// where to read exactly.
pub fn skim(text: &str) -> Vec<Range<usize>> {
    scored(text)
        .into_iter()
        .filter(|(_, score)| *score >= WORTH_READING)
        .map(|(place, _)| place)
        .collect()
}

/// The places of [`skim`] and those of the user's own words, in order.
pub fn skim_with(text: &str, own: &OwnWords) -> Vec<Range<usize>> {
    let mut places = skim(text);
    places.extend(own.places(text));
    places.sort_by_key(|place| place.start);
    places
}

/// A passage of a text as the model sees it.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Where it stands, in UTF-16 code units.
    pub place: Range<usize>,
    /// What the regression looks at.
    pub features: Vec<Feature>,
    /// What the net reads: its elements, and those before and behind it.
    pub elements: Vec<Element>,
    /// Which of them are its own.
    pub own: Range<usize>,
}

/// The passages of a text that the model judges: what it is fitted on.
pub fn candidates(text: &str) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    read(text, "", |post, surroundings, _| {
        verdict::each_candidate(
            post,
            surroundings,
            |_| true,
            |candidate, elements| {
                let (elements, own) = elements.of(&candidate.chars);
                let seen = net::around(&own, net::REACH, elements.len());
                candidates.push(Candidate {
                    place: original_range(post.folded, &candidate.chars),
                    features: candidate.features,
                    own: own.start - seen.start..own.end - seen.start,
                    elements: elements[seen].to_vec(),
                });
            },
        );
    });
    candidates
}

/// Where the passages of a text are, in UTF-16 code units, and the score of each, exact from
/// [`WORTH_READING`] on.
fn scored(text: &str) -> Vec<(Range<usize>, f32)> {
    let mut scored = Vec::new();
    read(text, "", |post, surroundings, _| {
        let needed = |_: &verdict::Candidate| WORTH_READING;
        verdict::each_scored(post, surroundings, needed, |candidate, score| {
            scored.push((original_range(post.folded, &candidate.chars), score));
        });
    });
    scored
}

/// Folds a text, finds its words and hands over every post that may hold an offer.
fn read(text: &str, title: &str, mut each: impl FnMut(&Post, &Surroundings, &Original)) {
    let folded = fold::fold(text, 0, Separators::Strip);
    let tokens = lexicon::words(&folded);
    let lines = layout::lines(&folded);
    let items = layout::items(&lines);
    let mut rest = tokens.into_iter().peekable();
    let mut posts: Vec<Post> = Vec::with_capacity(items.len());
    for item in items {
        let lines = &lines[item];
        let end = lines.last().map_or(0, |line| line.chars.end);
        let tokens = std::iter::from_fn(|| rest.next_if(|token| token.chars.start < end)).collect();
        posts.push(Post {
            folded: &folded,
            lines,
            tokens,
        });
    }
    let warnings: Vec<(Range<usize>, f32)> = posts
        .iter()
        .map(|post| (post.chars(), context::warning(&folded, &post.tokens)))
        .collect();
    let inherited = context::inherited(&warnings, warning_of(title));

    let original = Original::new(text);
    for ((post, (_, warning)), inherited) in posts.iter_mut().zip(warnings).zip(inherited) {
        if post
            .tokens
            .iter()
            .any(|token| token.tags.any(grammar::TELLING))
        {
            add_amounts(post, &original);
            let surroundings = Surroundings::new(post, warning, inherited);
            each(post, &surroundings, &original);
        }
    }
}

/// How much of a warning a page's title is.
fn warning_of(title: &str) -> f32 {
    let folded = fold::fold(title, 0, Separators::Strip);
    context::warning(&folded, &lexicon::words(&folded))
}

/// Adds the amounts and contacts of a post to its words. A word inside one of them is part of it.
fn add_amounts(post: &mut Post, original: &Original) {
    let chars = post.chars();
    // With the signs before the first letter and behind the last, which are folded away: $5, 10%.
    let start = chars.start.checked_sub(1);
    let start = start.map_or(0, |before| post.folded.chars[before].end as usize);
    let behind = post.folded.chars.get(chars.end);
    let end = behind.map_or(usize::MAX, |behind| behind.start as usize);
    let text = original.slice(start..end);
    let found = find::amounts_and_contacts(post.folded, chars, text, start);
    // Both are in order, and none overlaps its own kind.
    post.tokens.retain(|token| {
        let at = found.partition_point(|whole| whole.chars.end < token.chars.end);
        let whole = found.get(at);
        whole.is_none_or(|whole| whole.chars.start > token.chars.start)
    });
    // What only touches an amount, such as the 日结 in 日结100, keeps its place before it.
    // Of one that begins or ends inside a word (ได้เดือนละ and เดือนละ 900) the rest is left.
    let free = |mut whole: Token| {
        let at = post
            .tokens
            .partition_point(|token| token.chars.end <= whole.chars.start);
        let mut next = post.tokens.get(at);
        if let Some(token) = next
            && token.chars.start < whole.chars.start
        {
            whole.chars.start = token.chars.end;
            next = post.tokens.get(at + 1);
        }
        if let Some(token) = next {
            whole.chars.end = whole.chars.end.min(token.chars.start);
        }
        (!whole.chars.is_empty()).then_some(whole)
    };
    let found: Vec<Token> = found.into_iter().filter_map(free).collect();
    post.tokens.extend(found);
    post.tokens.sort_by_key(|token| token.chars.start);
}

/// The original characters, in UTF-16 code units, of some folded ones.
fn original_range(folded: &Folded, chars: &Range<usize>) -> Range<usize> {
    match (
        folded.chars.get(chars.start),
        folded.chars.get(chars.end.wrapping_sub(1)),
    ) {
        (Some(first), Some(last)) => first.start as usize..last.end as usize,
        _ => 0..0,
    }
}

/// The original text, by UTF-16 offsets.
struct Original<'a> {
    text: &'a str,
    /// Every `STEP` characters, the offset in UTF-16 code units and in bytes.
    steps: Vec<(usize, usize)>,
}

impl<'a> Original<'a> {
    const STEP: usize = 256;

    fn new(text: &'a str) -> Original<'a> {
        let mut steps = vec![(0, 0)];
        let mut utf16 = 0;
        for (at, (byte, c)) in text.char_indices().enumerate() {
            if at > 0 && at % Self::STEP == 0 {
                steps.push((utf16, byte));
            }
            utf16 += c.len_utf16();
        }
        Original { text, steps }
    }

    /// The byte at an offset in UTF-16 code units, or the text's end.
    fn byte(&self, offset: usize) -> usize {
        let step = self.steps.partition_point(|(utf16, _)| *utf16 <= offset) - 1;
        let (mut utf16, byte) = self.steps[step];
        for (at, c) in self.text[byte..].char_indices() {
            if utf16 >= offset {
                return byte + at;
            }
            utf16 += c.len_utf16();
        }
        self.text.len()
    }

    fn slice(&self, offsets: Range<usize>) -> &'a str {
        &self.text[self.byte(offsets.start)..self.byte(offsets.end)]
    }

    fn mark(&self, folded: &Folded, verdict: Verdict) -> Mark {
        let evidence = verdict
            .evidence
            .into_iter()
            .map(|(slot, chars)| {
                let place = original_range(folded, &chars);
                Evidence {
                    slot,
                    start: place.start,
                    end: place.end,
                    text: self.slice(place).to_owned(),
                }
            })
            .collect();
        let place = original_range(folded, &verdict.chars);
        Mark {
            start: place.start,
            end: place.end,
            text: self.slice(place.clone()).to_owned(),
            level: verdict.level,
            confidence: verdict.confidence,
            evidence,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{read, tag::Tag};

    /// How many amounts of this kind a text has.
    fn count(text: &str, tag: Tag) -> usize {
        let mut count = 0;
        read(text, "", |post, _, _| {
            count += post.tokens.iter().filter(|token| token.is(tag)).count();
        });
        count
    }

    #[test]
    fn signs_at_the_ends_of_a_post_belong_to_its_amounts() {
        assert_eq!(count("$5 per account, rent it", Tag::PayRate), 1);
        assert_eq!(count("rent your account, 200€", Tag::PayAmount), 1);
    }

    #[test]
    fn an_amount_ends_where_a_word_does() {
        assert_eq!(count("cho thuê nick, 500k đang cần", Tag::PayAmount), 1);
        assert_eq!(count("카톡 계정 월 30만원에 빌려주세요", Tag::PayRate), 1);
    }

    #[test]
    fn an_amount_reaches_as_far_as_one_that_begins_with_its_number() {
        assert_eq!(count("租微信号 给100元一天", Tag::PayRate), 1);
    }

    #[test]
    fn an_amount_that_begins_inside_a_word_counts() {
        assert_eq!(count("เช่าไลน์ ได้เดือนละ 900", Tag::PayRate), 1);
    }
}
