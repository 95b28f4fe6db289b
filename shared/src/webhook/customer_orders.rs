//! The orders of a customer: those that Stripe lists, and those that its list does not show yet.
//!
//! A list can lag behind an order that was just completed. Such an order is read by its id, and its id is kept in the
//! customer's metadata until the list shows it. Each has a key of its own, so that concurrent deliveries don't overwrite what
//! the others know.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use discounts_core::policy::CustomerKeys;

use super::history;
use super::order::Order;
use crate::stripe::object::Payment;
use crate::stripe::{CustomerId, RequestClient, SessionId, StripeError, StripeSession, expand};

/// The characters of a session's id that are a part of its key.
const ID_PART: usize = 20;

/// The orders of a customer.
#[derive(Debug, Default)]
pub(super) struct CustomerOrders {
    /// The newest first.
    pub(super) orders: Vec<Order>,
    /// True if there are older ones, which Stripe's pages did not reach.
    pub(super) more: bool,
    /// The sessions of orders that the list does not show.
    unlisted: BTreeSet<String>,
}

impl CustomerOrders {
    /// Reads them. `own` is the session that a delivery is about.
    ///
    /// # Errors
    ///
    /// [`StripeError`] as Stripe answers.
    pub(super) async fn read(
        client: &mut RequestClient<'_>,
        customer: &CustomerId,
        metadata: &BTreeMap<String, String>,
        own: Option<&StripeSession>,
    ) -> Result<Self, StripeError> {
        let listed = client.completed_sessions(customer).await?;
        let mut known: BTreeSet<String> = listed.sessions.iter().map(|session| session.id.clone()).collect();
        let mut sessions = listed.sessions;
        let mut unlisted = BTreeSet::new();
        let of_the_customer = |session: &StripeSession| session.customer_id().as_ref() == Some(customer);
        for session in own.into_iter().filter(|session| of_the_customer(session)) {
            if known.insert(session.id.clone()) {
                unlisted.insert(session.id.clone());
                sessions.push(session.clone());
            }
        }
        for id in metadata.iter().filter(|(key, _)| key.starts_with(CustomerKeys::CHECKOUT_UNLISTED)) {
            let Some(id) = SessionId::parse(id.1).filter(|id| !known.contains(id.as_str())) else { continue };
            match client.session(&id, &[expand::COUPON, expand::CHARGE]).await {
                Ok(session) if of_the_customer(&session) => {
                    known.insert(session.id.clone());
                    unlisted.insert(session.id.clone());
                    sessions.push(session);
                }
                Ok(_) | Err(StripeError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        // Stable: of the same second, the list's order is that of creation.
        sessions.sort_by_key(|session| Reverse(session.created));
        let mut orders = Vec::new();
        for session in &sessions {
            orders.extend(Order::of(session, is_disputed(client, session).await?));
        }
        let is_order = |id: &String| orders.iter().any(|order| order.session == *id);
        unlisted.retain(is_order);
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

/// The key of an order that is not listed.
fn mark(session: &str) -> String {
    let from = session.len().saturating_sub(ID_PART);
    // Ids are ASCII.
    format!("{}{}", CustomerKeys::CHECKOUT_UNLISTED, session.get(from..).unwrap_or(session))
}

async fn is_disputed(client: &mut RequestClient<'_>, session: &StripeSession) -> Result<bool, StripeError> {
    let charge = session.payment().and_then(Payment::charge).filter(|charge| charge.disputed == Some(true));
    match charge.and_then(|charge| charge.id.as_deref()) {
        Some(charge) => client.is_disputed(charge).await,
        None => Ok(charge.is_some()),
    }
}
