//! An offer in one sentence: what, of what, at most how much, for whom, and when.

use std::fmt;

use super::asks::asks;
use super::gives::{base, cap, gives};
use super::words::amounts;
use crate::interaction::Subject;
use crate::policy::{ConditionTable, Exclusive, Offer, OfferId, OfferName, Policy};
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
        among: group.into_iter().chain(exclusive).collect(),
    }
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
        for part in &self.among {
            write!(f, "; {part}")?;
        }
        Ok(())
    }
}
