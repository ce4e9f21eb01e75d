//! Fits the model on the project's corpus and writes `src/model.bin` and `src/net.bin`.
//!
//! `./build.sh fit` fits on all of `tests/corpus` (its `holdback` folder is left alone) and writes
//! the model. The figures printed come from fits that each left out a fifth of the texts and were asked
//! about it. The same corpus and lexicon give the same bytes on every machine: `./build.sh fit --check`
//! says whether the regression's weights there are what would be written. The net and the calibration,
//! which take far more work, it takes as they are; the corpus test holds what they are for.

#[path = "../corpus/mod.rs"]
mod corpus;
#[path = "../corpus/languages.rs"]
mod languages;
mod net;
#[path = "../corpus/place.rs"]
mod place;
mod regression;
#[path = "../corpus/variations.rs"]
mod variations;

use corpus::{CORPUS, Label, Record};
use fastrand::Rng;
use fournos::{
    Calibration, Level, Model,
    net::{Found, Net},
};
use languages::Languages;
use rayon::prelude::*;
use regression::{Passage, Text, Weights, fit, logistic, passages, samples};
use std::{collections::BTreeMap, error::Error, fs, path::PathBuf, process::ExitCode};

/// Where the model is kept.
const MODEL: &str = "src/model.bin";
/// Where the net is.
const NET: &str = "src/net.bin";
/// The seed of the variations; the evaluation has another.
const SEED: u64 = 1 << 32;
/// The kinds of look-alikes that an offer may stand between.
const EVERYDAY: [&str; 7] = [
    "chat",
    "friend_help",
    "housing",
    "jobs",
    "product",
    "rental_other",
    "trade",
];
/// How much an offer in plain words counts: most texts of the corpus are harder than what most people
/// write, and what is said plainly has to be found before all else.
const PLAIN: f32 = 2.0;
/// How much a variation of a text counts beside the text.
const VARIATION: f32 = 0.2;
/// How threads, lists and laws number what follows; `{}` is the number.
const NUMBERINGS: [&str; 10] = [
    "{}. ",
    "{}、",
    "{}) ",
    "#{} ",
    "No.{} ",
    "{}楼：",
    "{}樓 ",
    "第{}条：",
    "第{}帖 ",
    "ข้อ {} ",
];
/// How many neighbouring numbers stay together.
const TOGETHER: usize = 40;
/// How many parts the corpus is cut into for the figures.
const FOLDS: usize = 5;

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("fit: {error}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<ExitCode, Box<dyn Error>> {
    let check = match std::env::args().skip(1).collect::<Vec<_>>()[..] {
        [] => false,
        [ref flag] if flag == "--check" => true,
        _ => return Err("there is only --check".into()),
    };
    let records = corpus::read(&[PathBuf::from(CORPUS)])?;
    let ordinary = ordinary(&records);
    let texts: Vec<Text> = records
        .par_iter()
        .map(|record| as_written(record, !check))
        .collect();
    let variations: Vec<Vec<Text>> = records
        .par_iter()
        .enumerate()
        .map(|(at, record)| varied(at, record, &ordinary, !check))
        .collect();
    let all: Vec<&Text> = texts.iter().chain(variations.iter().flatten()).collect();
    if check {
        let bytes = fs::read(MODEL)?;
        let calibration = Model::read(&bytes).ok_or("it is no model")?.calibration();
        if bytes != fit(&all).model(calibration).to_bytes() {
            eprintln!(
                "fit: {MODEL} is not what the corpus and the lexicon give; run ./build.sh fit"
            );
            return Ok(ExitCode::FAILURE);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let outcomes = left_out(&texts, &variations);
    let calibration = calibrate(&texts, &outcomes);
    let scores: Vec<Option<f32>> = outcomes
        .iter()
        .map(|outcome| best(outcome, calibration))
        .collect();
    println!("{calibration:?}");
    report(&texts, &scores);
    trade_off(&texts, &scores);
    worst(&texts, &scores, Label::Offer);
    worst(&texts, &scores, Label::Benign);
    let Fitted { weights, net } = Fitted::of(&all);
    fs::write(MODEL, weights.model(calibration).to_bytes())?;
    fs::write(NET, net.to_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// A regression and a net fitted on the same texts.
struct Fitted {
    weights: Weights,
    net: Net,
}

impl Fitted {
    fn of(texts: &[&Text]) -> Fitted {
        let weights = fit(texts);
        let net = net::fit(&samples(texts, &weights), &weights);
        Fitted { weights, net }
    }

    /// What the two say of a passage.
    fn outcome(&self, passage: &Passage) -> Outcome {
        let found = &mut Found::default();
        let net = self.net.score(&passage.elements, &passage.own, found);
        (self.weights.score(passage), net)
    }
}

/// The sum of weights of a passage, and the net's score of it.
type Outcome = (f32, f32);

/// The score of a text: its best passage's.
fn best(outcomes: &[Outcome], calibration: Calibration) -> Option<f32> {
    let scores = outcomes
        .iter()
        .map(|(sum, net)| calibration.score(*sum, *net));
    scores.reduce(f32::max)
}

fn as_written(record: &Record, net: bool) -> Text<'_> {
    Text {
        record,
        passages: passages(&record.text, net),
        offer: place::of_offer(record),
        share: if record.kind == "plain" { PLAIN } else { 1.0 },
    }
}

/// The text disguised, laid out otherwise, and in the middle of a post about other things, so that
/// the fit makes nothing of any of these. Disguise and layout would lose the words of an offer inside
/// a longer text, so such a text is left as it is.
fn varied<'a>(at: usize, record: &'a Record, ordinary: &Ordinary, net: bool) -> Vec<Text<'a>> {
    if record.offer.is_some() {
        return Vec::new();
    }
    let mut random = Rng::with_seed(SEED + at as u64);
    let mut texts: Vec<Text> = [variations::disguised, variations::split]
        .into_iter()
        .map(|vary| Text {
            record,
            passages: passages(&vary(&record.text, &mut random), net),
            offer: None,
            share: VARIATION,
        })
        .collect();
    if let Some(others) = ordinary.get(&(record.lang.as_str(), part(record))) {
        texts.push(embedded(record, others, &mut random, net));
    }
    texts
}

/// Texts about everyday things, by language and by the part of the corpus they are in: a fit that
/// leaves a part out must not see it inside other texts.
type Ordinary<'a> = BTreeMap<(&'a str, usize), Vec<&'a str>>;

