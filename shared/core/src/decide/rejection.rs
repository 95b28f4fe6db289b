//! Every reason against an offer, with what it would take and what there is.

use std::sync::Arc;

use jiff::Timestamp;

use super::eligible::{Case, days_between};
use super::reason::{Code, Reason, Value};
use crate::money::{Amount, Amounts, Overflow};
use crate::policy::{Condition, Contains, Effect, Offer, Words};

impl Case<'_> {
    /// Every reason against an offer that is not eligible; none against one that is.
    pub(super) fn reasons(&self, index: usize, offer: &Offer) -> Result<Vec<Reason>, Overflow> {
        // Most offers lack one thing.
        let mut reasons: Vec<Reason> = Vec::with_capacity(1);
        for (condition, code) in self.unmet(index, offer) {
            let reason = self.reason(index, condition, code);
            // Several conditions on an unknown customer or address are one reason.
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        let effect = match self.gives(index, offer, self.subtotal)? {
            Ok(Amount::ZERO) if reasons.is_empty() => Some(Reason::plain(Code::GivesNothing)),
            Ok(_) => None,
            Err(Code::SubtotalTooLow) => Some(self.below_the_ladder(index, offer)),
            Err(code) => Some(Reason { actual: self.currency(), ..Reason::plain(code) }),
        };
        reasons.extend(effect.filter(|reason| !reasons.contains(reason)));
        Ok(reasons)
    }

    fn below_the_ladder(&self, index: usize, offer: &Offer) -> Reason {
        let base = self.base(index, offer).unwrap_or_default();
        let first = match &offer.gives {
            Effect::Ladder(steps) => self.next_step(steps, base),
            Effect::Flat(_) => None,
        };
        Reason { code: Code::SubtotalTooLow, required: amount(first), actual: Value::Amount(base) }
    }

    fn reason(&self, index: usize, condition: &Condition, code: Code) -> Reason {
        let (required, actual) = match code {
            // What the codes are is not told, nor when they are good.
            Code::CustomerUnknown | Code::CustomerFactsMissing | Code::AddressMissing | Code::CodeUnknown => {
                (Value::None, Value::None)
            }
            Code::CurrencyNotOffered => (Value::None, self.currency()),
            _ => self.compared(index, condition),
        };
        Reason { code, required, actual }
    }

    /// What a condition asks, and what there is instead.
    fn compared(&self, index: usize, condition: &Condition) -> (Value, Value) {
        let shopper = self.facts.shopper.as_ref();
        let place = self.facts.place.as_ref();
        let of_currency = |amounts: &Amounts| amounts.get(self.facts.currency);
        let this_order = || count(shopper.and_then(|shopper| shopper.orders).and_then(|orders| orders.checked_add(1)));
        let orders = || count(shopper.and_then(|shopper| shopper.orders));
        let days = |since: Option<Timestamp>| count(since.map(|since| days_between(since, self.now)));
        let now = || Value::Time(self.now);
        match condition {
            Condition::Tier(words) => (listed(words), word(shopper.and_then(|shopper| shopper.tier.as_deref()))),
            Condition::Segment(words) => {
                let segments = shopper.and_then(|shopper| shopper.segments.as_ref());
                let segments = segments.map(|segments| segments.iter().map(|word| (&**word).into()).collect());
                (listed(words), segments.map_or(Value::None, Value::Words))
            }
            Condition::Customer(_) => (Value::None, word(shopper.and_then(|shopper| shopper.customer.as_deref()))),
            Condition::EmailDomain(words) => {
                (listed(words), word(shopper.and_then(|shopper| shopper.email_domain.as_deref())))
            }
            Condition::FirstOrder => (Value::Count(1), this_order()),
            Condition::EveryNthOrder(nth) => (Value::Count(nth.get()), this_order()),
            Condition::OrdersAtLeast(orders_asked) | Condition::OrdersAtMost(orders_asked) => {
                (Value::Count(*orders_asked), orders())
            }
            Condition::UsesAtMost(most) => (Value::Count(most.get()), count(self.uses(index))),
            Condition::LifetimeSpendAtLeast(amounts) => {
                (amount(of_currency(amounts)), amount(shopper.and_then(|shopper| shopper.lifetime_spend)))
            }
            Condition::DaysSinceLastOrderAtLeast(least) => {
                (Value::Count(*least), days(shopper.and_then(|shopper| shopper.last_order_at)))
            }
            Condition::CustomerForDaysAtLeast(least) => {
                (Value::Count(*least), days(shopper.and_then(|shopper| shopper.since)))
            }
            Condition::SubtotalOver(amounts) => {
                let smallest = of_currency(amounts).and_then(crate::policy::just_over);
                (amount(smallest), Value::Amount(self.subtotal))
            }
            Condition::SubtotalAtLeast(amounts) | Condition::SubtotalBelow(amounts) => {
                (amount(of_currency(amounts)), Value::Amount(self.subtotal))
            }
            Condition::QuantityAtLeast(least) => (Value::Count(*least), count(self.quantity)),
            Condition::Contains(contains) => self.contained(index, contains),
            Condition::ContainsNone(_) | Condition::Code(_) => (Value::None, Value::None),
            Condition::Country(words) => (listed(words), word(place.and_then(|place| place.country.as_deref()))),
            Condition::Region(words) => (listed(words), word(place.and_then(|place| place.region.as_deref()))),
            Condition::PostalPrefix(words) => (listed(words), Value::None),
            Condition::Currency(_) => (Value::None, self.currency()),
            Condition::Starts(instant) | Condition::Ends(instant) => (Value::Time(*instant), now()),
            Condition::Schedule(_) => (Value::None, now()),
            Condition::Metadata(key, words) => {
                (listed(words), word(self.facts.metadata.get(&**key).map(|value| &**value)))
            }
        }
    }

    /// The units that lack; where they don't, the sum.
    fn contained(&self, index: usize, contains: &Contains) -> (Value, Value) {
        let lines = self.lines(index).map(|lines| lines.contained);
        let units = contains.units();
        match &contains.subtotal_at_least {
            Some(least) if lines.is_some_and(|lines| lines.quantity >= units) => {
                (amount(least.get(self.facts.currency)), amount(lines.map(|lines| lines.subtotal)))
            }
            _ => (Value::Count(units), count(lines.map(|lines| lines.quantity))),
        }
    }

    fn currency(&self) -> Value {
        Value::Word(self.facts.currency.as_str().into())
    }
}

fn amount(amount: Option<Amount>) -> Value {
    amount.map_or(Value::None, Value::Amount)
}

fn count(count: Option<u64>) -> Value {
    count.map_or(Value::None, Value::Count)
}

fn word(word: Option<&str>) -> Value {
    word.map_or(Value::None, |word| Value::Word(word.into()))
}

fn listed(words: &Words) -> Value {
    Value::Words(Arc::clone(words))
}
