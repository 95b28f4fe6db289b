//! Groups of offers: each counts as one offer among the others.

use proptest::prelude::*;

use super::random::{World, worlds};
use super::*;
use crate::decide::{Explanation, explain};
use crate::money::Amount;
use crate::policy::{Combine, Exclusive};
use crate::test_support::NOON;
use crate::{Decision, InteractionSet, Policy, Snapshot, decide};

fn usd(id: &str, amount: &str, more: &str) -> String {
    for_all(id, &format!("give.amount_off.usd = \"{amount}\"\n{more}"))
}

fn percent(id: &str, percent: &str, more: &str) -> String {
    for_all(id, &format!("give.percent = \"{percent}\"\n{more}"))
}

/// A policy with groups, each an id and its `combine`.
fn grouped(combine: &str, groups: &[(&str, &str)], offers: &[String]) -> Policy {
    let groups = groups.iter().map(|(id, combine)| format!("[[group]]\nid = \"{id}\"\ncombine = \"{combine}\"\n"));
    policy(&format!("combine = \"{combine}\"\n{}{}", groups.collect::<String>(), offers.concat()))
}

fn parts(decision: &Decision) -> (String, String) {
    (decision.shares(), decision.losses())
}

/// The decision on a cart of 100.00.
fn of_100(policy: &Policy) -> Decision {
    decided(policy, &Snapshot::guest(10_000))
}

const G: &str = "group = \"g\"";

#[test]
fn best_offer_or_group_wins_with_its_result() {
    let offers = [percent("a", "10", G), usd("b", "5", G), usd("c", "12", "")];
    for (within, shares, losses) in [
        ("sum", "a 1000, b 500", "c not_best"),
        ("sequential", "a 1000, b 500", "c not_best"),
        ("best", "c 1200", "a not_best, b not_best"),
    ] {
        let decision = of_100(&grouped("best", &[("g", within)], &offers));
        assert_eq!(parts(&decision), (shares.to_owned(), losses.to_owned()), "{within}");
    }
    let larger = [percent("a", "10", G), usd("b", "5", G), usd("c", "15.01", "")];
    let decision = of_100(&grouped("best", &[("g", "sum")], &larger));
    assert_eq!(parts(&decision), ("c 1501".to_owned(), "a not_best, b not_best".to_owned()));
}

#[test]
fn group_of_the_best_does_not_add_up_in_a_sum() {
    let offers = [percent("a", "5", G), percent("b", "10", G), usd("c", "1", ""), usd("d", "2", "")];
    let decision = of_100(&grouped("sum", &[("g", "best")], &offers));
    assert_eq!(parts(&decision), ("b 1000, c 100, d 200".to_owned(), "a not_best".to_owned()));
}

#[test]
fn group_has_its_turn_with_its_highest_priority() {
    // 20.00; then of 80.00: 10% and 10% together, 8.00 each; then 10% of 64.00.
    let offers = [
        percent("late", "10", ""),
        percent("a", "10", "group = \"g\"\npriority = -5"),
        usd("first", "20", "priority = 9"),
        percent("b", "10", "group = \"g\"\npriority = 5"),
    ];
    let policy = grouped("sequential", &[("g", "sum")], &offers);
    let ids: Vec<_> = policy.offers.iter().map(|offer| offer.id.as_str()).collect();
    assert_eq!(ids, ["first", "b", "a", "late"]);
    assert_eq!(of_100(&policy).shares(), "first 2000, b 800, a 800, late 640");
    // The offers of the group one after the other: 8.00, then 10% of 72.00; then 10% of 64.80.
    let policy = grouped("sequential", &[("g", "sequential")], &offers);
    assert_eq!(of_100(&policy).shares(), "first 2000, b 800, a 720, late 648");
    let policy = grouped("sequential", &[("g", "best")], &offers);
    assert_eq!(parts(&of_100(&policy)), ("first 2000, b 800, late 720".to_owned(), "a not_best".to_owned()));
}

#[test]
fn first_of_equal_groups_and_offers_wins() {
    let offers = |alone: &str| [usd("a", "4", G), usd("b", "6", G), usd("c", "10", alone)];
    assert_eq!(of_100(&grouped("best", &[("g", "sum")], &offers(""))).shares(), "a 400, b 600");
    assert_eq!(of_100(&grouped("best", &[("g", "sum")], &offers("priority = 1"))).shares(), "c 1000");
    // A group gives no more than the cart: it is as large as what gives all of it.
    let whole = [percent("a", "60", G), percent("b", "60", G), percent("c", "100", "priority = 1")];
    assert_eq!(of_100(&grouped("best", &[("g", "sum")], &whole)).shares(), "c 10000");
}

#[test]
fn parts_of_a_group_are_cut_at_the_cart() {
    let offers = [percent("a", "60", G), percent("b", "60", G), usd("c", "10", "")];
    let decision = of_100(&grouped("sum", &[("g", "sum")], &offers));
    assert_eq!(parts(&decision), ("a 6000, b 4000".to_owned(), "c nothing_left".to_owned()));
    assert_eq!(decision.cuts(), "subtotal");
}

