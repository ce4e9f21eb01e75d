//! What is handed over, and by which act.
//!
//! In 出租房屋 微信同号 the flat is for rent and WeChat is only how to get in touch; in 房东也租微信号
//! it is the account. So the accounts are read as phrases first (闲置的微信小号, "your aged LinkedIn
//! account"), then every act looks for the thing it governs: behind it, or right before it.

use crate::{find::Token, post::Post, tag::Tag, tags::Tags};
use std::ops::Range;

/// How sure it is that a phrase is an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Naming {
    /// A stand-in like v, which is an account only right beside an act.
    Bare,
    /// A platform: its account, or a way to get in touch.
    Platform,
    /// The word account alone.
    Noun,
    /// An account and no doubt.
    Named,
}

/// A run of words that together name an account.
#[derive(Debug, Clone)]
pub struct Phrase {
    /// Its folded characters.
    pub chars: Range<usize>,
    /// Its tokens, as a range of the post's.
    pub tokens: Range<usize>,
    /// How sure it is that it is an account.
    pub naming: Naming,
    /// Whether it says whose: 你的, "your".
    pub owned: bool,
    /// Whether it says what accounts for hire are like: 闲置, "aged".
    pub modified: bool,
}

/// What makes a place in a post the core of an offer.
#[derive(Debug, Clone)]
pub enum Core {
    /// An act and the account it governs.
    Governed { act: usize, phrase: usize },
    /// A way of handing over that has its own name, and the account near it, if any.
    Method {
        method: usize,
        phrase: Option<usize>,
    },
    /// An account for pay, with no act.
    Paid { phrase: usize, pay: usize },
}

impl Core {
    /// Its tokens, in order.
    pub fn tokens(&self, phrases: &[Phrase]) -> Vec<usize> {
        let (single, phrase) = match self {
            Core::Governed { act, phrase } => (*act, Some(*phrase)),
            Core::Method { method, phrase } => (*method, *phrase),
            Core::Paid { phrase, pay } => (*pay, Some(*phrase)),
        };
        let mut tokens = vec![single];
        tokens.extend(phrase.into_iter().flat_map(|at| phrases[at].tokens.clone()));
        tokens.sort_unstable();
        tokens
    }
}

/// How far an act may stand before its account, in Han characters of other text.
const FORWARD: f32 = 6.0;
/// How far behind it.
const BACKWARD: f32 = 4.0;
/// How many tokens away a thing or a payment is looked for.
const BESIDE: usize = 12;
/// How far a common word such as 租 reaches forward, and a named account's backward.
const SHORT: f32 = 1.5;

/// The words that name an account.
pub const ACCOUNT: Tags = NAMED.and(Tags::of(&[Tag::AccountBare]));
/// Accounts by a name of theirs, and not by a stand-in.
pub const NAMED: Tags = Tags::of(&[Tag::AccountNamed, Tag::AccountNoun, Tag::AccountPlatform]);
const QUALIFIER: Tags = Tags::of(&[Tag::AccountModifier, Tag::AccountOwner]);
const ACT: Tags = Tags::of(&[Tag::ActGive, Tag::ActTake, Tag::ActShort, Tag::ActUse]);
/// The ways of handing an account over.
pub const METHOD: Tags = Tags::of(&[Tag::MethodStrong, Tag::MethodWeak]);
/// The money for it.
pub const PAY: Tags = Tags::of(&[Tag::PayRate, Tag::PayAmount, Tag::PayWord, Tag::PayWeak]);
/// What makes people agree, and whom it is said to.
const APPEAL: Tags = Tags::of(&[
    Tag::ReassuranceAny,
    Tag::TargetAny,
    Tag::ContactAny,
    Tag::ContactId,
    Tag::QuantityAny,
    Tag::AccountOwner,
]);
/// What every offer is made of: a deed, an account, pay; and what makes people agree.
pub const KINDS: [Tags; 4] = [ACT.and(METHOD), ACCOUNT, PAY, APPEAL];
/// The words without one of which a post holds no offer.
pub const TELLING: Tags = KINDS[0].and(KINDS[1]).and(KINDS[2]).and(KINDS[3]);

/// The account phrases of a post.
pub fn phrases(post: &Post) -> Vec<Phrase> {
    let mut phrases: Vec<Phrase> = Vec::new();
    let mut at = 0;
    while at < post.tokens.len() {
        let start = at;
        while at < post.tokens.len() && post.tokens[at].tags.any(ACCOUNT.and(QUALIFIER)) {
            let end = post.tokens[at].chars.end;
            at += 1;
            let next = post.tokens.get(at).map(|token| token.chars.start);
            if next
                .is_none_or(|next| !post.same_line(end - 1, next) || post.distance(end, next) > 2.0)
            {
                break;
            }
        }
        match phrase(post, start..at) {
            Some(phrase) => phrases.push(phrase),
            None => at = at.max(start + 1),
        }
    }
    phrases
}

fn phrase(post: &Post, tokens: Range<usize>) -> Option<Phrase> {
    let run = &post.tokens[tokens.clone()];
    let has = |tag| run.iter().any(|token| token.is(tag));
    let naming = if has(Tag::AccountNamed)
        || (has(Tag::AccountPlatform) && (has(Tag::AccountNoun) || has(Tag::AccountBare)))
    {
        Naming::Named
    } else if has(Tag::AccountNoun) {
        Naming::Noun
    } else if has(Tag::AccountPlatform) {
        Naming::Platform
    } else if has(Tag::AccountBare) {
        Naming::Bare
    } else {
        return None;
    };
    Some(Phrase {
        chars: run.first()?.chars.start..run.last()?.chars.end,
        tokens,
        naming,
        owned: has(Tag::AccountOwner),
        modified: has(Tag::AccountModifier),
    })
}

