//! Codes that are known: typed ones that an offer takes now, whatever else it asks.

use std::cell::OnceCell;

use jiff::Timestamp;

use crate::condition::{Context, Situation};
use crate::interaction::{InteractionSet, Subject};
use crate::policy::{Offer, Policy};
use crate::session::{Facts, Snapshot};

/// Returns whether an offer takes the code that is decided on. The offer may be of an interaction that nobody has asked for
/// yet. One that is over, or not open yet, takes none: its code is as unknown as any other.
#[must_use]
pub fn knows_code(policy: &Policy, session: &Snapshot, now: Timestamp) -> bool {
    let facts = Facts::of(policy, session, InteractionSet::all());
    let situation = Situation {
        facts: &facts,
        now,
        subtotal: facts.subtotal,
        quantity: facts.quantity,
        zone: &policy.zone,
        clock: OnceCell::new(),
    };
    let takes = |offer: &Offer| {
        let context = Context {
            situation: &situation,
            offer: offer.id.as_str(),
            items: None,
            excluding_items: None,
            excluding: false,
        };
        let mut secret = offer.conditions.iter().filter(|one| matches!(one.subject(), Subject::Code | Subject::Time));
        secret.all(|condition| condition.failure(&context).is_none())
    };
    policy.offers.iter().any(|offer| offer.asks_for_a_code() && takes(offer))
}
