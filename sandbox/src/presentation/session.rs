//! A session as Stripe shows it: the sample object with our values, by version, expanded as asked.

use serde_json::{Map, Value, json};

use super::line_items;
use crate::account::{Account, Call};
use crate::expand::Expand;
use crate::seed_data::sample;
use crate::session::{SessionState, Status, UiMode};
use crate::totals::Totals;
use crate::version::ShippingPlace;

/// Line items that come inside a session.
const FIRST_PAGE: usize = 10;

/// A session in the form of the call's version.
pub(crate) fn session(account: &Account, call: &Call<'_>, session: &SessionState, expand: &Expand) -> Value {
    let totals = session.totals(account, call);
    let amounts = totals.as_ref();
    let mut object = sample("checkout.session", Value::Object(session.extra.clone()));
    let free = amounts.is_some_and(|totals| totals.total == 0);
    let paid = session.payment_intent.as_ref().is_none_or(|id| has_succeeded(account, id));
    let payment_status = match session.status {
        _ if session.mode == "setup" => "no_payment_required",
        Status::Complete if free => "no_payment_required",
        Status::Complete if paid => "paid",
        _ => "unpaid",
    };
    fill(
        &mut object,
        json!({
            "id": session.id, "created": session.created, "expires_at": session.expires_at,
            "livemode": session.livemode, "status": session.status.as_str(), "payment_status": payment_status,
            "mode": session.mode, "ui_mode": ui_mode(call, session.ui_mode), "currency": session.currency,
            "amount_subtotal": amounts.map(|totals| totals.subtotal),
            "amount_total": amounts.map(|totals| totals.total),
            "total_details": amounts.map(|totals| total_details(account, call, session, totals, expand)),
            "client_secret": client_secret(session), "url": url(account, session),
            "customer": link(account, session.customer.as_deref(), "customer", expand), "customer_details": customer_details(account, session),
            "metadata": session.metadata, "permissions": permissions(call, session),
            "payment_intent": link(account, session.payment_intent.as_deref(), "payment_intent", expand),
            "shipping_cost": shipping_cost(account, session, expand),
            "shipping_options": shipping_options(account, session, expand),
        }),
    );
    shipping_details(&mut object, call, session);
    if expand.has("discounts") {
        let expanded = (expand.has("discounts.coupon"), expand.has("discounts.promotion_code"));
        let entry = session.discount.iter().map(|discount| super::discount::entry(discount, account, call, expanded));
        object.insert("discounts".into(), entry.collect());
    }
    if expand.has("line_items") {
        let page = line_items::first_page(account, call, session, FIRST_PAGE, &expand.below("line_items"));
        object.insert("line_items".into(), page);
    }
    object.extend(session.overrides.clone());
    Value::Object(object)
}

fn has_succeeded(account: &Account, intent: &str) -> bool {
    account.object(intent).and_then(|intent| intent.get("status")).is_some_and(|status| status == "succeeded")
}

fn fill(object: &mut Map<String, Value>, fields: Value) {
    if let Value::Object(fields) = fields {
        object.extend(fields);
    }
}

