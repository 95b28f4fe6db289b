//! Reads and writes of a purchase.

use discounts_core::policy::Fact;
use discounts_core::reconcile::{PlannedWrite, SessionVersion};
use discounts_core::{InteractionSet, Policy};

use super::error::PurchaseError;
use super::intent::Intent;
use super::object::PurchaseObject;
use super::session::may_have_lower_prices;
use super::update::{idempotency_key, intent_update, session_update};
use super::view::version_left;
use super::writer::DiscountWriter;
use crate::stripe::{Purchase, RequestClient, SessionId, StripeError, StripeSession, expand};

/// The paths that a decision and the writer need expanded. The set of a session is not known before it is read, so they cover
/// any offer of the policy; that saves the second read that narrower ones would cost.
#[must_use]
pub fn expand(policy: &Policy, writer: DiscountWriter) -> Vec<&'static str> {
    let reads = policy.reads(InteractionSet::all());
    let customer = reads.customer_object().then_some(expand::CUSTOMER);
    let lines = if reads.contains(Fact::Lines) {
        Some(expand::LINES_WITH_PRODUCTS)
    } else {
        reads.contains(Fact::Quantity).then_some(expand::LINES).or(writer.reads())
    };
    [expand::COUPON].into_iter().chain(customer).chain(lines).collect()
}

/// Reads a purchase.
///
/// # Errors
///
/// [`PurchaseError::Stripe`] as Stripe answers; the errors of [`Intent::parse`] for an intent.
pub async fn read(
    client: &mut RequestClient<'_>,
    id: &Purchase,
    expand: &[&'static str],
) -> Result<PurchaseObject, PurchaseError> {
    match id {
        Purchase::Session(id) => Ok(PurchaseObject::Session(read_session(client, id, expand).await?)),
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

/// Reads a session, and its lines if their prices may hold a discount of ours, whatever the policy reads. The session's own
/// record of such a discount may be lost: then only the marks of the lines say so.
///
/// # Errors
///
/// [`StripeError`] as Stripe answers.
pub async fn read_session(
    client: &mut RequestClient<'_>,
    id: &SessionId,
    expand: &[&'static str],
) -> Result<StripeSession, StripeError> {
    if expand.iter().any(|path| expand::includes_lines(path)) {
        return client.session(id, expand).await;
    }
    let with_lines: Vec<&str> = expand.iter().copied().chain([expand::LINES]).collect();
    let mut session = client.session_page(id, &with_lines).await?;
    let has_more = session.line_items.as_ref().is_some_and(|lines| lines.has_more);
    if has_more || may_have_lower_prices(&session) {
        session = client.with_all_lines(session, &with_lines).await?;
    }
    // Without marks, nothing reads them: they must not delay a decision by being of another moment.
    if !may_have_lower_prices(&session) {
        session.line_items = None;
    }
    Ok(session)
}

/// Makes a planned write. Returns its answer, which may lack lines that did not fit, and whether Stripe had saved it from an
/// earlier write with the same key.
pub async fn write(
    client: &mut RequestClient<'_>,
    id: &Purchase,
    write: &PlannedWrite,
    (expand, writer): (&[&'static str], DiscountWriter),
) -> (Result<PurchaseObject, PurchaseError>, bool) {
    let key = idempotency_key(id.as_str(), &write.key);
    match id {
        Purchase::Session(id) => {
            let answered = client.update_session(id, &session_update(write, expand, writer), &key).await;
            (answered.result.map(PurchaseObject::Session).map_err(Into::into), answered.replayed)
        }
        Purchase::Intent(id) => {
            let answered = client.update_intent(id, &intent_update(write, expand), &key).await;
            let intent = answered.result.map_err(Into::into).and_then(Intent::parse);
            (intent.map(PurchaseObject::Intent), answered.replayed)
        }
    }
}

/// Makes a planned write that only bumps the version of a purchase. Returns the version that the purchase then has.
///
/// # Errors
///
/// [`PurchaseError`] as Stripe answers.
pub async fn bump_version(
    client: &mut RequestClient<'_>,
    id: &Purchase,
    write: &PlannedWrite,
    writer: DiscountWriter,
) -> Result<Option<SessionVersion>, PurchaseError> {
    let key = idempotency_key(id.as_str(), &write.key);
    match id {
        Purchase::Session(id) => {
            let answered = client.update_session(id, &session_update(write, &[], writer), &key).await;
            Ok(version_left(&answered.result?))
        }
        Purchase::Intent(id) => {
            let answered = client.update_intent(id, &intent_update(write, &[]), &key).await;
            Ok(Intent::parse(answered.result?)?.version())
        }
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
