//! Measures the engine on texts with known answers: recall, false marks, precision by kind and
//! level, and the worst of each with its evidence.
//!
//! `cargo run --release --features cli --example eval -- [--all] [FILE…]`; without files, the
//! project's corpus. A line is `{"id", "label": "offer"|"benign", "kind", "lang", "text"}` and
//! may name the offer's own words in `offer`; a line without a label is benign.

use fournos::{Level, Mark, scan};
use rayon::prelude::*;
use serde::Deserialize;
use std::{collections::BTreeMap, error::Error, fs, path::PathBuf, process::ExitCode};

#[derive(Deserialize)]
struct Record {
    id: String,
    #[serde(default = "benign")]
    label: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    lang: String,
    text: String,
    offer: Option<String>,
}

fn benign() -> String {
    "benign".to_owned()
}

#[derive(Default)]
struct Tally {
    texts: usize,
    offers: usize,
    suspects: usize,
}

impl Tally {
    fn add(&mut self, level: Option<Level>) {
        self.texts += 1;
        match level {
            Some(Level::Offer) => self.offers += 1,
            Some(Level::Suspect) => self.suspects += 1,
            None => {}
        }
    }

    fn share(&self, count: usize) -> f64 {
        100.0 * count as f64 / self.texts.max(1) as f64
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("eval: {error}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let (flags, files): (Vec<String>, Vec<String>) = std::env::args()
        .skip(1)
        .partition(|argument| argument.starts_with("--"));
    let most = if flags.iter().any(|flag| flag == "--all") {
        usize::MAX
    } else {
        10
    };
    let files: Vec<PathBuf> = if files.is_empty() {
        corpus()?
    } else {
        files.into_iter().map(PathBuf::from).collect()
    };
    let mut records: Vec<Record> = Vec::new();
    for file in &files {
        let text =
            fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
        for (at, line) in text.lines().enumerate() {
            let record = serde_json::from_str(line)
                .map_err(|error| format!("{}:{}: {error}", file.display(), at + 1))?;
            records.push(record);
        }
    }
    let marks: Vec<Vec<Mark>> = records
        .par_iter()
        .map(|record| scan(&record.text, ""))
        .collect();
    report(&records, &marks, most);
    Ok(())
}

fn corpus() -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut files: Vec<PathBuf> = fs::read_dir("tests/corpus")?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    files.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "jsonl")
    });
    files.sort();
    Ok(files)
}

fn report(records: &[Record], marks: &[Vec<Mark>], most: usize) {
    let mut tallies: BTreeMap<(&str, &str, &str), Tally> = BTreeMap::new();
    let (mut spans, mut overlapping) = (0, 0);
    for (record, marks) in records.iter().zip(marks) {
        let level = marks.iter().map(|mark| mark.level).max();
        let label = record.label.as_str();
        for (lang, kind) in [
            (record.lang.as_str(), record.kind.as_str()),
            (record.lang.as_str(), "*"),
            ("*", "*"),
        ] {
            tallies.entry((label, lang, kind)).or_default().add(level);
        }
        if let (Some(offer), false) = (&record.offer, marks.is_empty()) {
            spans += 1;
            overlapping +=
                usize::from(marks.iter().any(|mark| overlaps(&record.text, offer, mark)));
        }
    }
    println!(
        "{:<8} {:<8} {:<16} {:>6} {:>8} {:>8} {:>8}",
        "label", "lang", "kind", "texts", "offer", "suspect", "marked"
    );
    for ((label, lang, kind), tally) in &tallies {
        println!(
            "{label:<8} {lang:<8} {kind:<16} {:>6} {:>7.1}% {:>7.1}% {:>7.1}%",
            tally.texts,
            tally.share(tally.offers),
            tally.share(tally.suspects),
            tally.share(tally.offers + tally.suspects)
        );
    }
    if spans > 0 {
        println!("\nmarks on the offer's own words: {overlapping} of {spans}");
    }
    println!("\nmissed offers:");
    let missed = records
        .iter()
        .zip(marks)
        .filter(|(record, marks)| record.label == "offer" && marks.is_empty());
    for (record, _) in missed.take(most) {
        println!(
            "  {} [{}] {}",
            record.id,
            record.kind,
            record.text.replace('\n', " ⏎ ")
        );
    }
    println!("\nfalse marks:");
    let falsely = records
        .iter()
        .zip(marks)
        .filter(|(record, marks)| record.label != "offer" && !marks.is_empty());
    for (record, marks) in falsely.take(most) {
        println!(
            "  {} [{}] {}",
            record.id,
            record.kind,
            record.text.replace('\n', " ⏎ ")
        );
        for mark in marks {
            let evidence: Vec<String> = mark
                .evidence
                .iter()
                .map(|piece| format!("{:?} {}", piece.slot, piece.text))
                .collect();
            println!(
                "    {:?}: {} ← {}",
                mark.level,
                mark.text.replace('\n', " ⏎ "),
                evidence.join(", ")
            );
        }
    }
}

/// Whether a mark stands on any of the words of the offer.
fn overlaps(text: &str, offer: &str, mark: &Mark) -> bool {
    let Some(byte) = text.find(offer) else {
        return false;
    };
    let start = text[..byte].encode_utf16().count();
    let end = start + offer.encode_utf16().count();
    mark.start < end && start < mark.end
}
