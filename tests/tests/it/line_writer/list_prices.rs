//! The price that a line is read and restored at, whatever happened to it.

use end_to_end::log;
use serde_json::json;
use shared::Endpoint;

use super::{Store, TEN_OFF, THRESHOLD};

#[tokio::test]
async fn merchants_own_prices_are_list_prices() {
    let store = Store::open(TEN_OFF).await;
    let session = store.session(2, 0);
    assert_eq!(store.shop.call(THRESHOLD, &session).await.amount(), 1_000);
    assert_eq!(store.lines(&session), "2x12000");
    // The merchant lowers the price of the line, which keeps our marks.
    let sale = store.shop.stripe().add_price_of("usd", 11_000, json!({ "id": "prod_sale" }));
    let reprice = |price: &str| {
        let price = price.to_owned();
        assert!(store.shop.stripe().patch_session(&session, |session| session.lines[0].price = price));
    };
    reprice(&sale);
    let answer = store.shop.call(Endpoint::Refresh, &session).await;
    assert_eq!((answer.amount(), answer.body["value"]["amount_subtotal"].clone()), (1_000, json!(22_000)));
    assert_eq!((store.lines(&session), store.shop.discount(&session)), ("2x10500".to_owned(), 1_000));
    // A cart that earns nothing any more is not touched, but for what the session says of it.
    let cheap = store.shop.stripe().add_price_of("usd", 500, json!({ "id": "prod_cheap" }));
    reprice(&cheap);
    assert_eq!(store.shop.call(Endpoint::Refresh, &session).await.amount(), 0);
    let state = store.shop.stripe().session_state(&session).unwrap();
    assert_eq!((store.lines(&session), &state.lines[0].metadata), ("2x500".to_owned(), &json!({})));
    assert!(!state.metadata.contains_key("discount_amount"));
}

#[tokio::test]
async fn lost_half_of_an_update_is_never_discounted_twice() {
    let store = Store::open(TEN_OFF).await;
    for lost in ["the record", "the marks", "both"] {
        let session = store.session(3, 0);
        assert_eq!(store.shop.call(THRESHOLD, &session).await.amount(), 1_000);
        store.shop.stripe().patch_session(&session, |session| {
            if lost != "the marks" {
                session.metadata.retain(|key, _| !["discount_amount", "discount_name"].contains(&key.as_str()));
            }
            if lost != "the record" {
                session.lines.iter_mut().for_each(|line| line.metadata = json!({}));
            }
        });
        let answer = store.shop.call(Endpoint::Refresh, &session).await;
        let (subtotal, total) = (&answer.body["value"]["amount_subtotal"], &answer.body["value"]["amount_total"]);
        // Without the marks, what the lines cost is what they are listed at.
        let list = if lost == "the record" { 37_500 } else { 36_500 };
        assert_eq!((answer.amount(), subtotal, total), (1_000, &json!(list), &json!(list - 1_000)), "{lost}");
        assert!(!store.shop.call(Endpoint::Refresh, &session).await.changed(), "{lost}");
    }
}

#[tokio::test]
async fn prices_of_one_line_alone_are_restored_as_such() {
    let store = Store::open(TEN_OFF).await;
    let session = store.shop.create(&[
        ("mode", "payment"),
        ("ui_mode", "custom"),
        ("return_url", "https://shop.example.com/return"),
        ("line_items[0][price_data][currency]", "usd"),
        ("line_items[0][price_data][unit_amount]", "20000"),
        ("line_items[0][price_data][product]", "prod_boots"),
        ("line_items[0][price_data][tax_behavior]", "inclusive"),
        ("line_items[0][quantity]", "1"),
    ]);
    let price = |session: &str| {
        let state = store.shop.stripe().session(session).unwrap();
        state["line_items"]["data"][0]["price"].clone()
    };
    assert_eq!(store.shop.call(THRESHOLD, &session).await.amount(), 1_000);
    assert_eq!(
        (&price(&session)["unit_amount"], &price(&session)["tax_behavior"]),
        (&json!(19_000), &json!("inclusive"))
    );
    assert_eq!(store.shop.remove(&session, "all").await.amount(), 0);
    assert_eq!(
        (&price(&session)["unit_amount"], &price(&session)["tax_behavior"]),
        (&json!(20_000), &json!("inclusive"))
    );
    assert!(!store.shop.call(Endpoint::Refresh, &session).await.changed());
    assert_eq!(store.shop.call(THRESHOLD, &session).await.amount(), 1_000);
}

