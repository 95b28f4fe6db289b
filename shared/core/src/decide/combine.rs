//! The eligible offers become one discount.

use super::clamp::{self, Clamp};
use super::eligible::Case;
use super::gives::Gives;
use super::reason::Code;
use crate::money::{Amount, Overflow};
use crate::policy::{Combine, Offer};

/// What becomes of a set of offers.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// The offers that apply and what each gives; the parts sum to the discount.
    pub(super) parts: Vec<Part>,
    /// The eligible offers that don't apply, and why, in their order.
    pub(super) lost: Vec<(usize, Code)>,
    /// What cut the discount.
    pub(super) clamped_by: Vec<Clamp>,
}

/// What each offer of a set gives by itself, or the first reason against it.
pub(super) type Verdicts<'a> = Vec<(usize, &'a Offer, Gives)>;

/// An offer's part of the discount.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) offer: usize,
    pub(super) amount: Amount,
}

impl Outcome {
    /// The outcome of a case.
    pub(super) fn of(case: &Case<'_>) -> Result<Self, Overflow> {
        Self::from(case, &verdicts(case)?)
    }

    /// The same from what is known of each offer already.
    pub(super) fn from(case: &Case<'_>, verdicts: &Verdicts<'_>) -> Result<Self, Overflow> {
        let mut eligible = Vec::with_capacity(verdicts.len());
        for (index, offer, gives) in verdicts {
            if let Ok(amount) = *gives {
                eligible.push((*offer, Part { offer: *index, amount }));
            }
        }
        let mut outcome = Self::default();
        match (eligible.iter().position(|(offer, _)| offer.exclusive), case.policy.combine) {
            (Some(first), _) => outcome.alone(&eligible, first, Code::Excluded),
            (None, Combine::Best) => outcome.alone(&eligible, largest(&eligible), Code::NotBest),
            (None, Combine::Sum) => outcome.parts.extend(eligible.iter().map(|(_, part)| *part)),
            (None, Combine::Sequential) => outcome.in_turn(case, &eligible)?,
        }
        outcome.clamp(case)?;
        Ok(outcome)
    }

    /// The discount.
    pub(super) fn total(&self) -> Result<Amount, Overflow> {
        self.parts.iter().try_fold(Amount::ZERO, |total, part| total.plus(part.amount))
    }

    fn alone(&mut self, eligible: &[(&Offer, Part)], winner: usize, others: Code) {
        for (place, (_, part)) in eligible.iter().enumerate() {
            if place == winner {
                self.parts.push(*part);
            } else {
                self.lost.push((part.offer, others));
            }
        }
    }

    /// Each offer in its turn, of what the ones before it have left of the cart.
    fn in_turn(&mut self, case: &Case<'_>, eligible: &[(&Offer, Part)]) -> Result<(), Overflow> {
        let mut remains = case.subtotal;
        for (offer, part) in eligible {
            match case.gives(&offer.gives, remains)? {
                _ if remains == Amount::ZERO => self.lost.push((part.offer, Code::NothingLeft)),
                Ok(Amount::ZERO) => self.lost.push((part.offer, Code::GivesNothing)),
                Err(code) => self.lost.push((part.offer, code)),
                Ok(amount) => {
                    remains = remains.less(amount);
                    self.parts.push(Part { amount, ..*part });
                }
            }
        }
        Ok(())
    }

    /// The guard rails take from the last offer first, so that the parts sum exactly to what they leave.
    fn clamp(&mut self, case: &Case<'_>) -> Result<(), Overflow> {
        let total = self.total()?;
        let (allowed, clamped_by) = clamp::clamp(case, total)?;
        self.clamped_by = clamped_by;
        let mut excess = total.less(allowed);
        for part in self.parts.iter_mut().rev() {
            let cut = excess.min(part.amount);
            part.amount = part.amount.less(cut);
            excess = excess.less(cut);
        }
        let (kept, cut): (Vec<_>, Vec<_>) = self.parts.iter().partition(|part| part.amount > Amount::ZERO);
        self.parts = kept;
        self.lost.extend(cut.iter().map(|part| (part.offer, Code::NothingLeft)));
        self.lost.sort_unstable_by_key(|(offer, _)| *offer);
        Ok(())
    }
}

/// Looks at every offer of the set by itself.
pub(super) fn verdicts<'a>(case: &Case<'a>) -> Result<Verdicts<'a>, Overflow> {
    let mut verdicts = Vec::with_capacity(case.policy.offers.len());
    for (index, offer) in case.offers() {
        verdicts.push((index, offer, case.amount(index, offer)?));
    }
    Ok(verdicts)
}

/// The place of the largest, the first of equals.
fn largest(eligible: &[(&Offer, Part)]) -> usize {
    let mut best = (0, Amount::ZERO);
    for (place, (_, part)) in eligible.iter().enumerate() {
        if part.amount > best.1 {
            best = (place, part.amount);
        }
    }
    best.0
}
