//! An amount off any cart, however small, where no guard rail leaves anything to pay.

use super::currencies::listed;
use super::file::{File, Lint, Remark};
use super::rates::At;
use crate::money::{Currency, Percent};
use crate::policy::{Base, Condition, Offer, Rate};

pub(super) const LINT: Lint = Lint { code: "no-minimum", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    // Below 100 percent, each cart keeps its share.
    if file.policy.limits.max_percent.is_some_and(|most| most < Percent::WHOLE) {
        return Vec::new();
    }
    file.policy.offers.iter().filter_map(|offer| of_offer(file, offer)).collect()
}

fn of_offer(file: &File<'_>, offer: &Offer) -> Option<Remark> {
    // An amount on some lines never takes more than these, and a present for named customers is theirs.
    let meant = offer.conditions.iter().any(|condition| matches!(condition, Condition::Customer(_)));
    if meant || !matches!(offer.base, Base::Cart) || has_minimum_of_items(offer) {
        return None;
    }
    let free = |currency: &Currency| {
        let at = At { currency: Some(*currency), rounding: file.policy.rounding };
        // From one minor unit on there is no minimum.
        at.pieces(&offer.gives, at.subtotals(&offer.conditions)).first().is_some_and(|piece| piece.bases.0 <= 1)
    };
    let (path, amounts) = offer.gives.parts().into_iter().find_map(|part| match part.rate {
        Rate::AmountOff(amounts) => Some((part.path, amounts)),
        _ => None,
    })?;
    let currencies: Vec<Currency> = amounts.iter().map(|(currency, _)| currency).filter(free).collect();
    let smallest = amounts.get(*currencies.first()?)?.display(*currencies.first()?);
    let path: Vec<&str> = path.iter().map(String::as_str).chain(["amount_off"]).collect();
    Some(Remark::new(
        file.places.in_offer(offer, &path),
        format!(
            "\"{}\" asks for no minimum, so a cart of up to {smallest} {} is free",
            offer.id,
            currencies.first()?.as_str()
        ),
        format!(
            "ask for a larger cart with when.subtotal_at_least, in {}, or set max_percent under [limits]",
            listed(&currencies)
        ),
    ))
}

fn has_minimum_of_items(offer: &Offer) -> bool {
    offer.conditions.iter().any(|condition| match condition {
        Condition::Contains(contains) => contains.requirements.iter().any(|one| one.subtotal_at_least.is_some()),
        _ => false,
    })
}
