//! Behavior at 10, 100 and 1,000 calls a second under Stripe's limits for a live account.
//!
//! `cargo run -p end-to-end --example load -- 10 100 1000`. Calls come at even distances, whether those before them have
//! been answered or not; each is the dearest there is, a read and a write, on a session of its own.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a measuring program prints, and stops when it can't measure"
)]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use discounts_core::Interaction;
use end_to_end::{Event, Shop, shop};
use sandbox::{Config, Fault, On, RateLimits};
use serde_json::json;
use shared::Endpoint;

/// How long each rate is held.
const SECONDS: u32 = 5;
/// The duration of a call to Stripe.
const STRIPE: Duration = Duration::from_millis(200);

#[tokio::main]
async fn main() {
    println!("calls/s | sent in | 200 | rate_limited | else | median | p99 | at Stripe: reads, writes");
    for rate in std::env::args().skip(1) {
        run(rate.parse().expect("usage: load CALLS_A_SECOND...")).await;
    }
}

async fn run(rate: u32) {
    let config = Config { rate_limits: Some(RateLimits::LIVE), ..Config::default() };
    let shop = Shop::on(config, &[], shop::GUIDE).await;
    shop.stripe().fault(Fault::Delay(STRIPE), On::read().always());
    shop.stripe().fault(Fault::Delay(STRIPE), On::write().always());
    let sessions: Vec<String> = (0..rate * SECONDS).map(|_| shop.session(20_000)).collect();
    let endpoint = Endpoint::Add(Interaction::CartThreshold);
    let (start, mut calls) = (Instant::now(), Vec::new());
    for (number, session) in (0_u32..).zip(sessions) {
        let due = start + Duration::from_secs(1) * number / rate;
        tokio::time::sleep(due.saturating_duration_since(Instant::now())).await;
        let function = shop.function();
        calls.push(tokio::spawn(async move {
            let event = Event::post(endpoint, &json!({ "checkout_session_id": session }));
            let began = Instant::now();
            let answer = event.send_to(&function, endpoint).await;
            let body: serde_json::Value = serde_json::from_str(answer.body()).expect("every answer is JSON");
            (body["code"].as_str().unwrap_or("200").to_owned(), began.elapsed())
        }));
    }
    let sent = start.elapsed();
    let (mut codes, mut times) = (BTreeMap::<String, usize>::new(), Vec::new());
    for call in calls {
        let (code, time) = call.await.expect("a call ends");
        *codes.entry(code).or_default() += 1;
        times.push(time);
    }
    times.sort_unstable();
    let (fine, limited) = (codes.remove("200").unwrap_or(0), codes.remove("rate_limited").unwrap_or(0));
    let (reads, writes) = shop.calls();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100].as_millis();
    println!(
        "{rate} | {sent:.1?} | {fine} | {limited} | {codes:?} | {} ms | {} ms | {reads}, {writes}",
        at(50),
        at(99)
    );
}
