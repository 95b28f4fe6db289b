//! The evaluation context of an offer's conditions.

use std::cell::OnceCell;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::assignment::Shortage;
use crate::facts::{Facts, PlaceFacts, ShopperFacts};
use crate::money::{Amount, Amounts};
use crate::reason::Code;
use crate::schedule::WallClock;
use crate::words::Words;

/// A day of a customer's history: 86,400 s, whatever the clocks do.
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// The part of the context that every offer of a decision shares.
#[derive(Clone)]
pub(crate) struct Situation<'a> {
    pub(crate) facts: &'a Facts<'a>,
    pub(crate) now: Timestamp,
    pub(crate) subtotal: Amount,
    pub(crate) quantity: Option<u64>,
    pub(crate) zone: &'a TimeZone,
    /// The shop's wall clock, computed for the first condition that reads it.
    pub(crate) clock: OnceCell<WallClock>,
}

impl Situation<'_> {
    /// This situation at another time.
    pub(crate) fn at(&self, now: Timestamp) -> Self {
        let clock = self.clock.get().filter(|_| now >= self.now).and_then(|clock| clock.later(now));
        let clock = clock.map_or_else(OnceCell::new, OnceCell::from);
        Self { now, clock, ..*self }
    }
}

/// Everything that the conditions of one offer can read.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) situation: &'a Situation<'a>,
    /// The id of the offer.
    pub(crate) offer: &'a str,
    /// The items that the offer's conditions name, where they name some.
    pub(crate) items: Option<&'a MatchedItems>,
    /// The items that its conditions under `unless` name, where they name some.
    pub(crate) excluding_items: Option<&'a MatchedItems>,
    /// True under `unless`: there, a condition holds if it may hold, since the offer is not given then.
    pub(crate) excluding: bool,
}

/// The lines of a cart that an offer's conditions name.
#[derive(Debug, Default, Clone)]
pub(crate) struct MatchedItems {
    /// The units of each requirement of `contains`.
    pub(crate) requirements: Vec<Matched>,
    /// The units that are missing for all of them, each by different ones.
    pub(crate) shortage: Shortage,
    /// True if a line is there, or may be, that `contains_none` names.
    pub(crate) excluded: bool,
}

/// The units that a requirement names.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Matched {
    /// The units that count for a minimum.
    pub(crate) quantity: u64,
    /// The units that count for a maximum: those of unknown lines, too.
    pub(crate) at_most: u64,
    /// The subtotal of the lines that no other requirement names.
    pub(crate) subtotal: Amount,
}

impl<'a> Context<'a> {
    /// The context of the conditions under `unless`.
    pub(crate) fn excluding(self) -> Self {
        Self { items: self.excluding_items, excluding: true, ..self }
    }

    /// The facts of the session.
    pub(crate) fn facts(&self) -> &'a Facts<'a> {
        self.situation.facts
    }

    /// The time of the decision.
    pub(crate) fn now(&self) -> Timestamp {
        self.situation.now
    }

    /// The undiscounted subtotal.
    pub(crate) fn subtotal(&self) -> Amount {
        self.situation.subtotal
    }

    /// The units in the cart, where they are known.
    pub(crate) fn quantity(&self) -> Option<u64> {
        self.situation.quantity
    }

