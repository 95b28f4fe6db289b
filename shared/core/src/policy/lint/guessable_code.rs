//! A code that can be guessed, for more than shops usually give to anybody.

use std::collections::BTreeMap;

use super::file::{File, Lint, Remark};
use crate::money::{Currency, Percent};
use crate::policy::{Condition, Offer, Part, Rate};

pub(super) const LINT: Lint = Lint { code: "guessable-code", find };

/// The first of several codes that are counted up: that many make it no coincidence.
const SERIES: usize = 5;

/// From here on a gift is large: half of the cart, or fifty units of a currency of about a dollar's worth.
const LARGE_PERCENT: &str = "50";
const LARGE_AMOUNT: &str = "50";
const CURRENCIES: [&str; 6] = ["aud", "cad", "chf", "eur", "gbp", "usd"];

/// Words that are tried first.
#[rustfmt::skip]
const COMMON: &[&str] = &[
    "BF", "BLACKFRIDAY", "BONUS", "CODE", "COUPON", "CYBER", "DEAL", "DISCOUNT", "EMPLOYEE", "EXTRA", "FAMILY", "FIRST",
    "FREE", "FREEBIE", "FREESHIP", "FRIEND", "FRIENDS", "GET", "GIFT", "GIVE", "HALF", "HAPPY", "HELLO", "LOVE", "LOYAL",
    "MEMBER", "NEW", "NEWS", "NEWSLETTER", "OFF", "OFFER", "ORDER", "PROMO", "REFER", "SALE", "SAVE", "SECRET", "SHOP",
    "SPECIAL", "SPRING", "STAFF", "STUDENT", "SUMMER", "SUPER", "TAKE", "TEAM", "TEST", "THANKS", "THANKYOU", "VIP",
    "VOUCHER", "WELCOME", "WIN", "WINTER", "XMAS",
];

/// A code with its offer and its number in the list.
type Written<'a> = (&'a Offer, usize);

fn find(file: &File<'_>) -> Vec<Remark> {
    let mut found = Vec::new();
    let mut series: BTreeMap<&str, BTreeMap<u64, Written<'_>>> = BTreeMap::new();
    for offer in &file.policy.offers {
        let large = is_large(offer);
        for (place, code) in codes(offer).enumerate() {
            if let Some(why) = weakness(code, large) {
                found.push(remark(file, (offer, place), format!("\"{code}\" {why}")));
            }
            let stem = code.trim_end_matches(|c: char| c.is_ascii_digit());
            if let Some(number) = code.strip_prefix(stem).and_then(|digits| digits.parse().ok()) {
                series.entry(stem).or_default().entry(number).or_insert((offer, place));
            }
        }
    }
    found.extend(series.into_iter().filter_map(|(stem, numbers)| counted(file, stem, &numbers)));
    found
}

fn codes(offer: &Offer) -> impl Iterator<Item = &str> {
    let lists = offer.conditions.iter().filter_map(|condition| match condition {
        Condition::Code(codes) => Some(&codes.0),
        _ => None,
    });
    lists.flat_map(|codes| codes.iter().map(|code| &**code))
}

/// The remark on the first run of numbers that follow each other.
fn counted(file: &File<'_>, stem: &str, numbers: &BTreeMap<u64, Written<'_>>) -> Option<Remark> {
    let mut run: (usize, u64) = (0, 0);
    for number in numbers.keys() {
        run = match run {
            (length, first) if length > 0 && first.checked_add(u64::try_from(length).ok()?) == Some(*number) => {
                (length.saturating_add(1), first)
            }
            _ => (1, *number),
        };
        if run.0 >= SERIES {
            let message = format!("the codes that begin with \"{stem}\" are counted up: who has one has them all");
            return numbers.get(&run.1).map(|written| remark(file, *written, message));
        }
    }
    None
}

fn weakness(code: &str, large: bool) -> Option<&'static str> {
    let letters = code.chars().filter(|c| c.is_alphanumeric()).count();
    let number = code.chars().all(|c| c.is_ascii_digit());
    let word = code.trim_matches(|c: char| !c.is_alphabetic());
    match letters {
        0..=2 => Some("is found in a few guesses: it is too short"),
        _ if !large => None,
        3..=4 => Some("is short enough to be guessed, for so large a gift"),
        5..=6 if number => Some("is a number that is short enough to be guessed, for so large a gift"),
        _ => COMMON.contains(&word).then_some("is among the first that people try, for so large a gift"),
    }
}

fn is_large(offer: &Offer) -> bool {
    let large = |part: &Part<'_>| match part.rate {
        Rate::Percent { percent, .. } => Percent::parse(LARGE_PERCENT).is_ok_and(|least| percent >= least),
        Rate::AmountOff(amounts) | Rate::AmountOffEachUnit(amounts) => CURRENCIES.iter().any(|code| {
            let currency = Currency::parse(code).ok();
            let least = currency.and_then(|currency| crate::money::Amount::parse(LARGE_AMOUNT, currency).ok());
            currency
                .and_then(|currency| amounts.get(currency))
                .zip(least)
                .is_some_and(|(amount, least)| amount >= least)
        }),
    };
    offer.gives.parts().iter().any(large)
}

fn remark(file: &File<'_>, (offer, place): Written<'_>, message: String) -> Remark {
    let span = file.places.in_offer(offer, &["when", "code", &place.to_string()]);
    Remark::new(span, message, "write a code of eight random letters and digits or more, such as \"7KQM-X2PD\"")
}
