//! Measures the engine on texts with known answers: recall and false marks by language and kind,
//! precision by level, how well marks lie on the offer's own words, how far the confidence can be
//! believed, what disguises and layouts take away, and the worst misses and false marks with their
//! evidence.
//!
//! `./build.sh eval [--all] [FILE…]`; without files, the project's corpus and, apart from it, the
//! texts held back from it, of which only figures are shown. A line is
//! `{"id", "label": "offer"|"benign", "kind", "lang", "text"}` and may name the offer's own words in
//! `offer`; a line without a label is benign.

#[path = "../corpus/mod.rs"]
mod corpus;
#[path = "../corpus/languages.rs"]
mod languages;
#[path = "../corpus/place.rs"]
mod place;
#[path = "../corpus/variations.rs"]
mod variations;

use corpus::{CORPUS, Label, Record};
use fastrand::Rng;
use fournos::{Level, Mark, scan};
use languages::Languages;
use rayon::prelude::*;
use std::{collections::BTreeMap, error::Error, path::PathBuf, process::ExitCode};

/// Texts of the same sort that the model is not fitted on.
const HOLDBACK: &str = "tests/corpus/holdback";
/// How many of the worst are shown.
const WORST: usize = 10;
/// The seed of the variations: every run makes the same ones.
const SEED: u64 = 4;

/// A text and its marks.
type Judged<'a> = (&'a Record, Vec<Mark>);

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
    if !files.is_empty() {
        return report(files.iter().map(PathBuf::from).collect(), Some(most));
    }
    println!("{CORPUS}, which the model is fitted on\n");
    report(vec![PathBuf::from(CORPUS)], Some(most))?;
    println!("\n\n{HOLDBACK}, which nothing is tuned on\n");
    report(vec![PathBuf::from(HOLDBACK)], None)
}

/// Prints all figures of some files, and `worst` texts of each sort, if any.
fn report(files: Vec<PathBuf>, worst: Option<usize>) -> Result<(), Box<dyn Error>> {
    let records = corpus::read(&files)?;
    let judged: Vec<Judged> = records
        .par_iter()
        .map(|record| (record, scan(&record.text, "")))
        .collect();
    by_kind(&judged);
    by_level(&judged);
    on_the_offer(&judged);
    by_confidence(&judged);
    varied(&judged);
    if let Some(most) = worst {
        misses(&judged, most);
        false_marks(&judged, most);
    }
    Ok(())
}

fn level(marks: &[Mark]) -> Option<Level> {
    marks.iter().map(|mark| mark.level).max()
}

fn confidence(marks: &[Mark]) -> f32 {
    marks.iter().map(|mark| mark.confidence).fold(0.0, f32::max)
}

fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}

/// Texts, and how many of them were marked at each level.
#[derive(Default)]
struct Tally {
    texts: usize,
    offers: usize,
    suspects: usize,
}

fn by_kind(judged: &[Judged]) {
    let mut tallies: BTreeMap<(Label, &str, &str), Tally> = BTreeMap::new();
    let languages = Languages::of(judged.iter().map(|(record, _)| *record));
    for (record, marks) in judged {
        let (lang, kind) = (languages.name(record), record.kind.as_str());
        for (lang, kind) in [(lang, kind), (lang, "*"), ("*", kind), ("*", "*")] {
            let tally = tallies.entry((record.label, lang, kind)).or_default();
            tally.texts += 1;
            match level(marks) {
                Some(Level::Offer) => tally.offers += 1,
                Some(Level::Suspect) => tally.suspects += 1,
                Some(Level::Own) | None => {}
            }
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
            percent(tally.offers, tally.texts),
            percent(tally.suspects, tally.texts),
            percent(tally.offers + tally.suspects, tally.texts)
        );
    }
}

fn by_level(judged: &[Judged]) {
    println!();
    for wanted in [Level::Offer, Level::Suspect] {
        let marked: Vec<_> = judged
            .iter()
            .filter(|(_, marks)| level(marks) == Some(wanted))
            .collect();
        let right = marked
            .iter()
            .filter(|(record, _)| record.label == Label::Offer)
            .count();
        println!(
            "texts marked as {wanted:?}: {}, of them offers: {right} ({:.1}%)",
            marked.len(),
            percent(right, marked.len())
        );
    }
}

