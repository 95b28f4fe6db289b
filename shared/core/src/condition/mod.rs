//! Conditions of an offer: one module and one row of the table for each.
//!
//! The module defines the keys, the loader, the evaluation, the reason, the hint and what the lints read
//! ([`Kind`]). From the row follow the loader, the schema, the reason code, the table of `docs/policy.md`
//! and the lints.

#![expect(refining_impl_trait, reason = "most conditions load at most one, which their signature may say")]

mod assignment;
mod context;
mod evaluation;
mod kind;
pub(crate) mod relations;

mod anniversary;
mod code;
mod code_series;
mod contains;
mod contains_none;
mod country;
mod currency;
mod customer;
mod customer_for_days_at_least;
mod customer_metadata;
mod days_since_last_order_at_least;
mod days_since_last_order_at_most;
mod email_domain;
mod ends;
mod every_nth_order;
mod first_order;
mod lifetime_spend_at_least;
mod metadata;
mod orders_at_least;
mod orders_at_most;
mod postal_prefix;
mod quantity_at_least;
mod region;
mod schedule;
mod segment;
mod share;
mod starts;
mod subtotal_at_least;
mod subtotal_at_most;
mod subtotal_below;
mod subtotal_over;
mod tier;
mod unless;
mod uses_at_most;

use std::borrow::Cow;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

pub use anniversary::Anniversary;
pub(crate) use assignment::shortage;
pub use code_series::CodeSeries;
pub use contains::{Contains, Requirement};
pub(crate) use context::{Context, Matched, MatchedItems, Situation};
pub use customer_metadata::CustomerMetadata;
pub use kind::{Example, Row};
pub(crate) use kind::{Kind, Matching, WordList};
pub use metadata::Metadata;
pub use postal_prefix::PostalPrefix;
pub use share::{Share, ShareOf};
pub use unless::{ConditionTable, Unless, exclusions};

use crate::document::{Reader, Table};
use crate::facts::Reads;
use crate::interaction::Subject;
use crate::key::Key;
use crate::money::Currency;
use crate::reason::Code;

