//! The verdict: which passages of a post are offers, how sure that is, and which words say so.

use crate::{
    class::Class,
    elements::Elements,
    features::{Feature, Passage, Surroundings, Wording, features},
    find::Token,
    fold::FoldedChar,
    grammar::{self, Core, KINDS, Phrase},
    model::{MODEL, Model},
    net::Net,
    passage::{self, passages, sentences},
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
    /// Nobody judged it: it is one of the user's own words.
    Own,
    /// A careful person would say "could be".
    Suspect,
    /// A person would say "yes, that is one".
    Offer,
}

impl Level {
    /// The level of a passage with this score, if it is to be marked.
    pub fn of(score: f32) -> Option<Level> {
        if score >= OFFER {
            Some(Level::Offer)
        } else if score >= SUSPECT {
            Some(Level::Suspect)
        } else {
            None
        }
    }
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
    /// A turn of phrase that offers have and other texts do not.
    Wording,
    /// One of the user's own words, which says nothing about an offer.
    Own,
}

/// A mark over the folded characters of a post.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// The offer's own words.
    pub chars: Range<usize>,
    /// How sure it is.
    pub level: Level,
    /// How likely it is an offer, from 0 to 1.
    pub confidence: f32,
    /// What it rests on, in order.
    pub evidence: Vec<(Slot, Range<usize>)>,
}

/// The score from which on a passage is an offer: a probability of 0.9.
const OFFER: f32 = 2.197;
/// The score from which on it is marked at all: a probability of 0.7.
const SUSPECT: f32 = 0.847;
/// The score from which on one is marked that names no account but by a stand-in, no way into one
/// and no deed with it: a probability of 0.99.
const BEYOND_DOUBT: f32 = 4.595;
/// The score from which on one is marked that names little else than one of these: a probability of
/// 0.8.
const LIKELY: f32 = 1.386;
/// What a label of an account is made of: “contact: tg”, “your WhatsApp”.
const LABEL: Tags = grammar::ACCOUNT.and(Tags::of(&[
    Tag::AccountOwner,
    Tag::ContactAny,
    Tag::ContactId,
]));
/// What a row to share a page by is made of: “share: FB, WA”.
const ROW: Tags = Tags::of(&[Tag::ShareAny, Tag::AccountPlatform, Tag::AccountBare]);
/// The share of a passage's letters in words of the lexicon from which on nothing is taken off its score.
const KNOWN: f32 = 0.4;
/// What is taken off for a share that is lower by one.
const UNKNOWN: f32 = 10.0;
/// The length, in Han characters, from which on nothing is taken off the score of a passage.
const SAYS_ENOUGH: f32 = 20.0;
/// What is taken off for one that is e times shorter.
const BRIEF: f32 = 1.2;
/// How far under the score to be marked a passage may be for its parts to be looked at.
const CLOSE: f32 = 1.0;
/// How many sentences of such a passage are looked at together, besides all of it.
const FEW: usize = 2;
/// What it costs a run of sentences to be longer, for each Han character: of two that are about as likely
/// an offer, the longer one is marked in more words that are none of the offer's.
const LENGTH_COST: f32 = 0.04;
/// The longest rest of a clause that is marked with it, in the length of Han characters.
const CLAUSE: f32 = 6.0;
/// How far two pieces of evidence may stand apart to be marked in one, in folded characters.
const STRETCH: usize = 24;
/// How many turns of phrase are given as evidence.
const MOST_WORDING: usize = 2;
/// What a turn of phrase has to add to the score to be given.
const STRONG_WORDING: f32 = 0.25;

/// The slot that a token with these tags is evidence for.
fn slot(tags: Tags) -> Option<Slot> {
    const SLOTS: [(Slot, Tags); 7] = [
        (Slot::Method, grammar::METHOD),
        (
            Slot::Account,
            grammar::ACCOUNT.and(Tags::of(&[Tag::AccountModifier])),
        ),
        (
            Slot::Act,
            Tags::of(&[Tag::ActGive, Tag::ActTake, Tag::ActShort]),
        ),
        (Slot::Pay, grammar::PAY),
        (Slot::Reassurance, Tags::of(&[Tag::ReassuranceAny])),
        (Slot::Target, Tags::of(&[Tag::TargetAny])),
        (Slot::Contact, Tags::of(&[Tag::ContactAny, Tag::ContactId])),
    ];
    SLOTS
        .iter()
        .find(|(_, evidence)| tags.any(*evidence))
        .map(|(slot, _)| *slot)
}

