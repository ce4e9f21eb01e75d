//! The words of `lexicon/*.toml`, folded and put into one sorted list.
//!
//! A word is written as people spell it, in its own script. It may use the part of the regex
//! notation that stands for finitely many spellings: `[ab]`, `(ab|cd)`, `x?`.

#[path = "../src/prefix.rs"]
mod prefix;
#[path = "../src/tag.rs"]
mod tag;

use crate::{
    fold_table::{self, FoldTable},
    patterns,
};
use regex_syntax::{hir::literal::Extractor, parse};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, btree_map::Entry},
    error::Error,
    fs,
    path::Path,
};
use tag::Tag;

/// Spellings that one entry may stand for.
const MOST_SPELLINGS: usize = 4_000;

/// The tags by the names that the lexicon files give them, `slot.kind`.
const NAMES: [(Tag, &str); 39] = [
    (Tag::AccountNamed, "account.named"),
    (Tag::AccountNoun, "account.noun"),
    (Tag::AccountPlatform, "account.platform"),
    (Tag::AccountBare, "account.bare"),
    (Tag::AccountModifier, "account.modifier"),
    (Tag::AccountOwner, "account.owner"),
    (Tag::ActGive, "act.give"),
    (Tag::ActTake, "act.take"),
    (Tag::ActShort, "act.short"),
    (Tag::ActUse, "act.use"),
    (Tag::MethodStrong, "method.strong"),
    (Tag::MethodWeak, "method.weak"),
    (Tag::PayWord, "pay.word"),
    (Tag::PayWeak, "pay.weak"),
    (Tag::ReassuranceAny, "reassurance.any"),
    (Tag::TargetAny, "target.any"),
    (Tag::ContactAny, "contact.any"),
    (Tag::QuantityAny, "quantity.any"),
    (Tag::OtherThing, "other.thing"),
    (Tag::OtherTrade, "other.trade"),
    (Tag::GameAny, "game.any"),
    (Tag::PlainAny, "plain.any"),
    (Tag::WarnStrong, "warn.strong"),
    (Tag::WarnWeak, "warn.weak"),
    (Tag::ReportAny, "report.any"),
    (Tag::LawAny, "law.any"),
    (Tag::NegationAny, "negation.any"),
    (Tag::QuestionAny, "question.any"),
    (Tag::HelpAny, "help.any"),
    (Tag::JobAny, "job.any"),
    (Tag::ProductAny, "product.any"),
    (Tag::TimeAny, "time.any"),
    (Tag::StoryAny, "story.any"),
    (Tag::AuthorityAny, "authority.any"),
    (Tag::IdleAny, "idle.any"),
    (Tag::ShareAny, "share.any"),
    (Tag::PayRate, "pay.rate"),
    (Tag::PayAmount, "pay.amount"),
    (Tag::ContactId, "contact.id"),
];

/// A lexicon file: slot → kind → words.
type Lexicon = BTreeMap<String, BTreeMap<String, Vec<String>>>;

