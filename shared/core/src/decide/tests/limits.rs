//! Offers with limits: what is left decides.

use std::num::NonZeroU64;

use proptest::prelude::*;

use super::*;
use crate::counts;
use crate::decide::tests::random::{World, worlds};
use crate::decide::{Decision, decide_from, explain};
use crate::facts::{Facts, Room, Rooms, SignedCode};
use crate::interaction::InteractionSet;
use crate::money::{Amount, Amounts};
use crate::policy::UseLimit;
use crate::session::ShopperCode;
use crate::test_support::{NOON, amount};
use crate::{Policy, Snapshot};

const ALL: &str =
    "give.percent = \"10\"\nlimit.uses = 100\nlimit.budget = { usd = \"50.00\" }\nlimit.uses_per_shopper = 2";

fn room(uses: u64, budget: u64, shopper: u64) -> Room {
    Room { uses: Some(uses), budget: Some(amount(budget)), shopper: Some(shopper), code: None }
}

fn with(mut session: Snapshot, rooms: &[(&'static str, Room)]) -> Snapshot {
    session.ledger.rooms = Rooms::Known(rooms.iter().map(|(offer, room)| ((*offer).into(), *room)).collect());
    session
}

#[test]
fn offer_gives_what_is_left_of_its_limits() {
    let policy = policy(&for_all("a", ALL));
    let unknown = Room { shopper: None, ..room(1, 1, 1) };
    for (left, applied, lost) in [
        (room(1, 5_000, 1), "a 1500", ""),
        (room(1, 1_500, 1), "a 1500", ""),
        (room(1, 1_499, 1), "a 1499", ""),
        (room(1, 1, 1), "a 1", ""),
        (room(1, 0, 1), "", "a budget_exhausted"),
        (room(0, 5_000, 1), "", "a uses_exhausted"),
        (room(1, 5_000, 0), "", "a shopper_limit_reached"),
        (room(0, 0, 0), "", "a uses_exhausted"),
        (unknown, "", "a customer_unknown"),
        (Room { budget: None, ..room(1, 1, 1) }, "", "a currency_not_offered"),
        (Room::default(), "", "a ledger_unavailable"),
    ] {
        let decision = decided(&policy, &with(Snapshot::customer([]), &[("a", left)]));
        assert_eq!((decision.shares().as_str(), decision.losses().as_str()), (applied, lost), "{left:?}");
        assert_eq!(decision.counted, decision.applied, "{left:?}");
    }
}

#[test]
fn silent_ledger_takes_counted_offers_alone() {
    let text = format!("combine = \"sum\"\n{}{}", for_all("a", ALL), for_all("b", "give.percent = \"5\""));
    let policy = policy(&text);
    for rooms in [Rooms::NotAsked, Rooms::Unavailable, Rooms::Known([].into())] {
        let mut session = Snapshot::customer([]);
        session.ledger.rooms = rooms;
        let decision = decided(&policy, &session);
        assert_eq!(decision.shares(), "b 750");
        assert_eq!(decision.losses(), "a ledger_unavailable");
        assert!(decision.counted.is_empty());
    }
}

#[test]
fn exhausted_offer_excludes_no_other() {
    for exclusive in ["true", "\"always\""] {
        let text = format!("{}exclusive = {exclusive}\n{}", for_all("a", ALL), for_all("b", "give.percent = \"5\""));
        let policy = policy(&text);
        for (left, shares) in [(room(1, 5_000, 1), "a 1500"), (room(0, 5_000, 1), "b 750")] {
            let decision = decided(&policy, &with(Snapshot::customer([]), &[("a", left)]));
            assert_eq!(decision.shares(), shares, "{exclusive} {left:?}");
        }
    }
}

#[test]
fn amount_that_counts_is_what_guard_rails_leave() {
    let text = format!("limits.max_percent = \"5\"\n{}", for_all("a", ALL));
    let decision = decided(&policy(&text), &with(Snapshot::customer([]), &[("a", room(1, 5_000, 1))]));
    assert_eq!(decision.counted.iter().map(|counted| counted.amount).collect::<Vec<_>>(), [amount(750)]);
}

#[test]
fn explanation_says_what_is_left_of_a_budget() {
    let policy = policy(&for_all("a", ALL));
    for (left, expected) in [(1_499, Some(1_499)), (1_500, None)] {
        let session = with(Snapshot::customer([]), &[("a", room(1, left, 1))]);
        let explanation = explain(&policy, &session, InteractionSet::all(), at(NOON)).unwrap();
        let working = explanation.offers[0].alone.clone().unwrap();
        assert_eq!(working.budget_left.map(Amount::get), expected);
    }
}

#[test]
fn code_of_a_series_is_unknown_once_it_is_used() {
    let text = "when.code_series = { name = \"MAY\", count = 8 }\ngive.amount_off = { usd = \"5.00\" }";
    let policy = policy(&offer("a", "code", text));
    let typed = |series: &'static str, serial: u32, left: Option<u64>| {
        let code = ShopperCode::parse("CN48-AF9M-1884").unwrap();
        let room = Room { code: left, ..Room::default() };
        let mut session = with(Snapshot::guest(15_000), &[("a", room)]);
        session.ledger.signed_codes.push((code.clone(), SignedCode { series: series.into(), serial }));
        session.code = Some(code);
        session
    };
    for (session, knows, outcome) in [
        (typed("MAY", 7, Some(1)), true, "a 500"),
        (typed("MAY", 8, Some(1)), false, "a code_unknown"),
        (typed("JUNE", 7, Some(1)), false, "a code_unknown"),
        (typed("MAY", 7, Some(0)), false, "a code_unknown"),
        (Snapshot::guest(15_000).types("CN48-AF9M-1884"), false, "a code_unknown+ledger_unavailable"),
    ] {
        let decision = decided(&policy, &session);
        assert_eq!(format!("{}{}", decision.shares(), decision.losses()), outcome);
        assert_eq!(crate::decide::knows_code(&policy, &session, at(NOON)), knows, "{outcome}");
    }
}

#[test]
fn discount_has_as_many_counted_offers_as_its_record_holds() {
    let offers: String = (0..10).map(|n| for_all(&format!("o{n}"), "give.percent = \"1\"\nlimit.uses = 5")).collect();
    let policy = policy(&format!("combine = \"sum\"\n{offers}"));
    let mut session = Snapshot::customer([]);
    session.ledger.rooms = counts::untouched(&policy, &session, at(NOON));
    let decision = decided(&policy, &session);
    assert_eq!((decision.counted.len(), decision.losses().as_str()), (8, "o8 too_many_offers, o9 too_many_offers"));
}

#[test]
fn limit_of_a_day_is_decided_again_at_midnight() {
    let text = format!("timezone = \"America/New_York\"\n{}limit.per = \"day\"\n", for_all("a", ALL));
    let midnight = Some(at("2026-06-04T04:00:00Z"));
    for (left, until) in [
        (room(1, 5_000, 1), midnight),
        (room(0, 5_000, 1), midnight),
        (Room { shopper: None, ..room(1, 5_000, 1) }, None),
    ] {
        let decision = decided(&policy(&text), &with(Snapshot::customer([]), &[("a", left)]));
        assert_eq!(decision.valid_until, until, "{left:?}");
    }
}

#[test]
fn exhausted_offer_is_no_hint() {
    let text = "when.subtotal_at_least = { usd = \"200.00\" }\ngive.percent = \"10\"\nlimit.uses = 1";
    let policy = policy(&offer("a", "cart-threshold", text));
    for (uses, hints) in [(1, 1), (0, 0)] {
        let session = with(Snapshot::guest(15_000), &[("a", Room { uses: Some(uses), ..Room::default() })]);
        assert_eq!(decided(&policy, &session).hints.len(), hints, "{uses}");
    }
}

/// The policy of a world with a limit on every second offer, which `budget` bounds.
fn limited(world: &World) -> Policy {
    let mut policy = world.policy.clone();
    let budget: Amounts = [(world.session.cart.currency, Amount::MAX)].into_iter().collect();
    let limit = UseLimit { uses: NonZeroU64::new(9), budget: Some(budget), ..UseLimit::default() };
    for offer in policy.offers.iter_mut().step_by(2) {
        offer.limit = Some(Box::new(limit.clone()));
    }
    policy
}

fn decide_with(world: &World, policy: &Policy, budget: Amount, uses: u64) -> Decision {
    let room = Room { uses: Some(uses), budget: Some(budget), ..Room::default() };
    let rooms = policy.counted().map(|offer| (offer.id.as_str().to_owned().into(), room));
    let facts = Facts::of(policy, &world.session, world.set);
    let facts = Facts { rooms: Rooms::Known(rooms.collect()), ..facts };
    decide_from(policy, &facts, world.set, world.now).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn limits_with_all_the_room_change_no_decision(world in worlds()) {
        let policy = limited(&world);
        let facts = Facts::of(&world.policy, &world.session, world.set);
        let plain = decide_from(&world.policy, &facts, world.set, world.now).unwrap();
        let decision = decide_with(&world, &policy, Amount::MAX, u64::MAX);
        // Nobody has eight random offers that count.
        prop_assert_eq!(Decision { counted: Vec::new(), ..decision }, plain);
    }

    #[test]
    fn less_room_never_gives_more_and_is_never_passed(
        mut world in worlds(),
        (small, more) in (0..5_000_u64, 0..5_000_u64),
    ) {
        world.policy.groups.clear();
        world.policy.offers.iter_mut().for_each(|offer| offer.group = None);
        let policy = limited(&world);
        let small_room = decide_with(&world, &policy, amount(small), 1);
        for counted in &small_room.counted {
            prop_assert!(counted.amount <= amount(small));
        }
        // The room of one offer alone grows.
        let Some(grows) = policy.counted().next().map(|offer| offer.id.clone()) else { return Ok(()) };
        let of = |decision: &Decision| {
            decision.applied.iter().find(|applied| applied.offer == grows).map(|applied| applied.amount)
        };
        let rooms = policy.counted().map(|offer| {
            let budget = if offer.id == grows { small + more } else { small };
            let room = Room { uses: Some(1), budget: Some(amount(budget)), ..Room::default() };
            (offer.id.as_str().to_owned().into(), room)
        });
        let facts = Facts::of(&policy, &world.session, world.set);
        let facts = Facts { rooms: Rooms::Known(rooms.collect()), ..facts };
        let grown = decide_from(&policy, &facts, world.set, world.now).unwrap();
        prop_assert!(of(&small_room) <= of(&grown));
        let none = decide_with(&world, &policy, amount(small), 0);
        prop_assert!(none.counted.is_empty());
    }
}
