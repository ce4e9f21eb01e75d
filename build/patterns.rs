//! The regular expressions of `lexicon/patterns.toml`, compiled into automata that need no compiler
//! at run time.

use crate::{fold_table::FoldTable, words::tag_named};
use regex_automata::{
    MatchKind,
    dfa::{StartKind, dense},
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
/// their patterns.
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
        let folded = whole
            .chars()
            .map(|c| {
                if c.is_ascii() {
                    c.to_string()
                } else {
                    table.fold(&c.to_string())
                }
            })
            .collect();
        let (tags, sources) = automata.entry(automaton).or_default();
        tags.push(1 << tag as u64);
        sources.push(folded);
    }
    let mut entries = String::new();
    for (name, (tags, sources)) in &automata {
        let automaton = dense::Builder::new()
            .configure(
                dense::Config::new()
                    .match_kind(MatchKind::All)
                    .start_kind(StartKind::Anchored),
            )
            .build_many(sources)?
            .to_sparse()?;
        let file = format!("patterns-{name}.dfa");
        fs::write(out.join(&file), automaton.to_bytes_little_endian())?;
        entries +=
            &format!("(include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{file}\")), &{tags:?}),\n");
    }
    let source = format!(
        "const PATTERNS: [(&[u8], &[u64]); {}] = [\n{entries}];\n",
        automata.len()
    );
    Ok(fs::write(out.join("patterns.rs"), source)?)
}
