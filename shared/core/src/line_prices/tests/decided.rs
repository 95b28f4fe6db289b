//! Discounts that random policies give for random carts.

use std::collections::BTreeMap;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use crate::decide::decide;
use crate::decide::tests::random::{World, tags_of, worlds};
use crate::line_prices::{ListLine, MAX_LINES, lower};
use crate::money::Currency;
use crate::session::{Cart, Line};
use crate::test_support::amount;

const WORLDS: usize = 1_000;
const CARTS_OF_EACH: usize = 100;

/// A line of any price, and of up to 999,999 units.
fn line(random: &mut fastrand::Rng, step: u64) -> Line {
    let product = ['a', 'b', 'c', 'd'][random.usize(..4)];
    let quantity = [1, random.u64(1..=9), random.u64(1..=999_999)][random.usize(..3)];
    let most = [9, 5_000, 99_999_999][random.usize(..3)];
    let unit = random.u64(..=most).div_ceil(step) * step;
    Line {
        product: Some(format!("prod_{product}")),
        price: Some(format!("price_{product}")),
        tags: tags_of(product).map(str::to_owned),
        quantity,
        unit_amount: Some(amount(unit)),
        subtotal: amount(unit * quantity),
    }
}

/// A cart of up to as many lines as a session may have.
fn cart(random: &mut fastrand::Rng, currency: Currency, like: &Cart) -> (Cart, Vec<ListLine>) {
    let count = if random.u8(..20) == 0 { random.usize(1..=MAX_LINES) } else { random.usize(1..=8) };
    let step = if random.u8(..4) == 0 { 1 } else { currency.step() };
    let lines: Vec<Line> = (0..count).map(|_| line(random, step)).collect();
    let list = lines.iter().map(|line| ListLine { unit_amount: line.unit_amount, quantity: line.quantity }).collect();
    let subtotal = amount(lines.iter().map(|line| line.subtotal.get()).sum());
    let quantity = Some(lines.iter().map(|line| line.quantity).sum());
    (Cart { currency, subtotal, quantity, lines: Some(lines), ..like.clone() }, list)
}

#[test]
fn lowered_lines_total_list_less_what_is_decided() {
    let mut runner = TestRunner::deterministic();
    let mut random = fastrand::Rng::with_seed(16);
    let currencies = Currency::all();
    let mut given: BTreeMap<Currency, usize> = BTreeMap::new();
    let (mut round, mut without_room) = (0, 0);
    for _ in 0..WORLDS {
        let World { policy, session, set, now, text } = worlds().new_tree(&mut runner).unwrap().current();
        for _ in 0..CARTS_OF_EACH {
            round += 1;
            // Amounts of a policy are in a few currencies; in the others, only its percentages count.
            let currency = if random.bool() { session.cart.currency } else { currencies[round % currencies.len()] };
            let (cart, list) = cart(&mut random, currency, &session.cart);
            let (subtotal, mut session) = (cart.subtotal, session.clone());
            session.cart = cart;
            let discount = decide(&policy, &session, set, now).unwrap().amount_off();
            let Some(lowered) = lower(&list, discount, currency) else {
                assert!(list.len() > MAX_LINES / 2, "{list:?} less {discount} of\n{text}");
                without_room += 1;
                continue;
            };
            *given.entry(currency).or_default() += usize::from(discount.get() > 0);
            let sum: u64 = lowered.iter().flatten().map(|priced| priced.quantity * priced.unit_amount.get()).sum();
            assert_eq!(sum, subtotal.get() - discount.get(), "{list:?} less {discount} of\n{text}");
            for (line, priced) in list.iter().zip(&lowered) {
                assert!(
                    priced.iter().all(|priced| Some(priced.unit_amount) <= line.unit_amount),
                    "{line:?} {priced:?}"
                );
                assert_eq!(priced.iter().map(|priced| priced.quantity).sum::<u64>(), line.quantity);
            }
        }
    }
    let in_each = currencies.iter().all(|currency| given.get(currency).is_some_and(|given| *given > 0));
    assert!(in_each, "a discount in each currency: {given:?}");
    assert!(given.values().sum::<usize>() > round / 10 && without_room < round / 100, "{given:?}, {without_room}");
}
