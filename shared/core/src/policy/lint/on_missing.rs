//! An offer that asks for some items, or sets a price, and gives on the whole cart without saying so.

use super::file::{File, Lint, Remark};
use crate::money::Amount;
use crate::policy::{Base, Condition, Effect, Offer, Rate};

pub(super) const LINT: Lint = Lint { code: "on-missing", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    let of_either = |offer| of_offer(file, offer).or_else(|| one_price(file, offer));
    file.policy.offers.iter().filter_map(of_either).collect()
}

/// One price for each unit of the cart, whatever it is. At a price of 0 the cart is given away, which has a lint of its own.
fn one_price(file: &File<'_>, offer: &Offer) -> Option<Remark> {
    let Effect::UnitPrice(price) = &offer.gives else { return None };
    let names_lines = match &offer.base {
        Base::Cart | Base::Shipping => false,
        Base::Lines(lines) => lines.on.is_some() || lines.selection.is_some(),
    };
    let is_free = price.0.iter().any(|(_, amount)| amount == Amount::ZERO);
    if names_lines || is_free || file.places.value_in_offer(offer, &["give", "on"]).is_some() {
        return None;
    }
    Some(Remark::new(
        file.places.in_offer(offer, &["give", "unit_price"]),
        format!("\"{}\" sets one price for every unit in the cart, whatever it is", offer.id),
        "name the units with give.on, or write give.on = \"cart\" if it is meant",
    ))
}

fn of_offer(file: &File<'_>, offer: &Offer) -> Option<Remark> {
    let contains = offer.conditions.iter().find(|condition| matches!(condition, Condition::Contains(_)))?;
    let names_lines = match &offer.base {
        Base::Cart => false,
        Base::Shipping => return None,
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
