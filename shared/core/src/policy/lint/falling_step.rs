//! A step of a ladder that gives less than the one below it, or never more.

use super::file::{File, Lint, Remark};
use super::rates::{ALL, At, Piece};
use crate::money::{Amount, Currency};
use crate::policy::{Base, Offer, Part};

pub(super) const LINT: Lint = Lint { code: "falling-step", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    let mut found = Vec::new();
    for offer in &file.policy.offers {
        let steps = offer.gives.steps();
        for (place, (_, part)) in steps.iter().enumerate().skip(1) {
            let currencies = steps.iter().flat_map(|(reach, _)| reach.amounts().iter()).map(|(currency, _)| currency);
            let mut currencies: Vec<Currency> = currencies.collect();
            currencies.sort_unstable();
            currencies.dedup();
            found.extend(currencies.into_iter().find_map(|currency| falls(file, offer, place, part, currency)));
        }
    }
    found
}

fn falls(file: &File<'_>, offer: &Offer, step: usize, part: &Part<'_>, currency: Currency) -> Option<Remark> {
    let at = At { currency: Some(currency), rounding: file.policy.rounding };
    let bases = if matches!(offer.base, Base::Cart) { at.subtotals(&offer.conditions) } else { ALL };
    let pieces = at.pieces(&offer.gives, bases);
    let (below, this) = pieces.iter().zip(pieces.iter().skip(1)).find(|(_, this)| this.step == step)?;
    let (here, before) = (at.amount(this.rate, this.bases.0)?, at.amount(below.rate, below.bases.1.checked_sub(1)?)?);
    let message = if here < before {
        let shown = |amount: Amount| amount.display(currency);
        let from = Amount::new(this.bases.0).map(shown)?;
        format!(
            "from {from} {currency} on this step gives {}, and just before {} was given",
            shown(here),
            shown(before)
        )
    } else if no_more(at, below, this) {
        "this step never gives more than the one below it".to_owned()
    } else {
        return None;
    };
    Some(Remark::new(
        file.places.in_offer(offer, &part.path),
        message,
        "let each step give more than the one below it, or take this one out",
    ))
}

fn no_more(at: At, below: &Piece<'_>, this: &Piece<'_>) -> bool {
    at.at_least(below.rate, this.rate, this.bases)
}
