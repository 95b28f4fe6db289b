//! Shipping: the options of a session, and the address that the server writes.

use serde_json::{Value, json};

use crate::account::{Account, Call};
use crate::currency;
use crate::error::ApiError;
use crate::metadata;
use crate::seed_data::sample;
use crate::session::{SessionState, ShippingOption};

/// Options in one session.
const MOST: usize = 5;

/// Reads the typed parameter `shipping_options`: each names a rate or describes a new one.
pub(crate) fn options(
    account: &mut Account,
    call: &Call<'_>,
    sent: &Value,
    currency: Option<&str>,
) -> Result<Vec<ShippingOption>, ApiError> {
    let items = sent.as_array().map(Vec::as_slice).unwrap_or_default();
    if items.len() > MOST {
        let message = format!("You may only specify up to {MOST} shipping options.");
        return Err(ApiError::param("shipping_options", message));
    }
    let numbered = items.iter().enumerate();
    numbered.map(|(at, item)| option(account, call, item, &format!("shipping_options[{at}]"), currency)).collect()
}

fn option(
    account: &mut Account,
    call: &Call<'_>,
    item: &Value,
    at: &str,
    currency: Option<&str>,
) -> Result<ShippingOption, ApiError> {
    let (rate, param) = match (item["shipping_rate"].as_str(), item.get("shipping_rate_data")) {
        (Some(_), Some(_)) => return Err(ApiError::exclusive(at, "shipping_rate", "shipping_rate_data")),
        (None, None) => return Err(ApiError::required(&format!("{at}[shipping_rate]"))),
        (Some(id), None) => (id.to_owned(), format!("{at}[shipping_rate]")),
        (None, Some(data)) => {
            let param = format!("{at}[shipping_rate_data]");
            (create_rate(account, call, data, &param)?, format!("{param}[fixed_amount][currency]"))
        }
    };
    let found = account.named("shipping_rate", &rate, call.live, &param)?;
    let price = found.get("fixed_amount").unwrap_or(&Value::Null);
    if price["currency"].as_str() != currency {
        let message = "The shipping rate's currency must match the currency of the Checkout Session.";
        return Err(ApiError::param(param, message));
    }
    Ok(ShippingOption { amount: price["amount"].as_i64().unwrap_or(0), rate })
}

fn create_rate(account: &mut Account, call: &Call<'_>, data: &Value, at: &str) -> Result<String, ApiError> {
    let fixed = data.get("fixed_amount").ok_or_else(|| ApiError::required(&format!("{at}[fixed_amount]")))?;
    let param = format!("{at}[fixed_amount][currency]");
    let currency = currency::supported(fixed["currency"].as_str().unwrap_or_default(), &param)?;
    let sent = data.get("metadata").unwrap_or(&Value::Null);
    let metadata = metadata::merge(&serde_json::Map::new(), sent, &format!("{at}[metadata]"))?;
    let rate = sample(
        "shipping_rate",
        json!({
            "id": account.random.id("shr_", 24), "created": call.now, "livemode": call.live,
            "display_name": data["display_name"], "delivery_estimate": data["delivery_estimate"],
            "fixed_amount": {"amount": fixed["amount"], "currency": currency},
            "metadata": metadata,
        }),
    );
    Ok(account.insert(rate))
}

/// Reads the typed parameter `collected_information` into the session. The texts are guesses; the conditions are
/// those of the docs page "Customize shipping options during checkout".
pub(crate) fn details(session: &mut SessionState, sent: &Value) -> Result<(), ApiError> {
    let Some(details) = sent.get("shipping_details") else {
        return Ok(());
    };
    let param = "collected_information[shipping_details]";
    if session.mode != "payment" {
        return Err(ApiError::param(param, "Shipping details can only be updated in `payment` mode."));
    }
    if session.permissions.update_shipping_details.as_deref() != Some("server_only") {
        let message =
            "Shipping details can only be updated when `permissions.update_shipping_details` is `server_only`.";
        return Err(ApiError::param(param, message));
    }
    let sent = &details["address"];
    let country = sent["country"].as_str().unwrap_or_default();
    if country.len() != 2 || !country.bytes().all(|byte| byte.is_ascii_uppercase()) {
        let message =
            format!("Country '{country}' is unknown. Try using a 2-character alphanumeric country code instead.");
        return Err(ApiError::param(format!("{param}[address][country]"), message).code("parameter_invalid_string"));
    }
    session.shipping_details = json!({"name": details["name"], "address": address(sent)});
    Ok(())
}

/// An address with all of Stripe's fields, those not given being null.
pub(crate) fn address(sent: &Value) -> Value {
    let fields = ["city", "country", "line1", "line2", "postal_code", "state"];
    fields.into_iter().map(|name| (name.to_owned(), sent[name].clone())).collect()
}
