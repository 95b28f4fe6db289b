//! The pure decision on the sample policy, and on one of 500 offers.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

use discounts_core::money::{Amount, Currency};
use discounts_core::session::{Address, Cart, Customer, Held, Shopper, Snapshot};
use discounts_core::{Interaction, InteractionSet, Policy, decide};

const ROUNDS: usize = 301;
const DECISIONS_A_ROUND: u32 = 200;

/// Prints the median of many rounds, in microseconds for one decision.
pub(crate) fn measure() {
    let sample = Policy::load("discounts.toml", shared::settings::COMPILED_IN_POLICY).expect("the sample loads");
    let many = Policy::load("many.toml", &many_offers(500)).expect("the made policy loads");
    let session = session();
    let now = "2026-11-21T12:00:00Z".parse().expect("a time");
    for (name, policy) in [("sample policy", &sample), ("500 offers", &many)] {
        let offers = policy.offers.len();
        let time = median_of(|| {
            let decision = decide(black_box(policy), black_box(&session), InteractionSet::all(), now);
            let _ = black_box(decision.expect("it decides"));
        });
        println!("{name:16} median {:.2} us for {offers} offers, all interactions asked for", micros(time));
    }
    for interaction in Interaction::ALL {
        let time = median_of(|| {
            let decision = decide(black_box(&sample), black_box(&session), interaction.into(), now);
            let _ = black_box(decision.expect("it decides"));
        });
        println!("sample policy    median {:.2} us, {interaction} alone asked for", micros(time));
    }
    let load = median_of(|| {
        let _ = black_box(Policy::load("discounts.toml", shared::settings::COMPILED_IN_POLICY));
    });
    println!("parsing it       median {:.2} us", micros(load));
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

fn median_of(mut work: impl FnMut()) -> Duration {
    let rounds = (0..ROUNDS).map(|_| {
        let started = Instant::now();
        (0..DECISIONS_A_ROUND).for_each(|_| work());
        started.elapsed() / DECISIONS_A_ROUND
    });
    super::median(&rounds.collect::<Vec<_>>())
}

fn session() -> Snapshot {
    let metadata = [("loyalty_tier", "gold"), ("segments", "vip"), ("orders", "4")];
    let metadata = metadata.map(|(key, value)| (key.to_owned(), value.to_owned()));
    Snapshot {
        cart: Cart {
            currency: Currency::parse("usd").expect("usd is a currency"),
            subtotal: Amount::new(25_000).expect("a small amount"),
            shipping: Amount::ZERO,
            quantity: Some(3),
            lines: None,
        },
        shopper: Shopper::Customer(Customer {
            id: "cus_1".to_owned(),
            created: Some("2026-03-01T00:00:00Z".parse().expect("a time")),
            email: Some("someone@example.com".to_owned()),
            metadata: metadata.into_iter().collect::<BTreeMap<_, _>>(),
        }),
        address: Some(Address {
            country: Some("US".to_owned()),
            state: Some("CA".to_owned()),
            postal_code: Some("94103".to_owned()),
        }),
        metadata: BTreeMap::new(),
        held: Held::default(),
    }
}

/// Offers of every interaction, most of them not eligible: the shape of a policy that has grown for years.
fn many_offers(count: usize) -> String {
    let mut text = String::new();
    for index in 0..count {
        let (interaction, condition) = match index % 5 {
            0 => ("loyalty", format!("tier = [\"tier-{index}\", \"gold\"]")),
            1 => ("cart-threshold", format!("subtotal_over = {{ usd = \"{}.00\" }}", index * 2)),
            2 => ("location", format!("region = [\"US-CA\", \"US-N{}\"]", index % 10)),
            3 => ("limited-time", format!("starts = 2026-01-01\nwhen.ends = 2026-12-{:02}", 1 + index % 30)),
            _ => ("customer-offer", format!("segment = [\"segment-{index}\"]")),
        };
        let give = match index % 2 {
            0 => format!("percent = \"{}\"", 1 + index % 20),
            _ => format!("amount_off = {{ usd = \"{}.00\" }}", 1 + index % 30),
        };
        write!(
            text,
            "[[offer]]\nid = \"offer-{index}\"\ninteraction = \"{interaction}\"\nname = \"Offer {index}\"\n\
             when.{condition}\ngive.{give}\n\n"
        )
        .expect("a string takes everything");
    }
    text
}
