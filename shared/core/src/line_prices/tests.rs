#![expect(clippy::arithmetic_side_effects, reason = "a test that overflows has failed")]

mod decided;

use std::collections::BTreeMap;

use super::*;
use crate::money::Currency;
use crate::test_support::{amount, currency};

fn line(unit: u64, quantity: u64) -> ListLine {
    ListLine { unit_amount: Some(amount(unit)), quantity }
}

/// The prices in a word for each line: `2x1125`, or `1x33+2x34`.
fn words(lines: &[ListLine], discount: u64, code: &str) -> String {
    let Some(lowered) = lower(lines, amount(discount), currency(code)) else { return "no room".to_owned() };
    let one = |priced: &PricedUnits| format!("{}x{}", priced.quantity, priced.unit_amount);
    let of_line = |priced: &Vec<PricedUnits>| priced.iter().map(one).collect::<Vec<_>>().join("+");
    lowered.iter().map(of_line).collect::<Vec<_>>().join(" ")
}

#[test]
fn discount_is_shared_over_lines_by_largest_remainder() {
    for (lines, discount, code, prices) in [
        (&[line(12_500, 2)][..], 2_500, "usd", "2x11250"),
        // 1.00 of three lines of 1.00: 0.33 each, and the cent that is left goes to the first.
        (&[line(100, 1), line(100, 1), line(100, 1)], 100, "usd", "1x66 1x67 1x67"),
        // 29.00 for three units.
        (&[line(1_000, 3)], 100, "usd", "1x966+2x967"),
        (&[line(1_000, 1), line(2_000, 1)], 101, "usd", "1x966 1x1933"),
        (&[line(1_000, 3), line(0, 5)], 3_000, "usd", "3x0 5x0"),
        (&[line(1_000, 3)], 0, "usd", "3x1000"),
        (&[], 0, "usd", ""),
        (&[line(1_000, 3)], 3_001, "usd", "no room"),
        // Whole crowns: 10000.00 of three units is 3333 + 3333 + 3334 in whole units.
        (&[line(1_000_000, 3)], 10_000, "isk", "1x996600+2x996700"),
        (&[line(1_000, 3)], 100, "kwd", "1x960+2x970"),
        // The list price is off the step, and stays so.
        (&[line(1_005, 2)], 10, "kwd", "2x1000"),
    ] {
        assert_eq!(words(lines, discount, code), prices, "{discount} {code}");
    }
}

#[test]
fn line_without_a_unit_price_takes_no_share() {
    let package = ListLine { unit_amount: None, quantity: 12 };
    assert_eq!(words(&[package, line(1_000, 1)], 1_000, "usd"), " 1x0");
    assert_eq!(words(&[package, line(1_000, 1)], 1_001, "usd"), "no room");
}

#[test]
fn full_cart_splits_as_few_lines_as_it_can() {
    let mut lines = vec![line(1_000, 2); 99];
    // 0.99 over 99 lines of two units: each would be split.
    let count = |lines: &[ListLine], discount: u64| {
        lower(lines, amount(discount), currency("usd")).map(|lowered| lowered.iter().map(Vec::len).sum::<usize>())
    };
    assert_eq!(count(&lines, 99), Some(100));
    lines.push(line(1_000, 2));
    assert_eq!(count(&lines, 100), Some(100));
    assert_eq!(count(&lines, 101), None, "an odd cent needs a further line");
    lines[99] = line(1_000, 1);
    assert_eq!(count(&lines, 101), Some(100));
    lines.push(line(1, 1));
    assert_eq!(count(&lines, 0), None);
}