fn ordinary(records: &[Record]) -> Ordinary<'_> {
    let mut ordinary = Ordinary::new();
    for record in records {
        if EVERYDAY.contains(&record.kind.as_str()) {
            let part = (record.lang.as_str(), part(record));
            ordinary.entry(part).or_default().push(&record.text);
        }
    }
    ordinary
}

/// The text between two about everyday things, as a thread or a list has them: every other time with
/// numbers before them, or the fit would take a number for a law's or a rule's.
fn embedded<'a>(record: &'a Record, others: &[&str], random: &mut Rng, net: bool) -> Text<'a> {
    let [before, after] = [(); 2].map(|()| others[random.usize(..others.len())]);
    let numbering = random.bool().then(|| random.choice(NUMBERINGS)).flatten();
    let first = random.usize(1..100);
    let [one, two, three] = [0, 1, 2].map(|at| {
        let number = (first + at).to_string();
        numbering.map_or_else(String::new, |numbering| numbering.replace("{}", &number))
    });
    let lead = format!("{one}{before}\n{two}");
    let text = format!("{lead}{}\n{three}{after}", record.text);
    let start = lead.encode_utf16().count();
    let end = start + record.text.encode_utf16().count();
    Text {
        record,
        passages: passages(&text, net),
        offer: (record.label == Label::Offer).then_some(start..end),
        share: VARIATION,
    }
}

/// The part of the corpus that a record is in. Many an offer and a look-alike were written as a pair,
/// under numbers close to each other: they stay together, or a fit would know the other half.
fn part(record: &Record) -> usize {
    let number = record.id.rsplit('-').next();
    let number: usize = number.and_then(|number| number.parse().ok()).unwrap_or(0);
    number / TOGETHER % FOLDS
}

/// What a model says of the passages of every text that has not seen it, nor a variation of it.
fn left_out(texts: &[Text], variations: &[Vec<Text>]) -> Vec<Vec<Outcome>> {
    let folds: Vec<Fitted> = (0..FOLDS)
        .into_par_iter()
        .map(|fold| {
            let others: Vec<&Text> = texts
                .iter()
                .zip(variations)
                .filter(|(text, _)| part(text.record) != fold)
                .flat_map(|(text, variations)| std::iter::once(text).chain(variations))
                .collect();
            Fitted::of(&others)
        })
        .collect();
    let outcomes = texts.par_iter().map(|text| {
        let fitted = &folds[part(text.record)];
        text.passages
            .iter()
            .map(|passage| fitted.outcome(passage))
            .collect()
    });
    outcomes.collect()
}

