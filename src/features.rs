//! What the model looks at: each feature of a passage is a number below [`SIZE`] and a value.
//!
//! Four kinds. What the words are and how they stand to each other (slots, pairs of slots, the
//! grammar's cores); what surrounds them (warnings, laws, negation, quotation, other trades); the
//! passage's own wording, as runs of one or two characters or words and the beginnings of longer
//! words, and what stands beside a slot; and the wording of the rest of the post. The first two carry
//! over from language to language. Features have no names at run time: they are hashed.

use crate::{
    class::Class,
    context,
    find::Token,
    fold::{FoldedChar, Gap},
    grammar::{Core, Phrase},
    passage,
    points::points,
    post::Post,
    script::{cluster, is_hangul},
    tag::Tag,
    tags::Tags,
};
use fixedbitset::FixedBitSet;
use std::ops::{Range, RangeInclusive};

/// How many different features of slots and surroundings there are. In all three families there is
/// far more room than the model has weights: a feature that it does not know should meet none.
const SLOTS: usize = 1 << 16;
/// How many of the passage's own wording.
const WORDING: usize = 1 << 20;
/// How many of the wording of the rest of the post.
const CONTEXT: usize = 1 << 18;
/// How many in all.
pub const SIZE: usize = SLOTS + WORDING + CONTEXT;

/// A feature of a passage.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// Which one, below [`SIZE`].
    pub index: usize,
    /// How much of it.
    pub value: f32,
    /// The folded characters it was read from, if it is one of wording.
    pub chars: Option<Range<usize>>,
}

/// What is known about a post besides its text.
pub struct Surroundings {
    /// How much of a warning the post is.
    pub warning: f32,
    /// How much of a warning its neighbours and the page's title are.
    pub inherited: f32,
    /// How many of its words are of each of [`STORIES`].
    stories: [usize; STORIES.len()],
}

impl Surroundings {
    /// What surrounds the passages of a post, given how much of a warning it and its neighbours are.
    pub fn new(post: &Post, warning: f32, inherited: f32) -> Surroundings {
        let count = |tags: Tags| {
            post.tokens
                .iter()
                .filter(|token| token.tags.any(tags))
                .count()
        };
        Surroundings {
            warning,
            inherited,
            stories: STORIES.map(count),
        }
    }
}

/// Words that show what a whole post is about.
const STORIES: [Tags; 9] = [
    Tags::of(&[Tag::OtherThing, Tag::OtherTrade]),
    Tags::of(&[Tag::GameAny]),
    Tags::of(&[Tag::LawAny]),
    Tags::of(&[Tag::JobAny]),
    Tags::of(&[Tag::ProductAny]),
    Tags::of(&[Tag::StoryAny]),
    Tags::of(&[Tag::ReportAny]),
    Tags::of(&[Tag::QuestionAny]),
    Tags::of(&[Tag::AuthorityAny]),
];

/// A passage, and what the grammar made of it.
pub struct Passage<'a> {
    /// The post it is part of.
    pub post: &'a Post<'a>,
    /// Its folded characters.
    pub chars: Range<usize>,
    /// Its tokens.
    pub tokens: &'a [Token],
    /// The post's account phrases.
    pub phrases: &'a [Phrase],
    /// The cores that lie in the passage.
    pub cores: Vec<&'a Core>,
}

