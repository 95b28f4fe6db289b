//! Whether an offer's conditions hold.

use std::cell::OnceCell;

use jiff::{SignedDuration, Timestamp};

use super::lines::{LineView, LineViews};
use super::reason::Code;
use crate::interaction::InteractionSet;
use crate::money::Amount;
use crate::policy::{Condition, Contains, Offer, Policy, Subject, WallClock, Words};
use crate::session::{Facts, PlaceFacts, ShopperFacts};

/// A day of a customer's history: 86,400 s, whatever the clocks do.
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// What a decision is made on. Hints make it again on what would be if.
#[derive(Clone)]
pub(super) struct Case<'a> {
    pub(super) policy: &'a Policy,
    pub(super) facts: &'a Facts<'a>,
    lines: &'a LineViews,
    pub(super) set: InteractionSet,
    pub(super) now: Timestamp,
    pub(super) subtotal: Amount,
    pub(super) quantity: Option<u64>,
    /// An offer of which the conditions on a subject are taken to hold.
    pub(super) granted: Option<(usize, Subject)>,
    /// Worked out for the first condition that looks at it.
    clock: OnceCell<WallClock>,
}

impl<'a> Case<'a> {
    pub(super) fn new(
        policy: &'a Policy,
        facts: &'a Facts<'a>,
        lines: &'a LineViews,
        set: InteractionSet,
        now: Timestamp,
    ) -> Self {
        let (subtotal, quantity) = (facts.subtotal, facts.quantity);
        Self { policy, facts, lines, set, now, subtotal, quantity, granted: None, clock: OnceCell::new() }
    }

    /// The same at another time.
    pub(super) fn at(&self, now: Timestamp) -> Self {
        Self { now, clock: OnceCell::new(), ..self.clone() }
    }

    /// What the clock on the shop's wall shows then.
    pub(super) fn clock(&self) -> WallClock {
        *self.clock.get_or_init(|| WallClock::at(self.now, &self.policy.zone))
    }

    /// The offers that it is about, in their order.
    pub(super) fn offers(&self) -> impl Iterator<Item = (usize, &'a Offer)> + use<'a> {
        self.policy.offers_of(self.set)
    }

    /// What the lines of the cart mean to an offer; none to one that does not look at them.
    pub(super) fn lines(&self, index: usize) -> Option<&'a LineView> {
        self.lines.get(index)
    }

    /// The conditions of an offer that do not hold, each with its reason. That a code is good at another time only is
    /// not told: whoever tries codes learns nothing of those to come.
    pub(super) fn unmet(&self, index: usize, offer: &'a Offer) -> impl Iterator<Item = (&'a Condition, Code)> {
        offer.conditions.iter().filter_map(move |condition| {
            let granted = self.granted == Some((index, condition.subject()));
            let code = match self.failure(index, condition).filter(|_| !granted)? {
                Code::NotStarted | Code::Ended | Code::NotAtThisTime if offer.asks_for_a_code() => Code::CodeUnknown,
                code => code,
            };
            Some((condition, code))
        })
    }

