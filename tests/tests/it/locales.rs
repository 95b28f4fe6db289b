//! Names of offers in the language of the page. What is written to Stripe does not depend on it.

use end_to_end::{Event, Shop};
use serde_json::{Value, json};
use shared::Endpoint;
use shared::core::Interaction;

const CART: Endpoint = Endpoint::Add(Interaction::CartThreshold);
const POLICY: &str = r#"
    [[offer]]
    id = "large"
    interaction = "cart-threshold"
    name = { default = "Large carts: 10% off", de = "Große Körbe: 10 % Rabatt" }
    when.subtotal_at_least = { usd = "50.00" }
    give.percent = "10"
"#;

async fn ask(shop: &Shop, endpoint: Endpoint, session: &str, locale: Value) -> Value {
    let body = json!({"checkout_session_id": session, "locale": locale});
    shop.send(endpoint, Event::post(endpoint, &body)).await.body
}

#[tokio::test]
async fn answer_has_the_name_in_the_language_of_the_page() {
    let shop = Shop::open(POLICY).await;
    let session = shop.session(10_000);
    let (own, german) = ("Large carts: 10% off", "Große Körbe: 10 % Rabatt");
    for (locale, name) in [
        (json!("de-CH"), german),
        (json!("fr"), own),
        (Value::Null, own),
        (json!("no language"), own),
        (json!("de"), german),
    ] {
        let answer = ask(&shop, CART, &session, locale.clone()).await;
        assert_eq!(answer["value"]["discount"]["name"], name, "{locale}");
    }
    let quotes = ask(&shop, Endpoint::Quote, &session, json!("de")).await;
    for discount in [&quotes["value"]["best"], &quotes["value"]["current"]] {
        assert_eq!(discount["name"], german);
    }
    let cart =
        quotes["value"]["quotes"].as_array().unwrap().iter().find(|quote| quote["interaction"] == "cart-threshold");
    assert_eq!(cart.unwrap()["discount"]["name"], german);
}

#[tokio::test]
async fn languages_of_two_pages_write_one_discount() {
    let shop = Shop::open(POLICY).await;
    let session = shop.session(10_000);
    let first = ask(&shop, CART, &session, json!("de")).await;
    assert_eq!(first["value"]["changed"], true);
    for locale in ["en", "de"] {
        let again = ask(&shop, CART, &session, json!(locale)).await;
        assert_eq!(again["value"]["changed"], false, "{locale}");
    }
}

#[tokio::test]
async fn locale_that_is_not_text_is_refused() {
    let shop = Shop::open(POLICY).await;
    let answer = ask(&shop, CART, &shop.session(10_000), json!(5)).await;
    assert_eq!(answer["code"], "invalid_request");
}
