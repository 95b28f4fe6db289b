//! The parts of a policy that no session ever hit: often a mistake that nothing else shows.

use serde::Serialize;
use shared::core::decide::{Coverage, OfferCoverage};
use shared::core::policy::{Offer, OfferId, Reach};
use shared::core::{Policy, Trigger};

/// A part of a policy that nothing hit.
#[derive(Serialize, Clone, PartialEq, Eq, Debug)]
pub(super) struct Never {
    /// The offer.
    pub(super) offer: OfferId,
    /// The part: `offer`, a condition such as `when.tier` or `unless.tier`, or a step such as `give.ladder step 2`.
    pub(super) part: String,
    /// The meaning, for people.
    pub(super) text: String,
}

/// All of them, in the order of the policy's offers.
pub(super) fn never(policy: &Policy, coverage: &Coverage) -> Vec<Never> {
    coverage.of(policy).flat_map(|(offer, count)| of_offer(offer, count)).collect()
}

fn of_offer(offer: &Offer, count: &OfferCoverage) -> Vec<Never> {
    let never = |part: String, text: String| Never { offer: offer.id.clone(), part, text };
    if count.asked == 0 {
        let text = match offer.trigger {
            Trigger::Automatic => "no session was decided".to_owned(),
            Trigger::On(interaction) => format!("no session was asked for {interaction}"),
        };
        return vec![never("offer".to_owned(), text)];
    }
    let none = format!("none of {} sessions", count.asked);
    let conditions = offer.conditions.iter().zip(&count.conditions).filter(|(_, held)| **held == 0);
    let conditions = conditions.map(|(condition, _)| {
        let part = condition.path();
        let text = format!("{part} held in {none}");
        never(part, text)
    });
    let steps = offer.gives.steps().into_iter().zip(&count.steps).zip(1_usize..);
    let steps = steps.filter(|((_, counted), _)| **counted == 0).map(|(((from, _), _), place)| {
        let part = format!("give.{} step {place}", offer.gives.row().key());
        let text = format!("{part} ({}) counted in {none}", reach(from));
        never(part, text)
    });
    let applied = (count.applied == 0).then(|| {
        let text = match count.eligible {
            0 => format!("applied to {none}"),
            eligible => format!("eligible in {eligible} and applied to {none}: others came before it"),
        };
        never("offer".to_owned(), text)
    });
    applied.into_iter().chain(conditions).chain(steps).collect()
}

/// The subtotals from which a step counts, as the merchant wrote them: `over 300.00 usd`.
fn reach(reach: &Reach) -> String {
    let word = reach.key().replace('_', " ");
    let amounts = reach.amounts().iter().map(|(currency, amount)| format!("{} {currency}", amount.display(currency)));
    format!("{word} {}", amounts.collect::<Vec<_>>().join(", "))
}
