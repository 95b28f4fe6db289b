//! The conditions of an offer in words.

use super::words::{amounts, items, list, nth, schedule, time};
use crate::condition::{Anniversary, Contains, Requirement, ShareOf};
use crate::policy::{Condition, Policy};

/// A condition in words that follow "if" or a comma: `the tier is gold or silver`.
pub(super) fn asks(policy: &Policy, condition: &Condition) -> String {
    match condition {
        Condition::Tier(tiers) => format!("the tier is {}", list(&*tiers.0, "or")),
        Condition::Segment(segments) => format!("the customer is in segment {}", list(&*segments.0, "or")),
        Condition::Customer(ids) => format!("the customer is {}", list(&*ids.0, "or")),
        Condition::EmailDomain(domains) => format!("the verified e-mail address is at {}", list(&*domains.0, "or")),
        Condition::FirstOrder(_) => "it is the customer's first order".to_owned(),
        Condition::EveryNthOrder(count) => format!("it is every {} order of the customer", nth(count.0.get())),
        Condition::OrdersAtLeast(count) => format!("the customer has at least {} orders", count.0),
        Condition::OrdersAtMost(count) => format!("the customer has at most {} orders", count.0),
        Condition::UsesAtMost(count) => format!("the customer uses it at most {} times", count.0),
        Condition::LifetimeSpendAtLeast(spend) => format!("the customer has spent at least {}", amounts(&spend.0)),
        Condition::DaysSinceLastOrderAtLeast(days) => format!("the last order is at least {} days ago", days.0),
        Condition::DaysSinceLastOrderAtMost(days) => format!("the last order is at most {} days ago", days.0),
        Condition::CustomerForDaysAtLeast(days) => format!("the customer is at least {} days old", days.0),
        Condition::CustomerMetadata(asked) => format!("the customer's {} is {}", asked.key, list(&*asked.values, "or")),
        Condition::Anniversary(anniversary) => self::anniversary(anniversary),
        Condition::SubtotalOver(amount) => format!("the cart is over {}", amounts(&amount.0)),
        Condition::SubtotalAtLeast(amount) => format!("the cart is at least {}", amounts(&amount.0)),
        Condition::SubtotalBelow(amount) => format!("the cart is below {}", amounts(&amount.0)),
        Condition::SubtotalAtMost(amount) => format!("the cart is at most {}", amounts(&amount.0)),
        Condition::QuantityAtLeast(count) => format!("the cart has at least {} units", count.0),
        Condition::Contains(contains) => format!("the cart has {}", self::contains(contains)),
        Condition::ContainsNone(none) => format!("the cart has nothing of {}", items(&none.0)),
        Condition::Country(countries) => format!("it ships to {}", list(&*countries.0, "or")),
        Condition::Region(regions) => format!("it ships to {}", list(&*regions.0, "or")),
        Condition::PostalPrefix(postal) => format!("the postal code begins with {}", list(&*postal.prefixes, "or")),
        Condition::Currency(currencies) => format!("the currency is {}", list(&*currencies.0, "or")),
        Condition::Starts(starts) => format!("from {}", time(policy, starts.0)),
        Condition::Ends(ends) => format!("until {}", time(policy, ends.0)),
        Condition::Schedule(days) => schedule(days),
        Condition::Code(codes) => format!("the code is {}", list(&*codes.0, "or")),
        Condition::CodeSeries(series) => format!("the code is one of the series {}", series.name),
        Condition::Metadata(asked) => format!("the session's {} is {}", asked.key, list(&*asked.values, "or")),
        Condition::Share(share) => {
            let of = match share.of {
                ShareOf::Customer => "customer",
                ShareOf::Session => "session",
            };
            format!("the {of} is drawn, {}% of all, for {}", share.percent, share.experiment)
        }
        Condition::Unless(_) => {
            let written: Vec<String> = condition.written().iter().map(|condition| asks(policy, condition)).collect();
            written.join(" and ")
        }
    }
}

fn anniversary(anniversary: &Anniversary) -> String {
    let Anniversary { of, days_before, days_after } = anniversary;
    format!("from {days_before} days before to {days_after} days after the customer's {of} day of the year")
}

fn contains(contains: &Contains) -> String {
    contains.requirements.iter().map(requirement).collect::<Vec<_>>().join(" and ")
}

fn requirement(requirement: &Requirement) -> String {
    let most = requirement.quantity_at_most.map(|most| format!(" and at most {most}")).unwrap_or_default();
    let worth =
        requirement.subtotal_at_least.as_ref().map(|worth| format!(" worth {}", amounts(worth))).unwrap_or_default();
    format!("at least {}{most} of {}{worth}", requirement.units(), items(&requirement.items))
}
