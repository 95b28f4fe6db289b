//! Sessions with every field that Stripe sends, a customer and two lines with their products, all different.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde_json::{Value, json};

/// Objects with all their fields, as the stand-in for Stripe fills them in.
const OBJECTS: &str = include_str!("../../../sandbox/data/objects.json");
/// How many differ in more than their id.
const KINDS: usize = 997;
const ID: &str = "THE_ID";

/// Writes a number of sessions, one per line.
pub(crate) fn write(path: &Path, count: usize) -> io::Result<()> {
    let objects: Value = serde_json::from_str(OBJECTS)?;
    let kinds: Vec<String> = (0..KINDS).map(|kind| session(&objects, kind).to_string()).collect();
    let mut file = BufWriter::new(File::create(path)?);
    for (number, kind) in (0..count).zip(kinds.iter().cycle()) {
        for (place, part) in kind.split(ID).enumerate() {
            if place > 0 {
                write!(file, "{number:058}")?;
            }
            file.write_all(part.as_bytes())?;
        }
        writeln!(file)?;
    }
    file.flush()
}

fn session(objects: &Value, kind: usize) -> Value {
    let (subtotal, shipping) = (500 + kind * 61, kind % 3 * 490);
    let currency = if kind.is_multiple_of(5) { "eur" } else { "usd" };
    let lines = [subtotal / 3, subtotal - subtotal / 3].map(|amount| line(objects, kind, amount, currency));
    let tier = ["gold", "silver", "bronze"].get(kind % 3);
    let mut session = with(
        &objects["checkout.session"],
        json!({
            "id": format!("cs_test_{ID}"), "status": "complete", "payment_status": "paid", "currency": currency,
            "created": 1_780_000_000 + kind * 7_919, "amount_subtotal": subtotal, "amount_total": subtotal + shipping,
            "metadata": {
                "cart": format!("c_{kind}"), "discount_loyalty": "on", "discount_cart_threshold": "on",
                "discount_location": "on", "discount_limited_time": "on", "discount_customer_offer": "on",
            },
            "total_details": {"amount_discount": kind % 4 * 250, "amount_shipping": shipping, "amount_tax": 0},
            "collected_information": {"shipping_details": {"name": "A Shopper", "address": {
                "city": "San Francisco", "country": "US", "line1": "1 Market Street", "line2": null,
                "postal_code": "94105", "state": if kind.is_multiple_of(2) { "CA" } else { "NY" },
            }}},
            "line_items": {"object": "list", "data": lines, "has_more": false, "url": format!("/v1/checkout/sessions/cs_test_{ID}/line_items")},
        }),
    );
    // Every eighth is a guest's.
    if !kind.is_multiple_of(8) {
        let metadata = json!({"loyalty_tier": tier, "orders": (kind % 12).to_string(), "segments": "new,win-back"});
        let customer = with(&objects["customer"], json!({"id": format!("cus_{kind}"), "metadata": metadata}));
        session = with(&session, json!({ "customer": customer }));
    }
    session
}

fn line(objects: &Value, kind: usize, amount: usize, currency: &str) -> Value {
    let product = with(&objects["product"], json!({"id": format!("prod_{kind}"), "metadata": {"tags": "new,summer"}}));
    let price = json!({"id": format!("price_{kind}"), "currency": currency, "unit_amount": amount, "product": product});
    let price = with(&objects["price"], price);
    with(
        &objects["item"],
        json!({"amount_subtotal": amount, "amount_total": amount, "currency": currency, "quantity": 1, "price": price}),
    )
}

/// An object with some fields otherwise.
fn with(object: &Value, fields: Value) -> Value {
    let mut object = object.clone();
    if let (Value::Object(object), Value::Object(fields)) = (&mut object, fields) {
        object.extend(fields);
    }
    object
}
