//! Many calls at one moment.

use std::sync::Arc;

use discounts_ledger::{CounterKey, Name};
use end_to_end::{Answer, Event, Shop};
use serde_json::json;
use tokio::sync::Semaphore;

use super::{ADD, policy, shop, taken, uses};

/// The calls that are in flight at one moment. More only wait for this machine.
const IN_FLIGHT: usize = 400;

/// The calls of a rush; the environment variable `RUSH` sets another number. `RUSH=3000` is for the whole one.
fn calls() -> usize {
    std::env::var("RUSH").map_or(300, |calls| calls.parse().unwrap())
}

/// Calls for every session at one moment.
async fn all_at_once(shop: &Arc<Shop>, sessions: &[String]) -> Vec<Answer> {
    let places = Arc::new(Semaphore::new(IN_FLIGHT));
    let call = |session: &String| {
        let (shop, session, places) = (Arc::clone(shop), session.clone(), Arc::clone(&places));
        tokio::spawn(async move {
            let _place = places.acquire().await.unwrap();
            shop.call(ADD, &session).await
        })
    };
    let calls: Vec<_> = sessions.iter().map(call).collect();
    let mut answers = Vec::new();
    for call in calls {
        answers.push(call.await.unwrap());
    }
    answers
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rush_gives_each_use_once_and_says_why_to_the_others() {
    let calls = calls();
    let limit = calls.div_ceil(30);
    let shop = Arc::new(shop(&format!("limit.uses = {limit}")).await);
    let sessions: Vec<String> = (0..calls).map(|_| shop.session(10_000)).collect();
    let answers = all_at_once(&shop, &sessions).await;
    let mut winners = 0;
    for (answer, session) in answers.iter().zip(&sessions) {
        assert_eq!(answer.status, 200, "no call fails: {}", answer.body);
        let given = shop.discount(session);
        assert_eq!(answer.amount(), given);
        if given == 0 {
            assert_eq!(answer.reasons("first"), ["uses_exhausted"]);
        } else {
            winners += 1;
        }
    }
    assert_eq!((winners, taken(&shop, uses()).await), (limit, u64::try_from(limit).unwrap()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn budget_is_spent_to_the_last_cent() {
    let shop = Arc::new(shop("limit.budget = { usd = \"50.01\" }").await);
    let sessions: Vec<String> = (1..=60).map(|cart: i64| shop.session(cart * 370)).collect();
    for answer in all_at_once(&shop, &sessions).await {
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
    let given: i64 = sessions.iter().map(|session| shop.discount(session)).sum();
    let (offer, currency) = (Name::parse("first").unwrap(), Name::parse("usd").unwrap());
    let taken = taken(&shop, CounterKey::Budget { offer, currency, period: None }).await;
    assert_eq!((given, taken), (5_001, 5_001));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn shopper_uses_an_offer_once_in_many_sessions() {
    let shop = Arc::new(shop("limit.uses_per_shopper = 1").await);
    let customers = [shop.customer(&json!({})), shop.customer(&json!({}))];
    let sessions: Vec<String> =
        customers.iter().flat_map(|customer| (0..8).map(|_| shop.session_of(customer, 10_000))).collect();
    let answers = all_at_once(&shop, &sessions).await;
    for of_customer in answers.chunks(8) {
        let won = of_customer.iter().filter(|answer| answer.amount() == 1_000).count();
        let told = of_customer.iter().filter(|answer| answer.reasons("first") == ["shopper_limit_reached"]).count();
        assert_eq!((won, told), (1, 7));
    }
    let guest = shop.call(ADD, &shop.session(10_000)).await;
    assert_eq!(guest.reasons("first"), ["customer_unknown"]);
}

/// Calls on one session do not take more than one use, however many there are.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn session_takes_one_use_in_many_calls() {
    let shop = Arc::new(shop("limit.uses = 3").await);
    let session = shop.session(10_000);
    for answer in all_at_once(&shop, &vec![session.clone(); 6]).await {
        assert!(answer.status == 200 || answer.body["code"] == "session_busy", "{}", answer.body);
    }
    assert_eq!((shop.discount(&session), taken(&shop, uses()).await), (1_000, 1));
}

#[tokio::test]
async fn policy_without_limits_never_asks_the_ledger() {
    let (shop, store) = super::faulty_shop("", 1).await;
    store.fail(super::store::Failing::Down);
    let session = shop.session(10_000);
    let event = Event::post(ADD, &json!({ "checkout_session_id": session }));
    assert_eq!(shop.send(ADD, event).await.amount(), 1_000, "{}", policy(""));
}
