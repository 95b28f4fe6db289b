//! The limits of offers that count their uses.

use super::case::Case;
use crate::money::Amount;
use crate::policy::Offer;
use crate::reason::Code;

impl Case<'_> {
    /// The first reason of an offer's limits against it. An unknown limit is one.
    pub(super) fn exhausted(&self, offer: &Offer) -> Option<Code> {
        if !offer.counts() {
            return None;
        }
        let Some(room) = self.facts().rooms.of(offer.id.as_str()) else { return Some(Code::LEDGER_UNAVAILABLE) };
        let limit = offer.limit.as_deref()?;
        let of = |left: Option<u64>, unknown: Code, exhausted: Code| match left {
            None => Some(unknown),
            Some(0) => Some(exhausted),
            Some(_) => None,
        };
        let uses = limit.uses.and_then(|_| of(room.uses, Code::LEDGER_UNAVAILABLE, Code::USES_EXHAUSTED));
        let shopper = || {
            limit.uses_per_shopper.and_then(|_| of(room.shopper, Code::CUSTOMER_UNKNOWN, Code::SHOPPER_LIMIT_REACHED))
        };
        let budget = || {
            let left = room.budget.map(Amount::get);
            limit.budget.as_ref().and_then(|_| of(left, Code::CURRENCY_NOT_OFFERED, Code::BUDGET_EXHAUSTED))
        };
        uses.or_else(shopper).or_else(budget)
    }

    /// The most that an offer may give, if it has a budget: what is left of that. So a budget is spent to the last minor unit.
    pub(super) fn budget_left(&self, offer: &Offer) -> Option<Amount> {
        offer.limit.as_ref()?.budget.as_ref()?;
        Some(self.facts().rooms.of(offer.id.as_str()).and_then(|room| room.budget).unwrap_or_default())
    }
}
