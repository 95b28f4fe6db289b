//! Decisions for sessions that are decided once: what lasts, what ends too soon, and when the discount ends.

use jiff::SignedDuration;
use proptest::prelude::*;

use super::random::{timely_worlds, worlds};
use super::*;
use crate::Decision;
use crate::Snapshot;
use crate::decide;
use crate::decide::{Span, decide_lasting};
use crate::interaction::InteractionSet;
use crate::policy::Offer;
use crate::test_support::NOON;

const SPAN: Span = Span { least: SignedDuration::from_mins(30), most: SignedDuration::from_hours(24) };

fn lasting(text: &str) -> Decision {
    decide_lasting(&policy(text), &Snapshot::guest(15_000), InteractionSet::all(), at(NOON), SPAN).unwrap()
}

/// An offer of this many dollars while the conditions hold.
fn dollars(id: &str, dollars: u64, further: &str) -> String {
    let lines = format!("when.quantity_at_least = 1\ngive.amount_off.usd = \"{dollars}\"\n{further}");
    offer(id, "automatic", &lines)
}

fn ends(at: &str) -> String {
    format!("when.ends = 2026-06-03T{at}Z")
}

#[test]
fn offer_is_given_if_it_lasts_as_long_as_a_session_must() {
    for (end, off, losses, until) in [
        ("12:29:59", 0, "a ends_too_soon", None),
        ("12:30:00", 500, "", Some("2026-06-03T12:30:00Z")),
        ("12:30:01", 500, "", Some("2026-06-03T12:30:01Z")),
    ] {
        let decision = lasting(&dollars("a", 5, &ends(end)));
        assert_eq!((decision.off(), decision.losses().as_str()), (off, losses), "{end}");
        assert_eq!(decision.valid_until, until.map(at), "{end}");
    }
    let next_day = lasting(&dollars("a", 5, "when.ends = 2026-06-04T12:00:00Z"));
    assert_eq!((next_day.off(), next_day.valid_until), (500, None), "no session lives longer");
    assert_eq!(lasting(&dollars("a", 5, "")).valid_until, None);
}

#[test]
fn offers_that_last_take_the_place_of_those_that_do_not() {
    let soon = dollars("soon", 9, &ends("12:10:00"));
    let later = dollars("later", 5, &ends("15:00:00"));
    let best = lasting(&format!("{soon}{later}"));
    assert_eq!((best.shares().as_str(), best.losses().as_str()), ("later 500", "soon ends_too_soon"));
    assert_eq!(best.valid_until, Some(at("2026-06-03T15:00:00Z")));
    let sum = lasting(&format!("combine = \"sum\"\n{soon}{later}{}", dollars("always", 2, "")));
    assert_eq!(sum.shares(), "later 500, always 200");
}

#[test]
fn larger_offer_that_opens_later_ends_nothing() {
    let later = dollars("later", 9, "when.starts = 2026-06-03T12:10:00Z");
    let decision = lasting(&format!("{later}{}", dollars("now", 5, "")));
    assert_eq!((decision.shares().as_str(), decision.valid_until), ("now 500", None));
}

#[test]
fn offer_that_another_will_exclude_ends_with_that() {
    let exclusive = |at: &str| dollars("alone", 2, &format!("exclusive = true\nwhen.starts = 2026-06-03T{at}Z"));
    let now = dollars("now", 5, "");
    let soon = lasting(&format!("{now}{}", exclusive("12:10:00")));
    assert_eq!((soon.off(), soon.losses().as_str()), (0, "now ends_too_soon, alone not_started"));
    let later = lasting(&format!("{now}{}", exclusive("13:00:00")));
    assert_eq!((later.off(), later.valid_until), (500, Some(at("2026-06-03T13:00:00Z"))));
}

#[test]
fn exclusive_offer_that_ends_soon_gives_way_to_no_larger_one() {
    let alone = dollars("alone", 2, &format!("exclusive = true\n{}", ends("12:10:00")));
    let larger = lasting(&format!("{alone}{}", dollars("other", 5, "")));
    assert_eq!((larger.off(), larger.losses().as_str()), (0, "alone ends_too_soon, other ends_too_soon"));
    let smaller = lasting(&format!("{alone}{}", dollars("other", 1, "")));
    assert_eq!(smaller.shares(), "other 100");
}

#[test]
fn kill_switch_and_unknown_prices_give_nothing_with_a_reason() {
    let off = policy(&dollars("a", 5, "")).switched_off();
    let session = Snapshot::guest(15_000);
    let decision = decide_lasting(&off, &session, InteractionSet::all(), at(NOON), SPAN).unwrap();
    assert_eq!((decision.off(), decision.losses().as_str()), (0, "a switched_off"));
    let unpriced = Decision::unpriced(&policy(&dollars("a", 5, "")), InteractionSet::all(), at(NOON));
    assert_eq!((unpriced.off(), unpriced.losses().as_str()), (0, "a price_unknown"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lasting_discount_is_earned_until_it_ends(world in prop_oneof![timely_worlds(), worlds()], minutes in 0..1_440_i64) {
        let decision = decide_lasting(&world.policy, &world.session, world.set, world.now, SPAN).unwrap();
        let then = world.now + SignedDuration::from_mins(minutes);
        let least = world.now + SPAN.least;
        prop_assert!(decision.valid_until.is_none_or(|end| end >= least));
        // The times of a code's window stay secret, so a decision can't be known to end with them.
        let public = !world.policy.offers.iter().any(Offer::asks_for_a_code);
        if public && decision.valid_until.is_none_or(|end| then < end) {
            let earned = decide(&world.policy, &world.session, world.set, then).unwrap();
            prop_assert!(decision.off() <= earned.off(), "{} then, {} at first", earned.off(), decision.off());
        }
    }

    #[test]
    fn decision_that_holds_for_a_day_lasts(world in worlds()) {
        let plain = decide(&world.policy, &world.session, world.set, world.now).unwrap();
        if plain.valid_until.is_none_or(|until| until > world.now + SPAN.most) {
            let lasting = decide_lasting(&world.policy, &world.session, world.set, world.now, SPAN).unwrap();
            // A step may lead to an offer that then ends too soon.
            let without_hints = |decision| Decision { hints: Vec::new(), ..decision };
            prop_assert_eq!(without_hints(lasting), without_hints(Decision { valid_until: None, ..plain }));
        }
    }
}
