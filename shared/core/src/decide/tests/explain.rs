//! A decision in steps: each by hand once, and all of them for any policy.

use proptest::prelude::*;

use super::random::{World, worlds};
use super::*;
use crate::decide::{Explanation, OfferExplanation, explain};
use crate::money::Amount;
use crate::test_support::{NOON, amount};
use crate::{InteractionSet, Snapshot, decide};

fn explained(text: &str, session: &Snapshot) -> Explanation {
    explain(&policy(text), session, InteractionSet::all(), at(NOON)).unwrap()
}

/// `a: 10.00 of 100.00, part 10.00, given 8.00`, in minor units.
fn said(said: &OfferExplanation) -> String {
    let working = said.in_turn.as_ref().or(said.alone.as_ref());
    let working = working.map(|working| format!("{} of {}", working.amount, working.base)).unwrap_or_default();
    format!("{}: {working}, part {}, given {}", said.offer, said.part, said.given)
}

#[test]
fn a_percent_is_told_before_it_is_rounded_and_before_its_cap() {
    let text = for_all("ten", "give.percent = \"12.5\"\ngive.cap = { usd = \"20.00\" }");
    let explanation = explained(&text, &Snapshot::guest(19_999));
    let working = explanation.offers[0].alone.clone().unwrap();
    assert_eq!(working.phrase.as_deref(), Some("12.5% of {base}"));
    assert_eq!(working.exact.display(currency("usd")), "24.99875");
    assert_eq!((working.uncut, working.cap, working.amount), (amount(2_499), Some(amount(2_000)), amount(2_000)));
}

#[test]
fn an_offer_that_does_not_apply_says_what_it_would_give() {
    let text = offer("gold", "loyalty", "when.tier = [\"gold\"]\ngive.percent = \"10\"");
    let explanation = explained(&text, &Snapshot::guest(10_000));
    let gold = &explanation.offers[0];
    assert_eq!((said(gold).as_str(), gold.reasons.len()), ("gold: 1000 of 10000, part 0, given 0", 1));
    assert_eq!((explanation.sum, explanation.payable), (Amount::ZERO, amount(10_000)));
}

#[test]
fn in_turn_each_offer_counts_on_what_is_left() {
    let text = format!(
        "combine = \"sequential\"\n{}{}",
        for_all("first", "give.amount_off = { usd = \"20.00\" }"),
        for_all("second", "give.percent = \"10\"")
    );
    let explanation = explained(&text, &Snapshot::guest(10_000));
    let second = explanation.offers[1].in_turn.clone().unwrap();
    assert_eq!((second.remains, second.amount), (amount(8_000), amount(800)));
    assert_eq!(explanation.offers[1].alone.as_ref().unwrap().amount, amount(1_000));
    assert_eq!((explanation.sum, explanation.payable), (amount(2_800), amount(7_200)));
}

#[test]
fn every_cut_says_from_what_to_what() {
    let text = format!(
        "combine = \"sum\"\nlimits.max_percent = \"50\"\nlimits.max_amount = {{ usd = \"45.00\" }}\n{}{}",
        for_all("first", "give.amount_off = { usd = \"40.00\" }"),
        for_all("second", "give.percent = \"20\"")
    );
    let explanation = explained(&text, &Snapshot::guest(10_000).shipping(500));
    let cuts: Vec<_> =
        explanation.cuts.iter().map(|cut| format!("{} {} {}", word(&cut.by), cut.from, cut.to)).collect();
    assert_eq!(cuts, ["max_percent 6000 5000", "max_amount 5000 4500"]);
    let offers: Vec<_> = explanation.offers.iter().map(said).collect();
    assert_eq!(offers, ["first: 4000 of 10000, part 4000, given 4000", "second: 2000 of 10000, part 2000, given 500"]);
    assert_eq!(explanation.payable, amount(6_000));
}

#[test]
fn with_the_kill_switch_thrown_nothing_is_given() {
    let off = policy(&for_all("ten", "give.percent = \"10\"")).switched_off();
    let explanation = explain(&off, &Snapshot::guest(10_000), InteractionSet::all(), at(NOON)).unwrap();
    assert_eq!((explanation.sum, explanation.payable), (Amount::ZERO, amount(10_000)));
    assert_eq!(word(&explanation.offers[0].reasons[0].code), "switched_off");
}

/// The sum of a step's amounts, which is never beyond what a cart can cost.
fn sum(amounts: impl Iterator<Item = Amount>) -> u64 {
    amounts.map(Amount::get).sum()
}

fn check(world: &World) -> Result<(), TestCaseError> {
    let explanation = explain(&world.policy, &world.session, world.set, world.now).unwrap();
    let decision = decide(&world.policy, &world.session, world.set, world.now).unwrap();
    prop_assert_eq!(&explanation.decision, &decision);
    let offers = &explanation.offers;

    // Each part is what the working says that it is.
    for said in offers.iter().filter(|said| said.part > Amount::ZERO) {
        let working = said.in_turn.as_ref().or(said.alone.as_ref()).unwrap();
        prop_assert_eq!(working.amount, said.part, "{}", said.offer);
        prop_assert!(working.amount <= working.uncut && working.cap.is_none_or(|cap| working.amount <= cap));
    }
    // The parts add up to the sum, the cuts lead from it to the discount, and the given amounts add up to that.
    prop_assert_eq!(sum(offers.iter().map(|said| said.part)), explanation.sum.get());
    let mut left = explanation.sum;
    for cut in &explanation.cuts {
        prop_assert_eq!(cut.from, left);
        prop_assert!(cut.to < cut.from && decision.clamped_by.contains(&cut.by));
        left = cut.to;
    }
    prop_assert_eq!(left.get(), decision.off());
    prop_assert_eq!(sum(offers.iter().map(|said| said.given)), decision.off());
    let cart = &world.session.cart;
    prop_assert_eq!(explanation.payable.get() + decision.off(), cart.subtotal.get() + cart.shipping.get());
    // An offer that gives nothing has a reason.
    for said in offers {
        prop_assert_eq!(said.given == Amount::ZERO, !said.reasons.is_empty(), "{}", said.offer);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_steps_sum_exactly_to_what_is_decided(world in worlds()) {
        check(&world)?;
    }
}
