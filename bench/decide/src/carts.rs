//! Sessions to decide on.

use std::collections::BTreeMap;

use discounts_core::money::{Amount, Currency};
use discounts_core::session::{Address, AppliedState, Cart, Customer, Line, Shopper, Snapshot};

/// A session with one line of two units.
pub(crate) fn small() -> Snapshot {
    session(lines(1))
}

/// A session with 100 lines, the most that a Checkout Session has.
pub(crate) fn long() -> Snapshot {
    session(lines(100))
}

/// A session with 100 lines of the most units each, at prices that differ.
pub(crate) fn hostile() -> Snapshot {
    let mut lines = lines(100);
    for (place, line) in (0..).zip(&mut lines) {
        line.quantity = 999_999 - place;
        let each = 100 + place * 37 % 900;
        line.unit_amount = Some(amount(each));
        line.subtotal = amount(each * line.quantity);
    }
    session(lines)
}

fn session(lines: Vec<Line>) -> Snapshot {
    let metadata = [("loyalty_tier", "gold"), ("segments", "vip"), ("orders", "4")];
    let metadata = metadata.map(|(key, value)| (key.to_owned(), value.to_owned()));
    Snapshot {
        id: Some("cs_1".to_owned()),
        cart: cart(lines),
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
        ledger: <_>::default(),
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
