//! What an offer gives on a cart.

use super::case::Case;
use crate::money::{Amount, Amounts, Overflow, Rounding};
use crate::policy::{Base, Effect, Offer, Rate, Step};
use crate::reason::Code;

/// What it gives, or why it gives nothing here.
pub(super) type OfferAmount = Result<Amount, Code>;

/// How an offer's amount comes about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Working<'p> {
    /// What it is computed of, before any discount.
    pub(super) base: Amount,
    /// The step of its ladder that counts.
    pub(super) step: Option<&'p Step>,
    /// What it then gives.
    pub(super) rate: &'p Rate,
    /// That in money, before a cap or the end of the base cuts it.
    pub(super) uncut: Amount,
    /// The amount.
    pub(super) amount: Amount,
}

impl Case<'_> {
    /// What an offer gives if its conditions hold and `remains` of the cart is left: then as much is left of its base.
    /// Which step of a ladder counts is always a matter of the undiscounted base.
    pub(super) fn gives(&self, index: usize, offer: &Offer, remains: Amount) -> Result<OfferAmount, Overflow> {
        Ok(self.working(index, offer, remains)?.map(|working| working.amount))
    }

    /// The same with how it comes about.
    pub(super) fn working<'p>(
        &self,
        index: usize,
        offer: &'p Offer,
        remains: Amount,
    ) -> Result<Result<Working<'p>, Code>, Overflow> {
        let base = match self.base(index, offer) {
            Ok(base) => base,
            Err(code) => return Ok(Err(code)),
        };
        let (step, rate) = match &offer.gives {
            Effect::Flat(rate) => (None, rate),
            Effect::Ladder(steps) => match self.step_of(steps, base) {
                Ok(step) => (Some(step), &step.rate),
                Err(code) => return Ok(Err(code)),
            },
        };
        let listed = |amounts: &Amounts| amounts.get(self.facts().currency).ok_or(Code::CURRENCY_NOT_OFFERED);
        let left = || Rounding::share_of(base, remains, self.subtotal());
        // What the rate comes to, and the most that it may.
        let (uncut, most) = match (rate, &offer.base) {
            (Rate::AmountOff(amounts), Base::Cart) => (listed(amounts), Ok(Amount::MAX)),
            (Rate::AmountOff(amounts), Base::Lines(_)) => (listed(amounts), Ok(left()?)),
            (Rate::AmountOffEachUnit(_), _) => {
                let together = self.lines(index).and_then(|lines| lines.for_each_unit);
                (together.unwrap_or(Ok(Amount::ZERO)), Ok(left()?))
            }
            (Rate::Percent { percent, cap }, _) => {
                let share = self.policy.rounding.percent_of_share(*percent, base, remains, self.subtotal())?;
                (Ok(share), cap.as_ref().map_or(Ok(Amount::MAX), listed))
            }
        };
        Ok(uncut.and_then(|uncut| Ok(Working { base, step, rate, uncut, amount: uncut.min(most?) })))
    }

    /// What an offer's amount is computed of, before any discount.
    pub(super) fn base(&self, index: usize, offer: &Offer) -> OfferAmount {
        match (&offer.base, self.lines(index)) {
            (Base::Cart, _) => Ok(self.subtotal()),
            (Base::Lines(_), Some(lines)) if lines.bound_missing => Err(Code::CURRENCY_NOT_OFFERED),
            (Base::Lines(_), lines) => Ok(lines.map(|lines| lines.base).unwrap_or_default()),
        }
    }

    /// The highest step that a base reaches.
    pub(super) fn step_of<'s>(&self, steps: &'s [Step], base: Amount) -> Result<&'s Step, Code> {
        let currency = self.facts().currency;
        let reached = |step: &&Step| step.reach.smallest(currency).is_some_and(|smallest| base >= smallest);
        let listed = steps.iter().any(|step| step.reach.smallest(currency).is_some());
        let otherwise = if listed { Code::SUBTOTAL_TOO_LOW } else { Code::CURRENCY_NOT_OFFERED };
        steps.iter().rev().find(reached).ok_or(otherwise)
    }

    /// The base that reaches the lowest step that it does not reach yet.
    pub(super) fn next_step(&self, steps: &[Step], base: Amount) -> Option<Amount> {
        let smallest = steps.iter().filter_map(|step| step.reach.smallest(self.facts().currency));
        smallest.filter(|smallest| base < *smallest).min()
    }

    /// What an offer gives of the undiscounted cart if its conditions hold; otherwise the first reason against it.
    pub(super) fn amount(&self, index: usize, offer: &Offer) -> Result<OfferAmount, Overflow> {
        if let Some((_, code)) = self.unmet(index, offer).next() {
            return Ok(Err(code));
        }
        let gives = self.gives(index, offer, self.subtotal())?;
        Ok(gives.and_then(|amount| if amount == Amount::ZERO { Err(Code::GIVES_NOTHING) } else { Ok(amount) }))
    }
}
