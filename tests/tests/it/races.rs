//! Calls at the same moment on one session, with Stripe's answers delayed at random: the end is as after one another,
//! or a caller got `session_busy`, and nothing wrong is left.

use std::sync::Arc;
use std::time::Duration;

use discounts_core::Interaction;
use end_to_end::{Event, Shop};
use serde_json::{Value, json};
use shared::{App, Endpoint};

use crate::order::{GIVES, eligible};
use crate::policies::FIVE;

/// A call of a page: an endpoint, and for `remove` what it takes out.
#[derive(Clone, Copy, Debug)]
struct Call(Endpoint, &'static str);

impl Call {
    fn random(random: &mut fastrand::Rng) -> Self {
        let interaction = random.choice(Interaction::ALL).unwrap();
        match random.u8(..10) {
            0..6 => Self(Endpoint::Add(interaction), ""),
            6..8 => Self(Endpoint::Remove, interaction.traits().word),
            8 => Self(Endpoint::Remove, "all"),
            _ => Self(Endpoint::Refresh, ""),
        }
    }

    async fn make(self, app: Arc<App>, session: String) -> (u16, Value) {
        let body = json!({ "checkout_session_id": session, "interaction": self.1, "code": Shop::CODE });
        let response = Event::post(self.0, &body).send_to(&app, self.0).await;
        (response.status().as_u16(), serde_json::from_str(response.body()).unwrap())
    }
}

/// The amount due for the interactions in the session's metadata.
fn due(shop: &Shop, session: &str) -> i64 {
    let metadata = shop.metadata(session);
    let asked = GIVES.iter().filter(|(interaction, _)| metadata.get(interaction.traits().metadata_key).is_some());
    asked.map(|(_, amount)| *amount).max().unwrap_or_default()
}

async fn race(shop: &Shop, callers: usize, seed: u64) {
    let mut random = fastrand::Rng::with_seed(seed);
    let session = eligible(shop);
    for _ in 0..random.usize(..3) {
        Call::random(&mut random).make(shop.function(), session.clone()).await;
    }
    let calls: Vec<_> = (0..callers).map(|_| Call::random(&mut random)).collect();
    let made: Vec<_> = calls.iter().map(|call| tokio::spawn(call.make(shop.function(), session.clone()))).collect();
    let mut busy = false;
    for (call, made) in calls.iter().zip(made) {
        let (status, body) = made.await.unwrap();
        assert!(status == 200 || body["code"] == "session_busy", "{call:?}: {status} {body}");
        busy |= status != 200;
    }
    let (held, due) = (shop.discount(&session), due(shop, &session));
    assert!(held == due || (busy && held < due), "{calls:?} of seed {seed} left {held} instead of {due}");

    let removes = calls.iter().any(|call| call.0 == Endpoint::Remove);
    for Call(endpoint, _) in calls.iter().filter(|_| !removes && !busy) {
        if let Endpoint::Add(interaction) = endpoint {
            let metadata = shop.metadata(&session);
            let value = if interaction.traits().value.is_some() { "SPRING" } else { "on" };
            assert_eq!(metadata[interaction.traits().metadata_key], value, "{calls:?} of seed {seed} lost one");
        }
    }
    if !busy {
        let after = shop.call(Endpoint::Refresh, &session).await;
        assert!(!after.changed(), "{calls:?} of seed {seed}: nothing was left to do");
    }
}

/// Races of several callers; the environment variable `RACES` sets another number of rounds.
async fn races(callers: usize, rounds: u64) {
    let rounds = std::env::var("RACES").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(rounds);
    // Thousands of writes to one shop: the guard rail against loops is not what is tested here.
    let shop = Arc::new(Shop::open(&format!("limits.writes_per_session = 100000\n{}", *FIVE)).await);
    shop.stripe().set_delay(Duration::ZERO, Duration::from_millis(2));
    let at_once = 8;
    for batch in 0..rounds / at_once {
        let batch = (0..at_once).map(|round| {
            let shop = Arc::clone(&shop);
            let seed = u64::try_from(callers).unwrap() * 1_000_000 + batch * at_once + round;
            tokio::spawn(async move { race(&shop, callers, seed).await })
        });
        for race in batch.collect::<Vec<_>>() {
            race.await.unwrap();
        }
        shop.stripe().clear_requests();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_calls_at_the_same_moment_end_as_one_after_the_other() {
    races(2, 400).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_calls_at_the_same_moment_end_as_one_after_the_other() {
    races(5, 320).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eight_calls_at_the_same_moment_end_as_one_after_the_other() {
    races(8, 320).await;
}
