//! A name that promises the shopper another percent or amount than the offer gives.

use super::file::{File, Lint, Remark};
use crate::money::{Amount, Currency, Percent};
use crate::policy::{Offer, Rate};

pub(super) const LINT: Lint = Lint { code: "name-says-otherwise", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    let offers = file.policy.offers.iter();
    offers
        .filter_map(|offer| otherwise(offer).map(|gives| (offer, gives)))
        .map(|(offer, gives)| {
            Remark::new(
                file.places.in_offer(offer, &["name"]),
                format!("the shopper reads \"{}\", but \"{}\" gives {gives}", offer.name, offer.id),
                "write what is given into the name, or give what the name says",
            )
        })
        .collect()
}

/// The amount that an offer gives, if its name promises another as `N% off` or `$N off`.
fn otherwise(offer: &Offer) -> Option<String> {
    let rate = offer.gives.flat()?;
    let promised = promised(offer.name.as_str())?;
    match (rate, promised) {
        (Rate::Percent { percent, .. }, Promise::Percent(promise)) => {
            (percent != promise).then(|| format!("{percent}%"))
        }
        (Rate::AmountOff(amounts) | Rate::AmountOffEachUnit(amounts), Promise::Amount(promise)) => {
            let keeps = |(currency, amount): (Currency, Amount)| Amount::parse(promise, currency) == Ok(amount);
            let shown = |(currency, amount): (Currency, Amount)| format!("{} {currency}", amount.display(currency));
            (!amounts.iter().any(keeps)).then(|| amounts.iter().map(shown).collect::<Vec<_>>().join(", "))
        }
        (Rate::Percent { percent, .. }, Promise::Amount(_)) => Some(format!("{percent}%")),
        (Rate::AmountOff(_) | Rate::AmountOffEachUnit(_), Promise::Percent(_)) => Some("an amount".to_owned()),
    }
}

enum Promise<'n> {
    Percent(Percent),
    Amount(&'n str),
}

/// The one promise of a name; none where there is no such, or more than one.
fn promised(name: &str) -> Option<Promise<'_>> {
    let mut words = name.split_whitespace().peekable();
    let mut found = Vec::new();
    while let Some(word) = words.next() {
        let off = words
            .peek()
            .is_some_and(|next| next.trim_matches(|c: char| !c.is_alphabetic()).eq_ignore_ascii_case("off"));
        if !off {
            continue;
        }
        let percent = word.strip_suffix('%').and_then(|number| Percent::parse(number).ok()).map(Promise::Percent);
        let amount = word.strip_prefix(['$', '€', '£']).filter(|number| {
            number.starts_with(|c: char| c.is_ascii_digit())
                && number.bytes().all(|byte| b"0123456789.".contains(&byte))
        });
        found.extend(percent.or(amount.map(Promise::Amount)));
    }
    let one = found.len() == 1;
    found.pop().filter(|_| one)
}