/// How well the marks lie on the offer's own words, where the record names them.
fn on_the_offer(judged: &[Judged]) {
    let (mut texts, mut touching, mut common, mut marked, mut offered) = (0, 0, 0, 0, 0);
    for (record, marks) in judged.iter().filter(|(_, marks)| !marks.is_empty()) {
        let Some(offer) = place::of_offer(record) else {
            continue;
        };
        let covered: usize = marks
            .iter()
            .map(|mark| place::overlap(&(mark.start..mark.end), &offer))
            .sum();
        texts += 1;
        touching += usize::from(covered > 0);
        common += covered;
        offered += offer.len();
        marked += marks
            .iter()
            .map(|mark| mark.end - mark.start)
            .sum::<usize>();
    }
    println!(
        "marks on the offer's own words: {touching} of {texts}; {:.1}% of what is marked is the offer, {:.1}% of the offer is marked",
        percent(common, marked),
        percent(common, offered)
    );
}

fn by_confidence(judged: &[Judged]) {
    println!("\nconfidence  texts  offers");
    for twentieth in (10..20).rev() {
        let within = |marks: &[Mark]| {
            !marks.is_empty() && ((confidence(marks) * 20.0 + 1e-3) as usize).min(19) == twentieth
        };
        let texts: Vec<_> = judged.iter().filter(|(_, marks)| within(marks)).collect();
        let right = texts
            .iter()
            .filter(|(record, _)| record.label == Label::Offer)
            .count();
        println!(
            "{:.2}–{:.2} {:>7} {right:>7} ({:.1}%)",
            twentieth as f32 / 20.0,
            (twentieth + 1) as f32 / 20.0,
            texts.len(),
            percent(right, texts.len())
        );
    }
}

/// How many texts are marked that are disguised or laid out otherwise.
fn varied(judged: &[Judged]) {
    println!();
    for (name, vary) in [
        (
            "disguised",
            variations::disguised as fn(&str, &mut Rng) -> String,
        ),
        ("split over blocks", variations::split),
    ] {
        for label in [Label::Offer, Label::Benign] {
            let texts: Vec<_> = judged
                .iter()
                .filter(|(record, _)| record.label == label)
                .collect();
            let plain = texts.iter().filter(|(_, marks)| !marks.is_empty()).count();
            let marked = texts
                .par_iter()
                .enumerate()
                .filter(|(at, (record, _))| {
                    let mut random = Rng::with_seed(SEED + *at as u64);
                    !scan(&vary(&record.text, &mut random), "").is_empty()
                })
                .count();
            println!(
                "{name:<18} {label:<8} {:>5.1}% marked, {:>5.1}% as they were written",
                percent(marked, texts.len()),
                percent(plain, texts.len()),
                label = format!("{label:?}").to_lowercase(),
            );
        }
    }
}

fn misses(judged: &[Judged], most: usize) {
    println!("\nmissed offers, the least likely first:");
    let mut missed: Vec<(f32, &Record)> = judged
        .iter()
        .filter(|(record, marks)| record.label == Label::Offer && marks.is_empty())
        .map(|(record, _)| (fournos::likelihood(&record.text), *record))
        .collect();
    missed.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    for (likelihood, record) in missed.into_iter().take(most) {
        println!("  {likelihood:.2} {record}");
    }
}

fn false_marks(judged: &[Judged], most: usize) {
    println!("\nfalse marks, the surest first:");
    let mut marked: Vec<&Judged> = judged
        .iter()
        .filter(|(record, marks)| record.label == Label::Benign && !marks.is_empty())
        .collect();
    marked.sort_by(|(_, a), (_, b)| confidence(b).total_cmp(&confidence(a)));
    for (record, marks) in marked.into_iter().take(most) {
        println!("  {record}");
        for mark in marks {
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
