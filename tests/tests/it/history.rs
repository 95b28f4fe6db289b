//! The purchase history: our counts beside imported facts, and what comes of refunds, disputes and lists that lag.

mod lag;
mod model;
mod reversals;

use end_to_end::{Event, Shop};
use serde_json::{Value, json};
use shared::Endpoint;
use shared::core::Interaction;

use crate::webhook::{LOYALTY, THRESHOLD, customer, deliver, drift, heard, open, payment, send};

/// Offers that count.
pub(crate) const COUNTING: &str = r#"
    [limits]
    codes_per_session = 30

    [customer]
    history_since = "2020-01-01"

    [[offer]]
    id = "welcome"
    interaction = "loyalty"
    name = "Welcome: $20 off"
    when.first_order = true
    give.amount_off = { usd = "20.00" }

    [[offer]]
    id = "fifth"
    interaction = "loyalty"
    name = "Every fifth: $50 off"
    when.every_nth_order = 5
    give.amount_off = { usd = "50.00" }

    [[offer]]
    id = "big-spender"
    interaction = "customer-offer"
    name = "Big spender: $25 off"
    when.lifetime_spend_at_least = { usd = "1000.00" }
    give.amount_off = { usd = "25.00" }

    [[offer]]
    id = "friends"
    interaction = "code"
    name = "From a friend: $8 off"
    when.code = ["SPRING"]
    when.uses_at_most = 1
    give.amount_off = { usd = "8.00" }
"#;

pub(crate) const CODE: Endpoint = Endpoint::Add(Interaction::Code);
pub(crate) const SPENDER: Endpoint = Endpoint::Add(Interaction::CustomerOffer);

/// Pays an order without a discount, and delivers it.
pub(crate) async fn order(shop: &Shop, member: &str, cents: i64) -> String {
    let session = shop.session_of(member, cents);
    shop.stripe().complete(&session);
    deliver(shop).await;
    session
}

/// The amount that an interaction gives a member on a cart of 150.00.
pub(crate) async fn gives(shop: &Shop, member: &str, endpoint: Endpoint) -> i64 {
    shop.call(endpoint, &shop.session_of(member, 15_000)).await.amount()
}

fn loyal(shop: &Shop) -> String {
    shop.customer(&json!({
        "orders": "27", "lifetime_spend_usd": "420000", "offer_uses": "friends:1", "loyalty_tier": "gold",
    }))
}

#[tokio::test]
async fn unrelated_refund_leaves_imported_facts_alone() {
    let shop = open(COUNTING).await;
    let member = loyal(&shop);
    let before = customer(&shop, &member);
    // A payment of another time, without a session.
    let params = [("currency", "usd"), ("amount", "5000"), ("customer", member.as_str())];
    let old = shop.stripe().create_payment_intent(&params).unwrap()["id"].as_str().unwrap().to_owned();
    assert!(shop.stripe().move_payment_intent(&old, sandbox::IntentStatus::Succeeded));
    let intents = shop.stripe().objects("payment_intent");
    let charge = intents.iter().find(|intent| intent["id"] == old).unwrap()["latest_charge"].as_str().unwrap();
    shop.stripe().refund(charge, Some(500)).unwrap();
    assert_eq!(deliver(&shop).await.len(), 1);
    assert_eq!(customer(&shop, &member), before);
    assert_eq!(gives(&shop, &member, LOYALTY).await, 0);
    assert_eq!(gives(&shop, &member, CODE).await, 0);
}

#[tokio::test]
async fn checkout_orders_are_added_to_imported_ones() {
    let shop = open(COUNTING).await;
    let member = loyal(&shop);
    order(&shop, &member, 10_000).await;
    let facts = customer(&shop, &member);
    assert_eq!((&facts["orders"], &facts["lifetime_spend_usd"]), (&json!("27"), &json!("420000")));
    assert_eq!((&facts["checkout_orders"], &facts["checkout_spend_usd"]), (&json!("1"), &json!("10000")));
    assert_eq!(gives(&shop, &member, LOYALTY).await, 0, "this is the twenty-ninth");
    assert_eq!(gives(&shop, &member, SPENDER).await, 2_500);
    order(&shop, &member, 10_000).await;
    assert_eq!(gives(&shop, &member, LOYALTY).await, 5_000, "this is the thirtieth");
}

