#![expect(clippy::needless_pass_by_value, reason = "reads as session(json!({...}))")]

use discounts_core::decide::Discount;
use discounts_core::difference::{Change, Update};
use discounts_core::session::{DiscountRecord, Shopper};
use discounts_core::{Interaction, Policy, ShopperCode};
use serde_json::{Value, json};

use super::*;
use crate::purchase::object::PurchaseObject;
use crate::purchase::view;

/// An open session of 150.00 USD with some fields otherwise; `null` is what Stripe writes for nothing.
fn session(otherwise: Value) -> StripeSession {
    let mut session = json!({
        "id": "cs_test_a1", "status": "open", "mode": "payment", "currency": "usd", "amount_subtotal": 15_000,
        "amount_total": 15_000, "permissions": null, "metadata": {}, "customer": null,
        "client_reference_id": null, "collected_information": null,
        "total_details": {"amount_discount": 0, "amount_shipping": null}, "discounts": [],
    });
    for (key, value) in otherwise.as_object().unwrap() {
        session[key] = value.clone();
    }
    serde_json::from_value(session).unwrap()
}

fn of(session: &StripeSession) -> Result<Snapshot, PurchaseError> {
    snapshot(session, DiscountWriter::default())
}

fn held(discounts: Value, amount_discount: i64) -> Result<AppliedDiscount, PurchaseError> {
    let total = json!({"amount_discount": amount_discount, "amount_shipping": 0});
    of(&session(json!({"discounts": discounts, "total_details": total}))).map(|snapshot| snapshot.held.discount)
}

#[test]
fn only_an_open_payment_session_has_a_snapshot() {
    for (otherwise, refused) in [
        (json!({"status": "complete"}), PurchaseError::NotOpen),
        (json!({"status": "expired"}), PurchaseError::NotOpen),
        (json!({"status": null}), PurchaseError::Unsupported("it has no status")),
        (json!({"mode": "setup"}), PurchaseError::Unsupported("its mode is not payment")),
        (json!({"permissions": {"update_discounts": "client_only"}}), PurchaseError::NotServerOnly),
        (json!({"currency": "xxx"}), PurchaseError::Unsupported("it has no currency that Stripe presents")),
        (json!({"amount_subtotal": null}), PurchaseError::Unsupported("it has no subtotal")),
        (json!({"amount_subtotal": -1}), PurchaseError::Unsupported("it has no subtotal")),
    ] {
        let error = of(&session(otherwise.clone())).unwrap_err();
        assert_eq!(error.to_string(), refused.to_string(), "{otherwise}");
    }
    for permissions in
        [json!(null), json!({}), json!({"update_discounts": null}), json!({"update_discounts": "server_only"})]
    {
        assert!(of(&session(json!({"permissions": permissions}))).is_ok());
    }
}

#[test]
fn discount_is_ours_by_its_coupons_metadata() {
    let coupon = |amount_off: Value, metadata: Value| json!([{"coupon": {"id": "c", "amount_off": amount_off, "currency": "usd", "name": "Ours", "metadata": metadata}}]);
    let mark = json!({"discount_policy": "0123456789abcdef"});
    let usd = Currency::parse("usd").unwrap();
    let ours = AppliedDiscount::Ours {
        amount_off: Amount::new(500).unwrap(),
        currency: usd,
        name: "Ours".to_owned(),
        record: DiscountRecord::default(),
    };
    let foreign = |minor| AppliedDiscount::Foreign { amount: Amount::new(minor).unwrap() };
    assert_eq!(held(json!([]), 0).unwrap(), AppliedDiscount::Nothing);
    assert_eq!(held(coupon(json!(500), mark.clone()), 500).unwrap(), ours);
    assert_eq!(held(coupon(json!(500), json!({})), 500).unwrap(), foreign(500));
    assert_eq!(held(coupon(json!(500), json!(null)), 500).unwrap(), foreign(500));
    assert_eq!(held(json!([{"coupon": "c", "promotion_code": null}]), 300).unwrap(), foreign(300));
    assert_eq!(held(json!([{"coupon": null, "promotion_code": "promo_1"}]), 300).unwrap(), foreign(300));
    assert_eq!(
        held(coupon(json!(null), mark), 300).unwrap(),
        AppliedDiscount::Foreign { amount: Amount::MAX },
        "a percentage with our mark is foreign"
    );
}

#[test]
fn unexpanded_discount_is_an_error() {
    assert_eq!(held(json!(null), 0).unwrap(), AppliedDiscount::Nothing);
    assert!(matches!(held(json!(null), 1), Err(PurchaseError::HiddenDiscount)));
}

#[test]
fn address_is_found_in_every_version_and_needs_a_country() {
    let details = json!({"name": "x", "address": {"country": "US", "state": "CA", "postal_code": "94103"}});
    let country = |otherwise: Value| of(&session(otherwise)).unwrap().address.and_then(|address| address.country);
    let us = Some("US".to_owned());
    assert_eq!(country(json!({"collected_information": {"shipping_details": details}})), us);
    assert_eq!(country(json!({"shipping_details": details})), us);
    assert_eq!(country(json!({"collected_information": {"shipping_details": null}, "shipping_details": details})), us);
    assert_eq!(country(json!({"customer_details": details})), None, "what is typed elsewhere is no fact");
    let empty = json!({"name": "x", "address": {"country": null, "state": null, "postal_code": null}});
    assert_eq!(country(json!({"shipping_details": empty})), None);
}

