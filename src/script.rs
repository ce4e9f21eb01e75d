//! What the scripts of some languages ask for: how many letters say as much as a character of Chinese or
//! a word with spaces around does elsewhere.

use crate::fold::FoldedChar;

/// Whether a character is a letter, vowel sign or tone mark of Thai.
pub fn is_thai(c: char) -> bool {
    matches!(c, '\u{e01}'..='\u{e4e}')
}

/// Whether a character is a syllable of Korean.
pub fn is_hangul(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7a3}')
}

/// How many of some folded characters are to be read as one: in Thai a consonant with the vowel signs and
/// tone marks around it (a Thai character cluster), as its letters alone say too little; elsewhere one.
pub fn cluster(chars: &[FoldedChar]) -> usize {
    let [first, rest @ ..] = chars else { return 0 };
    if !is_thai(first.c) {
        return 1;
    }
    let before_consonant = |c: char| matches!(c, 'เ' | 'แ' | 'โ' | 'ใ' | 'ไ');
    let behind_consonant = |c: char| matches!(c, 'ะ'..='\u{e3a}' | 'ๅ' | '\u{e47}'..='\u{e4e}');
    let consonant = |c: char| is_thai(c) && !before_consonant(c) && !behind_consonant(c);
    let led = before_consonant(first.c) && rest.first().is_some_and(|next| consonant(next.c));
    let signs = rest[usize::from(led)..].iter();
    1 + usize::from(led) + signs.take_while(|char| behind_consonant(char.c)).count()
}

#[cfg(test)]
mod tests {
    use super::cluster;
    use crate::fold::{Separators, fold};

    fn clusters(text: &str) -> Vec<String> {
        let folded = fold(text, 0, Separators::Strip);
        let mut rest = &folded.chars[..];
        let mut clusters = Vec::new();
        while !rest.is_empty() {
            let (own, others) = rest.split_at(cluster(rest));
            clusters.push(own.iter().map(|char| char.c).collect());
            rest = others;
        }
        clusters
    }

    #[test]
    fn a_thai_consonant_has_its_vowels_and_tones_with_it() {
        let expected = ["ให้", "เช่า", "บั", "ญ", "ชี", "ไล", "น์"];
        assert_eq!(clusters("ให้เช่าบัญชีไลน์"), expected);
    }

    #[test]
    fn a_vowel_without_its_consonant_stands_alone() {
        assert_eq!(clusters("เaะ"), ["เ", "a", "ะ"]);
    }

    #[test]
    fn other_characters_are_read_one_by_one() {
        assert_eq!(clusters("租ラ계ж"), ["租", "ラ", "계", "ж"]);
    }
}
