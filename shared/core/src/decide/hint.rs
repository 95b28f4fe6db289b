//! What the shopper could do to save more: one step, and what it would gain.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::case::Case;
use super::clamp::clamp;
use super::combine::{self, Outcome, Verdicts};
use super::horizon::Openings;
use super::step::missing_step;
use crate::money::{Amount, Currency, Overflow};
use crate::policy::{Combine, Offer, OfferId};
use crate::step::MissingStep;

/// How many hints a decision gives.
const MOST: usize = 3;

/// One step that would change the discount for the better.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hint {
    /// The offer that it leads to.
    pub offer: OfferId,
    /// The step.
    pub step: MissingStep,
    /// The session's currency.
    pub currency: Currency,
    /// How much larger the discount would be, in minor units; at least 1.
    pub gain: Amount,
}

impl Serialize for Hint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut hint = serializer.serialize_struct("Hint", 5)?;
        hint.serialize_field("offer", &self.offer)?;
        hint.serialize_field("code", self.step.code())?;
        match self.step {
            MissingStep::SpendMore(amount) => hint.serialize_field("amount", &amount)?,
            MissingStep::AddItems(quantity) => hint.serialize_field("quantity", &quantity)?,
            MissingStep::StartsAt(at) => hint.serialize_field("at", &at)?,
            MissingStep::EnterAddress | MissingStep::SignIn => {}
        }
        hint.serialize_field("currency", &self.currency)?;
        hint.serialize_field("gain", &self.gain)?;
        hint.end()
    }
}

/// An offer, and the one step that leads to it.
struct Prospect<'a> {
    step: MissingStep,
    index: usize,
    offer: &'a Offer,
}

/// The nearest steps that gain something over `now`, the discount as it is.
pub(super) fn hints(case: &Case<'_>, verdicts: &Verdicts<'_>, openings: &Openings, now: Amount) -> Vec<Hint> {
    let public = verdicts.iter().filter(|(_, offer, _)| offer.public);
    let prospect = |&(index, offer, gives): &_| {
        let step = missing_step(case, index, offer, gives, openings)?;
        Some(Prospect { step, index, offer })
    };
    let mut prospects: Vec<_> = public.filter_map(prospect).collect();
    prospects.sort_unstable_by_key(|prospect| (prospect.step, prospect.index));

    let mut hints = Vec::new();
    let mut beaten_by = None;
    for prospect in &prospects {
        let Some(then) = prospect.step.taken(case, prospect.index) else { continue };
        // What lies beyond Stripe's integers is no hint, and no reason to refuse what there is.
        let Ok(gain) = prospect.gain(&then, verdicts, now, &mut beaten_by) else { continue };
        if gain > Amount::ZERO {
            let (offer, step) = (prospect.offer.id.clone(), prospect.step);
            hints.push(Hint { offer, step, currency: case.facts().currency, gain });
        }
        if hints.len() == MOST {
            break;
        }
    }
    hints
}

impl<'a> Prospect<'a> {
    /// How much larger the discount is after the step than `now`. It must lead to this offer: a larger cart makes
    /// others larger too.
    ///
    /// Whoever stood in the way of one offer mostly stands in the way of the next, so `beaten_by` is asked first.
    fn gain(
        &self,
        then: &Case<'a>,
        before: &Verdicts<'a>,
        now: Amount,
        beaten_by: &mut Option<usize>,
    ) -> Result<Amount, Overflow> {
        // An offer that stands alone gains nothing if it is not larger: then its conditions need no look.
        let stands_alone = then.policy.combine == Combine::Best;
        let gives = then.gives(self.index, self.offer, then.subtotal())?;
        if stands_alone && gives.is_ok_and(|amount| amount <= now) {
            return Ok(Amount::ZERO);
        }
        let Ok(amount) = then.amount(self.index, self.offer)? else { return Ok(Amount::ZERO) };
        if stands_alone && self.is_beaten(then, *beaten_by, amount)? {
            return Ok(Amount::ZERO);
        }
        let verdicts = self.verdicts(then, before, amount)?;
        let Some((winner, _)) = combine::alone(then, &verdicts) else {
            let outcome = Outcome::from(then, &verdicts)?;
            let leads_here = outcome.parts.iter().any(|part| part.offer == self.index);
            return Ok(if leads_here { outcome.total()?.saturating_sub(now) } else { Amount::ZERO });
        };
        if winner.offer == self.index {
            return Ok(clamp(then, winner.amount)?.0.saturating_sub(now));
        }
        *beaten_by = Some(winner.offer);
        Ok(Amount::ZERO)
    }

    /// What each offer gives after the step, this one `amount`. Most give what they gave `before`.
    fn verdicts(&self, then: &Case<'a>, before: &Verdicts<'a>, amount: Amount) -> Result<Verdicts<'a>, Overflow> {
        let mut verdicts = before.clone();
        for (index, offer, gives) in &mut verdicts {
            if *index == self.index {
                *gives = Ok(amount);
            } else if self.step.changes(offer) {
                *gives = then.amount(*index, offer)?;
            }
        }
        Ok(verdicts)
    }

    /// Whether another offer leaves nothing to this one where the best stands alone.
    fn is_beaten(&self, then: &Case<'a>, by: Option<usize>, amount: Amount) -> Result<bool, Overflow> {
        let Some((place, other)) = by.and_then(|place| Some((place, then.policy.offers.get(place)?))) else {
            return Ok(false);
        };
        let Ok(others) = then.amount(place, other)? else { return Ok(false) };
        Ok(match (other.exclusive, self.offer.exclusive) {
            (false, true) => false,
            (true, false) => true,
            (true, true) => place < self.index,
            (false, false) => others > amount || (others == amount && place < self.index),
        })
    }
}
