//! Everything that is shown of a policy, computed once.

use jiff::Timestamp;
use jiff::civil::Date;
use shared::core::Policy;
use shared::core::money::{Amount, Currency, Overflow, UnknownCurrency};
use shared::core::overview::{
    Bound, CalendarRow, Curve, Most, Pile, Sentence, calendar, currencies, curves, most, sentence, values,
};
use shared::core::policy::Combine;

/// A policy that can't be shown.
#[derive(Debug, thiserror::Error)]
pub(super) enum ShowError {
    #[error(transparent)]
    Overflow(#[from] Overflow),
    #[error(transparent)]
    Currency(#[from] UnknownCurrency),
}

/// The overview of a policy.
pub(super) struct View {
    /// The file's name.
    pub(super) name: String,
    /// How offers are combined, and other facts of the whole policy.
    pub(super) heading: Vec<String>,
    pub(super) sentences: Vec<Sentence>,
    /// A line for each currency, with its code.
    pub(super) most: Vec<(Currency, String)>,
    /// The first day of the calendar.
    pub(super) first: Date,
    pub(super) calendar: Vec<CalendarRow>,
    /// The moment on the shop's clock.
    pub(super) moment: String,
    /// The currency of the curves.
    pub(super) currency: Currency,
    /// The values of carts of the curves.
    pub(super) values: Vec<Amount>,
    pub(super) curves: Vec<Curve>,
}

impl View {
    /// Computes it. The curves are in a currency, or in the first that the policy names, or in US dollars.
    pub(super) fn of(
        name: &str,
        policy: &Policy,
        currency: Option<Currency>,
        now: Timestamp,
    ) -> Result<Self, ShowError> {
        let mut named = currencies(policy);
        let currency = match currency.or_else(|| named.first().copied()) {
            Some(currency) => currency,
            None => Currency::parse("usd")?,
        };
        if named.is_empty() {
            named.push(currency);
        }
        let (first, calendar) = calendar(policy, now);
        Ok(Self {
            name: name.to_owned(),
            heading: heading(policy),
            sentences: policy.offers.iter().map(|offer| sentence(policy, offer)).collect(),
            most: named.into_iter().map(|currency| (currency, most_line(&most(policy, currency)))).collect(),
            first,
            calendar,
            moment: now.to_zoned(policy.zone.clone()).strftime("%Y-%m-%d %H:%M").to_string(),
            currency,
            values: values(policy, currency),
            curves: curves(policy, currency, now)?,
        })
    }
}

fn heading(policy: &Policy) -> Vec<String> {
    let combine = |combine| match combine {
        Combine::Best => "best: the largest alone",
        Combine::Sum => "sum: all are added",
        Combine::Sequential => "sequential: each of what the ones before it left",
    };
    let zone = policy.zone.iana_name().unwrap_or("UTC");
    let groups = policy.groups.iter().map(|group| format!("group {}, {}", group.id, combine(group.combine)));
    let outer = if policy.groups.is_empty() { "offers" } else { "offers and groups" };
    let all = format!("{outer}, {}", combine(policy.combine));
    [all].into_iter().chain(groups).chain([format!("times of {zone}")]).collect()
}

/// `60.00 by gold, at most 50% of the cart (max_percent)`
fn most_line(most: &Most) -> String {
    let piles: Vec<&Pile> = most.goods.first().into_iter().chain(most.shipping.first()).collect();
    if piles.is_empty() || most.max_amount == Some(Amount::ZERO) {
        return "nothing".to_owned();
    }
    let offers: Vec<String> = piles
        .iter()
        .flat_map(|pile| &pile.offers)
        .map(|(offer, bound)| format!("{offer} {}", share(most, *bound)))
        .collect();
    let amount = match most.amount() {
        Some(amount) => amount.display(most.currency),
        None => "no limit".to_owned(),
    };
    let percent = most.max_percent.map(|percent| format!(", never more than {percent}% of the cart (max_percent)"));
    let rail =
        most.max_amount.map(|amount| format!(", never more than {} (max_amount)", amount.display(most.currency)));
    format!("{amount}, by {}{}{}", offers.join(" + "), percent.unwrap_or_default(), rail.unwrap_or_default())
}

fn share(most: &Most, bound: Bound) -> String {
    match bound.amount {
        Some(amount) => amount.display(most.currency),
        None => format!("up to {}%", bound.percent),
    }
}