/// A passage that may be an offer.
pub struct Candidate {
    /// Its folded characters.
    pub chars: Range<usize>,
    /// What the model looks at.
    pub features: Vec<Feature>,
    /// The tokens that its mark grows from.
    seeds: Vec<usize>,
    /// The score from which on it is marked.
    least: f32,
    /// What is taken off the score that the model gives it.
    doubt: f32,
}

/// Reads the passages of a post.
struct Reader<'a> {
    post: &'a Post<'a>,
    surroundings: &'a Surroundings,
    phrases: Vec<Phrase>,
    /// The cores and where each is.
    cores: Vec<(Range<usize>, Core)>,
    wording: Wording,
    elements: Elements<'a>,
}

impl<'a> Reader<'a> {
    fn new(post: &'a Post<'a>, surroundings: &'a Surroundings) -> Reader<'a> {
        let phrases = grammar::phrases(post);
        let cores = grammar::cores(post, &phrases).into_iter();
        let cores = cores
            .map(|core| (post.span(&core.tokens(&phrases)), core))
            .collect();
        Reader {
            post,
            surroundings,
            phrases,
            cores,
            wording: Wording::new(post),
            elements: Elements::new(post),
        }
    }

    /// A passage with those of its features that `matter`, if it has the words without which there is no
    /// offer.
    fn candidate(
        &mut self,
        chars: Range<usize>,
        matter: impl Fn(usize) -> bool,
    ) -> Option<Candidate> {
        let post = self.post;
        let cores: Vec<&Core> = self
            .cores
            .iter()
            .filter(|(core, _)| core.start >= chars.start && core.end <= chars.end)
            .map(|(_, core)| core)
            .collect();
        let seeds = seeds(post, &chars, &cores, &self.phrases)?;
        let least = least(post, &chars, &cores);
        let doubt = doubt(post, &chars);
        let passage = Passage {
            post,
            tokens: post.tokens_in(&chars),
            chars: chars.clone(),
            phrases: &self.phrases,
            cores,
        };
        Some(Candidate {
            features: features(&passage, self.surroundings, &mut self.wording, &matter),
            chars,
            seeds,
            least,
            doubt,
        })
    }

    /// A passage as the model sees it.
    fn seen(&mut self, chars: Range<usize>) -> Option<Candidate> {
        self.candidate(chars, |index| MODEL.knows(index))
    }

    /// The score of a passage, exact from the score `needed` on. None that begins earlier is asked about
    /// later, unless the elements go back.
    fn score(&mut self, candidate: &Candidate, needed: f32) -> f32 {
        let elements = &mut self.elements;
        let ask = |net: &Net| elements.score(net, &candidate.chars);
        MODEL.score(&candidate.features, needed + candidate.doubt, ask) - candidate.doubt
    }

    /// Hands over the passages with the score of each, exact from the score `needed` on.
    fn each_scored(
        &mut self,
        needed: impl Fn(&Candidate) -> f32,
        mut each: impl FnMut(Candidate, f32),
    ) {
        for chars in passages(self.post) {
            if let Some(candidate) = self.seen(chars) {
                let score = self.score(&candidate, needed(&candidate));
                each(candidate, score);
            }
        }
    }

    /// What is to be marked of some passages, and of the sentences in them, alone and a few together: what
    /// stands before and behind an offer in its post is in a passage, too, and makes it look less like one.
    /// The passages are in order, and none ends before the one before it.
    fn runs(&mut self, passages: Vec<Range<usize>>) -> Vec<Run> {
        let sentences = sentences(self.post);
        let mut all = passages.clone();
        for (first, Range { start, .. }) in sentences.iter().enumerate() {
            let begun = passages.partition_point(|passage| passage.start <= *start);
            let end = passages[..begun].last().map_or(0, |passage| passage.end);
            let few = sentences[first..].iter().take(FEW);
            let few = few.take_while(|sentence| sentence.end <= end);
            all.extend(few.map(|sentence| *start..sentence.end));
        }
        all.sort_unstable_by_key(|chars| (chars.start, chars.end));
        all.dedup();
        self.elements.go_back();
        let mut runs = Vec::new();
        for chars in all {
            let Some(candidate) = self.seen(chars.clone()) else {
                continue;
            };
            let score = self.score(&candidate, candidate.least);
            let level = Level::of(score).filter(|_| score >= candidate.least);
            runs.extend(level.map(|level| Run {
                chars,
                score,
                level,
            }));
        }
        runs
    }
}

/// Sentences that follow each other and are to be marked.
struct Run {
    chars: Range<usize>,
    score: f32,
    level: Level,
}

/// Hands over the passages of a post that have the words without which there is no offer, with those
/// of their features that `matter`, one at a time: what the model looks at is large.
pub fn each_candidate(
    post: &Post,
    surroundings: &Surroundings,
    matter: impl Fn(usize) -> bool,
    mut each: impl FnMut(Candidate, &Elements),
) {
    let mut reader = Reader::new(post, surroundings);
    for chars in passages(post) {
        if let Some(candidate) = reader.candidate(chars, &matter) {
            each(candidate, &reader.elements);
        }
    }
}

/// Hands over the same passages with the score of each, exact from the score `needed` on.
pub fn each_scored(
    post: &Post,
    surroundings: &Surroundings,
    needed: impl Fn(&Candidate) -> f32,
    each: impl FnMut(Candidate, f32),
) {
    Reader::new(post, surroundings).each_scored(needed, each);
}

/// The score from which on a passage is marked. The less of an offer it names, the more the wording
/// has to be an offer's: on ordinary pages there are many more passages that name little. A row of
/// accounts, as pages have to be shared by, even with the word for that, or a label, and nothing else, is
/// never marked.
fn least(post: &Post, chars: &Range<usize>, cores: &[&Core]) -> f32 {
    let tokens = post.tokens_in(chars);
    let all = |tags: Tags| tokens.iter().all(|token| token.tags.any(tags));
    let nothing_else = || known(post, chars) >= 1.0;
    if cores.is_empty() && (all(grammar::ACCOUNT) || all(LABEL) && nothing_else()) {
        return f32::INFINITY;
    }
    let shares = tokens
        .first()
        .is_some_and(|token| token.tags.has(Tag::ShareAny));
    if shares && all(ROW) && nothing_else() {
        return f32::INFINITY;
    }
    let has = |tags: Tags| tokens.iter().any(|token| token.tags.any(tags));
    let named = has(grammar::NAMED.and(grammar::METHOD));
    let kinds = kinds(tokens);
    if cores.is_empty() && (!named || kinds < 2) {
        BEYOND_DOUBT
    } else if kinds < 2 {
        OFFER
    } else if !named || cores.is_empty() && kinds < 3 {
        LIKELY
    } else {
        SUSPECT
    }
}

/// What is taken off the score of a passage. The model was fitted on offers and what is near to them;
/// what most pages say is neither. There, words of which the lexicon knows few, and
/// very few words, look like an offer by chance far more often.
fn doubt(post: &Post, chars: &Range<usize>) -> f32 {
    let unknown = (KNOWN - known(post, chars)).max(0.0);
    let brief = (SAYS_ENOUGH / passage::length(post, chars).max(1.0))
        .ln()
        .max(0.0);
    UNKNOWN * unknown + BRIEF * brief
}

/// The share of the letters of a passage that stand in words of the lexicon, from 0 to 1.
fn known(post: &Post, chars: &Range<usize>) -> f32 {
    let letters = |chars: &Range<usize>| {
        let chars = post.folded.chars[chars.clone()].iter();
        chars.filter(|char| char.is_letter()).count()
    };
    let tokens = post.tokens_in(chars).iter();
    let known: usize = tokens.map(|token| letters(&token.chars)).sum();
    match letters(chars) {
        0 => 1.0,
        all => known as f32 / all as f32,
    }
}

/// How many of the kinds of words that offers are made of stand among some tokens.
fn kinds(tokens: &[Token]) -> usize {
    let stands = |tags: &&Tags| tokens.iter().any(|token| token.tags.any(**tags));
    KINDS.iter().filter(stands).count()
}

/// The tokens without which a passage is no offer: those of its cores; or, where the grammar finds
/// none, its words of what every offer is made of, if one names an account or a way to hand it over, or
/// there are two kinds of them.
fn seeds(
    post: &Post,
    chars: &Range<usize>,
    cores: &[&Core],
    phrases: &[Phrase],
) -> Option<Vec<usize>> {
    if !cores.is_empty() {
        let mut seeds: Vec<usize> = cores.iter().flat_map(|core| core.tokens(phrases)).collect();
        seeds.sort_unstable();
        seeds.dedup();
        return Some(seeds);
    }
    let tokens = post.tokens_in(chars);
    let named = grammar::ACCOUNT.and(grammar::METHOD);
    if kinds(tokens) < 2 && !tokens.iter().any(|token| token.tags.any(named)) {
        return None;
    }
    let first = post.token_from(chars.start);
    let seeds = (first..first + tokens.len()).filter(|at| {
        KINDS[..3]
            .iter()
            .any(|tags| post.tokens[*at].tags.any(*tags))
    });
    Some(seeds.collect())
}

/// Every mark in a post.
pub fn judge(post: &Post, surroundings: &Surroundings) -> Vec<Verdict> {
    let mut likely: Vec<Range<usize>> = Vec::new();
    let needed = |candidate: &Candidate| candidate.least - CLOSE;
    let mut reader = Reader::new(post, surroundings);
    reader.each_scored(needed, |candidate, score| {
        if score >= needed(&candidate) {
            likely.push(candidate.chars);
        }
    });
    if likely.is_empty() {
        return Vec::new();
    }
    let mut runs = reader.runs(likely);
    let worth = |run: &Run| run.score - LENGTH_COST * passage::length(post, &run.chars);
    runs.sort_by(|a, b| b.level.cmp(&a.level).then(worth(b).total_cmp(&worth(a))));
    let mut taken: Vec<Range<usize>> = Vec::new();
    let mut verdicts: Vec<Verdict> = Vec::new();
    for run in runs {
        let free =
            |other: &Range<usize>| run.chars.end <= other.start || other.end <= run.chars.start;
        if taken.iter().all(free) {
            taken.push(run.chars.clone());
            // What the model looks at is large: of all the others only the score was kept.
            let candidate = reader.seen(run.chars.clone());
            verdicts.extend(candidate.map(|candidate| mark(post, &run, &candidate)));
        }
    }
    verdicts.sort_by_key(|verdict| verdict.chars.start);
    merge(verdicts)
}

/// Whether a token with these tags is evidence in a line that has no other.
fn stands_alone(tags: Tags) -> bool {
    let strong = tags.without(Tag::AccountModifier).without(Tag::MethodWeak);
    slot(strong).is_some()
}

/// The line that a token stands in.
fn line(post: &Post, token: usize) -> usize {
    post.line_of(post.tokens[token].chars.start)
}

fn mark(post: &Post, run: &Run, candidate: &Candidate) -> Verdict {
    let first = post.token_from(candidate.chars.start);
    let mut pieces: Vec<usize> = (first..first + post.tokens_in(&candidate.chars).len())
        .filter(|at| candidate.seeds.contains(at) || slot(post.tokens[*at].tags).is_some())
        .collect();
    // A line with one weak word is not the offer's but its author's: remote_team.
    let lines: Vec<usize> = pieces.iter().map(|at| line(post, *at)).collect();
    pieces.retain(|at| {
        let here = line(post, *at);
        candidate.seeds.contains(at)
            || stands_alone(post.tokens[*at].tags)
            || lines.iter().filter(|line| **line == here).count() > 1
    });
    let mut chars = post.span(&candidate.seeds);
    // Grow the mark over evidence that stands close, first forward, then backward.
    for at in pieces.iter().chain(pieces.iter().rev()) {
        let token = &post.tokens[*at].chars;
        if token.start <= chars.end + STRETCH && token.end + STRETCH >= chars.start {
            chars = chars.start.min(token.start)..chars.end.max(token.end);
        }
    }
    chars = whole_clauses(post, chars, &candidate.chars);
    let mut evidence: Vec<(Slot, Range<usize>)> = Vec::new();
    for at in pieces {
        let token = &post.tokens[at];
        // To use an account is an act only where somebody pays for it.
        let act = candidate.seeds.contains(&at) && token.is(Tag::ActUse);
        if let Some(slot) = slot(token.tags).or(act.then_some(Slot::Act)) {
            match evidence.last_mut() {
                // 微信 and 号 are one account.
                Some((last, chars)) if *last == slot && chars.end == token.chars.start => {
                    chars.end = token.chars.end;
                }
                _ => evidence.push((slot, token.chars.clone())),
            }
        }
    }
    evidence.extend(wording(post, candidate, &chars, &evidence));
    evidence.sort_by_key(|(slot, chars)| (chars.start, chars.end, *slot));
    Verdict {
        chars,
        level: run.level,
        confidence: Model::probability(run.score),
        evidence,
    }
}

/// A mark with the rest of the clauses that it begins and ends in, where that is short: what ends in the
/// middle of a clause looks like a mistake.
fn whole_clauses(post: &Post, mark: Range<usize>, within: &Range<usize>) -> Range<usize> {
    let near = |chars: Range<usize>| passage::length(post, &chars) <= CLAUSE;
    let is_letter = |at: &usize| post.folded.chars[*at].is_alphanumeric();
    let clauses = post.clauses(&mark, within);
    let start = (clauses.start..mark.start).find(is_letter);
    let start = start.filter(|start| near(*start..mark.start));
    let end = (mark.end..clauses.end).rfind(is_letter).map(|at| at + 1);
    let end = end.filter(|end| near(mark.end..*end));
    start.unwrap_or(mark.start)..end.unwrap_or(mark.end)
}

/// The strongest turns of phrase in a mark that are not evidence already. Numbers, punctuation and
/// line breaks, which the model weighs too, tell a reader nothing.
fn wording(
    post: &Post,
    candidate: &Candidate,
    mark: &Range<usize>,
    evidence: &[(Slot, Range<usize>)],
) -> Vec<(Slot, Range<usize>)> {
    let mut strongest: Vec<(f32, &Range<usize>)> = candidate
        .features
        .iter()
        .filter_map(|feature| Some((MODEL.weigh(feature), feature.chars.as_ref()?)))
        .filter(|(weight, chars)| {
            *weight >= STRONG_WORDING && mark.start <= chars.start && chars.end <= mark.end
        })
        .filter(|(_, chars)| {
            let plain =
                |char: &FoldedChar| !matches!(char.class, Class::Punctuation | Class::Break);
            let chars = &post.folded.chars[(*chars).clone()];
            chars.iter().any(FoldedChar::is_letter) && chars.iter().all(plain)
        })
        .collect();
    strongest.sort_by(|(a, x), (b, y)| b.total_cmp(a).then(x.start.cmp(&y.start)));
    let mut found: Vec<(Slot, Range<usize>)> = Vec::new();
    for (_, chars) in strongest {
        let free = |(_, other): &(Slot, Range<usize>)| {
            chars.end <= other.start || other.end <= chars.start
        };
        if evidence.iter().chain(&found).all(free) {
            found.push((Slot::Wording, chars.clone()));
        }
        if found.len() == MOST_WORDING {
            break;
        }
    }
    found
}

/// Marks that touch become one.
fn merge(verdicts: Vec<Verdict>) -> Vec<Verdict> {
    let mut merged: Vec<Verdict> = Vec::new();
    for verdict in verdicts {
        match merged.last_mut() {
            Some(last) if verdict.chars.start <= last.chars.end + STRETCH => {
                last.chars.end = last.chars.end.max(verdict.chars.end);
                last.level = last.level.max(verdict.level);
                last.confidence = last.confidence.max(verdict.confidence);
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
