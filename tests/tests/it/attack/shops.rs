//! Many runs, in shops of their own.

use std::sync::Arc;

use sandbox::Config;

use super::attack_setup::Stage;
use super::goods::RATES;

/// How many of them share a shop.
const IN_ONE_SHOP: u64 = 50;

/// The seed of the first sandbox. No other test has it: the log of all tests is searched for ids of sessions.
const SEEDS: u64 = 1_000;

/// This many runs, in shops of their own, a few shops at the same time.
pub(super) async fn in_shops<F, R>(runs: u64, run: F)
where
    F: Fn(Arc<Stage>, u64) -> R + Copy + Send + 'static,
    R: Future<Output = ()> + Send,
{
    let asked = std::env::var("ATTACKERS").ok().and_then(|runs| runs.parse().ok());
    let shops: Vec<u64> = (0..asked.unwrap_or(runs).div_ceil(IN_ONE_SHOP)).collect();
    for at_once in shops.chunks(3) {
        let shops = at_once.iter().copied().map(|shop| {
            tokio::spawn(async move {
                // What nobody knows of Stripe is tried either way.
                let seed = SEEDS.saturating_add(shop);
                let config = Config { seed, other_parameters_first: shop % 4 < 2, ..Config::default() };
                let combine = if shop % 2 == 0 { "best" } else { "sum" };
                // A shop that ships has no free orders.
                let rates = if shop % 3 == 0 { &RATES[..] } else { &[] };
                let stage = Arc::new(Stage::shipping_at(rates, config, combine).await);
                for at in 0..IN_ONE_SHOP {
                    run(Arc::clone(&stage), shop * IN_ONE_SHOP + at).await;
                    stage.shop.stripe().clear_requests();
                }
            })
        });
        for shop in shops.collect::<Vec<_>>() {
            shop.await.unwrap();
        }
    }
}
