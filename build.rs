//! Turns the words in `lexicon/` and the Unicode and OpenCC data crates into the static tables
//! that the engine carries: the fold table, the words and the
//! patterns.

#[path = "build/classes.rs"]
mod classes;
#[path = "build/fold_table.rs"]
mod fold_table;
#[path = "build/patterns.rs"]
mod patterns;
#[path = "build/words.rs"]
mod words;

use std::{env, error::Error, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    for input in ["build.rs", "build", "lexicon", "src/tag.rs"] {
        println!("cargo::rerun-if-changed={input}");
    }
    let out = env::var("OUT_DIR")?;
    let out = Path::new(&out);
    let lexicon = Path::new("lexicon");
    let table = fold_table::FoldTable::new(&lexicon.join(fold_table::FILE))?;
    table.write(&out.join("fold_table.rs"))?;
    patterns::write(lexicon, &table, out)?;
    words::write(lexicon, &table, out)
}
