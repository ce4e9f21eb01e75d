//! The regular expressions of `lexicon/patterns.toml`, compiled into automata that need no compiler
//! at run time.

use crate::{fold_table::FoldTable, words::tag_named};
use regex_automata::{
    Anchored, MatchKind,
    dfa::{Automaton, StartKind, dense},
    util::start,
};
use serde::Deserialize;
use std::{collections::BTreeMap, error::Error, fs, path::Path};

/// The file of the expressions.
pub const FILE: &str = "patterns.toml";

/// How deep parts may stand inside parts.
const DEPTH: usize = 2;

/// `lexicon/patterns.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Patterns {
    parts: BTreeMap<String, String>,
    pattern: Vec<Pattern>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pattern {
    automaton: String,
    slot: String,
    regex: String,
}

/// Writes each automaton to a file of its own, and `patterns.rs`, which has them with the tags of
/// their patterns, and says which characters each of them can begin with.
pub fn write(folder: &Path, table: &FoldTable, out: &Path) -> Result<(), Box<dyn Error>> {
    let Patterns { parts, pattern } = toml::from_str(&fs::read_to_string(folder.join(FILE))?)?;
    let mut automata: BTreeMap<String, (Vec<u64>, Vec<String>)> = BTreeMap::new();
    for Pattern {
        automaton,
        slot,
        regex,
    } in pattern
    {
        let tag = tag_named(&slot).ok_or_else(|| format!("{FILE}: no slot {slot}"))?;
        let whole = (0..DEPTH).fold(regex, |regex, _| {
            parts.iter().fold(regex, |regex, (name, part)| {
                regex.replace(&format!("{{{name}}}"), part)
            })
        });
        // What stands in ASCII is notation and plain letters; the rest is folded like the text.
        let mut folded = String::new();
        for c in whole.chars() {
            if c.is_ascii() {
                folded.push(c);
                continue;
            }
            let letters = table.fold(&c.to_string());
            if letters.is_empty() {
                // A sign of repetition behind it would belong to what stands before it.
                return Err(format!("{FILE}: {c:?} folds to nothing in {whole}").into());
            }
            folded.push_str(&letters);
        }
        let (tags, sources) = automata.entry(automaton).or_default();
        tags.push(1 << tag as u64);
        sources.push(folded);
    }
    let mut entries = String::new();
    let mut beginnings: BTreeMap<char, u8> = BTreeMap::new();
    for (at, (name, (tags, sources))) in automata.iter().enumerate() {
        let automaton = dense::Builder::new()
            .configure(
                dense::Config::new()
                    .match_kind(MatchKind::All)
                    .start_kind(StartKind::Anchored),
            )
            .build_many(sources)?;
        let bit = 1u8
            .checked_shl(at as u32)
            .ok_or_else(|| format!("{FILE}: more than {} automata", u8::BITS))?;
        for c in first_characters(&automaton)? {
            *beginnings.entry(c).or_default() |= bit;
        }
        let automaton = automaton.to_sparse()?;
        let file = format!("patterns-{name}.dfa");
        fs::write(out.join(&file), automaton.to_bytes_little_endian())?;
        entries +=
            &format!("(include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{file}\")), &{tags:?}),\n");
    }
    let beginnings: Vec<(char, u8)> = beginnings.into_iter().collect();
    let source = format!(
        "const PATTERNS: [(&[u8], &[u64]); {}] = [\n{entries}];\n\
         const BEGINNINGS: [(char, u8); {}] = {beginnings:?};\n",
        automata.len(),
        beginnings.len(),
    );
    Ok(fs::write(out.join("patterns.rs"), source)?)
}

/// The characters that a match of an automaton can begin with.
fn first_characters(automaton: &dense::DFA<Vec<u32>>) -> Result<Vec<char>, Box<dyn Error>> {
    let start = automaton.start_state(&start::Config::new().anchored(Anchored::Yes))?;
    let leads_on = |c: &char| {
        let behind = c
            .encode_utf8(&mut [0; 4])
            .bytes()
            .fold(start, |state, byte| automaton.next_state(state, byte));
        !automaton.is_dead_state(behind)
    };
    // No pattern begins beyond the Basic Multilingual Plane: nobody writes money there.
    Ok(('\0'..='\u{ffff}').filter(leads_on).collect())
}
