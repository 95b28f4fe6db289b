//! Groups of offers in words: what each gives, and whether that is a part of the discount.

use shared::core::decide::{Explanation, GroupExplanation};
use shared::core::policy::Combine;

use super::shown::Shown;

/// A group, the offers of its result, and the result.
pub(super) fn text(explanation: &Explanation, said: &GroupExplanation) -> String {
    let parts = said.parts.iter().map(|(offer, amount)| format!("{offer} {}", explanation.shown(*amount)));
    let parts = parts.collect::<Vec<_>>().join(" + ");
    let result = explanation.shown(said.result);
    let how = match said.combine {
        Combine::Best => format!("its largest offer: {parts}"),
        Combine::Sum => format!("the sum of its offers: {parts} = {result}"),
        Combine::Sequential => format!("its offers, each of what is left: {parts} = {result}"),
    };
    let verb = if said.applies { "gives" } else { "would give" };
    let applies =
        if said.applies { "yes" } else { "no: another group or offer gives more, or as much and comes first" };
    format!("group {}\n  {verb} {how}\n  {applies}\n", said.group)
}