fn ui_mode(call: &Call<'_>, mode: UiMode) -> Option<&'static str> {
    let at = match mode {
        UiMode::Hosted => 0,
        UiMode::Embedded => 1,
        UiMode::Custom => 2,
        UiMode::Form => 3,
    };
    call.version.ui_modes().get(at).copied()
}

/// Only pages inside the merchant's own have a secret; only the hosted one has an address.
pub(crate) fn client_secret(session: &SessionState) -> Option<String> {
    (session.ui_mode != UiMode::Hosted).then(|| format!("{}_secret_{}", session.id, session.created))
}

fn url(account: &Account, session: &SessionState) -> Option<String> {
    let shown = session.ui_mode == UiMode::Hosted && session.status == Status::Open;
    shown.then(|| format!("{}/c/pay/{}", account.hosted_pages, session.id))
}

/// An id, or what it names where that is expanded.
fn link(account: &Account, id: Option<&str>, property: &str, expand: &Expand) -> Value {
    let object = id.and_then(|id| account.object(id)).filter(|_| expand.has(property));
    object.map_or_else(|| json!(id), |object| super::object(account, object, &expand.below(property)))
}

/// The customer's e-mail address, or else the one that the server passed; null without either.
pub(crate) fn known_email(account: &Account, session: &SessionState) -> Value {
    let customer = session.customer.as_ref().and_then(|id| account.object(id));
    let of_customer = customer.and_then(|customer| customer.get("email"));
    let email = of_customer.or_else(|| session.extra.get("customer_email"));
    email.cloned().unwrap_or_default()
}

/// Filled from the customer, or from the e-mail that the server passed. Once the shopper has paid, they no longer
/// follow the customer, and have the e-mail address that the shopper typed if no other is known.
pub(crate) fn customer_details(account: &Account, session: &SessionState) -> Value {
    if !session.customer_details.is_null() {
        return session.customer_details.clone();
    }
    let customer = session.customer.as_ref().and_then(|id| account.object(id));
    let of_customer = |name: &str| customer.and_then(|customer| customer.get(name));
    let typed = session.typed_email.as_ref().filter(|_| session.status == Status::Complete);
    let email = match known_email(account, session) {
        Value::Null => json!(typed),
        known => known,
    };
    if customer.is_none() && email.is_null() {
        return Value::Null;
    }
    json!({
        "address": of_customer("address"), "email": email, "name": of_customer("name"),
        "phone": of_customer("phone"), "tax_exempt": "none", "tax_ids": null,
    })
}

/// Permissions that were set. Whether `update_discounts` is among them is a guess.
fn permissions(call: &Call<'_>, session: &SessionState) -> Value {
    let set = &session.permissions;
    if *set == crate::session::Permissions::default() {
        return Value::Null;
    }
    let mut shown = Map::new();
    shown.insert("update_shipping_details".into(), json!(set.update_shipping_details));
    if call.version.preview {
        shown.insert("update_line_items".into(), json!(set.update_line_items));
        if call.config.echo_update_discounts {
            shown.insert("update_discounts".into(), json!(set.update_discounts));
        }
    }
    Value::Object(shown)
}

fn shipping_details(object: &mut Map<String, Value>, call: &Call<'_>, session: &SessionState) {
    let place = call.version.shipping_place();
    if place == ShippingPlace::Top {
        object.remove("collected_information");
    } else {
        object.insert("collected_information".into(), json!({"shipping_details": session.shipping_details}));
    }
    if place != ShippingPlace::Collected {
        object.insert("shipping_details".into(), session.shipping_details.clone());
    }
}

fn rate(account: &Account, id: &str, expanded: bool) -> Value {
    let object = account.object(id).filter(|_| expanded);
    object.map_or_else(|| json!(id), |object| Value::Object(object.clone()))
}

fn shipping_cost(account: &Account, session: &SessionState, expand: &Expand) -> Value {
    let Some(option) = session.shipping_option() else {
        return Value::Null;
    };
    let mut cost = json!({
        "amount_subtotal": option.amount, "amount_tax": 0, "amount_total": option.amount,
        "shipping_rate": rate(account, &option.rate, expand.has("shipping_cost.shipping_rate")),
    });
    if let (true, Some(cost)) = (expand.has("shipping_cost.taxes"), cost.as_object_mut()) {
        cost.insert("taxes".into(), json!([]));
    }
    cost
}

fn shipping_options(account: &Account, session: &SessionState, expand: &Expand) -> Value {
    let expanded = expand.has("shipping_options.shipping_rate");
    let option = |option: &crate::session::ShippingOption| json!({"shipping_amount": option.amount, "shipping_rate": rate(account, &option.rate, expanded)});
    session.shipping_options.iter().map(option).collect()
}

fn total_details(
    account: &Account,
    call: &Call<'_>,
    session: &SessionState,
    totals: &Totals,
    expand: &Expand,
) -> Value {
    let mut details = json!({
        "amount_discount": totals.discount, "amount_shipping": totals.shipping, "amount_tax": totals.tax,
    });
    if let (true, Some(details)) = (expand.has("total_details.breakdown"), details.as_object_mut()) {
        let breakdown = json!({
            "discounts": line_items::discounts(account, call, session, totals.discount),
            "taxes": line_items::taxes(call, totals.tax, totals.subtotal.saturating_sub(totals.discount)),
        });
        details.insert("breakdown".into(), breakdown);
    }
    details
}
