//! Sessions whose line prices can't be lowered.

use end_to_end::Shop;
use end_to_end::shop::GUIDE;
use sandbox::Config;
use serde_json::json;
use shared::Endpoint;

use super::{Store, TEN_OFF, THRESHOLD};

#[tokio::test]
async fn adjustable_quantity_is_refused_by_its_own_code() {
    let store = Store::open(TEN_OFF).await;
    let session = store.session(2, 1);
    store.shop.stripe().patch_session(&session, |session| {
        session.lines[1].adjustable_quantity = json!({ "enabled": true, "minimum": 1, "maximum": 9 });
    });
    for endpoint in [THRESHOLD, Endpoint::Refresh, Endpoint::Quote] {
        assert_eq!(store.shop.call(endpoint, &session).await.refusal(), (409, "adjustable_quantity"));
    }
    assert_eq!(store.cart(&session, &[(&store.boots, 1)]).await.refusal(), (409, "adjustable_quantity"));
    assert!(store.writes().is_empty());
}

#[tokio::test]
async fn hosted_and_embedded_pages_are_not_updatable() {
    let store = Store::open(TEN_OFF).await;
    for (ui_mode, url) in [("hosted", "success_url"), ("embedded", "return_url")] {
        let session = store.shop.create(&[
            ("mode", "payment"),
            ("ui_mode", ui_mode),
            (url, "https://shop.example.com"),
            ("line_items[0][price]", &store.boots),
            ("line_items[0][quantity]", "1"),
        ]);
        store.shop.stripe().clear_requests();
        assert_eq!(store.shop.call(THRESHOLD, &session).await.refusal(), (409, "not_updatable"), "{ui_mode}");
        assert!(store.writes().is_empty());
    }
}

#[tokio::test]
async fn typed_promotion_code_takes_our_prices_off() {
    let store = Store::open(&format!("replace_foreign = true\n{TEN_OFF}")).await;
    let session = store.session(2, 0);
    assert_eq!(store.shop.call(THRESHOLD, &session).await.amount(), 1_000);
    let coupon = json!({ "amount_off": 500, "currency": "usd", "duration": "once", "name": "Theirs" });
    let coupon = store.shop.stripe().add_coupon(coupon).unwrap();
    store.shop.stripe().set_discount(&session, &coupon, None);
    let answer = store.shop.call(Endpoint::Refresh, &session).await;
    assert_eq!(answer.refusal(), (502, "stripe_error"));
    assert_eq!((store.lines(&session), store.shop.discount(&session)), ("2x12500".to_owned(), 500));
    // Nothing takes theirs off on this account, so ours does not come on top.
    let answer = store.shop.call(THRESHOLD, &session).await;
    assert_eq!((answer.status, &answer.body["value"]["foreign"]), (200, &json!(true)));
    assert_eq!(store.lines(&session), "2x12500");
}

#[tokio::test]
async fn unknown_writer_is_misconfigured() {
    let shop = Shop::on(Config::default(), &[("DISCOUNT_WRITER", "coupons")], GUIDE).await;
    let answer = shop.call(THRESHOLD, &shop.session(20_000)).await;
    assert_eq!(answer.refusal(), (500, "misconfigured"));
}

/// The price that a discount has lowered is of a product that may be bought, and so is one that the merchant has archived.
#[tokio::test]
async fn lowered_and_archived_prices_are_not_for_sale() {
    let store = Store::open(TEN_OFF).await;
    let session = store.session(2, 0);
    assert_eq!(store.shop.call(THRESHOLD, &session).await.amount(), 1_000);
    let lowered = store.shop.stripe().session_state(&session).unwrap().lines[0].price.clone();
    let archived = store.shop.stripe().add_price_of("usd", 100, json!({ "id": "prod_boots" }));
    store.shop.stripe().set_price_active(&archived, false);
    store.writes();
    for price in [&lowered, &archived] {
        assert_eq!(store.cart(&session, &[(price, 3)]).await.refusal(), (400, "invalid_request"));
        assert_eq!(store.cart(&session, &[(&store.boots, 1), (price, 3)]).await.refusal(), (400, "invalid_request"));
    }
    assert!(store.writes().is_empty());
    assert_eq!((store.lines(&session), store.shop.discount(&session)), ("2x12000".to_owned(), 1_000));
}
