//! The shopper's changes of an open session, and the refusals of those that only the server may make.

use serde_json::{Value, json};

use crate::account::{Account, Call};
use crate::discount;
use crate::error::ApiError;
use crate::presentation;
use crate::session::{SessionState, Status};
use crate::shipping;

/// The error for fields that only the server may change.
pub(crate) fn of_the_server(what: &str) -> ApiError {
    ApiError::invalid(format!("{what} of this Checkout Session can only be updated by the server."))
}

/// The shopper enters an address.
pub(crate) fn enter_address(session: &mut SessionState, name: &str, address: &Value) -> Result<(), ApiError> {
    if session.permissions.update_shipping_details.as_deref() == Some("server_only") {
        return Err(of_the_server("Shipping details"));
    }
    session.shipping_details = json!({"name": name, "address": shipping::address(address)});
    Ok(())
}

/// The shopper chooses one of the shipping options. No permission leaves that to the server.
pub(crate) fn choose_shipping(session: &mut SessionState, rate: &str) -> Result<(), ApiError> {
    if session.shipping_options.iter().all(|option| option.rate != rate) {
        return Err(ApiError::missing(400, "shipping option", rate, "shipping_option"));
    }
    session.shipping_rate = Some(rate.to_owned());
    Ok(())
}

/// The shopper types an e-mail address. One that the server knows can't be replaced.
pub(crate) fn enter_email(account: &Account, session: &mut SessionState, email: &str) -> Result<(), ApiError> {
    if !presentation::known_email(account, session).is_null() {
        return Err(ApiError::param("email", "The e-mail address of this Checkout Session can't be changed."));
    }
    if !email.contains('@') {
        return Err(ApiError::param("email", format!("Invalid email address: {email}")).code("email_invalid"));
    }
    session.typed_email = Some(email.to_owned());
    Ok(())
}

/// The shopper changes an open session without HTTP. `false`, and nothing is changed, if that is refused.
pub(crate) fn by_shopper(
    account: &mut Account,
    call: &Call<'_>,
    id: &str,
    change: impl FnOnce(&mut Account, &mut SessionState) -> Result<(), ApiError>,
) -> bool {
    let Ok(mut session) = account.session(id, call).cloned() else {
        return false;
    };
    if session.status != Status::Open || change(account, &mut session).is_err() {
        return false;
    }
    account.sessions.insert(id.to_owned(), session);
    true
}

/// The shopper enters a promotion code, or removes the discount with an empty one.
pub(crate) fn enter_promotion_code(
    account: &mut Account,
    call: &Call<'_>,
    session: &mut SessionState,
    code: &str,
) -> Result<(), ApiError> {
    let may_type = call.config.preview || session.extra.get("allow_promotion_codes") == Some(&Value::Bool(true));
    if session.permissions.update_discounts.as_deref() == Some("server_only") || !may_type {
        return Err(of_the_server("Discounts"));
    }
    if code.is_empty() {
        session.discount = None;
        return Ok(());
    }
    let found = account.promotion_code(code);
    let (id, coupon) =
        found.ok_or_else(|| ApiError::param("promotion_code", "This code is invalid.").code("invalid_code"))?;
    let currency = account.coupon(&coupon, session.livemode).and_then(|coupon| coupon.currency.as_deref());
    if currency.is_some() && currency != session.currency.as_deref() {
        return Err(ApiError::param("promotion_code", "This code cannot be redeemed in this currency."));
    }
    session.discount = Some(discount::of(account, coupon, Some(id), call.now));
    Ok(())
}
