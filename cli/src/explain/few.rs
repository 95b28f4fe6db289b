//! The offers of an explanation that matter, and a line for all others.

use std::collections::{BTreeMap, BTreeSet};

use shared::core::decide::{Explanation, OfferExplanation};
use shared::core::money::Amount;

/// The number of offers that are shown whatever they say.
const FEW: usize = 20;

/// The offers to show, and the others. Of many, those matter that apply, that hold but are beaten, and that a hint names.
pub(super) fn few(explanation: &Explanation) -> (Vec<&OfferExplanation>, Vec<&OfferExplanation>) {
    if explanation.offers.len() <= FEW {
        return (explanation.offers.iter().collect(), Vec::new());
    }
    let hinted: BTreeSet<&str> = explanation.decision.hints.iter().map(|hint| hint.offer.as_str()).collect();
    let (applied, others): (Vec<_>, Vec<_>) =
        explanation.offers.iter().partition(|said| said.reasons.is_empty() || said.part > Amount::ZERO);
    // What holds and is not the best, the largest first.
    let (mut near, rest): (Vec<_>, Vec<_>) =
        others.into_iter().partition(|said| hinted.contains(said.offer.as_str()) || is_beaten(said));
    near.sort_by_key(|said| std::cmp::Reverse(said.alone.as_ref().map(|alone| alone.amount)));
    let room = FEW.saturating_sub(applied.len());
    let more = near.split_off(near.len().min(room));
    (applied.into_iter().chain(near).collect(), more.into_iter().chain(rest).collect())
}

/// Returns whether an offer's conditions hold, but another offer applies.
fn is_beaten(said: &OfferExplanation) -> bool {
    let beaten = ["not_best", "excluded", "nothing_left"];
    said.reasons.iter().all(|reason| beaten.contains(&reason.code.to_string().as_str()))
}

/// One line on offers that are not shown: how many there are, and why they do not apply.
pub(super) fn summary(offers: &[&OfferExplanation]) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for reason in offers.iter().filter_map(|said| said.reasons.first()) {
        let count = counts.entry(reason.code.to_string()).or_default();
        *count = count.saturating_add(1);
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let why: Vec<String> = counts.into_iter().map(|(code, count)| format!("{count} {code}")).collect();
    format!("{} more offers do not apply: {}; --all shows each", offers.len(), why.join(", "))
}
