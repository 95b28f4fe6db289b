//! Offers that count, through the real functions: limits hold under concurrency, and uses come back.

mod attack;
mod codes;
mod ends;
mod faults;
mod pages;
mod rush;
mod store;

use std::sync::Arc;

use discounts_ledger::{CounterKey, Name, Phase, Row, SessionKey};
use end_to_end::Shop;
use end_to_end::shop::WRITER;
use sandbox::Config;
use shared::Endpoint;
use shared::core::Interaction;

use self::store::Faulty;

const ADD: Endpoint = Endpoint::Add(Interaction::CartThreshold);
const WEBHOOK: (&str, &str) = ("STRIPE_WEBHOOK_SECRET", Config::WEBHOOK_SECRET);

/// 10% off every cart, with a limit.
fn policy(limit: &str) -> String {
    format!(
        r#"
        limits.writes_per_session = 1000

        [[offer]]
        id = "first"
        interaction = "cart-threshold"
        name = "10% off"
        when.quantity_at_least = 1
        give.percent = "10"
        {limit}
        "#
    )
}

async fn shop(limit: &str) -> Shop {
    let config = Config { metadata_on_closed_sessions: true, ..Config::default() };
    Shop::on(config, &[WEBHOOK], &policy(limit)).await
}

/// A shop whose ledger can be made to fail.
async fn faulty_shop(limit: &str, seed: u64) -> (Shop, Arc<Faulty>) {
    let store = Arc::new(Faulty::new());
    let config = Config { seed, metadata_on_closed_sessions: true, ..Config::default() };
    let shop = Shop::counting_in(Arc::clone(&store) as _, *WRITER, config, &[WEBHOOK], &policy(limit)).await;
    (shop, store)
}

fn uses() -> CounterKey {
    CounterKey::Uses { offer: Name::parse("first").unwrap(), period: None }
}

/// The amount that is taken of a counter.
async fn taken(shop: &Shop, key: CounterKey) -> u64 {
    let session = SessionKey::new(Name::parse("nobody").unwrap());
    shop.ledger().read(&session, std::slice::from_ref(&key)).await.unwrap().taken[&key]
}

async fn row(shop: &Shop, session: &str) -> Option<Row> {
    shop.ledger().read(&SessionKey::new(Name::parse(session).unwrap()), &[]).await.unwrap().row
}

async fn phase(shop: &Shop, session: &str) -> Option<Phase> {
    row(shop, session).await.map(|row| row.phase)
}
