//! Where an offer stands in a longer text.

use crate::corpus::Record;
use std::ops::Range;

/// Where the record's own words of an offer stand in its text, in UTF-16 code units, if it names them.
pub fn of_offer(record: &Record) -> Option<Range<usize>> {
    let offer = record.offer.as_ref()?;
    let start = record.text[..record.text.find(offer)?]
        .encode_utf16()
        .count();
    Some(start..start + offer.encode_utf16().count())
}

/// How much two ranges have in common.
pub fn overlap(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}