/// Slots that play the same part, for pairs that need not stand in order.
const PARTS: [Tags; 24] = [
    Tags::of(&[Tag::AccountNamed]),
    Tags::of(&[Tag::AccountNoun, Tag::AccountPlatform, Tag::AccountBare]),
    Tags::of(&[Tag::AccountModifier]),
    Tags::of(&[Tag::AccountOwner]),
    Tags::of(&[Tag::ActGive]),
    Tags::of(&[Tag::ActTake]),
    Tags::of(&[Tag::ActShort, Tag::ActUse]),
    Tags::of(&[Tag::MethodStrong]),
    Tags::of(&[Tag::MethodWeak]),
    Tags::of(&[Tag::PayRate]),
    Tags::of(&[Tag::PayWord, Tag::PayAmount]),
    Tags::of(&[Tag::PayWeak]),
    Tags::of(&[Tag::ContactAny, Tag::ContactId]),
    Tags::of(&[Tag::ReassuranceAny]),
    Tags::of(&[Tag::TargetAny, Tag::QuantityAny]),
    Tags::of(&[Tag::OtherThing, Tag::OtherTrade]),
    Tags::of(&[Tag::WarnStrong, Tag::WarnWeak, Tag::LawAny, Tag::ReportAny]),
    Tags::of(&[Tag::QuestionAny, Tag::HelpAny, Tag::NegationAny]),
    Tags::of(&[Tag::JobAny]),
    Tags::of(&[Tag::ProductAny]),
    Tags::of(&[Tag::TimeAny]),
    Tags::of(&[Tag::StoryAny]),
    Tags::of(&[Tag::AuthorityAny]),
    Tags::of(&[Tag::IdleAny]),
];

/// The features of a passage that `matter`, each once. `wording` is that of its post.
pub fn features(
    passage: &Passage,
    surroundings: &Surroundings,
    wording: &mut Wording,
    matter: impl Fn(usize) -> bool,
) -> Vec<Feature> {
    let mut slots = Slots::default();
    words(passage, &mut slots);
    cores(passage, &mut slots);
    grammar_points(passage, surroundings, &mut slots);
    around(passage, surroundings, &mut slots);
    let mut features = slots.features();
    features.extend(own_wording(
        passage,
        pieces_in(&wording.pieces, &passage.chars),
    ));
    features.retain(|feature| matter(feature.index));
    features.extend(wording.around(&passage.chars, matter));
    features
}

/// The numbers of the slot features found so far.
#[derive(Default)]
struct Slots(Vec<usize>);

/// The families of slot features, so that their numbers differ.
#[derive(Clone, Copy)]
enum Family {
    Tag,
    Twice,
    Sequence,
    Pair,
    Core,
    CoreContext,
    Warning,
    WarningAround,
    Inherited,
    Density,
    Length,
    Gaps,
    Trade,
    Points,
}

impl Slots {
    fn add(&mut self, family: Family, a: usize, b: usize, c: usize) {
        let hash = [a, b, c]
            .into_iter()
            .fold(mix(0, family as u32), |hash, part| mix(hash, part as u32));
        self.0.push(hash as usize % SLOTS);
    }

    /// Adds one feature for each step that a value reaches.
    fn reach(&mut self, family: Family, value: f32, steps: &[f32]) {
        for (at, _) in steps.iter().enumerate().filter(|(_, step)| value >= **step) {
            self.add(family, at, 0, 0);
        }
    }

    fn features(mut self) -> Vec<Feature> {
        self.0.sort_unstable();
        self.0.dedup();
        self.0
            .into_iter()
            .map(|index| Feature {
                index,
                value: 1.0,
                chars: None,
            })
            .collect()
    }
}

/// One round of a hash: `value` mixed into what was mixed before.
pub fn mix(hash: u32, value: u32) -> u32 {
    let mixed = (hash.rotate_left(5) ^ value).wrapping_mul(0x9E37_79B1);
    mixed ^ (mixed >> 15)
}

/// The slots of the words, and which follows which how closely.
fn words(passage: &Passage, slots: &mut Slots) {
    let mut seen = Tags::default();
    for token in passage.tokens {
        for tag in token.tags.iter() {
            let family = if seen.has_number(tag) {
                Family::Twice
            } else {
                Family::Tag
            };
            slots.add(family, tag, 0, 0);
        }
        seen = seen.and(token.tags);
    }
    for pair in passage.tokens.windows(2) {
        let distance = passage
            .post
            .distance(pair[0].chars.end, pair[1].chars.start);
        let near = [0.4, 3.0, 8.0]
            .iter()
            .filter(|step| distance > **step)
            .count();
        for first in pair[0].tags.iter() {
            for second in pair[1].tags.iter() {
                slots.add(Family::Sequence, first, second, near);
            }
        }
    }
    let parts: Vec<usize> = (0..PARTS.len()).filter(|at| seen.any(PARTS[*at])).collect();
    for (at, first) in parts.iter().enumerate() {
        for second in &parts[at + 1..] {
            slots.add(Family::Pair, *first, *second, 0);
        }
    }
}

