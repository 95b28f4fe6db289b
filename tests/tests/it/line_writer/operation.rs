//! The operator's side: the kill switch, the audit, and a change of the writer.

use end_to_end::{Event, Shop, log};
use sandbox::Config;
use serde_json::{Value, json};
use shared::Endpoint;
use shared::purchase::DiscountWriter;

use super::{Store, TEN_OFF, THRESHOLD};
use crate::webhook;

#[tokio::test]
async fn kill_switch_restores_list_prices() {
    let store = Store::open(TEN_OFF).await;
    let session = store.session(3, 1);
    store.shop.call(THRESHOLD, &session).await;
    let off = Shop::app_with(DiscountWriter::LineItems, &store.shop.url(), &[("DISCOUNTS_OFF", "1")], TEN_OFF).await;
    let event = Event::post(Endpoint::Refresh, &json!({ "checkout_session_id": session }));
    assert_eq!(event.send_to(&off, Endpoint::Refresh).await.status(), 200);
    assert_eq!((store.lines(&session), store.shop.discount(&session)), ("3x12500 1x999".to_owned(), 0));
}

#[tokio::test]
async fn order_with_line_prices_is_audited() {
    let secret = [("STRIPE_WEBHOOK_SECRET", Config::WEBHOOK_SECRET)];
    let shop = Shop::with_writer(DiscountWriter::LineItems, Config::default(), &secret, TEN_OFF).await;
    let drift = json!({ "discount_verdict": "drift", "discount_drift": "2000" });
    for (units, verdict) in [(1, json!({ "discount_verdict": "fits" })), (3, drift)] {
        let session = shop.session(12_000);
        assert_eq!(shop.call(THRESHOLD, &session).await.amount(), 1_000);
        // The merchant's server raises the quantity, and each unit keeps its price.
        assert!(shop.stripe().patch_session(&session, |session| session.lines[0].quantity = units));
        shop.stripe().complete(&session);
        shop.metrics_output().forget();
        assert!(webhook::deliver(&shop).await.iter().all(|answer| answer.status == 200));
        assert_eq!(webhook::payment(&shop, &session), verdict, "{units}");
        assert_eq!(webhook::drift(&shop), (if units == 3 { 1.0 } else { 0.0 }, 0.0));
    }
}

/// Stripe's reference does not say whether a completed session takes metadata.
#[tokio::test]
async fn verdict_on_a_free_order_is_kept_with_the_session() {
    for (seed, metadata_on_closed_sessions) in [(4_000, true), (4_001, false)] {
        let config = Config { seed, metadata_on_closed_sessions, ..Config::default() };
        let secret = [("STRIPE_WEBHOOK_SECRET", Config::WEBHOOK_SECRET)];
        let policy = TEN_OFF.replace("100.00", "5.00");
        let shop = Shop::with_writer(DiscountWriter::LineItems, config, &secret, &policy).await;
        let session = shop.session(900);
        assert_eq!(shop.call(THRESHOLD, &session).await.amount(), 900);
        shop.stripe().complete(&session);
        assert!(webhook::deliver(&shop).await.iter().all(|answer| answer.status == 200));
        let kept = shop.metadata(&session)["discount_verdict"] == "fits";
        let logged = log::newest(&["verdict_elsewhere", &session, "only the log has it"]).is_some();
        assert_eq!((kept, logged), (metadata_on_closed_sessions, !metadata_on_closed_sessions));
    }
}

