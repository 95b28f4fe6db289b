//! Random sessions.

use jiff::SignedDuration;
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::CURRENCIES;
use crate::Snapshot;
use crate::session::{Address, AppliedState, Cart, Customer, Line, ShippingCost, Shopper, ShopperCode};
use crate::test_support::{amount, at, currency};

pub(super) fn session(carts: BoxedStrategy<u64>, shipping: std::ops::Range<u64>) -> impl Strategy<Value = Snapshot> {
    let must_charge = prop::bool::weighted(0.2);
    let parts = option::weighted(0.9, vec(parts(), 1..5));
    let rate = option::weighted(0.8, option::weighted(0.8, select(vec!["shr_a", "shr_b"])));
    let cart = (select(CURRENCIES.to_vec()), carts, (shipping, rate), must_charge, parts).prop_map(
        |(code, subtotal, (shipping, rate), must_charge, parts)| {
            let lines = parts.map(|parts| lines(subtotal, &parts));
            let quantity = lines.as_ref().map(|lines| lines.iter().map(|line| line.quantity).sum());
            let (subtotal, shipping) = (amount(subtotal), amount(shipping));
            let shipping_cost = rate.map(|rate| ShippingCost { amount: shipping, rate: rate.map(str::to_owned) });
            Cart { currency: currency(code), subtotal, shipping, shipping_cost, must_charge, quantity, lines }
        },
    );
    let channel = btree_map(Just("channel".to_owned()), select(vec!["app".to_owned(), "web".to_owned()]), 0..2);
    let code = option::weighted(0.8, select(vec!["spring", "SUMMER26", "nothing"]));
    let id = option::weighted(0.9, (0..20_u8).prop_map(|number| format!("cs_{number}")));
    (id, cart, shoppers(), option::weighted(0.7, addresses()), code, channel).prop_map(
        |(id, cart, shopper, address, code, metadata)| {
            let code = code.and_then(ShopperCode::parse);
            Snapshot {
                id,
                cart,
                shopper,
                address,
                code,
                metadata,
                held: AppliedState::default(),
                ledger: <_>::default(),
            }
        },
    )
}

/// A line's product, its units, its share of the cart, and how its price says what a unit costs.
type Part = (char, u64, u64, u8);

fn parts() -> impl Strategy<Value = Part> {
    (select(vec!['a', 'b', 'c', 'd']), 0..5_u64, 0..10_u64, 0..4_u8)
}

/// Lines that sum to the cart.
fn lines(subtotal: u64, parts: &[Part]) -> Vec<Line> {
    let whole: u64 = parts.iter().map(|(_, _, share, _)| share).sum::<u64>().max(1);
    let mut left = subtotal;
    let mut lines: Vec<Line> = parts
        .iter()
        .map(|(product, quantity, share, says)| {
            let worth = u64::try_from(u128::from(subtotal) * u128::from(*share) / u128::from(whole)).unwrap().min(left);
            left -= worth;
            let each = worth.checked_div(*quantity).filter(|each| each * quantity == worth);
            Line {
                product: Some(format!("prod_{product}")),
                price: Some(format!("price_{product}")),
                tags: tags_of(*product).map(str::to_owned),
                quantity: *quantity,
                unit_amount: match says {
                    0 => None,
                    // The price of a package.
                    1 => Some(amount(worth)),
                    _ => each.map(amount),
                },
                subtotal: amount(worth),
            }
        })
        .collect();
    // What rounding left over; a line of its own that nothing names.
    if left > 0 {
        lines.push(Line { quantity: 1, subtotal: amount(left), ..Line::default() });
    }
    lines
}

/// The tags of a product; those of one are unknown.
pub(crate) fn tags_of(product: char) -> Option<&'static str> {
    [('a', "sale, new"), ('b', "sale"), ('c', "")]
        .into_iter()
        .find(|(tagged, _)| *tagged == product)
        .map(|(_, tags)| tags)
}

fn shoppers() -> impl Strategy<Value = Shopper> {
    let one_of = |key: &'static str, values: &[&'static str]| {
        option::weighted(0.8, select(values.to_vec()).prop_map(move |value| (key.to_owned(), value.to_owned())))
    };
    let facts = (
        one_of("loyalty_tier", &["gold", " silver", "bronze"]),
        one_of("segments", &["vip", "old, new", ","]),
        one_of("orders", &["0", "1", "2", "3", "11", "many"]),
        one_of("last_order_at", &["1790000000", "1793000000", "1796000000"]),
        one_of("offer_uses", &["none", "offer-0:1,offer-2:3", "offer-1:1", "1"]),
        one_of("lifetime_spend_usd", &["0", "12345", "9999999", "1.5"]),
        one_of("plan", &["pro", "Team ", "free"]),
        one_of("birthday", &["1990-11-05", "--10-12", "2026-11-20", "soon"]),
    );
    let facts = facts.prop_map(|(tier, segments, orders, last, uses, spend, plan, birthday)| {
        [tier, segments, orders, last, uses, spend, plan, birthday].into_iter().flatten().collect::<Vec<_>>()
    });
    let email = option::of(select(vec!["jane.doe@example.edu".to_owned(), "jane.doe@example.com".to_owned()]));
    let created = (0..90_i64).prop_map(|days| at("2026-08-01T00:00:00Z") + SignedDuration::from_hours(24 * days));
    let customer = (facts, email, option::of(created), proptest::bool::weighted(0.1)).prop_map(
        |(metadata, email, created, uncounted)| {
            let email = email.map(|email| ("verified_email".to_owned(), email));
            let metadata = email.into_iter().chain(metadata).collect();
            Shopper::Customer(Customer { id: "cus_1".to_owned(), created, uncounted, metadata })
        },
    );
    prop_oneof![1 => Just(Shopper::Guest), 4 => customer]
}

fn addresses() -> impl Strategy<Value = Address> {
    let given = |words: Vec<&'static str>| option::weighted(0.9, select(words).prop_map(str::to_owned));
    let country = given(vec!["US", "us", "DE"]);
    let state = given(vec!["CA", "us-ca", "NY"]);
    let postal_code = given(vec!["94105-9876", "10012", "SW1A 1AA"]);
    (country, state, postal_code).prop_map(|(country, state, postal_code)| Address { country, state, postal_code })
}
