//! Properties of the lines of every cart, under policies with every key.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::Index;

use super::random::{World, worlds, worlds_of_few_offers};
use crate::decide::explain;
use crate::session::Line;
use crate::test_support::amount;
use crate::{Decision, decide};

fn decision(world: &World) -> Decision {
    decide(&world.policy, &world.session, world.set, world.now).unwrap()
}

fn json(world: &World) -> String {
    serde_json::to_string(&decision(world)).unwrap()
}

/// The price of a unit; none of a line without units.
fn unit_price(line: &Line) -> Option<u64> {
    let share = line.subtotal.get().checked_div(line.quantity)?;
    Some(line.unit_amount.map_or(share, |price| price.get().min(share)))
}

/// The lines with one of them in two, where all units of it cost the same and no uneven line has their price.
fn split(lines: &[Line], place: Index, part: Index) -> Option<Vec<Line>> {
    let is_even = |line: &&Line| unit_price(line).is_some_and(|price| price * line.quantity == line.subtotal.get());
    let line = *place.get(&lines.iter().filter(|line| line.quantity > 1 && is_even(line)).collect::<Vec<_>>());
    let price = unit_price(line).unwrap();
    if lines.iter().any(|other| !is_even(&other) && unit_price(other) == Some(price)) {
        return None;
    }
    let first = 1 + u64::try_from(part.index(usize::try_from(line.quantity - 1).unwrap())).unwrap();
    let parts = [first, line.quantity - first];
    let parts = parts.map(|quantity| Line { quantity, subtotal: amount(price * quantity), ..line.clone() });
    let others = lines.iter().filter(|other| !std::ptr::eq(*other, line)).cloned();
    Some(others.chain(parts).collect())
}

fn order_is_no_matter(mut world: World, turn: Index) -> Result<(), TestCaseError> {
    let Some(count) = world.session.cart.lines.as_ref().map(Vec::len) else { return Ok(()) };
    let before = json(&world);
    for reversed in [true, false] {
        let lines = world.session.cart.lines.as_mut().unwrap();
        if reversed {
            lines.reverse();
        } else {
            lines.rotate_left(turn.index(count));
        }
        prop_assert_eq!(&json(&world), &before);
    }
    Ok(())
}

fn split_is_no_matter(mut world: World, place: Index, part: Index) -> Result<(), TestCaseError> {
    let Some(lines) = world.session.cart.lines.clone() else { return Ok(()) };
    if !lines.iter().any(|line| line.quantity > 1 && unit_price(line).unwrap() * line.quantity == line.subtotal.get()) {
        return Ok(());
    }
    let Some(parts) = split(&lines, place, part) else { return Ok(()) };
    let before = decision(&world);
    world.session.cart.lines = Some(parts);
    prop_assert_eq!(decision(&world), before);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn order_of_lines_does_not_matter(world in worlds(), turn in any::<Index>()) {
        order_is_no_matter(world, turn)?;
    }

    #[test]
    fn order_of_lines_does_not_matter_to_few_offers(world in worlds_of_few_offers(), turn in any::<Index>()) {
        order_is_no_matter(world, turn)?;
    }

    #[test]
    fn line_in_two_parts_is_decided_as_one(world in worlds(), place in any::<Index>(), part in any::<Index>()) {
        split_is_no_matter(world, place, part)?;
    }

    #[test]
    fn line_in_two_parts_is_one_to_few_offers(
        world in worlds_of_few_offers(),
        place in any::<Index>(),
        part in any::<Index>(),
    ) {
        split_is_no_matter(world, place, part)?;
    }

    #[test]
    fn offer_gives_no_more_than_its_base_and_counts_units_once(world in worlds()) {
        let cart = &world.session.cart;
        let mut units: BTreeMap<u64, u64> = BTreeMap::new();
        for line in cart.lines.iter().flatten() {
            *units.entry(unit_price(line).unwrap_or_default()).or_default() += line.quantity;
        }
        let explained = explain(&world.policy, &world.session, world.set, world.now).unwrap();
        let mut on_shipping = 0;
        for offer in explained.offers {
            on_shipping += if offer.on_shipping { offer.given.get() } else { 0 };
            for working in [offer.alone, offer.in_turn].into_iter().flatten() {
                let pot = if working.of_shipping { cart.shipping } else { cart.subtotal };
                prop_assert!(working.base <= pot && working.remains <= pot, "{} {working:?}", offer.offer);
                let bounded = working.of_lines || working.of_shipping;
                prop_assert!(!bounded || working.amount <= working.base, "{} {working:?}", offer.offer);
                for (count, price) in working.selected.into_iter().flat_map(|selected| selected.units) {
                    prop_assert!(units.get(&price.get()).is_some_and(|there| count <= *there), "{count} at {price}");
                }
            }
        }
        prop_assert!(on_shipping <= cart.shipping.get());
    }
}
