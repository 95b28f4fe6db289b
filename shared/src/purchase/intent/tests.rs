use discounts_core::difference::{Change, Update};
use discounts_core::{Policy, decide};
use serde_json::{Value, json};

use super::*;
use crate::purchase::{DiscountWriter, PurchaseObject, view};

fn intent(otherwise: &Value) -> Result<Intent, PurchaseError> {
    let mut intent = json!({
        "id": "pi_1", "status": "requires_payment_method", "amount": 25_900, "currency": "usd",
        "metadata": {"discount_subtotal": "25000", "discount_shipping": "500", "discount_tax": "400"},
    });
    for (key, value) in otherwise.as_object().unwrap() {
        intent[key] = value.clone();
    }
    Intent::parse(serde_json::from_value(intent).unwrap())
}

#[test]
fn snapshot_has_the_sums_of_the_metadata() {
    let snapshot = intent(&json!({})).unwrap().snapshot().unwrap();
    assert_eq!((snapshot.cart.subtotal.get(), snapshot.cart.shipping.get()), (25_000, 900));
    assert_eq!(snapshot.cart.quantity, None);
    assert_eq!(snapshot.held.discount, discounts_core::session::AppliedDiscount::Nothing);
}

#[test]
fn shipping_cost_is_what_the_metadata_says_without_tax() {
    let of = |metadata: Value| intent(&json!({ "metadata": metadata, "amount": 25_900 })).unwrap().snapshot();
    let said = json!({"discount_subtotal": "25000", "discount_shipping": "500", "discount_tax": "400"});
    let cost = of(said).unwrap().cart.shipping_cost.unwrap();
    assert_eq!((cost.amount.get(), cost.rate), (500, None));
    assert_eq!(of(json!({"discount_subtotal": "25900"})).unwrap().cart.shipping_cost, None);
}

#[test]
fn discount_takes_seven_of_the_fifty_metadata_keys() {
    let policy = Policy::load("p.toml", "").unwrap();
    let (amount_off, currency) = (Amount::new(500).unwrap(), Currency::parse("usd").unwrap());
    let discount = decide::Discount { amount_off, currency, name: policy.combined_name };
    let record = DiscountRecord { offers: "a".to_owned(), ..DiscountRecord::default() };
    let put = Change::Put { discount, record, policy: policy.hash, writes: 1 };
    let update = Update { discount: put, ..Update::default() };
    // One of them is what the cart costs; one of the seven is the version.
    for (held, fits) in [(43, true), (44, false)] {
        let keys = (1..held).map(|key| (format!("theirs_{key}"), json!("x")));
        let subtotal = ("discount_subtotal".to_owned(), json!("25900"));
        let metadata: serde_json::Map<String, Value> = keys.chain([subtotal]).collect();
        let intent = intent(&json!({ "metadata": metadata })).unwrap();
        assert_eq!(
            view(&PurchaseObject::Intent(intent), DiscountWriter::default(), false).unwrap().has_room_for(&update),
            fits,
            "{held}"
        );
    }
}

#[test]
fn intent_without_a_subtotal_is_not_found() {
    let error = intent(&json!({ "metadata": {} })).unwrap_err();
    assert!(matches!(error, PurchaseError::NotMarked), "{error:?}");
}

#[test]
fn metadata_that_is_no_number_is_unsupported() {
    for subtotal in ["much", "-1"] {
        let intent = intent(&json!({ "metadata": {"discount_subtotal": subtotal} }));
        assert!(matches!(intent, Err(PurchaseError::Unsupported(_))), "{subtotal}");
    }
}

#[test]
fn amount_that_the_server_wrote_must_not_contradict_metadata() {
    for otherwise in [
        json!({ "amount": 25_000 }),
        json!({ "amount": 26_000 }),
        json!({ "metadata": {"discount_subtotal": "25900", "discount_amount": "100"} }),
        json!({ "metadata": {"discount_subtotal": "25000", "discount_total": "25899"} }),
    ] {
        assert!(matches!(intent(&otherwise), Err(PurchaseError::Contradicts)), "{otherwise}");
    }
}

/// Rows: the cart now, the amount that is taken off it.
#[test]
fn amount_that_this_service_wrote_for_another_cart_is_stale() {
    for (subtotal, off) in [(100_000_u64, 74_100), (26_000, 100), (25_900, 0), (5_000, 0)] {
        let metadata = json!({
            "discount_subtotal": subtotal.to_string(), "discount_amount": "1500", "discount_total": "25900",
        });
        let stale = intent(&json!({ "metadata": metadata })).unwrap();
        let held = stale.snapshot().unwrap().held;
        let currency = Currency::parse("usd").unwrap();
        let (amount_off, name, record) = (Amount::new(off).unwrap(), String::new(), DiscountRecord::default());
        let ours = AppliedDiscount::Ours { amount_off, currency, name, record };
        assert_eq!((stale.amount().is_stale, held.discount), (true, ours), "{subtotal}");

        let paid = intent(&json!({ "metadata": metadata, "status": "succeeded" })).unwrap();
        assert!(matches!(paid.snapshot(), Err(PurchaseError::Contradicts)), "{subtotal}");
    }
}

/// Rows: whether this service has written, the discount that the breakdown shows, and whether it is written again.
#[test]
fn breakdown_of_an_earlier_cart_is_stale() {
    for (known, shown, written) in
        [(true, json!(1_500), true), (true, json!(0), false), (true, Value::Null, false), (false, json!(1_500), false)]
    {
        let mut metadata = json!({ "discount_subtotal": "25900" });
        if known {
            metadata["discount_writes"] = json!("2");
        }
        let details = json!({ "amount_details": {"discount_amount": shown, "tip": {}}, "metadata": metadata });
        let held = intent(&details).unwrap().snapshot().unwrap().held.discount;
        assert_eq!(held != AppliedDiscount::Nothing, written, "{details}");
    }
}

#[test]
fn only_states_before_confirmation_are_open() {
    for (status, open) in [
        ("requires_payment_method", true),
        ("requires_confirmation", true),
        ("requires_action", true),
        ("processing", false),
        ("requires_capture", false),
        ("succeeded", false),
        ("canceled", false),
    ] {
        let refused = intent(&json!({ "status": status })).unwrap().snapshot();
        assert_eq!(refused.is_ok(), open, "{status}");
        assert!(open || matches!(refused, Err(PurchaseError::NotOpen)), "{status}");
    }
}
