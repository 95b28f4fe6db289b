//! The findings on each offer of a decision: its conditions and its effect are evaluated once, for the eligibility, the reasons,
//! the openings and the hints.

use super::case::Case;
use super::eligibility::Eligibilities;
use super::offer_amount::OfferAmount;
use crate::condition::Condition;
use crate::money::Overflow;
use crate::policy::Offer;
use crate::reason::Code;

/// The findings on each offer of a set.
pub(super) struct Findings<'a> {
    /// The eligibility of each offer.
    pub(super) eligibilities: Eligibilities<'a>,
    /// The amount of each offer whatever its conditions say, and the end of its part of `unmet`.
    others: Vec<(OfferAmount, usize)>,
    /// The conditions that do not hold, of all offers.
    unmet: Vec<(&'a Condition, Code)>,
}

/// The findings on one offer.
#[derive(Clone, Copy)]
pub(super) struct Finding<'f, 'a> {
    pub(super) index: usize,
    pub(super) offer: &'a Offer,
    /// The amount if it is eligible, otherwise the first reason against it.
    pub(super) eligibility: OfferAmount,
    /// The amount on the undiscounted cart, whatever its conditions say.
    pub(super) gives: OfferAmount,
    /// The conditions that do not hold, each with its reason.
    pub(super) unmet: &'f [(&'a Condition, Code)],
}

impl<'a> Findings<'a> {
    /// Evaluates every offer of a case.
    pub(super) fn of(case: &Case<'a>) -> Result<Self, Overflow> {
        let count = case.policy.offers.len();
        let (mut eligibilities, mut others) = (Vec::with_capacity(count), Vec::with_capacity(count));
        let mut unmet = Vec::with_capacity(count);
        for (index, offer) in case.offers() {
            let first = unmet.len();
            unmet.extend(case.unmet(index, offer));
            let gives = case.gives(index, offer, case.whole(offer))?;
            let eligibility = match unmet.get(first) {
                Some((_, code)) => Err(*code),
                None => match case.exhausted(offer) {
                    Some(code) => Err(code),
                    None => case.eligibility(index, offer, gives),
                },
            };
            eligibilities.push((index, offer, eligibility));
            others.push((gives, unmet.len()));
        }
        Ok(Self { eligibilities, others, unmet })
    }

    /// The findings on each offer, in their order.
    pub(super) fn iter(&self) -> impl Iterator<Item = Finding<'_, 'a>> {
        let mut first = 0;
        self.eligibilities.iter().zip(&self.others).map(move |((index, offer, eligibility), (gives, end))| {
            let unmet = self.unmet.get(first..*end).unwrap_or_default();
            first = *end;
            Finding { index: *index, offer, eligibility: *eligibility, gives: *gives, unmet }
        })
    }
}

impl Finding<'_, '_> {
    /// Returns whether reasons and hints may mention the offer. One with a code is no secret from a shopper who typed it.
    pub(super) fn is_public(&self) -> bool {
        let knows = || !self.unmet.iter().any(|(_, code)| *code == Code::CODE_UNKNOWN);
        self.offer.public || (self.offer.asks_for_a_code() && knows())
    }
}
