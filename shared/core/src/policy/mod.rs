//! The merchant's policy, loaded from `discounts.toml`: which offers there are, and how they combine.

mod base;
mod checkout;
mod country;
mod customer_keys;
mod group;
mod hash;
pub mod lint;
pub mod load;
mod local_names;
mod naming;
mod note;
mod offer;
mod offer_name;
#[cfg(feature = "report")]
pub mod report;
mod ui_mode;
mod use_limit;
mod zone;

use std::collections::BTreeSet;
use std::iter;

use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

pub use base::{Base, Lines};
pub use checkout::{Checkout, ServerOnly};
pub use country::{COUNTRIES, is_country};
pub use customer_keys::{Counts, CustomerKeys, Guests};
pub use group::Group;
pub use hash::PolicyHash;
pub use local_names::{LocalNames, Locale};
pub(crate) use naming::joined;
pub use note::{Note, Severity};
pub use offer::{Exclusive, Offer};
pub use offer_name::{NameFault, OfferId, OfferName};
pub use ui_mode::UiMode;
pub use use_limit::{Per, UseLimit};

pub use crate::condition::{Condition, ConditionTable, Contains, PostalPrefix, Requirement};
pub use crate::document::{Faults, Place, TextIndex, decode, parse_instant};
pub use crate::effect::{Effect, Part, Rate, Reach};
pub use crate::facts::{Fact, Reads};
pub use crate::interaction::Subject;
pub use crate::items::Items;
pub use crate::key::{Form, Key};
pub use crate::line_filter::LineFilter;
pub use crate::schedule::{
    DateSpan, Dates, Days, DaysOfMonth, Hours, MonthDay, Nth, Schedule, WallClock, Weekdays, WeekdaysOfMonth,
};
pub use crate::selection::Selection;
pub use crate::words::Words;

use crate::interaction::{Interaction, InteractionSet};
use crate::money::{Amount, Amounts, Currency, Percent, Rounding};
use crate::spelling;

/// A policy that has loaded: every rule of the file holds.
///
/// It can be written down and read back: the one that is compiled in is loaded when a function is built, so that
/// its start has no file to parse. What is read back is trusted; it is no way to load what a merchant wrote.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Policy {
    /// The shop's time zone: of weekdays, hours, and times written without one.
    #[serde(with = "zone")]
    pub zone: TimeZone,
    /// How the eligible offers, and the results of groups, become one discount.
    pub combine: Combine,
    /// How fractions of a minor unit are rounded.
    pub rounding: Rounding,
    /// True if a larger discount of ours may replace one that this service did not write.
    pub replace_foreign: bool,
    /// The name for the shopper if the joined names of several offers are too long.
    pub combined_name: OfferName,
    /// That name in other languages.
    pub combined_local_names: LocalNames,
    /// The guard rails against a mistake in an offer.
    pub limits: Limits,
    /// The keys of the customer's metadata that hold facts.
    pub customer: CustomerKeys,
    /// A customer created at or after it, without a count of orders, has none.
    pub history_since: Option<Timestamp>,
    /// How sessions are created, changed and settled.
    pub checkout: Checkout,
    /// The groups, in the order of the file.
    pub groups: Vec<Group>,
    /// The offers: highest priority first, then in the order of the file. Those of a group follow its first.
    pub offers: Vec<Offer>,
    /// The facts that automatic offers read.
    automatic_reads: Reads,
    /// The facts that the offers of each interaction read.
    reads: [Reads; Interaction::ALL.len()],
    /// The hash of the file.
    pub hash: PolicyHash,
    /// The kill switch: every decision is no discount.
    pub switched_off: bool,
}

/// How several eligible offers become one discount.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Combine {
    /// The largest stands alone. The default.
    #[default]
    Best,
    /// All are added, each of the whole cart.
    Sum,
    /// By priority, each of what the ones before it have left.
    Sequential,
}

/// The guard rails.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Limits {
    /// The most of a subtotal that may be given.
    pub max_percent: Option<Percent>,
    /// The most that may be given; a currency that is not listed gets nothing.
    pub max_amount: Option<Amounts>,
    /// Overrides Stripe's published minimum charges.
    pub minimum_charge: Amounts,
    /// How many writes of a discount one session may cause.
    pub writes_per_session: u64,
    /// How many different codes one session may be asked for.
    pub codes_per_session: u64,
}

