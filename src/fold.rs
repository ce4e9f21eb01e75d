//! One spelling for many.
//!
//! In comes text as people wrote it; out goes the text the lexicon is written in, with the place
//! in the original that every folded character came from. Two steps: the generated table turns
//! each character into its plain form (width, case, circles, look-alikes, traditional characters),
//! then what people put between the letters of a word is taken out. A place where something was
//! taken out is remembered, because a word that only appears that way needs more evidence.

use crate::class::Class;

include!(concat!(env!("OUT_DIR"), "/fold_table.rs"));

/// Code points a page of the table covers; the build script writes pages of this size.
const PAGE: u32 = 64;
/// The classes by their numbers in the table.
const CLASSES: [Class; 8] = [
    Class::Dense,
    Class::Spaced,
    Class::Digit,
    Class::Space,
    Class::Noise,
    Class::Punctuation,
    Class::Break,
    Class::Ignorable,
];

/// A folded character and where it came from.
#[derive(Debug, Clone, Copy)]
pub struct FoldedChar {
    /// The character.
    pub c: char,
    /// Offset of the first original character, in UTF-16 code units.
    pub start: u32,
    /// Offset behind the last original character, in UTF-16 code units.
    pub end: u32,
    /// What it is.
    pub class: Class,
    /// What stood between this character and the one before it and is gone.
    pub gap: Gap,
}

impl FoldedChar {
    /// Whether it is a letter of any script.
    pub fn is_letter(&self) -> bool {
        matches!(self.class, Class::Dense | Class::Spaced)
    }

    /// Whether it is a letter or a digit.
    pub fn is_alphanumeric(&self) -> bool {
        self.is_letter() || self.class == Class::Digit
    }
}

/// What stood between two neighbouring folded characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Nothing, or nothing that anybody sees.
    None,
    /// White space.
    Space,
    /// Symbols, emoji or strokes.
    Noise,
    /// The two were one character of the original, or two of its characters became this one.
    Respelled,
}

/// A folded text.
#[derive(Debug, Clone)]
pub struct Folded {
    /// The folded characters.
    pub text: String,
    /// The same characters, one by one, with where each came from.
    pub chars: Vec<FoldedChar>,
}

/// What to do with what stands between letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separators {
    /// Take it out where it only breaks a word: for finding words.
    Strip,
    /// Keep it: for reading amounts and contacts, whose strokes and dots matter.
    Keep,
}

/// Folds a text. `first` is the offset of the text's first character in UTF-16 code units.
pub fn fold(text: &str, first: u32, separators: Separators) -> Folded {
    let units = spell(text, first);
    let mut folded = Folded {
        text: String::with_capacity(text.len()),
        chars: Vec::with_capacity(units.len()),
    };
    match separators {
        Separators::Keep => units.iter().for_each(|unit| folded.push(*unit)),
        Separators::Strip => strip(&units, &mut folded),
    }
    folded
}

impl Folded {
    fn push(&mut self, unit: FoldedChar) {
        self.text.push(unit.c);
        self.chars.push(unit);
    }
}

/// Runs the table over the text.
fn spell(text: &str, first: u32) -> Vec<FoldedChar> {
    let mut units: Vec<FoldedChar> = Vec::with_capacity(text.len() / 2);
    let mut start = first;
    for c in text.chars() {
        let end = start + c.len_utf16() as u32;
        match lookup(c) {
            Folding::One(c, class) if class != Class::Ignorable => {
                units.push(FoldedChar {
                    c,
                    start,
                    end,
                    class,
                    gap: Gap::None,
                });
            }
            Folding::One(..) => {}
            Folding::Longer(longer) => {
                for c in longer.chars() {
                    let class = class_of_folded(c);
                    if class != Class::Ignorable {
                        units.push(FoldedChar {
                            c,
                            start,
                            end,
                            class,
                            gap: Gap::Respelled,
                        });
                    }
                }
            }
        }
        start = end;
    }
    units
}