/// What turns both into the logarithm of the odds (Platt's scaling, of two numbers).
fn calibrate(texts: &[Text], outcomes: &[Vec<Outcome>]) -> Calibration {
    const STEPS: usize = 3_000;
    const RATE: f32 = 0.1;
    let mut calibration = Calibration {
        sum: 1.0,
        net: 0.0,
        offset: 0.0,
    };
    let scored: Vec<(Outcome, f32)> = texts
        .iter()
        .zip(outcomes)
        .filter_map(|(text, outcomes)| {
            let best = outcomes.iter().max_by(|(a, _), (b, _)| a.total_cmp(b));
            Some((*best?, text.wanted()))
        })
        .collect();
    for _ in 0..STEPS {
        let mut slopes = [0.0; 3];
        for ((sum, net), wanted) in &scored {
            let error = logistic(calibration.score(*sum, *net)) - wanted;
            slopes[0] += error * sum;
            slopes[1] += error * net;
            slopes[2] += error;
        }
        let [sum, net, offset] = slopes.map(|slope| RATE * slope / scored.len() as f32);
        calibration.sum -= sum;
        calibration.net -= net;
        calibration.offset -= offset;
    }
    calibration
}

/// Prints how the texts fared that the fits had not seen.
fn report(texts: &[Text], scores: &[Option<f32>]) {
    let mut rows: BTreeMap<(Label, &str), [usize; 4]> = BTreeMap::new();
    let languages = Languages::of(texts.iter().map(|text| text.record));
    for (text, score) in texts.iter().zip(scores) {
        for lang in ["*", languages.name(text.record)] {
            let row = rows.entry((text.record.label, lang)).or_default();
            row[0] += 1;
            row[1] += usize::from(score.is_none());
            let level = (*score).and_then(Level::of);
            row[2] += usize::from(level.is_some());
            row[3] += usize::from(level == Some(Level::Offer));
        }
    }
    for ((label, lang), [all, without, marked, offers]) in rows {
        let share = |count: usize| 100.0 * count as f64 / all as f64;
        println!(
            "{label:?} {lang:<8} {all:>5} texts, {:>5.1}% without a passage, {:>5.1}% marked, {:>5.1}% as offers",
            share(without),
            share(marked),
            share(offers)
        );
    }
}

/// Prints how many offers would be found if so many look-alikes could be marked, in all languages
/// and in each.
fn trade_off(texts: &[Text], scores: &[Option<f32>]) {
    let offers = texts.iter().map(|text| text.record);
    let offers = offers.filter(|record| record.label == Label::Offer);
    let mut langs: Vec<&str> = offers.map(|record| record.lang.as_str()).collect();
    langs.push("*");
    langs.sort_unstable();
    langs.dedup();
    println!("\noffers found where so many look-alikes are marked");
    println!(
        "{:<8} {:>6.1}% {:>6.1}% {:>6.1}% {:>6.1}%",
        "lang", 0.5, 1.5, 3.0, 5.0
    );
    for lang in langs {
        let of = |label| {
            texts
                .iter()
                .zip(scores)
                .filter(move |(text, _)| text.record.label == label)
                .filter(|(text, _)| lang == "*" || text.record.lang == lang)
                .map(|(_, score)| score.unwrap_or(f32::NEG_INFINITY))
        };
        let mut benign: Vec<f32> = of(Label::Benign).collect();
        benign.sort_by(|a, b| b.total_cmp(a));
        print!("{lang:<8}");
        for allowed in [0.5, 1.5, 3.0, 5.0] {
            let limit = benign.get((benign.len() as f64 * allowed / 100.0) as usize);
            let limit = limit.copied().unwrap_or(f32::NEG_INFINITY);
            let found = of(Label::Offer).filter(|score| *score > limit).count();
            let share = 100.0 * found as f64 / of(Label::Offer).count().max(1) as f64;
            print!(" {share:>6.1}%");
        }
        println!();
    }
}

/// Prints the texts that fits which had not seen them got most wrong.
fn worst(texts: &[Text], scores: &[Option<f32>], label: Label) {
    const MOST: usize = 10;
    let mut wrong: Vec<(f32, &Record)> = texts
        .iter()
        .zip(scores)
        .filter(|(text, _)| text.record.label == label)
        .map(|(text, score)| (score.unwrap_or(f32::NEG_INFINITY), text.record))
        .collect();
    wrong.sort_by(|(a, _), (b, _)| match label {
        Label::Offer => a.total_cmp(b),
        Label::Benign => b.total_cmp(a),
    });
    println!("\nfarthest from {label:?}:");
    for (score, record) in wrong.into_iter().take(MOST) {
        println!("  {score:>5.1} {record}");
    }
}