/// Writes the words of all lexicon files as `words.bin`, and beside it `words.rs` with how many there
/// are, the sets of tags, the filter of beginnings, and how characters are read otherwise.
///
/// The words are sorted by their bytes, and each leaves out what it shares with the one before it if
/// both begin with the same character. What compresses well stands together: the low bytes of the
/// numbers of the words' sets, the commonest first; the high bytes; how much each word shares; and
/// what is left of each with a zero byte behind it.
pub fn write(folder: &Path, table: &FoldTable, out: &Path) -> Result<(), Box<dyn Error>> {
    let mut words: BTreeMap<String, u64> = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is = |name: &str| path.file_name().is_some_and(|file| file == name);
        if is(fold_table::FILE) || is(patterns::FILE) {
            continue;
        }
        let lexicon: Lexicon = toml::from_str(&fs::read_to_string(&path)?)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        for (slot, kinds) in lexicon {
            for (kind, entries) in kinds {
                let name = format!("{slot}.{kind}");
                let tag = tag_named(&name)
                    .ok_or_else(|| format!("{}: no slot {name}", path.display()))?;
                for word in entries {
                    add(&mut words, &word, tag, table)
                        .map_err(|error| format!("{}: {name}: {word}: {error}", path.display()))?;
                }
            }
        }
    }
    refuse_collisions(&words)?;
    let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
    for tags in words.values() {
        *counts.entry(*tags).or_default() += 1;
    }
    let mut sets: Vec<u64> = counts.keys().copied().collect();
    sets.sort_by_key(|set| Reverse(counts[set]));
    let mut numbers = Vec::with_capacity(words.len());
    let mut prefixes = vec![0_u64; prefix::BITS / 64];
    let (mut shared, mut rests) = (Vec::new(), Vec::new());
    let mut last = "";
    for (word, tags) in &words {
        let mut chars = word.chars();
        let (first, second) = (chars.next().unwrap_or('\0'), chars.next().unwrap_or('\0'));
        let bit = prefix::bit(first, second);
        prefixes[bit / 64] |= 1 << (bit % 64);
        let number = sets.iter().position(|set| set == tags);
        let number = u16::try_from(number.ok_or("a set is missing")?)?;
        numbers.push(number.to_le_bytes());
        let common = if last.starts_with(first) {
            let pairs = word.bytes().zip(last.bytes());
            pairs.take_while(|(new, old)| new == old).count()
        } else {
            0
        };
        shared.push(u8::try_from(common).map_err(|_| format!("{word} is too long"))?);
        rests.extend_from_slice(&word.as_bytes()[common..]);
        rests.push(0);
        last = word;
    }
    let low = numbers.iter().map(|[low, _]| *low);
    let high = numbers.iter().map(|[_, high]| *high);
    let packed = low.chain(high).chain(shared).chain(rests);
    fs::write(out.join("words.bin"), packed.collect::<Vec<u8>>())?;
    let readings: Vec<_> = table.readings.iter().collect();
    let source = format!(
        "const COUNT: usize = {};\nstatic TAG_SETS: [u64; {}] = {sets:?};\nstatic PREFIXES: [u64; {}] = {prefixes:?};\nstatic READINGS: [(char, &str); {}] = {readings:?};\nstatic SIGNS: [char; {}] = {:?};\n",
        words.len(),
        sets.len(),
        prefixes.len(),
        readings.len(),
        table.signs.len(),
        table.signs,
    );
    Ok(fs::write(out.join("words.rs"), source)?)
}

/// Refuses words that are said to be harmless and part of an offer at once: one of the two is wrong.
fn refuse_collisions(words: &BTreeMap<String, u64>) -> Result<(), Box<dyn Error>> {
    let has = |tags: u64, tag: Tag| tags >> tag as u64 & 1 == 1;
    let collisions: Vec<String> = words
        .iter()
        .filter(|(_, tags)| has(**tags, Tag::PlainAny))
        .filter_map(|(word, tags)| {
            // The tags of an offer's own words stand before all others.
            let of_offers = |tag: Tag| (tag as u8) < Tag::OtherThing as u8;
            let other = NAMES
                .iter()
                .find(|(tag, _)| of_offers(*tag) && has(*tags, *tag))?;
            Some(format!("{word} ({})", other.1))
        })
        .collect();
    if collisions.is_empty() {
        return Ok(());
    }
    let collisions = collisions.join(", ");
    Err(format!("in plain.any and in another slot: {collisions}").into())
}

/// The tag with this name, `slot.kind`.
pub fn tag_named(name: &str) -> Option<Tag> {
    let found = NAMES.into_iter().find(|(_, known)| *known == name);
    found.map(|(tag, _)| tag)
}

fn add(
    words: &mut BTreeMap<String, u64>,
    word: &str,
    tag: Tag,
    table: &FoldTable,
) -> Result<(), Box<dyn Error>> {
    let spellings = Extractor::new()
        .limit_class(64)
        .limit_repeat(4)
        .limit_literal_len(256)
        .limit_total(MOST_SPELLINGS)
        .extract(&parse(word)?);
    let spellings = spellings.literals().filter(|_| spellings.is_exact());
    for spelling in spellings.ok_or("stands for too many spellings")? {
        let folded = table.fold(std::str::from_utf8(spelling.as_bytes())?);
        if folded.is_empty() {
            return Err("nothing is left of it after folding".into());
        }
        match words.entry(folded) {
            Entry::Vacant(entry) => {
                entry.insert(1 << tag as u64);
            }
            Entry::Occupied(mut entry) => *entry.get_mut() |= 1 << tag as u64,
        }
    }
    Ok(())
}