/// What the grammar found, and what surrounds just that.
fn cores(passage: &Passage, slots: &mut Slots) {
    for core in &passage.cores {
        let (kind, word, phrase) = match core {
            Core::Governed { act, phrase } => (0, *act, Some(*phrase)),
            Core::Method { method, phrase } => (1, *method, *phrase),
            Core::Paid { phrase, pay } => (2, *pay, Some(*phrase)),
        };
        let token = &passage.post.tokens[word];
        let phrase = phrase.map(|at| &passage.phrases[at]);
        let naming = phrase.map_or(0, |phrase| 1 + phrase.naming as usize);
        let whose = phrase.map_or(0, |phrase| {
            1 + usize::from(phrase.owned) + 2 * usize::from(phrase.modified)
        });
        slots.add(Family::Core, kind, 100, 0);
        for tag in token.tags.iter() {
            slots.add(Family::Core, kind, tag, 200 + naming);
        }
        slots.add(Family::Core, kind, 300 + naming, whose);
        let start = phrase.map_or(token.chars.start, |phrase| {
            phrase.chars.start.min(token.chars.start)
        });
        let end = phrase.map_or(token.chars.end, |phrase| {
            phrase.chars.end.max(token.chars.end)
        });
        let chars = start..end;
        let facts = [
            context::negated(passage.post, start),
            context::quoted(passage.post, &chars),
            context::asked(passage.post, &chars),
            context::runs_on(passage.post, end),
            token.gap >= Gap::Space,
        ];
        for (at, _) in facts.iter().enumerate().filter(|(_, fact)| **fact) {
            slots.add(Family::CoreContext, at, 0, 0);
            slots.add(Family::CoreContext, at, 1, kind);
        }
    }
}

/// How far the grammar alone takes the passage for an offer.
fn grammar_points(passage: &Passage, surroundings: &Surroundings, slots: &mut Slots) {
    let post = passage.post;
    let first = post.token_from(passage.chars.start);
    let near: Vec<usize> = (first..first + passage.tokens.len()).collect();
    let warning = surroundings.warning + surroundings.inherited;
    let best = passage
        .cores
        .iter()
        .map(|core| points(post, core, passage.phrases, &near, warning))
        .reduce(f32::max);
    if let Some(best) = best {
        slots.reach(
            Family::Points,
            best,
            &[1.0, 2.0, 3.0, 4.0, 4.7, 5.5, 6.3, 7.1, 8.0],
        );
    }
}

/// What surrounds the passage.
fn around(passage: &Passage, surroundings: &Surroundings, slots: &mut Slots) {
    const WARNINGS: [f32; 5] = [1.0, 2.5, 4.0, 6.5, 10.0];
    let Passage { post, chars, .. } = passage;
    let inside = context::warning(post.folded, passage.tokens);
    slots.reach(Family::Warning, inside, &WARNINGS);
    slots.reach(
        Family::WarningAround,
        surroundings.warning - inside,
        &WARNINGS,
    );
    slots.reach(Family::Inherited, surroundings.inherited, &[0.7, 1.5, 3.0]);
    slots.reach(
        Family::Density,
        context::density(passage.tokens, chars),
        &[0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8],
    );
    slots.reach(
        Family::Length,
        passage::length(post, chars),
        &[8.0, 16.0, 30.0, 60.0, 90.0],
    );
    let gaps = post.folded.chars[chars.clone()]
        .iter()
        .filter(|char| char.gap > Gap::None && char.class == Class::Dense)
        .count();
    slots.reach(Family::Gaps, gaps as f32, &[1.0, 3.0, 6.0]);
    for (at, count) in surroundings.stories.iter().enumerate() {
        if *count > 0 {
            slots.add(Family::Trade, at, *count.min(&3), 0);
        }
    }
}

