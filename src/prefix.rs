//! A filter of how words begin: most places of a text begin none and need no look-up.
//!
//! Shared by the build script, which fills the filter, and the engine, which asks it.

/// The size of the filter, in bits.
pub const BITS: usize = 1 << 16;

/// The bit of a word's first two characters; of its only one, with `\0` for the second.
pub fn bit(first: char, second: char) -> usize {
    let hash = (first as u32).wrapping_mul(0x9E37_79B1) ^ (second as u32).wrapping_mul(0x85EB_CA77);
    (hash >> (32 - BITS.trailing_zeros())) as usize
}
