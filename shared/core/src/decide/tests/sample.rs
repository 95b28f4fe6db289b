//! The policy that comes with the project, interaction by interaction.

use super::*;
use crate::interaction::Interaction::{self, CartThreshold, CustomerOffer, LimitedTime, Location, Loyalty};
use crate::test_support::NOON;
use crate::{Snapshot, decide};

/// Friday, 27 November 2026, 00:00 in New York.
const BLACK_FRIDAY: &str = "2026-11-27T05:00:00Z";
/// The next midnight there.
const SATURDAY: &str = "2026-11-28T05:00:00Z";
const HAPPY_HOUR: &str = "2026-06-03T21:00:00Z";

/// Every row is a session, a moment, what applies and what does not.
fn each_is(interaction: Interaction, rows: &[(Snapshot, &str, &str, &str)]) {
    let policy = policy(include_str!("../../../../../discounts.toml"));
    for (session, now, shares, losses) in rows {
        let decision = decide(&policy, session, interaction.into(), at(now)).unwrap();
        assert_eq!(
            (decision.shares().as_str(), decision.losses().as_str()),
            (*shares, *losses),
            "{session:?} at {now}"
        );
    }
}

#[test]
fn loyalty() {
    let tier = |tier| Snapshot::customer([("loyalty_tier", tier), ("orders", "9")]);
    let unknown = Snapshot::customer([]);
    let all_unknown = "silver customer_facts_missing, gold customer_facts_missing, tenth-order customer_facts_missing";
    let guest = "silver customer_unknown, gold customer_unknown, tenth-order customer_unknown";
    let no_tier = "silver tier_not_eligible, gold tier_not_eligible";
    let in_pounds = "silver currency_not_offered, gold tier_not_eligible+currency_not_offered, \
                     tenth-order currency_not_offered";
    each_is(
        Loyalty,
        &[
            (tier("gold"), NOON, "gold 1875", "silver tier_not_eligible, tenth-order not_best"),
            (tier("silver"), NOON, "tenth-order 1500", "silver not_best, gold tier_not_eligible"),
            (tier("bronze"), NOON, "tenth-order 1500", no_tier),
            (tier("silver").pays_in("gbp"), NOON, "", in_pounds),
            (unknown, NOON, "", all_unknown),
            (Snapshot::guest(15_000), NOON, "", guest),
        ],
    );
}

#[test]
fn cart_threshold() {
    let cart = Snapshot::guest;
    each_is(
        CartThreshold,
        &[
            (cart(15_000), NOON, "cart-over-100 1500", "spend-more subtotal_too_low"),
            (cart(30_001), NOON, "spend-more 3000", "cart-over-100 not_best"),
            (cart(10_000), NOON, "", "cart-over-100 subtotal_too_low, spend-more subtotal_too_low"),
            (cart(30_001).pays_in("eur"), NOON, "spend-more 3000", "cart-over-100 currency_not_offered"),
            (
                cart(30_001).pays_in("jpy"),
                NOON,
                "",
                "cart-over-100 currency_not_offered, spend-more currency_not_offered",
            ),
        ],
    );
}

#[test]
fn location() {
    let to = |state, code| Snapshot::guest(15_000).ships_to("US", state, code);
    let (launch, zone) = ("california-launch place_not_eligible", "local-pickup-zone place_not_eligible");
    let missing = "california-launch address_missing, local-pickup-zone address_missing";
    let in_euro = "california-launch currency_not_offered, local-pickup-zone place_not_eligible+currency_not_offered";
    each_is(
        Location,
        &[
            (to("CA", "94105"), NOON, "california-launch 1200", zone),
            (to("NY", "11201"), NOON, "local-pickup-zone 500", launch),
            (to("TX", "73301"), NOON, "", &format!("{launch}, {zone}")),
            (to("CA", "94105").pays_in("eur"), NOON, "", in_euro),
            (Snapshot::guest(15_000), NOON, "", missing),
        ],
    );
}

#[test]
fn limited_time() {
    let guest = || Snapshot::guest(15_000);
    let closed = "happy-hour not_at_this_time";
    let both_closed = "black-friday not_at_this_time, happy-hour not_at_this_time";
    let hour_in_yen = "black-friday not_at_this_time, happy-hour currency_not_offered";
    each_is(
        LimitedTime,
        &[
            (guest(), NOON, "", both_closed),
            (guest(), HAPPY_HOUR, "happy-hour 300", "black-friday not_at_this_time"),
            (guest().pays_in("jpy"), HAPPY_HOUR, "", hour_in_yen),
            (guest(), "2026-11-27T04:59:59Z", "", both_closed),
            (guest(), BLACK_FRIDAY, "black-friday 3000", closed),
            (guest().subtotal(100_000), BLACK_FRIDAY, "black-friday 10000", closed),
            (guest(), "2026-11-27T22:00:00Z", "black-friday 3000", "happy-hour not_best"),
            (guest(), "2026-11-28T04:59:59Z", "black-friday 3000", closed),
            (guest(), SATURDAY, "", both_closed),
            // The fifth Friday of its month, the fourth of another year, and a third one.
            (guest(), "2030-11-29T17:00:00Z", "black-friday 3000", closed),
            (guest(), "2029-11-23T17:00:00Z", "black-friday 3000", closed),
            (guest(), "2026-11-20T17:00:00Z", "", both_closed),
        ],
    );
}

#[test]
fn customer_offer() {
    let of = |segments| Snapshot::customer([("segments", segments)]);
    let no_vip = "vip segment_not_eligible";
    let neither = "win-back segment_not_eligible, vip segment_not_eligible";
    each_is(
        CustomerOffer,
        &[
            (of("win-back"), NOON, "win-back 1000", no_vip),
            (of("new, vip,win-back"), NOON, "vip 2250", "win-back not_best"),
            (of("win-back").subtotal(10_000), NOON, "", &format!("win-back subtotal_too_low, {no_vip}")),
            (of("win-back").pays_in("eur"), NOON, "", &format!("win-back currency_not_offered, {no_vip}")),
            (of("new"), NOON, "", neither),
            (Snapshot::customer([]), NOON, "", "win-back customer_facts_missing, vip customer_facts_missing"),
            (Snapshot::guest(15_000), NOON, "", "win-back customer_unknown, vip customer_unknown"),
        ],
    );
}
