//! Metrics of a request, read as CloudWatch reads them.

use std::collections::BTreeSet;

use discounts_core::Interaction;
use end_to_end::cloudwatch::measured;
use end_to_end::shop::{GUIDE, SAMPLE, writes_coupons};
use end_to_end::{Event, Shop};
use lambda_http::Context;
use sandbox::{Config, Fault, On, sign};
use serde_json::json;
use shared::Endpoint;
use shared::metrics::Metric;

const CART: Endpoint = Endpoint::Add(Interaction::CartThreshold);

/// The names of what the last request was counted as; latency is always there.
fn counted(shop: &Shop) -> BTreeSet<String> {
    let values = shop.metrics_output().values();
    assert!(values.iter().all(|(name, value)| name == "StripeLatency" || *value >= 1.0), "{values:?}");
    values.into_keys().filter(|name| name != "StripeLatency").collect()
}

fn names(metrics: &[Metric]) -> BTreeSet<String> {
    metrics.iter().map(|metric| metric.name().to_owned()).collect()
}

#[tokio::test]
async fn discount_is_one_metric_line_with_amount_by_currency() {
    let shop = Shop::open(GUIDE).await;
    shop.call(CART, &shop.session(15_000)).await;
    let lines = shop.metrics_output().lines();
    assert_eq!(lines.len(), 1);
    let measured = measured(&lines[0]);
    let dimensions = |currency: Option<&str>| {
        let given = [("service", Some("checkout-discounts")), ("function_name", Some("suite")), ("currency", currency)];
        given.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned()))).collect::<Vec<_>>()
    };
    let value = |metric: Metric, currency| measured.get(&(metric.name().to_owned(), dimensions(currency))).copied();
    assert_eq!(value(Metric::Applied, None), Some(1.0));
    assert_eq!(value(Metric::ColdStart, None), Some(1.0));
    assert_eq!(value(Metric::DiscountAmount, Some("usd")), Some(1_500.0));
    assert!(value(Metric::StripeLatency, None).is_some());
    assert_eq!(measured.len(), 4, "{measured:?}");
}

#[tokio::test]
async fn what_becomes_of_a_request_is_counted() {
    let shop = Shop::open(GUIDE).await;
    let session = shop.session(15_000);
    shop.call(CART, &session).await;
    assert_eq!(counted(&shop), names(&[Metric::Applied, Metric::DiscountAmount, Metric::ColdStart]));
    shop.call(CART, &session).await;
    assert_eq!(counted(&shop), names(&[Metric::Unchanged]));
    shop.set_subtotal(&session, 5_000);
    shop.call(Endpoint::Refresh, &session).await;
    assert_eq!(counted(&shop), names(&[Metric::NotEligible]), "the discount was cleared");
    shop.call(CART, &session).await;
    assert_eq!(counted(&shop), names(&[Metric::NotEligible, Metric::Unchanged]));
    shop.remove(&session, "all").await;
    assert_eq!(counted(&shop), names(&[]), "nothing was asked for any more");
    shop.call(Endpoint::Quote, &session).await;
    assert_eq!(counted(&shop), names(&[]), "a quote is no attempt at anything");
    shop.call(CART, "cs_test_unknown").await;
    assert_eq!(counted(&shop), names(&[Metric::Refused]));
    shop.send(CART, Event::raw(CART, "text/plain", "{}")).await;
    assert_eq!(counted(&shop), names(&[Metric::Refused]));
}

#[tokio::test]
async fn what_somebody_has_to_look_at_is_counted_apart() {
    let shop = Shop::open(GUIDE).await;
    let session = shop.session(15_000);
    shop.stripe().fault(Fault::Status(500), On::read());
    shop.call(CART, &session).await;
    let values = shop.metrics_output().values();
    assert_eq!((values["StripeErrors"], values["Applied"]), (1.0, 1.0), "a retry that helped is no refusal");

    // Another line price than ours is a list price, never a wrong total.
    if writes_coupons() {
        shop.stripe().fault(Fault::WrongTotal, On::write());
        shop.set_subtotal(&session, 16_000);
        assert_eq!(shop.call(CART, &session).await.status, 502);
        assert_eq!(counted(&shop), names(&[Metric::Refused, Metric::WrongTotal]));
    }

    shop.stripe().fault(Fault::Forbidden, On::read());
    assert_eq!(shop.call(CART, &session).await.status, 500);
    assert_eq!(counted(&shop), names(&[Metric::Refused, Metric::Misconfigured]));
}

