//! What a folded character is to the engine.
//!
//! Shared by the build script, which works the class of every code point out of the Unicode data,
//! and by the engine.

/// What a folded character is to the engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Class {
    /// A letter of a script that puts no spaces between words: Han, kana, Thai.
    Dense = 0,
    /// A letter of a script that does: Latin, Cyrillic, Hangul, Devanagari.
    Spaced = 1,
    /// A decimal digit, always ASCII after folding.
    Digit = 2,
    /// White space within a line.
    Space = 3,
    /// Symbols, emoji and strokes: what people put between letters to break a word.
    Noise = 4,
    /// Punctuation that separates clauses or quotes.
    Punctuation = 5,
    /// A line break or a boundary of the page's layout.
    Break = 6,
    /// Nothing that anybody sees.
    Ignorable = 7,
}
