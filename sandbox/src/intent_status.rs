//! The status of a payment intent, and what goes with a change of it: its charge and its event (docs page "How intents
//! work").

use serde_json::{Map, Value, json};

use crate::account::{Account, Call};
use crate::charge;
use crate::event::{self, Subject};

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
    pub(crate) const ALL: [Self; 7] = [
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

    pub(crate) fn of(intent: &Map<String, Value>) -> Self {
        let status = intent.get("status").and_then(Value::as_str);
        Self::ALL.into_iter().find(|known| Some(known.as_str()) == status).unwrap_or(Self::RequiresPaymentMethod)
    }

    pub(crate) fn may(self, what: &[Self]) -> bool {
        what.contains(&self)
    }
}

/// The states in which nobody has paid yet.
pub(crate) const UNPAID: [IntentStatus; 3] =
    [IntentStatus::RequiresPaymentMethod, IntentStatus::RequiresConfirmation, IntentStatus::RequiresAction];

/// The states in which an intent can be given up.
pub(crate) const CANCELABLE: [IntentStatus; 5] = [
    IntentStatus::RequiresPaymentMethod,
    IntentStatus::RequiresCapture,
    IntentStatus::RequiresConfirmation,
    IntentStatus::RequiresAction,
    IntentStatus::Processing,
];

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

/// The names of statuses, for messages.
pub(crate) fn names(statuses: &[IntentStatus]) -> String {
    statuses.iter().map(|status| status.as_str()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intent::create;
    use crate::test_support::with;

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
}