/// How much wording weighs beside slots.
const SHARE: f32 = 7.0;
/// The fewest features of wording that this weight is spread over: a short text says little.
const FEWEST: usize = 12;
/// How far the rest of a post is read on each side of a passage, in folded characters: further than
/// any text of the corpus goes, and no further, so that a long post costs no more than its length.
const NEAR: usize = 2_500;
/// The length of the beginning of a word, in letters: what its endings leave alike.
const BEGINNING: RangeInclusive<usize> = 4..=5;
/// The same in Korean, whose letters are syllables.
const HANGUL_BEGINNING: RangeInclusive<usize> = 1..=3;

/// A [`cluster`] of a script without spaces or a word of another, hashed, and where it stands.
struct Piece {
    hash: u32,
    chars: Range<usize>,
    /// The hashes of the runs that begin with it: it alone, and it and the next, which the last has not.
    runs: [u32; 2],
}

/// The wording of a post, read once for all of its passages.
pub struct Wording {
    pieces: Vec<Piece>,
    /// The features that the rest of a post has been seen to have, a bit each: in a long post there
    /// are thousands around every passage. Empty between two passages.
    seen: FixedBitSet,
}

impl Wording {
    /// The wording of a post.
    pub fn new(post: &Post) -> Wording {
        Wording {
            pieces: pieces(post),
            seen: FixedBitSet::with_capacity(CONTEXT),
        }
    }

    /// The wording of the rest of the post, as far as it is near: it tells a story about an offer from
    /// an offer.
    fn around(&mut self, passage: &Range<usize>, matter: impl Fn(usize) -> bool) -> Vec<Feature> {
        let before = passage.start.saturating_sub(NEAR)..passage.start;
        let behind = passage.end..passage.end + NEAR;
        let mut places = Vec::new();
        for rest in [before, behind] {
            each_run(pieces_in(&self.pieces, &rest), |hash, _| {
                let place = hash as usize % CONTEXT;
                if !self.seen.put(place) {
                    places.push(place);
                }
            });
        }
        for place in &places {
            self.seen.remove(*place);
        }
        let count = places.len();
        let indices = places.into_iter().map(|place| SLOTS + WORDING + place);
        weighed(
            indices
                .filter(|index| matter(*index))
                .map(|index| (index, None)),
            count,
        )
    }
}

/// Those of some pieces that begin in a range of folded characters.
fn pieces_in<'a>(pieces: &'a [Piece], chars: &Range<usize>) -> &'a [Piece] {
    let before = |at: usize| pieces.partition_point(|piece| piece.chars.start < at);
    &pieces[before(chars.start)..before(chars.end)]
}

/// The passage's own wording. Long passages have more of it, so each feature counts for less.
fn own_wording(passage: &Passage, pieces: &[Piece]) -> Vec<Feature> {
    let mut found: Vec<(u32, Range<usize>)> = Vec::new();
    let mut each = |hash, chars| found.push((hash % WORDING as u32, chars));
    each_run(pieces, &mut each);
    beginnings(passage.post, &passage.chars, &mut each);
    beside_words(passage.tokens, pieces, &mut each);
    lexicon_words(passage, &mut each);
    // Each once, where it stands first; single numbers are sorted in half the time that these take.
    let keys = found.iter().enumerate();
    let mut keys: Vec<u64> = keys
        .map(|(at, (place, _))| u64::from(*place) << u32::BITS | at as u64)
        .collect();
    keys.sort_unstable();
    keys.dedup_by_key(|key| *key >> u32::BITS);
    let first = keys.iter().map(|key| {
        let (place, chars) = &found[*key as u32 as usize];
        (SLOTS + *place as usize, Some(chars.clone()))
    });
    weighed(first, keys.len())
}

