//! A `cart-threshold` offer whose threshold every cart reaches: what it really asks is something else, and then nobody has to
//! ask for it.

use super::file::{File, Lint, Remark};
use crate::interaction::Interaction;
use crate::policy::{Condition, ConditionTable, Offer};
use crate::trigger::Trigger;

pub(super) const LINT: Lint = Lint { code: "dummy-threshold", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    file.policy.offers.iter().filter_map(|offer| of_offer(file, offer)).collect()
}

fn of_offer(file: &File<'_>, offer: &Offer) -> Option<Remark> {
    let interaction = Interaction::CartThreshold;
    // An offer that the page does not advertise may wait to be asked for, and so may a code; a ladder is a threshold.
    let waits = !offer.public || offer.asks_for_a_code();
    if offer.trigger != Trigger::On(interaction) || waits || !offer.gives.steps().is_empty() {
        return None;
    }
    let is_threshold =
        |condition: &&Condition| interaction.traits().asks.iter().any(|subject| condition.asks(*subject));
    let (thresholds, others): (Vec<_>, Vec<_>) = offer.conditions.iter().partition(is_threshold);
    let dummy = thresholds.first().filter(|_| thresholds.iter().all(|one| every_cart_reaches(one)))?;
    // Alone, it is how a policy says that an offer is for every cart, or for all but those that it excludes.
    others.iter().find(|condition| condition.table() == ConditionTable::When)?;
    Some(Remark::new(
        file.places.in_offer(offer, &["interaction"]),
        format!("\"{}\" is cart-threshold only by when.{}, which every cart reaches", offer.id, dummy.word()),
        "write interaction = \"automatic\", and take that condition out: then nobody has to ask for the offer",
    ))
}

fn every_cart_reaches(condition: &Condition) -> bool {
    match condition {
        Condition::QuantityAtLeast(units) => units.0 == 1,
        Condition::SubtotalOver(over) => over.0.iter().all(|(_, amount)| amount.get() == 0),
        Condition::SubtotalAtLeast(least) => least.0.iter().all(|(_, amount)| amount.get() <= 1),
        _ => false,
    }
}
