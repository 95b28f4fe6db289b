//! Refunds of charges (docs page "Refunds").

use serde_json::{Map, Value, json};

use crate::account::{Account, Call};
use crate::dispute;
use crate::error::ApiError;
use crate::event::{self, Subject};
use crate::metadata;
use crate::seed_data::sample;

/// Gives back a charge, or a part of it; returns the refund's id.
pub(crate) fn create(account: &mut Account, call: &Call<'_>, data: &Value) -> Result<String, ApiError> {
    let charge = charge_of(account, call, data)?;
    let number = |name: &str| charge.get(name).and_then(Value::as_i64).unwrap_or(0);
    let text = |name: &str| charge.get(name).and_then(Value::as_str).unwrap_or_default();
    let id = text("id").to_owned();
    if charge.get("refunded") == Some(&json!(true)) {
        let message = format!("Charge {id} has already been refunded.");
        return Err(ApiError::invalid(message).code("charge_already_refunded"));
    }
    if text("status") != "succeeded" {
        let message = format!("Charge {id} has not succeeded, and so cannot be refunded.");
        return Err(ApiError::invalid(message));
    }
    dispute::check_refundable(account, call, &id)?;
    let (whole, given) = (number("amount"), number("amount_refunded"));
    let left = whole.saturating_sub(given);
    let amount = data["amount"].as_i64().unwrap_or(left);
    if amount > left {
        let message = format!("Refund amount ({amount}) is greater than unrefunded amount on charge ({left})");
        return Err(ApiError::param("amount", message));
    }
    let sent = data.get("metadata").unwrap_or(&Value::Null);
    let refund = sample(
        "refund",
        json!({
            "id": account.random.id("re_", 24), "created": call.now, "amount": amount, "charge": id,
            "currency": charge.get("currency"), "payment_intent": charge.get("payment_intent"),
            "reason": data.get("reason"), "metadata": metadata::merge(&Map::new(), sent, "metadata")?,
            "livemode": call.live,
        }),
    );
    let after = given.saturating_add(amount);
    account.patch(&id, json!({"amount_refunded": after, "refunded": after == whole}));
    let previous = json!({"amount_refunded": given, "refunded": false});
    event::emit_change(account, call, "charge.refunded", Subject::Object(&id), &previous);
    let refund = account.insert(refund);
    event::emit(account, call, "refund.created", Subject::Object(&refund));
    Ok(refund)
}

/// A refund fails later: its money is back at the merchant, and the charge can be refunded again. `false` if there is no
/// such refund, or it has failed already.
pub(crate) fn fail(account: &mut Account, call: &Call<'_>, id: &str) -> bool {
    let Some(refund) = account.find("refund", id, call.live).cloned() else { return false };
    let number = |of: &Map<String, Value>, name: &str| of.get(name).and_then(Value::as_i64).unwrap_or(0);
    let charge = refund.get("charge").and_then(Value::as_str).unwrap_or_default();
    let Some(given) = account.object(charge).map(|charge| number(charge, "amount_refunded")) else { return false };
    if refund.get("status") == Some(&json!("failed")) {
        return false;
    }
    let left = given.saturating_sub(number(&refund, "amount"));
    account.patch(charge, json!({"amount_refunded": left, "refunded": false}));
    account.patch(id, json!({"status": "failed", "failure_reason": "unknown"}));
    let previous = json!({"status": refund.get("status")});
    for kind in ["charge.refund.updated", "refund.updated", "refund.failed"] {
        event::emit_change(account, call, kind, Subject::Object(id), &previous);
    }
    true
}

/// The charge that a refund names, by itself or by its intent.
fn charge_of(account: &Account, call: &Call<'_>, data: &Value) -> Result<Map<String, Value>, ApiError> {
    match (data["charge"].as_str(), data["payment_intent"].as_str()) {
        (Some(_), Some(_)) => Err(ApiError::exclusive("charge", "charge", "payment_intent")),
        (None, None) => {
            let message = "One of the following params should be provided for this request: payment_intent or charge.";
            Err(ApiError::invalid(message))
        }
        (Some(id), None) => account.named("charge", id, call.live, "charge").cloned(),
        (None, Some(id)) => {
            let intent = account.named("payment_intent", id, call.live, "payment_intent")?;
            let charge = intent.get("latest_charge").and_then(Value::as_str).and_then(|id| account.object(id));
            charge.cloned().ok_or_else(|| {
                let message = format!("This PaymentIntent ({id}) does not have a successful charge to refund.");
                ApiError::param("payment_intent", message)
            })
        }
    }
}
