//! Payment intents whose cart the shop's server changes while a call is between its read and its write.

use std::sync::Arc;
use std::time::Duration;

use end_to_end::log::line_of;
use end_to_end::{Event, Shop};
use sandbox::{Config, Fault, Hold, IntentStatus, On, Recorded};
use serde_json::{Value, json};
use shared::Endpoint;
use shared::metrics::Metric;

use crate::intents::{LOYALTY, POLICY, THRESHOLD, amount, call, change_cart, intent, server_writes, shown};

/// Holds the next write, until the test lets it go.
fn hold_write(shop: &Shop) -> Hold {
    let hold = Hold::new();
    shop.stripe().fault(Fault::Hold(hold.clone()), On::write());
    hold
}

/// The shop's server changes the cart while a write is held.
async fn change_meanwhile(shop: &Shop, intent: &str, held: &Hold, cents: i64) {
    held.reached().await;
    change_cart(shop, intent, cents).await;
    held.release();
}

/// The amount, and the amount that the metadata explains.
fn paid_and_explained(shop: &Shop, intent: &str) -> (i64, i64) {
    let shown = shown(shop, intent);
    let number = |key: &str| shown["metadata"][key].as_str().map_or(0, |text| text.parse::<i64>().unwrap());
    (shown["amount"].as_i64().unwrap(), number("discount_subtotal") - number("discount_amount"))
}

/// A caller that is gone before Stripe makes its write, which is of a cart of 150.00.
async fn abandoned_write(shop: &Shop, intent: &str, cents: i64) {
    let held = hold_write(shop);
    let (function, body) = (shop.function(), json!({ "payment_intent_id": intent }));
    let gone = tokio::spawn(async move { Event::post(THRESHOLD, &body).send_to(&function, THRESHOLD).await });
    held.reached().await;
    gone.abort();
    drop(gone.await);
    change_cart(shop, intent, cents).await;
    held.release();
    shop.sees("the write lands", |requests| requests.iter().all(|request| request.status.is_some())).await;
    assert_eq!(amount(shop, intent), 13_500);
}

#[tokio::test]
async fn cart_changed_before_a_write_is_charged_in_full() {
    // The new cart, and its total with what it earns: a larger one, a smaller one, and one that earns nothing.
    for (cents, total) in [(100_000, 90_000), (12_000, 10_800), (5_000, 5_000)] {
        let shop = Shop::open(POLICY).await;
        let intent = intent(&shop, 15_000, &[]);
        let held = hold_write(&shop);
        let change = change_meanwhile(&shop, &intent, &held, cents);
        let (answer, ()) = tokio::join!(call(&shop, THRESHOLD, &intent), change);
        assert_eq!((answer.status, answer.amount()), (200, cents - total), "{cents}: {}", answer.body);
        assert_eq!(paid_and_explained(&shop, &intent), (total, total), "{cents}");
    }
}

#[tokio::test]
async fn amount_of_an_earlier_cart_is_repaired_by_the_next_call() {
    for (cents, total) in [(100_000, 90_000), (5_000, 5_000)] {
        let shop = Shop::open(POLICY).await;
        let intent = intent(&shop, 15_000, &[]);
        abandoned_write(&shop, &intent, cents).await;
        shop.metrics_output().forget();
        let answer = call(&shop, Endpoint::Refresh, &intent).await;
        assert_eq!((answer.status, paid_and_explained(&shop, &intent)), (200, (total, total)), "{}", answer.body);
        let line = line_of(answer.request_id());
        assert_eq!(line["level"], "ERROR", "{line}");
        assert!(line["message"].as_str().is_some_and(|text| text.contains("contradicted its metadata")), "{line}");
        assert_eq!(shop.metrics_output().values().get(Metric::NeedsReview.name()), Some(&1.0));

        let again = call(&shop, Endpoint::Refresh, &intent).await;
        assert_eq!((again.changed(), line_of(again.request_id())["level"].as_str()), (false, Some("INFO")));
    }
}

