//! One sentence for each thing the engine has to know: `tests/cases.jsonl`.

use fournos::{Level, scan};
use serde::Deserialize;
use std::fs;

#[derive(Deserialize)]
struct Case {
    why: String,
    text: String,
    /// The strongest mark in the text, or none.
    level: Option<String>,
    /// Words that have to be inside one mark.
    mark: Option<String>,
    /// Words that may be in none.
    beyond: Option<String>,
}

#[test]
fn each_case_is_judged_as_a_person_would() {
    let mut wrong = Vec::new();
    for line in fs::read_to_string("tests/cases.jsonl").unwrap().lines() {
        let case: Case = serde_json::from_str(line).unwrap();
        let marks = scan(&case.text, "");
        let level = marks
            .iter()
            .map(|mark| mark.level)
            .max()
            .map(|level| match level {
                Level::Offer => "offer",
                Level::Suspect => "suspect",
                Level::Own => "own",
            });
        let covered = case
            .mark
            .is_none_or(|words| marks.iter().any(|mark| mark.text.contains(&words)));
        let beyond = case
            .beyond
            .is_some_and(|words| marks.iter().any(|mark| mark.text.contains(&words)));
        if level != case.level.as_deref() || !covered || beyond {
            wrong.push(format!(
                "{}: {} is {level:?}: {marks:?}",
                case.why, case.text
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
