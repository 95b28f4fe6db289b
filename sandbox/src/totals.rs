//! Amounts of a session: subtotal, discount, shipping, tax, total, and each line's part of them.
//!
//! All amounts are integers in the currency's smallest unit.

/// A whole in 1/10,000 of a percent.
const WHOLE: i64 = 1_000_000;

/// The reduction of a coupon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Off {
    /// An amount in the currency's smallest unit.
    Amount(i64),
    /// 1/10,000 of a percent: 25.5 % is 255,000.
    Percent(u32),
}

/// The amounts of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct LineAmounts {
    pub(crate) subtotal: i64,
    pub(crate) discount: i64,
    pub(crate) tax: i64,
    pub(crate) total: i64,
}

/// The amounts of a session.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Totals {
    pub(crate) subtotal: i64,
    pub(crate) discount: i64,
    pub(crate) shipping: i64,
    pub(crate) tax: i64,
    pub(crate) total: i64,
    pub(crate) lines: Vec<LineAmounts>,
}

/// Adds up. `error` is added to the discount: it makes the wrong total of a fault. Sums saturate: what is too large
/// to be charged is refused where it is written.
pub(crate) fn totals(lines: &[i64], off: Option<Off>, tax_rate: u32, shipping: i64, error: i64) -> Totals {
    let subtotal = lines.iter().fold(0_i64, |sum, line| sum.saturating_add(*line));
    let wanted = match off {
        None => 0,
        Some(Off::Amount(amount)) => amount,
        Some(Off::Percent(rate)) => share_half_up(subtotal, i64::from(rate), WHOLE),
    };
    let discount = wanted.saturating_add(error).clamp(0, subtotal);
    let mut given = 0_i64;
    let mut passed = 0_i64;
    let amounts: Vec<LineAmounts> = lines
        .iter()
        .map(|line| {
            // Rounding the running sum, not each line, makes the parts add up to the whole.
            passed = passed.saturating_add(*line);
            let up_to_here = share_down(passed, discount, subtotal);
            let part = up_to_here.saturating_sub(given);
            given = up_to_here;
            let net = line.saturating_sub(part);
            let tax = share_half_up(net, i64::from(tax_rate), WHOLE);
            LineAmounts { subtotal: *line, discount: part, tax, total: net.saturating_add(tax) }
        })
        .collect();
    let tax = amounts.iter().fold(0_i64, |sum, line| sum.saturating_add(line.tax));
    let total = subtotal.saturating_sub(discount).saturating_add(shipping).saturating_add(tax);
    Totals { subtotal, discount, shipping, tax, total, lines: amounts }
}

/// `amount * part / whole`, rounded down; 0 of nothing.
fn share_down(amount: i64, part: i64, whole: i64) -> i64 {
    let product = i128::from(amount).saturating_mul(i128::from(part));
    let share = product.checked_div(i128::from(whole)).unwrap_or(0);
    i64::try_from(share).unwrap_or(i64::MAX)
}

/// `amount * part / whole`, halves rounded up.
fn share_half_up(amount: i64, part: i64, whole: i64) -> i64 {
    let product = i128::from(amount).saturating_mul(i128::from(part)).saturating_mul(2);
    let rounded = product.saturating_add(i128::from(whole));
    let share = rounded.checked_div(i128::from(whole).saturating_mul(2)).unwrap_or(0);
    i64::try_from(share).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(totals: &Totals) -> Vec<i64> {
        totals.lines.iter().map(|line| line.discount).collect()
    }

    #[test]
    fn the_parts_of_the_discount_sum_to_it() {
        let thirds = totals(&[1000, 1000, 1000], Some(Off::Amount(1000)), 0, 0, 0);
        assert_eq!(parts(&thirds), [333, 333, 334]);
        assert_eq!((thirds.discount, thirds.total), (1000, 2000));
        for amount in 0..=45 {
            let odd = totals(&[7, 0, 1, 24, 13], Some(Off::Amount(amount)), 0, 0, 0);
            assert_eq!(parts(&odd).iter().sum::<i64>(), amount.min(45));
            assert!(odd.lines.iter().all(|l| (0..=l.subtotal).contains(&l.discount)), "{odd:?}");
        }
    }

    #[test]
    fn a_discount_takes_no_more_than_the_subtotal() {
        let free = totals(&[500], Some(Off::Amount(900)), 0, 300, 0);
        assert_eq!((free.discount, free.total), (500, 300));
        assert_eq!(totals(&[], Some(Off::Amount(900)), 0, 0, 0).total, 0);
    }

    #[test]
    fn percents_round_half_up() {
        assert_eq!(totals(&[999], Some(Off::Percent(100_000)), 0, 0, 0).discount, 100);
        assert_eq!(totals(&[994], Some(Off::Percent(100_000)), 0, 0, 0).discount, 99);
        assert_eq!(totals(&[1000], Some(Off::Percent(255_000)), 0, 0, 0).discount, 255);
        assert_eq!(totals(&[1000], Some(Off::Percent(1_000_000)), 0, 0, 0).total, 0);
    }

    #[test]
    fn tax_is_on_what_is_left_of_each_line() {
        let taxed = totals(&[1000, 500], Some(Off::Amount(300)), 190_000, 400, 0);
        assert_eq!(taxed.tax, 152 + 76);
        assert_eq!(taxed.total, 1500 - 300 + 400 + 228);
        assert_eq!(taxed.lines[0].total, 800 + 152);
    }

    #[test]
    fn an_error_shifts_the_discount() {
        assert_eq!(totals(&[1000], Some(Off::Amount(300)), 0, 0, -1).discount, 299);
        assert_eq!(totals(&[1000], Some(Off::Amount(300)), 0, 0, -1).total, 701);
    }
}
