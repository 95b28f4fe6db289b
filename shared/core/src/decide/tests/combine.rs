//! Several offers become one discount.

use super::*;
use crate::interaction::{Interaction, InteractionSet};
use crate::test_support::NOON;
use crate::{Decision, Snapshot, decide};

fn usd(id: &str, amount: &str, more: &str) -> String {
    for_all(id, &format!("give.amount_off.usd = \"{amount}\"\n{more}"))
}

fn percent(id: &str, percent: &str, more: &str) -> String {
    for_all(id, &format!("give.percent = \"{percent}\"\n{more}"))
}

/// The discount of offers on a cart of 150.00, by `combine`.
fn combined(combine: &str, offers: &[String]) -> Decision {
    decided(&policy(&format!("combine = \"{combine}\"\n{}", offers.concat())), &Snapshot::guest(15_000))
}

fn assert_parts(decision: &Decision, shares: &str, losses: &str) {
    assert_eq!((decision.shares().as_str(), decision.losses().as_str()), (shares, losses));
}

#[test]
fn the_best_stands_alone_and_the_first_of_equals_wins() {
    let offers = [usd("a", "5", ""), percent("b", "10", ""), usd("c", "15", ""), usd("d", "14.99", "")];
    assert_parts(&combined("best", &offers), "b 1500", "a not_best, c not_best, d not_best");
    let ranked = [percent("b", "10", ""), usd("c", "15", "priority = 1")];
    assert_parts(&combined("best", &ranked), "c 1500", "b not_best");
}

#[test]
fn offers_that_can_not_be_recorded_are_not_given() {
    // 60 ids of 40 characters fit into the five values that list a discount's offers.
    for combine in ["sum", "sequential"] {
        let offers: Vec<String> = (0..62).map(|place| usd(&format!("{place:0>40}"), "0.01", "")).collect();
        let decision = combined(combine, &offers);
        assert_eq!((decision.applied.len(), decision.off()), (60, 60), "{combine}");
        assert_eq!(decision.losses(), format!("{:0>40} too_many_offers, {:0>40} too_many_offers", 60, 61));
    }
}

/// The goods of staff: 30% off what is no gift card, and $5 off for everybody.
fn staff(exclusive: &str) -> [String; 2] {
    let staff = format!("exclusive = {exclusive}\nwhen.segment = [\"staff\"]\ngive.except.tags = [\"card\"]");
    [percent("staff", "30", &staff), usd("five", "5", "when.subtotal_over.usd = \"50\"")]
}

#[test]
fn always_exclusive_offer_stands_alone_where_it_gives_nothing() {
    let cards = Snapshot::customer([("segments", "staff")]).lines([("prod_card", "card", 1, 10_000)]);
    for combine in ["best", "sum", "sequential"] {
        let decided_by = |exclusive: &str, session: &Snapshot| {
            decided(&policy(&format!("combine = \"{combine}\"\n{}", staff(exclusive).concat())), session)
        };
        let decision = decided_by("\"always\"", &cards);
        assert_parts(&decision, "", "staff gives_nothing, five excluded");
        assert_eq!((decision.discount, decision.hints), (None, vec![]), "{combine}");
        assert_parts(&decided_by("true", &cards), "five 500", "staff gives_nothing");
        let others = Snapshot::guest(10_000).lines([("prod_card", "card", 1, 10_000)]);
        assert_parts(&decided_by("\"always\"", &others), "five 500", "staff customer_unknown");
    }
}

#[test]
fn always_exclusive_offer_without_the_currency_stands_alone() {
    let only = for_all("only", "exclusive = \"always\"\ngive.amount_off.eur = \"5\"");
    assert_parts(&combined("best", &[only.clone(), usd("a", "5", "")]), "", "only currency_not_offered, a excluded");
    let first = usd("first", "1", "exclusive = true\npriority = 1");
    assert_parts(&combined("best", &[only, first]), "first 100", "only currency_not_offered");
}

#[test]
fn a_sum_takes_each_of_the_whole_cart() {
    let decision = combined("sum", &[percent("a", "10", ""), percent("b", "10", ""), usd("c", "1", "")]);
    assert_parts(&decision, "a 1500, b 1500, c 100", "");
    assert_eq!(decision.off(), 3_100);
}

#[test]
fn in_sequence_each_is_taken_of_what_remains_by_priority() {
    let offers = [percent("a", "10", ""), percent("b", "10", ""), usd("c", "50", "priority = 1")];
    assert_parts(&combined("sequential", &offers), "c 5000, a 1000, b 900", "");
}

#[test]
fn in_sequence_each_offer_is_rounded_once() {
    let offers = [percent("a", "33.33", ""), percent("b", "33.33", "")];
    let text = format!("combine = \"sequential\"\nrounding = \"half-up\"\n{}", offers.concat());
    let decision = decided(&policy(&text), &Snapshot::guest(1_010));
    assert_parts(&decision, "a 337, b 224", "");
}

