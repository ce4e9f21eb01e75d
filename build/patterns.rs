//! The regular expressions of `lexicon/patterns.toml`, compiled into one automaton that needs no
//! compiler at run time.

use crate::{fold_table::FoldTable, words::tag_named};
use regex_automata::{
    MatchKind,
    dfa::{StartKind, dense},
};
use serde::Deserialize;
use std::{collections::BTreeMap, error::Error, fs, path::Path};

/// The file of the expressions.
pub const FILE: &str = "patterns.toml";

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
    slot: String,
    regex: String,
}

/// Writes the automaton as `patterns.dfa`, and the tags of its patterns as `patterns.rs`.
pub fn write(folder: &Path, table: &FoldTable, out: &Path) -> Result<(), Box<dyn Error>> {
    let Patterns { parts, pattern } = toml::from_str(&fs::read_to_string(folder.join(FILE))?)?;
    let mut tags = Vec::new();
    let mut sources = Vec::new();
    for Pattern { slot, regex } in pattern {
        let tag = tag_named(&slot).ok_or_else(|| format!("{FILE}: no slot {slot}"))?;
        tags.push(1_u64 << tag as u64);
        let whole = parts.iter().fold(regex, |regex, (name, part)| {
            regex.replace(&format!("{{{name}}}"), part)
        });
        // What stands in ASCII is notation and plain letters; the rest is folded like the text.
        sources.push(
            whole
                .chars()
                .map(|c| {
                    if c.is_ascii() {
                        c.to_string()
                    } else {
                        table.fold(&c.to_string())
                    }
                })
                .collect::<String>(),
        );
    }
    let automaton = dense::Builder::new()
        .configure(
            dense::Config::new()
                .match_kind(MatchKind::All)
                .start_kind(StartKind::Anchored),
        )
        .build_many(&sources)?
        .to_sparse()?;
    fs::write(out.join("patterns.dfa"), automaton.to_bytes_little_endian())?;
    let source = format!("static PATTERN_TAGS: [u64; {}] = {tags:?};\n", tags.len());
    Ok(fs::write(out.join("patterns.rs"), source)?)
}
