//! Properties of every offer on units.

use super::oracle::{Deal, Gives, Selected, units};
use super::random::{Dice, bundle, bundle_text, deal, even_lines, lines, lines_of_sets, session, text};
use super::*;

/// The random offers and carts of each property.
const CASES: u64 = 1_500;

fn each_case(seed: u64, mut check: impl FnMut(&mut Dice, &Deal, &crate::Policy)) {
    let mut dice = Dice(seed);
    for _ in 0..CASES / 10 {
        let deal = deal(&mut dice);
        let policy = policy(&text(&deal));
        for _ in 0..10 {
            check(&mut dice, &deal, &policy);
        }
    }
}

fn off(policy: &crate::Policy, lines: &[Line]) -> u64 {
    decided(policy, &session(lines.to_vec())).off()
}

#[test]
fn discount_is_at_most_the_cart_whatever_the_order_of_lines() {
    each_case(1, |dice, deal, policy| {
        let mut lines = lines(dice);
        let given = off(policy, &lines);
        assert!(given <= lines.iter().map(|line| line.subtotal.get()).sum(), "{deal:?}\n{lines:#?}");
        lines.reverse();
        assert_eq!(off(policy, &lines), given, "{deal:?}\n{lines:#?}");
        let turns = dice.count(0, 4) % lines.len();
        lines.rotate_left(turns);
        assert_eq!(off(policy, &lines), given, "{deal:?}\n{lines:#?}");
    });
}

#[test]
fn line_in_two_parts_is_discounted_as_one() {
    each_case(2, |dice, deal, policy| {
        let lines = even_lines(dice);
        let mut parts = lines.clone();
        let place = dice.count(0, u64::try_from(lines.len()).unwrap());
        let line = &mut parts[place];
        let first = dice.below(line.quantity);
        if first == 0 {
            return;
        }
        let price = line.unit_amount.unwrap().get();
        let rest = line.quantity - first;
        let other = Line { quantity: first, subtotal: amount(price * first), ..line.clone() };
        (line.quantity, line.subtotal) = (rest, amount(price * rest));
        parts.push(other);
        assert_eq!(off(policy, &parts), off(policy, &lines), "{deal:?}\n{lines:#?}\n{parts:#?}");
    });
}

#[test]
fn unit_counts_once_for_an_offer() {
    each_case(3, |dice, deal, policy| {
        let lines = lines(dice);
        let explained = crate::decide::explain(policy, &session(lines.clone()), crate::InteractionSet::all(), at(NOON));
        let Some(working) = explained.unwrap().offers[0].alone.clone() else { return };
        for (count, price) in working.selected.into_iter().flat_map(|selected| selected.units) {
            let there = units(&lines).iter().filter(|unit| unit.rank.0 == price.get()).count();
            assert!(usize::try_from(count).unwrap() <= there, "{count} at {price} {deal:?}\n{lines:#?}");
        }
    });
}

/// The reduction of one unit at a price.
fn reduction(gives: Gives, price: u64) -> u64 {
    match gives {
        // In hundredths: a percent is rounded once for all units.
        Gives::Percent(percent) => price * percent,
        Gives::AmountOff(off) => 100 * off.min(price),
        Gives::UnitPrice(each) => 100 * price.saturating_sub(each),
    }
}

/// A cheaper unit may take the place of the dearest one that is discounted, and takes no more than that away.
#[test]
fn unit_more_lowers_a_group_by_no_more_than_one_place() {
    each_case(4, |dice, deal, policy| {
        let Selected::Every { every, units: each, at_most, dearest } = deal.selected else { return };
        let mut lines = even_lines(dice);
        let before = off(policy, &lines);
        let mut base = units(&lines);
        base.retain(|unit| deal.on.is_none_or(|tag| unit.tags.contains(tag)));
        let selected = each * at_most.unwrap_or(usize::MAX).min(base.len() / every);
        let last = selected.checked_sub(1).map_or(0, |last| base[last].rank.0);
        let tag = deal.on.unwrap_or('c');
        let price = dice.one(&[1, 99, 250, 600, 2_000]);
        lines.extend(cart(&format!("1 {tag} {price}")).cart.lines.unwrap());
        let after = off(policy, &lines);
        let place = reduction(deal.gives, last).saturating_sub(reduction(deal.gives, price.min(last)));
        let taken = if dearest { 0 } else { place.div_ceil(100) };
        assert!(after + taken >= before, "{before} {after} {taken} {deal:?}\n{lines:#?}");
    });
}

#[test]
fn bundle_withstands_any_order_split_and_unit_more() {
    let mut dice = Dice(5);
    for _ in 0..CASES {
        let bundle = bundle(&mut dice);
        let policy = policy(&bundle_text(&bundle));
        let mut lines = lines_of_sets(&mut dice);
        let given = off(&policy, &lines);
        assert!(given <= lines.iter().map(|line| line.subtotal.get()).sum(), "{bundle:?}\n{lines:#?}");
        let turns = dice.count(0, 4) % lines.len();
        lines.rotate_left(turns);
        assert_eq!(off(&policy, &lines), given, "{bundle:?}\n{lines:#?}");
        let mut more = lines[0].clone();
        let price = more.unit_amount.unwrap().get();
        (more.quantity, more.subtotal) = (1, amount(price));
        let mut longer = lines.clone();
        longer.push(more);
        let with_one_more = off(&policy, &longer);
        assert!(with_one_more >= given, "{bundle:?}\n{longer:#?}");
        // As one line, these are the same units.
        longer.pop();
        (longer[0].quantity, longer[0].subtotal) = (longer[0].quantity + 1, amount(price * (longer[0].quantity + 1)));
        assert_eq!(off(&policy, &longer), with_one_more, "{bundle:?}\n{longer:#?}");
    }
}
