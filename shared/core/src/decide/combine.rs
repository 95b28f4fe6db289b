//! The eligible offers become one discount.

use super::case::Case;
use super::clamp::{self, Cut};
use super::offer_amount::OfferAmount;
use crate::metadata_list::{Room, ids};
use crate::money::{Amount, Overflow};
use crate::policy::{Combine, Offer};
use crate::reason::Code;

/// The outcome of a set of offers.
#[derive(Debug, Default, Clone)]
pub(super) struct Outcome {
    /// The offers that apply and what each gives; the parts sum to the discount.
    pub(super) parts: Vec<Part>,
    /// The eligible offers that don't apply, and why, in their order.
    pub(super) lost: Vec<(usize, Code)>,
    /// The cuts of the discount, in their order.
    pub(super) cuts: Vec<Cut>,
}

/// The amount of each offer of a set by itself, or the first reason against it.
pub(super) type Verdicts<'a> = Vec<(usize, &'a Offer, OfferAmount)>;

/// An offer's part of the discount.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) offer: usize,
    pub(super) amount: Amount,
}

impl Outcome {
    /// The outcome of a case, from what is known of each offer.
    pub(super) fn from(case: &Case<'_>, verdicts: &Verdicts<'_>) -> Result<Self, Overflow> {
        let mut outcome = Self::combined(case, verdicts)?;
        outcome.clamp(case)?;
        Ok(outcome)
    }

    /// The outcome before the guard rails.
    pub(super) fn combined(case: &Case<'_>, verdicts: &Verdicts<'_>) -> Result<Self, Overflow> {
        let mut outcome = match exclusive(verdicts) {
            Some(winner) => Self::alone(verdicts, winner, Code::EXCLUDED),
            None => Self::of_pot(case, verdicts, case.subtotal())?,
        };
        outcome.keep_recordable(case);
        Ok(outcome)
    }

    /// The outcome of the offers that share one pot, if none of them is exclusive. `whole` is the pot before discounts.
    fn of_pot(case: &Case<'_>, verdicts: &Verdicts<'_>, whole: Amount) -> Result<Self, Overflow> {
        let mut outcome = Self::default();
        match case.policy.combine {
            Combine::Best => {
                return Ok(best(verdicts).map_or(outcome, |winner| Self::alone(verdicts, winner, Code::NOT_BEST)));
            }
            Combine::Sum => outcome.parts.extend(eligible(verdicts).map(|(_, part)| part)),
            Combine::Sequential => outcome.in_turn(case, verdicts, whole)?,
        }
        Ok(outcome)
    }

    /// One offer alone; `others` is said of the other eligible ones.
    fn alone(verdicts: &Verdicts<'_>, winner: Part, others: Code) -> Self {
        let lost = eligible(verdicts).filter(|(_, part)| part.offer != winner.offer);
        Self { parts: vec![winner], lost: lost.map(|(_, part)| (part.offer, others)).collect(), cuts: Vec::new() }
    }

    /// Drops offers that the discount has no room to record: what can't be counted is not given.
    fn keep_recordable(&mut self, case: &Case<'_>) {
        let (mut room, lost) = (Room::default(), &mut self.lost);
        self.parts.retain(|part| {
            let offer = case.policy.offers.get(part.offer);
            let kept = offer.is_some_and(|offer| ids::take(&mut room, offer.id.as_str()));
            if !kept {
                lost.push((part.offer, Code::TOO_MANY_OFFERS));
            }
            kept
        });
        lost.sort_unstable_by_key(|(offer, _)| *offer);
    }

    /// The discount.
    pub(super) fn total(&self) -> Result<Amount, Overflow> {
        self.parts.iter().try_fold(Amount::ZERO, |total, part| total.checked_add(part.amount).ok_or(Overflow))
    }

    /// Each offer in its turn, of what the ones before it have left of the pot.
    fn in_turn(&mut self, case: &Case<'_>, verdicts: &Verdicts<'_>, whole: Amount) -> Result<(), Overflow> {
        let mut remains = whole;
        for (offer, part) in eligible(verdicts) {
            match case.gives(part.offer, offer, remains)? {
                _ if remains == Amount::ZERO => self.lost.push((part.offer, Code::NOTHING_LEFT)),
                Ok(Amount::ZERO) => self.lost.push((part.offer, Code::GIVES_NOTHING)),
                Err(code) => self.lost.push((part.offer, code)),
                Ok(amount) => {
                    remains = remains.saturating_sub(amount);
                    self.parts.push(Part { amount, ..part });
                }
            }
        }
        Ok(())
    }

    /// The guard rails take from the last offer first, so that the parts sum exactly to what they leave.
    pub(super) fn clamp(&mut self, case: &Case<'_>) -> Result<(), Overflow> {
        let total = self.total()?;
        let (allowed, cuts) = clamp::clamp(case, total)?;
        self.cuts = cuts;
        let mut excess = total.saturating_sub(allowed);
        for part in self.parts.iter_mut().rev() {
            let cut = excess.min(part.amount);
            part.amount = part.amount.saturating_sub(cut);
            excess = excess.saturating_sub(cut);
        }
        let lost = &mut self.lost;
        self.parts.retain(|part| {
            let kept = part.amount > Amount::ZERO;
            if !kept {
                lost.push((part.offer, Code::NOTHING_LEFT));
            }
            kept
        });
        lost.sort_unstable_by_key(|(offer, _)| *offer);
        Ok(())
    }
}

/// Evaluates every offer of the set by itself.
pub(super) fn verdicts<'a>(case: &Case<'a>) -> Result<Verdicts<'a>, Overflow> {
    let mut verdicts = Vec::with_capacity(case.policy.offers.len());
    for (index, offer) in case.offers() {
        verdicts.push((index, offer, case.amount(index, offer)?));
    }
    Ok(verdicts)
}

/// The eligible offers, in their order.
fn eligible<'a>(verdicts: &Verdicts<'a>) -> impl Iterator<Item = (&'a Offer, Part)> {
    let gives = |(index, offer, gives): &(usize, &'a Offer, OfferAmount)| {
        let amount = gives.ok()?;
        Some((*offer, Part { offer: *index, amount }))
    };
    verdicts.iter().filter_map(gives)
}

/// The offer that stands alone, where one does: the first exclusive one, else the best.
pub(super) fn alone(case: &Case<'_>, verdicts: &Verdicts<'_>) -> Option<Part> {
    exclusive(verdicts).or_else(|| best(verdicts).filter(|_| case.policy.combine == Combine::Best))
}

/// The first eligible offer that is exclusive.
fn exclusive(verdicts: &Verdicts<'_>) -> Option<Part> {
    eligible(verdicts).find(|(offer, _)| offer.exclusive).map(|(_, part)| part)
}

/// The eligible offer with the largest amount, of equals the first.
fn best(verdicts: &Verdicts<'_>) -> Option<Part> {
    let parts = eligible(verdicts).map(|(_, part)| part);
    parts.reduce(|largest, part| if part.amount > largest.amount { part } else { largest })
}
