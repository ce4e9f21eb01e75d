//! `fournos scan`: the engine on files, one JSON line a record.

mod html;
mod input;
mod scan;

use clap::{Parser, Subcommand};
use input::Format;
use std::{path::PathBuf, process::ExitCode};

/// Finds offers to rent, lend, sell or hand over a personal account for pay.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Reads texts and writes their marks, one JSON line a record.
    ///
    /// JSON Lines hold a record a line, `{"id", "text"}`; a plain text or HTML file is one record,
    /// named after the file. Offsets count UTF-16 code units; for HTML, in the text that the page
    /// shows. A record that cannot be read is told on standard error with its line, the others are
    /// still written, and the exit status is 2.
    Scan {
        /// The files to read; standard input if there are none, or for `-`.
        files: Vec<PathBuf>,
        /// What the input is; by the file's extension if not given, or by how the input begins.
        #[arg(long, value_enum)]
        format: Option<Format>,
    },
}

fn main() -> ExitCode {
    let Command::Scan { files, format } = Arguments::parse().command;
    match scan::run(&files, format) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(2),
        // Whoever read our output has seen enough, as `head` does.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("fournos: {error}");
            ExitCode::from(2)
        }
    }
}
