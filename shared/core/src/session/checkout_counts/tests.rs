use proptest::collection::btree_map;
use proptest::option;
use proptest::prelude::*;

use super::*;
use crate::policy::OfferId;

fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

/// Stripe's side of a write.
fn merged(mut held: BTreeMap<String, String>, changes: BTreeMap<String, String>) -> BTreeMap<String, String> {
    held.extend(changes);
    held.retain(|_, value| !value.is_empty());
    held
}

fn three() -> CheckoutCounts {
    let usd = Currency::parse("usd").unwrap();
    let uses = [(OfferId::parse("welcome").unwrap(), 1)].into_iter().collect();
    let (spend, last_order_at) = ([(usd, 5_000)].into(), Some(300));
    CheckoutCounts { orders: 3, more: false, returned: 1, spend, last_order_at, uses: Some(uses) }
}

#[test]
fn counts_have_keys_of_their_own() {
    let held = map(&[("orders", "27"), ("offer_uses", "friends:1"), ("loyalty_tier", "gold")]);
    let changes = three().changes(&held);
    let expected = map(&[
        ("checkout_orders", "3"),
        ("checkout_orders_returned", "1"),
        ("checkout_spend_usd", "5000"),
        ("checkout_last_order_at", "300"),
        ("checkout_uses", "welcome:1"),
    ]);
    assert_eq!(changes, expected);
    assert_eq!(CheckoutCounts::default().changes(&held), BTreeMap::new(), "no order, nothing to say");
}

#[test]
fn changes_hold_only_differing_keys() {
    let held = merged(map(&[("orders", "27")]), three().changes(&BTreeMap::new()));
    assert_eq!(three().changes(&held), BTreeMap::new());
    let four = CheckoutCounts { orders: 4, returned: 0, ..three() };
    assert_eq!(four.changes(&held), map(&[("checkout_orders", "4"), ("checkout_orders_returned", "")]));
    let none = merged(held.clone(), CheckoutCounts::default().changes(&held));
    assert_eq!(none, map(&[("orders", "27")]), "an order that was never paid leaves nothing behind");
}

#[test]
fn counts_without_room_are_unknown() {
    let theirs = |count: usize| (0..count).map(|key| (format!("theirs_{key}"), "x".to_owned())).collect();
    for (count, expected) in [(45, Ok(Some(three()))), (46, Err(Unreadable)), (49, Err(Unreadable)), (50, Ok(None))] {
        let held: BTreeMap<String, String> = theirs(count);
        let then = merged(held.clone(), three().changes(&held));
        assert!(then.len() <= 50);
        assert_eq!(CheckoutCounts::read(&then), expected, "{count}");
        assert_eq!(three().found_no_room(&held), count > 45, "{count}");
        assert_eq!(CheckoutCounts::is_full(&then), count == 50, "{count}");
    }
}

#[test]
fn uses_that_do_not_fit_are_unknown() {
    let uses = (0..400).map(|at| (OfferId::parse(&format!("offer-of-the-year-{at}")).unwrap(), 1)).collect();
    let held = CheckoutCounts { uses: Some(uses), ..three() }.changes(&BTreeMap::new());
    assert_eq!(CheckoutCounts::read(&held), Ok(Some(CheckoutCounts { uses: None, ..three() })));
}

#[test]
fn unreadable_counts_are_unknown() {
    let right = three().changes(&BTreeMap::new());
    for (key, value) in [
        ("checkout_orders", "unknown"),
        ("checkout_orders", "-1"),
        ("checkout_orders_returned", "all"),
        ("checkout_spend_usd", "50.00"),
        ("checkout_last_order_at", "yesterday"),
    ] {
        let held = merged(right.clone(), map(&[(key, value)]));
        assert_eq!(CheckoutCounts::read(&held), Err(Unreadable), "{key} = {value}");
    }
    for uses in ["welcome", "too many", ""] {
        let held = merged(right.clone(), map(&[("checkout_uses", uses)]));
        assert_eq!(CheckoutCounts::read(&held), Ok(Some(CheckoutCounts { uses: None, ..three() })), "{uses}");
    }
    assert_eq!(CheckoutCounts::read(&map(&[("orders", "3")])), Ok(None));
}

#[test]
fn rewound_metadata_keeps_what_the_shop_says() {
    let held = merged(map(&[("orders", "27"), ("loyalty_tier", "gold")]), three().changes(&BTreeMap::new()));
    let first = CheckoutCounts::default().rewound(&held);
    assert_eq!(first, map(&[("orders", "27"), ("loyalty_tier", "gold")]));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn counts_are_read_as_written_over_any_others(
        counts in [counts(), counts()],
        theirs in btree_map("[a-z]{1,3}", "[a-z]{1,3}", 0..10),
    ) {
        let mut held = theirs.clone();
        for counts in counts {
            held = merged(held.clone(), counts.changes(&held));
            let expected = (counts.orders > 0).then_some(counts);
            prop_assert_eq!(CheckoutCounts::read(&held), Ok(expected));
            prop_assert!(theirs.iter().all(|(key, value)| held.get(key) == Some(value)));
        }
    }
}

fn counts() -> impl Strategy<Value = CheckoutCounts> {
    let currencies = ["usd", "eur", "jpy"].map(|code| Currency::parse(code).unwrap());
    let spend = btree_map(proptest::sample::select(currencies.to_vec()), any::<u64>(), 0..3);
    let uses = btree_map("[a-z0-9][a-z0-9-]{0,39}", 1_u64..9, 0..30);
    (0_u64..4, any::<bool>(), 0_u64..4, spend, option::of(0_i64..1_000), uses).prop_map(
        |(orders, more, returned, spend, last_order_at, uses)| {
            let uses = uses.into_iter().map(|(offer, count)| (OfferId::parse(&offer).unwrap(), count)).collect();
            CheckoutCounts { orders, more, returned, spend, last_order_at, uses: Some(uses) }
        },
    )
}