impl Limits {
    /// Writes for each session where the policy does not say.
    pub const WRITES_PER_SESSION: u64 = 50;
    /// Codes for each session where the policy does not say.
    pub const CODES_PER_SESSION: u64 = 10;
    /// The most of them that a policy may allow: each takes one of the 50 keys of the metadata (Stripe docs,
    /// "Metadata"). A payment intent needs 17 for the rest: six interactions, six that travel with a discount, the
    /// version, and four in which the shop's server says what the cart costs. A session needs ten.
    pub const MOST_CODES_PER_SESSION: u64 = 33;

    /// The least that can be charged; none where nobody says.
    #[must_use]
    pub fn minimum_charge(&self, currency: Currency) -> Option<Amount> {
        self.minimum_charge.get(currency).or_else(|| currency.minimum_charge())
    }
}

impl Policy {
    /// This policy with the kill switch on.
    #[must_use]
    pub fn switched_off(self) -> Self {
        Self { switched_off: true, ..self }
    }

    /// The automatic offers and those of a set, in their order, each with its place among all offers.
    pub fn offers_of(&self, set: InteractionSet) -> impl Iterator<Item = (usize, &Offer)> {
        self.offers.iter().enumerate().filter(move |(_, offer)| offer.trigger.is_in(set))
    }

    /// The group of an offer.
    #[must_use]
    pub fn group_of(&self, offer: &Offer) -> Option<&Group> {
        self.groups.get(offer.group?)
    }

    /// Returns whether an offer that is not exclusive applies only as the best of all, in a group or not.
    pub(crate) fn only_the_best_of(&self, offer: &Offer) -> bool {
        self.combine == Combine::Best && self.group_of(offer).is_none_or(|group| group.combine == Combine::Best)
    }

    /// Returns whether an offer counts its uses, so that decisions need the ledger.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.reads(InteractionSet::all()).contains(Fact::Rooms)
    }

    /// The offers that count their uses.
    pub fn counted(&self) -> impl Iterator<Item = &Offer> {
        self.offers.iter().filter(|offer| offer.counts())
    }

    /// Returns whether sessions that have been asked for nothing have offers, too.
    #[must_use]
    pub fn has_automatic_offers(&self) -> bool {
        self.offers_of(InteractionSet::EMPTY).next().is_some()
    }

    /// The codes of a country's regions, where an offer asks for one of them: all that are known, else those that offers name.
    #[must_use]
    pub fn region_codes(&self, country: &str) -> BTreeSet<&str> {
        let conditions = self.offers.iter().flat_map(Offer::written);
        let regions = conditions.flat_map(|(_, condition)| match condition {
            Condition::Region(regions) => &*regions.0,
            _ => &[],
        });
        let named: BTreeSet<&str> = regions
            .filter_map(|region| region.split_once('-'))
            .filter(|(of, _)| *of == country)
            .map(|(_, code)| code)
            .collect();
        match spelling::region_codes(country) {
            Some(known) if !named.is_empty() => known.into_iter().collect(),
            _ => named,
        }
    }

    /// The facts that the automatic offers and those of a set read of a session.
    #[must_use]
    pub fn reads(&self, set: InteractionSet) -> Reads {
        let of_interactions = Interaction::ALL.into_iter().zip(self.reads);
        let of_set = of_interactions.filter(|(interaction, _)| set.contains(*interaction)).map(|(_, reads)| reads);
        iter::once(self.automatic_reads).chain(of_set).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_overrides_the_published_minimum_charge() {
        let (usd, eur) = (Currency::parse("usd").unwrap(), Currency::parse("eur").unwrap());
        let limits = Limits {
            max_percent: None,
            max_amount: None,
            minimum_charge: [(usd, Amount::new(75).unwrap())].into_iter().collect(),
            writes_per_session: Limits::WRITES_PER_SESSION,
            codes_per_session: Limits::CODES_PER_SESSION,
        };
        assert_eq!(limits.minimum_charge(usd), Amount::new(75));
        assert_eq!(limits.minimum_charge(eur), Amount::new(50));
        assert_eq!(limits.minimum_charge(Currency::parse("kwd").unwrap()), None);
    }
}
