//! The customer of a session that only refers to one.

use discounts_core::session::Shopper;

use super::session::{customer_facts, referenced_customer};
use crate::stripe::object::Expandable;
use crate::stripe::{RequestClient, StripeError, StripeSession};

/// Reads the customer who is only known by reference; one who does not exist is a guest.
///
/// # Errors
///
/// [`StripeError`] as Stripe answers.
pub async fn referenced_shopper(client: &mut RequestClient<'_>, id: &str) -> Result<Shopper, StripeError> {
    match client.customer(id).await {
        Ok(customer) => Ok(Shopper::Customer(customer_facts(&customer))),
        Err(StripeError::NotFound) => Ok(Shopper::Guest),
        Err(error) => Err(error),
    }
}

/// Fills in the customer of a session who is only known by reference; one who does not exist is a guest.
///
/// # Errors
///
/// [`StripeError`] as Stripe answers.
pub async fn add_referenced_customer(
    client: &mut RequestClient<'_>,
    session: &mut StripeSession,
) -> Result<(), StripeError> {
    let Some(id) = referenced_customer(session) else { return Ok(()) };
    match client.customer(id).await {
        Ok(customer) => session.customer = Some(Expandable::Object(customer)),
        Err(StripeError::NotFound) => session.client_reference_id = None,
        Err(error) => return Err(error),
    }
    Ok(())
}
