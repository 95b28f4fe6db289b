//! Reads of a purchase.

use discounts_core::policy::Fact;
use discounts_core::{InteractionSet, Policy};

use super::error::PurchaseError;
use super::intent::Intent;
use super::object::PurchaseObject;
use crate::stripe::{Purchase, RequestClient, StripeError, expand};

/// The paths that a decision needs expanded. The set of a session is not known before it is read, so they cover any offer of
/// the policy; that saves the second read that narrower ones would cost.
#[must_use]
pub fn expand(policy: &Policy) -> Vec<&'static str> {
    let reads = policy.reads(InteractionSet::all());
    let customer = reads.customer_object().then_some(expand::CUSTOMER);
    let lines = if reads.contains(Fact::Lines) {
        Some(expand::LINES_WITH_PRODUCTS)
    } else {
        reads.contains(Fact::Quantity).then_some(expand::LINES)
    };
    [expand::COUPON].into_iter().chain(customer).chain(lines).collect()
}

/// Reads a purchase.
///
/// # Errors
///
/// [`PurchaseError::Stripe`] as Stripe answers; [`PurchaseError::Unsupported`] for an intent whose metadata does not explain
/// its amount.
pub async fn read(
    client: &mut RequestClient<'_>,
    id: &Purchase,
    expand: &[&'static str],
) -> Result<PurchaseObject, PurchaseError> {
    match id {
        Purchase::Session(id) => Ok(PurchaseObject::Session(client.session(id, expand).await?)),
        Purchase::Intent(id) => {
            // Of the paths that a policy needs, an intent has only the customer.
            let paths: Vec<&str> = expand.iter().copied().filter(|path| *path == expand::CUSTOMER).collect();
            let intent = Intent::parse(client.intent(id, &paths).await?)?;
            // Checkout's own intents follow their session: what is written to one of them is lost, or worse.
            if !intent.is_known() && client.has_session(id).await? {
                return Err(StripeError::NotFound.into());
            }
            Ok(PurchaseObject::Intent(intent))
        }
    }
}

/// Reads a purchase; once more when its cart changed meanwhile.
///
/// # Errors
///
/// As [`read`].
pub async fn read_again_when_busy(
    client: &mut RequestClient<'_>,
    id: &Purchase,
    expand: &[&'static str],
) -> Result<PurchaseObject, PurchaseError> {
    match read(client, id, expand).await {
        Err(PurchaseError::Stripe(StripeError::Busy)) => read(client, id, expand).await,
        purchase => purchase,
    }
}

/// Reads the remaining lines of a purchase that a write returned.
///
/// # Errors
///
/// [`StripeError`] as Stripe answers; [`StripeError::Busy`] when the cart changed meanwhile.
pub async fn with_all_lines(
    client: &mut RequestClient<'_>,
    purchase: PurchaseObject,
    expand: &[&str],
) -> Result<PurchaseObject, StripeError> {
    match purchase {
        PurchaseObject::Session(session) => Ok(PurchaseObject::Session(client.with_all_lines(session, expand).await?)),
        intent @ PurchaseObject::Intent(_) => Ok(intent),
    }
}
