//! A decision in steps, for a person: what each offer gives and why not, and how the discount comes about.
//!
//! Nothing is computed here in a way of its own: each step is taken by the function that takes it for the decision.

use jiff::Timestamp;

use super::alone::exclusive;
use super::case::Case;
use super::clamp::Cut;
use super::combine::{Outcome, Part};
use super::decide_from;
use super::decision::Decision;
use super::eligibility::eligibilities;
use super::groups::{self, GroupExplanation};
use super::lines::LineViews;
use crate::effect::{Context, Limit};
use crate::interaction::InteractionSet;
use crate::money::{Amount, Currency, Exact, Overflow};
use crate::policy::{Base, Combine, Offer, OfferId, Policy};
use crate::reason::Reason;
use crate::session::{Facts, Snapshot};
use crate::trigger::Trigger;

/// A decision with how it comes about.
#[derive(Clone, PartialEq, Debug)]
pub struct Explanation {
    /// The decision.
    pub decision: Decision,
    /// The cart's currency.
    pub currency: Currency,
    /// The cart before discounts and tax.
    pub subtotal: Amount,
    /// The shipping, which is charged beside it.
    pub shipping: Amount,
    /// The explanation of each offer of the set, in the policy's order.
    pub offers: Vec<OfferExplanation>,
    /// The explanation of each group with a result, in the order of their turns; none where an exclusive offer stands alone.
    pub groups: Vec<GroupExplanation>,
    /// The exclusive offer that keeps the others out, whether it gives something or not.
    pub alone: Option<OfferId>,
    /// The sum of the parts before the guard rails.
    pub sum: Amount,
    /// The cuts of the guard rails, one after the other: the first begins at the sum, the last ends at the discount.
    pub cuts: Vec<Cut>,
    /// The rest to pay, before tax.
    pub payable: Amount,
}

/// The explanation of one offer.
#[derive(Clone, PartialEq, Debug)]
pub struct OfferExplanation {
    /// The offer.
    pub offer: OfferId,
    /// The interaction that the offer is of, or none.
    pub trigger: Trigger,
    /// True if it is given on shipping: then it combines with the others on shipping only.
    pub on_shipping: bool,
    /// The amount by itself on this cart, as if its conditions held; none if it has no amount here.
    pub alone: Option<Working>,
    /// The amount in its turn, if offers take turns and it has had one.
    pub in_turn: Option<Working>,
    /// The group that the offer is in.
    pub group: Option<OfferId>,
    /// The offer's part of the sum.
    pub part: Amount,
    /// The offer's part of the discount, which the guard rails left.
    pub given: Amount,
    /// Why it is not applied; none of an offer that is.
    pub reasons: Vec<Reason>,
}

/// Selected units of a base.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Selected {
    /// The selection in words: `the cheapest of every 3 units`.
    pub phrase: String,
    /// The numbers of units with their prices.
    pub units: Vec<(u64, Amount)>,
}

/// How an offer's amount comes about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Working {
    /// The base, before any discount.
    pub base: Amount,
    /// True if the base is only some lines of the cart.
    pub of_lines: bool,
    /// The units that it is given on, if they are selected.
    pub selected: Option<Selected>,
    /// True if the base is what shipping costs.
    pub of_shipping: bool,
    /// The cart before any discount, or what shipping costs: the base is a part of it.
    pub whole: Amount,
    /// The rest of that whole that the offers before it have left. The same part of the base is left.
    pub remains: Amount,
    /// The step of its ladder that counts, from 1.
    pub step: Option<usize>,
    /// The computation in words, in which `{base}` is the base; none of an amount that depends on nothing.
    pub phrase: Option<String>,
    /// The amount before it is rounded.
    pub exact: Exact,
    /// The amount, rounded, before a cap or the end of the base cuts it.
    pub uncut: Amount,
    /// The cap of a percent.
    pub cap: Option<Amount>,
    /// The rest of the offer's budget, if that is less than it would give.
    pub budget_left: Option<Amount>,
    /// The amount.
    pub amount: Amount,
}

