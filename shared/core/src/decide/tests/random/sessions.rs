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
    let cart = (select(CURRENCIES.to_vec()), carts, shipping, option::of(0..5_u64)).prop_map(
        |(code, subtotal, shipping, quantity)| {
            let (subtotal, shipping) = (amount(subtotal), amount(shipping));
            Cart { currency: currency(code), subtotal, shipping, quantity }
        },
    );
    let channel = btree_map(Just("channel".to_owned()), select(vec!["app".to_owned(), "web".to_owned()]), 0..2);
    (cart, shoppers(), option::of(addresses()), channel).prop_map(|(cart, shopper, address, metadata)| Snapshot {
        cart,
        shopper,
        address,
        metadata,
        held: Held::default(),
    })
}

fn shoppers() -> impl Strategy<Value = Shopper> {
    let fact = || {
        prop_oneof![
            select(vec!["gold", "vip, new", "", "no"]).prop_map(str::to_owned),
            (0..12_u32).prop_map(|count| count.to_string()),
            (1_790_000_000..1_797_000_000_u64).prop_map(|seconds| seconds.to_string()),
        ]
    };
    let keys = ["loyalty_tier", "segments", "orders", "last_order_at", "lifetime_spend_usd", "lifetime_spend_jpy"];
    let metadata = btree_map(select(keys.to_vec()).prop_map(str::to_owned), fact(), 0..5);
    let email = option::of(select(vec!["jane.doe@example.edu".to_owned(), "jane.doe@example.com".to_owned()]));
    let created =
        option::of((0..90_i64).prop_map(|days| at("2026-09-01T00:00:00Z") + SignedDuration::from_hours(24 * days)));
    let customer = (metadata, email, created).prop_map(|(metadata, email, created)| {
        Shopper::Customer(Customer { id: "cus_1".to_owned(), created, email, metadata })
    });
    prop_oneof![1 => Just(Shopper::Guest), 4 => customer]
}

fn addresses() -> impl Strategy<Value = Address> {
    let given = |words: Vec<&'static str>| option::of(select(words).prop_map(str::to_owned));
    let country = given(vec!["US", "us", "GB", "DE"]);
    let state = given(vec!["CA", "US-CA", "NY"]);
    let postal_code = given(vec!["94105-9876", "10012", "SW1A 1AA"]);
    (country, state, postal_code).prop_map(|(country, state, postal_code)| Address { country, state, postal_code })
}
