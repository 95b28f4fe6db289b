//! The counts in a customer's metadata: written until Stripe's records stay as they were counted.

use std::collections::BTreeMap;

use super::customer_orders::{CustomerOrders, Own};
use crate::api_error::ApiError;
use crate::context::RequestContext;
use crate::stripe::{CustomerId, IdempotencyKey, MetadataOwner, RequestClient, StripeError};

/// The most counts of a history in one delivery; the next delivery continues.
const MAX_COUNTS: usize = 5;

/// A customer, with metadata and orders.
#[derive(Debug)]
pub(super) struct CustomerRecord {
    pub(super) customer: CustomerId,
    pub(super) metadata: BTreeMap<String, String>,
    pub(super) orders: CustomerOrders,
}

impl CustomerRecord {
    /// Reads a customer and their orders. `metadata` is the customer's, if it was read just now. None if they were deleted.
    ///
    /// # Errors
    ///
    /// [`StripeError`] as Stripe answers.
    pub(super) async fn read(
        client: &mut RequestClient<'_>,
        customer: CustomerId,
        metadata: Option<BTreeMap<String, String>>,
        own: Option<Own<'_>>,
    ) -> Result<Option<Self>, StripeError> {
        let metadata = match metadata {
            Some(metadata) => metadata,
            None => match client.customer(customer.as_str()).await {
                Ok(customer) if customer.deleted => return Ok(None),
                Ok(customer) => customer.metadata.unwrap_or_default(),
                Err(StripeError::NotFound) => return Ok(None),
                Err(error) => return Err(error),
            },
        };
        let orders = CustomerOrders::read(client, &customer, &metadata, own).await?;
        Ok(Some(Self { customer, metadata, orders }))
    }

    /// Writes the counts, until Stripe's records stay as they were counted. A concurrent delivery may write an older count
    /// later; it reads metadata and orders again as well, and then corrects its count.
    ///
    /// # Errors
    ///
    /// [`ApiError`] as the answer to Stripe, which delivers again after 5xx.
    pub(super) async fn write(
        &mut self,
        client: &mut RequestClient<'_>,
        own: Option<Own<'_>>,
        context: &mut RequestContext,
    ) -> Result<(), ApiError> {
        for _ in 0..MAX_COUNTS {
            if self.orders.found_no_room(&self.metadata) {
                not_stored(&self.customer, "the customer's metadata has no room for the counts: free some keys");
            }
            let changes = self.orders.changes(&self.metadata);
            if changes.is_empty() {
                return Ok(());
            }
            let owner = MetadataOwner::Customer(self.customer.as_str());
            let pairs = changes.iter().map(|(key, value)| (key.as_str(), value.as_str()));
            match client.write_metadata(owner, pairs, &IdempotencyKey::new()).await.result {
                Ok(()) => context.changed = true,
                // Deleted meanwhile.
                Err(StripeError::NotFound) => return Ok(()),
                // The same write would be rejected in every delivery.
                Err(error) if error.is_rejected_by_stripe() => {
                    not_stored(&self.customer, "Stripe rejects the counts in the customer's metadata");
                    return Ok(());
                }
                Err(error) => return Err(context.record_error(&error)),
            }
            let again = Self::read(client, self.customer.clone(), None, own).await;
            match again.map_err(|error| context.record_error(&error))? {
                Some(again) => *self = again,
                None => return Ok(()),
            }
        }
        let cause = "this customer keeps buying while the orders are counted: Stripe delivers this again";
        Err(context.record(ApiError::StripeUnavailable, cause.to_owned()))
    }
}

/// Logs that a customer's orders are not counted: then nothing that counts is earned.
fn not_stored(customer: &CustomerId, what: &str) {
    tracing::error!(code = "history_not_stored", customer = customer.as_str(), "{what}");
}
