//! The amount that is written to an intent, and the breakdown of it.

use super::*;

/// Rows: a version of Stripe's API, and the breakdown of the amount that it has: written, and cleared.
#[tokio::test]
async fn what_is_sent_is_the_amount_and_what_is_to_be_remembered() {
    let details = |value: &'static str| Some(("amount_details[discount_amount]", value));
    for (version, written, cleared) in [
        ("2025-03-31.basil", None, None),
        ("2025-09-30.clover", None, None),
        ("2025-10-29.clover", details("2000"), details("")),
        ("2026-10-28.endive", details("2000"), details("")),
    ] {
        let shop = Shop::on(Config::default(), &[("STRIPE_API_VERSION", version)], POLICY).await;
        let intent = intent(&shop, 20_000, &[]);
        call(&shop, THRESHOLD, &intent).await;
        let write = last_write(&shop);
        assert_eq!(write.path, format!("/v1/payment_intents/{intent}"));
        let before = [("metadata[discount_cart_threshold]", "on"), ("amount", "18000")];
        let after = [
            ("metadata[discount_total]", "18000"),
            ("metadata[discount_amount]", "2000"),
            ("metadata[discount_name]", "10% off carts over $100"),
            ("metadata[discount_offers]", "large"),
        ];
        let expected: Vec<_> = before.into_iter().chain(written).chain(after).collect();
        assert_eq!(pairs(&write)[..expected.len()], expected, "{version}");
        let key = write.header("idempotency-key").unwrap();
        assert_eq!(key, format!("checkout-discounts-{intent}-version-"), "that of the version that was read");
        let kept = shown(&shop, &intent)["amount_details"]["discount_amount"].clone();
        assert_eq!(kept, written.map_or(Value::Null, |_| json!(2_000)), "{version}");

        call(&shop, Endpoint::Remove, &intent).await;
        let write = last_write(&shop);
        let sent = pairs(&write).into_iter().find(|(key, _)| key.starts_with("amount_details"));
        assert_eq!(sent, cleared, "{version}");
        assert_eq!(shown(&shop, &intent)["amount_details"], json!({ "tip": {} }), "{version}");
    }
}

fn last_write(shop: &Shop) -> Recorded {
    let requests = shop.stripe().requests();
    shop.stripe().clear_requests();
    requests.into_iter().rfind(|request| request.method == "POST").unwrap()
}

fn pairs(request: &Recorded) -> Vec<(&str, &str)> {
    let pairs = request.form.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    pairs.filter(|(key, _)| !key.contains("[discount_version]")).collect()
}

#[tokio::test]
async fn older_versions_refuse_the_breakdown_of_an_amount() {
    let shop = Shop::open(POLICY).await;
    let intent = intent(&shop, 20_000, &[]);
    assert_eq!(server_sends(&shop, &intent, "amount_details[discount_amount]=5").await, 400);
}

#[tokio::test]
async fn breakdown_follows_a_cart_that_earns_nothing_any_more() {
    let version = [("STRIPE_API_VERSION", "2026-10-28.endive")];
    let shop = Shop::on(Config::default(), &version, POLICY).await;
    let intent = intent(&shop, 20_000, &[]);
    call(&shop, THRESHOLD, &intent).await;
    change_cart(&shop, &intent, 5_000).await;
    let answer = call(&shop, Endpoint::Refresh, &intent).await;
    assert_eq!((answer.amount(), answer.changed(), amount(&shop, &intent)), (0, true, 5_000));
    assert_eq!(shown(&shop, &intent)["amount_details"], json!({ "tip": {} }));
    assert!(!call(&shop, Endpoint::Refresh, &intent).await.changed());
}

#[tokio::test]
async fn discounts_of_an_intents_lines_leave_no_room_for_ours() {
    let version = "2026-10-28.endive";
    let config = Config { default_version: version.to_owned(), ..Config::default() };
    let shop = Shop::on(config, &[("STRIPE_API_VERSION", version)], POLICY).await;
    let intent = intent(&shop, 20_000, &[]);
    let line = "amount_details[line_items][0]";
    let lines =
        format!("{line}[product_name]=Boots&{line}[quantity]=1&{line}[unit_cost]=21000&{line}[discount_amount]=1000");
    server_writes(&shop, &intent, &lines).await;
    let answer = call(&shop, THRESHOLD, &intent).await;
    assert_eq!((answer.refusal(), amount(&shop, &intent)), ((502, "stripe_error"), 20_000), "{}", answer.body);
    let line = log::line_of(answer.request_id());
    assert!(line["message"].as_str().unwrap().contains("amount_details[discount_amount]"), "{line}");
}
