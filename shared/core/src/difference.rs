//! The difference: the least update that makes a session match a decision.
//!
//! Every needless `coupon_data` leaves one more Coupon in the account, and every needless write is one that can
//! race another; so only what differs is written.

use crate::counts;
use crate::decide::{Decision, Discount};
use crate::interaction::{Interaction, InteractionSet};
use crate::policy::{Policy, PolicyHash};
use crate::session::{AppliedDiscount, AppliedState, CodeMark, DiscountRecord, ShopperCode, Snapshot};

/// How a session differs from what was decided.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Difference {
    /// Not at all.
    Settled,
    /// This has to be written.
    Write(Update),
    /// The session holds a discount that this service did not write, and the policy does not let it be replaced.
    NotOurs,
    /// The session has seen as many writes of a discount as the policy allows. Removals are still written, and a discount
    /// that is too large is still cleared: the guard rail may cost the shopper a discount, and never the
    /// merchant money.
    WritesSpent(Option<Update>),
    /// The session has been asked for as many codes as the policy allows, and is asked for one more: nothing is written.
    CodesSpent,
}

/// One write to a session.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Update {
    /// Interactions that the set gains.
    pub asked: InteractionSet,
    /// Interactions that the set loses.
    pub dropped: InteractionSet,
    /// The code that it is asked for from now on, where that is another.
    pub code: Option<ShopperCode>,
    /// The mark of a code that was typed, where the session does not bear it yet.
    pub mark: Option<CodeMark>,
    /// The change of the discount.
    pub discount: Change,
}

/// The change of a discount by a write.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub enum Change {
    /// No change.
    #[default]
    Keep,
    /// This discount replaces it.
    Put {
        /// The discount.
        discount: Discount,
        /// The record of its decision.
        record: DiscountRecord,
        /// The policy that it was decided by.
        policy: PolicyHash,
        /// How many writes of a discount the session has then seen.
        writes: u64,
    },
    /// No discount is left.
    Clear {
        /// How many writes of a discount the session has then seen.
        writes: u64,
    },
}

impl Difference {
    /// Adds the mark of a code that was typed in vain: it counts as a guess, and changes nothing else.
    #[must_use]
    pub(crate) fn with_mark(self, mark: CodeMark) -> Self {
        let mark = Some(mark);
        match self {
            Self::Settled => Self::Write(Update { mark, ..Update::default() }),
            Self::Write(update) => Self::Write(Update { mark, ..update }),
            Self::NotOurs | Self::WritesSpent(_) | Self::CodesSpent => self,
        }
    }
}

impl Update {
    /// A write that takes our discount off, whatever was decided. The set stays.
    #[must_use]
    pub fn clearing(held: &AppliedState) -> Self {
        Self { discount: Change::clear(held), ..Self::default() }
    }

    /// The metadata with which the session remembers its set: keys and values, where an empty
    /// value takes the key out. [`AppliedState::asked_for`] reads it back.
    pub fn of_the_set(&self) -> impl Iterator<Item = (String, &str)> {
        let key = |interaction: Interaction| interaction.traits().metadata_key.to_owned();
        let asked = self.asked.without_values().iter().map(move |asked| (key(asked), "on"));
        let code = self.code.iter().map(move |code| (key(Interaction::Code), code.as_str()));
        let mark = self.mark.iter().map(|mark| (mark.key(), "on"));
        let dropped = self.dropped.iter().map(move |dropped| (key(dropped), ""));
        asked.chain(code).chain(mark).chain(dropped)
    }

    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl DiscountRecord {
    /// The record of a session's decision by a policy.
    #[must_use]
    pub fn of(policy: &Policy, session: &Snapshot, decision: &Decision) -> Self {
        let offers: Vec<&str> = decision.applied.iter().map(|applied| applied.offer.as_str()).collect();
        Self {
            offers: offers.join(","),
            customer: session.shopper.id().map(str::to_owned),
            counted: counts::wanted(policy, session, decision),
        }
    }
}

impl Change {
    fn clear(held: &AppliedState) -> Self {
        Self::Clear { writes: held.writes.saturating_add(1) }
    }

