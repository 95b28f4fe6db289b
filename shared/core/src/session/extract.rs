//! Reads the facts of a session that a set of offers needs, and no others.

mod place;

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::lines::comma_separated;
use super::purchases::Purchases;
use super::{Customer, ShippingCost, Shopper, Snapshot, Uses};
use crate::condition::{Anniversary, ShareOf};
use crate::facts::{
    CustomerDay, Draw, Fact, Facts, LineFacts, PlaceFacts, Reads, Rooms, ShippingFacts, ShopperFacts, SignedCode,
};
use crate::interaction::InteractionSet;
use crate::money::Currency;
use crate::policy::{Condition, Policy};
use crate::spelling::{self, fold};

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
            shipping_cost: session
                .cart
                .shipping_cost
                .as_ref()
                .filter(|_| reads.contains(Fact::ShippingCost))
                .map(|cost| ShippingFacts::of(cost, reads)),
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
            draws: if reads.contains(Fact::Draws) { draws(policy, session, set) } else { BTreeMap::new() },
            signed_code: if reads.contains(Fact::SignedCode) { signed_code(policy, session, set) } else { None },
            rooms: if reads.contains(Fact::Rooms) { rooms(policy, session, set) } else { Rooms::NotAsked },
        }
    }
}

impl<'a> ShippingFacts<'a> {
    fn of(cost: &'a ShippingCost, reads: Reads) -> Self {
        let rate = cost.rate.as_deref().filter(|_| reads.contains(Fact::ShippingRate));
        Self { amount: cost.amount, rate: rate.map(Cow::Borrowed) }
    }
}

impl<'a> ShopperFacts<'a> {
    fn of(policy: &Policy, customer: &'a Customer, currency: Currency, set: InteractionSet, reads: Reads) -> Self {
        let keys = &policy.customer;
        let read = |fact| reads.contains(fact);
        let value = |fact, key: &str| {
            let value = customer.metadata.get(key).filter(|_| read(fact));
            value.map(|value| value.trim()).filter(|value| !value.is_empty())
        };
        let reads_counts = [Fact::Orders, Fact::Uses, Fact::LifetimeSpend, Fact::LastOrderAt].into_iter().any(read);
        let purchases =
            if reads_counts { Purchases::of(policy, customer, currency, reads) } else { Purchases::default() };
        let orders = purchases.orders.filter(|_| read(Fact::Orders));
        Self {
            customer: read(Fact::Customer).then(|| customer.id.as_str().into()),
            tier: value(Fact::Tier, &keys.tier).map(fold).filter(|tier| !tier.is_empty()),
            segments: value(Fact::Segments, &keys.segments).map(comma_separated),
            email_domain: value(Fact::EmailDomain, &keys.verified_email).and_then(domain),
            orders: orders.map(|orders| orders.placed),
            orders_returned: orders.map(|orders| orders.returned).filter(|returned| *returned > 0),
            more_orders: orders.is_some_and(|orders| orders.more),
            // Where nothing was used, only a limit has to know it.
            uses: match purchases.uses {
                Some(used) if read(Fact::Uses) || !used.is_empty() => uses(policy, &used, set),
                _ => BTreeMap::new(),
            },
            lifetime_spend: purchases.spend.filter(|_| read(Fact::LifetimeSpend)),
            last_order_at: purchases.last_order_at.filter(|_| read(Fact::LastOrderAt)),
            since: customer.created.filter(|_| read(Fact::CustomerSince)),
            metadata: if read(Fact::CustomerMetadata) {
                customer_metadata(policy, customer, set)
            } else {
                BTreeMap::new()
            },
            days: if read(Fact::CustomerDays) { customer_days(policy, customer, set) } else { BTreeMap::new() },
        }
    }
}

/// The uses of the offers whose conditions count them.
fn uses<'a>(policy: &Policy, used: &Uses, set: InteractionSet) -> BTreeMap<Cow<'a, str>, u64> {
    let mut counted = BTreeMap::new();
    for (_, offer) in policy.offers_of(set) {
        let (mut limited, mut recurs) = (false, false);
        for condition in offer.conditions.iter().flat_map(Condition::written) {
            limited |= matches!(condition, Condition::UsesAtMost(_));
            recurs |= matches!(condition, Condition::EveryNthOrder(_));
        }
        let count = if limited || recurs { used.of(&offer.id) } else { 0 };
        // An offer that recurs starts without uses, and most have none.
        if limited || (recurs && count > 0) {
            counted.insert(offer.id.as_str().to_owned().into(), count);
        }
    }
    counted
}

