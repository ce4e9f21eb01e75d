//! What goes in: files of one of three formats, read record by record.

use clap::ValueEnum;
use serde::{Deserialize, Deserializer, de};
use serde_json::Value;
use std::{
    fmt,
    io::{self, BufRead},
    path::Path,
};
use thiserror::Error;

/// What an input is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A JSON object a line, with `id` and `text`.
    Jsonl,
    /// Plain text.
    Text,
    /// HTML.
    Html,
}

impl Format {
    /// The format that a file's extension tells, if it tells one.
    pub fn of(path: &Path) -> Option<Format> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "jsonl" | "ndjson" => Some(Format::Jsonl),
            "html" | "htm" | "xhtml" => Some(Format::Html),
            "txt" | "text" | "md" => Some(Format::Text),
            _ => None,
        }
    }

    /// The format that an input's first character tells; nothing of it is used up.
    pub fn sniff(input: &mut impl BufRead) -> io::Result<Format> {
        let first = input
            .fill_buf()?
            .iter()
            .copied()
            .find(|byte| !byte.is_ascii_whitespace());
        Ok(match first {
            Some(b'{') => Format::Jsonl,
            Some(b'<') => Format::Html,
            _ => Format::Text,
        })
    }
}

/// A text to scan, by whatever its file calls it.
#[derive(Debug, Deserialize)]
pub struct Record {
    /// Given back as it came.
    pub id: Value,
    /// The text.
    #[serde(deserialize_with = "any_string")]
    pub text: String,
}

/// Why a record could not be read.
#[derive(Debug, Error)]
pub enum RecordError {
    /// The line is no JSON object with `id` and `text`.
    #[error("not a record: {0}")]
    Json(#[from] serde_json::Error),
}

/// Reads a line of JSON Lines.
pub fn record(line: &[u8]) -> Result<Record, RecordError> {
    Ok(serde_json::from_slice(line)?)
}

/// A JSON string. JSON can spell half of a surrogate pair, which no Rust string holds: it becomes
/// U+FFFD, which is one code unit as well, so offsets stay right.
fn any_string<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    struct Bytes;
    impl de::Visitor<'_> for Bytes {
        type Value = String;

        fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
            formatter.write_str("a string")
        }

        fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<String, E> {
            Ok(whole_characters(bytes))
        }
    }
    deserializer.deserialize_bytes(Bytes)
}

/// Text out of serde_json's bytes, where half a surrogate pair stands as three bytes of its own.
fn whole_characters(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        // ED A0..BF xx: the first byte is invalid alone, and so is each of the other two.
        if chunk.invalid() == [0xED] || chunk.invalid().first().is_some_and(|byte| *byte >= 0xC0) {
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_surrogate_pair_is_one_code_unit() {
        let record = record(br#"{"id": 1, "text": "a\ud800b\ude00\ud83d\ude00"}"#).unwrap();
        assert_eq!(record.text, "a\u{fffd}b\u{fffd}😀");
    }

    #[test]
    fn a_line_without_text_is_refused() {
        assert!(record(br#"{"id": 1}"#).is_err());
        assert!(record(b"[]").is_err());
    }
}