#[tokio::test]
async fn replayed_success_is_read_again_on_an_intent() {
    let shop = Shop::open(POLICY).await;
    let intent = intent(&shop, 15_000, &[]);
    shop.stripe().fault(Fault::AnswerLost, On::write());
    // Two reads find the intent and that Checkout did not make it; the third one follows the replayed answer.
    let read = Hold::new();
    shop.stripe().fault(Fault::Hold(read.clone()), On::read().skip(2));
    let change = change_meanwhile(&shop, &intent, &read, 100_000);
    let (answer, ()) = tokio::join!(call(&shop, THRESHOLD, &intent), change);
    assert_eq!(answer.amount(), 10_000, "the answer is the intent as it is, not as it was saved");
    assert_eq!(paid_and_explained(&shop, &intent), (90_000, 90_000));
}

#[tokio::test]
async fn payment_before_the_repair_is_reported() {
    let shop = Shop::open(POLICY).await;
    let intent = intent(&shop, 15_000, &[]);
    let late = hold_write(&shop);
    let change_and_pay = async {
        late.reached().await;
        change_cart(&shop, &intent, 100_000).await;
        let repair = hold_write(&shop);
        late.release();
        repair.reached().await;
        assert!(shop.stripe().move_payment_intent(&intent, IntentStatus::Succeeded));
        repair.release();
    };
    let (answer, ()) = tokio::join!(call(&shop, THRESHOLD, &intent), change_and_pay);
    assert_eq!(amount(&shop, &intent), 13_500, "paid");
    assert_eq!(answer.refusal(), (409, "unsupported_session"));
    let line = line_of(answer.request_id());
    assert_eq!(line["level"], "ERROR", "{line}");
    let again = call(&shop, THRESHOLD, &intent).await;
    assert_eq!(again.refusal(), (409, "unsupported_session"));
    assert_eq!(line_of(again.request_id())["level"], "ERROR", "for as long as someone calls");
}

#[tokio::test]
async fn clearing_that_meets_another_cart_is_done_again() {
    let shop = Shop::open(POLICY).await;
    let intent = intent(&shop, 15_000, &[]);
    assert_eq!(call(&shop, THRESHOLD, &intent).await.amount(), 1_500);
    // The write that takes the discount off fails; the one that clears it meets another cart.
    shop.stripe().fault(Fault::Status(400), On::write());
    let held = hold_write(&shop);
    let change = change_meanwhile(&shop, &intent, &held, 100_000);
    let (answer, ()) = tokio::join!(call(&shop, Endpoint::Remove, &intent), change);
    assert_eq!(answer.status, 502, "{}", answer.body);
    assert_eq!(paid_and_explained(&shop, &intent), (100_000, 100_000));
    let line = line_of(answer.request_id());
    assert!(line["message"].as_str().is_some_and(|text| text.contains("the discount was taken off")), "{line}");
}

#[tokio::test]
async fn amount_that_the_server_wrote_alone_is_left_and_alarmed() {
    let shop = Shop::open(POLICY).await;
    let intent = intent(&shop, 15_000, &[]);
    assert_eq!(call(&shop, THRESHOLD, &intent).await.amount(), 1_500);
    server_writes(&shop, &intent, "amount=100000").await;
    for endpoint in [THRESHOLD, Endpoint::Quote] {
        shop.metrics_output().forget();
        let answer = call(&shop, endpoint, &intent).await;
        assert_eq!(answer.refusal(), (409, "unsupported_session"));
        assert_eq!(amount(&shop, &intent), 100_000);
        assert_eq!(line_of(answer.request_id())["level"], "ERROR");
        assert_eq!(shop.metrics_output().values().get(Metric::NeedsReview.name()), Some(&1.0));
    }
    // The metadata alone is enough to go on: the amount is then the one that this service wrote.
    server_writes(&shop, &intent, "amount=13500&metadata[discount_subtotal]=100000").await;
    assert_eq!(call(&shop, Endpoint::Refresh, &intent).await.amount(), 10_000);
    assert_eq!(paid_and_explained(&shop, &intent), (90_000, 90_000));
}

