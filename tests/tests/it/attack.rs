//! An attacker with the page, every id, several sessions as guest and as member, and unlimited calls, in random orders and
//! at the same moment; and honest shoppers beside. Whatever they do, no completed session keeps a larger discount than the
//! policy gives for what was paid without an alarm, and the honest never raise one.

mod act;
mod attack_setup;
mod attacker;
mod goods;
mod honest;
mod intents;
mod money_back;
mod paid;
mod plot;
mod purse;
mod shops;

use std::sync::Arc;
use std::time::Duration;

use discounts_core::Interaction;
use sandbox::{Config, Delivery, Fault, Hold, On, Recorded};
use serde_json::Value;

use self::act::Act;
use self::attack_setup::{Buyer, Stage};
use self::shops::in_shops;

/// Attackers and honest shoppers of a run; the environment variable `ATTACKERS` sets another number of either.
const ATTACKERS: u64 = 600;
const SHOPPERS: u64 = 200;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn attackers_keep_no_unearned_discount_without_an_alarm() {
    in_shops(ATTACKERS, attacker::attack).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_honest_shopper_never_raises_an_alarm() {
    in_shops(SHOPPERS, honest::honest).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn attacked_intents_are_charged_or_found_before_shipping() {
    in_shops(SHOPPERS, intents::attack).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_honest_shoppers_intent_is_charged_as_decided() {
    in_shops(SHOPPERS, intents::honest).await;
}

#[tokio::test]
async fn free_guest_order_earns_no_first_order_discount() {
    of_coupons!("no page shrinks a cart whose lines only the server writes");
    let stage = Arc::new(Stage::open("best").await);
    let guest = stage.session(Buyer::Guest, false, 3).await;
    for interaction in [Interaction::CartThreshold, Interaction::Loyalty] {
        stage.act(&guest, Act::Add(interaction, "")).await;
    }
    stage.shop.stripe().advance_clock(Duration::from_mins(1));
    stage.act(&guest, Act::PageCart(0)).await;
    stage.act(&guest, Act::Pay).await;
    let news: Vec<Delivery> = stage.news().collect();
    stage.deliver(&news).await;
    let paid = stage.paid(&guest, 0).unwrap();
    assert_eq!((paid.given, paid.due), (1_500, [0, 0]));
    assert!(paid.alarm);
}

/// Subtotal and discount at list prices, by the marks of lines.
fn sums(shown: &Value) -> [u64; 2] {
    let number = |value: &Value| value.as_u64().unwrap();
    let line = |line: &Value| {
        let off = line["metadata"]["discount_off"].as_str().map_or(0, |off| off.parse().unwrap());
        off * number(&line["quantity"])
    };
    let in_lines: u64 = shown["line_items"]["data"].as_array().unwrap().iter().map(line).sum();
    [&shown["amount_subtotal"], &shown["total_details"]["amount_discount"]].map(|sum| number(sum) + in_lines)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn discount_in_flight_never_meets_a_smaller_cart() {
    for (other_parameters_first, lost) in [(true, false), (true, true), (false, false), (false, true)] {
        let config = Config { other_parameters_first, ..Config::default() };
        let stage = Arc::new(Stage::on(config, "best").await);
        let stripe = stage.shop.stripe();
        let session = stage.session(Buyer::Guest, true, 3).await;
        // The discount is on its way while the cart shrinks; or it is there and nobody has heard of it yet.
        let write = Hold::new();
        stripe.fault(if lost { Fault::AnswerLost } else { Fault::Hold(write.clone()) }, On::write());
        stripe.clear_requests();
        let add = {
            let (stage, session) = (Arc::clone(&stage), session.clone());
            tokio::spawn(async move { stage.act(&session, Act::Add(Interaction::CartThreshold, "")).await })
        };
        stage.shop.write_is_sent().await;
        let shrink = {
            let (stage, session) = (Arc::clone(&stage), session.clone());
            tokio::spawn(async move { stage.act(&session, Act::Cart(1)).await })
        };
        // A cart of two pots earns 18.00, one of them nothing.
        if !lost {
            let conflict = |sent: &Recorded| sent.method == "POST" && matches!(sent.status, Some(400 | 409));
            stage.shop.sees("the cart meets the discount", |requests| requests.iter().any(conflict)).await;
            write.release();
        }
        while !shrink.is_finished() || !add.is_finished() {
            let sums = sums(&stripe.session(&session.id).unwrap());
            assert!([[18_000, 0], [18_000, 1_800], [9_000, 0]].contains(&sums), "{sums:?}");
            tokio::task::yield_now().await;
        }
        assert_eq!((add.await.unwrap(), shrink.await.unwrap()), (200, 200));
        stage.act(&session, Act::Pay).await;
        let paid = stage.paid(&session, 0).unwrap();
        assert_eq!((paid.given, paid.due), (0, [0, 0]));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_pays_while_the_page_shrinks_the_cart_raises_an_alarm() {
    of_coupons!("no page shrinks a cart whose lines only the server writes");
    let stage = Arc::new(Stage::open("best").await);
    let session = stage.session(Buyer::Guest, false, 3).await;
    assert_eq!(stage.act(&session, Act::Add(Interaction::CartThreshold, "")).await, 200);
    stage.act(&session, Act::PageCart(1)).await;
    stage.act(&session, Act::Pay).await;
    let news: Vec<Delivery> = stage.news().collect();
    stage.deliver(&news).await;
    let paid = stage.paid(&session, 0).unwrap();
    assert_eq!((paid.given, paid.due, paid.alarm), (1_800, [0, 0], true));
    assert_eq!(stage.alarms(), 1);
}
