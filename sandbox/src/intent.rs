//! Payment intents: made by a server, or by paying a session (docs page "How intents work").

use serde_json::{Map, Value, json};

use crate::account::{Account, Call};
use crate::amount_details;
use crate::currency;
use crate::error::ApiError;
use crate::event::{self, Subject};
use crate::intent_status::{CANCELABLE, IntentStatus, UNPAID, move_to, names, status_once_paid};
use crate::metadata;
use crate::presentation;
use crate::seed_data::sample;

/// The fields that can only be changed before payment.
const FIXED: [&str; 5] = ["amount", "currency", "customer", "payment_method", "setup_future_usage"];

/// Makes an intent of typed parameters; returns its id.
pub(crate) fn create(account: &mut Account, call: &Call<'_>, data: &Value) -> Result<String, ApiError> {
    let currency = currency::supported(data["currency"].as_str().unwrap_or_default(), "currency")?;
    let id = account.random.id("pi_", 24);
    let mut intent = sample(
        "payment_intent",
        json!({
            "id": id, "created": call.now, "livemode": call.live, "currency": currency,
            "client_secret": format!("{id}_secret_{}", account.random.id("", 25)),
        }),
    );
    apply(account, call, &mut intent, data)?;
    account.insert(intent);
    event::emit(account, call, "payment_intent.created", Subject::Object(&id));
    Ok(id)
}

/// Changes an intent: the amount only as long as nobody has paid, metadata and texts in every state.
pub(crate) fn update(account: &mut Account, call: &Call<'_>, id: &str, data: &Value) -> Result<(), ApiError> {
    let mut intent = account.path("payment_intent", id, call.live)?.clone();
    let status = IntentStatus::of(&intent);
    if let (false, Some(name)) = (status.may(&UNPAID), FIXED.iter().find(|name| data.get(**name).is_some())) {
        let message = format!(
            "This PaymentIntent's {name} could not be updated because it has a status of {}. You may only update the \
             {name} of a PaymentIntent with one of the following statuses: {}.",
            status.as_str(),
            names(&UNPAID),
        );
        return Err(unexpected(account, &intent, message));
    }
    apply(account, call, &mut intent, data)?;
    account.replace(id, intent);
    Ok(())
}

/// Copies typed parameters into an intent.
fn apply(account: &Account, call: &Call<'_>, intent: &mut Map<String, Value>, data: &Value) -> Result<(), ApiError> {
    if let Some(customer) = data["customer"].as_str() {
        account.named("customer", customer, call.live, "customer")?;
    }
    for (name, value) in data.as_object().into_iter().flatten() {
        let value = match name.as_str() {
            "expand" => continue,
            "currency" => json!(currency::supported(value.as_str().unwrap_or_default(), name)?),
            "metadata" => {
                let stored = intent.get(name).and_then(Value::as_object).cloned().unwrap_or_default();
                Value::Object(metadata::merge(&stored, value, name)?)
            }
            "amount_details" => amount_details::merge(intent.get(name).unwrap_or(&Value::Null), value)?,
            "payment_method" => {
                intent.insert("status".into(), json!(IntentStatus::RequiresConfirmation.as_str()));
                value.clone()
            }
            _ => value.clone(),
        };
        intent.insert(name.clone(), value);
    }
    let amount = intent.get("amount").and_then(Value::as_i64).unwrap_or(0);
    let currency = intent.get("currency").and_then(Value::as_str).unwrap_or_default();
    currency::check_charge(currency, amount)
}

/// Confirms an intent, which succeeds at once.
pub(crate) fn confirm(account: &mut Account, call: &Call<'_>, id: &str, data: &Value) -> Result<(), ApiError> {
    let mut intent = account.path("payment_intent", id, call.live)?.clone();
    expect_status(account, &intent, &UNPAID, "confirm", "confirmed")?;
    apply(account, call, &mut intent, data)?;
    if intent.get("payment_method").is_none_or(Value::is_null) {
        let message = "You cannot confirm this PaymentIntent because it's missing a payment method. You can either \
                       update the PaymentIntent with a payment method and then confirm it again, or confirm it again \
                       directly with a payment method or ConfirmationToken.";
        return Err(unexpected(account, &intent, message.into()));
    }
    let paid = status_once_paid(&intent);
    account.replace(id, intent);
    move_to(account, call, id, paid);
    Ok(())
}

/// Gives an intent up.
pub(crate) fn cancel(account: &mut Account, call: &Call<'_>, id: &str, data: &Value) -> Result<(), ApiError> {
    let intent = account.path("payment_intent", id, call.live)?.clone();
    expect_status(account, &intent, &CANCELABLE, "cancel", "canceled")?;
    let reason = data.get("cancellation_reason").cloned().unwrap_or_default();
    account.patch(id, json!({"cancellation_reason": reason}));
    move_to(account, call, id, IntentStatus::Canceled);
    Ok(())
}

/// Refuses an intent of any other status; `verb` and `past` name the request.
pub(crate) fn expect_status(
    account: &Account,
    intent: &Map<String, Value>,
    allowed: &[IntentStatus],
    verb: &str,
    past: &str,
) -> Result<(), ApiError> {
    let status = IntentStatus::of(intent);
    if status.may(allowed) {
        return Ok(());
    }
    let message = format!(
        "You cannot {verb} this PaymentIntent because it has a status of {}. Only a PaymentIntent with one of the \
         following statuses may be {past}: {}.",
        status.as_str(),
        names(allowed),
    );
    Err(unexpected(account, intent, message))
}

/// The refusal carries the intent.
fn unexpected(account: &Account, intent: &Map<String, Value>, message: String) -> ApiError {
    let intent = presentation::object(account, intent, &crate::expand::Expand::default());
    ApiError::invalid(message).code("payment_intent_unexpected_state").about_intent(intent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_support::with;

    #[test]
    fn the_amount_is_changed_only_while_nobody_has_paid() {
        for status in IntentStatus::ALL {
            let changed = with(|account, call| {
                let id = create(account, call, &json!({"amount": 1000, "currency": "USD"})).unwrap();
                move_to(account, call, &id, status);
                update(account, call, &id, &json!({"metadata": {"a": "b"}, "description": "d"})).unwrap();
                assert_eq!(account.object(&id).unwrap()["metadata"], json!({"a": "b"}));
                update(account, call, &id, &json!({"amount": 900}))
            });
            match changed {
                Ok(()) => assert!(UNPAID.contains(&status), "{status:?}"),
                Err(error) => {
                    let error = error.body("r", false)["error"].clone();
                    assert_eq!(error["code"], "payment_intent_unexpected_state");
                    assert_eq!(error["payment_intent"]["status"], status.as_str());
                    let start = "This PaymentIntent's amount could not be updated because it has a status of";
                    assert!(error["message"].as_str().unwrap().starts_with(start), "{error}");
                }
            }
        }
    }

    #[test]
    fn what_can_not_be_charged_is_refused() {
        for (amount, currency, code) in
            [(49, "usd", "amount_too_small"), (100_000_000, "usd", "amount_too_large"), (29, "gbp", "amount_too_small")]
        {
            let error = with(|account, call| {
                create(account, call, &json!({"amount": amount, "currency": currency})).unwrap_err()
            });
            assert_eq!(error.body("r", false)["error"]["code"], code, "{amount} {currency}");
        }
    }
}