#[tokio::test]
async fn concurrent_calls_on_an_intent_write_under_one_version() {
    let shop = Shop::open(POLICY).await;
    let member = shop.customer(&json!({ "loyalty_tier": "gold" }));
    let intent = intent(&shop, 20_000, &[("customer", &member)]);
    let held = hold_write(&shop);
    let other = async {
        held.reached().await;
        // Its own write meets the key in use, and the first write is let go then.
        let release = async {
            let conflict =
                |requests: &[Recorded]| requests.iter().any(|request| matches!(request.status, Some(400 | 409)));
            shop.sees("a conflict", conflict).await;
            held.release();
        };
        tokio::join!(call(&shop, LOYALTY, &intent), release).0
    };
    let (one, other) = tokio::join!(call(&shop, THRESHOLD, &intent), other);
    assert_eq!((one.amount(), other.amount()), (2_000, 2_000), "the other call found the key in use, and read again");
    let metadata = &shown(&shop, &intent)["metadata"];
    assert_eq!((&metadata["discount_loyalty"], &metadata["discount_cart_threshold"]), (&json!("on"), &json!("on")));
    let requests = shop.stripe().requests();
    let keys = requests.iter().filter(|request| request.method == "POST").map(|write| write.header("idempotency-key"));
    let first = Some(format!("checkout-discounts-{intent}-version-"));
    assert_eq!(keys.take(2).collect::<Vec<_>>(), [first.as_deref(), first.as_deref()]);
}

/// Random calls of a page, and random carts of the shop's server, at the same moments.
async fn race(shop: Arc<Shop>, seed: u64) {
    let mut random = fastrand::Rng::with_seed(seed);
    let intent = intent(&shop, 15_000, &[]);
    let mut tasks = Vec::new();
    let mut carts = Vec::new();
    for _ in 0..random.usize(2..5) {
        let (function, id) = (shop.function(), intent.clone());
        let endpoint = [THRESHOLD, THRESHOLD, Endpoint::Refresh, Endpoint::Remove][random.usize(..4)];
        tasks.push(tokio::spawn(async move {
            let body = json!({ "payment_intent_id": id, "interaction": "all" });
            let response = Event::post(endpoint, &body).send_to(&function, endpoint).await;
            let body: Value = serde_json::from_str(response.body()).unwrap();
            assert!(response.status() == 200 || body["code"] == "session_busy", "{seed}: {body}");
        }));
        carts.extend(random.bool().then(|| random.i64(50..1_000) * 100));
    }
    for cents in &carts {
        change_cart(&shop, &intent, *cents).await;
    }
    for task in tasks {
        task.await.unwrap();
    }
    let (paid, explained) = paid_and_explained(&shop, &intent);
    assert_eq!(paid, explained, "{seed}: every caller repaired what it wrote");
    // A cart that was changed after the last read of a call is decided by the refresh that the server makes.
    assert_eq!(call(&shop, Endpoint::Refresh, &intent).await.status, 200);
    let cents = carts.last().copied().unwrap_or(15_000);
    let asked = shown(&shop, &intent)["metadata"]["discount_cart_threshold"] == "on";
    let due = if asked && cents > 10_000 { cents - cents / 10 } else { cents };
    assert_eq!(amount(&shop, &intent), due, "{seed}: {carts:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn carts_changed_at_any_moment_are_charged_as_they_are() {
    let rounds = std::env::var("RACES").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(160);
    let shop = Arc::new(Shop::on(Config::default(), &[], &format!("limits.writes_per_session = 1000\n{POLICY}")).await);
    shop.stripe().set_delay(Duration::ZERO, Duration::from_millis(3));
    for batch in 0..rounds / 8 {
        let races = (0..8).map(|round| tokio::spawn(race(Arc::clone(&shop), batch * 8 + round)));
        for race in races.collect::<Vec<_>>() {
            race.await.unwrap();
        }
        shop.stripe().clear_requests();
    }
}
