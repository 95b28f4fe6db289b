//! A decision, as the log, the command line and the answer show it.

use jiff::Timestamp;
use serde::Serialize;

use super::case::Case;
use super::clamp::Clamp;
use super::combine::Outcome;
use super::findings::Findings;
use super::hint::Hint;

use crate::interaction::InteractionSet;
use crate::money::{Amount, Currency};
use crate::policy::{OfferId, OfferName, Policy, PolicyHash, joined};
use crate::reason::{Code, Reason, Value};

/// The discount that a session should hold, and the reasons. Every offer of the set is either applied or rejected, with at
/// least one reason.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Decision {
    /// The set that it was made for.
    pub interactions: InteractionSet,
    /// The discount; none is a decision too.
    pub discount: Option<Discount>,
    /// The offers that make it up. Their amounts sum to it.
    pub applied: Vec<Applied>,
    /// Those of them that count their uses, with the amounts that count.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub counted: Vec<Applied>,
    /// The other offers of the set.
    pub rejected: Vec<Rejected>,
    /// The steps with which the shopper would save more: at most three, the nearest first, public offers only.
    pub hints: Vec<Hint>,
    /// The guard rails that cut the discount.
    pub clamped_by: Vec<Clamp>,
    /// The policy that it was made by.
    pub policy: PolicyHash,
    /// The moment that it was made for.
    pub now: Timestamp,
    /// The next moment at which time alone can change it.
    pub valid_until: Option<Timestamp>,
    /// The instant from which the discount can no longer be had: the end of the last opening of the applied offer that
    /// ends first. None without a discount, or if each of its offers lasts, or comes back, without end.
    pub ends_at: Option<Timestamp>,
}

/// A discount on a whole session.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Discount {
    /// In minor units; at least 1.
    pub amount_off: Amount,
    /// The session's currency.
    pub currency: Currency,
    /// The name that the shopper sees.
    pub name: OfferName,
}

/// An offer that applies.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Applied {
    /// The offer.
    pub offer: OfferId,
    /// The offer's part of the discount, in minor units.
    pub amount: Amount,
}

/// An offer that does not apply.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Rejected {
    /// The offer.
    pub offer: OfferId,
    /// Why: every condition that fails, at least one.
    pub reasons: Vec<Reason>,
    /// True if the reasons may be shown to the shopper.
    #[serde(skip)]
    pub public: bool,
}

impl Decision {
    /// The decided discount in minor units; zero without a discount.
    #[must_use]
    pub fn amount_off(&self) -> Amount {
        self.discount.as_ref().map_or(Amount::ZERO, |discount| discount.amount_off)
    }

    /// The decision with the texts that shoppers typed, for a person who has the session. Logs get it without them.
    #[must_use]
    pub fn revealed(mut self) -> Self {
        for reason in self.rejected.iter_mut().flat_map(|rejected| &mut rejected.reasons) {
            if let Value::Typed(text) = &reason.actual {
                reason.actual = Value::Word(text.reveal().into());
            }
        }
        self
    }

    pub(super) fn switched_off(policy: &Policy, set: InteractionSet, now: Timestamp) -> Self {
        Self::of_nothing(policy, set, now, Code::SWITCHED_OFF)
    }

    /// The decision for a cart that only Stripe can price, made before Stripe does: no discount.
    #[must_use]
    pub fn unpriced(policy: &Policy, set: InteractionSet, now: Timestamp) -> Self {
        Self::of_nothing(policy, set, now, if policy.switched_off { Code::SWITCHED_OFF } else { Code::PRICE_UNKNOWN })
    }

    /// No discount, and one reason against every offer.
    fn of_nothing(policy: &Policy, set: InteractionSet, now: Timestamp, code: Code) -> Self {
        let rejected = policy.offers_of(set).map(|(_, offer)| Rejected {
            offer: offer.id.clone(),
            reasons: vec![Reason::plain(code)],
            public: offer.public,
        });
        Self {
            interactions: set,
            discount: None,
            applied: Vec::new(),
            counted: Vec::new(),
            rejected: rejected.collect(),
            hints: Vec::new(),
            clamped_by: Vec::new(),
            policy: policy.hash,
            now,
            valid_until: None,
            ends_at: None,
        }
    }
}

pub(super) fn discount(case: &Case<'_>, outcome: &Outcome) -> Option<Discount> {
    let amount_off = outcome.total().ok().filter(|total| *total > Amount::ZERO)?;
    Some(Discount { amount_off, currency: case.facts().currency, name: name(case, outcome) })
}

/// The name of the offer that applies, or of all that do; where that is too long, the policy's own.
fn name(case: &Case<'_>, outcome: &Outcome) -> OfferName {
    let offers = outcome.parts.iter().filter_map(|part| case.policy.offers.get(part.offer));
    joined(offers.map(|offer| &offer.name), &case.policy.combined_name)
}

pub(super) fn applied(case: &Case<'_>, outcome: &Outcome) -> Vec<Applied> {
    let parts = outcome.parts.iter();
    parts
        .filter_map(|part| {
            let offer = case.policy.offers.get(part.offer)?;
            Some(Applied { offer: offer.id.clone(), amount: part.amount })
        })
        .collect()
}

pub(super) fn counted(case: &Case<'_>, outcome: &Outcome) -> Vec<Applied> {
    let counted = outcome.parts.iter().filter_map(|part| {
        let offer = case.policy.offers.get(part.offer).filter(|offer| offer.counts())?;
        Some(Applied { offer: offer.id.clone(), amount: part.amount })
    });
    counted.collect()
}

pub(super) fn rejected(case: &Case<'_>, findings: &Findings<'_>, outcome: &Outcome) -> Vec<Rejected> {
    let mut rejected = Vec::with_capacity(findings.eligibilities.len());
    for finding in findings.iter() {
        if outcome.parts.iter().any(|part| part.offer == finding.index) {
            continue;
        }
        let lost = outcome.lost.binary_search_by_key(&finding.index, |(lost, _)| *lost).ok();
        let reasons = match lost.and_then(|place| outcome.lost.get(place)) {
            Some((_, code)) => vec![Reason::plain(*code)],
            None => case.reasons(&finding),
        };
        rejected.push(Rejected { offer: finding.offer.id.clone(), reasons, public: finding.is_public() });
    }
    rejected
}
