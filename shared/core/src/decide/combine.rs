//! The eligible offers become one discount.

use std::mem;

use super::alone::{Alone, exclusive};
use super::case::Case;
use super::clamp::{self, Clamp, Cut};
use super::eligibility::{Eligibility, eligible, runs};
use super::offer_amount::OfferAmount;
use super::pot_kind::PotKind;
use crate::metadata_list::{Room, ids};
use crate::money::{Amount, Overflow};
use crate::policy::{Combine, Group, Offer, Policy};
use crate::reason::Code;

/// The most counted offers of one discount. Each takes at most 209 characters of metadata, and one of them 53 for its code; a list
/// has room for 2,100, however its items fall on its keys.
const MAX_COUNTED: usize = 8;

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

/// An offer's part of the discount.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) offer: usize,
    pub(super) amount: Amount,
    /// The rest of the pot that the amount is of.
    pub(super) of: Amount,
}

impl Outcome {
    /// The outcome of a case, from what is known of each offer.
    pub(super) fn from(case: &Case<'_>, eligibilities: &[Eligibility<'_>]) -> Result<Self, Overflow> {
        let mut outcome = Self::combined(case, eligibilities)?;
        outcome.clamp(case)?;
        Ok(outcome)
    }

    /// The outcome of one offer that stands alone; it does not say what it excludes.
    pub(super) fn of_one(case: &Case<'_>, alone: Alone) -> Result<Self, Overflow> {
        let mut outcome = Self::alone(case, &[], alone);
        outcome.clamp(case)?;
        Ok(outcome)
    }

    /// The outcome before the guard rails.
    pub(super) fn combined(case: &Case<'_>, eligibilities: &[Eligibility<'_>]) -> Result<Self, Overflow> {
        let mut outcome = match exclusive(case, eligibilities) {
            Some(alone) => Self::alone(case, eligibilities, alone),
            None => Self::of_pots(case, eligibilities)?,
        };
        outcome.keep_recordable(case);
        Ok(outcome)
    }

    /// An exclusive offer excludes the others.
    fn alone(case: &Case<'_>, eligibilities: &[Eligibility<'_>], alone: Alone) -> Self {
        let offer = case.policy.offers.get(alone.offer);
        let of = offer.map(|offer| case.whole(offer)).unwrap_or_default();
        let part = Part { offer: alone.offer, amount: alone.amount, of };
        let others = eligible(eligibilities).map(|(other, ..)| other).filter(|other| *other != alone.offer);
        Self {
            parts: if part.amount > Amount::ZERO { vec![part] } else { Vec::new() },
            lost: others.map(|other| (other, Code::EXCLUDED)).collect(),
            cuts: Vec::new(),
        }
    }

    /// The outcome of both pots, if no offer is exclusive.
    fn of_pots(case: &Case<'_>, eligibilities: &[Eligibility<'_>]) -> Result<Self, Overflow> {
        let mut outcome = Self::of_pot(case, eligibilities, PotKind::Goods)?;
        let on_shipping = Self::of_pot(case, eligibilities, PotKind::Shipping)?;
        outcome.parts.extend(on_shipping.parts);
        outcome.parts.sort_unstable_by_key(|part| part.offer);
        outcome.lost.extend(on_shipping.lost);
        Ok(outcome)
    }

    /// The outcome of the offers that share one pot, if none of them is exclusive: the result of each group, and each offer
    /// that is in none, by the policy's `combine`.
    fn of_pot(case: &Case<'_>, eligibilities: &[Eligibility<'_>], kind: PotKind) -> Result<Self, Overflow> {
        let policy = case.policy;
        let mut pot = Pot::of(case, kind);
        if policy.groups.is_empty() {
            return Self::of_run(case, eligibilities, policy.combine, pot);
        }
        let (mut outcome, mut largest) = (Self::default(), Amount::ZERO);
        for (run, group) in runs(policy, eligibilities) {
            let combine = group.map_or(policy.combine, |group| group.combine);
            let mut one = Self::of_run(case, run, combine, pot)?;
            let total = one.total()?.min(pot.remains);
            match policy.combine {
                Combine::Best if total > largest => {
                    largest = total;
                    mem::swap(&mut outcome.parts, &mut one.parts);
                }
                Combine::Best => {}
                Combine::Sum => outcome.parts.append(&mut one.parts),
                Combine::Sequential => {
                    pot.remains = pot.remains.saturating_sub(total);
                    outcome.parts.append(&mut one.parts);
                }
            }
            outcome.lost.append(&mut one.lost);
            outcome.lost.extend(one.parts.iter().map(|part| (part.offer, Code::NOT_BEST)));
        }
        Ok(outcome)
    }

    /// The result of a group on whole pots.
    pub(super) fn of_group(case: &Case<'_>, run: &[Eligibility<'_>], group: &Group) -> Result<Self, Overflow> {
        let mut outcome = Self::of_run(case, run, group.combine, Pot::of(case, PotKind::Goods))?;
        outcome.parts.extend(Self::of_run(case, run, group.combine, Pot::of(case, PotKind::Shipping))?.parts);
        Ok(outcome)
    }

    /// The outcome of offers that are in no group, or in one group.
    fn of_run(case: &Case<'_>, run: &[Eligibility<'_>], combine: Combine, mut pot: Pot) -> Result<Self, Overflow> {
        let mut outcome = Self::default();
        for (index, offer, alone) in eligible(run).filter(|(_, offer, _)| PotKind::of(offer) == pot.kind) {
            let part = match pot.gives(case, (index, offer), alone)? {
                Ok(amount) => Part { offer: index, amount, of: pot.remains },
                Err(code) => {
                    outcome.lost.push((index, code));
                    continue;
                }
            };
            match (combine, outcome.parts.last_mut()) {
                (Combine::Best, Some(best)) if part.amount > best.amount => {
                    let beaten = mem::replace(best, part);
                    outcome.lost.push((beaten.offer, Code::NOT_BEST));
                }
                (Combine::Best, Some(_)) => outcome.lost.push((part.offer, Code::NOT_BEST)),
                (Combine::Best, None) | (Combine::Sum, _) => outcome.parts.push(part),
                (Combine::Sequential, _) => {
                    pot.remains = pot.remains.saturating_sub(part.amount);
                    outcome.parts.push(part);
                }
            }
        }
        Ok(outcome)
    }

    /// Drops offers that the discount has no room to record: what can't be counted is not given.
    fn keep_recordable(&mut self, case: &Case<'_>) {
        let (mut room, mut counted, lost) = (Room::default(), 0_usize, &mut self.lost);
        self.parts.retain(|part| {
            let offer = case.policy.offers.get(part.offer);
            let kept = offer.is_some_and(|offer| {
                counted = counted.saturating_add(offer.counts().into());
                counted <= MAX_COUNTED && ids::take(&mut room, offer.id.as_str())
            });
            if !kept {
                lost.push((part.offer, Code::TOO_MANY_OFFERS));
            }
            kept
        });
        lost.sort_unstable_by_key(|(offer, _)| *offer);
    }

    /// The one offer of a pot that applies, if it does as the best of all.
    pub(super) fn lone_winner(&self, policy: &Policy, kind: PotKind) -> Option<usize> {
        let offer = |part: &Part| policy.offers.get(part.offer).filter(|offer| PotKind::of(offer) == kind);
        let mut parts = self.parts.iter().filter_map(|part| Some((part.offer, offer(part)?)));
        match (parts.next(), parts.next()) {
            (Some((only, offer)), None) => policy.only_the_best_of(offer).then_some(only),
            _ => None,
        }
    }

    /// The discount.
    pub(super) fn total(&self) -> Result<Amount, Overflow> {
        self.parts.iter().try_fold(Amount::ZERO, |total, part| total.checked_add(part.amount).ok_or(Overflow))
    }

    /// The guard rails take from the last offer first, so that the parts sum exactly to what they leave. The parts on
    /// shipping sum to at most what shipping costs, whatever is given on goods.
    pub(super) fn clamp(&mut self, case: &Case<'_>) -> Result<(), Overflow> {
        let (promised, excess) = (self.total()?, self.excess_of_shipping(case)?);
        self.cut(excess, |part| is_on_shipping(case, part));
        let total = promised.saturating_sub(excess);
        let cut = (excess > Amount::ZERO).then_some(Cut { by: Clamp::Shipping, from: promised, to: total });
        let (allowed, cuts) = clamp::clamp(case, total)?;
        self.cuts = cut.into_iter().chain(cuts).collect();
        if self.cuts.is_empty() {
            return Ok(());
        }
        self.cut(total.saturating_sub(allowed), |_| true);
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

    /// The amount by which the parts on shipping are more than shipping costs.
    fn excess_of_shipping(&self, case: &Case<'_>) -> Result<Amount, Overflow> {
        let mut on_shipping = self.parts.iter().filter(|part| is_on_shipping(case, part));
        let given = on_shipping.try_fold(Amount::ZERO, |sum, part| sum.checked_add(part.amount).ok_or(Overflow))?;
        Ok(given.saturating_sub(PotKind::Shipping.whole(case)))
    }

    /// Takes an amount from these parts, the last one first.
    fn cut(&mut self, mut excess: Amount, of: impl Fn(&Part) -> bool) {
        for part in self.parts.iter_mut().rev().filter(|part| of(part)) {
            let cut = excess.min(part.amount);
            part.amount = part.amount.saturating_sub(cut);
            excess = excess.saturating_sub(cut);
        }
    }
}

fn is_on_shipping(case: &Case<'_>, part: &Part) -> bool {
    case.policy.offers.get(part.offer).is_some_and(Offer::is_on_shipping)
}

/// A pot that offers take from.
#[derive(Debug, Clone, Copy)]
struct Pot {
    kind: PotKind,
    whole: Amount,
    /// The rest that earlier offers have left.
    remains: Amount,
}

impl Pot {
    fn of(case: &Case<'_>, kind: PotKind) -> Self {
        let whole = kind.whole(case);
        Self { kind, whole, remains: whole }
    }

    /// The amount of an offer in its turn; `alone` is its amount of the whole pot.
    fn gives(self, case: &Case<'_>, (index, offer): (usize, &Offer), alone: Amount) -> Result<OfferAmount, Overflow> {
        if self.remains == self.whole {
            return Ok(Ok(alone));
        }
        if self.remains == Amount::ZERO {
            return Ok(Err(Code::NOTHING_LEFT));
        }
        let gives = case.gives(index, offer, self.remains)?;
        Ok(gives.and_then(|amount| if amount == Amount::ZERO { Err(Code::GIVES_NOTHING) } else { Ok(amount) }))
    }
}
