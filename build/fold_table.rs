//! The fold table: what every code point becomes, worked out once from data that others keep.
//!
//! In order: characters that nobody sees are dropped; the project's own stand-ins
//! (`lexicon/spellings.toml`) and letters whose Unicode name says which letter they picture are
//! replaced; then NFKC for width, circles and mathematical letters, lower case, accents off, one
//! spelling for look-alike letters (UTS #39), and OpenCC for traditional characters.

use crate::classes::{Class, class_of, decorates, has_accents};
use ferrous_opencc::{OpenCC, config::BuiltinConfig};
use serde::Deserialize;
use std::{collections::BTreeMap, error::Error, fmt::Write, fs, path::Path};
use unicode_normalization::UnicodeNormalization;
use unicode_properties::UnicodeEmoji;
use unicode_script::{Script, UnicodeScript};
use unicode_security::confusable_detection::skeleton;

/// The file of the project's own stand-ins.
pub const FILE: &str = "spellings.toml";
/// Code points a page of the two-level table covers.
const PAGE: usize = 64;
/// Marks an entry whose value is an index into the table of longer replacements.
const LONGER: u32 = 1 << 31;

/// `lexicon/spellings.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Spellings {
    characters: BTreeMap<String, String>,
    splits: BTreeMap<String, String>,
    pinyin: BTreeMap<String, String>,
    readings: BTreeMap<String, String>,
    signs: BTreeMap<String, String>,
}

/// What every code point becomes.
pub struct FoldTable {
    opencc: OpenCC,
    characters: BTreeMap<char, String>,
    splits: BTreeMap<(char, char), char>,
    pinyin: BTreeMap<String, String>,
    /// What a character is also read as inside a word, each in order.
    pub readings: BTreeMap<char, String>,
    /// The signs that are mixed up or left out.
    pub signs: Vec<char>,
}

impl FoldTable {
    /// Reads the project's stand-ins; the rest is in the data crates.
    pub fn new(spellings: &Path) -> Result<FoldTable, Box<dyn Error>> {
        let spellings: Spellings = toml::from_str(&fs::read_to_string(spellings)?)?;
        let mut table = FoldTable {
            opencc: OpenCC::from_config(BuiltinConfig::T2s)?,
            characters: BTreeMap::new(),
            splits: BTreeMap::new(),
            pinyin: spellings.pinyin,
            readings: BTreeMap::new(),
            signs: spellings
                .signs
                .values()
                .flat_map(|signs| signs.chars())
                .collect(),
        };
        for (from, to) in spellings.readings {
            table.readings.insert(single(&from)?, to);
        }
        for (from, to) in spellings.characters {
            let only = single(&from)?;
            table.characters.insert(only, to);
        }
        for (from, to) in spellings.splits {
            let parts: Vec<char> = table.fold(&from).chars().collect();
            let [left, right] = parts[..] else {
                return Err(format!("splits: {from:?} is not two characters").into());
            };
            table.splits.insert((left, right), single(&to)?);
        }
        Ok(table)
    }

    /// What a text becomes, character by character.
    pub fn fold(&self, text: &str) -> String {
        text.chars().map(|c| self.fold_char(c)).collect()
    }

    /// What a character becomes: nothing, another, or a few.
    fn fold_char(&self, c: char) -> String {
        if class_of(c) == Class::Break {
            return c.to_string();
        }
        if let Some(stand_in) = self.characters.get(&c) {
            return stand_in.clone();
        }
        if unseen(c) {
            return String::new();
        }
        if let Some(pictured) = pictured(c) {
            return pictured.to_string();
        }
        let text: String = c.to_string().nfkc().filter(|&c| !unseen(c)).collect();
        // Lower case before and after: some look-alikes exist in one case only.
        let text: String = text.to_lowercase().chars().flat_map(plain_letter).collect();
        self.opencc.convert(&text.to_lowercase())
    }

    /// Writes the table as Rust source: `FOLD_INDEX`, `FOLD_PAGES`, `FOLD_LONGER`, `SPLITS`,
    /// `PINYIN`.
    pub fn write(&self, path: &Path) -> Result<(), Box<dyn Error>> {
        let mut longer: Vec<String> = Vec::new();
        let mut pages: Vec<Vec<u32>> = Vec::new();
        let mut index: Vec<usize> = Vec::new();
        for first in (0..=char::MAX as usize).step_by(PAGE) {
            let page: Vec<u32> = (first..first + PAGE)
                .map(|code| self.entry(code as u32, &mut longer))
                .collect();
            let known = pages.iter().position(|seen| *seen == page);
            index.push(known.unwrap_or_else(|| {
                pages.push(page);
                pages.len() - 1
            }));
        }
        let mut source = String::new();
        writeln!(
            source,
            "static FOLD_INDEX: [u16; {}] = {index:?};",
            index.len()
        )?;
        let flat = pages.concat();
        writeln!(source, "static FOLD_PAGES: [u32; {}] = [", flat.len())?;
        for entry in &flat {
            write!(source, "{entry},")?;
        }
        writeln!(source, "];")?;
        writeln!(
            source,
            "static FOLD_LONGER: [&str; {}] = {longer:?};",
            longer.len()
        )?;
        let splits: Vec<_> = self.splits.iter().map(|((a, b), to)| (a, b, to)).collect();
        writeln!(
            source,
            "static SPLITS: [(char, char, char); {}] = {splits:?};",
            splits.len()
        )?;
        let pinyin: Vec<_> = self.pinyin.iter().collect();
        writeln!(
            source,
            "static PINYIN: [(&str, &str); {}] = {pinyin:?};",
            pinyin.len()
        )?;
        Ok(fs::write(path, source)?)
    }

