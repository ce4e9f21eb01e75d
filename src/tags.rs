//! Sets of [`Tag`]s: the parts that a word can play.

use crate::tag::Tag;

/// A set of [`Tag`]s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tags(pub u64);

impl Tags {
    /// The set of the tags given.
    pub const fn of(tags: &[Tag]) -> Tags {
        let mut bits = 0;
        let mut i = 0;
        while i < tags.len() {
            bits |= 1u64 << tags[i] as u32;
            i += 1;
        }
        Tags(bits)
    }

    /// The set with the tags of `other` added.
    pub const fn and(self, other: Tags) -> Tags {
        Tags(self.0 | other.0)
    }

    /// The set without `tag`.
    pub const fn without(self, tag: Tag) -> Tags {
        Tags(self.0 & !(1u64 << tag as u32))
    }

    /// The numbers of the tags in the set, ascending.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let number = left.trailing_zeros();
            left &= left.wrapping_sub(1);
            (number < u64::BITS).then_some(number as usize)
        })
    }

    /// Whether the set holds the tag with this number.
    pub const fn has_number(self, number: usize) -> bool {
        self.0 >> number & 1 == 1
    }

    /// Whether the set holds any of `other`.
    pub const fn any(self, other: Tags) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether the set holds `tag`.
    pub const fn has(self, tag: Tag) -> bool {
        self.0 & (1u64 << tag as u32) != 0
    }
}
