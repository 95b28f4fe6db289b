//! What the shopper could do to save more: one step, and what it would gain.

use jiff::Timestamp;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::clamp::clamp;
use super::combine::{self, Outcome, Verdicts};
use super::eligible::Case;
use super::gives::Gives;
use super::horizon::Openings;
use super::reason::Code;
use crate::money::{Amount, Currency, Overflow};
use crate::policy::{Base, Combine, Condition, Effect, Offer, OfferId, Subject};

/// How many hints a decision gives.
const MOST: usize = 3;

/// One step that would change the discount for the better.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hint {
    /// The offer that it leads to.
    pub offer: OfferId,
    /// The step.
    pub step: MissingStep,
    /// The session's currency.
    pub currency: Currency,
    /// How much larger the discount would be, in minor units; at least 1.
    pub gain: Amount,
}

/// A step that a shopper can take, in the order in which hints are listed; of the same kind the nearest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum MissingStep {
    /// Spend so much more, in minor units.
    SpendMore(Amount),
    /// Add so many units.
    AddItems(u64),
    /// Say where it goes.
    EnterAddress,
    /// Say who buys.
    SignIn,
    /// Come back then.
    StartsAt(Timestamp),
}

impl MissingStep {
    /// Its word in answers.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::SpendMore(_) => "spend_more",
            Self::AddItems(_) => "add_items",
            Self::EnterAddress => "enter_address",
            Self::SignIn => "sign_in",
            Self::StartsAt(_) => "starts_at",
        }
    }
}

impl Serialize for Hint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut hint = serializer.serialize_struct("Hint", 5)?;
        hint.serialize_field("offer", &self.offer)?;
        hint.serialize_field("code", self.step.code())?;
        match self.step {
            MissingStep::SpendMore(amount) => hint.serialize_field("amount", &amount)?,
            MissingStep::AddItems(quantity) => hint.serialize_field("quantity", &quantity)?,
            MissingStep::StartsAt(at) => hint.serialize_field("at", &at)?,
            MissingStep::EnterAddress | MissingStep::SignIn => {}
        }
        hint.serialize_field("currency", &self.currency)?;
        hint.serialize_field("gain", &self.gain)?;
        hint.end()
    }
}

/// The nearest steps that gain something over `now`, the discount as it is.
pub(super) fn hints(case: &Case<'_>, verdicts: &Verdicts<'_>, openings: &Openings, now: Amount) -> Vec<Hint> {
    let mut steps: Vec<(MissingStep, usize, _)> = verdicts
        .iter()
        .filter(|(_, offer, _)| offer.public)
        .filter_map(|(index, offer, gives)| {
            let step = missing_step(case, *index, offer, *gives, openings)?;
            Some((step, *index, *offer))
        })
        .collect();
    steps.sort_unstable_by_key(|(step, index, _)| (*step, *index));

    let mut hints = Vec::new();
    let mut beaten_by = None;
    for (step, index, offer) in steps {
        let Some(then) = with_step(case, step, index) else { continue };
        // What lies beyond Stripe's integers is no hint, and no reason to refuse what there is.
        let unchanged = matches!(step, MissingStep::EnterAddress | MissingStep::SignIn).then_some(verdicts);
        let Ok(gain) = gain(&then, (index, offer), unchanged, now, &mut beaten_by) else { continue };
        if gain > Amount::ZERO {
            hints.push(Hint { offer: offer.id.clone(), step, currency: case.facts.currency, gain });
        }
        if hints.len() == MOST {
            break;
        }
    }
    hints
}

/// How much larger the discount is then. The step must lead to this offer: a larger cart makes others larger too. What
/// the others give is `unchanged` where the step is about this offer alone.
///
/// Whoever stood in the way of one offer mostly stands in the way of the next, so `beaten_by` is asked first.
fn gain<'a>(
    then: &Case<'a>,
    (index, offer): (usize, &'a Offer),
    unchanged: Option<&Verdicts<'a>>,
    now: Amount,
    beaten_by: &mut Option<usize>,
) -> Result<Amount, Overflow> {
    let Ok(amount) = then.amount(index, offer)? else { return Ok(Amount::ZERO) };
    if then.policy.combine == Combine::Best {
        // An offer that stands alone gains nothing if it is not larger.
        if amount <= now || beats(then, *beaten_by, (index, offer), amount)? {
            return Ok(Amount::ZERO);
        }
    }
    let verdicts = match unchanged {
        Some(verdicts) => with_verdict(verdicts, index, amount),
        None => combine::verdicts(then)?,
    };
    let Some((winner, _)) = combine::alone(then, &verdicts) else {
        let outcome = Outcome::from(then, &verdicts)?;
        let leads_here = outcome.parts.iter().any(|part| part.offer == index);
        return Ok(if leads_here { outcome.total()?.less(now) } else { Amount::ZERO });
    };
    if winner.offer == index {
        return Ok(clamp(then, winner.amount)?.0.less(now));
    }
    *beaten_by = Some(winner.offer);
    Ok(Amount::ZERO)
}

