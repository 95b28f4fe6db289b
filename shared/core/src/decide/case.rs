//! The case of a decision: a session, a set of interactions and a moment.

use std::cell::OnceCell;

use jiff::Timestamp;

use super::lines::{LineView, LineViews};
use crate::condition::{Condition, Context};
use crate::facts::Facts;
use crate::interaction::{InteractionSet, Subject};
use crate::money::Amount;
use crate::policy::{Offer, Policy};
use crate::reason::Code;
use crate::schedule::WallClock;

/// What a decision is made on. Hints make it again on what would be if.
#[derive(Clone)]
pub(super) struct Case<'a> {
    pub(super) policy: &'a Policy,
    pub(super) facts: &'a Facts<'a>,
    lines: &'a LineViews,
    pub(super) set: InteractionSet,
    pub(super) now: Timestamp,
    pub(super) subtotal: Amount,
    pub(super) quantity: Option<u64>,
    /// An offer of which the conditions on a subject are taken to hold.
    pub(super) granted: Option<(usize, Subject)>,
    /// Worked out for the first condition that looks at it.
    clock: OnceCell<WallClock>,
}

impl<'a> Case<'a> {
    pub(super) fn new(
        policy: &'a Policy,
        facts: &'a Facts<'a>,
        lines: &'a LineViews,
        set: InteractionSet,
        now: Timestamp,
    ) -> Self {
        let (subtotal, quantity) = (facts.subtotal, facts.quantity);
        Self { policy, facts, lines, set, now, subtotal, quantity, granted: None, clock: OnceCell::new() }
    }

    /// The same at another time.
    pub(super) fn at(&self, now: Timestamp) -> Self {
        Self { now, clock: OnceCell::new(), ..self.clone() }
    }

    /// The offers that it is about, in their order.
    pub(super) fn offers(&self) -> impl Iterator<Item = (usize, &'a Offer)> + use<'a> {
        self.policy.offers_of(self.set)
    }

    /// What the lines of the cart mean to an offer; none to one that does not look at them.
    pub(super) fn lines(&self, index: usize) -> Option<&'a LineView> {
        self.lines.get(index)
    }

    /// The context in which an offer's conditions are evaluated.
    pub(super) fn context<'c>(&'c self, index: usize, offer: &'c Offer) -> Context<'c> {
        Context {
            facts: self.facts,
            now: self.now,
            subtotal: self.subtotal,
            quantity: self.quantity,
            offer: offer.id.as_str(),
            items: self.lines(index).map(|lines| &lines.items),
            zone: &self.policy.zone,
            clock: &self.clock,
        }
    }

    /// The conditions of an offer that do not hold, each with its reason. The times at which a code is good stay secret:
    /// a shopper who tries codes learns nothing of those to come.
    pub(super) fn unmet<'c>(
        &'c self,
        index: usize,
        offer: &'c Offer,
    ) -> impl Iterator<Item = (&'c Condition, Code)> + use<'c, 'a> {
        let context = self.context(index, offer);
        offer.conditions.iter().filter_map(move |condition| {
            let code = condition.failure(&context)?;
            let subject = condition.subject();
            if self.granted == Some((index, subject)) {
                return None;
            }
            let secret = subject == Subject::Time && offer.asks_for_a_code();
            Some((condition, if secret { Code::CODE_UNKNOWN } else { code }))
        })
    }
}
