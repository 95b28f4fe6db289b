//! A report as text and as CSV.

use std::fmt::Write;

use shared::core::money::{Amount, Currency};

use super::tally::{CurrencySums, OfferSums, Report};
use crate::columns::{Columns, Side};

/// A line for each offer and currency.
pub(super) fn table(report: &Report) -> String {
    if report.offers.is_empty() {
        return "no order with a counted offer, and no use is reserved\n".to_owned();
    }
    let mut columns = Columns::of(&[
        ("offer", Side::Left),
        ("orders", Side::Right),
        ("reserved", Side::Right),
        ("discount", Side::Right),
        ("revenue", Side::Right),
        ("", Side::Left),
    ]);
    for (offer, sums, currency) in lines(report) {
        let money = currency.map_or_else(Default::default, |(code, sums)| {
            [major(sums.discount, code), major(sums.revenue, code), code.to_owned()]
        });
        let counts = [offer.to_owned(), sums.orders.to_string(), sums.reserved.to_string()];
        columns.row(counts.into_iter().chain(money));
    }
    columns.lines().map(|line| line + "\n").collect()
}

/// The lines as CSV. A name that has one, or quotation marks, is quoted.
pub(super) fn csv(report: &Report) -> String {
    let mut text = "offer,orders,reserved,currency,discount,revenue\n".to_owned();
    for (offer, sums, currency) in lines(report) {
        let offer =
            if offer.contains([',', '"']) { format!("\"{}\"", offer.replace('"', "\"\"")) } else { offer.to_owned() };
        let money = currency.map_or_else(
            || ",,".to_owned(),
            |(code, sums)| format!("{code},{},{}", major(sums.discount, code), major(sums.revenue, code)),
        );
        // Writing to a String does not fail.
        let _ = writeln!(text, "{offer},{},{},{money}", sums.orders, sums.reserved);
    }
    text
}

/// An offer with one of its currencies; one without orders has none.
type Line<'r> = (&'r str, &'r OfferSums, Option<(&'r str, &'r CurrencySums)>);

fn lines(report: &Report) -> impl Iterator<Item = Line<'_>> {
    report.offers.iter().flat_map(|(offer, sums)| {
        let none = sums.currencies.is_empty().then_some((offer.as_str(), sums, None));
        let all = sums.currencies.iter().map(move |(code, of)| (offer.as_str(), sums, Some((code.as_str(), of))));
        none.into_iter().chain(all)
    })
}

/// An amount in major units; in minor ones if the currency is not one of Stripe's.
fn major(minor: u64, currency: &str) -> String {
    match (Amount::new(minor), Currency::parse(currency)) {
        (Some(amount), Ok(currency)) => amount.display(currency),
        _ => minor.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tally::tests::report;
    use super::*;

    #[test]
    fn table_has_a_line_for_each_offer() {
        let lines = "\
offer   orders  reserved  discount  revenue
gold         2         1      0.40    43.00  usd
spring       2         1     10.00    43.00  usd
";
        assert_eq!(table(&report()), lines);
        assert!(table(&Report::of(&[], None)).starts_with("no order"));
    }

    #[test]
    fn csv_has_the_same_numbers() {
        let mut report = report();
        report.offers.insert("a,\"b\"".to_owned(), OfferSums { orders: 0, reserved: 3, ..OfferSums::default() });
        let lines = "\
offer,orders,reserved,currency,discount,revenue
\"a,\"\"b\"\"\",0,3,,,
gold,2,1,usd,0.40,43.00
spring,2,1,usd,10.00,43.00
";
        assert_eq!(csv(&report), lines);
    }
}