/// The same, but for one offer that now gives an amount.
fn with_verdict<'a>(verdicts: &Verdicts<'a>, index: usize, amount: Amount) -> Verdicts<'a> {
    let mut verdicts = verdicts.clone();
    if let Some((_, _, gives)) = verdicts.iter_mut().find(|(place, ..)| *place == index) {
        *gives = Ok(amount);
    }
    verdicts
}

/// Whether one offer leaves nothing to another where the best stands alone.
fn beats(
    then: &Case<'_>,
    winner: Option<usize>,
    (index, offer): (usize, &Offer),
    amount: Amount,
) -> Result<bool, Overflow> {
    let Some((place, other)) = winner.and_then(|place| Some((place, then.policy.offers.get(place)?))) else {
        return Ok(false);
    };
    let Ok(others) = then.amount(place, other)? else { return Ok(false) };
    Ok(match (other.exclusive, offer.exclusive) {
        (false, true) => false,
        (true, false) => true,
        (true, true) => place < index,
        (false, false) => others > amount || (others == amount && place < index),
    })
}

/// The case as it would be after a step.
fn with_step<'a>(case: &Case<'a>, step: MissingStep, offer: usize) -> Option<Case<'a>> {
    let mut then = case.clone();
    match step {
        MissingStep::SpendMore(amount) => then.subtotal = case.subtotal.plus(amount).ok()?,
        MissingStep::AddItems(more) => {
            then.quantity = case.quantity.and_then(|quantity| quantity.checked_add(more));
            then.granted = Some((offer, Subject::Items));
        }
        MissingStep::EnterAddress => then.granted = Some((offer, Subject::Place)),
        MissingStep::SignIn => then.granted = Some((offer, Subject::Shopper)),
        MissingStep::StartsAt(at) => then = case.at(at),
    }
    Some(then)
}

/// The one step that an offer lacks, or for one that applies the step to more of it; none where it lacks more
/// than one, or something that the shopper can't change.
fn missing_step(
    case: &Case<'_>,
    index: usize,
    offer: &Offer,
    gives: Gives,
    openings: &Openings,
) -> Option<MissingStep> {
    // What would have to be spent on some of the lines only is not said: a larger cart alone does not get there.
    let climb = match (&offer.gives, &offer.base) {
        (Effect::Ladder(steps), Base::Cart) => {
            case.next_step(steps, case.subtotal).map(|smallest| spend_up_to(case, smallest))
        }
        _ => None,
    };
    if gives.is_ok() {
        return climb;
    }
    let opening = || openings.iter().find(|(waiting, _)| *waiting == index).map(|(_, at)| *at);
    let mut lacking: Option<MissingStep> = None;
    for (condition, code) in case.unmet(index, offer) {
        let step = step_to(case, index, condition, code, opening)?;
        lacking = Some(match lacking {
            None => step,
            Some(other) if other.code() == step.code() => other.max(step),
            Some(_) => return None,
        });
    }
    match (lacking, climb) {
        (None, climb) => climb,
        // A ladder below its first step lacks that too.
        (Some(step), Some(MissingStep::SpendMore(_))) if below_the_ladder(case, index, offer) => match (step, climb) {
            (MissingStep::SpendMore(_), Some(climb)) => Some(step.max(climb)),
            _ => None,
        },
        (Some(step), _) => Some(step),
    }
}

fn below_the_ladder(case: &Case<'_>, index: usize, offer: &Offer) -> bool {
    matches!(case.gives(index, offer, case.subtotal), Ok(Err(Code::SubtotalTooLow)))
}

fn spend_up_to(case: &Case<'_>, smallest: Amount) -> MissingStep {
    MissingStep::SpendMore(smallest.less(case.subtotal))
}

fn step_to(
    case: &Case<'_>,
    index: usize,
    condition: &Condition,
    code: Code,
    opening: impl Fn() -> Option<Timestamp>,
) -> Option<MissingStep> {
    match (code, condition) {
        (Code::SubtotalTooLow, Condition::SubtotalOver(amounts)) => {
            let over = amounts.get(case.facts.currency)?;
            Some(spend_up_to(case, crate::policy::just_over(over)?))
        }
        (Code::SubtotalTooLow, Condition::SubtotalAtLeast(amounts)) => {
            Some(spend_up_to(case, amounts.get(case.facts.currency)?))
        }
        (Code::QuantityTooLow, Condition::QuantityAtLeast(least)) => {
            Some(MissingStep::AddItems(least.checked_sub(case.quantity?)?))
        }
        (Code::ItemMissing, Condition::Contains(contains)) => {
            let units = case.lines(index)?.contained.quantity;
            // Where enough units are there, it is their worth that lacks.
            let lacking = contains.units().checked_sub(units).filter(|lacking| *lacking > 0)?;
            contains.subtotal_at_least.is_none().then_some(MissingStep::AddItems(lacking))
        }
        (Code::AddressMissing, _) => Some(MissingStep::EnterAddress),
        (Code::CustomerUnknown, _) => Some(MissingStep::SignIn),
        (Code::NotStarted | Code::NotAtThisTime, _) => opening().map(MissingStep::StartsAt),
        _ => None,
    }
}