#[test]
fn exclusive_offer_excludes_across_groups_by_priority() {
    let offers = [
        usd("a", "5", "group = \"g\"\npriority = 3"),
        usd("b", "6", "group = \"g\"\npriority = 1\nexclusive = true"),
        usd("c", "1", "priority = 2\nexclusive = true"),
    ];
    // The group moves b before c in its turn, but c has the higher priority.
    let decision = of_100(&grouped("sum", &[("g", "sum")], &offers));
    assert_eq!(parts(&decision), ("c 100".to_owned(), "a excluded, b excluded".to_owned()));
}

#[test]
fn explanation_names_the_group_that_wins_and_the_one_that_loses() {
    let offers = [
        percent("a", "10", G),
        usd("b", "5", G),
        usd("c", "12", "group = \"h\""),
        usd("d", "3", "group = \"h\""),
        usd("e", "1", ""),
    ];
    let policy = grouped("best", &[("g", "sum"), ("h", "best")], &offers);
    let explained = |policy: &Policy| -> Explanation {
        explain(policy, &Snapshot::guest(10_000), InteractionSet::all(), at(NOON)).unwrap()
    };
    let said = |explanation: &Explanation| -> Vec<String> {
        let groups = explanation.groups.iter();
        groups
            .map(|group| format!("{} {} of {}, {}", group.group, group.result, group.parts.len(), group.applies))
            .collect()
    };
    assert_eq!(said(&explained(&policy)), ["g 1500 of 2, true", "h 1200 of 1, false"]);
    let alone =
        grouped("best", &[("g", "sum")], &[percent("a", "10", G), usd("b", "5", "exclusive = true\ngroup = \"g\"")]);
    let explanation = explained(&alone);
    assert_eq!((said(&explanation), explanation.alone.map(|id| id.to_string())), (vec![], Some("b".to_owned())));
}

#[test]
fn hint_of_a_group_names_what_it_adds() {
    // The sale gives 12.00. The member's 10.00 and, from 110.00 on, 5.00 give 16.00 of 110.00: 4.00 more.
    let offers = [
        percent("a", "10", G),
        usd("b", "5", "group = \"g\"\nwhen.subtotal_at_least.usd = \"110\""),
        usd("sale", "12", ""),
    ];
    let decision = of_100(&grouped("best", &[("g", "sum")], &offers));
    let hints: Vec<_> = decision.hints.iter().map(|hint| (hint.offer.as_str(), hint.gain.map(Amount::get))).collect();
    assert_eq!((decision.off(), hints), (1_200, vec![("b", Some(400))]));
}

/// The discount before guard rails, worked out from what each offer gives alone: only for `best` and `sum`.
fn by_hand(world: &World) -> u64 {
    let policy = &world.policy;
    let alone: Vec<u64> = (0..policy.offers.len())
        .map(|place| {
            let mut one = policy.clone();
            one.groups.clear();
            one.offers = vec![one.offers.remove(place)];
            one.offers[0].group = None;
            decide(&one, &world.session, world.set, world.now).unwrap().off()
        })
        .collect();
    let results = |combine: Combine, amounts: &[u64]| match combine {
        Combine::Best => amounts.iter().copied().max().unwrap_or_default(),
        Combine::Sum | Combine::Sequential => amounts.iter().sum(),
    };
    let of_pot = |on_shipping: bool| {
        let of = |group: Option<usize>| -> Vec<u64> {
            let offers = policy.offers.iter().zip(&alone);
            let of_group = offers.filter(|(offer, _)| offer.group == group && offer.is_on_shipping() == on_shipping);
            of_group.map(|(_, amount)| *amount).collect()
        };
        let mut entries = of(None);
        entries.extend(policy.groups.iter().enumerate().map(|(place, group)| results(group.combine, &of(Some(place)))));
        results(policy.combine, &entries)
    };
    let (cart, on_shipping) = (&world.session.cart, of_pot(true).min(world.session.cart.shipping.get()));
    (of_pot(false) + on_shipping).min(cart.subtotal.get())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn groups_of_best_and_sum_are_as_added_by_hand(world in worlds()) {
        let mut world = world;
        let no_turns = |combine: &mut Combine| {
            if *combine == Combine::Sequential {
                *combine = Combine::Sum;
            }
        };
        no_turns(&mut world.policy.combine);
        world.policy.groups.iter_mut().for_each(|group| no_turns(&mut group.combine));
        // The guard rails would cut each offer alone.
        let limits = &mut world.policy.limits;
        (limits.max_percent, limits.max_amount) = (None, None);
        let currency = world.session.cart.currency;
        limits.minimum_charge = [(currency, Amount::ZERO)].into_iter().collect();
        world.session.cart.must_charge = false;
        let cut_alone = world.session.cart.shipping > world.session.cart.subtotal;
        if currency.step() != 1 || cut_alone {
            return Ok(());
        }
        world.policy.offers.iter_mut().for_each(|offer| offer.exclusive = Exclusive::No);
        let decision = decide(&world.policy, &world.session, world.set, world.now).unwrap();
        prop_assert_eq!(decision.off(), by_hand(&world));
    }
}
