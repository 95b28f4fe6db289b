//! The gain of the step that leads to an offer: what the session would get after it, less what it gets.

use std::cell::OnceCell;

use super::added::{Added, with_free_units, with_more, with_more_of_cheapest};
use super::alone::{alone, excludes};
use super::case::Case;
use super::combine::Outcome;
use super::eligibility::{Eligibilities, eligible};
use super::growth::Growth;
use super::lines::Among;
use super::pot_kind::PotKind;
use super::step::Missing;
use crate::money::{Amount, Overflow};
use crate::policy::{Combine, LineFilter, Lines, Offer, Selection};
use crate::step::MissingStep;

/// The number of carts that are decided again for the gain of added items; beyond it, hints name no gain.
const MOST_CARTS: usize = 6;
/// The number of times that all offers are combined again for the gains of other steps; beyond it, there are no more hints.
const MOST_OUTCOMES: usize = 12;
/// The number of offers that are decided again in all of these carts: hints must not take longer than the decision.
const MOST_OFFERS: usize = 300;

/// An offer, and the one step that leads to it.
pub(super) struct Prospect<'a> {
    pub(super) missing: Missing<'a>,
    pub(super) index: usize,
    pub(super) offer: &'a Offer,
}

/// A gain, and the price of the units that it is for.
pub(super) struct Promise {
    pub(super) gain: Option<Amount>,
    pub(super) price: Option<Box<str>>,
}

/// The gain of a step by its case.
struct Gain {
    /// At least 1.
    amount: Amount,
    /// True if the guard rails then leave all of the discount.
    uncut: bool,
}

/// A search for the gains of prospects.
pub(super) struct Search<'s, 'a> {
    case: &'s Case<'a>,
    eligibilities: &'s Eligibilities<'a>,
    now: &'s Outcome,
    /// The discount as it is.
    total: Amount,
    /// Computed for the first step that needs it.
    growth: OnceCell<Growth<'a>>,
    /// The number of carts that were decided again.
    carts: usize,
    /// The number of times that all offers were combined again.
    outcomes: usize,
    /// The offer that beat the last prospect. It mostly beats the next one as well, so it is evaluated first.
    beaten_by: Option<usize>,
}

impl<'s, 'a> Search<'s, 'a> {
    /// A search for gains over `now`, the outcome as it is.
    pub(super) fn new(
        case: &'s Case<'a>,
        eligibilities: &'s Eligibilities<'a>,
        now: &'s Outcome,
    ) -> Result<Self, Overflow> {
        let total = now.total()?;
        Ok(Self { case, eligibilities, now, total, growth: OnceCell::new(), carts: 0, outcomes: 0, beaten_by: None })
    }

    /// Returns whether enough was searched.
    pub(super) fn is_over(&self) -> bool {
        self.outcomes == MOST_OUTCOMES
    }

    /// The promise of a prospect; none if it gains nothing.
    pub(super) fn promise(&mut self, prospect: &Prospect<'a>) -> Result<Option<Promise>, Overflow> {
        if let MissingStep::AddItems(units) = prospect.missing.step
            && self.has_room_for_a_cart()
            && let Some(Added { price, outcome }) = self.added(prospect, units)?
        {
            self.carts = self.carts.saturating_add(1);
            let gain = self.gain_of(&outcome, prospect.index)?;
            return Ok(gain.map(|gain| Promise { gain: price.is_some().then_some(gain.amount), price }));
        }
        if prospect.missing.among.is_some() {
            return Ok(None);
        }
        let Some(then) = prospect.missing.step.taken(self.case, prospect.index) else { return Ok(None) };
        let Some(gain) = self.gain(prospect, &then)? else { return Ok(None) };
        let exact = self.is_exact(prospect, &then, &gain);
        Ok(Some(Promise { gain: exact.then_some(gain.amount), price: None }))
    }

    /// The outcome with the units that a prospect lacks, if the cart says what they cost.
    fn added(&self, prospect: &Prospect<'a>, units: u64) -> Result<Option<Added>, Overflow> {
        let Some(among) = prospect.missing.among else {
            let Some(items) = prospect.missing.items else { return Ok(None) };
            return with_more(self.case, &self.case.lines.named(items), units);
        };
        let Some(named) = self.case.lines.among(among, self.case.facts().currency) else { return Ok(None) };
        let added = with_more(self.case, &named, units)?;
        match among {
            Among::Base(base) if added.is_none() && self.gains_at_any_price(prospect, base) => {
                with_more_of_cheapest(self.case, &named, units)
            }
            Among::Named(filter) if added.is_none() => with_free_units(self.case, filter, units),
            _ => Ok(added),
        }
    }

    /// Returns whether units of the named items gain something whatever they cost.
    fn gains_at_any_price(&self, prospect: &Prospect<'a>, base: &Lines) -> bool {
        let bounded = |on: &LineFilter| on.unit_price_at_least.is_some() || on.unit_price_at_most.is_some();
        let named = base.except.is_none() && !base.on.as_ref().is_some_and(bounded);
        let gives = self.eligibilities.iter().any(|(index, _, gives)| *index == prospect.index && gives.is_ok());
        named && (!gives || base.selection.as_ref().is_some_and(Selection::withstands_any_unit))
    }

    fn has_room_for_a_cart(&self) -> bool {
        let offers = self.carts.saturating_add(1).saturating_mul(self.eligibilities.len());
        self.carts < MOST_CARTS && offers <= MOST_OFFERS
    }

