//! `POST /v1/checkout/sessions/{id}` and `.../expire`.

use serde_json::Value;

use crate::account::{Account, Call};
use crate::create;
use crate::discount;
use crate::error::ApiError;
use crate::line_items;
use crate::metadata;
use crate::session::{SessionState, Status, UiMode};
use crate::shipping;

/// Parameters that leave the amounts alone.
const HARMLESS: [&str; 2] = ["metadata", "expand"];

/// Changes a session; either all of it or nothing.
pub(crate) fn update(
    account: &mut Account,
    call: &Call<'_>,
    id: &str,
    data: &Value,
    wrong_total: bool,
) -> Result<(), ApiError> {
    let mut session = account.session(id, call)?.clone();
    check_open(call, &session, data)?;
    check_together(call, data)?;
    if let Some(sent) = data.get("metadata") {
        session.metadata = metadata::merge(&session.metadata, sent, "metadata")?;
    }
    session.payment_intent_data = create::intent_data(&session.payment_intent_data, data)?;
    if let Some(sent) = data.get("line_items") {
        check_page(&session)?;
        session.lines = line_items::read(account, call, sent, &session.lines, &session.mode)?;
        if session.lines.is_empty() && session.mode != "setup" {
            return Err(ApiError::required("line_items"));
        }
        line_items::currency(account, &session.lines, session.currency.as_deref())?;
    }
    if let Some(sent) = data.get("collected_information") {
        shipping::details(&mut session, sent)?;
    }
    if let Some(sent) = data.get("shipping_options") {
        session.shipping_options = shipping::options(account, call, sent, session.currency.as_deref())?;
    }
    if let Some(sent) = data.get("discounts") {
        // The text is a guess; that the permission is needed is documented.
        if session.permissions.update_discounts.as_deref() != Some("server_only") {
            let message = "Discounts can only be updated when `permissions.update_discounts` is `server_only`.";
            return Err(ApiError::param("discounts", message));
        }
        session.discount = discount::read(account, call, sent, session.currency.as_deref())?;
        session.discount_error = if wrong_total { -1 } else { 0 };
    }
    // Clearing is never refused: the cart may have been too small before.
    let harmless = |name: &str, value: &Value| HARMLESS.contains(&name) || (name == "discounts" && value.is_null());
    let amounts_change = data.as_object().into_iter().flatten().any(|(name, value)| !harmless(name, value));
    if call.config.refuse_unpayable_totals && amounts_change {
        session.check_payable(account, call)?;
    }
    account.sessions.insert(id.to_owned(), session);
    Ok(())
}

/// The text is a guess, after that of expiring a closed session.
fn check_open(call: &Call<'_>, session: &SessionState, data: &Value) -> Result<(), ApiError> {
    let only_metadata = data.as_object().is_some_and(|sent| sent.keys().all(|name| HARMLESS.contains(&name.as_str())));
    if session.status == Status::Open || (call.config.metadata_on_closed_sessions && only_metadata) {
        return Ok(());
    }
    Err(closed("updated", session.status))
}

/// Stripe docs, "Dynamically update line items": Elements and the embedded form. The text is a guess.
fn check_page(session: &SessionState) -> Result<(), ApiError> {
    if matches!(session.ui_mode, UiMode::Custom | UiMode::Form) {
        return Ok(());
    }
    Err(ApiError::param("line_items", "`line_items` can not be updated with this `ui_mode`."))
}

/// Checks that the parameters may be sent in one update, which is a guess; the error is modeled on that of `discounts` with
/// `allow_promotion_codes`.
fn check_together(call: &Call<'_>, data: &Value) -> Result<(), ApiError> {
    if call.config.discounts_with_other_updates || data.get("discounts").is_none() {
        return Ok(());
    }
    let others = ["line_items", "collected_information"];
    match others.into_iter().find(|name| data.get(*name).is_some()) {
        Some(other) => Err(ApiError::exclusive(other, other, "discounts")),
        None => Ok(()),
    }
}

/// Ends an open session.
pub(crate) fn expire(account: &mut Account, call: &Call<'_>, id: &str) -> Result<(), ApiError> {
    let status = account.session(id, call)?.status;
    if status != Status::Open {
        return Err(closed("expired", status));
    }
    account.end(id, call);
    Ok(())
}

fn closed(done: &str, status: Status) -> ApiError {
    let status = status.as_str();
    ApiError::invalid(format!(
        "Only Checkout Sessions with a status in [\"open\"] can be {done}. This Checkout Session has a status of `{status}`."
    ))
}
