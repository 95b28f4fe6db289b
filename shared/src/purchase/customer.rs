//! The customer of a session that only refers to one.

use super::object::PurchaseObject;
use super::session::referenced_customer;
use crate::stripe::object::Expandable;
use crate::stripe::{RequestClient, StripeCustomer, StripeError, StripeSession};

/// The referenced customer, read at most once in a request.
#[derive(Debug, Default)]
pub struct ReferencedCustomer(Option<Lookup>);

#[derive(Debug)]
enum Lookup {
    Found(Box<StripeCustomer>),
    Missing,
}

impl ReferencedCustomer {
    /// Fills in the customer of a purchase; one who does not exist is a guest.
    ///
    /// # Errors
    ///
    /// [`StripeError`] as Stripe answers.
    pub async fn add_to(
        &mut self,
        client: &mut RequestClient<'_>,
        purchase: &mut PurchaseObject,
    ) -> Result<(), StripeError> {
        match purchase {
            PurchaseObject::Session(session) => self.add_to_session(client, session).await,
            PurchaseObject::Intent(_) => Ok(()),
        }
    }

    /// Fills in the customer of a session; one who does not exist is a guest.
    ///
    /// # Errors
    ///
    /// [`StripeError`] as Stripe answers.
    pub async fn add_to_session(
        &mut self,
        client: &mut RequestClient<'_>,
        session: &mut StripeSession,
    ) -> Result<(), StripeError> {
        let Some(id) = referenced_customer(session) else { return Ok(()) };
        let lookup = match self.0.take() {
            Some(lookup) => lookup,
            None => match client.customer(id).await {
                Ok(customer) => Lookup::Found(Box::new(customer)),
                Err(StripeError::NotFound) => Lookup::Missing,
                Err(error) => return Err(error),
            },
        };
        match &lookup {
            Lookup::Found(customer) => session.customer = Some(Expandable::Object(customer.as_ref().clone())),
            Lookup::Missing => session.client_reference_id = None,
        }
        self.0 = Some(lookup);
        Ok(())
    }
}
