//! What surrounds an offer and takes its force away: warnings, laws, negation, questions, other
//! trades.

use crate::{class::Class, find::Token, fold::Folded, grammar, post::Post, tag::Tag, tags::Tags};
use std::{collections::BTreeMap, ops::Range};

/// How far a negation reaches to the act it denies, in Han characters of other text.
const NEGATION_REACH: f32 = 3.0;
/// The longest quotation, in folded characters.
const QUOTATION: usize = 300;
/// How far a question reaches on its line, in folded characters.
const QUESTION: usize = 200;
/// The most that a post's neighbours can say against it.
const MOST_INHERITED: f32 = 3.0;
/// How far a neighbour may be to count, in folded characters.
const NEIGHBOURHOOD: usize = 400;

const OFFER_WORDS: Tags = grammar::TELLING.and(Tags::of(&[Tag::AccountModifier]));

/// How much of a warning some tokens are: each different word counts once.
pub fn warning(folded: &Folded, tokens: &[Token]) -> f32 {
    let mut words: BTreeMap<Vec<char>, f32> = BTreeMap::new();
    for token in tokens {
        let weight = if token.is(Tag::WarnStrong) {
            2.5
        } else if token
            .tags
            .any(Tags::of(&[Tag::WarnWeak, Tag::LawAny, Tag::ReportAny]))
        {
            1.5
        } else {
            continue;
        };
        let letters = folded.chars[token.chars.clone()].iter();
        words.insert(letters.map(|char| char.c).collect(), weight);
    }
    words.values().sum()
}

/// What the posts around say against each post: half of how much of a warning they are, as long
/// as they are near. `posts` gives each post's folded characters and its own warning.
pub fn inherited(posts: &[(Range<usize>, f32)], title: f32) -> Vec<f32> {
    let near = |from: usize, to: usize| to.saturating_sub(from) <= NEIGHBOURHOOD;
    (0..posts.len())
        .map(|at| {
            let (here, _) = &posts[at];
            let before: f32 = posts[..at]
                .iter()
                .rev()
                .take_while(|(there, _)| near(there.end, here.start))
                .map(|(_, warning)| warning)
                .sum();
            let after: f32 = posts[at + 1..]
                .iter()
                .take_while(|(there, _)| near(here.end, there.start))
                .map(|(_, warning)| warning)
                .sum();
            ((before + after + title) / 2.0).min(MOST_INHERITED)
        })
        .collect()
}

/// Whether something in the clause before `at` denies what stands there: 不要出租, "never rent".
pub fn negated(post: &Post, at: usize) -> bool {
    let sentence = post.sentence(at);
    post.tokens_in(&sentence)
        .iter()
        .filter(|token| token.is(Tag::NegationAny))
        .filter(|token| token.chars.end <= at)
        .any(|token| reaches(post, token.chars.end, at))
}

/// The distance of a negation to what it denies. Acts and accounts between the two are part of
/// what is denied (严禁出租、出借、出售), but a thing of its own that is denied ends it (不要押金 出租).
fn reaches(post: &Post, from: usize, to: usize) -> bool {
    const OWN: Tags = Tags::of(&[
        Tag::PayWord,
        Tag::PayWeak,
        Tag::PayRate,
        Tag::PayAmount,
        Tag::ReassuranceAny,
        Tag::TargetAny,
    ]);
    let stopped = post
        .tokens_in(&(from..to))
        .iter()
        .any(|token| token.tags.any(OWN));
    !stopped && post.distance(from, to) <= NEGATION_REACH
}

/// Whether somebody asks about what stands here rather than offers it.
pub fn asked(post: &Post, chars: &Range<usize>) -> bool {
    let line = &post.lines[post.line_of(chars.start)].chars;
    let around =
        line.start.max(chars.start.saturating_sub(QUESTION))..line.end.min(chars.end + QUESTION);
    post.tokens_in(&around)
        .iter()
        .any(|token| token.is(Tag::QuestionAny))
}

/// Whether the place stands in quotation marks on its line.
pub fn quoted(post: &Post, chars: &Range<usize>) -> bool {
    let line = &post.lines[post.line_of(chars.start)].chars;
    let opened = (line.start..chars.start)
        .rev()
        .take(QUOTATION)
        .map(|at| post.folded.chars[at].c)
        .find(|c| matches!(c, '“' | '”' | '「' | '」' | '『' | '』' | '"' | '‘'));
    let closed = (chars.end..line.end)
        .take(QUOTATION)
        .map(|at| post.folded.chars[at].c)
        .find(|c| matches!(c, '“' | '”' | '「' | '」' | '『' | '』' | '"'));
    matches!(opened, Some('“' | '「' | '『' | '"' | '‘'))
        && matches!(closed, Some('”' | '」' | '』' | '"'))
}

/// How much of a passage is words of an offer, from 0 to 1. Adverts are dense; a story about one
/// is mostly other words.
pub fn density(tokens: &[Token], chars: &Range<usize>) -> f32 {
    let covered: usize = tokens
        .iter()
        .filter(|token| token.tags.any(OFFER_WORDS))
        .map(|token| token.chars.len())
        .sum();
    covered as f32 / chars.len().max(1) as f32
}

/// Whether the words go on right behind a place, so that an act standing there has another object:
/// 微信号、出租日期.
pub fn runs_on(post: &Post, at: usize) -> bool {
    let taken = |at: usize| {
        post.tokens_in(&(at.saturating_sub(20)..at + 20))
            .iter()
            .any(|token| token.chars.contains(&at))
    };
    (at..at + 2).all(|at| {
        post.folded
            .chars
            .get(at)
            .is_some_and(|char| char.class == Class::Dense)
            && !taken(at)
    })
}
