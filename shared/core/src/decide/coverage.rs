//! Counts of how often sessions hit each part of a policy: an offer that nobody gets, a condition that never holds and a step
//! that no cart reaches are mistakes that no single decision shows.

use super::case::Case;
use super::decision::Decision;
use super::lines::LineViews;
use crate::money::{Amount, Overflow};
use crate::policy::{Group, Offer, Policy};
use crate::session::Facts;

/// How often the parts of a policy's offers, and its groups, were met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// In the order of [`Policy::offers`].
    offers: Vec<OfferCoverage>,
    /// In the order of [`Policy::groups`].
    groups: Vec<GroupCoverage>,
}

/// How often the parts of one offer were met, in sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferCoverage {
    /// Sessions with its interaction in the set; of an automatic offer, all sessions.
    pub asked: u64,
    /// All of its conditions held, and it gave at least one minor unit by itself.
    pub eligible: u64,
    /// Sessions with it in the discount.
    pub applied: u64,
    /// Each condition by itself held, in the order of [`Offer::conditions`].
    pub conditions: Vec<u64>,
    /// Each step of its ladder by itself was the one that counts; none where it has no ladder.
    pub steps: Vec<u64>,
}

/// How often a group was met, in sessions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GroupCoverage {
    /// At least one of its offers was eligible.
    pub eligible: u64,
    /// Sessions with one of its offers in the discount.
    pub applied: u64,
}

impl Coverage {
    /// Of a policy that no session has met yet.
    #[must_use]
    pub fn none(policy: &Policy) -> Self {
        let offers = policy.offers.iter().map(OfferCoverage::none).collect();
        Self { offers, groups: vec![GroupCoverage::default(); policy.groups.len()] }
    }

    /// Counts a session. `decision` is what the same policy decided on the same facts.
    ///
    /// # Errors
    ///
    /// [`Overflow`], as the decision itself would have ended; nothing is counted then.
    pub fn add(&mut self, policy: &Policy, facts: &Facts<'_>, decision: &Decision) -> Result<(), Overflow> {
        let lines = LineViews::of(policy, facts, decision.interactions)?;
        let case = Case::new(policy, facts, &lines, decision.interactions, decision.now);
        let mut gives = Vec::with_capacity(self.offers.len());
        for (index, offer) in case.offers() {
            gives.push(case.gives(index, offer, case.whole(offer))?.is_ok_and(|amount| amount > Amount::ZERO));
        }
        let mut met = vec![GroupCoverage::default(); self.groups.len()];
        for ((index, offer), gives) in case.offers().zip(gives) {
            let Some(count) = self.offers.get_mut(index) else { continue };
            count.asked = count.asked.saturating_add(1);
            let context = case.context(index, offer);
            let mut all_hold = true;
            for (condition, held) in offer.conditions.iter().zip(&mut count.conditions) {
                let holds = condition.failure(&context).is_none();
                *held = held.saturating_add(holds.into());
                all_hold &= holds;
            }
            let base = case.base(index, offer).ok();
            let step = base.and_then(|base| offer.gives.step_at(base, facts.currency));
            if let Some(reached) = step.and_then(|step| count.steps.get_mut(step)) {
                *reached = reached.saturating_add(1);
            }
            count.eligible = count.eligible.saturating_add((all_hold && gives).into());
            let applied = decision.applied.iter().any(|applied| applied.offer == offer.id);
            count.applied = count.applied.saturating_add(applied.into());
            if let Some(group) = offer.group.and_then(|group| met.get_mut(group)) {
                group.eligible |= u64::from(all_hold && gives);
                group.applied |= u64::from(applied);
            }
        }
        self.groups.iter_mut().zip(&met).for_each(|(group, met)| group.add(met));
        Ok(())
    }

    /// Adds what was counted of other sessions with the same policy.
    pub fn merge(&mut self, other: &Self) {
        self.groups.iter_mut().zip(&other.groups).for_each(|(group, more)| group.add(more));
        for (ours, theirs) in self.offers.iter_mut().zip(&other.offers) {
            let counts = [&mut ours.asked, &mut ours.eligible, &mut ours.applied].into_iter();
            let counts = counts.chain(&mut ours.conditions).chain(&mut ours.steps);
            let more = [&theirs.asked, &theirs.eligible, &theirs.applied].into_iter();
            for (count, more) in counts.zip(more.chain(&theirs.conditions).chain(&theirs.steps)) {
                *count = count.saturating_add(*more);
            }
        }
    }

    /// Each offer of the policy with its counts.
    pub fn of<'a>(&'a self, policy: &'a Policy) -> impl Iterator<Item = (&'a Offer, &'a OfferCoverage)> {
        policy.offers.iter().zip(&self.offers)
    }

    /// Each group of the policy with its counts.
    pub fn of_groups<'a>(&'a self, policy: &'a Policy) -> impl Iterator<Item = (&'a Group, &'a GroupCoverage)> {
        policy.groups.iter().zip(&self.groups)
    }
}

impl GroupCoverage {
    fn add(&mut self, more: &Self) {
        self.eligible = self.eligible.saturating_add(more.eligible);
        self.applied = self.applied.saturating_add(more.applied);
    }
}

impl OfferCoverage {
    fn none(offer: &Offer) -> Self {
        let steps = offer.gives.steps().len();
        Self { asked: 0, eligible: 0, applied: 0, conditions: vec![0; offer.conditions.len()], steps: vec![0; steps] }
    }
}
