//! The guard rails.

use super::*;
use crate::interaction::InteractionSet;
use crate::money::{Amount, Overflow};
use crate::test_support::{NOON, amount};
use crate::{Decision, Snapshot, decide};

fn half_off_with(limits: &str) -> crate::Policy {
    policy(&format!("[limits]\n{limits}\n{}", for_all("it", "give.percent = \"50\"")))
}

fn free_with(limits: &str) -> crate::Policy {
    policy(&format!("[limits]\n{limits}\n{}", for_all("it", "give.percent = \"100\"")))
}

fn assert_cut(decision: &Decision, off: u64, cuts: &str) {
    assert_eq!((decision.off(), decision.cuts().as_str()), (off, cuts));
}

#[test]
fn a_discount_is_never_more_than_the_cart() {
    let fixed = policy(&for_all("it", "give.amount_off.usd = \"5.00\""));
    assert_cut(&decided(&fixed, &Snapshot::guest(500)), 500, "");
    assert_cut(&decided(&fixed, &Snapshot::guest(499)), 499, "subtotal");
    let empty = decided(&fixed, &Snapshot::guest(0));
    assert_eq!((empty.discount.as_ref(), empty.losses().as_str()), (None, "it nothing_left"));
}

#[test]
fn minimum_charge_is_left_if_something_must_be_charged() {
    let of = |code: &str, subtotal: u64, shipping: u64| {
        Snapshot::guest(subtotal).shipping(shipping).pays_in(code).must_charge()
    };
    let half_known = "minimum_charge = { usd = \"0.75\", kwd = \"0.00\" }";
    for (limits, session, off, cuts) in [
        ("", of("usd", 15_000, 0), 14_950, "minimum_charge"),
        ("", of("usd", 51, 0), 1, "minimum_charge"),
        ("", of("usd", 50, 0), 0, "minimum_charge"),
        ("", of("usd", 49, 0), 0, "minimum_charge"),
        ("", of("usd", 15_000, 49), 14_999, "minimum_charge"),
        ("", of("usd", 15_000, 50), 15_000, ""),
        (half_known, of("usd", 15_000, 0), 14_925, "minimum_charge"),
        // What nobody knows: one minor unit, or the currency's step.
        ("", of("xaf", 15_000, 0), 14_999, "minimum_charge"),
        ("", of("xaf", 1, 0), 0, "minimum_charge"),
        ("", of("kwd", 15_000, 0), 14_990, "minimum_charge"),
        (half_known, of("kwd", 15_000, 0), 14_990, "minimum_charge"),
        ("", of("isk", 15_000, 0), 14_900, "minimum_charge"),
        ("", of("isk", 15_000, 100), 15_000, ""),
        ("max_percent = \"50\"", of("usd", 15_000, 0), 7_500, "max_percent"),
    ] {
        assert_cut(&decided(&free_with(limits), &session), off, cuts);
        let free = Snapshot { cart: crate::session::Cart { must_charge: false, ..session.cart.clone() }, ..session };
        assert!(decided(&free_with(limits), &free).off() >= off);
    }
}

#[test]
fn the_most_percent_is_rounded_down_whatever_the_rounding() {
    for (subtotal, off, cuts) in [(15_000, 6_000, "max_percent"), (9_999, 3_999, "max_percent"), (1, 0, "")] {
        assert_cut(&decided(&half_off_with("max_percent = \"40\""), &Snapshot::guest(subtotal)), off, cuts);
    }
    let text =
        format!("rounding = \"half-up\"\nlimits.max_percent = \"50\"\n{}", for_all("it", "give.percent = \"50\""));
    assert_cut(&decided(&policy(&text), &Snapshot::guest(9_999)), 4_999, "max_percent");
    assert_cut(&decided(&half_off_with("max_percent = \"50\""), &Snapshot::guest(15_000)), 7_500, "");
}

#[test]
fn max_amount_gives_nothing_in_a_currency_it_lacks() {
    let policy = half_off_with("max_amount = { usd = \"75.00\" }");
    assert_cut(&decided(&policy, &Snapshot::guest(15_000)), 7_500, "");
    assert_cut(&decided(&policy, &Snapshot::guest(15_002)), 7_500, "max_amount");
    let euro = decided(&policy, &Snapshot::guest(15_000).pays_in("eur"));
    assert_cut(&euro, 0, "max_amount");
    assert_eq!((euro.discount.as_ref(), euro.losses().as_str()), (None, "it nothing_left"));
}

#[test]
fn what_is_left_to_pay_is_nothing_or_can_be_charged() {
    for (subtotal, shipping, off, cuts) in [
        (15_000, 0, 15_000, ""),
        (15_000, 49, 14_999, "minimum_charge"),
        (15_000, 50, 15_000, ""),
        (15_000, 900, 15_000, ""),
        (49, 0, 49, ""),
        (50, 0, 50, ""),
        (30, 10, 0, "minimum_charge"),
        (49, 1, 0, "minimum_charge"),
        (60, 10, 20, "minimum_charge"),
    ] {
        let session = Snapshot::guest(subtotal).shipping(shipping);
        assert_cut(&decided(&free_with(""), &session), off, cuts);
    }
    for (subtotal, off, cuts) in [(100, 50, ""), (99, 49, ""), (98, 48, "minimum_charge"), (49, 0, "minimum_charge")] {
        assert_cut(&decided(&half_off_with(""), &Snapshot::guest(subtotal)), off, cuts);
    }
}

