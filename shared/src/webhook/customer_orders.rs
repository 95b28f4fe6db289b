//! The orders of a customer: those that Stripe lists, and those that its list does not show as they are.
//!
//! A list can lag behind an order that was just completed, and behind what has become of its payment. Such an order is read by
//! its id, and its id is kept in the customer's metadata until the list shows it. Each has a key of its own, so that concurrent
//! deliveries don't overwrite what the others know.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use discounts_core::policy::CustomerKeys;

use super::history;
use super::order::Order;
use crate::stripe::object::Payment;
use crate::stripe::{CustomerId, IntentId, RequestClient, SessionId, StripeError, StripeSession, expand};

/// The characters of a session's id that are a part of its key.
const ID_PART: usize = 20;

/// The object that a delivery is about.
#[derive(Clone, Copy, Debug)]
pub(super) enum Own<'o> {
    /// A session as it was read.
    Session(&'o StripeSession),
    /// The payment of a session.
    Payment(&'o IntentId),
}

/// The orders of a customer.
#[derive(Debug, Default)]
pub(super) struct CustomerOrders {
    /// The newest first.
    pub(super) orders: Vec<Order>,
    /// True if there are older ones, which Stripe's pages did not reach.
    pub(super) more: bool,
    /// The sessions that the list does not show as they are.
    unlisted: BTreeSet<String>,
}

impl CustomerOrders {
    /// Reads them. `own` is the object that a delivery is about.
    ///
    /// # Errors
    ///
    /// [`StripeError`] as Stripe answers.
    pub(super) async fn read(
        client: &mut RequestClient<'_>,
        customer: &CustomerId,
        metadata: &BTreeMap<String, String>,
        own: Option<Own<'_>>,
    ) -> Result<Self, StripeError> {
        let listed = client.completed_sessions(customer).await?;
        let mut sessions = listed.sessions;
        let mut unlisted = BTreeSet::new();
        // Read after the list, so no older than it.
        for id in doubtful(&sessions, metadata, own) {
            let read = match client.session(&id, &[expand::COUPON, expand::CHARGE]).await {
                Ok(read) if read.customer_id().as_ref() == Some(customer) => read,
                Ok(_) | Err(StripeError::NotFound) => continue,
                Err(error) => return Err(error),
            };
            let listed = sessions.iter_mut().find(|session| session.id == read.id);
            if listed.as_deref().and_then(state) != state(&read) {
                unlisted.insert(read.id.clone());
            }
            match listed {
                Some(listed) => *listed = read,
                None => sessions.push(read),
            }
        }
        // Stable: of the same second, the list's order is that of creation.
        sessions.sort_by_key(|session| Reverse(session.created));
        let mut orders = Vec::new();
        for session in &sessions {
            orders.extend(Order::of(session, is_disputed(client, session).await?));
        }
        Ok(Self { more: listed.more, unlisted, orders })
    }

    /// The changes that a customer's metadata needs: keys with their new values, where an empty one removes its key.
    pub(super) fn changes(&self, held: &BTreeMap<String, String>) -> BTreeMap<String, String> {
        let counts = history::kept_counts(&self.orders, self.more, held);
        let mut changes = counts.changes(held);
        let marks = held.iter().filter(|(key, _)| key.starts_with(CustomerKeys::CHECKOUT_UNLISTED));
        let seen = marks.filter(|(_, session)| !self.unlisted.contains(*session));
        changes.extend(seen.map(|(key, _)| (key.clone(), String::new())));
        let (added, removed): (Vec<_>, Vec<_>) = changes.iter().partition(|(_, value)| !value.is_empty());
        let added = added.iter().filter(|(key, _)| !held.contains_key(*key)).count();
        let keys = held.len().saturating_add(added).saturating_sub(removed.len());
        let room = CustomerKeys::MOST.saturating_sub(keys);
        let marks = self.unlisted.iter().map(|session| (mark(session), session.clone()));
        changes.extend(marks.filter(|(key, _)| !held.contains_key(key)).take(room));
        changes
    }

    /// Returns whether a customer's metadata has no room for the counts.
    pub(super) fn found_no_room(&self, held: &BTreeMap<String, String>) -> bool {
        history::kept_counts(&self.orders, self.more, held).found_no_room(held)
    }
}

/// The key of an order that is not listed as it is.
fn mark(session: &str) -> String {
    let from = session.len().saturating_sub(ID_PART);
    // Ids are ASCII.
    format!("{}{}", CustomerKeys::CHECKOUT_UNLISTED, session.get(from..).unwrap_or(session))
}

/// The sessions that the list may show as they were.
fn doubtful(listed: &[StripeSession], metadata: &BTreeMap<String, String>, own: Option<Own<'_>>) -> Vec<SessionId> {
    let marks = metadata.iter().filter(|(key, _)| key.starts_with(CustomerKeys::CHECKOUT_UNLISTED));
    let marked = marks.map(|(_, session)| session.as_str());
    let own = own.and_then(|own| match own {
        Own::Session(own) => {
            let listed = listed.iter().find(|session| session.id == own.id);
            (listed.and_then(state) != state(own)).then_some(own.id.as_str())
        }
        Own::Payment(own) => {
            let of_payment =
                |session: &&StripeSession| session.payment().is_some_and(|payment| payment.id == own.as_str());
            listed.iter().find(of_payment).map(|session| session.id.as_str())
        }
    });
    let ids: BTreeSet<&str> = marked.chain(own).collect();
    ids.into_iter().filter_map(SessionId::parse).collect()
}

/// A session as an order, as far as events tell of changes. The verdict on it has none.
fn state(session: &StripeSession) -> Option<Order> {
    let disputed = session.payment().and_then(Payment::charge).is_some_and(|charge| charge.disputed == Some(true));
    Order::of(session, disputed).map(|order| Order { fits: false, ..order })
}

async fn is_disputed(client: &mut RequestClient<'_>, session: &StripeSession) -> Result<bool, StripeError> {
    let charge = session.payment().and_then(Payment::charge).filter(|charge| charge.disputed == Some(true));
    match charge.and_then(|charge| charge.id.as_deref()) {
        Some(charge) => client.is_disputed(charge).await,
        None => Ok(charge.is_some()),
    }
}
