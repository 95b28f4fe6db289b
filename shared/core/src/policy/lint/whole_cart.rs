//! An offer that gives a whole cart away: 100 percent without a cap, or as much as the cart that it asks for.

use super::currencies::{given, listed};
use super::file::{File, Lint, Remark};
use super::rates::{At, Piece};
use crate::money::{Amount, Currency, Percent};
use crate::policy::{Base, Effect, Lines, Offer, Part, Rate};

pub(super) const LINT: Lint = Lint { code: "whole-cart", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    // Of some lines only, all may well be meant: the cheapest of three is free.
    let of_the_cart = file.policy.offers.iter().filter(|offer| matches!(offer.base, Base::Cart));
    let given_away = of_the_cart.filter_map(|offer| everything(file, offer).or_else(|| as_much_as_asked(file, offer)));
    given_away.chain(file.policy.offers.iter().filter_map(|offer| at_no_price(file, offer))).collect()
}

/// Every unit of the cart at a price of 0.
fn at_no_price(file: &File<'_>, offer: &Offer) -> Option<Remark> {
    let all = |lines: &Lines| lines.on.is_none() && lines.except.is_none() && lines.selection.is_none();
    let (Effect::UnitPrice(price), Base::Lines(lines)) = (&offer.gives, &offer.base) else { return None };
    let (currency, _) = price.0.iter().find(|(_, price)| *price == Amount::ZERO).filter(|_| all(lines))?;
    Some(Remark::new(
        file.places.in_offer(offer, &["give", "unit_price", currency.as_str()]),
        format!("\"{}\" gives any cart away in {currency}, however large", offer.id),
        "write what a unit costs, or name the units that are free with give.on",
    ))
}

fn everything(file: &File<'_>, offer: &Offer) -> Option<Remark> {
    // A guard rail below the whole says so itself.
    if file.policy.limits.max_percent.is_some_and(|most| most < Percent::WHOLE) {
        return None;
    }
    let all = |part: &Part<'_>| matches!(part.rate, Rate::Percent { percent: Percent::WHOLE, cap: None });
    let part = offer.gives.parts().into_iter().find(all)?;
    let path: Vec<&str> = part.path.iter().map(String::as_str).chain(["percent"]).collect();
    Some(Remark::new(
        file.places.in_offer(offer, &path),
        format!("\"{}\" gives any cart away, however large", offer.id),
        "set give.cap to the most that a cart may cost you",
    ))
}

fn as_much_as_asked(file: &File<'_>, offer: &Offer) -> Option<Remark> {
    let currencies = given(offer)?;
    let free = |currency: &Currency| {
        let at = At { currency: Some(*currency), rounding: file.policy.rounding };
        let pieces = at.pieces(&offer.gives, at.subtotals(&offer.conditions));
        pieces.into_iter().find(|piece| gives_all(at, piece)).map(|piece| (*currency, piece.bases.0, piece.step))
    };
    let found: Vec<(Currency, u64, usize)> = currencies.iter().filter_map(free).collect();
    let (currency, smallest, step) = *found.first()?;
    let smallest = Amount::new(smallest)?.display(currency);
    let part = offer.gives.parts().into_iter().nth(step)?;
    let path: Vec<&str> = part.path.iter().map(String::as_str).chain(["amount_off"]).collect();
    Some(Remark::new(
        file.places.in_offer(offer, &path),
        format!(
            "\"{}\" gives as much as the carts cost that it asks for: one of {smallest} {currency} is free",
            offer.id
        ),
        format!("ask for a larger cart, or give less, in {}", listed(found.iter().map(|(currency, ..)| currency))),
    ))
}

/// Returns true if the smallest cart that is asked for is given away. Without a minimum, any fixed amount does that to
/// some cart, and is meant to.
fn gives_all(at: At, piece: &Piece<'_>) -> bool {
    let (smallest, _) = piece.bases;
    let off = matches!(piece.rate, Rate::AmountOff(_)).then(|| at.amount(piece.rate, smallest)).flatten();
    smallest > 1 && off.is_some_and(|off| off.get() >= smallest)
}
