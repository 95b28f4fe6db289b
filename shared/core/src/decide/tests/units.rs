//! Effects on units: the amounts that a shop works out by hand, one offer on one cart each.

use super::*;
use crate::Snapshot;
use crate::session::Line;
use crate::test_support::{NOON, amount};

mod agreement;
mod bundle;
mod combined;
mod every;
mod for_each;
mod hints;
mod oracle;
mod properties;
mod random;
mod unit_price;

/// A cart of units at their prices, such as `2 mug 1200 + 1 sock 600`; each is tagged with its name.
fn cart(text: &str) -> Snapshot {
    let line = |text: &str| {
        let [quantity, tag, price] = text.split_whitespace().collect::<Vec<_>>()[..] else { panic!("{text}") };
        let (quantity, price): (u64, u64) = (quantity.parse().unwrap(), price.parse().unwrap());
        Line {
            product: Some(format!("prod_{tag}_{price}")),
            price: Some(format!("price_{tag}_{price}")),
            tags: Some(tag.to_owned()),
            quantity,
            unit_amount: Some(amount(price)),
            subtotal: amount(quantity * price),
        }
    };
    with_lines(text.split(" + ").map(line).collect())
}

fn with_lines(lines: Vec<Line>) -> Snapshot {
    let mut session = Snapshot::guest(lines.iter().map(|line| line.subtotal.get()).sum());
    session.cart.quantity = Some(lines.iter().map(|line| line.quantity).sum());
    session.cart.lines = Some(lines);
    session
}

/// One line with a subtotal that its units do not divide.
fn uneven(quantity: u64, tag: &str, subtotal: u64) -> Line {
    let subtotal = amount(subtotal);
    let id = |kind| Some(format!("{kind}_{tag}"));
    Line { product: id("prod"), price: id("price"), tags: Some(tag.to_owned()), quantity, unit_amount: None, subtotal }
}

/// Every row is a cart and its discount.
#[track_caller]
fn each_gives(give: &str, rows: &[(&str, u64)]) {
    let policy = policy(&for_all("it", &format!("[offer.give]\n{give}")));
    for (text, off) in rows {
        assert_eq!(decided(&policy, &cart(text)).off(), *off, "{give}\n{text}");
    }
}
