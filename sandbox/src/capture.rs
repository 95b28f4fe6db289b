//! Payments that are authorized first and captured later (docs page "Place a hold on a payment method").

use serde_json::{Value, json};

use crate::account::{Account, Call};
use crate::charge;
use crate::error::ApiError;
use crate::event::{self, Subject};
use crate::intent;
use crate::intent_status::IntentStatus;

/// Takes an authorized amount, or a part of it; the rest is released.
pub(crate) fn capture(account: &mut Account, call: &Call<'_>, id: &str, data: &Value) -> Result<(), ApiError> {
    let known = account.path("payment_intent", id, call.live)?.clone();
    let allowed = [IntentStatus::RequiresCapture];
    intent::expect_status(account, &known, &allowed, "capture", "captured")?;
    let whole = known.get("amount_capturable").and_then(Value::as_i64).unwrap_or(0);
    let amount = data.get("amount_to_capture").and_then(Value::as_i64).unwrap_or(whole);
    if amount > whole {
        let message = format!("The amount_to_capture ({amount}) is greater than the amount_capturable ({whole}).");
        return Err(ApiError::param("amount_to_capture", message).code("amount_too_large"));
    }
    let charge = known.get("latest_charge").and_then(Value::as_str).unwrap_or_default();
    charge::capture(account, call, charge, amount);
    account.patch(id, json!({"status": "succeeded", "amount_received": amount, "amount_capturable": 0}));
    event::emit(account, call, "payment_intent.succeeded", Subject::Object(id));
    Ok(())
}
