//! The shopper pays: what becomes of the session, its coupon and customer, and the payment intent that it makes.

use serde_json::{Map, Value, json};

use crate::account::{Account, Call};
use crate::catalog;
use crate::error::ApiError;
use crate::event::{self, Subject};
use crate::intent_status::{self, IntentStatus};
use crate::presentation;
use crate::seed_data::sample;
use crate::session::{SessionState, Status};

/// How fast the money comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Payment {
    /// At once, as with a card.
    AtOnce,
    /// Days later, as with a bank debit: until then the session is complete and unpaid.
    Delayed,
}

/// Completes an open session. Where nothing is due, nothing is paid, and a guest becomes a customer (docs page
/// "No-cost orders").
pub(crate) fn pay(account: &mut Account, call: &Call<'_>, id: &str, payment: Payment) -> Result<(), ApiError> {
    let mut session = account.session(id, call)?.clone();
    if session.status != Status::Open {
        let status = session.status.as_str();
        return Err(ApiError::invalid(format!("This Checkout Session is no longer open: it is {status}.")));
    }
    session.check_payable(account, call)?;
    let total = session.totals(account, call).map_or(0, |totals| totals.total);
    session.status = Status::Complete;
    let coupon = session.discount.as_ref().and_then(|discount| account.coupons.get_mut(&discount.coupon));
    if let Some(coupon) = coupon {
        // That Stripe checks it once more when the session is paid is a guess.
        if !coupon.can_be_redeemed(call.now) {
            return Err(ApiError::invalid(format!("Coupon expired: {}", coupon.id)).code("coupon_expired"));
        }
        coupon.times_redeemed = coupon.times_redeemed.saturating_add(1);
    }
    match &session.customer {
        Some(id) => set_typed_email(account, call, id, session.typed_email.as_ref()),
        None if makes_customer(&session, total) => session.customer = Some(customer(account, call, &session)?),
        None => {}
    }
    session.customer_details = presentation::customer_details(account, &session);
    if session.mode == "payment" && total > 0 {
        let intent = intent_of(account, call, &session, total);
        let status = match payment {
            Payment::AtOnce => account.object(&intent).map_or(IntentStatus::Succeeded, intent_status::status_once_paid),
            Payment::Delayed => IntentStatus::Processing,
        };
        intent_status::move_to(account, call, &intent, status);
        session.payment_intent = Some(intent);
    }
    account.sessions.insert(session.id.clone(), session);
    event::emit(account, call, "checkout.session.completed", Subject::Session(id));
    Ok(())
}

/// A delayed payment comes, or fails. `false` if the session has none that is under way.
pub(crate) fn settle(account: &mut Account, call: &Call<'_>, id: &str, succeeds: bool) -> bool {
    let intent = account.sessions.get(id).and_then(|session| session.payment_intent.clone());
    let waits = |intent: &String| {
        account.object(intent).is_some_and(|object| object.get("status") == Some(&json!("processing")))
    };
    let Some(intent) = intent.filter(waits) else {
        return false;
    };
    let status = if succeeds { IntentStatus::Succeeded } else { IntentStatus::RequiresPaymentMethod };
    intent_status::move_to(account, call, &intent, status);
    let kind = if succeeds { "async_payment_succeeded" } else { "async_payment_failed" };
    event::emit(account, call, &format!("checkout.session.{kind}"), Subject::Session(id));
    true
}

fn makes_customer(session: &SessionState, total: i64) -> bool {
    let asked = session.extra.get("customer_creation").and_then(Value::as_str);
    session.mode == "subscription" || asked == Some("always") || (session.mode == "payment" && total == 0)
}

/// Sets the e-mail address that the shopper typed on a customer that has none (docs of `customer` in "Create a Checkout
/// Session").
fn set_typed_email(account: &mut Account, call: &Call<'_>, id: &str, typed: Option<&String>) {
    let Some(customer) = account.find("customer", id, call.live).cloned() else { return };
    let has_none = customer.get("email").is_some_and(Value::is_null);
    if let Some(typed) = typed.filter(|_| has_none) {
        account.patch(id, json!({"email": typed}));
        catalog::customer_updated(account, call, id, &customer);
    }
}

fn customer(account: &mut Account, call: &Call<'_>, session: &SessionState) -> Result<String, ApiError> {
    let mut data = Map::new();
    let typed = session.typed_email.as_ref().map(|email| json!(email));
    if let Some(email) = session.extra.get("customer_email").cloned().or(typed) {
        data.insert("email".into(), email);
    }
    if let Some(name) = session.shipping_details.get("name") {
        data.insert("name".into(), name.clone());
        data.insert("shipping".into(), session.shipping_details.clone());
    }
    catalog::create_customer(account, call, &Value::Object(data))
}

/// The intent, still unpaid, with what `payment_intent_data` says.
fn intent_of(account: &mut Account, call: &Call<'_>, session: &SessionState, total: i64) -> String {
    let id = account.random.id("pi_", 24);
    let mut intent = sample(
        "payment_intent",
        json!({
            "id": id, "created": call.now, "livemode": session.livemode, "amount": total,
            "currency": session.currency, "customer": session.customer, "shipping": session.shipping_details,
            "client_secret": format!("{id}_secret_{}", account.random.id("", 25)),
            "payment_method": account.random.id("pm_", 24),
        }),
    );
    intent.extend(session.payment_intent_data.clone());
    account.insert(intent);
    event::emit(account, call, "payment_intent.created", Subject::Object(&id));
    id
}
