//! A step of a ladder that the offer's own conditions on the subtotal keep from ever counting.

use super::file::{File, Lint, Remark};
use super::rates::At;
use crate::policy::Base;

pub(super) const LINT: Lint = Lint { code: "unreachable-step", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    let mut found = Vec::new();
    // A ladder on some lines climbs by these, and not by the subtotal.
    for offer in file.policy.offers.iter().filter(|offer| matches!(offer.base, Base::Cart)) {
        for (place, (reach, part)) in offer.gives.steps().into_iter().enumerate() {
            let reached = reach.amounts().iter().any(|(currency, _)| {
                let at = At { currency: Some(currency), rounding: file.policy.rounding };
                let pieces = at.pieces(&offer.gives, at.subtotals(&offer.conditions));
                pieces.iter().any(|piece| piece.step == place)
            });
            if !reached {
                found.push(Remark::new(
                    file.places.in_offer(offer, &part.path),
                    format!("no cart that \"{}\" is for gets as far as this step, or stays on it", offer.id),
                    "take the step out, or correct the offer's conditions on the subtotal",
                ));
            }
        }
    }
    found
}