/// The piece before and the piece behind each word of the lexicon, with the part that the word can
/// play: what stands beside one account stands beside others, which no text of the corpus names.
fn beside_words(tokens: &[Token], pieces: &[Piece], mut each: impl FnMut(u32, Range<usize>)) {
    for token in tokens {
        let Range { start, end } = token.chars;
        let before = pieces.partition_point(|piece| piece.chars.end <= start);
        let behind = pieces.partition_point(|piece| piece.chars.start < end);
        let beside = [(8, before.checked_sub(1)), (9, Some(behind))];
        for (side, at) in beside {
            let Some(piece) = at.and_then(|at| pieces.get(at)) else {
                continue;
            };
            for tag in token.tags.iter() {
                each(mix(mix(side, piece.hash), tag as u32), token.chars.clone());
            }
        }
    }
}

/// The words of the lexicon as they were found: in scripts without spaces nothing else says where a
/// word begins. Numbers are all alike, and everybody has another contact.
fn lexicon_words(passage: &Passage, mut each: impl FnMut(u32, Range<usize>)) {
    for token in passage
        .tokens
        .iter()
        .filter(|token| !token.is(Tag::ContactId))
    {
        let letters = passage.post.folded.chars[token.chars.clone()].iter();
        let letters = letters.filter(|char| !matches!(char.class, Class::Digit | Class::Space));
        each(hash_of(7, letters), token.chars.clone());
    }
}

/// Features of wording, with their weight spread over as many as there are.
fn weighed(
    found: impl IntoIterator<Item = (usize, Option<Range<usize>>)>,
    count: usize,
) -> Vec<Feature> {
    let value = SHARE / (count.max(FEWEST) as f32).sqrt();
    found
        .into_iter()
        .map(|(index, chars)| Feature {
            index,
            value,
            chars,
        })
        .collect()
}

/// Every piece and every two pieces that follow each other.
fn each_run(pieces: &[Piece], mut each: impl FnMut(u32, Range<usize>)) {
    for (at, Piece { chars, runs, .. }) in pieces.iter().enumerate() {
        each(runs[0], chars.clone());
        if let Some(next) = pieces.get(at + 1) {
            each(runs[1], chars.start..next.chars.end);
        }
    }
}

/// The clusters of scripts without spaces and the words of the others, hashed. Numbers are all alike.
fn pieces(post: &Post) -> Vec<Piece> {
    let chars = &post.folded.chars;
    let within = post.chars();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = within.start;
    while at < within.end {
        let start = at;
        let class = chars[at].class;
        at += 1;
        let hash = match class {
            Class::Dense => {
                at = start + cluster(&chars[start..within.end]);
                hash_of(1, &chars[start..at])
            }
            Class::Punctuation => mix(1, chars[start].c as u32),
            Class::Break => mix(2, 0),
            Class::Spaced | Class::Digit => {
                while at < within.end && chars[at].class == class {
                    at += 1;
                }
                if class == Class::Digit {
                    mix(3, 0)
                } else {
                    hash_of(4, &chars[start..at])
                }
            }
            Class::Space | Class::Noise | Class::Ignorable => continue,
        };
        let alone = mix(1, hash);
        if let Some(Piece { runs, .. }) = pieces.last_mut() {
            runs[1] = mix(runs[0], hash);
        }
        pieces.push(Piece {
            hash,
            chars: start..at,
            runs: [alone, alone],
        });
    }
    pieces
}

/// The beginnings of the words of scripts with spaces, hashed, where they are not the whole word.
fn beginnings(post: &Post, within: &Range<usize>, mut each: impl FnMut(u32, Range<usize>)) {
    let chars = &post.folded.chars;
    let mut start = within.start;
    while start < within.end {
        let letters = chars[start..within.end].iter();
        let length = letters
            .take_while(|char| char.class == Class::Spaced)
            .count();
        let beginnings = if is_hangul(chars[start].c) {
            HANGUL_BEGINNING
        } else {
            BEGINNING
        };
        for beginning in beginnings.filter(|beginning| *beginning < length) {
            let end = start + beginning;
            each(hash_of(5, &chars[start..end]), start..end);
        }
        start += length + 1;
    }
}

/// Some letters mixed into what was mixed before.
pub fn hash_of<'a>(seed: u32, chars: impl IntoIterator<Item = &'a FoldedChar>) -> u32 {
    chars
        .into_iter()
        .fold(seed, |hash, char| mix(hash, char.c as u32))
}
