//! Prints every spelling of every word of the lexicon, folded, a line each.

fn main() {
    for word in fournos::spellings() {
        println!("{word}");
    }
}