/// Both writers on the sessions of an account with the preview, as while a deployment changes from one to the other.
#[tokio::test]
async fn session_of_the_other_writer_is_read_as_what_it_is() {
    let coupons = Shop::with_writer(DiscountWriter::DynamicDiscounts, Config::default(), &[], TEN_OFF).await;
    let preview = ("STRIPE_API_VERSION", "2025-03-31.basil; checkout_server_update_beta=v1;");
    let lines = Shop::app_with(DiscountWriter::LineItems, &coupons.url(), &[preview], TEN_OFF).await;
    let on_lines = async |endpoint: Endpoint, session: &str| {
        let response =
            Event::post(endpoint, &json!({ "checkout_session_id": session })).send_to(&lines, endpoint).await;
        (response.status().as_u16(), serde_json::from_str::<Value>(response.body()).unwrap())
    };
    // Prices first: the other writer restores them, and puts its coupon in their place.
    let session = coupons.session(20_000);
    let (status, body) = on_lines(THRESHOLD, &session).await;
    assert_eq!((status, &body["value"]["discount"]["amount_off"]), (200, &json!(1_000)));
    let taken_off = |shop: &Shop, session: &str| {
        shop.stripe().session(session).unwrap()["total_details"]["amount_discount"].clone()
    };
    assert_eq!((coupons.discount(&session), taken_off(&coupons, &session)), (1_000, json!(0)));
    assert_eq!(coupons.call(Endpoint::Quote, &session).await.body["value"]["amount_subtotal"], 20_000);
    let answer = coupons.call(Endpoint::Refresh, &session).await;
    assert_eq!((answer.amount(), answer.body["value"]["amount_subtotal"].clone()), (1_000, json!(20_000)));
    assert_eq!((coupons.discount(&session), taken_off(&coupons, &session)), (1_000, json!(1_000)));
    assert!(!coupons.call(Endpoint::Refresh, &session).await.changed());
    let metadata = coupons.metadata(&session);
    assert!(metadata.get("discount_amount").is_none() && metadata.get("discount_name").is_none(), "{metadata}");

    // A coupon first: nothing comes on top of it, whatever is left of the session's metadata.
    assert!(coupons.stripe().patch_session(&session, |session| session.metadata.clear()));
    for endpoint in [Endpoint::Refresh, THRESHOLD] {
        let (status, body) = on_lines(endpoint, &session).await;
        assert_eq!((status, &body["code"]), (409, &json!("discount_not_ours")));
    }
    assert_eq!(coupons.discount(&session), 1_000);
}

/// A session with lower prices, after a merchant's server or a lost record, on a deployment with the other writer.
#[tokio::test]
async fn changed_session_of_the_other_writer_has_one_discount() {
    let coupons = Shop::with_writer(DiscountWriter::DynamicDiscounts, Config::default(), &[], TEN_OFF).await;
    let preview = ("STRIPE_API_VERSION", "2025-03-31.basil; checkout_server_update_beta=v1;");
    let lines = Shop::app_with(DiscountWriter::LineItems, &coupons.url(), &[preview], TEN_OFF).await;
    let sale = coupons.stripe().add_price("usd", 15_000);
    // Rows: what happened, and the subtotal that is read.
    for (what, subtotal) in [
        ("nothing", 20_000),
        ("a price of the merchant", 15_000),
        ("no marks", 19_000),
        ("no record", 20_000),
        ("no metadata", 20_000),
    ] {
        let session = coupons.session(20_000);
        let event = Event::post(THRESHOLD, &json!({ "checkout_session_id": session }));
        assert_eq!(event.send_to(&lines, THRESHOLD).await.status(), 200);
        assert!(coupons.stripe().patch_session(&session, |session| match what {
            "a price of the merchant" => session.lines[0].price.clone_from(&sale),
            "no marks" => session.lines[0].metadata = json!({}),
            "no record" => session.metadata.retain(|key, _| key != "discount_amount"),
            "no metadata" => session.metadata.clear(),
            _ => {}
        }));
        let quote = coupons.call(Endpoint::Quote, &session).await;
        assert_eq!(quote.body["value"]["amount_subtotal"], subtotal, "{what}");
        let answer = coupons.call(THRESHOLD, &session).await;
        let sums = ["amount_subtotal", "amount_total"].map(|sum| answer.body["value"][sum].clone());
        assert_eq!((answer.amount(), sums), (1_000, [json!(subtotal), json!(subtotal - 1_000)]), "{what}");
        assert!(!coupons.call(Endpoint::Refresh, &session).await.changed(), "{what}");
    }
}