enum Folding {
    One(char, Class),
    Longer(&'static str),
}

fn lookup(c: char) -> Folding {
    let code = c as u32;
    let page = u32::from(FOLD_INDEX[(code / PAGE) as usize]);
    let entry = FOLD_PAGES[(page * PAGE + code % PAGE) as usize];
    if entry >> 31 == 1 {
        return Folding::Longer(FOLD_LONGER[(entry & !(1 << 31)) as usize]);
    }
    // The low three bits are the class, the rest is the signed distance to the replacement.
    let distance = ((entry << 1) as i32) >> 4;
    let folded = char::from_u32(code.wrapping_add_signed(distance)).unwrap_or(c);
    Folding::One(folded, CLASSES[(entry & 7) as usize])
}

/// The class of a character that the table has already folded.
fn class_of_folded(c: char) -> Class {
    match lookup(c) {
        Folding::One(_, class) => class,
        Folding::Longer(_) => Class::Noise,
    }
}

/// Takes out what only breaks words.
fn strip(units: &[FoldedChar], folded: &mut Folded) {
    let mut at = 0;
    let mut gap = Gap::None;
    while at < units.len() {
        let unit = units[at];
        match unit.class {
            Class::Noise if letter_in_disguise(units, at).is_some() => {
                let c = letter_in_disguise(units, at).unwrap_or(unit.c);
                folded.push(FoldedChar {
                    c,
                    class: Class::Spaced,
                    gap: Gap::Respelled,
                    ..unit
                });
                at += 1;
            }
            Class::Spaced if pinyin(units, at).is_some() => {
                let (length, chars) = pinyin(units, at).unwrap_or((1, ""));
                let end = units[at + length - 1].end;
                for c in chars.chars() {
                    folded.push(FoldedChar {
                        c,
                        end,
                        class: Class::Dense,
                        gap: Gap::Respelled,
                        ..unit
                    });
                }
                at += length;
            }
            Class::Space | Class::Noise => {
                let run = separator_run(&units[at..]);
                let (left, right) = (folded.chars.last(), units.get(at + run));
                match between(
                    &units[at..at + run],
                    left,
                    right,
                    spelled_out(units, at, run),
                ) {
                    Some(kept) => folded.push(kept),
                    None => gap = gap.max(run_gap(&units[at..at + run])),
                }
                at += run;
            }
            Class::Punctuation if list_of_single_letters(units, at) => {
                gap = Gap::Noise;
                at += 1;
            }
            _ => {
                let joined = units.get(at + 1).and_then(|next| join(unit, *next));
                let joined = joined.map(|unit| (unit, 2));
                let (mut unit, length) = joined
                    .or_else(|| syllable(&units[at..]))
                    .unwrap_or((unit, 1));
                unit.gap = unit.gap.max(gap);
                gap = Gap::None;
                folded.push(unit);
                at += length;
            }
        }
    }
}

fn separator_run(units: &[FoldedChar]) -> usize {
    units.iter().take_while(|unit| is_separator(unit)).count()
}

fn is_separator(unit: &FoldedChar) -> bool {
    matches!(unit.class, Class::Space | Class::Noise)
}

fn run_gap(run: &[FoldedChar]) -> Gap {
    if run.iter().all(|unit| unit.class == Class::Space) {
        Gap::Space
    } else {
        Gap::Noise
    }
}

/// What a run of separators leaves in the folded text: a space between words of scripts that
/// have spaces, nothing elsewhere.
fn between(
    run: &[FoldedChar],
    left: Option<&FoldedChar>,
    right: Option<&FoldedChar>,
    spelled: bool,
) -> Option<FoldedChar> {
    let worded = |class| matches!(class, Class::Spaced | Class::Digit);
    let (left, right) = (left?, right?);
    let apostrophe = run.len() == 1 && run[0].c == '\'';
    let spaced = worded(left.class) && worded(right.class);
    if !spaced || spelled || apostrophe {
        return None;
    }
    Some(FoldedChar {
        c: ' ',
        start: run[0].start,
        end: run[run.len() - 1].end,
        class: Class::Space,
        gap: run_gap(run),
    })
}

/// Whether the separators at `at` stand inside a word spelled out letter by letter, as in
/// "w.e.c.h.a.t" or, with no other letters around, "v x".
fn spelled_out(units: &[FoldedChar], at: usize, run: usize) -> bool {
    let single = |at: usize, step: isize| {
        let letter = units
            .get(at)
            .is_some_and(|unit| unit.class == Class::Spaced);
        let beyond = at.checked_add_signed(step).and_then(|at| units.get(at));
        letter && beyond.is_none_or(|unit| unit.class != Class::Spaced)
    };
    let Some(left) = at.checked_sub(1) else {
        return false;
    };
    let right = at + run;
    if !single(left, -1) || !single(right, 1) {
        return false;
    }
    // In "r.e.n.t i.t" and "r e n t  i t" the wider gap is the one between words.
    let spaces = |run: &[FoldedChar]| run.iter().filter(|unit| unit.class == Class::Space).count();
    let width = spaces(&units[at..right]);
    let before = units[..left]
        .iter()
        .rev()
        .take_while(|unit| is_separator(unit))
        .count();
    let after = separator_run(&units[right + 1..]);
    if (before > 0 && width > spaces(&units[left - before..left]))
        || (after > 0 && width > spaces(&units[right + 1..right + 1 + after]))
    {
        return false;
    }
    // One more single letter on either side, or no word of that script on either side.
    let beyond = |at: Option<usize>, step: isize| {
        let mut at = at?;
        while units.get(at).is_some_and(is_separator) {
            at = at.checked_add_signed(step)?;
        }
        units
            .get(at)
            .filter(|unit| unit.class == Class::Spaced)
            .map(|_| single(at, step))
    };
    let before = beyond(left.checked_sub(1), -1);
    let after = beyond(Some(right + 1), 1);
    before == Some(true) || after == Some(true) || (before.is_none() && after.is_none())
}

/// Whether the punctuation at `at` is one of at least three equal ones between single letters of a
/// script without spaces, as in 出，租，微，信.
fn list_of_single_letters(units: &[FoldedChar], at: usize) -> bool {
    let mark = units[at].c;
    let link = |at: Option<usize>| {
        let Some(at) = at else { return false };
        units.get(at).is_some_and(|unit| unit.c == mark)
            && at
                .checked_sub(1)
                .is_some_and(|left| units[left].class == Class::Dense)
            && units
                .get(at + 1)
                .is_some_and(|unit| unit.class == Class::Dense)
    };
    let before = (1..3)
        .take_while(|step| link(at.checked_sub(2 * step)))
        .count();
    let after = (1..3).take_while(|step| link(Some(at + 2 * step))).count();
    link(Some(at)) && before + after >= 2
}

/// The letter that a symbol stands for inside a word: wh@tsapp, r€nt.
fn letter_in_disguise(units: &[FoldedChar], at: usize) -> Option<char> {
    let letter = |at: usize| {
        units
            .get(at)
            .is_some_and(|unit| unit.class == Class::Spaced)
    };
    let inside = at > 0 && letter(at - 1) && letter(at + 1);
    match units[at].c {
        '@' if inside => Some('a'),
        '$' if inside => Some('s'),
        '€' if inside => Some('e'),
        _ => None,
    }
}

/// The Chinese characters that a word of Latin letters is the pinyin of, and its length, if it
/// stands right beside Chinese or beside more pinyin: gao价, zu weixin.
fn pinyin(units: &[FoldedChar], at: usize) -> Option<(usize, &'static str)> {
    let (length, chars) = pinyin_word(units, at)?;
    let dense = |at: usize| units.get(at).is_some_and(|unit| unit.class == Class::Dense);
    let next = at + length;
    let space = |at: usize| units.get(at).is_some_and(|unit| unit.class == Class::Space);
    let word_before = || {
        let end = at.checked_sub(1).filter(|end| space(*end))?;
        let letters = |unit: &&FoldedChar| unit.class == Class::Spaced;
        let start = end - units[..end].iter().rev().take_while(letters).count();
        (start < end).then(|| pinyin_word(units, start)).flatten()
    };
    let beside = at.checked_sub(1).is_some_and(dense)
        || dense(next)
        || word_before().is_some()
        || (space(next) && pinyin_word(units, next + 1).is_some());
    beside.then_some((length, chars))
}

/// The word of Latin letters that starts at `at`, if it is in the table.
fn pinyin_word(units: &[FoldedChar], at: usize) -> Option<(usize, &'static str)> {
    const LONGEST: usize = 9;
    let letters = |unit: &&FoldedChar| unit.class == Class::Spaced;
    let starts = units
        .get(at)
        .is_some_and(|unit| unit.class == Class::Spaced)
        && at
            .checked_sub(1)
            .is_none_or(|left| units[left].class != Class::Spaced);
    let length = units
        .get(at..)?
        .iter()
        .take(LONGEST + 1)
        .take_while(letters)
        .count();
    if !starts || length > LONGEST {
        return None;
    }
    let word = units[at..at + length].iter().map(|unit| unit.c);
    let found = PINYIN.binary_search_by(|(known, _)| known.chars().cmp(word.clone()));
    found.ok().map(|found| (length, PINYIN[found].1))
}

/// The character that two halves make: 亻言 → 信.
fn join(left: FoldedChar, right: FoldedChar) -> Option<FoldedChar> {
    if left.class != Class::Dense || right.class != Class::Dense {
        return None;
    }
    let (.., whole) = SPLITS
        .iter()
        .find(|(a, b, _)| (*a, *b) == (left.c, right.c))?;
    Some(FoldedChar {
        c: *whole,
        end: right.end,
        gap: Gap::Respelled,
        ..left
    })
}

/// The Hangul syllable that letters written one by one make, and how many characters it takes:
/// ㅌㅗㅇ or 토ㅇ → 통. The arithmetic is that of the Unicode Standard, section 3.12.
fn syllable(units: &[FoldedChar]) -> Option<(FoldedChar, usize)> {
    const SYLLABLES: u32 = 0xac00;
    const VOWELS: u32 = 21;
    const FINALS: u32 = 28;
    /// The final consonants by the initial ones that are written like them.
    const FINAL: [u32; 19] = [
        1, 2, 4, 7, 0, 8, 16, 17, 0, 19, 20, 21, 22, 0, 23, 24, 25, 26, 27,
    ];
    let number = |at: usize, first: char, count: u32| {
        let number = (units.get(at)?.c as u32).checked_sub(first as u32)?;
        (number < count).then_some(number)
    };
    let initial = |at| number(at, '\u{1100}', 19);
    let vowel = |at| number(at, '\u{1161}', VOWELS);
    let whole = |at| number(at, '\u{ac00}', 19 * VOWELS * FINALS);
    let (open, length) = match (initial(0), vowel(1)) {
        (Some(initial), Some(vowel)) => ((initial * VOWELS + vowel) * FINALS, 2),
        // Behind a syllable, ㅋㅋ and ㅎㅎ are laughter.
        _ if initial(1).is_some_and(|initial| initial != 15 && initial != 18)
            && whole(2).is_some() =>
        {
            (whole(0).filter(|syllable| syllable % FINALS == 0)?, 1)
        }
        _ => return None,
    };
    let last = initial(length).filter(|_| vowel(length + 1).is_none());
    let last = last.map_or(0, |last| FINAL[last as usize]);
    let length = length + usize::from(last > 0);
    let unit = FoldedChar {
        c: char::from_u32(SYLLABLES + open + last)?,
        end: units[length - 1].end,
        gap: Gap::Respelled,
        ..units[0]
    };
    (length > 1).then_some((unit, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        fold(text, 0, Separators::Strip).text
    }

    #[test]
    fn one_spelling_stands_for_many() {
        for (text, plain) in [
            ("ＷｅＣｈａｔ", "wechat"),
            ("𝐖𝐞𝐂𝐡𝐚𝐭", "wechat"),
            ("ⓌⓔⒸⓗⓐⓣ", "wechat"),
            ("🅦🅔🅒🅗🅐🅣", "wechat"),
            ("🆅🆇", "vx"),
            ("WhаtsАpp", "whatsapp"),
            ("Zálo thuê", "zalo thue"),
            ("微\u{200b}信", "微信"),
            ("出 租 微*信", "出租微信"),
            ("出，租，微，信", "出租微信"),
            ("①⑤⓪", "150"),
            ("帳號", "账号"),
            ("w.e.c.h.a.t", "wechat"),
            ("加 v x", "加vx"),
            ("don't rent out", "dont rent out"),
            ("5 0元", "5 0元"),
            ("亻言", "信"),
            ("gao价shou wei信", "高价收微信"),
            ("zu weixin", "租微信"),
            ("OK ma", "ok ma"),
            ("r.e.n.t y.o.u.r", "rent your"),
            ("S E L L  Y O U R", "sell your"),
            ("wh@tsapp for r€nt", "whatsapp for rent"),
            ("ᴡʜᴀᴛꜱᴀᴘᴘ ʀᴇɴᴛ", "whatsapp rent"),
            ("ㅌㅗㅇㅈㅏㅇ 대여", "통장 대여"),
            ("ㅅㅏ업ㅈㅏ 토ㅇ장", "사업자 통장"),
        ] {
            assert_eq!(folded(text), plain, "{text}");
        }
    }

    #[test]
    fn clauses_and_lines_stay_apart() {
        assert_eq!(folded("出租，微信"), "出租,微信");
        assert_eq!(folded("出租\n微信"), "出租\n微信");
        assert_eq!(folded("a flat  to rent"), "a flat to rent");
    }

    #[test]
    fn what_was_taken_out_is_remembered() {
        let folded = fold("微 信", 0, Separators::Strip);
        assert_eq!(folded.chars[1].gap, Gap::Space);
        assert_eq!((folded.chars[1].start, folded.chars[1].end), (2, 3));
    }
}
