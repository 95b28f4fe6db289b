//! The questions of the decision, the hints and the lints to a condition, answered by its kind.

use jiff::Timestamp;

use super::{Condition, Context, Kind, WordList, dispatch};
use crate::facts::Fact;
use crate::interaction::Subject;
use crate::items::Items;
use crate::money::{Amount, Amounts, Currency};
use crate::reason::{Code, Value};
use crate::step::MissingStep;

impl Condition {
    /// The fact that it reads of a session, besides the cart's sums and the time.
    pub(super) fn fact(&self) -> Option<Fact> {
        dispatch!(kind in self => kind.fact())
    }

    /// Returns whether time alone can make it hold or fail.
    #[must_use]
    pub fn changes_with_time(&self) -> bool {
        dispatch!(kind in self => kind.changes_with_time())
    }

    pub(crate) fn failure(&self, context: &Context<'_>) -> Option<Code> {
        dispatch!(kind in self => kind.failure(context))
    }

    pub(crate) fn compared(&self, context: &Context<'_>) -> (Value, Value) {
        dispatch!(kind in self => kind.compared(context))
    }

    pub(crate) fn step(&self, context: &Context<'_>) -> Option<MissingStep> {
        dispatch!(kind in self => kind.step(context))
    }

    pub(crate) fn withstands_more_items(&self, holds: bool) -> bool {
        dispatch!(kind in self => kind.withstands_more_items(holds))
    }

    pub(crate) fn is_open_to_newcomers(&self) -> bool {
        dispatch!(kind in self => kind.is_open_to_newcomers())
    }

    pub(crate) fn holds_from(&self, context: &Context<'_>) -> Option<Timestamp> {
        dispatch!(kind in self => kind.holds_from(context))
    }

    pub(crate) fn closes_at(&self, context: &Context<'_>) -> Option<Timestamp> {
        dispatch!(kind in self => kind.closes_at(context))
    }

    pub(crate) fn ends_at(&self, context: &Context<'_>) -> Option<Timestamp> {
        dispatch!(kind in self => kind.ends_at(context))
    }

    pub(crate) fn lasts_from(&self, context: &Context<'_>) -> Option<Timestamp> {
        dispatch!(kind in self => kind.lasts_from(context))
    }

    pub(crate) fn asks(&self, subject: Subject) -> bool {
        dispatch!(kind in self => kind.asks(subject))
    }

    pub(crate) fn word(&self) -> &'static str {
        dispatch!(kind in self => kind.word())
    }

    pub(crate) fn step_items(&self, context: &Context<'_>) -> Option<&Items> {
        dispatch!(kind in self => kind.step_items(context))
    }

    pub(crate) fn items(&self) -> Vec<(Vec<&'static str>, &Items)> {
        dispatch!(kind in self => kind.items())
    }

    pub(crate) fn amounts(&self) -> Vec<(Vec<&'static str>, &Amounts)> {
        dispatch!(kind in self => kind.amounts())
    }

    pub(crate) fn words(&self) -> Vec<WordList<'_>> {
        dispatch!(kind in self => kind.words())
    }

    pub(crate) fn countries(&self) -> Vec<(&str, &str)> {
        dispatch!(kind in self => kind.countries())
    }

    pub(crate) fn subtotals(&self, currency: Currency) -> (Option<Amount>, Option<Amount>) {
        dispatch!(kind in self => kind.subtotals(currency))
    }
}
