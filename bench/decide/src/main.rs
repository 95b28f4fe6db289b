//! The pure decision on the sample policy, and on one of 500 offers.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

use discounts_core::money::{Amount, Currency};
use discounts_core::session::{Address, AppliedState, Cart, Customer, Line, Shopper, Snapshot};
use discounts_core::{Interaction, InteractionSet, Policy, decide};

const ROUNDS: usize = 301;
const DECISIONS_A_ROUND: u32 = 200;

/// Prints the median of many rounds, in microseconds for one decision.
pub(crate) fn measure() {
    let sample = Policy::load("discounts.toml", shared::settings::COMPILED_IN_POLICY).expect("the sample loads");
    let many = Policy::load("many.toml", &many_offers(500)).expect("the made policy loads");
    let about_lines = Policy::load("lines.toml", &many_offers_on_lines(500)).expect("the made policy loads");
    let hinting = Policy::load("hinting.toml", &many_hints(500)).expect("the made policy loads");
    let session = session();
    let long_cart = Snapshot { cart: cart(lines(100)), ..session.clone() };
    let now = "2026-11-21T12:00:00Z".parse().expect("a time");
    // The first rounds after the calls above find caches and clocks cold, so they are not shown.
    for (name, policy, session) in [
        ("", &sample, &session),
        ("sample policy", &sample, &session),
        ("500 offers", &many, &session),
        ("500 on 100 lines", &about_lines, &long_cart),
        ("500 near offers", &hinting, &long_cart),
    ] {
        let offers = policy.offers.len();
        let time = median_of(|| {
            let decision = decide(black_box(policy), black_box(session), InteractionSet::all(), now);
            let _ = black_box(decision.expect("it decides"));
        });
        if !name.is_empty() {
            println!("{name:16} median {:.2} us for {offers} offers, all interactions asked for", micros(time));
        }
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
        id: Some("cs_1".to_owned()),
        cart: cart(lines(1)),
        shopper: Shopper::Customer(Customer {
            id: "cus_1".to_owned(),
            created: Some("2026-03-01T00:00:00Z".parse().expect("a time")),
            uncounted: false,
            metadata: metadata.into_iter().collect::<BTreeMap<_, _>>(),
        }),
        address: Some(Address {
            country: Some("US".to_owned()),
            state: Some("CA".to_owned()),
            postal_code: Some("94103".to_owned()),
        }),
        code: None,
        metadata: BTreeMap::new(),
        held: AppliedState::default(),
    }
}

fn cart(lines: Vec<Line>) -> Cart {
    Cart {
        currency: Currency::parse("usd").expect("usd is a currency"),
        subtotal: amount(lines.iter().map(|line| line.subtotal.get()).sum()),
        shipping: Amount::ZERO,
        shipping_cost: None,
        must_charge: false,
        quantity: Some(lines.iter().map(|line| line.quantity).sum()),
        lines: Some(lines),
    }
}

/// 250.00 on a number of lines, of products with three tags each.
fn lines(count: u64) -> Vec<Line> {
    let line = |index: u64| Line {
        product: Some(format!("prod_{index}")),
        price: Some(format!("price_{index}")),
        tags: Some(format!("brand-{}, kind-{}, season-{}", index % 20, index % 7, index % 4)),
        quantity: 2,
        unit_amount: Some(amount(12_500 / count)),
        subtotal: amount(25_000 / count),
    };
    (0..count).map(line).collect()
}

fn amount(minor: u64) -> Amount {
    Amount::new(minor).expect("a small amount")
}

/// Offers that all read the lines: by product, by tag, by unit price, for each unit, for the cheapest.
fn many_offers_on_lines(count: usize) -> String {
    let mut text = String::new();
    for index in 0..count {
        let (product, brand, kind) = (index % 120, index % 25, index % 7);
        let lines = match index % 5 {
            0 => format!("give.percent = \"5\"\ngive.on = {{ products = [\"prod_{product}\", \"prod_{kind}\"] }}"),
            1 => format!("give.percent = \"{}\"\ngive.on = {{ tags = [\"brand-{brand}\"] }}", 1 + kind),
            2 => format!(
                "give.amount_off = {{ usd = \"0.10\" }}\ngive.per_unit = true\ngive.except = {{ tags = [\"kind-{kind}\"] }}"
            ),
            3 => format!(
                "give.percent = \"50\"\ngive.cheapest = true\ngive.on = {{ unit_price_at_least = {{ usd = \"0.{brand:02}\" }} }}"
            ),
            _ => format!(
                "give.percent = \"3\"\nwhen.contains = {{ tags = [\"season-{}\"], quantity_at_least = 4 }}",
                index % 6
            ),
        };
        writeln!(
            text,
            "[[offer]]\nid = \"offer-{index}\"\ninteraction = \"cart-threshold\"\nname = \"Offer {index}\"\n\
             when.subtotal_over = {{ usd = \"{}.00\" }}\n{lines}\n",
            index % 260
        )
        .expect("a string takes everything");
    }
    text
}

/// Offers that each lack some items, so that hints decide larger carts.
fn many_hints(count: usize) -> String {
    let mut text = String::new();
    for index in 0..count {
        let (brand, least) = (index % 20, 11 + index % 5);
        writeln!(
            text,
            "[[offer]]\nid = \"offer-{index}\"\ninteraction = \"cart-threshold\"\nname = \"Offer {index}\"\n\
             when.contains = {{ tags = [\"brand-{brand}\"], quantity_at_least = {least} }}\n\
             give.percent = \"{}\"\ngive.on = {{ tags = [\"brand-{brand}\"] }}\n",
            1 + index % 30
        )
        .expect("a string takes everything");
    }
    text
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