#[tokio::test]
async fn archived_list_price_does_not_keep_the_discount() {
    let store = Store::open(TEN_OFF).await;
    let session = store.session(2, 0);
    assert_eq!(store.shop.call(THRESHOLD, &session).await.amount(), 1_000);
    store.shop.stripe().set_price_active(&store.boots, false);
    let answer = store.shop.remove(&session, "all").await;
    assert_eq!(answer.status, 400, "{}", answer.body);
    assert!(log::line_of(answer.request_id())["message"].as_str().unwrap().contains("the discount was taken off"));
    assert_eq!((store.lines(&session), store.shop.discount(&session)), ("2x12500".to_owned(), 0));
    assert_eq!(store.shop.remove(&session, "all").await.status, 200);
}

#[tokio::test]
async fn price_archived_before_the_discount_is_restored() {
    let store = Store::open(TEN_OFF).await;
    let session = store.session(2, 0);
    store.shop.stripe().set_price_active(&store.boots, false);
    assert_eq!(store.shop.call(THRESHOLD, &session).await.amount(), 1_000);
    assert_eq!(store.lines(&session), "2x12000");
    assert_eq!(store.shop.remove(&session, "all").await.amount(), 0);
    assert_eq!((store.lines(&session), store.shop.discount(&session)), ("2x12500".to_owned(), 0));
    assert!(!store.shop.call(Endpoint::Refresh, &session).await.changed());
}

/// A price in two currencies, in a session in the second one: its lines show the amount in the first.
#[tokio::test]
async fn second_currency_of_a_price_is_lowered_and_restored() {
    let policy = TEN_OFF
        .replace("usd = \"100.00\"", "usd = \"100.00\", eur = \"90.00\"")
        .replace("usd = \"10.00\"", "usd = \"10.00\", eur = \"8.00\"");
    let store = Store::open(&policy).await;
    store.shop.stripe().add_currency_option(&store.boots, "eur", 11_900);
    let session = store.shop.create(&[
        ("mode", "payment"),
        ("ui_mode", "custom"),
        ("currency", "eur"),
        ("return_url", "https://shop.example.com/return"),
        ("line_items[0][price]", &store.boots),
        ("line_items[0][quantity]", "3"),
    ]);
    let paid = |units: &[(&str, u64)]| {
        let shown = store.shop.stripe().session(&session).unwrap();
        let lines = shown["line_items"]["data"].as_array().unwrap().clone();
        let of =
            |line: &serde_json::Value| (line["currency"].as_str().unwrap().to_owned(), line["amount_total"].clone());
        let wanted: Vec<_> = units.iter().map(|(currency, amount)| ((*currency).to_owned(), json!(amount))).collect();
        assert_eq!(lines.iter().map(of).collect::<Vec<_>>(), wanted);
    };
    let answer = store.shop.call(THRESHOLD, &session).await;
    assert_eq!((answer.amount(), answer.body["value"]["amount_subtotal"].clone()), (800, json!(35_700)));
    assert_eq!(answer.body["value"]["amount_total"], 34_900);
    // 8.00 over three units: twice 2.67, and 2.66.
    paid(&[("eur", 23_266), ("eur", 11_634)]);
    assert!(!store.shop.call(Endpoint::Refresh, &session).await.changed());
    let cart = store.cart(&session, &[(&store.boots, 2)]).await;
    assert_eq!((cart.amount(), cart.body["value"]["amount_total"].clone()), (800, json!(23_000)));
    assert_eq!(store.shop.remove(&session, "all").await.amount(), 0);
    paid(&[("eur", 23_800)]);
}
