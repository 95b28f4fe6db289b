//! The customer of a session that only refers to one.

use discounts_core::session::Shopper;

use super::session::customer_facts;
use crate::stripe::{RequestClient, StripeError};

/// Reads the customer who is only known by reference; one who does not exist is a guest.
///
/// # Errors
///
/// [`StripeError`] as Stripe answers.
pub async fn referenced_shopper(client: &mut RequestClient<'_>, id: &str) -> Result<Shopper, StripeError> {
    match client.customer(id).await {
        Ok(customer) => Ok(Shopper::Customer(customer_facts(&customer)).uncounted()),
        Err(StripeError::NotFound) => Ok(Shopper::Guest),
        Err(error) => Err(error),
    }
}

/// Reads the customer of a session to be created; none if they don't exist, or were deleted.
///
/// # Errors
///
/// [`StripeError`] as Stripe answers.
pub async fn member(client: &mut RequestClient<'_>, id: &str) -> Result<Option<Shopper>, StripeError> {
    match client.customer(id).await {
        Ok(customer) if customer.deleted => Ok(None),
        Ok(customer) => Ok(Some(Shopper::Customer(customer_facts(&customer)))),
        Err(StripeError::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Reads a customer whose orders nobody counts, as those of one who is only known by reference; none if they don't exist, or
/// were deleted.
///
/// # Errors
///
/// [`StripeError`] as Stripe answers.
pub async fn known_customer(client: &mut RequestClient<'_>, id: &str) -> Result<Option<Shopper>, StripeError> {
    Ok(member(client, id).await?.map(Shopper::uncounted))
}