#[test]
fn the_minimum_charge_is_the_policys_else_stripes_else_none() {
    for (code, minimum, subtotal, off) in [
        ("usd", "", 98, 48),
        ("usd", "minimum_charge.usd = \"0.75\"", 98, 23),
        ("usd", "minimum_charge.usd = \"0\"", 98, 49),
        ("jpy", "", 98, 48),
        ("huf", "", 30_000, 12_500),
        ("kwd", "", 1_000, 500),
        ("kwd", "minimum_charge.kwd = \"0.600\"", 1_000, 400),
    ] {
        let decision = decided(&half_off_with(minimum), &Snapshot::guest(subtotal).pays_in(code));
        assert_eq!(decision.off(), off, "{code} {minimum}");
    }
}

#[test]
fn a_discount_is_a_multiple_of_the_currencys_step() {
    for (code, subtotal, off, cuts) in [
        ("kwd", 1_230, 610, "currency_step"),
        ("kwd", 1_240, 620, ""),
        ("kwd", 10, 0, "currency_step"),
        ("isk", 150_100, 75_000, "currency_step"),
        ("ugx", 100, 0, "currency_step"),
        ("jpy", 1_001, 500, ""),
        ("usd", 1_001, 500, ""),
    ] {
        assert_cut(&decided(&half_off_with(""), &Snapshot::guest(subtotal).pays_in(code)), off, cuts);
    }
}

#[test]
fn what_the_step_leaves_to_pay_can_be_charged_too() {
    let policy = free_with("minimum_charge.kwd = \"0.155\"");
    for (subtotal, off, cuts) in [
        (1_000, 1_000, ""),
        (1_005, 850, "minimum_charge, currency_step"),
        (155, 0, "minimum_charge, currency_step"),
        (164, 0, "minimum_charge, currency_step"),
        (165, 10, "minimum_charge, currency_step"),
    ] {
        assert_cut(&decided(&policy, &Snapshot::guest(subtotal).pays_in("kwd")), off, cuts);
    }
}

#[test]
fn the_guard_rails_cut_in_their_order() {
    let text = format!(
        "combine = \"sum\"\nlimits.max_percent = \"95.5\"\nlimits.max_amount.kwd = \"9.505\"\n\
         limits.minimum_charge.kwd = \"0.500\"\n{}{}",
        for_all("a", "give.percent = \"100\""),
        for_all("b", "give.percent = \"100\""),
    );
    let kwd = |subtotal| decided(&policy(&text), &Snapshot::guest(subtotal).pays_in("kwd"));
    assert_cut(&kwd(20_000), 9_500, "subtotal, max_percent, max_amount, currency_step");
    assert_cut(&kwd(10_000), 9_500, "subtotal, max_percent, max_amount, minimum_charge");
    assert_cut(&kwd(1_005), 500, "subtotal, max_percent, minimum_charge, currency_step");
}

#[test]
fn guard_rails_cut_the_last_offer_so_that_parts_sum_exactly() {
    let text = |most: &str| {
        let offers = ["a", "b", "c"].map(|id| for_all(id, "give.amount_off.usd = \"10.00\""));
        policy(&format!("combine = \"sum\"\nlimits.max_amount.usd = \"{most}\"\n{}", offers.concat()))
    };
    for (most, shares, losses) in [
        ("30.00", "a 1000, b 1000, c 1000", ""),
        ("29.99", "a 1000, b 1000, c 999", ""),
        ("20.00", "a 1000, b 1000", "c nothing_left"),
        ("15.00", "a 1000, b 500", "c nothing_left"),
        ("0.01", "a 1", "b nothing_left, c nothing_left"),
    ] {
        let decision = decided(&text(most), &Snapshot::guest(15_000));
        assert_eq!((decision.shares().as_str(), decision.losses().as_str()), (shares, losses), "{most}");
    }
}

#[test]
fn what_stripes_integers_do_not_hold_is_an_error() {
    let largest = Snapshot::guest(Amount::MAX.get());
    let on = |text: &str, session: &Snapshot| {
        decide(&policy(text), session, InteractionSet::all(), at(NOON)).map(|decision| decision.off())
    };
    let free = for_all("a", "give.percent = \"100\"");
    assert_eq!(on(&free, &largest), Ok(Amount::MAX.get()));
    assert_eq!(on(&free, &largest.clone().shipping(1)), Err(Overflow));
    let twice = format!("combine = \"sum\"\n{free}{}", for_all("b", "give.percent = \"100\""));
    assert_eq!(on(&twice, &largest), Err(Overflow));
    assert_eq!(on(&twice, &Snapshot::guest(amount(Amount::MAX.get() / 2).get())), Ok(Amount::MAX.get() / 2));
}
