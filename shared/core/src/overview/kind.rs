//! The kinds of shoppers that the offers of a policy distinguish.

use jiff::{SignedDuration, Timestamp};

use super::calendar::next_opening;
use crate::condition::Anniversary;
use crate::items::Items;
use crate::line_filter::LineFilter;
use crate::money::{Amount, Currency};
use crate::policy::{Base, Condition, ConditionTable, Offer, Policy};

/// A kind of shopper: the facts that an offer asks for, and the items.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShopperKind {
    /// The facts in the notation of cases, without the time.
    pub facts: Vec<String>,
    /// The time, where the offer is not open now.
    pub at: Option<Timestamp>,
    /// The item that the whole cart is of, with its tags, in the notation of cases; none for any.
    pub item: Option<String>,
    /// The number of units.
    pub units: u64,
}

impl ShopperKind {
    /// A guest with any cart.
    const ANYONE: Self = Self { facts: Vec::new(), at: None, item: None, units: 1 };

    /// The line of this shopper with a cart of a value.
    #[must_use]
    pub fn line(&self, value: Amount, currency: Currency, now: Timestamp) -> String {
        let value = value.display(currency);
        let cart = match &self.item {
            Some(item) => {
                let (item, tags) = item.split_once(' ').unwrap_or((item, ""));
                format!("{} x {item} for {value} {tags}", self.units).trim_end().to_owned() + &format!(", {currency}")
            }
            None if self.units > 1 => format!("{value} {currency}; units {}", self.units),
            None => format!("{value} {currency}"),
        };
        let at = format!("at {}", self.at.unwrap_or(now));
        let parts: Vec<&str> = [&cart].into_iter().chain(&self.facts).chain([&at]).map(String::as_str).collect();
        parts.join("; ")
    }

    /// The kind in words: `guest`, `tier gold`, `anyone with boots`.
    #[must_use]
    pub fn name(&self) -> String {
        let who = if self.facts.is_empty() { "guest".to_owned() } else { self.facts.join("; ") };
        let what = match (&self.item, self.units) {
            (Some(item), 1) => format!(", a cart of {item}"),
            (Some(item), units) => format!(", a cart of {units} x {item}"),
            (None, 1) => String::new(),
            (None, units) => format!(", {units} units"),
        };
        format!("{who}{what}")
    }
}

