//! Why an offer does not apply, as data.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Serialize, Serializer};

use super::eligible::{Case, days_between};
use crate::money::{Amount, Amounts, Overflow};
use crate::policy::{Condition, Contains, Effect, Offer, Words};

/// One reason against an offer.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Reason {
    /// Which.
    pub code: Code,
    /// What it would take.
    pub required: Value,
    /// What there is.
    pub actual: Value,
}

/// Every reason there is against an offer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The shopper is a guest.
    CustomerUnknown,
    /// What is asked about the customer is missing or can't be read.
    CustomerFactsMissing,
    /// The customer's tier is another.
    TierNotEligible,
    /// The customer is in none of the segments.
    SegmentNotEligible,
    /// The offer is for other customers.
    CustomerNotEligible,
    /// The e-mail address lies in another domain.
    EmailNotEligible,
    /// The customer has ordered before.
    NotFirstOrder,
    /// The order's number is another.
    NotNthOrder,
    /// Too few orders are completed.
    TooFewOrders,
    /// Too many orders are completed.
    TooManyOrders,
    /// The customer has used it as often as it may be.
    UsedUp,
    /// Too little has been spent so far.
    SpendTooLow,
    /// The last order is too recent.
    OrderedTooRecently,
    /// The customer is too new.
    CustomerTooNew,
    /// The cart costs too little.
    SubtotalTooLow,
    /// The cart costs too much.
    SubtotalTooHigh,
    /// There are too few units in the cart.
    QuantityTooLow,
    /// What it asks for is not in the cart, or not enough of it.
    ItemMissing,
    /// Something is in the cart that it is not given on.
    ItemExcluded,
    /// It goes to another place.
    PlaceNotEligible,
    /// Where it goes is not known yet.
    AddressMissing,
    /// The offer does not say what it means in this currency.
    CurrencyNotOffered,
    /// Its time has not come.
    NotStarted,
    /// Its time is over.
    Ended,
    /// It is not open on this weekday or at this hour.
    NotAtThisTime,
    /// There is no such code, or it is not its time.
    CodeUnknown,
    /// The session's metadata says something else.
    MetadataNotEligible,
    /// What it gives rounds to nothing.
    GivesNothing,
    /// Another offer gives more.
    NotBest,
    /// An exclusive offer stands alone.
    Excluded,
    /// The offers before it, or the guard rails, left nothing for it.
    NothingLeft,
    /// The kill switch is thrown.
    SwitchedOff,
}

/// What a reason compares.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// Nothing to compare.
    None,
    /// Minor units.
    Amount(Amount),
    /// A number of things, or of days.
    Count(u64),
    /// An instant.
    Time(Timestamp),
    /// A word.
    Word(Box<str>),
    /// A list of words of the policy.
    Words(Words),
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::None => serializer.serialize_none(),
            Self::Amount(amount) => amount.serialize(serializer),
            Self::Count(count) => serializer.serialize_u64(*count),
            Self::Time(time) => time.serialize(serializer),
            Self::Word(word) => serializer.serialize_str(word),
            Self::Words(words) => serializer.collect_seq(words.iter()),
        }
    }
}

impl Reason {
    /// A reason that compares nothing.
    pub(super) const fn plain(code: Code) -> Self {
        Self { code, required: Value::None, actual: Value::None }
    }
}

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