#[tokio::test]
async fn once_only_offer_is_counted_among_many() {
    let parts: Vec<String> = (0..13)
        .map(|part| {
            format!(
                "[[offer]]\nid = \"summer-loyalty-programme-2026-part-{part:03}\"\ninteraction = \"cart-threshold\"\n\
                 name = \"Summer part {part}\"\nwhen.quantity_at_least = 1\ngive.amount_off = {{ usd = \"0.50\" }}\n"
            )
        })
        .collect();
    let once = "[[offer]]\nid = \"friends-once-only\"\ninteraction = \"code\"\nname = \"From a friend: $20 off\"\n\
                when.code = [\"SPRING\"]\nwhen.uses_at_most = 1\ngive.amount_off = { usd = \"20.00\" }\n";
    let shop =
        open(&format!("combine = \"sum\"\ncustomer.history_since = \"2020-01-01\"\n{}{once}", parts.concat())).await;
    let member = shop.customer(&json!({}));
    for expected in [2_650, 650] {
        let session = shop.session_of(&member, 15_000);
        shop.call(THRESHOLD, &session).await;
        assert_eq!(shop.call(CODE, &session).await.amount(), expected);
        shop.stripe().complete(&session);
        deliver(&shop).await;
        assert_eq!(payment(&shop, &session)["discount_verdict"], "fits");
    }
    let facts = customer(&shop, &member);
    let uses = format!("{}{}", facts["checkout_uses"].as_str().unwrap(), facts["checkout_uses_2"]);
    assert!(uses.contains("friends-once-only:1") && uses.contains("part-012:2"), "{uses}");
}

#[tokio::test]
async fn order_that_nobody_counts_earns_nothing_that_counts() {
    let shop = open(COUNTING).await;
    let member = shop.customer(&json!({}));
    for _ in 0..2 {
        let session = shop.session_in("usd", 15_000, &[("client_reference_id", &member)]);
        assert_eq!(shop.call(CODE, &session).await.amount(), 0);
        let answer = shop.call(LOYALTY, &session).await;
        assert_eq!((answer.amount(), answer.reasons("welcome")), (0, vec!["customer_facts_missing".to_owned()]));
        shop.stripe().complete(&session);
        deliver(&shop).await;
    }
    let cart = [("metadata[discount_subtotal]", "15000"), ("currency", "usd"), ("amount", "15000")];
    let params = [&cart[..], &[("customer", member.as_str())]].concat();
    let intent = shop.stripe().create_payment_intent(&params).unwrap()["id"].clone();
    let body = json!({ "payment_intent_id": intent });
    assert_eq!(shop.send(LOYALTY, Event::post(LOYALTY, &body)).await.amount(), 0);
    assert_eq!(gives(&shop, &member, LOYALTY).await, 2_000, "a session of the customer is counted");

    // A shop that counts every order itself says so.
    let shop = open(&COUNTING.replace("[customer]", "[customer]\ncounts = \"imported\"")).await;
    let member = shop.customer(&json!({ "orders": "4" }));
    let session = shop.session_in("usd", 15_000, &[("client_reference_id", &member)]);
    assert_eq!(shop.call(LOYALTY, &session).await.amount(), 5_000);
}

#[tokio::test]
async fn typed_email_is_never_believed() {
    let students = r#"
        [[offer]]
        id = "students"
        interaction = "loyalty"
        name = "Students: 15% off"
        when.email_domain = ["uni-example.de"]
        give.percent = "15"
    "#;
    let shop = open(students).await;
    let member = shop.stripe().add_customer(json!({ "email": null }));
    let session = shop.session_of(&member, 15_000);
    assert!(shop.stripe().enter_email(&session, "canary@uni-example.de"));
    shop.stripe().complete(&session);
    deliver(&shop).await;
    assert_eq!(gives(&shop, &member, LOYALTY).await, 0);
    let verified = json!({ "metadata": { "verified_email": "canary@uni-example.de" } });
    assert!(shop.stripe().patch_customer(&member, verified));
    assert_eq!(gives(&shop, &member, LOYALTY).await, 2_250);
}

