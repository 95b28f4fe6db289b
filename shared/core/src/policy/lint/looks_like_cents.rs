//! An amount that was probably written in cents: amounts are in major units.

use super::file::{File, Lint, Remark};
use super::places::StringAt;
use crate::money::Currency;

pub(super) const LINT: Lint = Lint { code: "looks-like-cents", find };

/// Currencies whose unit is worth about half a dollar or more: in others, large numbers are usual.
pub(super) const STRONG: &[&str] =
    &["aud", "bhd", "cad", "chf", "eur", "gbp", "jod", "kwd", "kyd", "nzd", "omr", "sgd", "tnd", "usd"];

fn find(file: &File<'_>) -> Vec<Remark> {
    let limits = file.places.strings("limits");
    let offers = file.policy.offers.iter();
    let in_offers = offers.flat_map(|offer| file.places.strings_of_rules(offer));
    limits.into_iter().chain(in_offers).filter_map(|text| remark(&text)).collect()
}

fn remark(text: &StringAt<'_>) -> Option<Remark> {
    let (currency, keys) = text.path.split_last()?;
    let currency = Currency::parse(currency).ok().filter(|_| STRONG.contains(currency))?;
    let units: u64 = text.text.parse().ok()?;
    let key = keys.last()?;
    let usual = match *key {
        "amount_off" | "cap" => 500,
        // What customers spend in years, and no more than that.
        "lifetime_spend_at_least" => 50_000,
        _ => 5_000,
    };
    if units < usual {
        return None;
    }
    let digits = usize::try_from(currency.decimals()).ok()?;
    let (whole, cents) = text.text.split_at_checked(text.text.len().checked_sub(digits)?)?;
    Some(Remark::new(
        text.span.clone(),
        format!("{key} is {} {currency}: amounts are in major units, not in cents", text.text),
        format!("write \"{whole}.{cents}\", or \"{}.{}\" if it is meant", text.text, "0".repeat(digits)),
    ))
}
