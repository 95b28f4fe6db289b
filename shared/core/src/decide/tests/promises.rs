//! A hint that names a gain is a promise: whatever the shopper buys to do what it says, the gain is exact.

use proptest::prelude::*;

use super::random::{World, tags_of, worlds, worlds_of_few_offers};
use crate::decide::{Hint, MissingStep};
use crate::policy::Items;
use crate::session::Line;
use crate::test_support::amount;
use crate::{Decision, decide};

/// A purchase that nobody foresees: a product, its units, and what one costs.
type Whim = (prop::sample::Index, u64, u64);

fn whims() -> impl Strategy<Value = Vec<Whim>> {
    prop::collection::vec((any::<prop::sample::Index>(), 1..5_u64, 0..20_000_u64), 4)
}

fn decision(world: &World) -> Decision {
    decide(&world.policy, &world.session, world.set, world.now).unwrap()
}

/// The products that items name.
fn products(items: Option<&Items>) -> Vec<char> {
    let named = |product: char| {
        let tags: Vec<&str> = tags_of(product).unwrap_or_default().split(", ").collect();
        items.is_none_or(|items| {
            items.products.iter().any(|id| **id == *format!("prod_{product}"))
                || items.prices.iter().any(|id| **id == *format!("price_{product}"))
                || items.tags.iter().any(|tag| tags.contains(&&**tag))
        })
    };
    ['a', 'b', 'c', 'd'].into_iter().filter(|product| named(*product)).collect()
}

/// The world with one more line.
fn with_line(mut world: World, product: char, quantity: u64, subtotal: u64) -> World {
    let cart = &mut world.session.cart;
    cart.subtotal = cart.subtotal.checked_add(amount(subtotal)).unwrap();
    cart.quantity = cart.quantity.map(|before| before + quantity);
    cart.lines.iter_mut().for_each(|lines| {
        lines.push(Line {
            product: Some(format!("prod_{product}")),
            price: Some(format!("price_{product}")),
            tags: tags_of(product).map(str::to_owned),
            quantity,
            unit_amount: None,
            subtotal: amount(subtotal),
        });
    });
    world
}

/// The world with more units on a line that has the price.
fn with_units(mut world: World, price: &str, units: u64) -> World {
    let cart = &mut world.session.cart;
    let lines = cart.lines.as_mut().unwrap();
    let line = lines.iter_mut().find(|line| line.price.as_deref() == Some(price)).unwrap();
    let more = amount(line.subtotal.get() / line.quantity * units);
    line.quantity += units;
    line.subtotal = line.subtotal.checked_add(more).unwrap();
    cart.subtotal = cart.subtotal.checked_add(more).unwrap();
    cart.quantity = cart.quantity.map(|before| before + units);
    world
}

/// The world after a shopper has done what a hint says.
fn taken(world: World, hint: &Hint, (product, quantity, each): Whim) -> World {
    let products = products(hint.items.as_ref());
    match hint.step {
        MissingStep::SpendMore(more) => with_line(world, *product.get(&products), quantity, more.get()),
        MissingStep::AddItems(units) => match &hint.price {
            Some(price) => with_units(world, price, units),
            None => with_line(world, *product.get(&products), units, units * each),
        },
        MissingStep::StartsAt(now) => World { now, ..world },
        MissingStep::EnterAddress | MissingStep::SignIn => panic!("nobody knows what comes of it: {hint:?}"),
    }
}

fn is_kept(world: &World, whims: &[Whim]) -> Result<(), TestCaseError> {
    let now = decision(world);
    for hint in &now.hints {
        let Some(gain) = hint.gain else { continue };
        for whim in whims {
            let then = taken(world.clone(), hint, *whim);
            prop_assert_eq!(decision(&then).off(), now.off() + gain.get(), "{:?} {:?}", hint, whim);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn gain_of_a_hint_is_exact_whatever_is_bought(world in worlds(), whims in whims()) {
        is_kept(&world, &whims)?;
    }

    #[test]
    fn gain_of_a_hint_is_exact_among_few_offers(world in worlds_of_few_offers(), whims in whims()) {
        is_kept(&world, &whims)?;
    }
}
