//! Reads records, scans them on all cores, and writes the marks in the order of the input.

use crate::{
    html,
    input::{self, Format, Record},
};
use fournos::{Mark, scan};
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use serde::Serialize;
use serde_json::Value;
use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
};

/// How much is read before it is scanned, in bytes: the memory held does not grow with the input.
const BATCH: usize = 4 << 20;

/// A line of output.
#[derive(Serialize)]
struct Scanned<'a> {
    id: &'a Value,
    marks: Vec<Mark>,
}

/// Scans the files, or standard input, and gives the number of records that could not be read.
///
/// # Errors
/// If the output cannot be written.
pub fn run(files: &[PathBuf], format: Option<Format>) -> io::Result<usize> {
    let mut job = Job {
        output: BufWriter::new(io::stdout().lock()),
        progress: ProgressBar::no_length(),
        failures: 0,
    };
    let style = ProgressStyle::with_template("{spinner} {pos} records in {elapsed}");
    job.progress
        .set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
    let standard_input = [PathBuf::from("-")];
    for path in if files.is_empty() {
        &standard_input
    } else {
        files
    } {
        if path.as_os_str() == "-" {
            job.input("-", format, io::stdin().lock())?;
            continue;
        }
        let name = path.display().to_string();
        match File::open(path) {
            Ok(file) => job.input(
                &name,
                format.or_else(|| Format::of(Path::new(path))),
                BufReader::new(file),
            )?,
            Err(error) => job.fail(&name, &error),
        }
    }
    job.progress.finish_and_clear();
    job.output.flush()?;
    Ok(job.failures)
}

struct Job<W: Write> {
    output: W,
    progress: ProgressBar,
    failures: usize,
}

impl<W: Write> Job<W> {
    fn input(
        &mut self,
        name: &str,
        format: Option<Format>,
        mut input: impl BufRead,
    ) -> io::Result<()> {
        let format = match format.map_or_else(|| Format::sniff(&mut input), Ok) {
            Ok(format) => format,
            Err(error) => {
                self.fail(name, &error);
                return Ok(());
            }
        };
        if format == Format::Jsonl {
            return self.lines(name, input);
        }
        let mut bytes = Vec::new();
        if let Err(error) = input.read_to_end(&mut bytes) {
            self.fail(name, &error);
            return Ok(());
        }
        let text = String::from_utf8_lossy(&bytes);
        let text = if format == Format::Html {
            html::visible_text(&text)
        } else {
            plain(&text)
        };
        self.write(&Value::from(name), scan(&text, ""))
    }

    fn lines(&mut self, name: &str, mut input: impl BufRead) -> io::Result<()> {
        let mut number = 0;
        loop {
            let mut batch = Vec::new();
            let mut size = 0;
            let mut broken = None;
            while size < BATCH {
                let mut line = Vec::new();
                match input.read_until(b'\n', &mut line) {
                    Ok(0) => break,
                    Ok(read) => size += read,
                    Err(error) => {
                        broken = Some(error);
                        break;
                    }
                }
                number += 1;
                if !line.trim_ascii().is_empty() {
                    batch.push((number, line));
                }
            }
            let scanned: Vec<_> = batch
                .par_iter()
                .map(|(number, line)| {
                    let result = input::record(line).map(|Record { id, text }| {
                        let marks = scan(&plain(&text), "");
                        (id, restore(marks, &text))
                    });
                    (number, result)
                })
                .collect();
            for (number, result) in scanned {
                match result {
                    Ok((id, marks)) => self.write(&id, marks)?,
                    Err(error) => self.fail(&format!("{name}:{number}"), &error),
                }
            }
            if let Some(error) = broken {
                self.fail(&format!("{name}:{}", number + 1), &error);
                return Ok(());
            }
            if size == 0 {
                return Ok(());
            }
        }
    }

    fn write(&mut self, id: &Value, marks: Vec<Mark>) -> io::Result<()> {
        serde_json::to_writer(&mut self.output, &Scanned { id, marks })?;
        self.progress.inc(1);
        self.output.write_all(b"\n")
    }

    fn fail(&mut self, place: &str, error: &dyn std::error::Error) {
        self.failures += 1;
        self.progress
            .suspend(|| eprintln!("fournos: {place}: {error}"));
    }
}

/// Plain text as the engine takes it: the control characters that stand for a page's layout mean
/// nothing in it.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| {
            if matches!(c, '\u{1c}'..='\u{1f}') {
                '\u{200b}'
            } else {
                c
            }
        })
        .collect()
}

/// Puts the record's own characters back where [`plain`] had replaced them.
fn restore(mut marks: Vec<Mark>, text: &str) -> Vec<Mark> {
    if text.contains(|c| matches!(c, '\u{1c}'..='\u{1f}')) {
        let units: Vec<u16> = text.encode_utf16().collect();
        let own = |start: usize, end: usize| String::from_utf16_lossy(&units[start..end]);
        for mark in &mut marks {
            mark.text = own(mark.start, mark.end);
            for piece in &mut mark.evidence {
                piece.text = own(piece.start, piece.end);
            }
        }
    }
    marks
}
