//! Discounts by update: what they do to the totals, and what is refused.

use std::time::Duration;

use sandbox::{Config, SessionState, Status, Tax};
use serde_json::{Value, json};

use crate::client::{Client, client, off, path};

fn amounts(session: &Value) -> (i64, i64, i64) {
    let read = |pointer| session.pointer(pointer).and_then(Value::as_i64).unwrap();
    (read("/amount_subtotal"), read("/total_details/amount_discount"), read("/amount_total"))
}

#[tokio::test]
async fn a_discount_lowers_the_total_and_is_cleared() {
    let client = client().await;
    let id = client.session(25_000, &[]);
    let session = client.post(&path(&id), &format!("{}&expand[]=discounts.coupon", off(2000))).await.ok();
    assert_eq!(amounts(&session), (25_000, 2000, 23_000));
    let coupon = &session["discounts"][0]["coupon"];
    assert_eq!(
        (&coupon["name"], &coupon["amount_off"], &coupon["currency"]),
        (&json!("Off"), &json!(2000), &json!("usd"))
    );
    assert_eq!((&coupon["duration"], &coupon["object"]), (&json!("once"), &json!("coupon")));
    let session = client.post(&path(&id), "discounts=&expand[]=discounts").await.ok();
    assert_eq!(amounts(&session), (25_000, 0, 25_000));
    assert_eq!(session["discounts"], json!([]));
    assert_eq!(client.running.coupons(), 1);
}

#[tokio::test]
async fn a_second_discount_replaces_the_first_with_a_new_coupon() {
    let client = client().await;
    let id = client.session(25_000, &[]);
    client.post(&path(&id), &off(2000)).await.ok();
    let session = client.post(&path(&id), &off(500)).await.ok();
    assert_eq!(amounts(&session), (25_000, 500, 24_500));
    assert_eq!(client.running.coupons(), 2);
    let untouched = client.post(&path(&id), "metadata[a]=b").await.ok();
    assert_eq!(amounts(&untouched), (25_000, 500, 24_500));
}

#[tokio::test]
async fn coupon_metadata_and_percent_are_kept() {
    let client = client().await;
    let id = client.session(999, &[]);
    let body = "discounts%5B0%5D%5Bcoupon_data%5D%5Bpercent_off%5D=10&discounts[0][coupon_data][metadata][k]=v&expand[0]=discounts.coupon";
    let session = client.post(&path(&id), body).await.ok();
    assert_eq!(amounts(&session), (999, 100, 899));
    assert_eq!(session["discounts"][0]["coupon"]["metadata"], json!({"k": "v"}));
}

#[tokio::test]
async fn what_stripe_refuses_changes_nothing() {
    let client = client().await;
    let id = client.session(25_000, &[]);
    let before = client.running.session(&id);
    let long = format!("{}&discounts[0][coupon_data][name]={}", off(5), "x".repeat(41));
    let key = format!("{}&metadata[{}]=v", off(5), "k".repeat(41));
    let value = format!("{}&metadata[k]={}", off(5), "v".repeat(501));
    let cases = [
        ("discounts[0][coupon_data][amount_off]=500", "discounts[0][coupon_data][currency]"),
        ("discounts[0][coupon_data][currency]=usd", "discounts[0][coupon_data][amount_off]"),
        (
            "discounts[0][coupon_data][amount_off]=0&discounts[0][coupon_data][currency]=usd",
            "discounts[0][coupon_data][amount_off]",
        ),
        (
            "discounts[0][coupon_data][amount_off]=9.5&discounts[0][coupon_data][currency]=usd",
            "discounts[0][coupon_data][amount_off]",
        ),
        (
            "discounts[0][coupon_data][amount_off]=500&discounts[0][coupon_data][currency]=eur",
            "discounts[0][coupon_data][currency]",
        ),
        (
            "discounts[0][coupon_data][amount_off]=500&discounts[0][coupon_data][currency]=zzz",
            "discounts[0][coupon_data][currency]",
        ),
        (
            "discounts[0][coupon_data][amount_off]=5&discounts[0][coupon_data][percent_off]=5&discounts[0][coupon_data][currency]=usd",
            "discounts[0][coupon_data][amount_off]",
        ),
        ("discounts[0][coupon]=none", "discounts[0][coupon]"),
        ("discounts[0][coupon]=a&discounts[0][coupon_data][percent_off]=5", "discounts[0]"),
        ("discounts[0][promotion_code]=promo_1", "discounts[0][promotion_code]"),
        ("discounts[0][coupon_data][percent_off]=5&discounts[1][coupon_data][percent_off]=5", "discounts"),
        ("discounts[0][coupon_data][redeem_by]=5", "discounts[0][coupon_data][redeem_by]"),
        (&long, "discounts[0][coupon_data][name]"),
        (&key, "metadata"),
        (&value, "metadata[k]"),
    ];
    for (body, param) in cases {
        let answer = client.post(&path(&id), body).await;
        assert_eq!((answer.status, answer.error()["param"].as_str()), (400, Some(param)), "{body}");
        assert_eq!(answer.error()["type"], "invalid_request_error");
    }
    assert_eq!(client.running.coupons(), 0);
    assert_eq!(client.running.session(&id), before);
}

#[tokio::test]
async fn sessions_that_are_not_server_only_are_refused() {
    let client = client().await;
    let id = client.session(25_000, &[]);
    for permission in [None, Some("client_only")] {
        client.running.patch_session(&id, |session: &mut SessionState| {
            session.permissions.update_discounts = permission.map(Into::into);
        });
        for body in [off(5).as_str(), "discounts="] {
            let answer = client.post(&path(&id), body).await;
            assert_eq!((answer.status, &answer.error()["param"]), (400, &json!("discounts")));
        }
    }
    assert_eq!(client.running.coupons(), 0);
}