    /// Returns whether taking the step can lead to nothing else than this gain.
    fn is_exact(&self, prospect: &Prospect<'a>, then: &Case<'a>, gain: &Gain) -> bool {
        let step = prospect.missing.step;
        match step {
            // Which address, and which customer, nobody knows.
            MissingStep::EnterAddress | MissingStep::SignIn => return false,
            MissingStep::StartsAt(_) => return true,
            MissingStep::SpendMore(_) => {}
            // What the guard rails leave of a small cart, they leave of a larger one, if more than the discount is there.
            MissingStep::AddItems(_) => {
                let remains = self.total.checked_add(gain.amount).is_some_and(|total| total < self.case.subtotal());
                if !(self.now.cuts.is_empty() && gain.uncut && remains) {
                    return false;
                }
            }
        }
        let growth = self.growth.get_or_init(|| Growth::of(self.case));
        growth.is_certain(step, then, prospect.index, prospect.offer)
    }

    /// The gain of an outcome that includes an offer; none if it does not, or is not larger.
    fn gain_of(&self, then: &Outcome, index: usize) -> Result<Option<Gain>, Overflow> {
        let leads_here = then.parts.iter().any(|part| part.offer == index);
        let gain = self.gain_over(then.total()?, then.cuts.is_empty());
        Ok(gain.filter(|_| leads_here))
    }

    fn gain_over(&self, then: Amount, uncut: bool) -> Option<Gain> {
        let amount = then.saturating_sub(self.total);
        (amount > Amount::ZERO).then_some(Gain { amount, uncut })
    }

    /// The discount of a pot as it is.
    fn given(&self, pot: PotKind) -> Amount {
        let of_pot = |offer: usize| self.case.policy.offers.get(offer).is_some_and(|offer| PotKind::of(offer) == pot);
        let parts = self.now.parts.iter().filter(|part| of_pot(part.offer));
        parts.fold(Amount::ZERO, |sum, part| sum.checked_add(part.amount).unwrap_or(Amount::MAX))
    }

    /// The gain of a step. It must lead to this offer: a larger cart makes others larger too.
    fn gain(&mut self, prospect: &Prospect<'a>, then: &Case<'a>) -> Result<Option<Gain>, Overflow> {
        // An offer that stands alone in its pot gains nothing if it is not larger: then its conditions need no look.
        let stands_alone = then.policy.only_the_best_of(prospect.offer);
        let before = self.given(PotKind::of(prospect.offer));
        let gives = then.gives(prospect.index, prospect.offer, then.whole(prospect.offer))?;
        if stands_alone && gives.is_ok_and(|amount| amount <= before) {
            return Ok(None);
        }
        if !then.holds(prospect.index, prospect.offer) {
            return Ok(None);
        }
        let Ok(amount) = then.eligibility(prospect.index, prospect.offer, gives) else { return Ok(None) };
        let loses = if stands_alone {
            prospect.is_beaten(then, self.beaten_by, amount)?
        } else {
            then.policy.combine == Combine::Best && prospect.most_of_group(then, self.eligibilities, amount)? <= before
        };
        if loses {
            return Ok(None);
        }
        self.outcomes = self.outcomes.saturating_add(1);
        let eligibilities = prospect.eligibilities(then, self.eligibilities, amount)?;
        let pot = PotKind::of(prospect.offer);
        let outcome = match alone(then, &eligibilities, pot) {
            Some(winner) if winner.offer != prospect.index => {
                self.beaten_by = Some(winner.offer);
                return Ok(None);
            }
            Some(winner) if eligible(&eligibilities).all(|(_, offer, _)| PotKind::of(offer) == pot) => {
                Outcome::of_one(then, winner)?
            }
            _ => Outcome::from(then, &eligibilities)?,
        };
        let gain = self.gain_of(&outcome, prospect.index)?;
        if gain.is_none() {
            self.beaten_by = outcome.lone_winner(then.policy, pot).or(self.beaten_by);
        }
        Ok(gain)
    }
}

impl<'a> Prospect<'a> {
    /// The amount of each offer after the step, of this one `amount`. Most give what they gave `before`.
    fn eligibilities(
        &self,
        then: &Case<'a>,
        before: &Eligibilities<'a>,
        amount: Amount,
    ) -> Result<Eligibilities<'a>, Overflow> {
        let mut eligibilities = before.clone();
        for (index, offer, gives) in &mut eligibilities {
            if *index == self.index {
                *gives = Ok(amount);
            } else if self.missing.step.changes(offer) {
                *gives = then.amount(*index, offer)?;
            }
        }
        Ok(eligibilities)
    }

    /// The sum of what each offer of this one's group gives alone after the step: the group's result is at most that.
    fn most_of_group(&self, then: &Case<'a>, before: &Eligibilities<'a>, amount: Amount) -> Result<Amount, Overflow> {
        let mut sum = amount;
        let others = before.iter().filter(|(index, ..)| *index != self.index);
        for (index, offer, gives) in others.filter(|(_, offer, _)| offer.group == self.offer.group) {
            let gives = if self.missing.step.changes(offer) { then.amount(*index, offer)? } else { *gives };
            sum = sum.checked_add(gives.unwrap_or_default()).ok_or(Overflow)?;
        }
        Ok(sum)
    }

    /// Returns whether another offer leaves nothing to this one where the best stands alone.
    fn is_beaten(&self, then: &Case<'a>, by: Option<usize>, amount: Amount) -> Result<bool, Overflow> {
        let Some((place, other)) = by.and_then(|place| Some((place, then.policy.offers.get(place)?))) else {
            return Ok(false);
        };
        let gives = then.amount(place, other)?;
        if excludes(then, place, other, gives).is_some() {
            return Ok(!self.offer.is_exclusive() || other.rank(place) < self.offer.rank(self.index));
        }
        // Offers of the other pot leave this one its own.
        let competes = PotKind::of(other) == PotKind::of(self.offer) && !self.offer.is_exclusive();
        let beats = |others| others > amount || (others == amount && place < self.index);
        Ok(competes && gives.is_ok_and(beats))
    }
}
