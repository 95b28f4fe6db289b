//! Groups in a decision in steps: the result of each, and whether it is a part of the sum.

use super::case::Case;
use super::combine::{Outcome, Part};
use super::eligibility::{Eligibility, runs};
use crate::money::{Amount, Overflow};
use crate::policy::{Combine, OfferId};

/// The explanation of one group.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GroupExplanation {
    /// The group.
    pub group: OfferId,
    /// How its offers become its result.
    pub combine: Combine,
    /// The offers of its result, each with its part.
    pub parts: Vec<(OfferId, Amount)>,
    /// The result: the sum of the parts.
    pub result: Amount,
    /// True if the result is a part of the sum.
    pub applies: bool,
}

/// Explains the groups that have a result. One that applies has its part of the sum; another lost with its result on the whole
/// cart.
pub(super) fn groups(
    case: &Case<'_>,
    eligibilities: &[Eligibility<'_>],
    combined: &Outcome,
) -> Result<Vec<GroupExplanation>, Overflow> {
    let policy = case.policy;
    let id = |part: &Part| Some((policy.offers.get(part.offer)?.id.clone(), part.amount));
    let mut groups = Vec::new();
    for (run, group) in runs(policy, eligibilities).filter_map(|(run, group)| Some((run, group?))) {
        let in_run = |part: &&Part| run.iter().any(|(index, ..)| *index == part.offer);
        let of_sum: Vec<Part> = combined.parts.iter().filter(in_run).copied().collect();
        let applies = !of_sum.is_empty();
        let parts = if applies { of_sum } else { Outcome::of_group(case, run, group)?.parts };
        let parts: Vec<(OfferId, Amount)> = parts.iter().filter_map(id).collect();
        let sum = |sum: Amount, (_, amount): &(OfferId, Amount)| sum.checked_add(*amount).ok_or(Overflow);
        let result = parts.iter().try_fold(Amount::ZERO, sum)?;
        if !parts.is_empty() {
            groups.push(GroupExplanation { group: group.id.clone(), combine: group.combine, parts, result, applies });
        }
    }
    Ok(groups)
}
