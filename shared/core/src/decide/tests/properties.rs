//! Properties of every policy, session and moment.

use jiff::SignedDuration;
use proptest::prelude::*;

use super::random::{CURRENCIES, World, condition, immense_worlds, timely_worlds, worlds};
use crate::decide::decide_from;
use crate::interaction::{Interaction, InteractionSet};
use crate::money::{Amount, Rounding};
use crate::policy::{Combine, Exclusive, Group};
use crate::session::{Address, Facts, Shopper};
use crate::test_support::{offer, policy};
use crate::{Decision, decide};

fn decision(world: &World) -> Decision {
    decide(&world.policy, &world.session, world.set, world.now).unwrap()
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

fn without_groups(mut world: World) -> World {
    world.policy.groups.clear();
    world.policy.offers.iter_mut().for_each(|offer| offer.group = None);
    world
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_discount_is_at_least_1_and_at_most_the_cart_and_the_limits(world in worlds()) {
        let (cart, limits) = (&world.session.cart, &world.policy.limits);
        if let Some(discount) = decision(&world).discount {
            let off = discount.amount_off;
            prop_assert!(off >= crate::test_support::amount(1) && off <= cart.subtotal);
            prop_assert_eq!(discount.currency, cart.currency);
            prop_assert!(discount.name.as_str().chars().count() <= 40);
            if let Some(percent) = limits.max_percent {
                prop_assert!(off <= Rounding::Down.percent_of(percent, cart.subtotal).unwrap());
            }
            if let Some(most) = &limits.max_amount {
                prop_assert!(Some(off) <= most.get(cart.currency));
            }
            prop_assert_eq!(off.get() % cart.currency.step(), 0);
        }
    }

    #[test]
    fn what_is_left_to_pay_is_nothing_or_chargeable_or_what_it_was(world in worlds()) {
        let cart = &world.session.cart;
        let before = cart.subtotal.checked_add(cart.shipping).unwrap();
        let payable = before.saturating_sub(crate::test_support::amount(decision(&world).off()));
        let chargeable = world.policy.limits.minimum_charge(cart.currency).is_none_or(|least| payable >= least);
        let free = payable == Amount::ZERO && !cart.must_charge;
        let chargeable = chargeable && payable > Amount::ZERO;
        prop_assert!(free || chargeable || payable == before, "{payable} of {before}");
    }

    #[test]
    fn the_parts_sum_to_the_whole_and_each_is_at_least_1(world in worlds()) {
        let decision = decision(&world);
        let parts: Vec<u64> = decision.applied.iter().map(|applied| applied.amount.get()).collect();
        prop_assert!(parts.iter().all(|part| *part >= 1));
        prop_assert_eq!(parts.iter().sum::<u64>(), decision.off());
    }

    #[test]
    fn offers_are_either_applied_or_rejected_with_a_reason(world in worlds()) {
        let decision = decision(&world);
        prop_assert!(decision.rejected.iter().all(|rejected| !rejected.reasons.is_empty()));
        let applied = decision.applied.iter().map(|applied| &applied.offer);
        let mut told: Vec<_> = applied.chain(decision.rejected.iter().map(|rejected| &rejected.offer)).collect();
        let mut offers: Vec<_> = world.policy.offers_of(world.set).map(|(_, offer)| &offer.id).collect();
        told.sort();
        offers.sort();
        prop_assert_eq!(told, offers);
    }

    #[test]
    fn the_same_input_gives_the_same_bytes(world in worlds()) {
        prop_assert_eq!(json(&decision(&world)), json(&decision(&world.clone())));
    }

    #[test]
    fn the_facts_of_a_log_line_are_enough_to_decide_again(world in worlds()) {
        let logged = json(&Facts::of(&world.policy, &world.session, world.set));
        let facts: Facts<'_> = serde_json::from_str(&logged).unwrap();
        let again = decide_from(&world.policy, &facts, world.set, world.now).unwrap();
        prop_assert_eq!(json(&again), json(&decision(&world)));
    }

    #[test]
    fn nothing_personal_is_in_the_facts_or_the_decision(world in worlds()) {
        let mut world = world;
        if let Shopper::Customer(customer) = &mut world.session.shopper {
            customer.metadata.insert("name".to_owned(), "Jane Doe".to_owned());
        }
        if let Some(Address { postal_code, .. }) = &mut world.session.address {
            *postal_code = Some("94-QXZ".to_owned());
        }
        let facts = json(&Facts::of(&world.policy, &world.session, world.set));
        for text in [facts, json(&decision(&world))] {
            for personal in ["jane", "Jane", "Doe", "QXZ", "@"] {
                prop_assert!(!text.contains(personal), "{personal} in {text}");
            }
        }
    }

    #[test]
    fn a_larger_set_is_never_worse_where_the_best_stands_alone(world in worlds(), more in 0..Interaction::ALL.len()) {
        let mut world = world;
        world.policy.combine = Combine::Best;
        world.policy.offers.iter_mut().for_each(|offer| offer.exclusive = Exclusive::No);
        world = without_groups(world);
        let fewer = decision(&world).off();
        world.set = world.set.with(Interaction::ALL[more]);
        prop_assert!(decision(&world).off() >= fewer);
    }

    #[test]
    fn groups_of_one_offer_change_nothing(world in worlds(), combine in prop::collection::vec(0..3_usize, 8)) {
        let plain = without_groups(world);
        let mut grouped = plain.clone();
        let combines = [Combine::Best, Combine::Sum, Combine::Sequential];
        for (place, offer) in grouped.policy.offers.iter_mut().enumerate() {
            offer.group = Some(place);
            grouped.policy.groups.push(Group { id: offer.id.clone(), combine: combines[combine[place]] });
        }
        let (mut one, mut other) = (decision(&plain), decision(&grouped));
        // What a group may give is not foreseen for a step that depends on what is bought.
        for decision in [&mut one, &mut other] {
            decision.hints.clear();
        }
        prop_assert_eq!(json(&one), json(&other));
    }

    #[test]
    fn hints_are_of_public_offers_and_at_most_three(world in worlds()) {
        let decision = decision(&world);
        prop_assert!(decision.hints.len() <= 3);
        prop_assert!(decision.hints.is_sorted_by_key(|hint| hint.step));
        for hint in &decision.hints {
            let (_, offer) = world.policy.offers_of(world.set).find(|(_, offer)| offer.id == hint.offer).unwrap();
            let typed = offer.asks_for_a_code() && world.session.code.is_some();
            prop_assert!((offer.public || typed) && hint.gain != Some(Amount::ZERO));
        }
    }

    #[test]
    fn condition_never_holds_under_when_and_unless_at_once(world in worlds(), condition in condition()) {
        let earns = |table: &str| {
            let keys: Vec<String> = condition.lines().map(|line| format!("{table}.{line}")).collect();
            let all = CURRENCIES.map(|code| format!("{code} = \"0\"")).join(", ");
            let lines = format!("{}\ngive.ladder = [{{ over = {{ {all} }}, percent = \"50\" }}]", keys.join("\n"));
            let policy = policy(&format!("customer.history_since = \"2026-09-01\"\n{}", offer("it", "cart-threshold", &lines)));
            decide(&policy, &world.session, InteractionSet::all(), world.now).unwrap().discount.is_some()
        };
        prop_assert!(!(earns("when") && earns("unless")));
    }

    #[test]
    fn carts_as_large_as_stripes_integers_are_decided_or_refused(world in immense_worlds()) {
        if let Ok(decision) = decide(&world.policy, &world.session, world.set, world.now) {
            prop_assert!(decision.off() <= world.session.cart.subtotal.get());
        }
    }

    #[test]
    fn the_kill_switch_gives_nothing(world in worlds()) {
        let off = World { policy: world.policy.clone().switched_off(), ..world };
        prop_assert_eq!(decision(&off).discount, None);
    }

    #[test]
    fn a_decision_holds_until_its_horizon(world in timely_worlds(), moments in prop::collection::vec(0..1_000_i32, 6)) {
        let mut world = World { set: InteractionSet::all(), ..world };
        // The time from which a code is valid stays secret.
        world.session.code = None;
        let now = decision(&world);
        let week = SignedDuration::from_hours(7 * 24);
        let span = now.valid_until.map_or(week, |until| until.duration_since(world.now).min(week));
        prop_assert!(span > SignedDuration::ZERO);
        let last = span - SignedDuration::from_nanos(1);
        let between = moments.into_iter().map(|thousandths| span * thousandths / 1_000);
        for later in between.chain([last]) {
            world.now = now.now + later;
            let then = decision(&world);
            prop_assert_eq!((&then.discount, &then.applied), (&now.discount, &now.applied), "at {}", world.now);
        }
    }

    #[test]
    fn offer_is_had_until_its_end_and_never_after(
        world in timely_worlds(),
        moments in prop::collection::vec(0..1_000_i64, 6),
    ) {
        let mut world = World { set: InteractionSet::all(), ..world };
        world.policy.offers.truncate(1);
        let Some(end) = decision(&world).ends_at else { return Ok(()) };
        world.now = end - SignedDuration::from_nanos(1);
        prop_assert!(decision(&world).discount.is_some(), "just before {end}");
        for hours in [0].into_iter().chain(moments) {
            world.now = end + SignedDuration::from_hours(hours);
            prop_assert_eq!(decision(&world).discount, None, "at {}", world.now);
        }
    }
}
