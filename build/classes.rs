//! The class of a code point, out of its Unicode script and general category.

#[path = "../src/class.rs"]
mod class;

pub use class::Class;
use unicode_properties::{GeneralCategory as G, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};

/// Marks that decorate any letter (accents, strikes, rings): dropping them undoes stacked-accent
/// disguises. The vowel signs of Indic scripts and Thai are marks too, but part of the spelling.
pub fn decorates(c: char) -> bool {
    c.general_category() == G::NonspacingMark && c.script() == Script::Inherited
        || c.general_category() == G::EnclosingMark
}

/// Whether the fold may take accents off this letter without harm to its script's spelling.
pub fn has_accents(c: char) -> bool {
    matches!(c.script(), Script::Latin | Script::Greek | Script::Cyrillic)
}

/// The class of a folded character.
pub fn class_of(c: char) -> Class {
    // The page's layout boundaries: see src/layout.rs.
    if matches!(
        c,
        '\n' | '\u{0b}' | '\u{0c}' | '\u{1d}'..='\u{1f}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    ) {
        return Class::Break;
    }
    match c.general_category() {
        G::DecimalNumber | G::LetterNumber | G::OtherNumber if c.is_ascii_digit() => Class::Digit,
        G::SpaceSeparator => Class::Space,
        G::Control if matches!(c, '\t' | '\r') => Class::Space,
        G::Control | G::Format | G::Unassigned | G::Surrogate => Class::Ignorable,
        // Symbols, and the strokes and dots that stand between letters as often as between clauses.
        G::CurrencySymbol
        | G::MathSymbol
        | G::ModifierSymbol
        | G::OtherSymbol
        | G::ConnectorPunctuation
        | G::DashPunctuation
        | G::PrivateUse => Class::Noise,
        G::OtherPunctuation
            if matches!(
                c,
                '.' | '*' | '/' | '\\' | '#' | '@' | '&' | '%' | '·' | '•' | '・' | '\''
            ) =>
        {
            Class::Noise
        }
        G::OtherPunctuation
        | G::OpenPunctuation
        | G::ClosePunctuation
        | G::InitialPunctuation
        | G::FinalPunctuation
        | G::LineSeparator
        | G::ParagraphSeparator => Class::Punctuation,
        _ => match c.script() {
            Script::Han
            | Script::Hiragana
            | Script::Katakana
            | Script::Bopomofo
            | Script::Thai
            | Script::Lao
            | Script::Khmer
            | Script::Myanmar
            | Script::Common
            | Script::Inherited => Class::Dense,
            _ => Class::Spaced,
        },
    }
}
