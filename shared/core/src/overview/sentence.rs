//! An offer in one sentence: what, of what, at most how much, for whom, and when.

use std::fmt;

use super::asks::asks;
use super::gives::{base, cap, gives};
use super::words::amounts;
use crate::interaction::Subject;
use crate::policy::{ConditionTable, Exclusive, Offer, OfferId, OfferName, Per, Policy};
use crate::trigger::Trigger;

/// An offer in words. Shown as one sentence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sentence {
    /// The offer.
    pub offer: OfferId,
    /// The name that the shopper sees.
    pub name: OfferName,
    /// The interaction, or `automatic`.
    pub trigger: Trigger,
    /// The effect with its base: `20% off the WHOLE cart`.
    pub gives: String,
    /// The base alone: `the WHOLE cart`.
    pub base: String,
    /// The cap.
    pub at_most: Option<String>,
    /// Conditions on the shopper, the cart and the place, which must all hold.
    pub whom: Vec<String>,
    /// Conditions on the time, which must all hold.
    pub when: Vec<String>,
    /// Exceptions: none of them may hold.
    pub unless: Vec<String>,
    /// Limits on its uses by everybody.
    pub limits: Vec<String>,
    /// The offer's part among others: its group, and whether it excludes them.
    pub among: Vec<String>,
}

/// The sentence of an offer.
#[must_use]
pub fn sentence(policy: &Policy, offer: &Offer) -> Sentence {
    let (mut whom, mut when, mut unless) = (Vec::new(), Vec::new(), Vec::new());
    for condition in &offer.conditions {
        let list = match (condition.table(), condition.subject()) {
            (ConditionTable::Unless, _) => &mut unless,
            (ConditionTable::When, Subject::Time) => &mut when,
            (ConditionTable::When, _) => &mut whom,
        };
        list.push(asks(policy, condition));
    }
    let exclusive = match offer.exclusive {
        Exclusive::No => None,
        Exclusive::IfEligible => Some("alone, without any other offer".to_owned()),
        Exclusive::Always => Some("alone, even where it gives nothing".to_owned()),
    };
    let group = policy.group_of(offer).map(|group| format!("in group {}", group.id));
    Sentence {
        offer: offer.id.clone(),
        name: offer.name.clone(),
        trigger: offer.trigger,
        gives: gives(offer),
        base: base(offer),
        at_most: cap(offer).map(amounts),
        whom,
        when,
        unless,
        limits: limits(offer),
        among: group.into_iter().chain(exclusive).collect(),
    }
}

/// The limits in words: `100 uses in all`, `500.00 usd each day`, `once for each shopper`.
fn limits(offer: &Offer) -> Vec<String> {
    let Some(limit) = &offer.limit else { return Vec::new() };
    let per = match limit.per {
        None => "in all",
        Some(Per::Day) => "each day",
        Some(Per::Week) => "each week",
        Some(Per::Month) => "each month",
    };
    let times = |count: u64| if count == 1 { "once".to_owned() } else { format!("{count} times") };
    let uses = limit.uses.map(|uses| format!("{} {per}", times(uses.get())));
    let budget = limit.budget.as_ref().map(|budget| format!("{} {per}", amounts(budget)));
    let shopper = limit.uses_per_shopper.map(|uses| {
        let per = if limit.per.is_some() { format!(" {per}") } else { String::new() };
        format!("{} for each shopper{per}", times(uses.get()))
    });
    let code = limit.uses_per_code.map(|uses| format!("{} for each code", times(uses.get())));
    uses.into_iter().chain(budget).chain(shopper).chain(code).map(|limit| format!("limited to {limit}")).collect()
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.gives)?;
        if let Some(most) = &self.at_most {
            write!(f, ", at most {most}")?;
        }
        if self.whom.is_empty() && self.when.is_empty() {
            f.write_str(", for everyone")?;
        }
        if !self.whom.is_empty() {
            write!(f, ", if {}", self.whom.join(" and "))?;
        }
        for part in &self.when {
            write!(f, ", {part}")?;
        }
        if !self.unless.is_empty() {
            write!(f, ", unless {}", self.unless.join(" or "))?;
        }
        for part in self.limits.iter().chain(&self.among) {
            write!(f, "; {part}")?;
        }
        Ok(())
    }
}
