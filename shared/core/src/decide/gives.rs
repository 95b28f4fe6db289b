//! What an offer gives on a cart.

use super::eligible::Case;
use super::reason::Code;
use crate::money::{Amount, Amounts, Overflow};
use crate::policy::{Effect, Rate, Step};

/// What it gives, or why it gives nothing here.
pub(super) type Gives = Result<Amount, Code>;

impl Case<'_> {
    /// What an effect gives on `base`: the cart, or what earlier offers have left of it. Which step of a ladder
    /// counts is always a matter of the undiscounted cart.
    pub(super) fn gives(&self, effect: &Effect, base: Amount) -> Result<Gives, Overflow> {
        match effect {
            Effect::Flat(rate) => self.rate(rate, base),
            Effect::Ladder(steps) => match self.step_of(steps) {
                Ok(step) => self.rate(&step.rate, base),
                Err(code) => Ok(Err(code)),
            },
        }
    }

    /// The highest step that the subtotal reaches.
    fn step_of<'s>(&self, steps: &'s [Step]) -> Result<&'s Step, Code> {
        let currency = self.facts.currency;
        let reached = |step: &&Step| step.reach.smallest(currency).is_some_and(|smallest| self.subtotal >= smallest);
        let listed = steps.iter().any(|step| step.reach.smallest(currency).is_some());
        let otherwise = if listed { Code::SubtotalTooLow } else { Code::CurrencyNotOffered };
        steps.iter().rev().find(reached).ok_or(otherwise)
    }

    /// The lowest step that the subtotal does not reach yet, with the subtotal that does.
    pub(super) fn next_step(&self, steps: &[Step]) -> Option<Amount> {
        let smallest = steps.iter().filter_map(|step| step.reach.smallest(self.facts.currency));
        smallest.filter(|smallest| self.subtotal < *smallest).min()
    }

    fn rate(&self, rate: &Rate, base: Amount) -> Result<Gives, Overflow> {
        let listed = |amounts: &Amounts| amounts.get(self.facts.currency).ok_or(Code::CurrencyNotOffered);
        Ok(match rate {
            Rate::AmountOff(amounts) => listed(amounts),
            Rate::Percent { percent, cap } => {
                let share = self.policy.rounding.percent_of(*percent, base)?;
                match cap {
                    Some(cap) => listed(cap).map(|cap| share.min(cap)),
                    None => Ok(share),
                }
            }
        })
    }

    /// What an offer gives on the whole cart if its conditions hold; otherwise the first reason against it.
    pub(super) fn amount(&self, index: usize, offer: &crate::policy::Offer) -> Result<Gives, Overflow> {
        if let Some((_, code)) = self.unmet(index, offer).next() {
            return Ok(Err(code));
        }
        let gives = self.gives(&offer.gives, self.subtotal)?;
        Ok(gives.and_then(|amount| if amount == Amount::ZERO { Err(Code::GivesNothing) } else { Ok(amount) }))
    }
}