#[test]
fn in_sequence_a_cap_bounds_the_share_of_what_remains() {
    let offers = [
        usd("a", "100", ""),
        percent("b", "10", "give.cap.usd = \"6.00\""),
        percent("c", "50", "give.cap.usd = \"6.00\""),
    ];
    assert_parts(&combined("sequential", &offers), "a 10000, b 500, c 600", "");
}

#[test]
fn in_sequence_a_ladder_is_climbed_by_the_undiscounted_cart() {
    let ladder = "give.ladder = [{ over.usd = \"100.00\", percent = \"10\" }]";
    let offers = [usd("a", "100", "priority = 1"), offer("b", "cart-threshold", ladder)];
    assert_parts(&combined("sequential", &offers), "a 10000, b 500", "");
}

#[test]
fn in_sequence_nothing_is_taken_of_nothing() {
    let offers = [usd("a", "149.99", ""), percent("b", "50", ""), percent("c", "100", ""), percent("d", "50", "")];
    assert_parts(&combined("sequential", &offers), "a 14999, c 1", "b gives_nothing, d nothing_left");
}

#[test]
fn the_first_exclusive_offer_stands_alone_whatever_it_gives() {
    let offers = |first: &str, second: &str| {
        [
            usd("a", "50", ""),
            usd("b", "1", first),
            usd("c", "2", second),
            usd("d", "9", "when.subtotal_below.usd = \"1\""),
        ]
    };
    let alone = "exclusive = true";
    let ahead = "exclusive = true\npriority = 1";
    for combine in ["best", "sum", "sequential"] {
        let by_file = combined(combine, &offers(alone, alone));
        assert_parts(&by_file, "b 100", "a excluded, c excluded, d subtotal_too_high");
        let by_priority = combined(combine, &offers(alone, ahead));
        assert_parts(&by_priority, "c 200", "a excluded, b excluded, d subtotal_too_high");
    }
}

#[test]
fn an_exclusive_offer_that_is_not_eligible_excludes_nobody() {
    let offers = [usd("a", "5", ""), usd("b", "1", "exclusive = true\nwhen.subtotal_over.usd = \"500\"")];
    assert_parts(&combined("best", &offers), "a 500", "b subtotal_too_low");
}

#[test]
fn next_best_offer_takes_over_if_the_best_leaves_the_set() {
    let member = "when.tier = [\"gold\"]\ngive.amount_off.usd = \"20.00\"";
    let text = format!("{}{}", offer("member", "loyalty", member), usd("cart", "15", ""));
    let session = Snapshot::customer([("loyalty_tier", "gold")]);
    let both: InteractionSet = [Interaction::Loyalty, Interaction::CartThreshold].into_iter().collect();
    for (set, shares, losses) in [
        (both, "member 2000", "cart not_best"),
        (Interaction::CartThreshold.into(), "cart 1500", ""),
        (Interaction::Location.into(), "", ""),
        (InteractionSet::EMPTY, "", ""),
    ] {
        assert_parts(&decide(&policy(&text), &session, set, at(NOON)).unwrap(), shares, losses);
    }
}

#[test]
fn names_of_several_offers_are_joined_while_there_is_room() {
    let name = |names: &[&str]| {
        let offers = names.iter().enumerate().map(|(index, name)| {
            let id = format!("o{index}");
            usd(&id, "1", "").replace(&format!("name = \"{id}\""), &format!("name = \"{name}\""))
        });
        let text = format!("combine = \"sum\"\ncombined_name = \"Together\"\n{}", offers.collect::<String>());
        decided(&policy(&text), &Snapshot::guest(15_000)).discount.unwrap().name.to_string()
    };
    let (twenty, seventeen, eighteen) = ("a".repeat(20), "ü".repeat(17), "ü".repeat(18));
    assert_eq!(name(&["Gold"]), "Gold");
    assert_eq!(name(&["Gold", "Hello", "Spring"]), "Gold + Hello + Spring");
    assert_eq!(name(&[&twenty, &seventeen]), format!("{twenty} + {seventeen}"), "40 characters");
    assert_eq!(name(&[&twenty, &eighteen]), "Together", "41 characters");
}

#[test]
fn the_kill_switch_rejects_every_offer_and_promises_nothing() {
    let text = [usd("a", "5", ""), usd("b", "5", "when.ends = 2027-01-01")].concat();
    let decision = decided(&policy(&text).switched_off(), &Snapshot::guest(15_000));
    assert_parts(&decision, "", "a switched_off, b switched_off");
    assert_eq!((decision.discount, decision.hints, decision.valid_until), (None, Vec::new(), None));
}
