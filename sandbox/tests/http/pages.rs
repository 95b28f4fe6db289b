//! Operations of the shopper's page, with the publishable key and the session's secret.

use sandbox::Status;
use serde_json::{Value, json};

use crate::client::{Answer, Client, client, off, path};

/// A page that shows one session.
struct Page {
    client: Client,
    session: String,
    credentials: String,
}

impl Page {
    /// Opens a page whose line may have a quantity from 1 to 5; further parameters may be added.
    async fn open(more: &[(&str, &str)]) -> Self {
        let client = client().await;
        let mut params = vec![
            ("line_items[0][adjustable_quantity][enabled]", "true"),
            ("line_items[0][adjustable_quantity][minimum]", "1"),
            ("line_items[0][adjustable_quantity][maximum]", "5"),
        ];
        params.extend(more);
        let session = client.session(6_400, &params);
        let secret = client.running.session(&session).unwrap()["client_secret"].as_str().unwrap().to_owned();
        Self { client, session, credentials: format!("key=pk_test_sandbox&client_secret={secret}") }
    }

    async fn show(&self, credentials: &str) -> Answer {
        self.client.get(&format!("/v1/payment_pages/{}?{credentials}", self.session)).await
    }

    async fn change(&self, what: &str, parameters: &str) -> Answer {
        let path = format!("/v1/payment_pages/{}/{what}", self.session);
        self.client.post(&path, &format!("{}&{parameters}", self.credentials)).await
    }

    fn line(&self) -> String {
        let session = self.client.running.session(&self.session).unwrap();
        session["line_items"]["data"][0]["id"].as_str().unwrap().to_owned()
    }
}

#[tokio::test]
async fn a_page_sees_its_session_with_everything_that_it_shows() {
    let page = Page::open(&[]).await;
    page.client.post(&path(&page.session), &off(500)).await.ok();
    let session = page.show(&page.credentials).await.ok();
    assert_eq!((&session["amount_total"], &session["line_items"]["data"][0]["quantity"]), (&json!(5_900), &json!(1)));
    assert_eq!(session["discounts"][0]["coupon"]["name"], "Off");
}

#[tokio::test]
async fn a_session_needs_its_secret_and_the_publishable_key() {
    let page = Page::open(&[]).await;
    let secret = page.credentials.split_once('&').unwrap().1.to_owned();
    for (credentials, status) in [
        (String::new(), 401),
        (secret.clone(), 401),
        (format!("key=sk_test_sandbox&{secret}"), 401),
        ("key=pk_test_sandbox".to_owned(), 400),
        (format!("key=pk_test_sandbox&client_secret={}_secret_1", page.session), 400),
    ] {
        assert_eq!(page.show(&credentials).await.status, status, "{credentials}");
    }
    let other = page.client.get(&format!("/v1/payment_pages/cs_test_none?{}", page.credentials)).await;
    assert_eq!(other.status, 404);
}

#[tokio::test]
async fn quantities_follow_what_the_line_allows() {
    let page = Page::open(&[]).await;
    let line = page.line();
    let session = page.change("line_items", &format!("line_item={line}&quantity=5")).await.ok();
    assert_eq!(session["amount_total"], 32_000);
    for parameters in [
        format!("line_item={line}&quantity=6"),
        format!("line_item={line}&quantity=0"),
        "line_item=li_x&quantity=1".into(),
    ] {
        assert_eq!(page.change("line_items", &parameters).await.status, 400, "{parameters}");
    }
}

#[tokio::test]
async fn shipping_follows_the_option_that_the_page_chooses() {
    let rate = |at: usize, key: &str| format!("shipping_options[{at}][shipping_rate_data]{key}");
    let options: Vec<(String, &str)> = [("590", "Standard"), ("1490", "Express")]
        .into_iter()
        .enumerate()
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
    let page = Page::open(&options).await;
    let session = page.show(&page.credentials).await.ok();
    assert_eq!((&session["amount_total"], &session["shipping_cost"]["amount_total"]), (&json!(6_990), &json!(590)));
    let express = session["shipping_options"][1]["shipping_rate"]["id"].as_str().unwrap();
    let session = page.change("shipping_option", &format!("shipping_option={express}")).await.ok();
    assert_eq!(
        (&session["amount_total"], &session["total_details"]["amount_shipping"]),
        (&json!(7_890), &json!(1_490))
    );
    assert_eq!(session["shipping_cost"]["shipping_rate"]["display_name"], "Express");
    assert_eq!(page.change("shipping_option", "shipping_option=shr_other").await.status, 400);
}

#[tokio::test]
async fn what_only_the_server_may_change_is_refused() {
    let page = Page::open(&[
        ("permissions[update_line_items]", "server_only"),
        ("permissions[update_shipping_details]", "server_only"),
    ])
    .await;
    let quantity = format!("line_item={}&quantity=2", page.line());
    for (what, parameters) in [
        ("line_items", quantity.as_str()),
        ("shipping_address", "name=A&address[country]=US"),
        ("promotion_code", "promotion_code=SPRING"),
    ] {
        let error = page.change(what, parameters).await.error();
        assert!(error["message"].as_str().unwrap().ends_with("can only be updated by the server."), "{what}");
    }
}

#[tokio::test]
async fn a_page_may_write_an_address_and_a_promotion_code() {
    let page = Page::open(&[("permissions[update_discounts]", "client_only")]).await;
    let session = page.change("shipping_address", "name=A&address[country]=US&address[postal_code]=10001").await.ok();
    let address = &session["collected_information"]["shipping_details"]["address"];
    assert_eq!((&address["postal_code"], &address["city"]), (&json!("10001"), &Value::Null));

    assert_eq!(page.change("promotion_code", "promotion_code=SPRING").await.error()["code"], "invalid_code");
    let coupon = page.client.running.add_coupon(json!({"amount_off": 500, "currency": "usd"})).unwrap();
    let _ = page.client.running.add_promotion_code(&coupon, "SPRING");
    assert_eq!(page.change("promotion_code", "promotion_code=spring").await.ok()["amount_total"], 5_900);
    assert_eq!(page.change("promotion_code", "promotion_code=").await.ok()["amount_total"], 6_400);
}

#[tokio::test]
async fn only_the_total_that_was_shown_is_paid_and_stays() {
    let page = Page::open(&[]).await;
    assert_eq!(page.change("confirm", "expected_amount=6399").await.error()["param"], "expected_amount");
    let paid = page.change("confirm", "expected_amount=6400").await.ok();
    assert_eq!((&paid["status"], &paid["payment_status"]), (&json!("complete"), &json!("paid")));
    for what in ["confirm", "line_items"] {
        assert!(
            page.change(what, "expected_amount=6400").await.error()["message"].as_str().unwrap().contains("complete")
        );
    }
    page.client.running.patch_session(&page.session, |session| session.status = Status::Expired);
    assert_eq!(page.show(&page.credentials).await.ok()["status"], "expired");
}

#[tokio::test]
async fn the_stand_in_for_stripe_js_is_served() {
    let page = Page::open(&[]).await;
    let script = page.client.get("/stripe-js/stripe.js").await;
    assert_eq!((script.status, script.header("content-type")), (200, Some("text/javascript; charset=utf-8")));
    assert!(script.text.contains("initCheckoutElementsSdk"));
    assert!(page.client.running.requests().is_empty(), "a script is no call to the API");
}
