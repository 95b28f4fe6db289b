//! An amount in a currency of small units with the number of dollars or euros: amounts are never converted.

use super::file::{File, Lint, Remark};
use super::looks_like_cents::STRONG;
use super::places::StringAt;
use crate::money::Currency;

pub(super) const LINT: Lint = Lint { code: "unconverted-amount", find };

/// Currencies whose unit is worth two hundredths of a dollar or less.
const SMALL: &[&str] = &[
    "bif", "clp", "cop", "djf", "gnf", "huf", "idr", "isk", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "tzs", "ugx",
    "vnd", "vuv", "xaf", "xof", "xpf",
];

fn find(file: &File<'_>) -> Vec<Remark> {
    let offers = file.policy.offers.iter();
    let in_offers = offers.flat_map(|offer| {
        let places = &file.places;
        ["when", "give"].map(|table| places.strings_in_offer(offer, table))
    });
    [file.places.strings("limits")].into_iter().chain(in_offers).flat_map(|texts| remarks(&texts)).collect()
}

fn remarks(texts: &[StringAt<'_>]) -> Vec<Remark> {
    let amounts: Vec<_> = texts.iter().filter_map(|text| Some((text, amount(text)?))).collect();
    let small = amounts.iter().filter(|(_, (_, currency, _))| SMALL.contains(&currency.as_str()));
    let remark = |(text, (table, currency, units)): &(&StringAt<'_>, Written<'_>)| {
        let same = amounts.iter().map(|(_, amount)| amount).find(|(other_table, other, others)| {
            other_table == table && STRONG.contains(&other.as_str()) && units <= others
        })?;
        let (_, strong, _) = same;
        Some(Remark::new(
            text.span.clone(),
            format!(
                "{} {currency} is beside no less in {strong}: amounts are never converted, and a unit of {currency} \
                 is worth far less",
                text.text
            ),
            format!("write the amount that is meant in {currency}, or take {currency} out"),
        ))
    };
    small.filter_map(remark).collect()
}

/// The table of an amount, its currency, and its whole units.
type Written<'a> = (&'a [&'a str], Currency, u64);

fn amount<'a>(text: &'a StringAt<'_>) -> Option<Written<'a>> {
    let (currency, table) = text.path.split_last()?;
    let whole = text.text.split('.').next()?.parse().ok().filter(|units| *units > 0)?;
    Some((table, Currency::parse(currency).ok()?, whole))
}
