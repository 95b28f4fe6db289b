//! Random sessions.

use jiff::SignedDuration;
use proptest::collection::btree_map;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::CURRENCIES;
use crate::Snapshot;
use crate::session::{Address, Cart, Customer, Held, Shopper};
use crate::test_support::{amount, at, currency};

pub(super) fn session(carts: BoxedStrategy<u64>, shipping: std::ops::Range<u64>) -> impl Strategy<Value = Snapshot> {
    let cart = (select(CURRENCIES.to_vec()), carts, shipping, option::weighted(0.9, 0..5_u64)).prop_map(
        |(code, subtotal, shipping, quantity)| {
            let (subtotal, shipping) = (amount(subtotal), amount(shipping));
            Cart { currency: currency(code), subtotal, shipping, quantity }
        },
    );
    let channel = btree_map(Just("channel".to_owned()), select(vec!["app".to_owned(), "web".to_owned()]), 0..2);
    (cart, shoppers(), option::weighted(0.7, addresses()), channel).prop_map(|(cart, shopper, address, metadata)| {
        Snapshot { cart, shopper, address, metadata, held: Held::default() }
    })
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
        one_of("lifetime_spend_usd", &["0", "12345", "9999999", "1.5"]),
    );
    let facts = facts.prop_map(|(tier, segments, orders, last, spend)| {
        [tier, segments, orders, last, spend].into_iter().flatten().collect()
    });
    let email = option::of(select(vec!["jane.doe@example.edu".to_owned(), "jane.doe@example.com".to_owned()]));
    let created = (0..90_i64).prop_map(|days| at("2026-08-01T00:00:00Z") + SignedDuration::from_hours(24 * days));
    let customer = (facts, email, option::of(created)).prop_map(|(metadata, email, created)| {
        Shopper::Customer(Customer { id: "cus_1".to_owned(), created, email, metadata })
    });
    prop_oneof![1 => Just(Shopper::Guest), 4 => customer]
}

fn addresses() -> impl Strategy<Value = Address> {
    let given = |words: Vec<&'static str>| option::weighted(0.9, select(words).prop_map(str::to_owned));
    let country = given(vec!["US", "us", "DE"]);
    let state = given(vec!["CA", "us-ca", "NY"]);
    let postal_code = given(vec!["94105-9876", "10012", "SW1A 1AA"]);
    (country, state, postal_code).prop_map(|(country, state, postal_code)| Address { country, state, postal_code })
}
