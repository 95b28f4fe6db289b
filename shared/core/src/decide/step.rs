//! The one step that an offer lacks, and what becomes of the case when it is taken.

use jiff::Timestamp;

use super::case::Case;
use super::findings::Finding;
use super::horizon::Openings;
use super::lines::Among;
use crate::condition::{ConditionTable, Context, Requirement};
use crate::items::{Items, names_all};
use crate::money::Amount;
use crate::policy::{Base, Condition, Offer, Subject};
use crate::reason::Code;
use crate::selection::Lack;
use crate::step::MissingStep;

/// A step that an offer lacks.
#[derive(Clone, Copy)]
pub(super) struct Missing<'a> {
    /// The step.
    pub(super) step: MissingStep,
    /// The items that are to be added, as the offer names them; none if any item will do.
    pub(super) items: Option<&'a Items>,
    /// The lines to which the units are to be added; none for any items with these names.
    pub(super) among: Option<Among<'a>>,
}

impl Missing<'_> {
    /// The one step that takes both; none if they are of two kinds, or add different items.
    fn with(self, other: Self) -> Option<Self> {
        let items = match (self.items, other.items) {
            (Some(one), Some(another)) if one != another => return None,
            (one, another) => one.or(another),
        };
        let among = self.among.or(other.among);
        (self.step.code() == other.step.code()).then(|| Self { step: self.step.max(other.step), items, among })
    }
}

impl From<MissingStep> for Missing<'_> {
    fn from(step: MissingStep) -> Self {
        Self { step, items: None, among: None }
    }
}

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

    /// Returns whether it can change the amount of an offer to which it does not lead.
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

pub(super) fn grows_with_the_cart(offer: &Offer) -> bool {
    matches!(offer.base, Base::Cart) && offer.gives.grows()
}

/// The one step that an offer lacks, or for one that applies the step to more of it; none where it lacks more
/// than one, or something that the shopper can't change.
pub(super) fn missing_step<'a>(case: &Case<'_>, finding: &Finding<'_, 'a>, openings: &Openings) -> Option<Missing<'a>> {
    let Finding { index, offer, .. } = *finding;
    // What would have to be spent on some of the lines only is not said: a larger cart alone does not get there.
    let next_base = match offer.base {
        Base::Cart => offer.gives.next_base(case.subtotal(), case.facts().currency),
        Base::Lines(_) | Base::Shipping => None,
    };
    let climb = next_base.map(|smallest| Missing::from(spend_up_to(case, smallest)));
    let climb = climb.or_else(|| units_of_a_group(case, index, offer));
    if finding.eligibility.is_ok() {
        return climb;
    }
    // No step of the shopper makes room.
    if case.exhausted(offer).is_some() {
        return None;
    }
    let opening = || {
        let place = openings.binary_search_by_key(&index, |(waiting, _)| *waiting).ok()?;
        openings.get(place).map(|(_, at)| *at)
    };
    let context = case.context(index, offer);
    let typed = || offer.asks_for_a_code() && finding.is_public();
    let mut lacking: Option<Missing<'a>> = None;
    for (condition, code) in finding.unmet {
        // Who is only known has not all that some customers have. Who knows the code was invited.
        if *code == Code::CUSTOMER_UNKNOWN && !typed() && !condition.is_open_to_newcomers() {
            return None;
        }
        let step = step_to(&context, condition, *code, opening)?;
        lacking = Some(match lacking {
            None => step,
            Some(other) => other.with(step)?,
        });
    }
    if lacking.as_ref().is_some_and(|missing| excludes_itself(case, index, offer, missing)) {
        return None;
    }
    match (lacking, climb) {
        (None, climb) => climb,
        // A ladder below its first step lacks that too.
        (Some(step), Some(climb)) if is_below_the_ladder(finding) => step.with(climb),
        (Some(step), _) => Some(step),
    }
}

/// Returns whether the offer is not for a cart with the units that a step adds.
fn excludes_itself(case: &Case<'_>, index: usize, offer: &Offer, missing: &Missing<'_>) -> bool {
    let (MissingStep::AddItems(more), Some(items)) = (missing.step, missing.items) else { return false };
    let Some(lines) = case.view(index) else { return false };
    offer.written().any(|(table, condition)| match condition {
        Condition::Contains(contains) if table == ConditionTable::Unless => {
            let mut all = contains.requirements.iter().zip(&lines.excluding_items.requirements);
            let added = |one: &Requirement| if names_all(&one.items, items) { more } else { 0 };
            let is_touched = contains.requirements.iter().any(|one| added(one) > 0);
            is_touched && all.all(|(one, matched)| matched.quantity.saturating_add(added(one)) >= one.units())
        }
        _ => false,
    })
}

/// The units that a selection lacks for one more repetition.
fn units_of_a_group<'a>(case: &Case<'_>, index: usize, offer: &'a Offer) -> Option<Missing<'a>> {
    let Base::Lines(lines) = &offer.base else { return None };
    let view = case.view(index)?;
    if let Some((filter, units)) = offer.gives.lacking(&view.members) {
        let (step, among) = (MissingStep::AddItems(units), Some(Among::Named(filter)));
        return Some(Missing { step, items: filter.items.as_ref(), among });
    }
    let (units, filter, among) = match view.lack? {
        Lack::Base(units) => (units, lines.on.as_ref(), Among::Base(lines)),
        Lack::Named(units) => {
            let filter = lines.selection.as_ref()?.filter()?;
            (units, Some(filter), Among::Named(filter))
        }
    };
    let items = filter.and_then(|filter| filter.items.as_ref());
    Some(Missing { step: MissingStep::AddItems(units), items, among: Some(among) })
}

fn is_below_the_ladder(finding: &Finding<'_, '_>) -> bool {
    finding.gives == Err(Code::SUBTOTAL_TOO_LOW)
}

fn spend_up_to(case: &Case<'_>, smallest: Amount) -> MissingStep {
    MissingStep::SpendMore(smallest.saturating_sub(case.subtotal()))
}

fn step_to<'a>(
    context: &Context<'_>,
    condition: &'a Condition,
    code: Code,
    opening: impl Fn() -> Option<Timestamp>,
) -> Option<Missing<'a>> {
    if code == Code::ADDRESS_MISSING {
        return Some(MissingStep::EnterAddress.into());
    }
    if code == Code::CUSTOMER_UNKNOWN {
        return Some(MissingStep::SignIn.into());
    }
    if condition.subject() == Subject::Time || code == Code::NOT_AT_THIS_TIME {
        return opening().map(|at| MissingStep::StartsAt(at).into());
    }
    let step = condition.step(context)?;
    Some(Missing { step, items: condition.step_items(context), among: None })
}
