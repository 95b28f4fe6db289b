//! The one step that an offer lacks, and what becomes of the case when it is taken.

use jiff::Timestamp;

use super::case::Case;
use super::horizon::Openings;
use super::offer_amount::OfferAmount;
use crate::condition::Context;
use crate::money::Amount;
use crate::policy::{Base, Condition, Offer, Subject};
use crate::reason::Code;
use crate::step::MissingStep;

impl MissingStep {
    /// The case as it would be once it is taken towards an offer.
    pub(super) fn taken<'a>(self, case: &Case<'a>, offer: usize) -> Option<Case<'a>> {
        let mut then = case.clone();
        match self {
            Self::SpendMore(amount) => then.situation.subtotal = case.subtotal().checked_add(amount)?,
            Self::AddItems(more) => {
                then.situation.quantity = case.situation.quantity.and_then(|quantity| quantity.checked_add(more));
                then.granted = Some((offer, Subject::Items));
            }
            Self::EnterAddress => then.granted = Some((offer, Subject::Place)),
            Self::SignIn => then.granted = Some((offer, Subject::Shopper)),
            Self::StartsAt(at) => then = case.at(at),
        }
        Some(then)
    }

    /// Whether it can change what an offer gives to which it does not lead.
    pub(super) fn changes(self, offer: &Offer) -> bool {
        let asks = |subject| offer.conditions.iter().any(|condition| condition.subject() == subject);
        match self {
            Self::SpendMore(_) => asks(Subject::Subtotal) || grows_with_the_cart(offer),
            Self::AddItems(_) => asks(Subject::Quantity),
            Self::StartsAt(_) => offer.conditions.iter().any(Condition::changes_with_time),
            Self::EnterAddress | Self::SignIn => false,
        }
    }
}

fn grows_with_the_cart(offer: &Offer) -> bool {
    matches!(offer.base, Base::Cart) && offer.gives.grows()
}

/// The one step that an offer lacks, or for one that applies the step to more of it; none where it lacks more
/// than one, or something that the shopper can't change.
pub(super) fn missing_step(
    case: &Case<'_>,
    index: usize,
    offer: &Offer,
    gives: OfferAmount,
    openings: &Openings,
) -> Option<MissingStep> {
    // What would have to be spent on some of the lines only is not said: a larger cart alone does not get there.
    let next_base = match offer.base {
        Base::Cart => offer.gives.next_base(case.subtotal(), case.facts().currency),
        Base::Lines(_) => None,
    };
    let climb = next_base.map(|smallest| spend_up_to(case, smallest));
    if gives.is_ok() {
        return climb;
    }
    let opening = || openings.iter().find(|(waiting, _)| *waiting == index).map(|(_, at)| *at);
    let context = case.context(index, offer);
    let mut lacking: Option<MissingStep> = None;
    for (condition, code) in case.unmet(index, offer) {
        let step = step_to(&context, condition, code, opening)?;
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
    matches!(case.gives(index, offer, case.subtotal()), Ok(Err(code)) if code == Code::SUBTOTAL_TOO_LOW)
}

fn spend_up_to(case: &Case<'_>, smallest: Amount) -> MissingStep {
    MissingStep::SpendMore(smallest.saturating_sub(case.subtotal()))
}

fn step_to(
    context: &Context<'_>,
    condition: &Condition,
    code: Code,
    opening: impl Fn() -> Option<Timestamp>,
) -> Option<MissingStep> {
    if code == Code::ADDRESS_MISSING {
        return Some(MissingStep::EnterAddress);
    }
    if code == Code::CUSTOMER_UNKNOWN {
        return Some(MissingStep::SignIn);
    }
    if condition.subject() == Subject::Time { opening().map(MissingStep::StartsAt) } else { condition.step(context) }
}
