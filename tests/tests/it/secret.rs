//! The key in Secrets Manager: read once, read again when Stripe refuses it.

use std::time::{Duration, Instant};

use discounts_core::Interaction;
use end_to_end::secrets::Secrets;
use end_to_end::shop::GUIDE;
use end_to_end::{Event, Shop, log};
use sandbox::{Config, Key};
use serde_json::json;
use shared::Endpoint;

const CART: Endpoint = Endpoint::Add(Interaction::CartThreshold);

fn accepts(key: &str) -> Config {
    Config { keys: vec![Key::new(key)], ..Config::default() }
}

#[tokio::test]
async fn the_key_is_read_once_at_the_start_in_either_form() {
    for secret in [Config::TEST_KEY, &format!(r#"{{"STRIPE_SECRET_KEY":"{}","other":"x"}}"#, Config::TEST_KEY)] {
        let secrets = Secrets::start(secret).await;
        let shop = Shop::on(Config::default(), &secrets.variables(), GUIDE).await;
        assert_eq!(secrets.asked(), 1, "before the first request");
        let session = shop.session(15_000);
        for _ in 0..3 {
            assert_eq!(shop.call(CART, &session).await.amount(), 1_500);
        }
        assert_eq!(secrets.asked(), 1);
    }
}

#[tokio::test]
async fn rolled_api_key_is_reread_within_the_request() {
    let secrets = Secrets::start("sk_test_old").await;
    let shop = Shop::on(accepts("sk_test_old"), &secrets.variables(), GUIDE).await;
    let session = shop.session(15_000);
    shop.stripe().remove_key("sk_test_old");
    shop.stripe().add_key(Key::new("sk_test_new"));
    secrets.hold("sk_test_new");
    assert_eq!(shop.call(CART, &session).await.amount(), 1_500);
    assert_eq!(secrets.asked(), 2);

    shop.stripe().remove_key("sk_test_new");
    for _ in 0..3 {
        assert_eq!(shop.call(CART, &session).await.refusal(), (500, "misconfigured"));
    }
    assert_eq!(secrets.asked(), 2, "not again so soon");
}

#[tokio::test]
async fn a_secret_that_holds_no_key_for_us_is_said_and_tried_again() {
    for (code, says) in [
        ("ResourceNotFoundException", "names a secret that does not exist"),
        ("AccessDeniedException", "secretsmanager:GetSecretValue"),
        ("InvalidRequestException", "InvalidRequestException"),
    ] {
        let secrets = Secrets::start("").await;
        secrets.refuse(code);
        let shop = Shop::on(Config::default(), &secrets.variables(), GUIDE).await;
        assert!(log::newest(&[says]).is_some(), "{code} is logged at the start");
        let session = shop.session(15_000);
        let answer = shop.call(CART, &session).await;
        assert_eq!(answer.refusal(), (500, "misconfigured"));
        assert!(log::line_of(answer.request_id())["message"].as_str().unwrap().contains(says));

        secrets.hold(Config::TEST_KEY);
        assert_eq!(shop.call(CART, &session).await.amount(), 1_500, "once it is fixed");
    }
}

#[tokio::test]
async fn throttled_secrets_manager_is_temporary() {
    let secrets = Secrets::start("").await;
    secrets.refuse("ThrottlingException");
    let shop = Shop::on(Config::default(), &secrets.variables(), GUIDE).await;
    let session = shop.session(15_000);
    let answer = shop.call(CART, &session).await;
    assert_eq!(answer.refusal(), (503, "service_unavailable"));
    assert_eq!(answer.headers["retry-after"], "1");
    let line = log::line_of(answer.request_id());
    assert!(line["message"].as_str().unwrap().contains("throttled"), "{line}");
    assert_eq!(line["level"], "ERROR");
    secrets.hold(Config::TEST_KEY);
    assert_eq!(shop.call(CART, &session).await.amount(), 1_500);
}

#[tokio::test]
async fn a_secret_of_another_kind_is_misconfigured_and_never_logged() {
    for secret in ["", "{}", "pk_test_canary123", r#"{"STRIPE_SECRET_KEY":"whsec_canary123"}"#] {
        let secrets = Secrets::start(secret).await;
        let shop = Shop::on(Config::default(), &secrets.variables(), GUIDE).await;
        let answer = shop.call(CART, &shop.session(15_000)).await;
        assert_eq!(answer.refusal(), (500, "misconfigured"));
        let line = log::line_of(answer.request_id());
        assert!(line["message"].as_str().unwrap().contains("holds no Stripe secret key"), "{line}");
    }
}

#[tokio::test]
async fn a_key_of_the_other_mode_is_mended_by_the_next_request() {
    let secrets = Secrets::start(Config::LIVE_KEY).await;
    let shop = Shop::on(Config::default(), &secrets.variables(), GUIDE).await;
    let session = shop.session(15_000);
    secrets.hold(Config::TEST_KEY);
    assert_eq!(shop.call(CART, &session).await.amount(), 1_500);
    assert_eq!(secrets.asked(), 2);
}

#[tokio::test]
async fn a_secret_that_hangs_costs_no_more_than_the_request_has() {
    let secrets = Secrets::start("sk_test_old").await;
    let shop = Shop::on(accepts("sk_test_old"), &secrets.variables(), GUIDE).await;
    let session = shop.session(15_000);
    shop.stripe().remove_key("sk_test_old");
    secrets.hang();
    let started = Instant::now();
    let event = Event::post(CART, &json!({ "checkout_session_id": session })).within(Duration::from_millis(1_500));
    let answer = shop.send(CART, event).await;
    assert_eq!(answer.refusal(), (503, "service_unavailable"));
    assert!(started.elapsed() < Duration::from_millis(1_400), "{:?}", started.elapsed());
}
