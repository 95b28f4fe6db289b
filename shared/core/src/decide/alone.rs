//! The offer that stands alone: an exclusive one, or the best where only one may apply.

use super::case::Case;
use super::eligibility::{Eligibility, eligible};
use super::offer_amount::OfferAmount;
use super::pot_kind::PotKind;
use crate::money::Amount;
use crate::policy::{Combine, Exclusive, Offer};

/// The offer that stands alone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Alone {
    pub(super) offer: usize,
    /// Zero if it stands alone although it gives nothing.
    pub(super) amount: Amount,
}

/// The offer that stands alone in a pot, where one does: the exclusive one of either pot, else the best of a policy without
/// groups.
pub(super) fn alone(case: &Case<'_>, eligibilities: &[Eligibility<'_>], kind: PotKind) -> Option<Alone> {
    let best_alone = case.policy.combine == Combine::Best && case.policy.groups.is_empty();
    exclusive(case, eligibilities).or_else(|| best(eligibilities, kind).filter(|_| best_alone))
}

/// The exclusive offer that excludes the others: of several, the first by priority.
pub(super) fn exclusive(case: &Case<'_>, eligibilities: &[Eligibility<'_>]) -> Option<Alone> {
    let excluding = eligibilities.iter().filter_map(|(index, offer, gives)| {
        let amount = excludes(case, *index, offer, *gives)?;
        Some((offer.rank(*index), Alone { offer: *index, amount }))
    });
    excluding.min_by_key(|(rank, _)| *rank).map(|(_, alone)| alone)
}

/// The amount of an offer if it excludes others; zero if it does although it gives nothing.
pub(super) fn excludes(case: &Case<'_>, index: usize, offer: &Offer, gives: OfferAmount) -> Option<Amount> {
    match (offer.exclusive, gives) {
        (Exclusive::IfEligible | Exclusive::Always, Ok(amount)) => Some(amount),
        (Exclusive::No, _) | (Exclusive::IfEligible, Err(_)) => None,
        (Exclusive::Always, Err(_)) => case.holds(index, offer).then_some(Amount::ZERO),
    }
}

/// The eligible offer of a pot with the largest amount, of equals the first.
fn best(eligibilities: &[Eligibility<'_>], kind: PotKind) -> Option<Alone> {
    let of_pot = eligible(eligibilities).filter(|(_, offer, _)| PotKind::of(offer) == kind);
    let alone = of_pot.map(|(offer, _, amount)| Alone { offer, amount });
    alone.reduce(|largest, one| if one.amount > largest.amount { one } else { largest })
}
