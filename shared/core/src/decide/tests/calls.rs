//! Calls on a session, one after the other: each call recomputes from nothing and writes what differs.

use proptest::prelude::*;

use super::random::{World, worlds};
use super::*;
use crate::difference::{Change, Difference, Update, difference};
use crate::interaction::{Interaction, InteractionSet};
use crate::session::{AppliedDiscount, AppliedState};
use crate::test_support::NOON;
use crate::{Policy, Snapshot, decide};

/// One call: decides for the set and writes what differs. Says whether anything was written.
fn call(policy: &Policy, session: &mut Snapshot, set: InteractionSet, now: jiff::Timestamp) -> bool {
    let decision = decide(policy, session, set, now).unwrap();
    match difference(policy, session, &decision, false) {
        Difference::Settled => false,
        Difference::Write(update) => {
            write(session, &update);
            true
        }
        refused => panic!("{refused:?}"),
    }
}

/// The session's memory is its metadata, and is read from there.
fn write(session: &mut Snapshot, update: &Update) {
    for (key, value) in update.of_the_set() {
        if value.is_empty() {
            session.metadata.remove(&key);
        } else {
            session.metadata.insert(key, value.to_owned());
        }
    }
    let AppliedState { discount, writes, .. } = session.held.clone();
    session.held = AppliedState { discount, writes, ..AppliedState::asked_for(&session.metadata) };
    let held = &mut session.held;
    match &update.discount {
        Change::Keep => {}
        Change::Put { discount, writes, record, .. } => {
            let (amount_off, currency, record) = (discount.amount_off, discount.currency, record.clone());
            held.discount = AppliedDiscount::Ours { amount_off, currency, name: discount.name.to_string(), record };
            held.writes = *writes;
        }
        Change::Clear { writes } => {
            held.discount = AppliedDiscount::Nothing;
            held.writes = *writes;
        }
    }
}

fn off(session: &Snapshot) -> u64 {
    match &session.held.discount {
        AppliedDiscount::Ours { amount_off, .. } => amount_off.get(),
        AppliedDiscount::Nothing | AppliedDiscount::Foreign { .. } => 0,
    }
}

fn member_and_cart() -> Policy {
    let member = "when.tier = [\"gold\"]\ngive.amount_off.usd = \"20.00\"";
    let cart = "when.subtotal_over.usd = \"100.00\"\ngive.amount_off.usd = \"10.00\"";
    policy(&format!("{}{}", offer("member", "loyalty", member), offer("cart", "cart-threshold", cart)))
}

#[test]
fn a_discount_comes_goes_and_comes_back_with_its_interaction() {
    let mut session = Snapshot::customer([("loyalty_tier", "gold")]);
    let (policy, loyalty) = (member_and_cart(), InteractionSet::from(Interaction::Loyalty));
    let both = loyalty.with(Interaction::CartThreshold);
    let mut seen = Vec::new();
    for set in [loyalty, both, both, InteractionSet::from(Interaction::CartThreshold), InteractionSet::EMPTY, both] {
        let changed = call(&policy, &mut session, set, at(NOON));
        seen.push((off(&session), changed, session.held.writes));
    }
    let expected =
        [(2_000, true, 1), (2_000, true, 1), (2_000, false, 1), (1_000, true, 2), (0, true, 3), (2_000, true, 4)];
    assert_eq!(seen, expected);
}

#[test]
fn shrinking_cart_loses_the_discount_until_it_grows_again() {
    let mut session = Snapshot::guest(15_000);
    let seen: Vec<u64> = [15_000, 10_000, 10_001]
        .into_iter()
        .map(|subtotal| {
            session = session.clone().subtotal(subtotal);
            call(&member_and_cart(), &mut session, Interaction::CartThreshold.into(), at(NOON));
            off(&session)
        })
        .collect();
    assert_eq!(seen, [1_000, 0, 1_000]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn calling_again_changes_nothing(world in worlds()) {
        let World { policy, mut session, set, now, .. } = world;
        call(&policy, &mut session, set, now);
        let held = session.held.clone();
        prop_assert!(!call(&policy, &mut session, set, now));
        prop_assert_eq!(held, session.held);
    }

    #[test]
    fn any_order_of_interactions_ends_in_the_same_discount(
        world in worlds(),
        order in Just(Interaction::ALL.to_vec()).prop_shuffle(),
    ) {
        let World { policy, session, now, .. } = world;
        let (mut one_by_one, mut at_once) = (session.clone(), session);
        for interaction in order {
            let set = one_by_one.held.interactions.with(interaction);
            call(&policy, &mut one_by_one, set, now);
        }
        call(&policy, &mut at_once, InteractionSet::all(), now);
        prop_assert_eq!(one_by_one.held.interactions, at_once.held.interactions);
        prop_assert_eq!(one_by_one.held.discount, at_once.held.discount);
    }
}
