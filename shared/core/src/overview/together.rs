//! The offers that can make up one discount.

use crate::policy::lint::can_meet;
use crate::policy::{Combine, Offer, Policy};

/// The number of sets that are kept apart; beyond it, one set of all of them is used.
const MOST: usize = 256;

/// The largest sets of offers that can make up one discount, by their places in the policy. Every discount is of offers of one
/// set. `among` says which offers count.
pub(super) fn together(policy: &Policy, among: impl Fn(&Offer) -> bool) -> Vec<Vec<usize>> {
    let offers: Vec<(usize, &Offer)> = policy.offers.iter().enumerate().filter(|(_, offer)| among(offer)).collect();
    let pairs: Vec<Vec<bool>> =
        offers.iter().map(|(_, one)| offers.iter().map(|(_, other)| combines(policy, one, other)).collect()).collect();
    let mut found = Vec::new();
    let all: Vec<usize> = (0..offers.len()).collect();
    extend(&pairs, &mut Vec::new(), all.clone(), Vec::new(), &mut found);
    if found.len() > MOST {
        found = vec![all];
    }
    let place = |index: &usize| offers.get(*index).map(|(place, _)| *place);
    found.iter().map(|set| set.iter().filter_map(place).collect()).collect()
}

/// Returns whether two offers can be parts of one discount.
fn combines(policy: &Policy, one: &Offer, other: &Offer) -> bool {
    let of_one_group = one.group.is_some() && one.group == other.group;
    let combine = if of_one_group { policy.group_of(one).map(|group| group.combine) } else { Some(policy.combine) };
    combine != Some(Combine::Best) && !one.is_exclusive() && !other.is_exclusive() && can_meet(policy, one, other)
}

/// Finds every set that no further offer fits (Bron and Kerbosch), up to one more than [`MOST`].
fn extend(
    pairs: &[Vec<bool>],
    set: &mut Vec<usize>,
    mut rest: Vec<usize>,
    mut done: Vec<usize>,
    found: &mut Vec<Vec<usize>>,
) {
    if found.len() > MOST {
        return;
    }
    if rest.is_empty() && done.is_empty() && !set.is_empty() {
        found.push(set.clone());
    }
    while let Some(next) = rest.pop() {
        let fits = |other: &usize| pairs.get(next).and_then(|row| row.get(*other)).copied().unwrap_or_default();
        set.push(next);
        let (more, past) = (rest.iter().copied().filter(fits).collect(), done.iter().copied().filter(fits).collect());
        extend(pairs, set, more, past, found);
        set.pop();
        done.push(next);
    }
}