    /// The table's entry: the distance to the replacement and its class in the low three bits, so
    /// that whole ranges which map alike share one page; or an index into the longer ones.
    fn entry(&self, code: u32, longer: &mut Vec<String>) -> u32 {
        let Some(c) = char::from_u32(code) else {
            return Class::Ignorable as u32;
        };
        let folded = self.fold_char(c);
        let mut chars = folded.chars();
        match (chars.next(), chars.next()) {
            (None, _) => Class::Ignorable as u32,
            (Some(only), None) => {
                let distance = only as i32 - code as i32;
                ((distance << 3) as u32 & !LONGER) | class_of(only) as u32
            }
            _ => {
                let known = longer.iter().position(|seen| *seen == folded);
                let at = known.unwrap_or_else(|| {
                    longer.push(folded);
                    longer.len() - 1
                });
                LONGER | at as u32
            }
        }
    }
}

fn single(text: &str) -> Result<char, Box<dyn Error>> {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(only), None) => Ok(only),
        _ => Err(format!("spellings: {text:?} is not one character").into()),
    }
}

/// Whether nobody sees the character: ignorable by Unicode's word, a decoration, or a control.
fn unseen(c: char) -> bool {
    unicode_security::GeneralSecurityProfile::identifier_type(c)
        == Some(unicode_security::general_security_profile::IdentifierType::Default_Ignorable)
        || decorates(c)
        || class_of(c) == Class::Ignorable
}

/// The Latin letter or digit that a symbol pictures, by the symbol's Unicode name: 🅥, 🆇, ❶, 🇶.
/// NFKC knows the circled ones but not those on a dark ground.
fn pictured(c: char) -> Option<char> {
    if c.is_alphanumeric() && !c.is_emoji_char() && class_of(c) != Class::Noise && !c.is_numeric() {
        return None;
    }
    let name = unicode_names2::name(c)?.to_string();
    let shape = [
        "CIRCLED",
        "SQUARED",
        "REGIONAL INDICATOR SYMBOL",
        "PARENTHESIZED",
    ]
    .iter()
    .any(|shape| name.contains(shape));
    if !shape {
        return None;
    }
    let last = name.rsplit(' ').next()?;
    if name.contains("LETTER") && last.len() == 1 {
        return last
            .chars()
            .next()
            .map(|letter| letter.to_ascii_lowercase());
    }
    const DIGITS: [&str; 10] = [
        "ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE",
    ];
    let digit = DIGITS
        .iter()
        .position(|digit| name.contains("DIGIT") && *digit == last)?;
    char::from_digit(digit as u32, 10)
}

/// A letter without accents and, where it looks like a Latin one, as that: а (Cyrillic) → a.
fn plain_letter(c: char) -> Vec<char> {
    if !has_accents(c) {
        return looks_like(c).unwrap_or_else(|| vec![c]);
    }
    let bare: Vec<char> = c.to_string().nfd().filter(|&c| !decorates(c)).collect();
    bare.into_iter()
        .flat_map(|c| looks_like(c).unwrap_or_else(|| vec![c]))
        .collect()
}

/// The ASCII letters that a letter of another alphabet is confusable with (UTS #39), or that one is
/// a small capital of, if any.
/// Scripts whose own words the engine reads letter by letter keep their letters.
fn looks_like(c: char) -> Option<Vec<char>> {
    let keeps = matches!(
        c.script(),
        Script::Han
            | Script::Hiragana
            | Script::Katakana
            | Script::Hangul
            | Script::Thai
            | Script::Devanagari
            | Script::Bopomofo
    );
    if c.is_ascii() || !c.is_alphabetic() || keeps {
        return None;
    }
    let name = unicode_names2::name(c)?.to_string();
    if let Some(letter) = name.strip_prefix("LATIN LETTER SMALL CAPITAL ")
        && letter.len() == 1
    {
        return Some(letter.to_ascii_lowercase().chars().collect());
    }
    let like: Vec<char> = skeleton(&c.to_string())
        .filter(|&c| !decorates(c))
        .collect();
    like.iter().all(char::is_ascii_alphabetic).then_some(like)
}
