//! The verdict: how much speaks for an offer, how much against it, and what is marked.

use crate::{
    context,
    find::Token,
    fold::Gap,
    grammar::{self, Core, Naming, Phrase},
    post::Post,
    tag::Tag,
    tags::Tags,
};
use serde::Serialize;
use std::ops::Range;

/// How sure a mark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// A careful person would say "could be".
    Suspect,
    /// A person would say "yes, that is one".
    Offer,
}

/// A part that a piece of evidence plays, as the user is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Slot {
    /// What is done with the account.
    Act,
    /// The account.
    Account,
    /// The way it is handed over.
    Method,
    /// The money.
    Pay,
    /// What calms the owner.
    Reassurance,
    /// Whom the offer wants.
    Target,
    /// How to get in touch.
    Contact,
}

/// A mark over the folded characters of a post.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// The offer's own words.
    pub chars: Range<usize>,
    /// How sure it is.
    pub level: Level,
    /// What it rests on, in order.
    pub evidence: Vec<(Slot, Range<usize>)>,
}

/// What a post must reach to be marked as an offer.
const OFFER: f32 = 5.5;
/// What it must reach to be marked at all.
const SUSPECT: f32 = 4.2;
/// How far evidence may stand from the core, in folded characters.
const WINDOW: usize = 120;
/// How far two pieces of evidence may stand apart to be marked in one.
const STRETCH: usize = 24;

/// The slot that a token is evidence for.
fn slot(token: &Token) -> Option<Slot> {
    const SLOTS: [(Slot, Tags); 7] = [
        (
            Slot::Method,
            Tags::of(&[Tag::MethodStrong, Tag::MethodWeak]),
        ),
        (
            Slot::Account,
            Tags::of(&[
                Tag::AccountNamed,
                Tag::AccountNoun,
                Tag::AccountPlatform,
                Tag::AccountBare,
                Tag::AccountModifier,
            ]),
        ),
        (
            Slot::Act,
            Tags::of(&[Tag::ActGive, Tag::ActTake, Tag::ActShort]),
        ),
        (
            Slot::Pay,
            Tags::of(&[Tag::PayWord, Tag::PayWeak, Tag::PayRate, Tag::PayAmount]),
        ),
        (Slot::Reassurance, Tags::of(&[Tag::ReassuranceAny])),
        (Slot::Target, Tags::of(&[Tag::TargetAny])),
        (Slot::Contact, Tags::of(&[Tag::ContactAny, Tag::ContactId])),
    ];
    SLOTS
        .iter()
        .find(|(_, tags)| token.tags.any(*tags))
        .map(|(slot, _)| *slot)
}

/// Every mark in a post. `inherited` is what its neighbours say against it, `text` gives the
/// letters of a token.
pub fn judge(post: &Post, inherited: f32, text: impl Fn(&Token) -> String) -> Vec<Verdict> {
    let phrases = grammar::phrases(post);
    let cores = grammar::cores(post, &phrases);
    if cores.is_empty() {
        return Vec::new();
    }
    let warning = context::warning(&post.tokens, &text);
    let mut verdicts: Vec<Verdict> = cores
        .iter()
        .filter_map(|core| {
            let tokens = core_tokens(post, core, &phrases);
            let chars = span(post, &tokens);
            let near = neighbours(post, &chars);
            let points = base(post, core, &phrases) + support(post, &near, &tokens, core)
                - against(post, core, &phrases, &chars, &near, warning + inherited);
            let level = if points >= OFFER {
                Level::Offer
            } else if points >= SUSPECT {
                Level::Suspect
            } else {
                return None;
            };
            Some(mark(post, level, &tokens, &near))
        })
        .collect();
    verdicts.sort_by_key(|verdict| verdict.chars.start);
    merge(verdicts)
}

/// The tokens of a core, in order.
fn core_tokens(post: &Post, core: &Core, phrases: &[Phrase]) -> Vec<usize> {
    let mut tokens = Vec::new();
    let (single, phrase) = match core {
        Core::Governed { act, phrase } => (*act, Some(*phrase)),
        Core::Method { method, phrase } => (*method, *phrase),
        Core::Paid { phrase, pay } => (*pay, Some(*phrase)),
    };
    tokens.push(single);
    tokens.extend(phrase.into_iter().flat_map(|at| phrases[at].tokens.clone()));
    tokens.retain(|at| *at < post.tokens.len());
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}