    /// The shop's time zone.
    pub(crate) fn zone(&self) -> &'a TimeZone {
        self.situation.zone
    }

    /// Returns the reason of a condition on the customer. A guest is unknown, a missing fact is unknown, and an unknown
    /// fact earns nothing.
    pub(crate) fn of_shopper(
        &self,
        otherwise: Code,
        holds: impl FnOnce(&ShopperFacts<'_>) -> Option<bool>,
    ) -> Option<Code> {
        match self.facts().shopper.as_ref().map(holds) {
            None => Some(Code::CUSTOMER_UNKNOWN),
            Some(None) => Some(Code::CUSTOMER_FACTS_MISSING),
            Some(Some(holds)) => (!holds).then_some(otherwise),
        }
    }

    /// Returns the reason of a condition on the shipping address, or on a part of it.
    pub(crate) fn of_place(&self, holds: impl FnOnce(&PlaceFacts<'_>) -> Option<bool>) -> Option<Code> {
        match self.facts().place.as_ref().and_then(holds) {
            None => Some(Code::ADDRESS_MISSING),
            Some(holds) => (!holds).then_some(Code::PLACE_NOT_ELIGIBLE),
        }
    }

    /// The orders that count for the customer: those that were not returned. Under `unless` they count against: all.
    pub(crate) fn orders_for(&self, shopper: &ShopperFacts<'_>) -> Option<u64> {
        if self.excluding { shopper.orders } else { shopper.kept_orders() }
    }

    /// The orders that count against the customer: all. Under `unless` they count for: those that were not returned.
    pub(crate) fn orders_against(&self, shopper: &ShopperFacts<'_>) -> Option<u64> {
        if self.excluding { shopper.kept_orders() } else { shopper.orders }
    }

    /// Returns whether a condition on the last order holds without one: under `unless` it does not if there is no order,
    /// else that is unknown.
    pub(crate) fn without_orders(&self, shopper: &ShopperFacts<'_>) -> Option<bool> {
        (self.excluding && shopper.orders == Some(0)).then_some(false)
    }

    /// Returns the reason of a condition on amounts, which fails in a currency that they do not list.
    pub(crate) fn of_amounts(&self, amounts: &Amounts, fails: impl FnOnce(Amount) -> Option<Code>) -> Option<Code> {
        match self.listed(amounts) {
            Some(amount) => fails(amount),
            None => Some(Code::CURRENCY_NOT_OFFERED),
        }
    }

    /// The amount in the session's currency.
    pub(crate) fn listed(&self, amounts: &Amounts) -> Option<Amount> {
        amounts.get(self.facts().currency)
    }

    /// The shopper's facts.
    pub(crate) fn shopper(&self) -> Option<&'a ShopperFacts<'a>> {
        self.facts().shopper.as_ref()
    }

    /// The facts of the shipping address.
    pub(crate) fn place(&self) -> Option<&'a PlaceFacts<'a>> {
        self.facts().place.as_ref()
    }

    /// The number of times that the customer has used the offer.
    pub(crate) fn uses(&self) -> Option<u64> {
        self.shopper()?.uses.get(self.offer).copied()
    }

    /// The number of this order.
    pub(crate) fn this_order(&self) -> Option<u64> {
        self.shopper()?.orders?.checked_add(1)
    }

    /// The number of this order among those that were not returned.
    pub(crate) fn this_kept_order(&self) -> Option<u64> {
        self.shopper()?.kept_orders()?.checked_add(1)
    }

    /// The shop's wall clock.
    pub(crate) fn clock(&self) -> WallClock {
        *self.situation.clock.get_or_init(|| WallClock::at(self.now(), self.zone()))
    }

    /// The day on the shop's wall clock.
    pub(crate) fn today(&self) -> Date {
        self.clock().date()
    }

    /// The whole days of a customer's history since an instant.
    pub(crate) fn days_since(&self, earlier: Option<Timestamp>) -> Option<u64> {
        let hours = self.now().duration_since(earlier?).as_hours();
        Some(u64::try_from(hours.div_euclid(24)).unwrap_or_default())
    }
}

/// Returns whether a list has the word.
pub(crate) fn lists(words: &Words, word: &str) -> bool {
    words.iter().any(|listed| **listed == *word)
}

/// The instant that lies this number of days of a customer's history after another; none beyond the calendar.
pub(crate) fn days_after(instant: Timestamp, days: u64) -> Option<Timestamp> {
    let span = i32::try_from(days).ok().and_then(|days| DAY.checked_mul(days))?;
    instant.checked_add(span).ok()
}
