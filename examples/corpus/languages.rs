//! The languages that a report tells apart.

use crate::corpus::{Label, Record};
use std::collections::BTreeSet;

/// The languages of some records, as a report counts them.
pub struct Languages<'a>(BTreeSet<&'a str>);

impl<'a> Languages<'a> {
    /// Those in which there are offers.
    pub fn of(records: impl Iterator<Item = &'a Record>) -> Languages<'a> {
        let offers = records.filter(|record| record.label == Label::Offer);
        Languages(offers.map(|record| record.lang.as_str()).collect())
    }

    /// The name of a record's language: all without offers have one.
    pub fn name<'r>(&self, record: &'r Record) -> &'r str {
        let lang = record.lang.as_str();
        if self.0.contains(lang) { lang } else { "other" }
    }
}
