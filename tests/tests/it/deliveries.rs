//! Deliveries to `POST /webhooks/stripe`: only events that Stripe signed are accepted.

use end_to_end::secrets::Secrets;
use end_to_end::{Answer, Event, Shop, log};
use sandbox::{Config, sign};
use serde_json::{Value, json};

use crate::webhook::{POLICY, THRESHOLD, WEBHOOK, heard, open, payment};

#[tokio::test]
async fn only_what_stripe_signed_is_heard() {
    let shop = open(POLICY).await;
    let session = shop.session(20_000);
    shop.call(THRESHOLD, &session).await;
    shop.stripe().complete(&session);
    let delivery = heard(&shop).remove(0);
    let now = jiff::Timestamp::now().as_second();
    let (right, body) = (Config::WEBHOOK_SECRET, delivery.body.as_ref());
    let mut changed = body.to_vec();
    let at = changed.iter().position(u8::is_ascii_digit).unwrap();
    changed[at] = if changed[at] == b'1' { b'2' } else { b'1' };
    shop.stripe().clear_requests();
    for (what, signature, body) in [
        ("there is no Stripe-Signature header", String::new(), body),
        ("does not fit the secret", sign(&["whsec_other"], now, body), body),
        ("more than five minutes: is it a replay", sign(&[right], now - 310, body), body),
        ("more than five minutes: is this clock slow", sign(&[right], now + 310, body), body),
        ("does not fit the secret", sign(&[right], now, body), changed.as_slice()),
        ("no time or no v1 signature", "t=1,v1=zz".to_owned(), body),
    ] {
        let answer = shop.send(WEBHOOK, Event::delivery(&signature, body)).await;
        assert_eq!(answer.refusal(), (400, "invalid_request"), "{what}");
        assert_eq!(answer.body["message"], "The Stripe-Signature header does not fit.");
        let line = end_to_end::log::line_of(answer.request_id());
        assert!(line["message"].as_str().unwrap().contains(what), "{what}: {line}");
    }
    assert_eq!(shop.calls(), (0, 0), "nothing was asked of Stripe");

    let both = sign(&["whsec_other", right], now, body);
    assert_eq!(shop.send(WEBHOOK, Event::delivery(&both, body)).await.status, 200, "while the secret is rolled");
}

#[tokio::test]
async fn what_is_signed_and_no_event_of_ours_changes_nothing() {
    let shop = open(POLICY).await;
    let now = jiff::Timestamp::now().as_second();
    let event = |kind: &str, object: Value| {
        json!({ "id": "evt_1", "type": kind, "created": now, "data": { "object": object } }).to_string()
    };
    let longest = event("product.created", json!({ "id": "prod_1", "description": "x".repeat(1_048_000) }));
    shop.stripe().clear_requests();
    for (body, status) in [
        (event("product.created", json!({ "id": "prod_1" })), 200),
        (event("checkout.session.expired", json!({ "id": "cs_test_1" })), 200),
        (event("charge.refunded", json!({ "id": "ch_1", "customer": null })), 200),
        (longest, 200),
        ("not JSON".to_owned(), 400),
        ("{}".to_owned(), 400),
        ("x".repeat(1_048_577), 413),
    ] {
        let answer = shop
            .send(WEBHOOK, Event::delivery(&sign(&[Config::WEBHOOK_SECRET], now, body.as_bytes()), body.as_bytes()))
            .await;
        assert_eq!(answer.status, status, "{body:.60}");
    }
    assert_eq!(shop.calls(), (0, 0));
    let unknown = event("checkout.session.completed", json!({ "id": "cs_test_unknown" }));
    let signature = sign(&[Config::WEBHOOK_SECRET], now, unknown.as_bytes());
    let answer = shop.send(WEBHOOK, Event::delivery(&signature, unknown.as_bytes())).await;
    assert_eq!(answer.refusal(), (404, "session_not_found"));
}

#[tokio::test]
async fn base64_delivery_is_verified_as_it_was_signed() {
    let shop = open(POLICY).await;
    let session = shop.session(20_000);
    shop.call(THRESHOLD, &session).await;
    shop.stripe().complete(&session);
    let delivery = heard(&shop).remove(0);
    let event = Event::delivery(&delivery.signature, &delivery.body);
    let event = event.with("/body", json!(base64(&delivery.body))).with("/isBase64Encoded", json!(true));
    assert_eq!(shop.send(WEBHOOK, event).await.status, 200);
    assert_eq!(payment(&shop, &session)["discount_verdict"], "fits");
}

#[tokio::test]
async fn missing_secret_rejects_deliveries_and_logs_the_fix() {
    let shop = Shop::open(POLICY).await;
    let now = jiff::Timestamp::now().as_second();
    let answer = shop.send(WEBHOOK, Event::delivery(&sign(&["whsec_x"], now, b"{}"), b"{}")).await;
    assert_eq!(answer.refusal(), (500, "misconfigured"));
    let message = log::line_of(answer.request_id())["message"].as_str().unwrap().to_owned();
    assert!(message.contains("STRIPE_WEBHOOK_SECRET"), "{message}");
}

/// A key with the webhook's secret beside it, as Secrets Manager holds them.
fn both(webhook: &str) -> String {
    json!({ "STRIPE_SECRET_KEY": Config::TEST_KEY, "STRIPE_WEBHOOK_SECRET": webhook }).to_string()
}

/// An event that nothing follows from, signed now.
async fn send_signed(shop: &Shop, secret: &str) -> Answer {
    let body = json!({ "id": "evt_1", "type": "product.created", "created": 1, "data": { "object": {} } }).to_string();
    let now = jiff::Timestamp::now().as_second();
    shop.send(WEBHOOK, Event::delivery(&sign(&[secret], now, body.as_bytes()), body.as_bytes())).await
}

#[tokio::test]
async fn rolled_webhook_secret_is_reread_within_the_request() {
    let secrets = Secrets::start(&both("whsec_old")).await;
    let shop = Shop::on(Config::default(), &secrets.variables(), POLICY).await;
    secrets.hold(&both("whsec_new"));
    assert_eq!(send_signed(&shop, "whsec_old").await.status, 200, "Stripe signs with both for a while");
    assert_eq!(secrets.asked(), 1);
    assert_eq!(send_signed(&shop, "whsec_new").await.status, 200);
    assert_eq!(secrets.asked(), 2);
    for _ in 0..3 {
        assert_eq!(send_signed(&shop, "whsec_old").await.refusal(), (400, "invalid_request"));
    }
    assert_eq!(secrets.asked(), 2, "not again so soon");
}

#[tokio::test]
async fn secret_without_webhook_part_is_misconfigured_at_once() {
    for lost in [Config::TEST_KEY.to_owned(), both("sk_test_in_the_wrong_place")] {
        let secrets = Secrets::start(&both("whsec_old")).await;
        let shop = Shop::on(Config::default(), &secrets.variables(), POLICY).await;
        secrets.hold(&lost);
        for _ in 0..2 {
            let answer = send_signed(&shop, "whsec_new").await;
            assert_eq!(answer.refusal(), (500, "misconfigured"));
            let message = log::line_of(answer.request_id())["message"].as_str().unwrap().to_owned();
            assert!(message.contains("add STRIPE_WEBHOOK_SECRET"), "{message}");
        }
    }
}

/// The standard alphabet, padded.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for at in 0..4 {
            let index = usize::try_from(word >> (18 - 6 * at) & 63).unwrap();
            text.push(if at <= chunk.len() { char::from(ALPHABET[index]) } else { '=' });
        }
    }
    text
}