/// The code that counts, if a condition names it: people type anything into such a field.
fn code<'a>(policy: &Policy, session: &'a Snapshot, set: InteractionSet) -> Option<Cow<'a, str>> {
    let code = session.code_of(policy, set)?.as_str();
    let mut conditions = policy.offers_of(set).flat_map(|(_, offer)| offer.written()).map(|(_, condition)| condition);
    let names = |condition: &Condition| match condition {
        Condition::Code(codes) => codes.0.iter().any(|named| **named == *code),
        _ => false,
    };
    conditions.any(names).then_some(Cow::Borrowed(code))
}

/// The series and the number of the code that counts, if a condition names the series.
fn signed_code<'a>(policy: &Policy, session: &'a Snapshot, set: InteractionSet) -> Option<SignedCode<'a>> {
    let signed = session.ledger.signed(session.code_of(policy, set)?)?;
    let mut conditions = policy.offers_of(set).flat_map(|(_, offer)| offer.written()).map(|(_, condition)| condition);
    let names = |condition: &Condition| matches!(condition, Condition::CodeSeries(of) if *of.name == *signed.series);
    let signed = SignedCode { series: Cow::Borrowed(&*signed.series), serial: signed.serial };
    conditions.any(names).then_some(signed)
}

/// The rooms of the counted offers.
fn rooms<'a>(policy: &Policy, session: &'a Snapshot, set: InteractionSet) -> Rooms<'a> {
    let counts = |id: &str| policy.offers_of(set).any(|(_, offer)| offer.counts() && offer.id.as_str() == id);
    session.ledger.rooms.borrowed(counts)
}

/// Only values that a condition names: what else the merchant keeps there may be about people.
fn metadata<'a>(policy: &Policy, session: &'a Snapshot, set: InteractionSet) -> BTreeMap<Cow<'a, str>, Cow<'a, str>> {
    let conditions = policy.offers_of(set).flat_map(|(_, offer)| offer.written()).map(|(_, condition)| condition);
    let named = conditions.filter_map(|condition| {
        let Condition::Metadata(asked) = condition else { return None };
        let (key, value) = session.metadata.get_key_value(&*asked.key)?;
        let value = fold(value);
        asked.values.iter().any(|named| **named == *value).then_some((key, value))
    });
    named.map(|(key, value)| (Cow::Borrowed(key.as_str()), value)).collect()
}

/// The draws of the experiments that conditions name.
fn draws<'a>(policy: &Policy, session: &Snapshot, set: InteractionSet) -> BTreeMap<Cow<'a, str>, Draw> {
    let conditions = policy.offers_of(set).flat_map(|(_, offer)| offer.written()).map(|(_, condition)| condition);
    let drawn = conditions.filter_map(|condition| {
        let Condition::Share(share) = condition else { return None };
        let id = match share.of {
            ShareOf::Customer => session.shopper.id(),
            ShareOf::Session => session.id.as_deref(),
        };
        Some((share.key_of_draw().into(), Draw::of(&share.experiment, id?)))
    });
    drawn.collect()
}

/// Only values of the customer's metadata that a condition names.
fn customer_metadata<'a>(
    policy: &Policy,
    customer: &'a Customer,
    set: InteractionSet,
) -> BTreeMap<Cow<'a, str>, Cow<'a, str>> {
    let conditions = policy.offers_of(set).flat_map(|(_, offer)| offer.written()).map(|(_, condition)| condition);
    let named = conditions.filter_map(|condition| {
        let Condition::CustomerMetadata(asked) = condition else { return None };
        let (key, value) = customer.metadata.get_key_value(&*asked.key)?;
        let value = fold(value);
        asked.values.iter().any(|named| **named == *value).then_some((Cow::Borrowed(key.as_str()), value))
    });
    named.collect()
}

/// The days that conditions name, as far as they can be read.
fn customer_days<'a>(
    policy: &Policy,
    customer: &'a Customer,
    set: InteractionSet,
) -> BTreeMap<Cow<'a, str>, CustomerDay> {
    let created = customer.created.map(|created| policy.zone.to_datetime(created).date());
    let conditions = policy.offers_of(set).flat_map(|(_, offer)| offer.written()).map(|(_, condition)| condition);
    let named = conditions.filter_map(|condition| {
        let Condition::Anniversary(asked) = condition else { return None };
        if &*asked.of == Anniversary::CREATED {
            return Some((Cow::Borrowed(Anniversary::CREATED), created?.into()));
        }
        let (key, value) = customer.metadata.get_key_value(&*asked.of)?;
        Some((Cow::Borrowed(key.as_str()), CustomerDay::parse(value.trim())?.reduced(created)))
    });
    named.collect()
}

/// The whole domain; none where the address has no form.
fn domain(email: &str) -> Option<Cow<'_, str>> {
    let (local, domain) = email.trim().rsplit_once(['@', FULL_WIDTH_AT])?;
    let domain = spelling::domain(domain);
    (!local.is_empty() && !domain.is_empty()).then_some(domain)
}

#[cfg(test)]
mod tests;