    /// Why a condition does not hold.
    pub(super) fn failure(&self, index: usize, condition: &Condition) -> Option<Code> {
        match condition {
            Condition::Tier(tiers) => {
                self.of_shopper(Code::TierNotEligible, |shopper| Some(lists(tiers, shopper.tier.as_deref()?)))
            }
            Condition::Segment(wanted) => self.of_shopper(Code::SegmentNotEligible, |shopper| {
                Some(shopper.segments.as_ref()?.iter().any(|segment| lists(wanted, segment)))
            }),
            Condition::Customer(customers) => self
                .of_shopper(Code::CustomerNotEligible, |shopper| Some(lists(customers, shopper.customer.as_deref()?))),
            Condition::EmailDomain(domains) => self
                .of_shopper(Code::EmailNotEligible, |shopper| Some(lists(domains, shopper.email_domain.as_deref()?))),
            Condition::FirstOrder => self.of_shopper(Code::NotFirstOrder, |shopper| Some(shopper.orders? == 0)),
            Condition::EveryNthOrder(nth) => self.of_shopper(Code::NotNthOrder, |shopper| {
                Some(shopper.orders?.checked_add(1)?.is_multiple_of(nth.get()))
            }),
            Condition::OrdersAtLeast(least) => {
                self.of_shopper(Code::TooFewOrders, |shopper| Some(shopper.orders? >= *least))
            }
            Condition::OrdersAtMost(most) => {
                self.of_shopper(Code::TooManyOrders, |shopper| Some(shopper.orders? <= *most))
            }
            Condition::UsesAtMost(most) => self.of_shopper(Code::UsedUp, |_| Some(self.uses(index)? < most.get())),
            Condition::LifetimeSpendAtLeast(amounts) => match amounts.get(self.facts.currency) {
                Some(least) => self.of_shopper(Code::SpendTooLow, |shopper| Some(shopper.lifetime_spend? >= least)),
                None => Some(Code::CurrencyNotOffered),
            },
            Condition::DaysSinceLastOrderAtLeast(days) => self.of_shopper(Code::OrderedTooRecently, |shopper| {
                Some(days_after(shopper.last_order_at?, *days).is_some_and(|passed| passed <= self.now))
            }),
            Condition::CustomerForDaysAtLeast(days) => self.of_shopper(Code::CustomerTooNew, |shopper| {
                Some(days_after(shopper.since?, *days).is_some_and(|passed| passed <= self.now))
            }),
            Condition::SubtotalOver(amounts) => match amounts.get(self.facts.currency) {
                Some(amount) => (self.subtotal <= amount).then_some(Code::SubtotalTooLow),
                None => Some(Code::CurrencyNotOffered),
            },
            Condition::SubtotalAtLeast(amounts) => match amounts.get(self.facts.currency) {
                Some(amount) => (self.subtotal < amount).then_some(Code::SubtotalTooLow),
                None => Some(Code::CurrencyNotOffered),
            },
            Condition::SubtotalBelow(amounts) => match amounts.get(self.facts.currency) {
                Some(amount) => (self.subtotal >= amount).then_some(Code::SubtotalTooHigh),
                None => Some(Code::CurrencyNotOffered),
            },
            Condition::QuantityAtLeast(least) => {
                self.quantity.is_none_or(|quantity| quantity < *least).then_some(Code::QuantityTooLow)
            }
            Condition::Contains(contains) => self.missing(index, contains),
            Condition::ContainsNone(_) => {
                self.lines(index).is_none_or(|lines| lines.excluded).then_some(Code::ItemExcluded)
            }
            Condition::Country(countries) => {
                self.of_place(|place| place.country.as_deref().is_some_and(|country| lists(countries, country)))
            }
            Condition::Region(regions) => {
                self.of_place(|place| place.region.as_deref().is_some_and(|region| lists(regions, region)))
            }
            Condition::PostalPrefix(prefixes) => self.of_place(|place| {
                let code = place.postal_prefix.as_deref();
                code.is_some_and(|code| prefixes.iter().any(|prefix| code.starts_with(&**prefix)))
            }),
            Condition::Currency(currencies) => {
                (!currencies.contains(&self.facts.currency)).then_some(Code::CurrencyNotOffered)
            }
            Condition::Starts(start) => (self.now < *start).then_some(Code::NotStarted),
            Condition::Ends(end) => (self.now >= *end).then_some(Code::Ended),
            Condition::Schedule(schedule) => (!schedule.is_open(self.clock())).then_some(Code::NotAtThisTime),
            Condition::Code(codes) => {
                let code = self.facts.code.as_deref();
                (!code.is_some_and(|code| lists(codes, code))).then_some(Code::CodeUnknown)
            }
            Condition::Metadata(key, values) => {
                let value = self.facts.metadata.get(&**key);
                (!value.is_some_and(|value| lists(values, value))).then_some(Code::MetadataNotEligible)
            }
        }
    }

    /// How often the customer has used an offer.
    pub(super) fn uses(&self, index: usize) -> Option<u64> {
        let offer = self.policy.offers.get(index)?;
        self.facts.shopper.as_ref()?.uses.get(offer.id.as_str()).copied()
    }

    fn missing(&self, index: usize, contains: &Contains) -> Option<Code> {
        let least = match &contains.subtotal_at_least {
            Some(amounts) => match amounts.get(self.facts.currency) {
                Some(least) => least,
                None => return Some(Code::CurrencyNotOffered),
            },
            None => Amount::ZERO,
        };
        let enough =
            |lines: &LineView| lines.contained.quantity >= contains.units() && lines.contained.subtotal >= least;
        (!self.lines(index).is_some_and(enough)).then_some(Code::ItemMissing)
    }

    /// A guest is unknown, a missing fact is unknown, and what is unknown earns nothing.
    fn of_shopper(&self, otherwise: Code, holds: impl FnOnce(&ShopperFacts<'_>) -> Option<bool>) -> Option<Code> {
        match self.facts.shopper.as_ref().map(holds) {
            None => Some(Code::CustomerUnknown),
            Some(None) => Some(Code::CustomerFactsMissing),
            Some(Some(holds)) => (!holds).then_some(otherwise),
        }
    }

    fn of_place(&self, holds: impl FnOnce(&PlaceFacts<'_>) -> bool) -> Option<Code> {
        match self.facts.place.as_ref().map(holds) {
            None => Some(Code::AddressMissing),
            Some(holds) => (!holds).then_some(Code::PlaceNotEligible),
        }
    }
}

fn lists(words: &Words, word: &str) -> bool {
    words.iter().any(|listed| **listed == *word)
}

/// The instant so many days of a customer's history after another; none beyond the calendar.
pub(super) fn days_after(instant: Timestamp, days: u64) -> Option<Timestamp> {
    let span = i32::try_from(days).ok().and_then(|days| DAY.checked_mul(days))?;
    instant.checked_add(span).ok()
}

/// How many whole days of a customer's history lie between two instants.
pub(super) fn days_between(earlier: Timestamp, later: Timestamp) -> u64 {
    let hours = later.duration_since(earlier).as_hours();
    u64::try_from(hours.div_euclid(24)).unwrap_or_default()
}
