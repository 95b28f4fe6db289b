//! What an offer may ask.
//!
//! A new condition is a variant here with what it reads, its check in `decide/eligible.rs`, its key in
//! `load/conditions.rs`, its field in `cli/src/schema/when.rs`, and its row in `docs/policy.md`; the compiler and the
//! tests name the places that are missing.

use std::num::NonZeroU64;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Contains, Items, Schedule, Words};
use crate::facts::{Fact, Reads};
use crate::interaction::Subject;
use crate::money::{Amounts, Currency};

/// One condition. All of an offer's must hold.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Condition {
    /// The customer's tier is one of these.
    Tier(Words),
    /// The customer is in one of these segments.
    Segment(Words),
    /// The customer is one of these.
    Customer(Words),
    /// The whole domain of the customer's e-mail address is one of these, in lower case.
    EmailDomain(Words),
    /// This is the customer's first order.
    FirstOrder,
    /// This order's number is a multiple of it, counting this one.
    EveryNthOrder(NonZeroU64),
    /// So many orders are completed, or more.
    OrdersAtLeast(u64),
    /// So many orders are completed, or fewer.
    OrdersAtMost(u64),
    /// The customer may use the offer so many times.
    UsesAtMost(NonZeroU64),
    /// The customer has spent so much, or more.
    LifetimeSpendAtLeast(Amounts),
    /// So many days of 86,400 s have passed since the last order.
    DaysSinceLastOrderAtLeast(u64),
    /// The customer was created so many days of 86,400 s ago.
    CustomerForDaysAtLeast(u64),
    /// The undiscounted subtotal is larger.
    SubtotalOver(Amounts),
    /// The undiscounted subtotal is as large, or larger.
    SubtotalAtLeast(Amounts),
    /// The undiscounted subtotal is smaller.
    SubtotalBelow(Amounts),
    /// So many units are in the cart, or more.
    QuantityAtLeast(u64),
    /// Items are in the cart.
    Contains(Contains),
    /// None of these items is in the cart.
    ContainsNone(Items),
    /// The shipping address lies in one of these countries: ISO 3166-1 alpha-2, upper case.
    Country(Words),
    /// It lies in one of these regions: ISO 3166-2, upper case.
    Region(Words),
    /// Its postal code begins with one of these, upper case, without blanks.
    PostalPrefix(Words),
    /// The session is in one of these currencies.
    Currency(Arc<[Currency]>),
    /// From this instant on.
    Starts(Timestamp),
    /// Until just before this instant.
    Ends(Timestamp),
    /// On these weekdays, in these hours.
    Schedule(Schedule),
    /// The shopper's code is one of these, in the form of [`ShopperCode`](crate::session::ShopperCode).
    Code(Words),
    /// The session's metadata has one of these values under the key.
    Metadata(Arc<str>, Words),
}

impl Condition {
    /// What it is about.
    #[must_use]
    pub const fn subject(&self) -> Subject {
        match self {
            Self::Tier(_)
            | Self::Segment(_)
            | Self::Customer(_)
            | Self::EmailDomain(_)
            | Self::FirstOrder
            | Self::EveryNthOrder(_)
            | Self::OrdersAtLeast(_)
            | Self::OrdersAtMost(_)
            | Self::UsesAtMost(_)
            | Self::LifetimeSpendAtLeast(_)
            | Self::DaysSinceLastOrderAtLeast(_)
            | Self::CustomerForDaysAtLeast(_) => Subject::Shopper,
            Self::SubtotalOver(_) | Self::SubtotalAtLeast(_) | Self::SubtotalBelow(_) => Subject::Subtotal,
            Self::QuantityAtLeast(_) => Subject::Quantity,
            Self::Contains(_) | Self::ContainsNone(_) => Subject::Items,
            Self::Country(_) | Self::Region(_) | Self::PostalPrefix(_) => Subject::Place,
            Self::Starts(_) | Self::Ends(_) | Self::Schedule(_) => Subject::Time,
            Self::Code(_) => Subject::Code,
            Self::Currency(_) | Self::Metadata(..) => Subject::Session,
        }
    }

    /// Whether time alone can make it hold or fail.
    #[must_use]
    pub const fn changes_with_time(&self) -> bool {
        matches!(
            self,
            Self::Starts(_)
                | Self::Ends(_)
                | Self::Schedule(_)
                | Self::DaysSinceLastOrderAtLeast(_)
                | Self::CustomerForDaysAtLeast(_)
        )
    }

    /// What it reads of a session.
    #[must_use]
    pub fn reads(&self) -> Reads {
        let fact = match self {
            Self::Tier(_) => Fact::Tier,
            Self::Segment(_) => Fact::Segments,
            Self::Customer(_) => Fact::Customer,
            Self::EmailDomain(_) => Fact::EmailDomain,
            Self::FirstOrder | Self::EveryNthOrder(_) | Self::OrdersAtLeast(_) | Self::OrdersAtMost(_) => Fact::Orders,
            Self::UsesAtMost(_) => Fact::Uses,
            Self::LifetimeSpendAtLeast(_) => Fact::LifetimeSpend,
            Self::DaysSinceLastOrderAtLeast(_) => Fact::LastOrderAt,
            Self::CustomerForDaysAtLeast(_) => Fact::CustomerSince,
            Self::QuantityAtLeast(_) => Fact::Quantity,
            Self::Contains(_) | Self::ContainsNone(_) => Fact::Lines,
            Self::Country(_) => Fact::Country,
            Self::Region(_) => Fact::Region,
            Self::PostalPrefix(_) => Fact::PostalCode,
            Self::Code(_) => Fact::Code,
            Self::Metadata(..) => Fact::Metadata,
            Self::SubtotalOver(_)
            | Self::SubtotalAtLeast(_)
            | Self::SubtotalBelow(_)
            | Self::Currency(_)
            | Self::Starts(_)
            | Self::Ends(_)
            | Self::Schedule(_) => return Reads::NOTHING,
        };
        fact.into()
    }
}