#[test]
fn shopper_is_customer_or_reference_or_guest() {
    let id = |otherwise: Value| match of(&session(otherwise)).unwrap().shopper {
        Shopper::Customer(customer) => Some(customer.id),
        Shopper::Guest => None,
    };
    let object = json!({"id": "cus_1", "created": 1, "email": null, "metadata": {}});
    assert_eq!(id(json!({"customer": object})).as_deref(), Some("cus_1"));
    assert_eq!(id(json!({"customer": {"id": "cus_1", "deleted": true}})).as_deref(), Some("cus_1"));
    assert_eq!(id(json!({"customer": "cus_1", "client_reference_id": "cus_2"})).as_deref(), Some("cus_1"));
    assert_eq!(id(json!({"client_reference_id": "cus_2"})).as_deref(), Some("cus_2"));
    for reference in [json!(null), json!("order-1"), json!("cus_"), json!("cus_../x")] {
        assert_eq!(id(json!({"client_reference_id": reference})), None);
    }
}

/// Rows: the shipping in the totals, the chosen rate, and what is known of the cost.
#[test]
fn shipping_cost_is_known_once_a_rate_is_chosen() {
    for (amount_shipping, rate, expected) in [
        (json!(590), json!({"amount_total": 590, "shipping_rate": "shr_1"}), Some((590, Some("shr_1")))),
        (json!(590), json!({"shipping_rate": {"id": "shr_1", "display_name": "Ground"}}), Some((590, Some("shr_1")))),
        (json!(0), json!({"shipping_rate": "shr_pickup"}), Some((0, Some("shr_pickup")))),
        (json!(590), json!(null), Some((590, None))),
        (json!(590), json!({"shipping_rate": null}), Some((590, None))),
        (json!(0), json!(null), None),
        (json!(null), json!({"shipping_rate": "shr_1"}), None),
        (json!(-1), json!({"shipping_rate": "shr_1"}), None),
    ] {
        let total = json!({"amount_discount": 0, "amount_shipping": amount_shipping});
        let cart = of(&session(json!({"total_details": total, "shipping_cost": rate}))).unwrap().cart;
        let cost = cart.shipping_cost.as_ref().map(|cost| (cost.amount.get(), cost.rate.as_deref()));
        assert_eq!(cost, expected, "{amount_shipping} {rate}");
    }
}

#[test]
fn lines_with_another_sum_are_unknown() {
    let units = |subtotal: i64| {
        let lines = json!({"data": [{"id": "li_1", "quantity": 3, "amount_subtotal": subtotal}], "has_more": false});
        let cart = of(&session(json!({ "line_items": lines }))).unwrap().cart;
        (cart.quantity, cart.lines.is_some())
    };
    assert_eq!(units(15_000), (Some(3), true));
    assert_eq!(units(14_999), (None, false));
    assert_eq!(units(60_000), (None, false));
}

fn put() -> Change {
    let policy = Policy::load("p.toml", "").unwrap();
    let discount = Discount {
        amount_off: Amount::new(500).unwrap(),
        currency: Currency::parse("usd").unwrap(),
        name: policy.combined_name,
    };
    let record = DiscountRecord { offers: "a".to_owned(), ..DiscountRecord::default() };
    Change::Put { discount, record, policy: policy.hash, writes: 1 }
}

#[test]
fn metadata_has_room_for_fifty_keys() {
    let with = |theirs: usize, ours: &[&str]| {
        let theirs = (0..theirs).map(|key| format!("theirs_{key}"));
        let keys = theirs.chain(ours.iter().map(|key| (*key).to_owned()));
        let metadata: serde_json::Map<String, Value> = keys.map(|key| (key, json!("x"))).collect();
        session(json!({ "metadata": metadata }))
    };
    let code = ShopperCode::parse("SPRING");
    let mark = code.as_ref().map(ShopperCode::mark);
    let loyalty = || Update { asked: Interaction::Loyalty.into(), ..Update::default() };
    let of_code = || Update { code: code.clone(), mark, ..Update::default() };
    let carries = |update| Update { discount: put(), ..update };
    for (theirs, ours, update, fits) in [
        (46, &[][..], carries(loyalty()), true),
        (47, &[], carries(loyalty()), false),
        (49, &[], loyalty(), true),
        (50, &[], loyalty(), false),
        (49, &["discount_loyalty"], loyalty(), true),
        (48, &[], of_code(), true),
        (49, &[], of_code(), false),
        (48, &["discount_code"], of_code(), true),
        (45, &[], carries(of_code()), true),
        (46, &[], carries(of_code()), false),
        (50, &[], Update { dropped: Interaction::Loyalty.into(), ..Update::default() }, true),
    ] {
        assert_eq!(
            view(&PurchaseObject::Session(with(theirs, ours)), DiscountWriter::default(), false)
                .unwrap()
                .has_room_for(&update),
            fits,
            "{theirs} and {ours:?}: {update:?}"
        );
    }
}
