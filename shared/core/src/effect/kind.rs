//! The interface of an effect: everything that its module defines.

use super::context::{Context, Given, NoAmount};
use super::members::Members;
use super::rate::Part;
use crate::document::{Reader, Table};
use crate::interaction::Subject;
use crate::key::Key;
use crate::line_filter::LineFilter;
use crate::money::{Amount, Amounts, Currency};
use crate::reason::Value;

/// The row of an effect: its keys and an example.
#[derive(Debug)]
pub struct Row {
    /// The keys under `give`; the first one chooses the effect.
    pub keys: &'static [Key],
    /// The keys of other rows that go with it, too.
    pub shares: &'static [&'static str],
    /// The subject that the effect itself asks about.
    pub subject: Option<Subject>,
    /// True if it is given on goods, and `on` and `except` go with it.
    pub of_goods: bool,
    /// True if it can be given on a selection of units.
    pub of_selection: bool,
    /// An example, checked by a test.
    pub example: Example,
}

impl Row {
    /// The key that chooses the effect.
    #[must_use]
    pub fn key(&self) -> &'static str {
        self.keys.first().map_or("", |key| key.name)
    }
}

/// An example of an effect: sessions are written as in the blocks of `docs/policy.md`.
#[derive(Debug)]
pub struct Example {
    /// The lines of `give` in `discounts.toml`.
    pub give: &'static [&'static str],
    /// Sessions, each with its discount or the reason against one.
    pub outcomes: &'static [(&'static str, &'static str)],
}

/// A kind of effect. A new one is a module that implements this, and a row in the table of [`Effect`].
///
/// Lints that need a hook which the effect does not implement find nothing.
///
/// [`Effect`]: super::Effect
pub(crate) trait Kind: Sized {
    /// The row.
    const ROW: Row;

    /// Reads it from the table `give`; every fault goes to the reader. `alone` says that exactly one effect is given,
    /// so that a key of this effect without its first one is a fault.
    fn load(reader: &mut Reader, give: &mut Table<'_, '_>, alone: bool) -> Option<Self>;

    /// The amount on a base, exactly. It is rounded by the caller.
    fn given(&self, context: &Context<'_>) -> Result<Given, NoAmount>;

    /// The computation in words, in which `{base}` is the base; none of an amount that depends on nothing.
    fn phrase(&self, _: &Context<'_>) -> Option<String> {
        None
    }

    /// Gives its amount for each unit of the base, if it can.
    fn give_for_each(&mut self) {}

    /// The values that a reason against it shows, required and actual.
    fn compared(&self, _: &Context<'_>) -> (Value, Value) {
        (Value::None, Value::None)
    }

    /// The lines that it names itself; its base is some of them.
    fn filters(&self) -> Vec<&LineFilter> {
        Vec::new()
    }

    /// The one filter of its own whose units, and how many of them, are missing for a larger amount.
    fn lacking(&self, _members: &Members<'_>) -> Option<(&LineFilter, u64)> {
        None
    }

    /// Returns whether it reads the units of its base.
    fn counts_units(&self) -> bool {
        false
    }

    /// Returns whether a larger base can change its amount.
    fn grows(&self) -> bool {
        true
    }

    /// The smallest base above this one from which it gives another amount, if it has steps.
    fn next_base(&self, _base: Amount, _currency: Currency) -> Option<Amount> {
        None
    }

    /// The place of the step that counts on a base, if it has steps.
    fn step_at(&self, _base: Amount, _currency: Currency) -> Option<usize> {
        None
    }

    /// The parts of an effect that depends on the base alone, lowest first.
    fn parts(&self) -> Vec<Part<'_>> {
        Vec::new()
    }

    /// The amounts that it gives, with their path in the offer.
    fn amounts(&self) -> Vec<(Vec<String>, &Amounts)> {
        self.parts().into_iter().filter_map(Part::amounts).collect()
    }
}
