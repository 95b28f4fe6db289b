//! What an offer gives on a cart.

use super::eligible::Case;
use super::reason::Code;
use crate::money::{Amount, Amounts, Overflow, Rounding};
use crate::policy::{Base, Effect, Offer, Rate, Step};

/// What it gives, or why it gives nothing here.
pub(super) type Gives = Result<Amount, Code>;

impl Case<'_> {
    /// What an offer gives if its conditions hold and `remains` of the cart is left: then as much is left of its base.
    /// Which step of a ladder counts is always a matter of the undiscounted base.
    pub(super) fn gives(&self, index: usize, offer: &Offer, remains: Amount) -> Result<Gives, Overflow> {
        let base = match self.base(index, offer) {
            Ok(base) => base,
            Err(code) => return Ok(Err(code)),
        };
        let rate = match &offer.gives {
            Effect::Flat(rate) => rate,
            Effect::Ladder(steps) => match self.step_of(steps, base) {
                Ok(step) => &step.rate,
                Err(code) => return Ok(Err(code)),
            },
        };
        let listed = |amounts: &Amounts| amounts.get(self.facts.currency).ok_or(Code::CurrencyNotOffered);
        let rounding = self.policy.rounding;
        Ok(match (rate, &offer.base) {
            (Rate::AmountOff(amounts), Base::Cart) => listed(amounts),
            (Rate::AmountOff(amounts), Base::Lines(_)) => match listed(amounts) {
                Ok(amount) => Ok(amount.min(Rounding::share_of(base, remains, self.subtotal)?)),
                missing => missing,
            },
            (Rate::AmountOffEachUnit(_), _) => {
                match self.lines(index).and_then(|lines| lines.for_each_unit).unwrap_or(Ok(Amount::ZERO)) {
                    Ok(amount) => Ok(amount.min(Rounding::share_of(base, remains, self.subtotal)?)),
                    missing => missing,
                }
            }
            (Rate::Percent { percent, cap }, _) => {
                let share = rounding.percent_of_share(*percent, base, remains, self.subtotal)?;
                match cap {
                    Some(cap) => listed(cap).map(|cap| share.min(cap)),
                    None => Ok(share),
                }
            }
        })
    }

    /// What an offer's amount is computed of, before any discount.
    pub(super) fn base(&self, index: usize, offer: &Offer) -> Gives {
        match (&offer.base, self.lines(index)) {
            (Base::Cart, _) => Ok(self.subtotal),
            (Base::Lines(_), Some(lines)) if lines.bound_missing => Err(Code::CurrencyNotOffered),
            (Base::Lines(_), lines) => Ok(lines.map(|lines| lines.base).unwrap_or_default()),
        }
    }

    /// The highest step that a base reaches.
    pub(super) fn step_of<'s>(&self, steps: &'s [Step], base: Amount) -> Result<&'s Step, Code> {
        let currency = self.facts.currency;
        let reached = |step: &&Step| step.reach.smallest(currency).is_some_and(|smallest| base >= smallest);
        let listed = steps.iter().any(|step| step.reach.smallest(currency).is_some());
        let otherwise = if listed { Code::SubtotalTooLow } else { Code::CurrencyNotOffered };
        steps.iter().rev().find(reached).ok_or(otherwise)
    }

    /// The base that reaches the lowest step that it does not reach yet.
    pub(super) fn next_step(&self, steps: &[Step], base: Amount) -> Option<Amount> {
        let smallest = steps.iter().filter_map(|step| step.reach.smallest(self.facts.currency));
        smallest.filter(|smallest| base < *smallest).min()
    }

    /// What an offer gives of the undiscounted cart if its conditions hold; otherwise the first reason against it.
    pub(super) fn amount(&self, index: usize, offer: &Offer) -> Result<Gives, Overflow> {
        if let Some((_, code)) = self.unmet(index, offer).next() {
            return Ok(Err(code));
        }
        let gives = self.gives(index, offer, self.subtotal)?;
        Ok(gives.and_then(|amount| if amount == Amount::ZERO { Err(Code::GivesNothing) } else { Ok(amount) }))
    }
}
