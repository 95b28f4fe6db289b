//! Objects that the account keeps as JSON, as Stripe shows them: expanded as asked, and without what is only shown
//! when it is asked for.

pub(crate) mod discount;
pub(crate) mod line_items;
mod session;

pub(crate) use session::{client_secret, customer_details, known_email, session};

use serde_json::{Map, Value, json};

use crate::account::Account;
use crate::expand::Expand;

/// Properties that hold the id of another such object.
const LINKS: [&str; 6] = ["product", "default_price", "customer", "payment_intent", "latest_charge", "charge"];

/// The object, with its links followed where they are expanded.
pub(crate) fn object(account: &Account, object: &Map<String, Value>, expand: &Expand) -> Value {
    let mut shown = object.clone();
    if object.get("object") == Some(&json!("price")) {
        let options = currency_options(object);
        shown.remove("currency_options");
        if expand.has("currency_options") {
            shown.insert("currency_options".into(), options);
        }
    }
    if object.get("object") == Some(&json!("refund")) || object.contains_key("deleted") {
        // The account keeps the mode of every object; refunds and stubs do not show theirs.
        shown.remove("livemode");
    }
    if object.get("object") == Some(&json!("webhook_endpoint")) {
        shown.remove("secret");
    }
    for link in LINKS {
        let inner = object.get(link).and_then(Value::as_str).and_then(|id| account.object(id));
        if let (true, Some(inner)) = (expand.has(link), inner) {
            shown.insert(link.to_owned(), self::object(account, inner, &expand.below(link)));
        }
    }
    Value::Object(shown)
}

/// Every currency of a price, its own among them.
fn currency_options(price: &Map<String, Value>) -> Value {
    let mut options = price.get("currency_options").and_then(Value::as_object).cloned().unwrap_or_default();
    let amount = price.get("unit_amount").and_then(Value::as_i64);
    if let (Some(currency), Some(amount)) = (price.get("currency").and_then(Value::as_str), amount) {
        let tax_behavior = price.get("tax_behavior").unwrap_or(&Value::Null);
        options.insert(currency.to_owned(), currency_option(amount, tax_behavior));
    }
    Value::Object(options)
}

/// An entry of a price's `currency_options`.
pub(crate) fn currency_option(amount: i64, tax_behavior: &Value) -> Value {
    json!({
        "custom_unit_amount": null, "tax_behavior": tax_behavior.as_str().unwrap_or("unspecified"),
        "unit_amount": amount, "unit_amount_decimal": amount.to_string(),
    })
}
