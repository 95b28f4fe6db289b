//! Pages as an operator sees and sets them up: logs, permissions, and the account's kind.

use super::*;

#[tokio::test]
async fn account_without_the_preview_has_pages_on_the_coupon_writer() {
    let version = ("STRIPE_API_VERSION", "2026-10-28.endive");
    let config = Config::without_preview();
    let shop = Shop::with_writer(DiscountWriter::DynamicDiscounts, config, &[version, SECRET], POLICY).await;
    let cup = shop.stripe().add_price_of("usd", 4_000, json!({ "id": "prod_cup" }));
    let id = session(&create(&shop, &body("hosted", &cup, 3, &["cart-threshold"])).await);
    assert_eq!(shop.stripe().session(&id).unwrap()["ui_mode"], "hosted");
    assert_eq!(shop.discount(&id), 1_200);
    shop.stripe().complete(&id);
    deliver(&shop).await;
    assert_eq!(payment(&shop, &id), json!({ "discount_verdict": "fits" }));
}

#[tokio::test]
async fn decision_is_logged_with_its_facts() {
    let (shop, cup) = open(POLICY).await;
    let answer = create(&shop, &body("hosted", &cup, 3, &["cart-threshold"])).await;
    let line = log::line_of(answer.request_id());
    assert_eq!(line["message"], "session created");
    assert_eq!(line["checkout_session_id"], session(&answer).as_str());
    assert_eq!((&line["changed"], &line["stripe_calls"]), (&json!(true), &json!(3)));
    assert_eq!(
        (&line["decision"]["discount"]["amount_off"], &line["facts"]["subtotal"]),
        (&json!(1_200), &json!(12_000))
    );
    assert!(shop.metrics_output().lines().iter().any(|line| line.contains("\"Applied\":1")));
}

#[tokio::test]
async fn hosted_session_of_the_shops_own_server_is_not_updatable() {
    let shop = Shop::open(POLICY).await;
    let price = shop.stripe().add_price("usd", 15_000);
    let id = shop.create(&[
        ("mode", "payment"),
        ("ui_mode", "hosted"),
        ("success_url", "https://shop.example.com/return"),
        ("line_items[0][price]", &price),
        ("line_items[0][quantity]", "1"),
    ]);
    let add = Endpoint::Add(Interaction::CartThreshold);
    assert_eq!(shop.call(add, &id).await.refusal(), (409, "not_updatable"));
    assert_eq!(shop.call(Endpoint::Quote, &id).await.status, 200);
}

#[tokio::test]
async fn pages_need_these_permissions_and_no_others() {
    const KEY: &str = "rk_test_some";
    let scopes = [
        (Resource::CheckoutSession, Access::Write),
        (Resource::Price, Access::Read),
        (Resource::Coupon, Access::Write),
    ];
    // Its offers ask about no customer.
    let policy = POLICY.replace("when.first_order = true", "when.customer = [\"cus_1\"]");
    for lacking in [None, Some(0), Some(1), Some(2)] {
        let mut scopes = scopes.to_vec();
        if let Some(lacking) = lacking {
            scopes.remove(lacking);
        }
        let config =
            Config { keys: vec![Key::new(Config::TEST_KEY), Key::restricted(KEY, &scopes)], ..Config::default() };
        let shop = Shop::on(config, &[("STRIPE_SECRET_KEY", KEY)], &policy).await;
        let cup = shop.stripe().add_price_of("usd", 4_000, json!({ "id": "prod_cup" }));
        let answer = create(&shop, &body("hosted", &cup, 3, &["cart-threshold"])).await;
        let expected = if lacking.is_none() { (200, "") } else { (500, "misconfigured") };
        assert_eq!(answer.refusal(), expected, "{lacking:?}");
        assert_eq!(shop.stripe().coupons(), usize::from(lacking.is_none()), "{lacking:?}");
    }
}
