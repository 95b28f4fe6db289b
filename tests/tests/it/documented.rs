//! The worked examples of docs/policy.md and the answer that README shows.

use discounts_core::Interaction;
use end_to_end::Shop;
use end_to_end::shop::SAMPLE;
use serde_json::json;
use shared::Endpoint;

const CART: Endpoint = Endpoint::Add(Interaction::CartThreshold);

#[tokio::test]
async fn the_readmes_answer_is_what_the_sample_policy_gives() {
    let readme = include_str!("../../../README.md");
    let shown = readme.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).expect("README has one");
    let shown: serde_json::Value = serde_json::from_str(shown).unwrap();
    let shop = Shop::open(SAMPLE).await;
    assert_eq!(shop.call(CART, &shop.session(25_000)).await.body, shown);
}

#[tokio::test]
async fn what_can_not_be_charged_is_left_out_of_the_discount() {
    let shop = Shop::open(
        r#"
        [[offer]]
        id = "free"
        interaction = "cart-threshold"
        name = "Free"
        when.subtotal_over = { usd = "1.00" }
        give.percent = "100"
    "#,
    )
    .await;
    let shipping = |cents: &'static str| {
        [
            ("shipping_options[0][shipping_rate_data][type]", "fixed_amount"),
            ("shipping_options[0][shipping_rate_data][display_name]", "Post"),
            ("shipping_options[0][shipping_rate_data][fixed_amount][amount]", cents),
            ("shipping_options[0][shipping_rate_data][fixed_amount][currency]", "usd"),
        ]
    };
    let session = shop.session_in("usd", 4_000, &shipping("30"));
    let answer = shop.call(CART, &session).await;
    assert_eq!((answer.amount(), answer.body["value"]["amount_total"].clone()), (3_980, json!(50)));
    let free = shop.session(4_000);
    assert_eq!(shop.call(CART, &free).await.body["value"]["amount_total"], 0);
}
