//! The amount of an offer on a cart. Whatever the effect, its exact amount is rounded and limited here.

use super::case::Case;
use super::pot_kind::PotKind;
use crate::effect::{Context, Given, NoAmount};
use crate::money::{Amount, Overflow};
use crate::policy::{Base, Offer};
use crate::reason::Code;

/// The amount of an offer, or the reason why it gives nothing here.
pub(super) type OfferAmount = Result<Amount, Code>;

/// The computation of an offer's amount.
#[derive(Clone, Copy, Debug)]
pub(super) struct Working {
    /// The exact amount and its limit.
    pub(super) given: Given,
    /// The rounded amount before it is limited.
    pub(super) uncut: Amount,
    /// The rest of the offer's budget, if that is less.
    pub(super) budget_left: Option<Amount>,
    /// The amount.
    pub(super) amount: Amount,
}

impl Case<'_> {
    /// The undiscounted whole of an offer's pot.
    pub(super) fn whole(&self, offer: &Offer) -> Amount {
        PotKind::of(offer).whole(self)
    }

    /// The amount of an offer if its conditions hold and `remains` of its pot is left: then as much is left of its base.
    /// The step of a ladder always depends on the undiscounted base.
    pub(super) fn gives(&self, index: usize, offer: &Offer, remains: Amount) -> Result<OfferAmount, Overflow> {
        Ok(self.working(index, offer, remains)?.map(|working| working.amount))
    }

    /// The computation of that amount.
    pub(super) fn working(
        &self,
        index: usize,
        offer: &Offer,
        remains: Amount,
    ) -> Result<Result<Working, Code>, Overflow> {
        let given = self.effect_context(index, offer, remains).map_err(NoAmount::from);
        let given = match given.and_then(|context| offer.gives.given(&context)) {
            Ok(given) => given,
            Err(NoAmount::Reason(code)) => return Ok(Err(code)),
            Err(NoAmount::Overflow) => return Err(Overflow),
        };
        let uncut = self.policy.rounding.round(given.exact)?;
        let amount = given.limit.map_or(uncut, |limit| uncut.min(limit.amount()));
        let budget_left = self.budget_left(offer).filter(|left| *left < amount);
        Ok(Ok(Working { given, uncut, budget_left, amount: budget_left.unwrap_or(amount) }))
    }

    /// The context in which an offer's effect is evaluated.
    pub(super) fn effect_context<'c>(
        &'c self,
        index: usize,
        offer: &Offer,
        remains: Amount,
    ) -> Result<Context<'c>, Code> {
        let (facts, subtotal, lines) = (self.facts(), self.whole(offer), self.view(index));
        let of_lines = matches!(offer.base, Base::Lines(_));
        let units = lines.map(|lines| &*lines.units).unwrap_or_default();
        let members = lines.map(|lines| &lines.members);
        Ok(Context { facts, subtotal, remains, base: self.base(index, offer)?, of_lines, units, members })
    }

    /// The undiscounted part of the cart that an offer's amount is computed of, or what shipping costs.
    pub(super) fn base(&self, index: usize, offer: &Offer) -> OfferAmount {
        match (&offer.base, self.view(index)) {
            (Base::Cart | Base::Shipping, _) => Ok(self.whole(offer)),
            (Base::Lines(_), Some(lines)) if lines.bound_missing => Err(Code::CURRENCY_NOT_OFFERED),
            (Base::Lines(_), lines) => Ok(lines.map(|lines| lines.base).unwrap_or_default()),
        }
    }

    /// The amount of an offer on the undiscounted cart if its conditions hold; otherwise the first reason against it.
    pub(super) fn amount(&self, index: usize, offer: &Offer) -> Result<OfferAmount, Overflow> {
        if let Some((_, code)) = self.unmet(index, offer).next() {
            return Ok(Err(code));
        }
        if let Some(code) = self.exhausted(offer) {
            return Ok(Err(code));
        }
        let gives = self.gives(index, offer, self.whole(offer))?;
        Ok(self.eligibility(index, offer, gives))
    }

    /// The amount of an offer whose conditions hold, or the first reason against it. `gives` is its amount on the undiscounted
    /// cart.
    pub(super) fn eligibility(&self, index: usize, offer: &Offer, gives: OfferAmount) -> OfferAmount {
        match gives? {
            Amount::ZERO => Err(Code::GIVES_NOTHING),
            _ if self.ends_too_soon(index, offer) => Err(Code::ENDS_TOO_SOON),
            amount => Ok(amount),
        }
    }
}