#[tokio::test]
async fn closed_sessions_are_refused() {
    let client = client().await;
    for status in [Status::Complete, Status::Expired] {
        let id = client.session(25_000, &[]);
        client.running.patch_session(&id, |session| session.status = status);
        for body in [off(5).as_str(), "discounts=", "metadata[a]=b"] {
            let error = client.post(&path(&id), body).await.error();
            assert!(error.get("param").is_none());
            assert!(error["message"].as_str().unwrap().contains(status.as_str()), "{error}");
        }
    }
}

#[tokio::test]
async fn metadata_of_closed_sessions_can_be_allowed() {
    let client = Client::new(Config { metadata_on_closed_sessions: true, ..Config::default() }).await;
    let id = client.session(25_000, &[]);
    client.running.complete(&id);
    client.post(&path(&id), "metadata[a]=b").await.ok();
    assert_eq!(client.post(&path(&id), &format!("metadata[a]=b&{}", off(5))).await.status, 400);
}

#[tokio::test]
async fn a_total_between_nothing_and_the_minimum_is_refused() {
    let client = client().await;
    let id = client.session(1000, &[]);
    assert_eq!(client.post(&path(&id), &off(951)).await.error()["code"], "amount_too_small");
    assert_eq!(amounts(&client.post(&path(&id), &off(950)).await.ok()).2, 50);
    assert_eq!(amounts(&client.post(&path(&id), &off(1000)).await.ok()).2, 0);
    assert_eq!(amounts(&client.post(&path(&id), &off(9999)).await.ok()), (1000, 1000, 0));
    let lax = Client::new(Config { refuse_unpayable_totals: false, ..Config::default() }).await;
    let id = lax.session(1000, &[]);
    assert_eq!(amounts(&lax.post(&path(&id), &off(951)).await.ok()).2, 49);
}

#[tokio::test]
async fn clearing_is_not_refused_even_if_the_cart_became_too_small() {
    let client = client().await;
    let id = client.session(1000, &[]);
    client.post(&path(&id), &off(1000)).await.ok();
    let cheap = client.running.add_price("usd", 30);
    assert!(client.running.set_cart(&id, &[(cheap, 1)]));
    assert_eq!(amounts(&client.post(&path(&id), "discounts=").await.ok()).2, 30);
}

#[tokio::test]
async fn writes_at_the_same_moment_end_as_one_after_the_other() {
    let client = client().await;
    let id = client.session(25_000, &[]);
    client.running.set_delay(Duration::ZERO, Duration::from_millis(5));
    let bodies: Vec<String> = (1..=4).map(|n| format!("{}&metadata[k{n}]=on", off(n * 100))).collect();
    let path = path(&id);
    let (a, b, c, d) = tokio::join!(
        client.post(&path, &bodies[0]),
        client.post(&path, &bodies[1]),
        client.post(&path, &bodies[2]),
        client.post(&path, &bodies[3]),
    );
    let offs: Vec<i64> = [a, b, c, d].iter().map(|answer| amounts(&answer.ok()).1).collect();
    assert_eq!(offs, [100, 200, 300, 400]);
    let session = client.get(&path).await.ok();
    assert_eq!(session["metadata"], json!({"k1": "on", "k2": "on", "k3": "on", "k4": "on"}));
    assert!(offs.contains(&amounts(&session).1));
    assert_eq!(client.running.coupons(), 4);
}

#[tokio::test]
async fn lines_shipping_and_tax_add_up() {
    let client = Client::new(Config { tax: Some(Tax { rate: 190_000 }), ..Config::default() }).await;
    let second = client.running.add_price("usd", 333);
    let id = client.session(
        1000,
        &[
            ("line_items[1][price]", &second),
            ("line_items[1][quantity]", "3"),
            ("shipping_options[0][shipping_rate_data][display_name]", "Ground"),
            ("shipping_options[0][shipping_rate_data][type]", "fixed_amount"),
            ("shipping_options[0][shipping_rate_data][fixed_amount][amount]", "500"),
            ("shipping_options[0][shipping_rate_data][fixed_amount][currency]", "usd"),
        ],
    );
    let body = format!("{}&expand[]=line_items&expand[]=shipping_cost.shipping_rate", off(100));
    let session = client.post(&path(&id), &body).await.ok();
    let lines = session["line_items"]["data"].as_array().unwrap();
    let sum = |name: &str| lines.iter().map(|line| line[name].as_i64().unwrap()).sum::<i64>();
    assert_eq!((sum("amount_subtotal"), sum("amount_discount")), (1999, 100));
    let details = &session["total_details"];
    assert_eq!((&details["amount_tax"], &details["amount_shipping"]), (&json!(sum("amount_tax")), &json!(500)));
    assert_eq!(session["amount_total"], 1999 - 100 + 500 + sum("amount_tax"));
    assert_eq!(sum("amount_total"), 1899 + sum("amount_tax"));
    assert_eq!(session["shipping_cost"]["shipping_rate"]["display_name"], "Ground");
    // 19 % of 950 and of 949.
    assert_eq!(sum("amount_tax"), 181 + 180);
}

#[tokio::test]
async fn a_discount_outlives_a_cart_that_shrinks() {
    let client = client().await;
    let id = client.session(5000, &[]);
    client.post(&path(&id), &off(2000)).await.ok();
    let small = client.running.add_price("usd", 700);
    assert!(client.running.set_cart(&id, &[(small, 2)]));
    assert_eq!(amounts(&client.get(&path(&id)).await.ok()), (1400, 1400, 0));
}
