//! Stripe's guide: 10 % off carts over 100 USD, at most 20 USD.

use super::*;
use crate::interaction::{Interaction, InteractionSet};
use crate::test_support::{NOON, amount};
use crate::{Policy, Snapshot, decide};

fn guide() -> Policy {
    let text = "when.subtotal_over.usd = \"100.00\"\ngive.percent = \"10\"\ngive.cap.usd = \"20.00\"";
    policy(&offer("guide", "cart-threshold", text))
}

fn formula(subtotal: u64) -> u64 {
    if subtotal > 10_000 { (subtotal / 10).min(2_000) } else { 0 }
}

fn each_cart_is_discounted_by_the_formula(policy: &Policy, carts: impl Iterator<Item = u64>) {
    let (set, now) = (InteractionSet::from(Interaction::CartThreshold), at(NOON));
    let mut session = Snapshot::guest(0);
    for subtotal in carts {
        session.cart.subtotal = amount(subtotal);
        let decision = decide(policy, &session, set, now).unwrap();
        assert_eq!(decision.off(), formula(subtotal), "a cart of {subtotal}");
    }
}

#[test]
fn every_cart_up_to_1000_dollars_follows_the_guides_formula() {
    each_cart_is_discounted_by_the_formula(&guide(), 0..=100_000);
}

#[test]
fn carts_up_to_a_million_dollars_follow_the_guides_formula() {
    let carts = std::iter::successors(Some(20_261_121_u64), |seed| {
        Some(seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407))
    });
    each_cart_is_discounted_by_the_formula(&guide(), carts.map(|seed| (seed >> 16) % 100_000_000).take(10_000));
}

#[test]
fn the_sample_policy_holds_the_guides_offer() {
    let mut sample = policy(include_str!("../../../../../discounts.toml"));
    sample.offers.retain(|offer| offer.id.as_str() == "cart-over-100");
    let boundaries = [0, 1, 9_999, 10_000, 10_001, 10_009, 10_010, 19_999, 20_000, 20_001, 25_000, 100_000];
    each_cart_is_discounted_by_the_formula(&sample, boundaries.into_iter());
}
