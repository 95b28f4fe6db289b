//! Keys of the policy as the tables of conditions, effects and selections describe them.

use crate::document::{Table, Value};

/// A key of the policy.
#[derive(Debug)]
pub struct Key {
    /// The key.
    pub name: &'static str,
    /// The description that an editor shows.
    pub summary: &'static str,
    /// The value, as `docs/policy.md` describes it.
    pub value: &'static str,
    /// The form of the value.
    pub form: Form,
}

impl Key {
    /// The key's value, if the key is given. A flag that is false is not.
    pub(crate) fn given<'v, 't>(&self, table: &Table<'v, 't>) -> Option<&'v Value<'t>> {
        table.get(self.name).filter(|value| self.form != Form::Flag || value.get_ref().as_bool() == Some(true))
    }
}

/// The form of a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// A list of words.
    Words,
    /// A list of customers' ids.
    Customers,
    /// A list of e-mail domains.
    EmailDomains,
    /// `true`.
    True,
    /// `true` or `false`, which is the default.
    Flag,
    /// A whole number of at least 0.
    Count,
    /// A whole number of at least 1.
    PositiveCount,
    /// A whole number of at least 2.
    GroupSize,
    /// A way in which groups of units form.
    Rank,
    /// Amounts, one for each currency.
    Amounts,
    /// Amounts above 0, one for each currency.
    PositiveAmounts,
    /// A percent.
    Percent,
    /// A part of what shipping costs.
    Shipping,
    /// A list of shipping rates.
    ShippingRates,
    /// Steps, each with the base from which it counts.
    Steps,
    /// Items, with their units and their subtotal.
    CountedItems,
    /// Items.
    Items,
    /// Items, and bounds on the unit price.
    LineFilter,
    /// The parts of a bundle.
    Bundle,
    /// A list of countries.
    Countries,
    /// A list of regions.
    Regions,
    /// A list of currencies.
    Currencies,
    /// A time.
    Time,
    /// A list of weekdays.
    Weekdays,
    /// A list of days of a month.
    DaysOfMonth,
    /// A list of weekdays of a month.
    WeekdaysOfMonth,
    /// A list of days of a year.
    Dates,
    /// A list of spans of hours.
    Hours,
    /// A list of codes.
    Codes,
    /// A series of signed codes.
    CodeSeries,
    /// A day of the customer's life, and the days around it.
    Anniversary,
    /// A list of words for each of some keys.
    WordsByKey,
    /// A share of an experiment.
    Share,
}
