//! A discount that this service did not write.

use discounts_core::Interaction;
use end_to_end::Shop;
use serde_json::json;
use shared::Endpoint;

const CART: Endpoint = Endpoint::Add(Interaction::CartThreshold);

const OFFER: &str = r#"
    [[offer]]
    id = "cart"
    interaction = "cart-threshold"
    name = "Cart"
    when.subtotal_at_least = { usd = "100.00" }
    give.amount_off = { usd = "10.00" }
"#;

fn foreign_discount(shop: &Shop, session: &str, cents: i64) {
    let coupon = json!({ "amount_off": cents, "currency": "usd", "duration": "once", "name": "Theirs" });
    let coupon = shop.stripe().add_coupon(coupon).unwrap();
    shop.stripe().set_discount(session, &coupon, None);
}

#[tokio::test]
async fn third_party_discount_rejects_every_call_but_quote() {
    let shop = Shop::open(OFFER).await;
    let session = shop.session(20_000);
    foreign_discount(&shop, &session, 100);
    for endpoint in [CART, Endpoint::Refresh] {
        assert_eq!(shop.call(endpoint, &session).await.refusal(), (409, "discount_not_ours"));
    }
    assert_eq!(shop.remove(&session, "all").await.refusal(), (409, "discount_not_ours"));
    let quote = shop.call(Endpoint::Quote, &session).await.body["value"].clone();
    assert_eq!(quote["foreign"], true);
    assert_eq!(quote["current"], json!({"amount_off": 100, "currency": "usd", "name": "Theirs", "offers": []}));
    assert_eq!(quote["best"]["amount_off"], 1_000);
    assert_eq!((shop.discount(&session), shop.calls().1), (100, 0));
}

#[tokio::test]
async fn larger_discount_replaces_third_party_one_when_allowed() {
    of_coupons!("without the preview nothing takes a coupon off");
    let shop = Shop::open(&format!("replace_foreign = true\n{OFFER}")).await;
    for (theirs, left) in [(999, 1_000), (1_000, 1_000), (1_001, 1_001)] {
        let session = shop.session(20_000);
        foreign_discount(&shop, &session, theirs);
        let answer = shop.call(CART, &session).await;
        assert_eq!((answer.status, shop.discount(&session)), (200, left), "{theirs}");
        let stays = theirs >= 1_000;
        assert_eq!(answer.body["value"].get("foreign").is_some(), stays, "{theirs}");
        assert_eq!(answer.body["value"]["discount"].is_null(), stays, "{theirs}");
        assert_eq!(shop.metadata(&session)["discount_cart_threshold"], "on", "it was asked for anyway");
    }
}

#[tokio::test]
async fn third_party_discount_survives_remove_and_kill_switch() {
    let policy = format!("replace_foreign = true\n{OFFER}");
    let shop = Shop::open(&policy).await;
    let session = shop.session(5_000);
    foreign_discount(&shop, &session, 1);
    assert_eq!(shop.call(CART, &session).await.status, 200);
    assert_eq!(shop.discount(&session), 1, "the cart is too small for ours");

    shop.set_subtotal(&session, 20_000);
    assert_eq!(shop.remove(&session, "limited-time").await.status, 200);
    assert_eq!(shop.discount(&session), 1, "who takes away does not add");

    let off = Shop::app(&shop.url(), &[("DISCOUNTS_OFF", "1")], &policy).await;
    let event = end_to_end::Event::post(Endpoint::Refresh, &json!({ "checkout_session_id": session }));
    assert_eq!(event.send_to(&off, Endpoint::Refresh).await.status(), 200);
    assert_eq!(shop.discount(&session), 1);
}

#[tokio::test]
async fn a_promotion_code_is_somebody_elses_discount_too() {
    let shop = Shop::open(OFFER).await;
    let session = shop.session(20_000);
    let coupon = json!({ "percent_off": "10", "duration": "once", "name": "Code" });
    let coupon = shop.stripe().add_coupon(coupon).unwrap();
    let code = shop.stripe().add_promotion_code(&coupon, "SPRING");
    shop.stripe().set_discount(&session, &coupon, Some(&code));
    assert_eq!(shop.call(CART, &session).await.refusal(), (409, "discount_not_ours"));
}
