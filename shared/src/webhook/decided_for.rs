//! The shopper that a discount was decided for, which the discount itself records.
//!
//! It may be another than the session's customer: a guest becomes a customer by completing the session, a customer can be
//! attached while the shopper pays, and one can be deleted before the delivery.

use discounts_core::session::Shopper;

use crate::purchase::{WrittenDiscount, known_customer, past_snapshot};
use crate::stripe::{RequestClient, StripeError, StripeSession};

/// The shopper that a discount was decided for.
#[derive(Clone, Debug)]
pub(super) enum DecidedFor {
    /// The shopper, with what is known of them now.
    Shopper(Shopper),
    /// A customer of whom nothing is known any more.
    Gone,
}

impl DecidedFor {
    /// Reads the shopper of a session's discount.
    ///
    /// # Errors
    ///
    /// [`StripeError`] as Stripe answers.
    pub(super) async fn read(client: &mut RequestClient<'_>, session: &StripeSession) -> Result<Self, StripeError> {
        let Some(id) = WrittenDiscount::of(session).and_then(|written| written.record.customer) else {
            return Ok(Self::Shopper(Shopper::Guest));
        };
        if session.customer().is_some_and(|customer| customer.id == id && customer.deleted) {
            return Ok(Self::Gone);
        }
        if session.customer_id().is_some_and(|customer| customer.as_str() == id)
            && let Ok(snapshot) = past_snapshot(session)
        {
            return Ok(Self::Shopper(snapshot.shopper));
        }
        // Only referred to, at the decision or now.
        Ok(match known_customer(client, &id).await? {
            Some(shopper) => Self::Shopper(shopper),
            None => Self::Gone,
        })
    }
}
