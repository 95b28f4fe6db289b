//! Random policies, sessions and moments for the properties.

mod policies;
mod sessions;

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::sample::subsequence;

pub(super) use self::policies::condition;
use self::policies::{policies, time};
use self::sessions::session;
pub(crate) use self::sessions::tags_of;
use crate::interaction::{Interaction, InteractionSet};
use crate::money::Amount;
use crate::test_support::{at, policy};
use crate::{Policy, Snapshot};

pub(super) const CURRENCIES: [&str; 6] = ["usd", "eur", "jpy", "kwd", "isk", "huf"];

/// A policy, a session and a moment.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) text: String,
    pub(crate) policy: Policy,
    pub(crate) session: Snapshot,
    pub(crate) set: InteractionSet,
    pub(crate) now: Timestamp,
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}\n{:#?}\n{:?} at {}", self.text, self.session, self.set, self.now)
    }
}

/// Any policy with any carts, up to what a shop may see.
pub(crate) fn worlds() -> impl Strategy<Value = World> {
    let carts = prop_oneof![6 => 0..100_000_u64, 1 => 0..200_u64, 1 => 0..100_000_000_u64];
    world(policies(condition().boxed(), 7), carts.boxed(), 0..3_000)
}

/// Few offers, so that hints are often sure of their gain.
pub(super) fn worlds_of_few_offers() -> impl Strategy<Value = World> {
    world(policies(condition().boxed(), 3), (0..60_000_u64).boxed(), 0..1_000)
}

/// Any policy with carts up to the largest that Stripe can say.
pub(super) fn immense_worlds() -> impl Strategy<Value = World> {
    let most = Amount::MAX.get();
    let carts = prop_oneof![0..=most, (most - 1_000)..=most];
    world(policies(condition().boxed(), 7), carts.boxed(), 0..10_000_000)
}

/// Policies whose offers are all about time.
pub(super) fn timely_worlds() -> impl Strategy<Value = World> {
    world(policies(time().boxed(), 4), (1_000..50_000_u64).boxed(), 0..1)
}

fn world(
    policies: impl Strategy<Value = String>,
    carts: BoxedStrategy<u64>,
    shipping: std::ops::Range<u64>,
) -> impl Strategy<Value = World> {
    let some =
        subsequence(Interaction::ALL.to_vec(), 1..=Interaction::ALL.len()).prop_map(|some| some.into_iter().collect());
    let sets = prop_oneof![some, Just(InteractionSet::all())];
    let seconds = 0..60 * 86_400_i64;
    (policies, session(carts, shipping), sets, seconds).prop_map(|(text, session, set, seconds)| {
        let now = at("2026-10-10T00:00:00Z") + SignedDuration::from_secs(seconds);
        World { policy: policy(&text), text, session, set, now }
    })
}
