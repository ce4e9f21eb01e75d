//! One post of a page as the grammar reads it: its tokens, its lines, and how far apart two places
//! in it are.

use crate::{
    class::Class,
    find::Token,
    fold::{Folded, FoldedChar},
    layout::{Boundary, Line},
    tag::Tag,
    tags::Tags,
};
use std::ops::Range;

/// Words that may stand between an act and its account without loosening the tie.
const TRANSPARENT: Tags = Tags::of(&[
    Tag::AccountModifier,
    Tag::AccountOwner,
    Tag::QuantityAny,
    Tag::ActGive,
    Tag::ActTake,
    Tag::ActShort,
    Tag::PayWord,
    Tag::PayWeak,
    Tag::PayRate,
    Tag::PayAmount,
    Tag::TargetAny,
    Tag::ReassuranceAny,
]);

/// The distance from which on it does not matter how far two places are apart.
pub const FAR: f32 = 16.0;

/// How far from a place its sentence is looked for, in folded characters.
const SENTENCE: usize = 300;

/// One post: everything between two boundaries of strength [`Boundary::Item`].
pub struct Post<'a> {
    /// The folded text that the post is part of.
    pub folded: &'a Folded,
    /// The post's own lines.
    pub lines: &'a [Line],
    /// The post's own tokens, in order, none over another.
    pub tokens: Vec<Token>,
}

impl Post<'_> {
    /// The post's folded characters.
    pub fn chars(&self) -> Range<usize> {
        match (self.lines.first(), self.lines.last()) {
            (Some(first), Some(last)) => first.chars.start..last.chars.end,
            _ => 0..0,
        }
    }

    /// The number of the line that holds a folded character.
    pub fn line_of(&self, char: usize) -> usize {
        self.lines
            .partition_point(|line| line.chars.end <= char)
            .min(self.lines.len() - 1)
    }

    /// Where the sentence that holds this character begins and ends.
    pub fn sentence(&self, char: usize) -> Range<usize> {
        let line = &self.lines[self.line_of(char)].chars;
        let first = line.start.max(char.saturating_sub(SENTENCE));
        let last = line.end.min(char + SENTENCE);
        between(&(char..char), &(first..last), |at| self.ends_sentence(at))
    }

    /// Some characters with the rest of the clauses that they begin and end in, as far as those are
    /// `within` others.
    pub fn clauses(&self, chars: &Range<usize>, within: &Range<usize>) -> Range<usize> {
        between(chars, within, |at| self.ends_clause(at))
    }

    /// The tokens that lie in a range of folded characters.
    pub fn tokens_in(&self, chars: &Range<usize>) -> &[Token] {
        let start = self
            .tokens
            .partition_point(|token| token.chars.start < chars.start);
        let end = self
            .tokens
            .partition_point(|token| token.chars.end <= chars.end);
        &self.tokens[start..end.max(start)]
    }

    /// The folded characters from the first of some tokens to the last.
    pub fn span(&self, tokens: &[usize]) -> Range<usize> {
        let starts = tokens.iter().map(|at| self.tokens[*at].chars.start);
        let ends = tokens.iter().map(|at| self.tokens[*at].chars.end);
        starts.min().unwrap_or(0)..ends.max().unwrap_or(0)
    }

    /// The number of the first token that begins at a folded character or behind it.
    pub fn token_from(&self, char: usize) -> usize {
        self.tokens
            .partition_point(|token| token.chars.start < char)
    }

    /// Whether a sentence ends with this folded character.
    pub fn ends_sentence(&self, at: usize) -> bool {
        matches!(self.folded.chars[at].c, '。' | '!' | '?' | ';' | '؟' | '।')
    }

    /// Whether a clause ends with this folded character: a sentence, a line, or what a comma ends. A dot
    /// inside a number or a name is none.
    pub fn ends_clause(&self, at: usize) -> bool {
        let chars = &self.folded.chars;
        let class = chars[at].class;
        let joins = |at: usize| chars.get(at).is_some_and(FoldedChar::is_alphanumeric);
        class == Class::Break
            || self.ends_sentence(at)
            || chars[at].c == ','
            || chars[at].c == '.' && !joins(at + 1)
    }

    /// Whether nothing but text of this post's own line stands between two places.
    pub fn same_line(&self, a: usize, b: usize) -> bool {
        self.line_of(a) == self.line_of(b)
    }

    /// How much stands between two places, in the length of a Han character: words of the offer
    /// itself weigh nothing, other text its length, punctuation and line breaks more.
    /// At least [`FAR`] where a sentence ends.
    pub fn distance(&self, from: usize, to: usize) -> f32 {
        let mut cost = 0.0;
        let mut at = from;
        let first = self.tokens.partition_point(|token| token.chars.end <= from);
        let mut tokens = self.tokens[first..].iter().peekable();
        while at < to && cost < FAR {
            if let Some(token) = tokens.next_if(|token| token.chars.start <= at) {
                at = token.chars.end.max(at + 1);
                cost += if token.tags.any(TRANSPARENT) {
                    0.0
                } else {
                    2.0
                };
                continue;
            }
            cost += self.weight(at);
            at += 1;
        }
        cost
    }

    fn weight(&self, at: usize) -> f32 {
        let Some(char) = self.folded.chars.get(at) else {
            return FAR;
        };
        match char.class {
            Class::Dense => 1.0,
            Class::Spaced => 0.25,
            Class::Digit | Class::Space => 0.15,
            Class::Noise | Class::Ignorable => 0.0,
            Class::Break => {
                let line = self.line_of(at + 1);
                match self.lines[line].before {
                    Boundary::Line => 1.5,
                    Boundary::Block => 2.5,
                    Boundary::Item => FAR,
                }
            }
            Class::Punctuation => match char.c {
                '、' | ':' | '[' | ']' | '【' | '】' | '(' | ')' | '《' | '》' | '"' | '“'
                | '”' => 0.5,
                ',' => 1.5,
                _ => FAR,
            },
        }
    }
}

/// What stands around some characters, up to where something ends on either side, `within` others.
fn between(
    chars: &Range<usize>,
    within: &Range<usize>,
    ends: impl Fn(usize) -> bool,
) -> Range<usize> {
    let before = within.start..chars.start;
    let start = before.rev().find(|at| ends(*at));
    let end = (chars.end..within.end).find(|at| ends(*at));
    start.map_or(within.start, |at| at + 1)..end.unwrap_or(within.end)
}