    fn put(held: &AppliedState, decision: &Decision, discount: &Discount, record: &DiscountRecord) -> Self {
        Self::Put {
            discount: discount.clone(),
            record: record.clone(),
            policy: decision.policy,
            writes: held.writes.saturating_add(1),
        }
    }
}

/// The difference between a session and a decision. `takes_away` says that the caller asked for less, not more: a discount of
/// another system is then left alone.
///
/// ```
/// # use std::collections::BTreeMap;
/// # use discounts_core::money::{Amount, Currency};
/// # use discounts_core::session::{AppliedState, Cart, Shopper};
/// # use discounts_core::{Interaction, Policy, Snapshot};
/// let policy = Policy::load(
///     "discounts.toml",
///     r#"
///         [[offer]]
///         id = "large"
///         interaction = "cart-threshold"
///         name = "10% off orders over $100"
///         when.subtotal_over = { usd = "100.00" }
///         give.percent = "10"
///     "#,
/// )?;
/// # let cart = Cart {
/// #     currency: Currency::parse("usd")?,
/// #     subtotal: Amount::new(15_000).ok_or("an amount")?,
/// #     shipping: Amount::ZERO,
/// #     shipping_cost: None,
/// #     must_charge: false,
/// #     quantity: None,
/// #     lines: None,
/// # };
/// # let (shopper, held) = (Shopper::Guest, AppliedState::default());
/// # let session = Snapshot { id: None, cart, shopper, address: None, code: None, metadata: BTreeMap::new(), held, ledger: <_>::default() };
/// // A session with a cart of 150.00 USD and no discount yet.
/// let decision = discounts_core::decide(&policy, &session, Interaction::CartThreshold.into(), "2026-06-03T12:00:00Z".parse()?)?;
/// let Difference::Write(update) = difference(&policy, &session, &decision, false) else { panic!("nothing to write") };
/// assert!(matches!(update.discount, Change::Put { discount, .. } if discount.amount_off.get() == 1_500));
/// # use discounts_core::difference::{Change, Difference, difference};
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn difference(policy: &Policy, session: &Snapshot, decision: &Decision, takes_away: bool) -> Difference {
    let held = &session.held;
    let new_code = session.code.as_ref().filter(|code| held.code.as_ref() != Some(code));
    if new_code.is_some() && session.codes_are_spent(policy) {
        return Difference::CodesSpent;
    }
    let code = new_code.filter(|_| decision.interactions.contains(Interaction::Code));
    let takes_away = takes_away || policy.switched_off;
    let asked = decision.interactions.without(held.interactions);
    // Without a code there is nothing to write down for it.
    let asked = if code.is_some() { asked } else { asked.without_values() };
    let dropped = held.interactions.without(decision.interactions);
    let record = DiscountRecord::of(policy, session, decision);
    let discount = match (&held.discount, &decision.discount) {
        (AppliedDiscount::Foreign { .. }, _) if !policy.replace_foreign => return Difference::NotOurs,
        (AppliedDiscount::Foreign { amount }, Some(discount)) if !takes_away && discount.amount_off > *amount => {
            Change::put(held, decision, discount, &record)
        }
        (AppliedDiscount::Foreign { .. }, _) | (AppliedDiscount::Nothing, None) => Change::Keep,
        (AppliedDiscount::Ours { .. }, None) => Change::clear(held),
        // The same amount may be made up of other offers, or be another shopper's: the history counts what is recorded.
        (AppliedDiscount::Ours { amount_off, currency, name, record: held }, Some(discount))
            if (*amount_off, *currency, name.as_str(), held)
                == (discount.amount_off, discount.currency, discount.name.as_str(), &record) =>
        {
            Change::Keep
        }
        (AppliedDiscount::Ours { .. } | AppliedDiscount::Nothing, Some(discount)) => {
            Change::put(held, decision, discount, &record)
        }
    };
    if matches!(discount, Change::Put { .. }) && held.writes >= policy.limits.writes_per_session {
        let discount = if held.is_more_than(decision.amount_off()) { Change::clear(held) } else { Change::Keep };
        let least = Update { dropped, discount, ..Update::default() };
        return Difference::WritesSpent((!least.is_empty()).then_some(least));
    }
    let mark = code.map(ShopperCode::mark).filter(|mark| !held.tried.contains(mark));
    let update = Update { asked, dropped, code: code.cloned(), mark, discount };
    if update.is_empty() { Difference::Settled } else { Difference::Write(update) }
}

#[cfg(test)]
mod tests;
