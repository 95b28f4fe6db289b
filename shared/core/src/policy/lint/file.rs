//! The interface of a lint: the file that it reads, and its remarks.

use std::ops::Range;

use jiff::Timestamp;

use super::places::Places;
use crate::policy::{Group, Offer, Policy};

/// One lint.
pub(super) struct Lint {
    pub(super) code: &'static str,
    pub(super) find: fn(&File<'_>) -> Vec<Remark>,
}

/// A finding, before its lint has put its code on it.
pub(super) struct Remark {
    pub(super) span: Range<usize>,
    pub(super) message: String,
    pub(super) help: String,
}

impl Remark {
    pub(super) fn new(span: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: help.into() }
    }
}

/// The file that a lint reads.
pub(super) struct File<'a> {
    pub(super) policy: &'a Policy,
    pub(super) places: Places<'a>,
    pub(super) now: Timestamp,
}

impl File<'_> {
    /// Every group with the place of its id and its offers.
    pub(super) fn groups(&self) -> impl Iterator<Item = (Range<usize>, &Group, Vec<&Offer>)> {
        self.policy.groups.iter().enumerate().map(|(number, group)| {
            let offers = self.policy.offers.iter().filter(|offer| offer.group == Some(number)).collect();
            (self.places.at(&["group", &number.to_string(), "id"]), group, offers)
        })
    }
}
