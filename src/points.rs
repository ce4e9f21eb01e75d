//! Points: how far the grammar alone takes a place for an offer.
//!
//! A core is worth something by itself, what stands around it adds to that, and what speaks
//! against it takes away. Four are a suspicion, six an offer. The model learns how much to make of
//! them: they carry plain wording that no text of the corpus happens to have.

use crate::{
    context,
    fold::Gap,
    grammar::{Core, Naming, Phrase},
    post::Post,
    tag::Tag,
    tags::Tags,
};
use std::ops::Range;

/// What a core loses that the text itself denies.
const DENIED: f32 = 100.0;

/// The points of a core. `near` are the tokens around it, `warning` how much of a warning the post
/// and its neighbours are.
pub fn points(post: &Post, core: &Core, phrases: &[Phrase], near: &[usize], warning: f32) -> f32 {
    let tokens = core.tokens(phrases);
    let chars = post.span(&tokens);
    base(post, core, phrases) + support(post, near, &tokens, core)
        - against(post, core, phrases, &chars, near, warning)
}

/// What the core is worth by itself.
fn base(post: &Post, core: &Core, phrases: &[Phrase]) -> f32 {
    match core {
        Core::Governed { act, phrase } => {
            let act = &post.tokens[*act];
            let phrase = &phrases[*phrase];
            let named = match phrase.naming {
                Naming::Named => 3.0,
                Naming::Platform => 2.0,
                Naming::Noun => 1.2,
                Naming::Bare => 0.8,
            };
            let deed = if act.tags.any(Tags::of(&[Tag::ActGive, Tag::ActTake])) {
                1.5
            } else if act.is(Tag::ActShort) {
                1.0
            } else {
                -0.5
            };
            named + deed + f32::from(u8::from(phrase.modified || phrase.owned)) * 0.7
        }
        Core::Method { method, phrase } => {
            let strong = post.tokens[*method].is(Tag::MethodStrong);
            let named = phrase.map_or(0.0, |at| {
                if phrases[at].naming >= Naming::Noun {
                    1.0
                } else {
                    0.7
                }
            });
            if strong { 2.6 + named } else { 1.0 + named }
        }
        Core::Paid { phrase, .. } => {
            let phrase = &phrases[*phrase];
            let named = if phrase.naming == Naming::Named {
                0.8
            } else {
                0.0
            };
            if phrase.modified {
                1.9 + named
            } else {
                0.6 + named
            }
        }
    }
}

/// What the words around add: each slot once, by its best word.
fn support(post: &Post, near: &[usize], core: &[usize], kind: &Core) -> f32 {
    let tokens = || {
        near.iter()
            .filter(|at| !core.contains(at))
            .map(|at| &post.tokens[*at])
    };
    let best = |weights: &[(Tag, f32)]| {
        near.iter()
            .map(|at| &post.tokens[*at])
            .filter_map(|token| {
                weights
                    .iter()
                    .filter(|(tag, _)| token.is(*tag))
                    .map(|(_, weight)| *weight)
                    .reduce(f32::max)
            })
            .reduce(f32::max)
            .unwrap_or(0.0)
    };
    let pay = best(&[
        (Tag::PayRate, 2.4),
        (Tag::PayWord, 1.6),
        (Tag::PayAmount, 1.4),
        (Tag::PayWeak, 0.8),
    ]);
    let second = if tokens()
        .filter(|token| token.tags.any(Tags::of(&[Tag::PayRate, Tag::PayWord])))
        .count()
        > 1
    {
        0.4
    } else {
        0.0
    };
    let method = match kind {
        Core::Method { .. } => 0.0,
        _ => best(&[(Tag::MethodStrong, 1.2), (Tag::MethodWeak, 0.6)]),
    };
    let act = match kind {
        Core::Governed { .. } => 0.0,
        _ => best(&[
            (Tag::ActTake, 0.8),
            (Tag::ActGive, 0.8),
            (Tag::ActShort, 0.3),
        ]),
    };
    pay + second
        + method
        + act
        + best(&[(Tag::ContactId, 0.9), (Tag::ContactAny, 0.9)])
        + best(&[(Tag::ReassuranceAny, 1.2)])
        + best(&[(Tag::TargetAny, 0.7)])
        + best(&[(Tag::QuantityAny, 0.6)])
}

/// What speaks against it.
fn against(
    post: &Post,
    core: &Core,
    phrases: &[Phrase],
    chars: &Range<usize>,
    near: &[usize],
    warning: f32,
) -> f32 {
    if context::negated(post, chars.start) {
        return DENIED;
    }
    let has = |tag| near.iter().any(|at| post.tokens[*at].is(tag));
    let mut points = warning;
    if context::quoted(post, chars) {
        points += if warning > 0.0 { 4.0 } else { 2.0 };
    }
    // Dense wording is an advert's; anything else is more likely to be about one.
    let sentence = post.sentence(chars.start).start..post.sentence(chars.end.saturating_sub(1)).end;
    let density = context::density(post.tokens_in(&sentence), &sentence);
    points += ((0.45 - density) * 3.0).max(-0.8);
    if let Core::Governed { act, .. } = core
        && post.tokens[*act].chars.end == chars.end
        && context::runs_on(post, chars.end)
    {
        points += 1.0;
    }
    // What only shows after taking letters apart and together needs more to go with it.
    if core
        .tokens(phrases)
        .iter()
        .any(|at| post.tokens[*at].gap == Gap::Space)
    {
        points += 0.4;
    }
    if context::asked(post, chars) {
        points += 2.5;
    }
    if has(Tag::GameAny) {
        points += 6.0;
    }
    if has(Tag::HelpAny) {
        points += if has(Tag::PayRate) || has(Tag::PayAmount) {
            0.5
        } else {
            3.0
        };
    }
    let count = |tag| near.iter().filter(|at| post.tokens[**at].is(tag)).count() as f32;
    let trade = count(Tag::OtherTrade) + count(Tag::OtherThing) * 0.8;
    points += match core {
        Core::Governed { .. } => trade.min(2.0),
        _ => trade.min(4.0),
    };
    points
}
