//! The private preview, where the chosen writer does not need it: whether the account could use the other one.

use shared::stripe::{IdempotencyKey, RequestClient, SessionId, SessionUpdate, StripeError};

use super::finding::Finding;

/// Asks whether Stripe takes discounts from a server; none if Stripe says neither. The session does not exist.
pub(super) async fn examine(client: &mut RequestClient<'_>, session: &SessionId, mode: &str) -> Option<Finding> {
    let clear = SessionUpdate::default().clear_discounts();
    match client.update_session(session, &clear, &IdempotencyKey::new()).await.result {
        Ok(_) | Err(StripeError::NotFound) => Some(Finding::ok(
            "preview",
            format!(
                "the account also has the preview in {mode} mode: DISCOUNT_WRITER=dynamic_discounts works as well, and shows \
                 discounts as such (docs/writers.md)"
            ),
        )),
        Err(StripeError::NoPreviewAccess) => Some(Finding::ok(
            "preview",
            format!("the account does not have the preview in {mode} mode: line_items is the writer that it can use"),
        )),
        Err(_) => None,
    }
}
