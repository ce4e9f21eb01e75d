//! Texts with known answers.

use serde::Deserialize;
use std::{
    error::Error,
    fmt, fs,
    path::{Path, PathBuf},
};

/// The project's own texts.
pub const CORPUS: &str = "tests/corpus";

/// A text, and whether it is an offer.
#[derive(Deserialize)]
pub struct Record {
    /// Its name.
    pub id: String,
    /// Whether it is an offer; a text that does not say so is none.
    #[serde(default)]
    pub label: Label,
    /// What sort of text it is.
    #[serde(default)]
    pub kind: String,
    /// Its language, as a BCP 47 tag.
    #[serde(default)]
    pub lang: String,
    /// The text.
    pub text: String,
    /// The offer's own words, where there are others.
    pub offer: Option<String>,
}

impl fmt::Display for Record {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        let text = self.text.replace(['\n', '\u{1e}'], " ⏎ ");
        write!(formatter, "{} [{}] {text}", self.id, self.kind)
    }
}

/// What a person says of a text.
#[derive(Deserialize, Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
#[serde(rename_all = "lowercase")]
pub enum Label {
    /// An offer for an account.
    Offer,
    /// Anything else.
    #[default]
    Benign,
}

/// The records of JSON Lines files, and of the files in folders.
///
/// # Errors
/// If a file cannot be read, or a line is no record.
pub fn read(paths: &[PathBuf]) -> Result<Vec<Record>, Box<dyn Error>> {
    let mut records = Vec::new();
    for path in paths {
        if path.is_dir() {
            records.extend(read(&jsonl(path)?)?);
            continue;
        }
        let named = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let text = fs::read_to_string(path).map_err(|error| named(&error))?;
        for (at, line) in text.lines().enumerate() {
            let record = serde_json::from_str(line)
                .map_err(|error| format!("{}:{}: {error}", path.display(), at + 1))?;
            records.push(record);
        }
    }
    Ok(records)
}

/// The JSON Lines files of a folder, in the order of their names.
fn jsonl(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    files.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "jsonl")
    });
    files.sort();
    Ok(files)
}
