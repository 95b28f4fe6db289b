//! An offer that asks for some items and gives on the whole cart, without saying so.

use super::file::{File, Lint, Remark};
use crate::policy::{Base, Condition, Offer, Rate};

pub(super) const LINT: Lint = Lint { code: "on-missing", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    file.policy.offers.iter().filter_map(|offer| of_offer(file, offer)).collect()
}

fn of_offer(file: &File<'_>, offer: &Offer) -> Option<Remark> {
    let contains = offer.conditions.iter().find(|condition| matches!(condition, Condition::Contains(_)))?;
    let names_lines = match &offer.base {
        Base::Cart => false,
        Base::Lines(lines) => lines.on.is_some(),
    };
    if names_lines || !grows_with_the_cart(offer) || file.places.value_in_offer(offer, &["give", "on"]).is_some() {
        return None;
    }
    Some(Remark::new(
        file.places.of_condition(offer, contains),
        format!("\"{}\" asks for some items, but gives on everything in the cart, whatever else is in it", offer.id),
        "copy the items of contains to give.on, or write give.on = \"cart\" if it is meant",
    ))
}

/// Returns whether another line in the cart makes the discount larger, or decides which unit it is on.
fn grows_with_the_cart(offer: &Offer) -> bool {
    offer.gives.parts().iter().any(|part| !matches!(part.rate, Rate::AmountOff(_)))
}
