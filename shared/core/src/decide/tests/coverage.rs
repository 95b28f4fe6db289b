//! Coverage of a policy by many sessions.

use super::*;
use crate::InteractionSet;
use crate::Snapshot;
use crate::decide::{Coverage, GroupCoverage, OfferCoverage, decide_from};
use crate::interaction::Interaction;
use crate::session::Facts;
use crate::test_support::NOON;

const POLICY: &str = r#"
    [[offer]]
    id = "ladder"
    interaction = "cart-threshold"
    name = "ladder"
    when.currency = ["usd"]
    give.ladder = [
        { at_least = { usd = "100.00", eur = "100.00" }, amount_off = { usd = "10.00", eur = "10.00" } },
        { at_least = { usd = "200.00", eur = "200.00" }, amount_off = { usd = "30.00", eur = "30.00" } },
    ]

    [[offer]]
    id = "gold"
    interaction = "loyalty"
    name = "gold"
    when.tier = ["gold"]
    when.subtotal_over = { usd = "50.00" }
    give.percent = "10"
"#;

fn count(policy: &crate::Policy, sessions: &[Snapshot], set: InteractionSet) -> Coverage {
    let mut coverage = Coverage::none(policy);
    for session in sessions {
        let facts = Facts::of(policy, session, set);
        let decision = decide_from(policy, &facts, set, at(NOON)).unwrap();
        coverage.add(policy, &facts, &decision).unwrap();
    }
    coverage
}

fn carts() -> Vec<Snapshot> {
    vec![
        Snapshot::guest(5_000),
        Snapshot::guest(10_000),
        Snapshot::customer([("loyalty_tier", "gold")]).subtotal(15_000),
        Snapshot::guest(25_000).pays_in("eur"),
    ]
}

#[test]
fn each_condition_and_each_step_is_counted_by_itself() {
    let policy = policy(POLICY);
    let coverage = count(&policy, &carts(), InteractionSet::all());
    let counted: Vec<_> = coverage.of(&policy).map(|(offer, count)| (offer.id.as_str(), count.clone())).collect();
    let ladder = OfferCoverage { asked: 4, eligible: 2, applied: 1, conditions: vec![3], steps: vec![2, 1] };
    let gold = OfferCoverage { asked: 4, eligible: 1, applied: 1, conditions: vec![1, 2], steps: vec![] };
    assert_eq!(counted, [("ladder", ladder), ("gold", gold)]);
}

#[test]
fn offer_counts_as_eligible_if_it_gives_and_as_applied_if_used() {
    // 0.01 % gives the first cent at 100.00; on a cart of 150.00 the other is larger.
    let offers = [for_all("small", "give.percent = \"0.01\""), over_100("large")];
    let policy = policy(&offers.concat());
    let carts = [9_999, 10_000, 15_000, 20_000].map(Snapshot::guest);
    let coverage = count(&policy, &carts, InteractionSet::all());
    let counted: Vec<_> = coverage.of(&policy).map(|(_, count)| (count.asked, count.eligible, count.applied)).collect();
    assert_eq!(counted, [(4, 3, 1), (4, 2, 2)]);
}

fn over_100(id: &str) -> String {
    offer(id, "cart-threshold", "when.subtotal_over.usd = \"100.00\"\ngive.amount_off.usd = \"5.00\"")
}

#[test]
fn an_offer_that_was_not_asked_for_is_not_looked_at() {
    let policy = policy(POLICY);
    let coverage = count(&policy, &carts(), Interaction::Loyalty.into());
    let asked: Vec<u64> = coverage.of(&policy).map(|(_, count)| count.asked).collect();
    assert_eq!(asked, [0, 4]);
    let (_, ladder) = coverage.of(&policy).next().unwrap();
    assert_eq!((&ladder.conditions, &ladder.steps), (&vec![0], &vec![0, 0]));
}

#[test]
fn what_was_counted_in_parts_adds_up() {
    let policy = policy(POLICY);
    let carts = carts();
    let mut parts = count(&policy, &carts[..1], InteractionSet::all());
    parts.merge(&count(&policy, &carts[1..], InteractionSet::all()));
    assert_eq!(parts, count(&policy, &carts, InteractionSet::all()));
}

#[test]
fn group_counts_if_one_of_its_offers_is_eligible_or_applied() {
    let grouped = |id: &str, least: u64, off: u64, group: &str| {
        let give = format!("when.subtotal_at_least.usd = \"{least}\"\ngive.amount_off.usd = \"{off}\"");
        offer(id, "cart-threshold", &format!("{give}\n{group}"))
    };
    let groups = "[[group]]\nid = \"pair\"\ncombine = \"sum\"\n[[group]]\nid = \"small\"\n";
    let (pair, small) = ("group = \"pair\"", "group = \"small\"");
    let offers =
        [grouped("a", 100, 2, pair), grouped("b", 200, 3, pair), grouped("c", 150, 1, small), grouped("d", 300, 9, "")];
    let policy = policy(&format!("{groups}{}", offers.concat()));
    let carts = [9_999, 10_000, 15_000, 20_000, 30_000].map(Snapshot::guest);
    let coverage = count(&policy, &carts, InteractionSet::all());
    let counted = |coverage: &Coverage| -> Vec<(String, GroupCoverage)> {
        coverage.of_groups(&policy).map(|(group, count)| (group.id.as_str().to_owned(), *count)).collect()
    };
    let expected = [
        ("pair".to_owned(), GroupCoverage { eligible: 4, applied: 3 }),
        ("small".to_owned(), GroupCoverage { eligible: 3, applied: 0 }),
    ];
    assert_eq!(counted(&coverage), expected);
    let mut parts = count(&policy, &carts[..2], InteractionSet::all());
    parts.merge(&count(&policy, &carts[2..], InteractionSet::all()));
    assert_eq!(counted(&parts), expected);
}
