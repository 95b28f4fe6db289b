//! An offer: who may have it, and what it gives.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::{Base, Condition, LocalNames, OfferId, OfferName, UseLimit};
use crate::condition::{CodeSeries, ConditionTable};
use crate::effect::Effect;
use crate::facts::{Fact, Reads};
use crate::line_filter::LineFilter;
use crate::trigger::Trigger;

/// One offer of the policy.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Offer {
    /// The id, in answers, logs and the coupon's metadata.
    pub id: OfferId,
    /// The interaction with which a shopper asks for it, or none.
    pub trigger: Trigger,
    /// The name that the shopper sees.
    pub name: OfferName,
    /// The names in other languages.
    pub local_names: LocalNames,
    /// Higher goes first.
    pub priority: i64,
    /// The place of its group among the policy's.
    pub group: Option<usize>,
    /// The cases in which it excludes other offers.
    pub exclusive: Exclusive,
    /// True if reasons and hints may mention it.
    pub public: bool,
    /// The conditions, which must all hold, in the order of the documentation's table.
    pub conditions: Vec<Condition>,
    /// The part of the cart that its amount is computed of.
    pub base: Base,
    /// The effect.
    pub gives: Effect,
    /// The limits on its uses.
    pub limit: Option<Box<UseLimit>>,
}

/// When an offer excludes the others.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Exclusive {
    /// Never. The default.
    #[default]
    No,
    /// When it is eligible.
    IfEligible,
    /// When its conditions hold, even if it gives nothing.
    Always,
}

impl Exclusive {
    /// The word of [`Exclusive::Always`] in `discounts.toml`.
    pub const ALWAYS: &'static str = "always";
}

impl Offer {
    /// The rank among offers that exclude others: the lowest counts. `place` is that in the policy.
    #[must_use]
    pub const fn rank(&self, place: usize) -> (Reverse<i64>, usize) {
        (Reverse(self.priority), place)
    }

    /// Returns whether it can exclude other offers.
    #[must_use]
    pub fn is_exclusive(&self) -> bool {
        self.exclusive != Exclusive::No
    }

    /// The facts that it reads of a session.
    #[must_use]
    pub fn reads(&self) -> Reads {
        let base = match self.base {
            Base::Cart => Reads::NOTHING,
            Base::Lines(_) => Fact::Lines.into(),
            Base::Shipping => Fact::ShippingCost.into(),
        };
        let names_rates = matches!(&self.gives, Effect::Shipping(shipping) if shipping.rates.is_some());
        let rate = if names_rates { Fact::ShippingRate.into() } else { Reads::NOTHING };
        let rooms = if self.counts() { Fact::Rooms.into() } else { Reads::NOTHING };
        let per_shopper = self.limit.as_ref().is_some_and(|limit| limit.uses_per_shopper.is_some());
        let shopper = if per_shopper { Fact::Customer.into() } else { Reads::NOTHING };
        self.conditions.iter().map(Condition::reads).chain([base, rate, rooms, shopper]).collect()
    }

    /// Returns whether its uses are counted: it has a limit, or asks for codes of a series.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.limit.is_some() || self.code_series().next().is_some()
    }

    /// The series of codes that it asks for.
    pub fn code_series(&self) -> impl Iterator<Item = &CodeSeries> {
        self.conditions.iter().filter_map(|condition| match condition {
            Condition::CodeSeries(series) => Some(series),
            _ => None,
        })
    }

    /// Returns whether it is given on shipping, and not on goods.
    #[must_use]
    pub fn is_on_shipping(&self) -> bool {
        matches!(self.base, Base::Shipping)
    }

    /// The conditions as they are written, each with its table.
    pub fn written(&self) -> impl Iterator<Item = (ConditionTable, &Condition)> {
        self.conditions
            .iter()
            .flat_map(|condition| condition.written().iter().map(|written| (condition.table(), written)))
    }

    /// The filters of lines, each with its path under `give`.
    pub(crate) fn filters(&self) -> Vec<(Vec<String>, &LineFilter)> {
        let base = self.base.filters().map(|(key, filter)| (vec![key.to_owned()], filter));
        let own = self.gives.filters().into_iter().enumerate();
        let own = own.map(|(place, filter)| (vec![self.gives.row().key().to_owned(), place.to_string()], filter));
        base.chain(own).collect()
    }

    /// Returns whether it is for those who know a code.
    #[must_use]
    pub fn asks_for_a_code(&self) -> bool {
        self.conditions.iter().any(|condition| matches!(condition, Condition::Code(_) | Condition::CodeSeries(_)))
    }

    /// Returns whether it reads tags: then a line has to come with its product, not only with the product's id.
    #[must_use]
    pub fn names_tags(&self) -> bool {
        let asked = self.written().flat_map(|(_, condition)| condition.items()).map(|(_, items)| items);
        let meant = self.filters().into_iter().filter_map(|(_, filter)| filter.items.as_ref());
        asked.chain(meant).any(|items| !items.tags.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use crate::test_support::{for_all, policy};

    #[test]
    fn an_offer_looks_at_tags_wherever_it_names_one() {
        for (lines, names) in [
            ("when.contains = { tags = [\"new\"] }\ngive.percent = \"1\"", true),
            ("when.contains_none = { products = [\"prod_1\"], tags = [\"new\"] }\ngive.percent = \"1\"", true),
            ("give = { percent = \"1\", on = { tags = [\"new\"] } }", true),
            ("give = { percent = \"1\", except = { tags = [\"new\"] } }", true),
            ("give = { percent = \"1\", except = { products = [\"prod_1\"] } }", false),
            ("when.contains = { prices = [\"price_1\"] }\ngive.percent = \"1\"", false),
            ("give.percent = \"1\"", false),
        ] {
            assert_eq!(policy(&for_all("it", lines)).offers[0].names_tags(), names, "{lines}");
        }
    }
}
