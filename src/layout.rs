//! The lines of a text and how strongly the page sets them apart.
//!
//! A page reaches the engine as one string. Where its layout separates two runs of text, the
//! string holds one of ASCII's own separators: U+001F (unit) for a new line, U+001E (record) for
//! a new block of the same post, U+001D (group) for another post. In plain text a newline is a
//! line and an empty line starts a block.

use crate::{class::Class, fold::Folded};
use std::ops::Range;

/// How strongly two neighbouring lines are set apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Boundary {
    /// A line break, or the next cell of a table.
    Line,
    /// Another block of the same post: its title, price and body.
    Block,
    /// Another post, list item, row or part of the page.
    Item,
}

/// A line: some text without a break in it.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its folded characters.
    pub chars: Range<usize>,
    /// What stands before it.
    pub before: Boundary,
}

/// Splits a folded text into its lines, leaving out the empty ones.
pub fn lines(folded: &Folded) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut before = Boundary::Item;
    let mut newlines = 0;
    for at in 0..=folded.chars.len() {
        let c = match folded.chars.get(at) {
            Some(char) if char.class != Class::Break => continue,
            Some(char) => char.c,
            None => '\n',
        };
        if at > start {
            lines.push(Line {
                chars: start..at,
                before,
            });
            before = Boundary::Line;
            newlines = 0;
        }
        newlines += u32::from(c == '\n');
        before = before.max(match c {
            '\u{1d}' => Boundary::Item,
            '\u{1e}' | '\u{2029}' => Boundary::Block,
            _ if newlines > 1 => Boundary::Block,
            _ => Boundary::Line,
        });
        start = at + 1;
    }
    lines
}

/// The posts of a text: runs of lines with no [`Boundary::Item`] inside, as ranges of `lines`.
pub fn items(lines: &[Line]) -> Vec<Range<usize>> {
    let mut items = Vec::new();
    let mut start = 0;
    for at in 1..=lines.len() {
        if lines
            .get(at)
            .is_none_or(|line| line.before == Boundary::Item)
        {
            items.push(start..at);
            start = at;
        }
    }
    items.retain(|item| !item.is_empty());
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::{Separators, fold};

    #[test]
    fn posts_are_told_from_lines() {
        let folded = fold(
            "标题\u{1e}价格\u{1f}正文\u{1d}别的帖子\n第二行\n\n新段",
            0,
            Separators::Strip,
        );
        let lines = lines(&folded);
        let boundaries: Vec<_> = lines.iter().map(|line| line.before).collect();
        use Boundary::*;
        assert_eq!(boundaries, [Item, Block, Line, Item, Line, Block]);
        assert_eq!(items(&lines), [0..3, 3..6]);
    }
}
