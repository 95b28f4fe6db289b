//! What must be said to Stripe so that a session is as decided, and nothing else.
//!
//! Every needless `coupon_data` leaves one more Coupon in the account, and every needless write is one that can
//! race another; so only what differs is written.

use crate::decide::{Decision, Discount};
use crate::interaction::InteractionSet;
use crate::policy::{Policy, PolicyHash};
use crate::session::{Held, HeldDiscount};

/// How a session differs from what was decided.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Difference {
    /// Not at all.
    Settled,
    /// This has to be written.
    Write(Update),
    /// It holds a discount that this service did not write, and the policy does not let it be replaced.
    NotOurs,
    /// It has seen as many writes of a discount as the policy allows. What is taken out is taken out, and a discount
    /// that is too large is cleared, all the same: the guard rail may cost the shopper a discount, and never the
    /// merchant money.
    WritesSpent(Option<Update>),
}

/// One write to a session.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Update {
    /// Interactions that the set gains.
    pub asked: InteractionSet,
    /// Interactions that the set loses.
    pub dropped: InteractionSet,
    /// What becomes of the discount.
    pub discount: Change,
}

/// What a write does to the discount.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// It stays as it is.
    Keep,
    /// It becomes this one.
    Put {
        /// The discount.
        discount: Discount,
        /// The ids of the offers that make it up, comma-separated.
        offers: String,
        /// The policy that it was decided by.
        policy: PolicyHash,
        /// How many writes of a discount the session has then seen.
        writes: u64,
    },
    /// It goes.
    Clear {
        /// How many writes of a discount the session has then seen.
        writes: u64,
    },
}

impl Update {
    /// A write that takes our discount off, whatever was decided. The set stays.
    #[must_use]
    pub fn clearing(held: &Held) -> Self {
        Self { asked: InteractionSet::EMPTY, dropped: InteractionSet::EMPTY, discount: Change::clear(held) }
    }
}

impl Update {
    fn is_empty(&self) -> bool {
        self.discount == Change::Keep && self.asked.is_empty() && self.dropped.is_empty()
    }
}

impl Change {
    fn clear(held: &Held) -> Self {
        Self::Clear { writes: held.writes.saturating_add(1) }
    }

    fn put(held: &Held, decision: &Decision, discount: &Discount) -> Self {
        let offers: Vec<&str> = decision.applied.iter().map(|applied| applied.offer.as_str()).collect();
        Self::Put {
            discount: discount.clone(),
            offers: offers.join(","),
            policy: decision.policy,
            writes: held.writes.saturating_add(1),
        }
    }
}

/// What a session lacks of a decision. `takes_away` says that the caller asked for less, not more: a discount of
/// somebody else is then left alone.
#[must_use]
pub fn difference(policy: &Policy, held: &Held, decision: &Decision, takes_away: bool) -> Difference {
    let takes_away = takes_away || policy.switched_off;
    let asked = decision.interactions.without(held.interactions);
    let dropped = held.interactions.without(decision.interactions);
    let discount = match (&held.discount, &decision.discount) {
        (HeldDiscount::Foreign { .. }, _) if !policy.replace_foreign => return Difference::NotOurs,
        (HeldDiscount::Foreign { amount }, Some(discount)) if !takes_away && discount.amount_off > *amount => {
            Change::put(held, decision, discount)
        }
        (HeldDiscount::Foreign { .. }, _) | (HeldDiscount::Nothing, None) => Change::Keep,
        (HeldDiscount::Ours { .. }, None) => Change::clear(held),
        (HeldDiscount::Ours { amount_off, currency, name }, Some(discount))
            if (*amount_off, *currency, name.as_str())
                == (discount.amount_off, discount.currency, discount.name.as_str()) =>
        {
            Change::Keep
        }
        (HeldDiscount::Ours { .. } | HeldDiscount::Nothing, Some(discount)) => Change::put(held, decision, discount),
    };
    if matches!(discount, Change::Put { .. }) && held.writes >= policy.limits.writes_per_session {
        let discount = if held.is_more_than(decision) { Change::clear(held) } else { Change::Keep };
        let least = Update { asked: InteractionSet::EMPTY, dropped, discount };
        return Difference::WritesSpent((!least.is_empty()).then_some(least));
    }
    let update = Update { asked, dropped, discount };
    if update.is_empty() { Difference::Settled } else { Difference::Write(update) }
}

#[cfg(test)]
mod tests;