#[tokio::test]
async fn a_delivery_whose_signature_does_not_fit_is_counted_apart() {
    let variables = [("STRIPE_WEBHOOK_SECRET", Config::WEBHOOK_SECRET)];
    let shop = Shop::on(Config::default(), &variables, GUIDE).await;
    let now = jiff::Timestamp::now().as_second();
    shop.metrics_output().forget();
    let forged = shop.send(Endpoint::Webhook, Event::delivery(&sign(&["whsec_other"], now, b"{}"), b"{}")).await;
    assert_eq!(counted(&shop), names(&[Metric::ColdStart, Metric::Refused, Metric::WrongSignature]));
    let line = end_to_end::log::line_of(forged.request_id());
    assert_eq!((line["level"].as_str(), line["code"].as_str()), (Some("WARN"), Some("invalid_request")));
    assert!(line["message"].as_str().is_some_and(|text| text.starts_with("WrongSignature: ")), "{line}");
    // What is signed and can't be used is another matter, and so is a service without a secret.
    shop.send(Endpoint::Webhook, Event::delivery(&sign(&[Config::WEBHOOK_SECRET], now, b"{}"), b"{}")).await;
    assert_eq!(counted(&shop), names(&[Metric::Refused]));
    let without = Shop::open(GUIDE).await;
    without.send(Endpoint::Webhook, Event::delivery(&sign(&["whsec_other"], now, b"{}"), b"{}")).await;
    assert_eq!(counted(&without), names(&[Metric::ColdStart, Metric::Refused, Metric::Misconfigured]));
}

#[tokio::test]
async fn a_function_that_is_not_set_up_is_counted_with_every_request() {
    let shop = Shop::on(Config::default(), &[("STRIPE_SECRET_KEY", "pk_test_1")], GUIDE).await;
    shop.call(CART, &shop.session(15_000)).await;
    assert_eq!(counted(&shop), names(&[Metric::Refused, Metric::Misconfigured, Metric::ColdStart]));
}

#[tokio::test]
async fn malformed_event_is_counted_and_logged_with_the_fix() {
    let shop = Shop::open(GUIDE).await;
    let mut context = Context::default();
    context.request_id = format!("event-{}", fastrand::u64(..));
    let fault = shop.function().handle(CART, shared::event::Event::Unknown, &context).await.unwrap_err();
    assert!(fault.to_string().contains("PayloadFormatVersion 2.0"));
    let line = end_to_end::log::line_of(&context.request_id);
    assert_eq!((line["level"].as_str(), line["code"].as_str()), (Some("ERROR"), Some("misconfigured")));
    assert!(line["message"].as_str().is_some_and(|text| text.contains("PayloadFormatVersion 2.0")), "{line}");
    assert_eq!(counted(&shop), names(&[Metric::Refused, Metric::Misconfigured, Metric::ColdStart]));
}

#[tokio::test]
async fn nothing_of_the_shopper_or_the_session_is_in_a_metric() {
    let shop = Shop::open(SAMPLE).await;
    let customer = shop.customer(&json!({ "loyalty_tier": "gold" }));
    let session = shop.session_of(&customer, 20_000);
    shop.set_address(&session, "US", "CA", "90001");
    for endpoint in Endpoint::all() {
        shop.call(endpoint, &session).await;
    }
    let known = Metric::ALL.map(Metric::name);
    for line in shop.metrics_output().lines() {
        let root: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&line).unwrap();
        for (key, value) in &root {
            let named = known.contains(&key.as_str()) && value.is_u64();
            assert!(named || ["_aws", "service", "function_name", "currency"].contains(&key.as_str()), "{key}: {line}");
        }
        assert!(!line.contains(&session) && !line.contains(&customer), "{line}");
    }
}
