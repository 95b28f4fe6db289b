//! Requests to Stripe: header, form body, expand and key, and nothing needless.

use discounts_core::{Interaction, Policy};
use end_to_end::Shop;
use end_to_end::shop::{GUIDE, SAMPLE, writes_coupons};
use sandbox::{Config, Fault, On, Recorded};
use serde_json::json;
use shared::Endpoint;

use crate::order::eligible;
use crate::policies::FIVE;

const CART: Endpoint = Endpoint::Add(Interaction::CartThreshold);

fn form(request: &Recorded) -> Vec<(&str, &str)> {
    request.form.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect()
}

/// Without what a write of a session with line prices has beside: its version, and its lines in the answer.
fn form_but_version(request: &Recorded) -> Vec<(&str, &str)> {
    let beside = |(key, value): &(&str, &str)| *key == "metadata[discount_version]" || *value == "line_items";
    form(request).into_iter().filter(|pair| !beside(pair)).collect()
}

#[tokio::test]
async fn a_discount_is_one_read_and_one_write_of_just_what_differs() {
    of_coupons!("line_writer::writes has the parameters of line prices");
    let shop = Shop::open(GUIDE).await;
    let session = shop.session(15_000);
    shop.stripe().clear_requests();
    shop.call(CART, &session).await;
    let requests = shop.stripe().requests();
    let [read, write] = requests.as_slice() else { panic!("{requests:?}") };

    assert_eq!((read.method.as_str(), read.path.as_str()), ("GET", &*format!("/v1/checkout/sessions/{session}")));
    let paths: Vec<&str> = read.query.iter().map(|(_, path)| path.as_str()).collect();
    assert_eq!(paths, ["discounts.coupon", "line_items"]);
    assert_eq!(read.header("idempotency-key"), None);
    assert!(read.body.is_empty());

    assert_eq!((write.method.as_str(), write.path.as_str()), ("POST", &*format!("/v1/checkout/sessions/{session}")));
    let hash = Policy::load("test.toml", GUIDE).unwrap().hash.to_string();
    assert_eq!(
        form(write),
        [
            ("metadata[discount_cart_threshold]", "on"),
            ("discounts[0][coupon_data][name]", "10% off carts over $100"),
            ("discounts[0][coupon_data][amount_off]", "1500"),
            ("discounts[0][coupon_data][currency]", "usd"),
            ("discounts[0][coupon_data][metadata][discount_offers]", "guide"),
            ("discounts[0][coupon_data][metadata][discount_policy]", hash.as_str()),
            ("metadata[discount_offers]", "guide"),
            ("metadata[discount_policy]", hash.as_str()),
            ("metadata[discount_writes]", "1"),
            ("expand[]", "discounts.coupon"),
        ]
    );
    assert_eq!(write.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert!(write.header("idempotency-key").is_some_and(|key| key.len() <= 255));
    for request in &requests {
        assert_eq!(request.header("stripe-version"), Some("2025-03-31.basil; checkout_server_update_beta=v1;"));
        assert_eq!(request.header("authorization"), Some(&*format!("Bearer {}", Config::TEST_KEY)));
    }
}

#[tokio::test]
async fn only_what_differs_is_written() {
    let shop = Shop::open(&FIVE).await;
    let session = eligible(&shop);
    let write_of = |shop: &Shop| {
        let requests = shop.stripe().requests();
        shop.stripe().clear_requests();
        requests.into_iter().find(|request| request.method == "POST")
    };
    shop.stripe().clear_requests();
    shop.call(Endpoint::Add(Interaction::CustomerOffer), &session).await;
    assert!(write_of(&shop).is_some());

    shop.call(Endpoint::Add(Interaction::Loyalty), &session).await;
    let smaller = write_of(&shop).expect("the set has changed");
    assert_eq!(
        form_but_version(&smaller),
        [("metadata[discount_loyalty]", "on"), ("expand[]", "discounts.coupon"), ("expand[]", "customer")]
    );

    shop.call(Endpoint::Add(Interaction::Loyalty), &session).await;
    shop.call(Endpoint::Refresh, &session).await;
    assert!(write_of(&shop).is_none(), "nothing has changed");

    shop.remove(&session, "all").await;
    let cleared = write_of(&shop).expect("the discount goes");
    if !writes_coupons() {
        // Every line that stays is named, see line_writer::writes.
        let keys = ["metadata[discount_loyalty]", "metadata[discount_customer_offer]", "metadata[discount_amount]"];
        assert!(keys.iter().all(|key| form(&cleared).contains(&(key, ""))), "{cleared:?}");
        return;
    }
    assert_eq!(
        form(&cleared),
        [
            ("metadata[discount_loyalty]", ""),
            ("metadata[discount_customer_offer]", ""),
            ("discounts", ""),
            ("metadata[discount_offers]", ""),
            ("metadata[discount_policy]", ""),
            ("metadata[discount_writes]", "2"),
            ("expand[]", "discounts.coupon"),
            ("expand[]", "customer"),
        ]
    );
    assert_eq!(shop.stripe().coupons(), 1, "one discount was given, so there is one coupon");
}

#[tokio::test]
async fn unearned_interaction_writes_its_key_alone() {
    let shop = Shop::open(GUIDE).await;
    let session = shop.session(5_000);
    shop.stripe().clear_requests();
    shop.call(CART, &session).await;
    let requests = shop.stripe().requests();
    let sent = form_but_version(&requests[1]);
    assert_eq!(sent, [("metadata[discount_cart_threshold]", "on"), ("expand[]", "discounts.coupon")]);
    assert_eq!(shop.stripe().coupons(), 0);
}

#[tokio::test]
async fn stripe_is_asked_for_just_what_the_policys_offers_read() {
    let by_quantity = r#"
        [[offer]]
        id = "dozen"
        interaction = "cart-threshold"
        name = "Dozen"
        when.quantity_at_least = 12
        give.percent = "5"
    "#;
    let by_tag = r#"
        [[offer]]
        id = "sale"
        interaction = "cart-threshold"
        name = "Sale"
        when.quantity_at_least = 1
        give.percent = "5"
        give.on = { tags = ["sale"] }
    "#;
    let by_id = r#"
        [[offer]]
        id = "one"
        interaction = "customer-offer"
        name = "For one"
        when.customer = ["cus_1"]
        give.percent = "5"
    "#;
    for (policy, expand) in [
        (GUIDE, &["discounts.coupon", "line_items"][..]),
        (by_quantity, &["discounts.coupon", "line_items"][..]),
        (by_tag, &["discounts.coupon", "line_items.data.price.product"][..]),
        (by_id, &["discounts.coupon", "line_items"][..]),
        (SAMPLE, &["discounts.coupon", "customer", "line_items"][..]),
    ] {
        let shop = Shop::open(policy).await;
        let session = shop.session(5_000);
        shop.stripe().clear_requests();
        shop.call(Endpoint::Quote, &session).await;
        let query = &shop.stripe().requests()[0].query;
        let paths: Vec<&str> = query.iter().map(|(_, path)| path.as_str()).collect();
        assert_eq!(paths, expand);
    }
}

#[tokio::test]
async fn every_write_has_its_own_key_and_a_retry_has_the_same() {
    let shop = Shop::open(GUIDE).await;
    let session = shop.session(15_000);
    shop.stripe().clear_requests();
    shop.stripe().fault(Fault::Status(503), On::write());
    for _ in 0..2 {
        shop.call(CART, &session).await;
        shop.remove(&session, "all").await;
    }
    let requests = shop.stripe().requests();
    let keys: Vec<_> = requests.iter().filter_map(|request| request.header("idempotency-key")).collect();
    assert_eq!(keys.len(), 5);
    assert_eq!(keys[0], keys[1], "a retry of the same write");
    let distinct: std::collections::BTreeSet<_> = keys.iter().collect();
    assert_eq!(distinct.len(), 4, "four writes");
}

#[tokio::test]
async fn server_only_cart_writes_use_the_sessions_version() {
    let shop = Shop::open(GUIDE).await;
    let session = shop.session_in("usd", 15_000, &[("permissions[update_line_items]", "server_only")]);
    shop.stripe().clear_requests();
    let mut mark = String::new();
    for round in 0..2 {
        shop.call(CART, &session).await;
        shop.remove(&session, "all").await;
        let requests = shop.stripe().requests();
        for write in requests.iter().filter(|request| request.method == "POST") {
            let key = format!("checkout-discounts-{session}-version-{mark}");
            assert_eq!(write.header("idempotency-key"), Some(&*key), "round {round}");
            let left: Vec<_> =
                form(write).into_iter().filter(|(key, _)| *key == "metadata[discount_version]").collect();
            let [(_, left)] = left.as_slice() else { panic!("{write:?}") };
            assert_ne!(*left, mark);
            mark = (*left).to_owned();
        }
        assert_eq!(shop.metadata(&session)["discount_version"], mark);
        shop.stripe().clear_requests();
    }
}

#[tokio::test]
async fn the_merchants_metadata_is_left_alone() {
    let shop = Shop::open(GUIDE).await;
    let session = shop.session_in("usd", 15_000, &[("metadata[order]", "4711"), ("metadata[discount_note]", "theirs")]);
    shop.call(CART, &session).await;
    shop.remove(&session, "all").await;
    let mut left = shop.metadata(&session);
    let version = left.as_object_mut().unwrap().remove("discount_version");
    assert_eq!(version.is_some(), !writes_coupons());
    assert_eq!(left, json!({"order": "4711", "discount_note": "theirs", "discount_writes": "2"}));
}

#[tokio::test]
async fn other_versions_of_the_api_are_understood() {
    let of_coupons = ["2026-03-25.dahlia; checkout_server_update_beta=v1;", "2026-10-14.preview"];
    let of_line_prices = ["2025-12-15.clover", "2026-03-25.dahlia"];
    for version in if writes_coupons() { of_coupons } else { of_line_prices } {
        let shop = Shop::on(Config::default(), &[("STRIPE_API_VERSION", version)], &FIVE).await;
        let session = eligible(&shop);
        assert_eq!(shop.call(Endpoint::Add(Interaction::Location), &session).await.amount(), 700, "{version}");
        assert_eq!(shop.call(CART, &session).await.amount(), 1_000, "{version}");
    }
}
