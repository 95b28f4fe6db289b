//! Exact amounts, before they are rounded.

use super::{Amount, Currency, Overflow, Percent};

/// A part of an amount, exactly: a fraction of minor units.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Exact {
    pub(super) dividend: u128,
    pub(super) divisor: u128,
}

impl Exact {
    /// How many decimals of a minor unit are shown.
    const SHOWN: usize = 4;

    /// The percent of what is left of `base` when `remains` is left of `whole`.
    ///
    /// # Errors
    ///
    /// [`Overflow`] if the result is larger than Stripe's integers hold.
    pub fn percent(percent: Percent, base: Amount, remains: Amount, whole: Amount) -> Result<Self, Overflow> {
        let parts = u128::from(percent.parts());
        let hundred = u128::from(Percent::WHOLE.parts());
        let product = |one: u128, other: u128| one.checked_mul(other).ok_or(Overflow);
        // With all of the cart, or all of what is left of it, the fraction is of one amount: no overflow, no long division.
        let (left, whole) = if remains == whole {
            (base.get().into(), 1)
        } else if base == whole {
            (remains.get().into(), 1)
        } else {
            (product(base.get().into(), remains.get().into())?, whole.get().into())
        };
        Ok(Self { dividend: product(left, parts)?, divisor: product(whole, hundred)? })
    }

    /// The sum by which parts of a cart cost more than a charge for each, when `remains` is left of `whole`. A part
    /// that costs no more than its charge adds nothing.
    ///
    /// # Errors
    ///
    /// [`Overflow`] if the sum is larger than 128 bits hold.
    pub fn above(
        parts: impl IntoIterator<Item = (Amount, u128)>,
        remains: Amount,
        whole: Amount,
    ) -> Result<Self, Overflow> {
        let (left, of): (u128, u128) =
            if remains == whole { (1, 1) } else { (remains.get().into(), whole.get().into()) };
        let mut dividend = 0_u128;
        for (part, charge) in parts {
            let worth = u128::from(part.get()).checked_mul(left).ok_or(Overflow)?;
            dividend = dividend.checked_add(worth.saturating_sub(charge.saturating_mul(of))).ok_or(Overflow)?;
        }
        Ok(Self { dividend, divisor: of })
    }

    /// Returns whether there is nothing to round.
    #[must_use]
    pub fn is_whole(self) -> bool {
        self.dividend.checked_rem(self.divisor) == Some(0)
    }

    /// In major units, for people: `24.99875`; with `...` where there are more decimals than that.
    #[must_use]
    pub fn display(self, currency: Currency) -> String {
        let whole = self.dividend.checked_div(self.divisor).and_then(|whole| u64::try_from(whole).ok());
        let mut text = whole.and_then(Amount::new).unwrap_or(Amount::MAX).display(currency);
        let mut rest = self.dividend.checked_rem(self.divisor).unwrap_or_default();
        if rest > 0 && !text.contains('.') {
            text.push('.');
        }
        for _ in 0..Self::SHOWN {
            let tenfold = rest.checked_mul(10).filter(|tenfold| *tenfold > 0);
            let Some((digit, next)) =
                tenfold.and_then(|all| all.checked_div(self.divisor).zip(all.checked_rem(self.divisor)))
            else {
                break;
            };
            text.push_str(&digit.to_string());
            rest = next;
        }
        if rest > 0 {
            text.push_str("...");
        }
        text
    }
}

impl From<Amount> for Exact {
    fn from(amount: Amount) -> Self {
        Self { dividend: amount.get().into(), divisor: 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Rounding;

    #[test]
    fn parts_count_above_their_charge_and_never_below() {
        let amount = |minor| Amount::new(minor).unwrap();
        let above = |parts: &[(u64, u128)], remains, whole| {
            let parts = parts.iter().map(|(part, charge)| (amount(*part), *charge));
            Exact::above(parts, amount(remains), amount(whole)).and_then(|exact| Rounding::Down.round(exact))
        };
        for (parts, remains, whole, sum) in [
            (&[(900, 720), (700, 720)][..], 1_600, 1_600, 180),
            (&[(900, 720), (700, 720)], 0, 0, 180),
            // 90% is left: 810 of 900.
            (&[(900, 720), (700, 720)], 1_440, 1_600, 90),
            (&[(900, 720)], 1_280, 1_600, 0),
            // 2/3 of 100 and of 101 are left: 16.66 and 17.33 above 50, 34 together.
            (&[(100, 50), (101, 50)], 200, 300, 34),
            (&[(100, u128::MAX)], 200, 300, 0),
            (&[], 1, 1, 0),
        ] {
            assert_eq!(above(parts, remains, whole), Ok(amount(sum)), "{parts:?} {remains} of {whole}");
        }
        let most = Amount::MAX.get();
        assert_eq!(above(&[(most, 0)], most, most), Ok(Amount::MAX));
        assert_eq!(above(&[(most, 0); 9], most.saturating_sub(1), most), Err(Overflow));
    }

    #[test]
    fn what_is_rounded_is_shown_as_it_was() {
        let amount = |minor| Amount::new(minor).unwrap();
        for (percent, base, remains, whole, code, shown) in [
            ("12.5", 19_999, 1, 1, "usd", "24.99875"),
            ("10", 10_000, 1, 1, "usd", "10.00"),
            ("12.5", 19_999, 1, 1, "jpy", "2499.875"),
            ("10", 20_000, 1, 1, "jpy", "2000"),
            ("33.3333", 1, 1, 1, "kwd", "0.0003333..."),
            ("10", 100, 200, 300, "usd", "0.066666..."),
            ("10", 300, 200, 300, "usd", "0.20"),
        ] {
            let exact = Exact::percent(Percent::parse(percent).unwrap(), amount(base), amount(remains), amount(whole));
            let exact = exact.unwrap();
            assert_eq!(exact.display(Currency::parse(code).unwrap()), shown);
            assert_eq!(exact.is_whole(), ["10.00", "2000", "0.20"].contains(&shown), "{shown}");
        }
    }
}
