//! `POST /v1/checkout/sessions`.

use serde_json::{Map, Value, json};

use crate::account::{Account, Call};
use crate::currency;
use crate::discount;
use crate::error::ApiError;
use crate::line_items;
use crate::metadata;
use crate::session::{Permissions, SessionState, Status, UiMode};
use crate::shipping;

const MINUTE: i64 = 60;
const DAY: i64 = 86_400;

/// Parameters that come back in the answer as they were sent.
const ECHOED: [&str; 17] = [
    "allow_promotion_codes",
    "billing_address_collection",
    "cancel_url",
    "client_reference_id",
    "customer_account",
    "customer_creation",
    "customer_email",
    "integration_identifier",
    "locale",
    "origin_context",
    "payment_method_collection",
    "phone_number_collection",
    "redirect_on_completion",
    "return_url",
    "shipping_address_collection",
    "submit_type",
    "success_url",
];

/// Makes a session of typed parameters; returns its id.
pub(crate) fn create(account: &mut Account, call: &Call<'_>, data: &Value) -> Result<String, ApiError> {
    let mode = data["mode"].as_str().unwrap_or_default();
    let ui_mode = ui_mode(call, data)?;
    check_urls(data, ui_mode)?;
    check_pairs(account, call, data)?;
    let expires_at = expires_at(call, data)?;
    let cart = match data.get("line_items") {
        Some(items) => line_items::read(account, call, items, &[], mode)?,
        None => Vec::new(),
    };
    if cart.is_empty() && mode != "setup" {
        return Err(ApiError::required("line_items"));
    }
    let asked = match data["currency"].as_str() {
        Some(name) => Some(currency::supported(name, "currency")?),
        None => None,
    };
    let currency = line_items::currency(account, &cart, asked.as_deref())?;
    let shipping_options = match data.get("shipping_options") {
        Some(sent) => shipping::options(account, call, sent, currency.as_deref())?,
        None => Vec::new(),
    };
    let discount = match data.get("discounts") {
        Some(sent) => discount::read(account, call, sent, currency.as_deref())?,
        None => None,
    };
    let merged = data.get("metadata").map(|sent| metadata::merge(&Map::new(), sent, "metadata"));
    let prefix = if call.live { "cs_live_" } else { "cs_test_" };
    let session = SessionState {
        id: account.random.id(prefix, 58),
        created: call.now,
        expires_at,
        livemode: call.live,
        status: Status::Open,
        mode: mode.to_owned(),
        ui_mode,
        currency,
        lines: cart,
        discount,
        discount_error: 0,
        customer: data["customer"].as_str().map(Into::into),
        typed_email: None,
        customer_details: Value::Null,
        metadata: merged.transpose()?.unwrap_or_default(),
        permissions: permissions(data, ui_mode)?,
        shipping_details: Value::Null,
        shipping_options,
        shipping_rate: None,
        payment_intent: None,
        payment_intent_data: intent_data(&Map::new(), data)?,
        extra: echoed(data),
        overrides: Map::new(),
    };
    session.check_payable(account, call)?;
    let id = session.id.clone();
    account.insert_session(session);
    Ok(id)
}

fn ui_mode(call: &Call<'_>, data: &Value) -> Result<UiMode, ApiError> {
    let spelled = call.version.ui_modes();
    let modes = [UiMode::Hosted, UiMode::Embedded, UiMode::Custom, UiMode::Form];
    let Some(sent) = data["ui_mode"].as_str() else {
        return Ok(UiMode::Hosted);
    };
    let named = spelled.iter().zip(modes).find(|(name, _)| **name == sent);
    named.map(|(_, mode)| mode).ok_or_else(|| ApiError::param("ui_mode", "Invalid ui_mode"))
}

