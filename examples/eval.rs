//! Measures the engine on texts with known answers: recall and false marks by language and kind,
//! precision by level, whether marks stand on the offer's own words, how far the confidence can be
//! believed, and the worst misses and false marks with their evidence.
//!
//! `./build.sh eval [--all] [FILE…]`; without files, the project's corpus. A line is
//! `{"id", "label": "offer"|"benign", "kind", "lang", "text"}` and may name the offer's own words in
//! `offer`; a line without a label is benign.

mod corpus;

use corpus::{CORPUS, Label, Record};
use fournos::{Level, Mark, scan};
use rayon::prelude::*;
use std::{collections::BTreeMap, error::Error, path::PathBuf, process::ExitCode};

/// How many of the worst are shown.
const WORST: usize = 10;

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
    let most = match flags.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => WORST,
        ["--all"] => usize::MAX,
        _ => return Err(format!("unknown option {}; there is only --all", flags[0]).into()),
    };
    let mut files: Vec<PathBuf> = files.into_iter().map(PathBuf::from).collect();
    if files.is_empty() {
        files.push(PathBuf::from(CORPUS));
    }
    let records = corpus::read(&files)?;
    let marks: Vec<Vec<Mark>> = records
        .par_iter()
        .map(|record| scan(&record.text, ""))
        .collect();
    let judged: Vec<Judged> = records.iter().zip(&marks).collect();
    by_kind(&judged);
    by_level(&judged);
    on_the_offer(&judged);
    by_confidence(&judged);
    worst(&judged, most);
    Ok(())
}

/// A text and its marks.
type Judged<'a> = (&'a Record, &'a Vec<Mark>);

fn level(marks: &[Mark]) -> Option<Level> {
    marks.iter().map(|mark| mark.level).max()
}

fn confidence(marks: &[Mark]) -> f32 {
    marks.iter().map(|mark| mark.confidence).fold(0.0, f32::max)
}

fn by_kind(judged: &[Judged]) {
    let mut tallies: BTreeMap<(Label, &str, &str), Tally> = BTreeMap::new();
    for (record, marks) in judged {
        for (lang, kind) in [
            (record.lang.as_str(), record.kind.as_str()),
            (record.lang.as_str(), "*"),
            ("*", "*"),
        ] {
            let tally = tallies.entry((record.label, lang, kind)).or_default();
            tally.add(level(marks));
        }
    }
    println!(
        "{:<8} {:<8} {:<16} {:>6} {:>8} {:>8} {:>8}",
        "label", "lang", "kind", "texts", "offer", "suspect", "marked"
    );
    for ((label, lang, kind), tally) in &tallies {
        println!(
            "{:<8} {lang:<8} {kind:<16} {:>6} {:>7.1}% {:>7.1}% {:>7.1}%",
            format!("{label:?}").to_lowercase(),
            tally.texts,
            tally.share(tally.offers),
            tally.share(tally.suspects),
            tally.share(tally.offers + tally.suspects)
        );
    }
}

fn by_level(judged: &[Judged]) {
    println!();
    for wanted in [Level::Offer, Level::Suspect] {
        let marked = judged
            .iter()
            .filter(|(_, marks)| level(marks) == Some(wanted));
        let right = marked
            .clone()
            .filter(|(record, _)| record.label == Label::Offer)
            .count();
        println!(
            "texts marked as {wanted:?}: {}, of them offers: {right}",
            marked.count()
        );
    }
}

fn on_the_offer(judged: &[Judged]) {
    let named = judged
        .iter()
        .filter_map(|(record, marks)| Some((record, record.offer.as_ref()?, marks)))
        .filter(|(.., marks)| !marks.is_empty());
    let on = named
        .clone()
        .filter(|(record, offer, marks)| {
            marks.iter().any(|mark| overlaps(&record.text, offer, mark))
        })
        .count();
    println!("marks on the offer's own words: {on} of {}", named.count());
}

fn by_confidence(judged: &[Judged]) {
    println!("\nconfidence  texts  offers");
    for tenth in (5..10).rev() {
        let within = |(_, marks): &&Judged| {
            !marks.is_empty() && ((confidence(marks) * 10.0) as i32).min(9) == tenth
        };
        let texts = judged.iter().filter(within);
        let right = texts
            .clone()
            .filter(|(record, _)| record.label == Label::Offer)
            .count();
        println!(
            "{:>4.1}–{:<4.1} {:>7} {right:>7}",
            tenth as f32 / 10.0,
            (tenth + 1) as f32 / 10.0,
            texts.count()
        );
    }
}

fn worst(judged: &[Judged], most: usize) {
    println!("\nmissed offers:");
    let missed = judged
        .iter()
        .filter(|(record, marks)| record.label == Label::Offer && marks.is_empty());
    for (record, _) in missed.take(most) {
        print(record);
    }
    println!("\nfalse marks:");
    let mut falsely: Vec<&Judged> = judged
        .iter()
        .filter(|(record, marks)| record.label == Label::Benign && !marks.is_empty())
        .collect();
    falsely.sort_by(|(_, a), (_, b)| confidence(b).total_cmp(&confidence(a)));
    for (record, marks) in falsely.into_iter().take(most) {
        print(record);
        for mark in *marks {
            let evidence: Vec<String> = mark
                .evidence
                .iter()
                .map(|piece| format!("{:?} {}", piece.slot, piece.text))
                .collect();
            println!(
                "    {:?} {:.2}: {} ← {}",
                mark.level,
                mark.confidence,
                mark.text.replace('\n', " ⏎ "),
                evidence.join(", ")
            );
        }
    }
}

fn print(record: &Record) {
    println!(
        "  {} [{}] {}",
        record.id,
        record.kind,
        record.text.replace('\n', " ⏎ ")
    );
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