/// Makes the enum, its rows and its loader of one table.
macro_rules! conditions {
    ($d:tt $($(#[$doc:meta])+ $name:ident($kind:ty);)+) => {
        /// One condition. All of an offer's must hold.
        #[derive(Clone, Debug, Serialize, Deserialize)]
        pub enum Condition {
            $($(#[$doc])+ $name($kind),)+
            /// The offer is not for sessions in which some of the others hold.
            Unless(Unless),
        }

        impl Condition {
            /// The row of every condition, in the order of the documentation.
            pub const ROWS: &[Row] = &[$(<$kind as Kind>::ROW,)+];

            /// Reads every condition of the table `when`, in the order of the rows.
            pub(crate) fn load(reader: &mut Reader, when: &mut Table<'_, '_>, zone: &TimeZone) -> Vec<Self> {
                let mut found = Vec::new();
                $(found.extend(<$kind as Kind>::load(reader, when, zone).into_iter().map(Self::$name));)+
                found
            }

            /// Reads every condition of the table `unless`, in the order of the rows.
            pub(crate) fn load_unless(reader: &mut Reader, unless: &mut Table<'_, '_>, zone: &TimeZone) -> Vec<Self> {
                let rows = [$(<$kind as Kind>::load(reader, unless, zone).into_iter().map(Self::$name).collect(),)+];
                Unless::of(rows).into_iter().map(Self::Unless).collect()
            }

            /// The keys of every row, and whether time alone can make it hold or fail.
            const KEYS: &[(&[Key], bool)] = &[$((<$kind as Kind>::ROW.keys, <$kind as Kind>::CHANGES_WITH_TIME),)+];

            /// Returns whether it holds wherever `held` does, in each of these currencies.
            pub(crate) fn follows_from(&self, held: &Self, currencies: &[Option<Currency>]) -> bool {
                match (self, held) {
                    $((Self::$name(wanted), Self::$name(held)) => wanted.follows_from(held, currencies),)+
                    _ => false,
                }
            }
        }

        /// Calls every condition's own form of a method.
        macro_rules! dispatch {
            ($d kind:ident in $d condition:expr => $d call:expr) => {
                match $d condition {
                    $(Condition::$name($d kind) => $d call,)+
                    Condition::Unless($d kind) => $d call,
                }
            };
        }
    };
}

conditions! {
    $
    /// The customer's tier is one of these.
    Tier(tier::Tier);
    /// The customer is in one of these segments.
    Segment(segment::Segment);
    /// The customer is one of these.
    Customer(customer::CustomerIds);
    /// The domain of the customer's e-mail address is one of these, or lies below one of them.
    EmailDomain(email_domain::EmailDomain);
    /// This is the customer's first order.
    FirstOrder(first_order::FirstOrder);
    /// This order's number is a multiple of it, counting this one.
    EveryNthOrder(every_nth_order::EveryNthOrder);
    /// At least this number of orders is completed.
    OrdersAtLeast(orders_at_least::OrdersAtLeast);
    /// At most this number of orders is completed.
    OrdersAtMost(orders_at_most::OrdersAtMost);
    /// The customer may use the offer this number of times.
    UsesAtMost(uses_at_most::UsesAtMost);
    /// The customer has spent at least this much.
    LifetimeSpendAtLeast(lifetime_spend_at_least::LifetimeSpendAtLeast);
    /// At least this number of days of 86,400 s has passed since the last order.
    DaysSinceLastOrderAtLeast(days_since_last_order_at_least::DaysSinceLastOrderAtLeast);
    /// At most this number of whole days of 86,400 s has passed since the last order.
    DaysSinceLastOrderAtMost(days_since_last_order_at_most::DaysSinceLastOrderAtMost);
    /// The customer was created at least this number of days of 86,400 s ago.
    CustomerForDaysAtLeast(customer_for_days_at_least::CustomerForDaysAtLeast);
    /// The customer's metadata has one of these values under the key.
    CustomerMetadata(customer_metadata::CustomerMetadata);
    /// The day is near one that comes each year for the customer.
    Anniversary(anniversary::Anniversary);
    /// The undiscounted subtotal is larger.
    SubtotalOver(subtotal_over::SubtotalOver);
    /// The undiscounted subtotal is as large, or larger.
    SubtotalAtLeast(subtotal_at_least::SubtotalAtLeast);
    /// The undiscounted subtotal is smaller.
    SubtotalBelow(subtotal_below::SubtotalBelow);
    /// The undiscounted subtotal is as large, or smaller.
    SubtotalAtMost(subtotal_at_most::SubtotalAtMost);
    /// At least this number of units is in the cart.
    QuantityAtLeast(quantity_at_least::QuantityAtLeast);
    /// These items are in the cart.
    Contains(contains::Contains);
    /// None of these items is in the cart.
    ContainsNone(contains_none::ContainsNone);
    /// The shipping address is in one of these countries: ISO 3166-1 alpha-2, upper case.
    Country(country::Country);
    /// The shipping address is in one of these regions: ISO 3166-2, upper case.
    Region(region::Region);
    /// The postal code begins with one of these, in the form of the country's codes.
    PostalPrefix(postal_prefix::PostalPrefix);
    /// The session is in one of these currencies.
    Currency(currency::Currencies);
    /// The time is this instant or later.
    Starts(starts::Starts);
    /// The time is before this instant.
    Ends(ends::Ends);
    /// The shop's clock shows one of these days and one of these hours.
    Schedule(crate::schedule::Schedule);
    /// The shopper's code is one of these, in the form of [`ShopperCode`](crate::ShopperCode).
    Code(code::Codes);
    /// The shopper's code is one of a series of signed codes.
    CodeSeries(code_series::CodeSeries);
    /// The session's metadata has one of these values under the key.
    Metadata(metadata::Metadata);
    /// The customer, or the session, is drawn for an experiment.
    Share(share::Share);
}

use dispatch;

impl Condition {
    /// The subject that it is about.
    #[must_use]
    pub fn subject(&self) -> Subject {
        dispatch!(kind in self => kind.subject())
    }

    /// The facts that it reads of a session.
    #[must_use]
    pub fn reads(&self) -> Reads {
        dispatch!(kind in self => kind.reads())
    }

    /// The table in which it is written.
    #[must_use]
    pub const fn table(&self) -> ConditionTable {
        if let Self::Unless(_) = self { ConditionTable::Unless } else { ConditionTable::When }
    }

    /// The conditions as they are written: itself, or under `unless` those that exclude together.
    #[must_use]
    pub fn written(&self) -> &[Self] {
        if let Self::Unless(unless) = self { unless.conditions() } else { std::slice::from_ref(self) }
    }

    /// The keys under which it was written, for people: `when.weekdays, hours`, `unless.metadata.channel`.
    #[must_use]
    pub fn path(&self) -> String {
        format!("{}.{}", self.table(), self.key())
    }

    /// The keys without their table.
    #[must_use]
    pub fn key(&self) -> Cow<'static, str> {
        dispatch!(kind in self => kind.key())
    }
}

/// Every reason code but those of [`exclusions`], each once: the general ones, then those of the conditions.
pub fn codes() -> impl Iterator<Item = Code> {
    let own = Condition::ROWS.iter().map(|row| row.code);
    Code::GENERAL.iter().copied().chain(own.filter(|code| !Code::GENERAL.contains(code)))
}

#[cfg(test)]
mod tests;
