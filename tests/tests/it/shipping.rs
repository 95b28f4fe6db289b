//! `give.shipping`: the discount follows the shipping rate that the shopper chooses, and one that does not is found.

use end_to_end::{Shop, log};
use serde_json::{Value, json};
use shared::Endpoint;

use crate::intents;
use crate::webhook::{THRESHOLD, deliver, drift, open, open_seeded};

const FREE: &str = r#"
    [[offer]]
    id = "free-shipping"
    interaction = "cart-threshold"
    name = "Free shipping"
    when.subtotal_at_least = { usd = "50.00" }
    give.shipping = "free"
"#;

const CAPPED: &str = r#"
    [[offer]]
    id = "free-standard"
    interaction = "cart-threshold"
    name = "Free standard shipping"
    when.subtotal_at_least = { usd = "50.00" }
    give.shipping = "free"
    give.cap = { usd = "5.90" }
"#;

/// A session that offers standard, express, and pickup: 5.90, 14.90, and 0.00. Standard is chosen.
fn session(shop: &Shop, cents: i64) -> (String, [String; 3]) {
    let rate = |at: usize, key: &str| format!("shipping_options[{at}][shipping_rate_data]{key}");
    let rates = [("590", "Standard"), ("1490", "Express"), ("0", "Pickup")].into_iter().enumerate();
    let options: Vec<(String, &str)> = rates
        .flat_map(|(at, (amount, name))| {
            [
                (rate(at, "[display_name]"), name),
                (rate(at, "[type]"), "fixed_amount"),
                (rate(at, "[fixed_amount][amount]"), amount),
                (rate(at, "[fixed_amount][currency]"), "usd"),
            ]
        })
        .collect();
    let options: Vec<(&str, &str)> = options.iter().map(|(key, value)| (key.as_str(), *value)).collect();
    let session = shop.session_in("usd", cents, &options);
    let shown = shop.stripe().session(&session).unwrap();
    let id = |at: usize| shown["shipping_options"][at]["shipping_rate"]["id"].as_str().unwrap().to_owned();
    (session, [id(0), id(1), id(2)])
}

fn total(shop: &Shop, session: &str) -> Value {
    shop.stripe().session(session).unwrap()["amount_total"].clone()
}

#[tokio::test]
async fn discount_follows_the_shipping_rate_that_is_chosen() {
    let shop = open(FREE).await;
    let (session, [standard, express, pickup]) = session(&shop, 5_000);
    assert_eq!(shop.call(THRESHOLD, &session).await.amount(), 590);
    for (rate, off) in [(&express, 1_490), (&pickup, 0), (&standard, 590)] {
        assert!(shop.stripe().choose_shipping(&session, rate));
        let answer = shop.call(Endpoint::Refresh, &session).await;
        assert_eq!((shop.discount(&session), answer.changed()), (off, true), "{rate}");
        // Shipping costs nothing in the end.
        assert_eq!(total(&shop, &session), 5_000, "{rate}");
    }
}

#[tokio::test]
async fn hint_for_free_shipping_says_what_it_is_for() {
    let shop = open(FREE).await;
    let (session, _) = session(&shop, 3_760);
    let answer = shop.call(THRESHOLD, &session).await;
    let hint = json!({
        "offer": "free-shipping", "name": "Free shipping",
        "code": "spend_more", "for": "shipping", "amount": 1_240, "currency": "usd", "gain": 590,
    });
    assert_eq!(answer.body["value"]["hints"], json!([hint]));
    assert_eq!(answer.reasons("free-shipping"), ["subtotal_too_low"]);
}

/// Rows: the policy, the rate at the last call, the one that is paid, and the excess.
#[tokio::test]
async fn shipping_rate_changed_after_its_discount_is_a_drift() {
    let rows = [
        (FREE, 1, 0, 900),
        (FREE, 1, 2, 1_490),
        (FREE, 0, 1, 0),
        (FREE, 1, 1, 0),
        // A cap at the cheapest rate with a price leaves nothing to win but with a free one.
        (CAPPED, 1, 0, 0),
        (CAPPED, 1, 2, 590),
    ];
    for (seed, (policy, earned_on, paid_with, excess)) in (3_000..).zip(rows) {
        let shop = open_seeded(policy, seed).await;
        let (session, rates) = session(&shop, 5_000);
        assert!(shop.stripe().choose_shipping(&session, &rates[earned_on]));
        let given = shop.call(THRESHOLD, &session).await.amount();
        assert!(shop.stripe().choose_shipping(&session, &rates[paid_with]));
        shop.stripe().complete(&session);
        shop.metrics_output().forget();
        assert_eq!(deliver(&shop).await[0].status, 200);
        assert_eq!(drift(&shop).0 > 0.0, excess > 0, "{earned_on} {paid_with}");
        if excess > 0 {
            let line = log::newest(&["discount_drift", &session, "excess"]).unwrap();
            assert_eq!((&line["given"], &line["excess"]), (&json!(given), &json!(excess)), "{earned_on} {paid_with}");
        }
    }
}

#[tokio::test]
async fn intent_saves_its_shipping_without_its_tax() {
    let shop = open(FREE).await;
    let facts = [("amount", "6190"), ("metadata[discount_shipping]", "590"), ("metadata[discount_tax]", "600")];
    let intent = intents::intent(&shop, 5_000, &facts);
    assert_eq!(intents::call(&shop, THRESHOLD, &intent).await.amount(), 590);
    assert_eq!(intents::amount(&shop, &intent), 5_600);
}
