//! Reads the facts of a session that a set of offers needs, and no others.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::Timestamp;

use super::lines::comma_separated;
use super::uses::{Unreadable, Uses};
use super::{Customer, Shopper, Snapshot};
use crate::facts::{Fact, Facts, LineFacts, PlaceFacts, Reads, ShopperFacts, Typed};
use crate::interaction::InteractionSet;
use crate::money::{Amount, Currency};
use crate::policy::{Condition, Offer, Policy};
use crate::spelling::{self, PostalFormat, fold};

/// The @ of a keyboard for full-width letters.
const FULL_WIDTH_AT: char = '\u{ff20}';

impl<'a> Facts<'a> {
    /// The facts of a session that the offers of a set read.
    #[must_use]
    pub fn of(policy: &Policy, session: &'a Snapshot, set: InteractionSet) -> Self {
        let reads = policy.reads(set);
        Self {
            currency: session.cart.currency,
            subtotal: session.cart.subtotal,
            shipping: session.cart.shipping,
            must_charge: session.cart.must_charge,
            quantity: session.cart.quantity.filter(|_| reads.contains(Fact::Quantity)),
            lines: session
                .cart
                .lines
                .as_ref()
                .filter(|_| reads.contains(Fact::Lines))
                .map(|lines| lines.iter().map(LineFacts::from).collect()),
            shopper: match &session.shopper {
                Shopper::Customer(customer) if reads.shopper() => {
                    Some(ShopperFacts::of(policy, customer, session.cart.currency, set, reads))
                }
                Shopper::Customer(_) | Shopper::Guest => None,
            },
            place: if reads.place() { PlaceFacts::of(policy, session, set, reads) } else { None },
            code: if reads.contains(Fact::Code) { code(policy, session, set) } else { None },
            metadata: if reads.contains(Fact::Metadata) { metadata(policy, session, set) } else { BTreeMap::new() },
        }
    }
}

impl<'a> ShopperFacts<'a> {
    fn of(policy: &Policy, customer: &'a Customer, currency: Currency, set: InteractionSet, reads: Reads) -> Self {
        let keys = &policy.customer;
        let written = |key: &str| customer.metadata.get(key).map(|value| value.trim());
        let value = |key: &str| written(key).filter(|value| !value.is_empty());
        let number = |key: &str| value(key).and_then(|value| value.parse::<u64>().ok());
        let is_new = customer.created.zip(policy.history_since).is_some_and(|(created, since)| created >= since);
        // A count that is there but can't be read is unknown; only one that is missing can mean none.
        let orders = match written(&keys.orders) {
            Some(text) => text.parse().ok(),
            None => is_new.then_some(0),
        };
        let spend = || match written(&format!("{}_{currency}", keys.lifetime_spend)) {
            Some(text) => text.parse().ok().and_then(Amount::new),
            None => orders.filter(|orders| *orders == 0).map(|_| Amount::ZERO),
        };
        let last_order = number(&keys.last_order_at).and_then(unix_seconds);
        let read = |fact| reads.contains(fact);
        Self {
            customer: read(Fact::Customer).then(|| customer.id.as_str().into()),
            tier: value(&keys.tier).filter(|_| read(Fact::Tier)).map(fold).filter(|tier| !tier.is_empty()),
            segments: value(&keys.segments).filter(|_| read(Fact::Segments)).map(comma_separated),
            email_domain: customer.email.as_deref().filter(|_| read(Fact::EmailDomain)).and_then(domain),
            orders: orders.filter(|_| read(Fact::Orders)),
            uses: if read(Fact::Uses) { uses(policy, customer, set, is_new) } else { BTreeMap::new() },
            lifetime_spend: if read(Fact::LifetimeSpend) { spend() } else { None },
            last_order_at: last_order.filter(|_| read(Fact::LastOrderAt)),
            since: customer.created.filter(|_| read(Fact::CustomerSince)),
        }
    }
}

impl<'a> PlaceFacts<'a> {
    fn of(policy: &Policy, session: &'a Snapshot, set: InteractionSet, reads: Reads) -> Option<Self> {
        let address = session.address.as_ref()?;
        let country = upper(address.country.as_deref()?)?;
        let (country, region, unclear_region) = place(country, address.state.as_deref());
        let read = |fact| reads.contains(fact);
        let prefix = || longest_prefix(policy, set, &country, address.postal_code.as_deref()?);
        Some(Self {
            postal_prefix: if read(Fact::PostalCode) { prefix() } else { None },
            region: region.filter(|_| read(Fact::Region)),
            unclear_region: unclear_region.filter(|_| read(Fact::Region)),
            country: Some(country),
        })
    }
}

