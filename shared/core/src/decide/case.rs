//! The case of a decision: a session, a set of interactions and a moment.

use std::cell::OnceCell;

use jiff::Timestamp;

use super::lines::{LineView, LineViews};
use crate::condition::{Condition, ConditionTable, Context, Situation};
use crate::facts::Facts;
use crate::interaction::{InteractionSet, Subject};
use crate::money::Amount;
use crate::policy::{Offer, Policy};
use crate::reason::Code;

/// The case that a decision is made on. Hints decide again on cases that could be.
#[derive(Clone)]
pub(super) struct Case<'a> {
    pub(super) policy: &'a Policy,
    pub(super) lines: &'a LineViews<'a>,
    pub(super) set: InteractionSet,
    pub(super) situation: Situation<'a>,
    /// An offer whose conditions on a subject are taken to hold.
    pub(super) granted: Option<(usize, Subject)>,
    /// The time that offers have to last, where the decision is made once.
    term: Option<&'a Term>,
}

/// The time that offers have to last.
#[derive(Debug)]
pub(super) struct Term {
    /// The moment up to which an offer has to last.
    pub(super) until: Timestamp,
    /// Offers that last, and that others exclude before then.
    pub(super) excluded: Vec<usize>,
}

impl<'a> Case<'a> {
    pub(super) fn new(
        policy: &'a Policy,
        facts: &'a Facts<'a>,
        lines: &'a LineViews<'a>,
        set: InteractionSet,
        now: Timestamp,
    ) -> Self {
        let situation = Situation {
            facts,
            now,
            subtotal: facts.subtotal,
            quantity: facts.quantity,
            zone: &policy.zone,
            clock: OnceCell::new(),
        };
        Self { policy, lines, set, situation, granted: None, term: None }
    }

    /// This case where every offer has to last.
    pub(super) fn lasting(self, term: &'a Term) -> Self {
        Self { term: Some(term), ..self }
    }

    /// This case at another time.
    pub(super) fn at(&self, now: Timestamp) -> Self {
        Self { situation: self.situation.at(now), ..*self }
    }

    /// The facts of the session.
    pub(super) fn facts(&self) -> &'a Facts<'a> {
        self.situation.facts
    }

    /// The time of the decision.
    pub(super) fn now(&self) -> Timestamp {
        self.situation.now
    }

    /// The undiscounted subtotal.
    pub(super) fn subtotal(&self) -> Amount {
        self.situation.subtotal
    }

    /// The offers that it is about, in their order.
    pub(super) fn offers(&self) -> impl Iterator<Item = (usize, &'a Offer)> + use<'a> {
        self.policy.offers_of(self.set)
    }

    /// The view of the cart's lines for an offer; none for an offer that does not read them.
    pub(super) fn view(&self, index: usize) -> Option<&'a LineView<'a>> {
        self.lines.get(index)
    }

    /// The context in which an offer's conditions are evaluated.
    pub(super) fn context<'c>(&'c self, index: usize, offer: &'c Offer) -> Context<'c> {
        // Of a cart that was not read, nothing is known.
        let lines = self.view(index).filter(|_| self.facts().lines.is_some());
        Context {
            situation: &self.situation,
            offer: offer.id.as_str(),
            items: lines.map(|lines| &lines.items),
            excluding_items: lines.map(|lines| &lines.excluding_items),
            excluding: false,
        }
    }

    /// Returns whether all conditions of an offer hold, and its limits leave room.
    pub(super) fn holds(&self, index: usize, offer: &Offer) -> bool {
        self.unmet(index, offer).next().is_none() && self.exhausted(offer).is_none()
    }

    /// The first moment after now at which one of an offer's conditions on time fails. All of them hold now.
    pub(super) fn closes_at(&self, index: usize, offer: &Offer) -> Option<Timestamp> {
        // A window that ends has not ended yet: its condition holds.
        let context = self.context(index, offer);
        offer.conditions.iter().filter_map(|condition| condition.closes_at(&context)).min()
    }

    /// Returns whether an offer whose conditions hold ends before it has lasted long enough.
    pub(super) fn ends_too_soon(&self, index: usize, offer: &Offer) -> bool {
        let Some(term) = self.term else { return false };
        term.excluded.contains(&index) || self.closes_at(index, offer).is_some_and(|end| end < term.until)
    }

    /// The conditions of an offer that do not hold, each with its reason. The times at which a code is good stay secret:
    /// a shopper who tries codes learns nothing of those to come.
    pub(super) fn unmet<'c, 'o: 'c>(
        &'c self,
        index: usize,
        offer: &'o Offer,
    ) -> impl Iterator<Item = (&'o Condition, Code)> + use<'c, 'o, 'a> {
        let context = self.context(index, offer);
        offer.conditions.iter().filter_map(move |condition| {
            let code = condition.failure(&context)?;
            let subject = condition.subject();
            // Items that are added don't take away those that exclude it.
            let can_be_granted = subject != Subject::Items || condition.table() == ConditionTable::When;
            if can_be_granted && self.granted == Some((index, subject)) {
                return None;
            }
            let secret = subject == Subject::Time && offer.asks_for_a_code();
            Some((condition, if secret { Code::CODE_UNKNOWN } else { code }))
        })
    }
}
