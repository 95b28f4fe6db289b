//! A session as the page shows it.

use serde_json::{Value, json};
use shared::core::Interaction;

use super::catalog::by_name;

/// Of what Stripe returned.
pub(super) fn view(session: &Value) -> Value {
    json!({
        "id": session["id"],
        "status": session["status"],
        "currency": session["currency"],
        "lines": lines(session),
        "amount_subtotal": session["amount_subtotal"],
        "discount": discount(session),
        "amount_shipping": session.pointer("/total_details/amount_shipping"),
        "amount_total": session["amount_total"],
        "address": shipping_details(session).map(|details| &details["address"]),
        "interactions": interactions(session),
        "metadata": session["metadata"],
    })
}

/// What the page opens a session with.
pub(super) fn opened(session: &Value) -> Value {
    json!({"id": session["id"], "client_secret": session["client_secret"]})
}

/// Where the parcel goes: the place of it differs between versions of the API.
pub(super) fn shipping_details(session: &Value) -> Option<&Value> {
    let places = ["/collected_information/shipping_details", "/shipping_details"];
    places.into_iter().filter_map(|place| session.pointer(place)).find(|details| details.is_object())
}

fn lines(session: &Value) -> Vec<Value> {
    let lines = session.pointer("/line_items/data").and_then(Value::as_array);
    let line = |line: &Value| {
        let name = line["description"].as_str().unwrap_or_default();
        json!({
            "product": by_name(name).map(|product| product.id),
            "name": name,
            "quantity": line["quantity"],
            "amount_subtotal": line["amount_subtotal"],
        })
    };
    lines.map(|lines| lines.iter().map(line).collect()).unwrap_or_default()
}

/// What Stripe takes off, by the name of its coupon.
fn discount(session: &Value) -> Option<Value> {
    let amount =
        session.pointer("/total_details/amount_discount").and_then(Value::as_i64).filter(|amount| *amount > 0)?;
    let name = session.pointer("/discounts/0/coupon/name").unwrap_or(&Value::Null);
    Some(json!({"name": name, "amount_off": amount}))
}

/// What the session has been asked for.
fn interactions(session: &Value) -> Vec<Interaction> {
    let metadata = &session["metadata"];
    let asked = |interaction: &Interaction| !metadata[interaction.traits().metadata_key].is_null();
    Interaction::ALL.into_iter().filter(asked).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_holds_what_the_page_shows_and_nothing_else() {
        let session = json!({
            "id": "cs_test_1", "status": "open", "currency": "usd", "client_secret": "canary",
            "amount_subtotal": 6400, "amount_total": 6190,
            "total_details": {"amount_discount": 800, "amount_shipping": 590},
            "discounts": [{"coupon": {"name": "Gold members: 12.5% off"}}],
            "metadata": {"discount_loyalty": "on"},
            "shipping_details": {"name": "A", "address": {"country": "US"}},
            "line_items": {"data": [{"id": "li_1", "description": "Hand grinder", "quantity": 1, "amount_subtotal": 6400}]},
        });
        let view = view(&session);
        assert_eq!(view["discount"], json!({"name": "Gold members: 12.5% off", "amount_off": 800}));
        assert_eq!(view["lines"][0]["product"], "grinder");
        assert_eq!(view["interactions"], json!(["loyalty"]));
        assert_eq!(view["address"], json!({"country": "US"}));
        assert!(!view.to_string().contains("canary"));
    }

    #[test]
    fn a_bare_session_has_no_discount_and_no_address() {
        let view = view(&json!({"id": "cs_test_1", "total_details": {"amount_discount": 0}}));
        assert_eq!(
            (&view["discount"], &view["address"], &view["interactions"]),
            (&Value::Null, &Value::Null, &json!([]))
        );
    }
}
