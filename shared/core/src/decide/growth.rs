//! The offers that a larger cart can change in ways that depend on what is bought.

use super::case::Case;
use super::pot_kind::PotKind;
use super::step::grows_with_the_cart;
use crate::condition::Condition;
use crate::interaction::Subject;
use crate::policy::{Base, Offer};
use crate::step::MissingStep;

/// The open offers of a case that more items can change. A gain is exact only if none of them has a say.
#[derive(Debug)]
pub(super) struct Growth<'a>(Vec<Dependence<'a>>);

/// The parts of a purchase that an offer depends on.
#[derive(Debug)]
struct Dependence<'a> {
    index: usize,
    offer: &'a Offer,
    /// The items that are bought.
    items: bool,
    /// The number of units.
    quantity: bool,
    /// The sum.
    price: bool,
}

impl<'a> Growth<'a> {
    /// The offers of a case that lack nothing but what can be bought.
    pub(super) fn of(case: &Case<'a>) -> Self {
        let open = case.offers().filter(|(index, offer)| !is_out(case, *index, offer));
        Self(open.map(|(index, offer)| Dependence::of(case, index, offer)).collect())
    }

    /// Returns whether a step that leads to an offer has one gain, whatever is bought for it. `then` is the case
    /// after the step.
    pub(super) fn is_certain(&self, step: MissingStep, then: &Case<'_>, index: usize, offer: &Offer) -> bool {
        self.0.iter().filter(|other| other.is_unknown_after(step)).all(|other| {
            if other.index == index {
                // The step is to buy what it lacks.
                matches!(step, MissingStep::AddItems(_)) && !other.price && is_certain_once_it_holds(offer)
            } else {
                other.has_no_say(step, then, index, offer)
            }
        })
    }
}

impl<'a> Dependence<'a> {
    fn of(case: &Case<'_>, index: usize, offer: &'a Offer) -> Self {
        let context = case.context(index, offer);
        let changes = |subject| {
            let mut about = offer.conditions.iter().filter(move |condition| condition.subject() == subject);
            about.any(|condition| !condition.withstands_more_items(condition.failure(&context).is_none()))
        };
        let on_price = |condition: &Condition| condition.subject() == Subject::Subtotal;
        Self {
            index,
            offer,
            items: matches!(offer.base, Base::Lines(_)) || offer.gives.counts_units() || changes(Subject::Items),
            quantity: changes(Subject::Quantity),
            price: grows_with_the_cart(offer) || offer.conditions.iter().any(on_price),
        }
    }

    /// A step to spend more says the sum, a step to add items the quantity.
    fn is_unknown_after(&self, step: MissingStep) -> bool {
        match step {
            MissingStep::SpendMore(_) => self.items || self.quantity,
            MissingStep::AddItems(_) => self.items || self.price,
            MissingStep::EnterAddress | MissingStep::SignIn | MissingStep::StartsAt(_) => false,
        }
    }

    /// Returns whether it can't change the discount once the step has led to an offer, even if its conditions hold then.
    fn has_no_say(&self, step: MissingStep, then: &Case<'_>, index: usize, offer: &Offer) -> bool {
        if self.offer.is_exclusive() || offer.is_exclusive() {
            return !self.offer.is_exclusive();
        }
        // What is given on goods and what is given on shipping don't compete.
        if PotKind::of(self.offer) != PotKind::of(offer) {
            return false;
        }
        let is_of_known_sum = match self.offer.base {
            Base::Cart => matches!(step, MissingStep::SpendMore(_)) || !grows_with_the_cart(self.offer),
            Base::Lines(_) => false,
            Base::Shipping => true,
        };
        let gives =
            |index, offer| then.gives(index, offer, then.whole(offer)).ok().and_then(Result::ok).unwrap_or_default();
        // What a group of another kind gives depends on all of its offers.
        let competes = then.policy.only_the_best_of(self.offer) && then.policy.only_the_best_of(offer);
        competes && is_of_known_sum && gives(self.index, self.offer) <= gives(index, offer)
    }
}

/// Returns whether an offer lacks something that nothing in a cart brings.
fn is_out(case: &Case<'_>, index: usize, offer: &Offer) -> bool {
    let mut unmet = case.unmet(index, offer);
    unmet.any(|(condition, _)| condition.subject() != Subject::Subtotal && condition.withstands_more_items(false))
}

/// Returns whether an offer whose conditions on items hold gives the same whatever more is bought.
fn is_certain_once_it_holds(offer: &Offer) -> bool {
    let stays = |condition: &Condition| condition.withstands_more_items(true);
    !matches!(offer.base, Base::Lines(_)) && !offer.gives.counts_units() && offer.conditions.iter().all(stays)
}