/// Every core of an offer in a post.
pub fn cores(post: &Post, phrases: &[Phrase]) -> Vec<Core> {
    let mut cores = Vec::new();
    for (at, token) in post.tokens.iter().enumerate() {
        if token.tags.any(ACT)
            && let Some(phrase) = governed(post, phrases, at)
        {
            cores.push(Core::Governed { act: at, phrase });
        }
        if token.is(Tag::MethodStrong) {
            cores.push(Core::Method {
                method: at,
                phrase: near(post, phrases, token, 12.0),
            });
        } else if token.is(Tag::MethodWeak)
            && let Some(phrase) = near(post, phrases, token, 8.0)
        {
            cores.push(Core::Method {
                method: at,
                phrase: Some(phrase),
            });
        }
    }
    for (at, phrase) in phrases.iter().enumerate() {
        if (phrase.modified || phrase.owned)
            && phrase.naming > Naming::Bare
            && let Some(pay) = paid(post, phrase)
        {
            cores.push(Core::Paid { phrase: at, pay });
        }
    }
    cores
}

/// The account that an act governs, if it governs one.
fn governed(post: &Post, phrases: &[Phrase], act: usize) -> Option<usize> {
    let token = &post.tokens[act];
    let short = token.is(Tag::ActShort) && !token.tags.any(Tags::of(&[Tag::ActGive, Tag::ActTake]));
    let reach = if short { SHORT } else { FORWARD };
    let next = phrases.partition_point(|phrase| phrase.chars.start < token.chars.end);
    let forward = Some(next)
        .filter(|at| *at < phrases.len())
        .filter(|at| post.distance(token.chars.end, phrases[*at].chars.start) <= reach);
    let thing_behind = other_thing(post, token.chars.end, true);
    if let Some(at) = forward {
        let phrase = &phrases[at];
        // 房屋出租 微信…, 招租QQ: the thing stands before the act and the account is a contact.
        let thing_before =
            phrase.naming < Naming::Named && other_thing(post, token.chars.start, false).is_some();
        let thing_between = thing_behind.is_some_and(|thing| thing < phrase.chars.start);
        if !thing_between && !thing_before && !is_compound(post, phrase) {
            return Some(at);
        }
    }
    if thing_behind.is_some() || token.is(Tag::ActUse) {
        return None;
    }
    let at = phrases
        .partition_point(|phrase| phrase.chars.end <= token.chars.start)
        .checked_sub(1)?;
    let phrase = &phrases[at];
    let reach = match (short, phrase.naming) {
        (true, Naming::Named | Naming::Noun) => SHORT,
        (true, _) => 0.2,
        (false, Naming::Bare) => 0.5,
        (false, _) => BACKWARD,
    };
    (post.distance(phrase.chars.end, token.chars.start) <= reach).then_some(at)
}

/// Whether the phrase is only the first part of another thing's name, as in 微信小程序.
fn is_compound(post: &Post, phrase: &Phrase) -> bool {
    phrase.naming < Naming::Named
        && post.tokens.get(phrase.tokens.end).is_some_and(|next| {
            next.is(Tag::PlainAny) && post.distance(phrase.chars.end, next.chars.start) < 0.5
        })
}

/// Where the nearest other thing that one rents stands, if it stands beside `at`.
fn other_thing(post: &Post, at: usize, behind: bool) -> Option<usize> {
    let from = post.token_from(at);
    let is_thing = |token: &&Token| token.is(Tag::OtherThing);
    if behind {
        let things = post.tokens[from..].iter().take(BESIDE).filter(is_thing);
        things
            .map(|thing| thing.chars.start)
            .find(|start| post.distance(at, *start) <= 3.0)
    } else {
        let things = post.tokens[..from]
            .iter()
            .rev()
            .take(BESIDE)
            .filter(is_thing);
        things
            .map(|thing| thing.chars.end)
            .find(|end| *end <= at && post.distance(*end, at) <= 3.0)
    }
}

/// The account phrase nearest to a token within a reach, before or behind it.
fn near(post: &Post, phrases: &[Phrase], token: &Token, reach: f32) -> Option<usize> {
    let next = phrases.partition_point(|phrase| phrase.chars.start < token.chars.start);
    let around = next.saturating_sub(BESIDE)..(next + BESIDE).min(phrases.len());
    around
        .map(|at| (at, &phrases[at]))
        .filter(|(_, phrase)| phrase.naming > Naming::Bare)
        .map(|(at, phrase)| {
            let distance = if phrase.chars.start >= token.chars.end {
                post.distance(token.chars.end, phrase.chars.start)
            } else {
                post.distance(phrase.chars.end, token.chars.start)
            };
            (at, distance)
        })
        .filter(|(_, distance)| *distance <= reach)
        .min_by(|(_, a), (_, b)| a.total_cmp(b))
        .map(|(at, _)| at)
}

/// The pay for an account that stands without an act: 闲置小号换零花钱.
fn paid(post: &Post, phrase: &Phrase) -> Option<usize> {
    let next = post.token_from(phrase.chars.end);
    let around = next.saturating_sub(BESIDE)..(next + BESIDE).min(post.tokens.len());
    around.into_iter().find(|at| {
        let token = &post.tokens[*at];
        token.tags.any(PAY)
            && if token.chars.start >= phrase.chars.end {
                post.distance(phrase.chars.end, token.chars.start) <= 8.0
            } else {
                post.distance(token.chars.end, phrase.chars.start) <= 5.0
            }
    })
}