#[tokio::test]
async fn payment_with_full_metadata_is_judged_and_counted() {
    for (theirs, in_payment) in [(47, true), (48, false), (50, false)] {
        let shop = open(COUNTING).await;
        let member = shop.customer(&json!({}));
        let keys: Vec<String> = (0..theirs).map(|key| format!("payment_intent_data[metadata][theirs_{key}]")).collect();
        let mut params: Vec<(&str, &str)> = keys.iter().map(|key| (key.as_str(), "x")).collect();
        params.push(("customer", &member));
        let session = shop.session_in("usd", 15_000, &params);
        assert_eq!(shop.call(LOYALTY, &session).await.amount(), 2_000);
        shop.stripe().complete(&session);
        assert_eq!(deliver(&shop).await[0].status, 200, "{theirs}");
        let verdict = |metadata: &Value| metadata["discount_verdict"] == "fits";
        assert_eq!(verdict(&payment(&shop, &session)), in_payment, "{theirs}");
        assert_eq!(crate::free_orders::verdict(&shop, &session) == "fits", !in_payment, "{theirs}");
        assert_eq!(customer(&shop, &member)["checkout_orders"], "1");
        assert_eq!(gives(&shop, &member, LOYALTY).await, 0, "{theirs}");
    }
}

#[tokio::test]
async fn customer_without_room_for_counts_earns_nothing_that_counts() {
    for (theirs, stored) in [(46, json!("1")), (47, json!("unknown")), (49, json!("unknown")), (50, json!(null))] {
        let shop = open(COUNTING).await;
        let facts: serde_json::Map<String, Value> =
            (0..theirs).map(|key| (format!("theirs_{key}"), json!("x"))).collect();
        let member = shop.customer(&Value::Object(facts));
        order(&shop, &member, 5_000).await;
        let facts = customer(&shop, &member);
        assert_eq!(facts["checkout_orders"], stored, "{theirs}");
        assert_eq!(gives(&shop, &member, LOYALTY).await, 0, "{theirs}");
        assert!(facts.as_object().unwrap().len() <= 50);
    }
}

#[tokio::test]
async fn customer_who_signs_up_while_paying_raises_no_alarm() {
    let shop = open(COUNTING).await;
    let session = shop.session(15_000);
    assert_eq!(shop.call(LOYALTY, &session).await.amount(), 0);
    shop.stripe().advance_clock(std::time::Duration::from_mins(1));
    let member = shop.customer(&json!({}));
    assert!(shop.stripe().patch_session(&session, |session| session.customer = Some(member.clone())));
    assert_eq!(shop.call(LOYALTY, &session).await.amount(), 2_000);
    shop.stripe().complete(&session);
    shop.metrics_output().forget();
    deliver(&shop).await;
    assert_eq!((drift(&shop), payment(&shop, &session)["discount_verdict"].clone()), ((0.0, 0.0), json!("fits")));
}

#[tokio::test]
async fn order_of_a_deleted_customer_is_unknown_not_drift() {
    let shop = open(COUNTING).await;
    let member = shop.customer(&json!({}));
    let session = shop.session_of(&member, 15_000);
    assert_eq!(shop.call(LOYALTY, &session).await.amount(), 2_000);
    shop.stripe().complete(&session);
    let gone = json!({ "deleted": true, "metadata": null, "email": null, "created": null });
    assert!(shop.stripe().patch_customer(&member, gone));
    shop.metrics_output().forget();
    for delivery in heard(&shop) {
        assert_eq!(send(&shop, &delivery).await.status, 200);
    }
    assert_eq!(drift(&shop), (0.0, 1.0));
    assert_eq!(payment(&shop, &session)["discount_verdict"], "unknown");
}

#[tokio::test]
async fn counts_of_the_shop_itself_are_unknown_not_drift() {
    let policy = COUNTING.replace("[customer]", "[customer]\ncounts = \"imported\"");
    let shop = open(&policy).await;
    let member = shop.customer(&json!({}));
    let session = shop.session_of(&member, 15_000);
    assert_eq!(shop.call(LOYALTY, &session).await.amount(), 2_000);
    shop.stripe().complete(&session);
    // The shop has counted this order before the event is delivered.
    assert!(shop.stripe().patch_customer(&member, json!({ "metadata": { "orders": "1" } })));
    shop.metrics_output().forget();
    deliver(&shop).await;
    assert_eq!(drift(&shop), (0.0, 1.0));
}
