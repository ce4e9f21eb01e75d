//! Turns the words in `lexicon/` and the Unicode and OpenCC data crates into the static tables
//! that the engine carries: the fold table and the word automaton.

#[path = "build/classes.rs"]
mod classes;
#[path = "build/fold_table.rs"]
mod fold_table;
#[path = "build/words.rs"]
mod words;

use std::{env, error::Error, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    for input in ["build.rs", "build", "lexicon", "src/tag.rs"] {
        println!("cargo::rerun-if-changed={input}");
    }
    let out = env::var("OUT_DIR")?;
    let out = Path::new(&out);
    let table = fold_table::FoldTable::new(Path::new("lexicon/spellings.toml"))?;
    table.write(&out.join("fold_table.rs"))?;
    words::write(Path::new("lexicon"), &table, out)
}
