//! Payment intents: made by a server, or by paying a session (docs page "How intents work").

use serde_json::{Map, Value, json};

use crate::account::{Account, Call};
use crate::amount_details;
use crate::charge;
use crate::currency;
use crate::error::ApiError;
use crate::event::{self, Subject};
use crate::metadata;
use crate::presentation;
use crate::seed_data::sample;

/// A payment intent's `status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntentStatus {
    /// New, or its last payment failed.
    RequiresPaymentMethod,
    /// Has a payment method.
    RequiresConfirmation,
    /// Waits for the shopper.
    RequiresAction,
    /// Waits for a delayed payment method.
    Processing,
    /// Authorised only.
    RequiresCapture,
    /// Paid.
    Succeeded,
    /// Given up.
    Canceled,
}

impl IntentStatus {
    const ALL: [Self; 7] = [
        Self::RequiresPaymentMethod,
        Self::RequiresConfirmation,
        Self::RequiresAction,
        Self::Processing,
        Self::RequiresCapture,
        Self::Succeeded,
        Self::Canceled,
    ];

    /// As Stripe writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RequiresPaymentMethod => "requires_payment_method",
            Self::RequiresConfirmation => "requires_confirmation",
            Self::RequiresAction => "requires_action",
            Self::Processing => "processing",
            Self::RequiresCapture => "requires_capture",
            Self::Succeeded => "succeeded",
            Self::Canceled => "canceled",
        }
    }

    fn of(intent: &Map<String, Value>) -> Self {
        let status = intent.get("status").and_then(Value::as_str);
        Self::ALL.into_iter().find(|known| Some(known.as_str()) == status).unwrap_or(Self::RequiresPaymentMethod)
    }

    fn may(self, what: &[Self]) -> bool {
        what.contains(&self)
    }
}

/// The states in which nobody has paid yet.
const UNPAID: [IntentStatus; 3] =
    [IntentStatus::RequiresPaymentMethod, IntentStatus::RequiresConfirmation, IntentStatus::RequiresAction];

/// The states in which an intent can be given up.
const CANCELABLE: [IntentStatus; 5] = [
    IntentStatus::RequiresPaymentMethod,
    IntentStatus::RequiresCapture,
    IntentStatus::RequiresConfirmation,
    IntentStatus::RequiresAction,
    IntentStatus::Processing,
];

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

/// Moves an intent to a status, with the charge that goes with it: pending while it is processing, then succeeded or
/// failed; authorized while it can be captured, and released if it is canceled.
pub(crate) fn move_to(account: &mut Account, call: &Call<'_>, id: &str, status: IntentStatus) {
    let Some(intent) = account.object(id).cloned() else { return };
    let pending = charge::pending(account, &intent);
    let none = json!({"status": status.as_str(), "amount_received": 0, "amount_capturable": 0, "canceled_at": null});
    account.patch(id, none);
    match status {
        IntentStatus::Succeeded | IntentStatus::Processing => {
            let charge = pending.unwrap_or_else(|| charge::create(account, call, &intent));
            account.patch(id, json!({"latest_charge": charge, "last_payment_error": null}));
            if status == IntentStatus::Succeeded {
                charge::settle(account, call, &charge, true);
                account.patch(id, json!({"amount_received": intent.get("amount")}));
            }
        }
        IntentStatus::RequiresPaymentMethod => {
            account.patch(id, json!({"payment_method": null}));
            if let Some(charge) = pending {
                charge::settle(account, call, &charge, false);
                let message = "The payment failed.";
                let error =
                    json!({"type": "card_error", "code": charge::FAILURE, "message": message, "charge": charge});
                account.patch(id, json!({"last_payment_error": error}));
            }
        }
        IntentStatus::RequiresCapture => {
            let charge = pending.unwrap_or_else(|| charge::create(account, call, &intent));
            charge::authorize(account, call, &charge);
            account.patch(id, json!({"latest_charge": charge, "amount_capturable": intent.get("amount")}));
        }
        IntentStatus::Canceled => {
            account.patch(id, json!({"canceled_at": call.now}));
            charge::release(account, call, &intent);
        }
        IntentStatus::RequiresConfirmation | IntentStatus::RequiresAction => {}
    }
    let kind = match status {
        IntentStatus::Succeeded => "payment_intent.succeeded",
        IntentStatus::Processing => "payment_intent.processing",
        IntentStatus::RequiresPaymentMethod => "payment_intent.payment_failed",
        IntentStatus::Canceled => "payment_intent.canceled",
        IntentStatus::RequiresAction => "payment_intent.requires_action",
        IntentStatus::RequiresCapture => "payment_intent.amount_capturable_updated",
        IntentStatus::RequiresConfirmation => return,
    };
    event::emit(account, call, kind, Subject::Object(id));
}

/// The status that paying leads to: an authorization if the intent is captured manually.
pub(crate) fn status_once_paid(intent: &Map<String, Value>) -> IntentStatus {
    match intent.get("capture_method").and_then(Value::as_str) {
        Some("manual") => IntentStatus::RequiresCapture,
        _ => IntentStatus::Succeeded,
    }
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

fn names(statuses: &[IntentStatus]) -> String {
    statuses.iter().map(|status| status.as_str()).collect::<Vec<_>>().join(", ")
}

/// The refusal carries the intent.
fn unexpected(account: &Account, intent: &Map<String, Value>, message: String) -> ApiError {
    let intent = presentation::object(account, intent, &crate::expand::Expand::default());
    ApiError::invalid(message).code("payment_intent_unexpected_state").about_intent(intent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::version::Version;

    fn with<T>(work: impl FnOnce(&mut Account, &Call<'_>) -> T) -> T {
        let (config, mut account) = (Config::default(), Account::new(1));
        let version = Version::parse("2025-03-31.basil", true).unwrap();
        work(&mut account, &Call { config: &config, version: &version, live: false, now: 5 })
    }

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
    fn a_delayed_payment_is_pending_until_it_succeeds_or_fails() {
        for (end, charge, received) in
            [(IntentStatus::Succeeded, "succeeded", 1000), (IntentStatus::RequiresPaymentMethod, "failed", 0)]
        {
            with(|account, call| {
                let id = create(account, call, &json!({"amount": 1000, "currency": "usd"})).unwrap();
                move_to(account, call, &id, IntentStatus::Processing);
                let pending = account.object(&id).unwrap()["latest_charge"].as_str().unwrap().to_owned();
                assert_eq!(account.object(&pending).unwrap()["status"], "pending");
                move_to(account, call, &id, end);
                let intent = account.object(&id).unwrap();
                assert_eq!((&intent["latest_charge"], &intent["amount_received"]), (&json!(pending), &json!(received)));
                assert_eq!(account.object(&pending).unwrap()["status"], charge);
                assert_eq!(IntentStatus::of(intent), end);
                assert_eq!(account.newest("charge", false).count(), 1);
            });
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
