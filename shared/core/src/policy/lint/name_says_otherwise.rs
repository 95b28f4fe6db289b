//! A name that promises the shopper another percent or amount than the offer gives.

use super::file::{File, Lint, Remark};
use crate::money::{Amount, Currency, Percent};
use crate::policy::{Effect, Offer, OfferName, Rate};

pub(super) const LINT: Lint = Lint { code: "name-says-otherwise", find };

fn find(file: &File<'_>) -> Vec<Remark> {
    let named = file.policy.offers.iter().flat_map(|offer| names(offer).map(move |(path, name)| (offer, path, name)));
    named
        .filter_map(|(offer, path, name)| otherwise(offer, name).map(|gives| (offer, path, name, gives)))
        .map(|(offer, path, name, gives)| {
            Remark::new(
                file.places.in_offer(offer, &path),
                format!("the shopper reads \"{name}\", but \"{}\" gives {gives}", offer.id),
                "write what is given into the name, or give what the name says",
            )
        })
        .collect()
}

/// Every name of an offer, with its path.
fn names(offer: &Offer) -> impl Iterator<Item = (Vec<&str>, &OfferName)> {
    let others = offer.local_names.iter().map(|(locale, name)| (vec!["name", locale.as_str()], name));
    std::iter::once((vec!["name"], &offer.name)).chain(others)
}

/// The amount that an offer gives, if a name of it promises another.
fn otherwise(offer: &Offer, name: &OfferName) -> Option<String> {
    let rate = match &offer.gives {
        Effect::Shipping(shipping) => shipping.rate(),
        effect => effect.flat()?,
    };
    let promised = promised(name.as_str())?;
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
    let words: Vec<&str> = name.split_whitespace().collect();
    let mut found = Vec::new();
    for (place, word) in words.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|before| words.get(before)).map_or("", |word| letters(word));
        let after =
            |steps: usize| place.checked_add(steps).and_then(|after| words.get(after)).map_or("", |word| letters(word));
        let number = word.trim_matches(|c: char| !c.is_ascii_digit());
        // "Up to 50%" promises no more than a part of it.
        if before.eq_ignore_ascii_case("to") || Percent::parse(number).is_err() && !is_amount(number) {
            continue;
        }
        let (percent, sign) = (word.contains('%'), word.contains(SIGNS));
        let unit = after(1);
        let in_words = unit.eq_ignore_ascii_case("percent");
        let sign_apart =
            words.get(place.saturating_add(1)).is_some_and(|next| SIGNS.iter().any(|sign| *next == sign.to_string()));
        let next = if percent || sign { unit } else { after(2) };
        let last = place.checked_add(1) == Some(words.len());
        let off = OFF.iter().any(|word| next.eq_ignore_ascii_case(word)) || before.eq_ignore_ascii_case("save");
        if (percent || in_words) && (off || last) {
            found.extend(Percent::parse(number).ok().map(Promise::Percent));
        } else if (sign || sign_apart) && off {
            found.extend(is_amount(number).then_some(Promise::Amount(number)));
        }
    }
    let pairs = || words.windows(2).map(|pair| pair.iter().map(|word| letters(word)).collect::<Vec<_>>().join(" "));
    if pairs().any(|pair| ["half price", "half off"].iter().any(|half| pair.eq_ignore_ascii_case(half))) {
        found.extend(Percent::parse("50").ok().map(Promise::Percent));
    }
    let one = found.len() == 1;
    found.pop().filter(|_| one)
}

/// Signs of currencies beside a number.
const SIGNS: [char; 3] = ['$', '€', '£'];
/// Words after a number that is taken off.
const OFF: [&str; 3] = ["off", "discount", "rabatt"];

fn letters(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphabetic())
}

fn is_amount(number: &str) -> bool {
    number.starts_with(|c: char| c.is_ascii_digit()) && number.bytes().all(|byte| b"0123456789.".contains(&byte))
}
