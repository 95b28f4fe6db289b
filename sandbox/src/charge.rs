//! Charges of payment intents.

use serde_json::{Map, Value, json};

use crate::account::{Account, Call};
use crate::event::{self, Subject};
use crate::seed_data::sample;

/// Why a charge failed.
pub(crate) const FAILURE: &str = "payment_intent_payment_attempt_failed";

/// A pending charge of an intent, with a copy of its metadata; returns its id.
pub(crate) fn create(account: &mut Account, call: &Call<'_>, intent: &Map<String, Value>) -> String {
    let of = |name: &str| intent.get(name).cloned().unwrap_or_default();
    let charge = sample(
        "charge",
        json!({
            "id": account.random.id("ch_", 24), "created": call.now, "livemode": of("livemode"),
            "amount": of("amount"), "currency": of("currency"), "customer": of("customer"),
            "payment_intent": of("id"), "payment_method": of("payment_method"), "metadata": of("metadata"),
            "description": of("description"), "receipt_email": of("receipt_email"), "shipping": of("shipping"),
            "status": "pending", "paid": false, "captured": false,
        }),
    );
    account.insert(charge)
}

/// The intent's charge that is neither paid nor failed.
pub(crate) fn pending(account: &Account, intent: &Map<String, Value>) -> Option<String> {
    let id = intent.get("latest_charge")?.as_str()?;
    (account.object(id)?.get("status")? == "pending").then(|| id.to_owned())
}

/// A pending charge is authorized: the amount is held, and nothing is taken.
pub(crate) fn authorize(account: &mut Account, call: &Call<'_>, id: &str) {
    account.patch(id, json!({"status": "succeeded", "paid": true, "captured": false}));
    event::emit(account, call, "charge.succeeded", Subject::Object(id));
}

/// So much of an authorized charge is taken; the rest counts as refunded.
pub(crate) fn capture(account: &mut Account, call: &Call<'_>, id: &str, amount: i64) {
    let whole = account.object(id).and_then(|charge| charge.get("amount")).and_then(Value::as_i64).unwrap_or(0);
    let rest = whole.saturating_sub(amount);
    account.patch(id, json!({"captured": true, "amount_captured": amount, "amount_refunded": rest}));
    event::emit(account, call, "charge.captured", Subject::Object(id));
}

/// An intent's authorized charge is released: it counts as refunded.
pub(crate) fn release(account: &mut Account, call: &Call<'_>, intent: &Map<String, Value>) {
    let Some(id) = intent.get("latest_charge").and_then(Value::as_str).map(str::to_owned) else { return };
    let Some(charge) = account.object(&id).filter(|charge| charge.get("paid") == Some(&json!(true))) else { return };
    if charge.get("captured") == Some(&json!(false)) {
        let fields = json!({"refunded": true, "amount_refunded": charge.get("amount")});
        account.patch(&id, fields);
        event::emit(account, call, "charge.refunded", Subject::Object(&id));
    }
}

/// A pending charge succeeds or fails.
pub(crate) fn settle(account: &mut Account, call: &Call<'_>, id: &str, succeeds: bool) {
    let amount = account.object(id).and_then(|charge| charge.get("amount")).cloned().unwrap_or_default();
    let fields = if succeeds {
        json!({"status": "succeeded", "paid": true, "captured": true, "amount_captured": amount})
    } else {
        json!({"status": "failed", "failure_code": FAILURE, "failure_message": "The payment failed."})
    };
    account.patch(id, fields);
    let kind = if succeeds { "charge.succeeded" } else { "charge.failed" };
    event::emit(account, call, kind, Subject::Object(id));
}