/// The country, the region of ISO 3166-2, and what is said in place of one: shoppers type anything there.
fn place<'a>(country: Cow<'a, str>, state: Option<&'a str>) -> (Cow<'a, str>, Option<Cow<'a, str>>, Option<Typed<'a>>) {
    if spelling::is_territory(&country) {
        let region = [spelling::TERRITORIES_OF, &country].join("-");
        return (country, Some(region.into()), None);
    }
    let Some(state) = state else { return (country, None, None) };
    match spelling::region(&country, state) {
        Some(code) => {
            let region = [&country, &*code].join("-");
            let is_territory = country == spelling::TERRITORIES_OF && spelling::is_territory(&code);
            (if is_territory { code } else { country }, Some(region.into()), None)
        }
        None => (country, None, Typed::of(spelling::visible(state))),
    }
}

fn upper(text: &str) -> Option<Cow<'_, str>> {
    let text = text.trim();
    let is_upper = !text.bytes().any(|byte| byte.is_ascii_lowercase());
    (!text.is_empty()).then(|| if is_upper { text.into() } else { text.to_ascii_uppercase().into() })
}

fn longest_prefix<'a>(policy: &Policy, set: InteractionSet, country: &str, typed: &str) -> Option<Cow<'a, str>> {
    let format = PostalFormat::of(country);
    let code = format.code(typed);
    let conditions = policy.offers_of(set).flat_map(|(_, offer)| &offer.conditions);
    let prefixes = conditions.filter_map(|condition| match condition {
        Condition::PostalPrefix(postal) if postal.format == format => Some(postal.prefixes.iter()),
        _ => None,
    });
    let fitting = prefixes.flatten().filter(|prefix| format.begins(&code, prefix));
    fitting.max_by_key(|prefix| prefix.len()).map(|prefix| Cow::Owned(prefix.to_string()))
}

/// The counts of the offers that ask; none where they are not known. Of a new customer without a list, nothing was used.
fn uses<'a>(policy: &Policy, customer: &Customer, set: InteractionSet, is_new: bool) -> BTreeMap<Cow<'a, str>, u64> {
    let listed = match Uses::read(&customer.metadata, &policy.customer.uses) {
        Ok(Some(listed)) => Some(listed),
        Ok(None) => is_new.then(Uses::default),
        Err(Unreadable) => None,
    };
    let Some(listed) = listed else { return BTreeMap::new() };
    let asks = |offer: &Offer| offer.conditions.iter().any(|condition| matches!(condition, Condition::UsesAtMost(_)));
    let asking = policy.offers_of(set).map(|(_, offer)| offer).filter(|offer| asks(offer));
    asking.map(|offer| (offer.id.as_str().to_owned().into(), listed.of(&offer.id))).collect()
}

/// The code that counts, if a condition names it: people type anything into such a field.
fn code<'a>(policy: &Policy, session: &'a Snapshot, set: InteractionSet) -> Option<Cow<'a, str>> {
    let code = session.code_of(policy, set)?.as_str();
    let mut conditions = policy.offers_of(set).flat_map(|(_, offer)| &offer.conditions);
    let names = |condition: &Condition| match condition {
        Condition::Code(codes) => codes.0.iter().any(|named| **named == *code),
        _ => false,
    };
    conditions.any(names).then_some(Cow::Borrowed(code))
}

/// Only values that a condition names: what else the merchant keeps there may be about people.
fn metadata<'a>(policy: &Policy, session: &'a Snapshot, set: InteractionSet) -> BTreeMap<Cow<'a, str>, Cow<'a, str>> {
    let conditions = policy.offers_of(set).flat_map(|(_, offer)| &offer.conditions);
    let named = conditions.filter_map(|condition| {
        let Condition::Metadata(asked) = condition else { return None };
        let (key, value) = session.metadata.get_key_value(&*asked.key)?;
        let value = fold(value);
        asked.values.iter().any(|named| **named == *value).then_some((key, value))
    });
    named.map(|(key, value)| (Cow::Borrowed(key.as_str()), value)).collect()
}

/// The whole domain; none where the address has no form.
fn domain(email: &str) -> Option<Cow<'_, str>> {
    let (local, domain) = email.trim().rsplit_once(['@', FULL_WIDTH_AT])?;
    let domain = spelling::domain(domain);
    (!local.is_empty() && !domain.is_empty()).then_some(domain)
}

fn unix_seconds(seconds: u64) -> Option<Timestamp> {
    i64::try_from(seconds).ok().and_then(|seconds| Timestamp::from_second(seconds).ok())
}

#[cfg(test)]
mod tests;