/// Hosted pages need `success_url`; the others may not have it (docs page "Create a Checkout Session"; texts guessed).
fn check_urls(data: &Value, ui_mode: UiMode) -> Result<(), ApiError> {
    if ui_mode == UiMode::Hosted {
        return match data.get("success_url") {
            Some(_) => Ok(()),
            None => Err(ApiError::required("success_url")),
        };
    }
    let refused = ["success_url", "cancel_url"].into_iter().find(|name| data.get(*name).is_some());
    match refused {
        Some(name) => {
            let message = format!("`{name}` can not be used with this `ui_mode`. Use `return_url` instead.");
            Err(ApiError::param(name, message))
        }
        None if ui_mode == UiMode::Embedded
            && data.get("return_url").is_none()
            && data["redirect_on_completion"] != "never" =>
        {
            Err(ApiError::required("return_url"))
        }
        None => Ok(()),
    }
}

/// Parameters that exclude each other, and the customer, who must exist.
fn check_pairs(account: &Account, call: &Call<'_>, data: &Value) -> Result<(), ApiError> {
    // Stripe refuses even `allow_promotion_codes=false` next to `discounts`.
    for (one, other) in [("allow_promotion_codes", "discounts"), ("customer", "customer_email")] {
        if data.get(one).is_some() && data.get(other).is_some() {
            return Err(ApiError::exclusive(one, one, other));
        }
    }
    match data["customer"].as_str() {
        Some(id) => {
            let customer = account.named("customer", id, call.live, "customer")?;
            match customer.get("deleted") {
                Some(Value::Bool(true)) => Err(ApiError::missing(400, "customer", id, "customer")),
                _ => Ok(()),
            }
        }
        None => Ok(()),
    }
}

fn expires_at(call: &Call<'_>, data: &Value) -> Result<i64, ApiError> {
    let Some(at) = data["expires_at"].as_i64() else {
        return Ok(call.now.saturating_add(DAY));
    };
    let ahead = at.saturating_sub(call.now);
    let refuse = |bound: &str| {
        let message = format!("The `expires_at` timestamp must be {bound} from Checkout Session creation.");
        Err(ApiError::param("expires_at", message))
    };
    if ahead < MINUTE.saturating_mul(30) {
        return refuse("at least 30 minutes");
    }
    if ahead > DAY {
        return refuse("less than 24 hours");
    }
    Ok(at)
}

/// Permissions, in both spellings; only embedded and custom pages have them.
fn permissions(data: &Value, ui_mode: UiMode) -> Result<Permissions, ApiError> {
    let Some(sent) = data.get("permissions") else {
        return Ok(Permissions::default());
    };
    if matches!(ui_mode, UiMode::Hosted | UiMode::Form) {
        let message = "`permissions` can only be set when creating embedded or custom sessions.";
        return Err(ApiError::param("permissions", message));
    }
    let text = |pointer: &str| sent.pointer(pointer).and_then(Value::as_str).map(String::from);
    Ok(Permissions {
        update_discounts: text("/update_discounts"),
        update_line_items: text("/update_line_items").or_else(|| text("/update/line_items")),
        update_shipping_details: text("/update_shipping_details").or_else(|| text("/update/shipping_details")),
    })
}

/// The parameter `payment_intent_data`, put over what is known of the payment intent to come.
pub(crate) fn intent_data(stored: &Map<String, Value>, data: &Value) -> Result<Map<String, Value>, ApiError> {
    let mut merged = stored.clone();
    for (name, value) in data["payment_intent_data"].as_object().into_iter().flatten() {
        let value = if name == "metadata" {
            let stored = merged.get(name).and_then(Value::as_object).cloned().unwrap_or_default();
            Value::Object(metadata::merge(&stored, value, "payment_intent_data[metadata]")?)
        } else {
            value.clone()
        };
        merged.insert(name.clone(), value);
    }
    Ok(merged)
}

fn echoed(data: &Value) -> Map<String, Value> {
    let mut extra: Map<String, Value> =
        ECHOED.into_iter().filter_map(|name| Some((name.to_owned(), data.get(name)?.clone()))).collect();
    if let Some(tax) = data.pointer("/automatic_tax/enabled").and_then(Value::as_bool) {
        let status = if tax { json!("requires_location_inputs") } else { Value::Null };
        extra.insert(
            "automatic_tax".into(),
            json!({"enabled": tax, "liability": null, "provider": null, "status": status}),
        );
    }
    extra
}