/// The kinds of a policy, a guest first, each once. An offer that is not open in the days ahead has no kind.
pub(super) fn kinds(policy: &Policy, currency: Currency, now: Timestamp) -> Vec<ShopperKind> {
    let mut kinds = vec![ShopperKind::ANYONE];
    for offer in &policy.offers {
        let Some(opens) = next_opening(policy, offer, now) else { continue };
        for kind in of_offer(offer, currency, opens, (opens != now).then_some(opens)) {
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
    }
    kinds
}

/// A kind for each tier or segment that an offer names.
fn of_offer(offer: &Offer, currency: Currency, now: Timestamp, at: Option<Timestamp>) -> Vec<ShopperKind> {
    let mut kinds = vec![ShopperKind { at, ..ShopperKind::ANYONE }];
    let asked = || offer.conditions.iter().filter(|condition| condition.table() == ConditionTable::When);
    let has_prefix = asked().any(|condition| matches!(condition, Condition::PostalPrefix(_)));
    for condition in asked() {
        let choices: Vec<String> = match condition {
            Condition::Tier(tiers) => tiers.0.iter().map(|tier| format!("tier {tier}")).collect(),
            Condition::Segment(segments) => segments.0.iter().map(|segment| format!("segments {segment}")).collect(),
            Condition::Country(countries) if !has_prefix => {
                countries.0.iter().map(|country| format!("to {country}")).collect()
            }
            Condition::Country(_) => Vec::new(),
            Condition::PostalPrefix(postal) => {
                let country = asked().find_map(|condition| match condition {
                    Condition::Country(countries) => countries.0.first(),
                    _ => None,
                });
                let prefix = postal.prefixes.first();
                country.zip(prefix).map(|(country, prefix)| format!("to {country} {prefix}")).into_iter().collect()
            }
            condition => fact(condition, currency, now).into_iter().collect(),
        };
        if !choices.is_empty() {
            let with = |choice: &String| {
                kinds
                    .iter()
                    .map(|kind| ShopperKind {
                        facts: kind.facts.iter().cloned().chain([choice.clone()]).collect(),
                        ..kind.clone()
                    })
                    .collect::<Vec<_>>()
            };
            kinds = choices.iter().flat_map(with).collect();
        }
    }
    // Uses by each shopper are counted for customers.
    if offer.limit.as_ref().is_some_and(|limit| limit.uses_per_shopper.is_some()) {
        kinds
            .iter_mut()
            .filter(|kind| kind.facts.is_empty())
            .for_each(|kind| kind.facts.push("customer cus_1".to_owned()));
    }
    let (item, units) = cart(offer);
    for kind in &mut kinds {
        (kind.item, kind.units) = (item.clone(), units);
    }
    kinds
}

/// The fact with which a condition holds.
fn fact(condition: &Condition, currency: Currency, now: Timestamp) -> Option<String> {
    let days_ago = |days: u64| {
        let hours = i64::try_from(days).unwrap_or(i64::MAX).saturating_mul(24);
        now.checked_sub(SignedDuration::from_hours(hours)).unwrap_or(Timestamp::MIN)
    };
    Some(match condition {
        Condition::Region(regions) => format!("to {}", regions.0.first()?),
        Condition::Customer(ids) => format!("customer {}", ids.0.first()?),
        Condition::EmailDomain(domains) => format!("email someone@{}", domains.0.first()?.replace('*', "some")),
        Condition::FirstOrder(_) | Condition::OrdersAtMost(_) => "orders 0".to_owned(),
        Condition::EveryNthOrder(count) => format!("orders {}", count.0.get().saturating_sub(1)),
        Condition::OrdersAtLeast(count) => format!("orders {}", count.0),
        Condition::UsesAtMost(_) => "uses none".to_owned(),
        Condition::LifetimeSpendAtLeast(spend) => format!("spent {}", spend.0.get(currency)?.display(currency)),
        Condition::DaysSinceLastOrderAtLeast(days) => format!("last-order {}", days_ago(days.0)),
        Condition::DaysSinceLastOrderAtMost(_) => format!("last-order {}", days_ago(0)),
        Condition::CustomerForDaysAtLeast(days) => format!("since {}", days_ago(days.0)),
        Condition::CustomerMetadata(asked) => format!("customer.{} {}", asked.key, asked.values.first()?),
        Condition::Anniversary(anniversary) if &*anniversary.of != Anniversary::CREATED => {
            let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
            format!("customer.{} --{:02}-{:02}", anniversary.of, today.month(), today.day())
        }
        Condition::Code(codes) => format!("code {}", codes.0.first()?),
        Condition::CodeSeries(series) => format!("signed-code {}:0", series.name),
        Condition::Metadata(asked) => format!("metadata.{} {}", asked.key, asked.values.first()?),
        _ => return None,
    })
}

/// The item and the units that an offer asks for, or is given on.
fn cart(offer: &Offer) -> (Option<String>, u64) {
    let mut units = 1_u64;
    let mut item = None;
    for condition in offer.conditions.iter().filter(|condition| condition.table() == ConditionTable::When) {
        match condition {
            Condition::QuantityAtLeast(least) => units = units.max(least.0),
            Condition::Contains(contains) => {
                if let Some(first) = contains.requirements.first() {
                    units = units.max(first.units());
                    item = item.or_else(|| named(&first.items));
                }
            }
            _ => {}
        }
    }
    let on = match &offer.base {
        Base::Lines(lines) => lines.on.as_ref(),
        Base::Cart | Base::Shipping => None,
    };
    let on = on.and_then(|filter: &LineFilter| filter.items.as_ref()).and_then(named);
    (on.or(item), units)
}

fn named(items: &Items) -> Option<String> {
    let id = items.products.first().or_else(|| items.prices.first()).map(ToString::to_string);
    id.or_else(|| {
        let tag = items.tags.first()?;
        let comma = if tag.contains(' ') { "," } else { "" };
        Some(format!("any [{tag}{comma}]"))
    })
}