/// Decides as [`decide`](super::decide()) does, and tells how.
///
/// # Errors
///
/// As [`decide`](super::decide()).
pub fn explain(
    policy: &Policy,
    session: &Snapshot,
    set: InteractionSet,
    now: Timestamp,
) -> Result<Explanation, Overflow> {
    let set = session.honoured(policy, set);
    let facts = Facts::of(policy, session, set);
    let decision = decide_from(policy, &facts, set, now)?;
    let lines = LineViews::of(policy, &facts, set)?;
    let case = Case::new(policy, &facts, &lines, set, now);
    let eligibilities = if policy.switched_off { Vec::new() } else { eligibilities(&case)? };
    let combined = Outcome::combined(&case, &eligibilities)?;
    let alone = exclusive(&case, &eligibilities).and_then(|alone| policy.offers.get(alone.offer));
    let mut outcome = combined.clone();
    outcome.clamp(&case)?;
    let mut offers = Vec::new();
    for (index, offer) in case.offers() {
        let part_in = |parts: &[Part]| parts.iter().find(|part| part.offer == index).map(|part| part.amount);
        let rejected = decision.rejected.iter().find(|rejected| rejected.offer == offer.id);
        offers.push(OfferExplanation {
            offer: offer.id.clone(),
            trigger: offer.trigger,
            on_shipping: offer.is_on_shipping(),
            alone: case.explained(index, offer, case.whole(offer))?,
            in_turn: case.in_turn(&combined, index, offer)?,
            group: policy.group_of(offer).map(|group| group.id.clone()),
            part: part_in(&combined.parts).unwrap_or_default(),
            given: part_in(&outcome.parts).unwrap_or_default(),
            reasons: rejected.map(|rejected| rejected.reasons.clone()).unwrap_or_default(),
        });
    }
    let charged = case.subtotal().checked_add(facts.shipping).ok_or(Overflow)?;
    Ok(Explanation {
        currency: facts.currency,
        subtotal: facts.subtotal,
        shipping: facts.shipping,
        offers,
        groups: if alone.is_some() { Vec::new() } else { groups::groups(&case, &eligibilities, &combined)? },
        alone: alone.map(|offer| offer.id.clone()),
        sum: combined.total()?,
        cuts: outcome.cuts,
        payable: charged
            .saturating_sub(decision.discount.as_ref().map(|discount| discount.amount_off).unwrap_or_default()),
        decision,
    })
}

/// The selected units of an offer's base, those at one price together.
fn selected(offer: &Offer, context: &Context<'_>) -> Option<Selected> {
    let Base::Lines(lines) = &offer.base else { return None };
    let selection = lines.selection.as_ref()?;
    let mut units: Vec<(u64, Amount)> = Vec::new();
    for part in context.units {
        match units.last_mut() {
            Some((count, price)) if *price == part.line.unit_price => *count = count.saturating_add(part.count),
            _ => units.push((part.count, part.line.unit_price)),
        }
    }
    Some(Selected { phrase: selection.phrase(), units })
}

impl Case<'_> {
    fn explained(&self, index: usize, offer: &Offer, remains: Amount) -> Result<Option<Working>, Overflow> {
        let Ok(computed) = self.working(index, offer, remains)? else { return Ok(None) };
        let Ok(context) = self.effect_context(index, offer, remains) else { return Ok(None) };
        let step = offer.gives.step_at(context.base, context.facts.currency);
        Ok(Some(Working {
            base: context.base,
            of_lines: context.of_lines,
            selected: selected(offer, &context),
            of_shipping: offer.is_on_shipping(),
            whole: context.subtotal,
            remains,
            step: step.map(|place| place.saturating_add(1)),
            phrase: offer.gives.phrase(&context),
            exact: computed.given.exact,
            uncut: computed.uncut,
            cap: match computed.given.limit {
                Some(Limit::Cap(cap)) => Some(cap),
                Some(Limit::Base(_)) | None => None,
            },
            budget_left: computed.budget_left,
            amount: computed.amount,
        }))
    }

    /// The amount of an offer on the rest that the parts before its own have left, where offers take turns.
    fn in_turn(&self, combined: &Outcome, index: usize, offer: &Offer) -> Result<Option<Working>, Overflow> {
        let group = self.policy.group_of(offer).map(|group| group.combine);
        if offer.is_exclusive() || ![Some(self.policy.combine), group].contains(&Some(Combine::Sequential)) {
            return Ok(None);
        }
        match combined.parts.iter().find(|part| part.offer == index) {
            Some(part) => self.explained(index, offer, part.of),
            None => Ok(None),
        }
    }
}