/// A cart of every size of price and quantity, and a discount of up to all of it.
fn random_cart(random: &mut fastrand::Rng, currency: Currency) -> (Vec<ListLine>, u64) {
    let lines = if random.u8(..20) == 0 { random.usize(1..=100) } else { random.usize(1..=8) };
    let step = if random.u8(..4) == 0 { 1 } else { currency.step() };
    let line = |random: &mut fastrand::Rng| {
        let quantity = [1, random.u64(1..=9), random.u64(1..=999_999)][random.usize(..3)];
        let most = [9, 5_000, 99_999_999][random.usize(..3)];
        ListLine {
            unit_amount: (random.u8(..50) > 0).then(|| amount(random.u64(..=most).div_ceil(step) * step)),
            quantity,
        }
    };
    let lines: Vec<ListLine> = (0..lines).map(|_| line(random)).collect();
    let total = total(&lines);
    let discount = match random.u8(..10) {
        0 => total,
        1 => 0,
        _ => random.u64(..=total) / step * step,
    };
    (lines, discount)
}

fn total(lines: &[ListLine]) -> u64 {
    lines.iter().map(|line| line.unit_amount.unwrap_or_default().get() * line.quantity).sum()
}

#[test]
fn lowered_lines_total_list_less_discount() {
    let mut random = fastrand::Rng::with_seed(16);
    let currencies = Currency::all();
    let mut without_room = 0;
    for round in 0..20_000 {
        let currency = currencies[round % currencies.len()];
        let (lines, discount) = random_cart(&mut random, currency);
        let Some(lowered) = lower(&lines, amount(discount), currency) else {
            assert!(lines.len() > 50, "{lines:?} less {discount}");
            without_room += 1;
            continue;
        };
        assert!(lowered.iter().map(|priced| priced.len().max(1)).sum::<usize>() <= MAX_LINES);
        let sum: u64 = lowered.iter().flatten().map(|priced| priced.quantity * priced.unit_amount.get()).sum();
        assert_eq!(sum, total(&lines) - discount, "{lines:?} less {discount} {}", currency.as_str());
        let on_step = |sum: u64| sum.is_multiple_of(currency.step());
        let list_on_step = lines.iter().all(|line| on_step(line.unit_amount.unwrap_or_default().get()));
        for (line, priced) in lines.iter().zip(&lowered) {
            let Some(unit) = line.unit_amount else { continue };
            assert_eq!(priced.iter().map(|priced| priced.quantity).sum::<u64>(), line.quantity);
            assert!(priced.iter().all(|priced| priced.quantity > 0 && priced.unit_amount <= unit), "{line:?}");
            assert!(!list_on_step || !on_step(discount) || priced.iter().all(|one| on_step(one.unit_amount.get())));
        }
    }
    assert!(without_room < 100, "{without_room}");
}

fn metadata(marks: &LineMarks) -> BTreeMap<String, String> {
    let pairs = marks.pairs().into_iter().filter(|(_, value)| !value.is_empty());
    pairs.map(|(key, value)| (key.to_owned(), value)).collect()
}

#[test]
fn marks_are_read_back_if_they_explain_the_price() {
    for (is_inline, is_part) in [(false, false), (true, false), (false, true), (true, true)] {
        let marks =
            LineMarks { price: "price_1".to_owned(), is_inline, list: amount(12_500), off: amount(1_250), is_part };
        let written = metadata(&marks);
        assert!(LineMarks::are_in(&written));
        assert_eq!(LineMarks::read(&written, amount(11_250)).as_ref(), Some(&marks));
        for price in [0, 11_249, 11_251, 12_500] {
            assert_eq!(LineMarks::read(&written, amount(price)), None, "{price}");
        }
        let mut left = written;
        for (key, value) in LineMarks::removed() {
            assert!(value.is_empty());
            left.remove(key);
        }
        assert!(!LineMarks::are_in(&left));
    }
}

#[test]
fn marks_with_a_part_missing_explain_nothing() {
    let marks =
        LineMarks { price: "price_1".to_owned(), is_inline: false, list: amount(5), off: amount(1), is_part: false };
    for key in metadata(&marks).into_keys() {
        let mut written = metadata(&marks);
        written.remove(&key);
        assert_eq!(LineMarks::read(&written, amount(4)), None, "{key}");
        written.insert(key, "-1".to_owned());
        assert_eq!(LineMarks::read(&written, amount(4)).is_some(), written["discount_price"] == "-1");
    }
}