fn span(post: &Post, tokens: &[usize]) -> Range<usize> {
    let starts = tokens.iter().map(|at| post.tokens[*at].chars.start);
    let ends = tokens.iter().map(|at| post.tokens[*at].chars.end);
    starts.min().unwrap_or(0)..ends.max().unwrap_or(0)
}

/// The tokens that stand near enough to the core to be evidence for it.
fn neighbours(post: &Post, chars: &Range<usize>) -> Vec<usize> {
    let within = chars.start.saturating_sub(WINDOW)..chars.end + WINDOW;
    (0..post.tokens.len())
        .filter(|at| {
            let token = &post.tokens[*at].chars;
            token.start >= within.start && token.end <= within.end
        })
        .collect()
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
        return f32::INFINITY;
    }
    let has = |tag| near.iter().any(|at| post.tokens[*at].is(tag));
    let mut points = warning;
    if context::quoted(post, chars) {
        points += if warning > 0.0 { 4.0 } else { 2.0 };
    }
    // Dense wording is an advert's; anything else is more likely to be about one.
    points += ((0.45 - context::density(post, chars)) * 3.0).max(-0.8);
    if let Core::Governed { act, .. } = core
        && post.tokens[*act].chars.end == chars.end
        && context::runs_on(post, chars.end)
    {
        points += 1.0;
    }
    // What only shows after taking letters apart and together needs more to go with it.
    if core_tokens(post, core, phrases)
        .iter()
        .any(|at| post.tokens[*at].gap == Gap::Space)
    {
        points += 0.4;
    }
    if context::asked(post, chars) {
        points += 2.5;
    }
    if context::count(post, Tag::GameAny) > 0 {
        points += 6.0;
    }
    if has(Tag::HelpAny) {
        points += if has(Tag::PayRate) || has(Tag::PayAmount) {
            0.5
        } else {
            3.0
        };
    }
    let trade = context::count(post, Tag::OtherTrade) as f32
        + context::count(post, Tag::OtherThing) as f32 * 0.8;
    points += match core {
        Core::Governed { .. } => trade.min(2.0),
        _ => trade.min(4.0),
    };
    points
}

fn mark(post: &Post, level: Level, core: &[usize], near: &[usize]) -> Verdict {
    let mut chars = span(post, core);
    let mut evidence: Vec<(Slot, Range<usize>)> = Vec::new();
    let mut pieces: Vec<usize> = near
        .iter()
        .copied()
        .filter(|at| slot(&post.tokens[*at]).is_some())
        .collect();
    pieces.extend(core);
    pieces.sort_unstable();
    pieces.dedup();
    // Grow the mark over evidence that stands close, first forward, then backward.
    for at in pieces.iter().chain(pieces.iter().rev()) {
        let token = &post.tokens[*at].chars;
        if token.start <= chars.end + STRETCH && token.end + STRETCH >= chars.start {
            chars = chars.start.min(token.start)..chars.end.max(token.end);
        }
    }
    for at in pieces {
        let token = &post.tokens[at];
        // To use an account is an act only where somebody pays for it.
        let act = core.contains(&at) && token.is(Tag::ActUse);
        if let Some(slot) = slot(token).or(act.then_some(Slot::Act)) {
            match evidence.last_mut() {
                // 微信 and 号 are one account.
                Some((last, chars)) if *last == slot && chars.end == token.chars.start => {
                    chars.end = token.chars.end;
                }
                _ => evidence.push((slot, token.chars.clone())),
            }
        }
    }
    Verdict {
        chars,
        level,
        evidence,
    }
}

/// Marks that touch become one.
fn merge(verdicts: Vec<Verdict>) -> Vec<Verdict> {
    let mut merged: Vec<Verdict> = Vec::new();
    for verdict in verdicts {
        match merged.last_mut() {
            Some(last) if verdict.chars.start <= last.chars.end + STRETCH => {
                last.chars.end = last.chars.end.max(verdict.chars.end);
                last.level = last.level.max(verdict.level);
                last.evidence.extend(verdict.evidence);
                last.evidence
                    .sort_by_key(|(slot, chars)| (chars.start, chars.end, *slot));
                last.evidence.dedup();
            }
            _ => merged.push(verdict),
        }
    }
    merged
}
