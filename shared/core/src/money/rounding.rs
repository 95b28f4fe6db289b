//! Rounding, in one place: everything is computed exactly in 128 bits, then rounded once to a whole minor unit.

use serde::{Deserialize, Serialize};

use super::{Amount, Exact, Overflow, Percent};

/// How a fraction of a minor unit is rounded.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Rounding {
    /// Towards zero: the shop never gives more than the percent. The default.
    #[default]
    Down,
    /// To the nearest unit, halves up.
    HalfUp,
}

impl Rounding {
    /// The percent of `base`.
    ///
    /// 10 % of 99.99 is 9.99 rounded down, and 10.00 rounded half up.
    ///
    /// # Errors
    ///
    /// [`Overflow`] if the result is larger than Stripe's integers hold.
    pub fn percent_of(self, percent: Percent, base: Amount) -> Result<Amount, Overflow> {
        let exact = u128::from(base.get()).checked_mul(u128::from(percent.parts())).ok_or(Overflow)?;
        self.divide(exact, u128::from(Percent::WHOLE.parts()))
    }

    /// An exact amount in whole minor units.
    ///
    /// # Errors
    ///
    /// [`Overflow`] if the result is larger than Stripe's integers hold.
    pub fn round(self, exact: Exact) -> Result<Amount, Overflow> {
        // A fixed amount has no fraction.
        if exact.divisor == 1 {
            return u64::try_from(exact.dividend).ok().and_then(Amount::new).ok_or(Overflow);
        }
        self.divide(exact.dividend, exact.divisor)
    }

    /// The largest multiple of `step` that is no more than `amount`. Always downwards: the rest can't be
    /// charged.
    #[must_use]
    pub fn down_to_step(amount: Amount, step: u64) -> Amount {
        let rest = amount.get().checked_rem(step).and_then(Amount::new).unwrap_or_default();
        amount.saturating_sub(rest)
    }

    /// The rest of `base` when `remains` is left of `whole`: rounded down, so that no more is given than is left.
    ///
    /// # Errors
    ///
    /// [`Overflow`] if the result is larger than Stripe's integers hold.
    pub fn share_of(base: Amount, remains: Amount, whole: Amount) -> Result<Amount, Overflow> {
        if remains == whole {
            return Ok(base);
        }
        let exact = u128::from(base.get()).checked_mul(u128::from(remains.get())).ok_or(Overflow)?;
        Self::Down.divide(exact, u128::from(whole.get()))
    }

    fn divide(self, dividend: u128, divisor: u128) -> Result<Amount, Overflow> {
        let quotient = dividend.checked_div(divisor).ok_or(Overflow)?;
        let rest = dividend.checked_rem(divisor).ok_or(Overflow)?;
        let up = match self {
            Self::Down => false,
            Self::HalfUp => rest >= divisor.div_ceil(2),
        };
        let rounded = quotient.checked_add(u128::from(up)).ok_or(Overflow)?;
        u64::try_from(rounded).ok().and_then(Amount::new).ok_or(Overflow)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(minor: u64) -> Amount {
        Amount::new(minor).unwrap()
    }

    #[test]
    fn a_percent_is_rounded_once_as_the_policy_says() {
        for (percent, base, down, half_up) in [
            ("10", 9_999, 999, 1_000),
            ("10", 10_001, 1_000, 1_000),
            ("10", 10_005, 1_000, 1_001),
            ("12.5", 1, 0, 0),
            ("50", 1, 0, 1),
            ("33.3333", 100, 33, 33),
            ("100", 10_000, 10_000, 10_000),
            ("0.0001", 999_999, 0, 1),
            ("0.0001", 499_999, 0, 0),
            ("15", 0, 0, 0),
        ] {
            let percent = Percent::parse(percent).unwrap();
            let rounded = |rounding: Rounding| rounding.percent_of(percent, amount(base)).unwrap().get();
            assert_eq!((rounded(Rounding::Down), rounded(Rounding::HalfUp)), (down, half_up), "{percent} of {base}");
        }
    }

    #[test]
    fn a_share_is_rounded_once_together_with_the_percent() {
        for (percent, base, remains, whole, down, half_up) in [
            ("10", 3_000, 5_000, 6_000, 250, 250),
            ("30", 4_000, 3_600, 4_500, 960, 960),
            // 33.333...% of 2/3 of 100 is 22.22: rounding the share first would say 22 of 66.
            ("50", 100, 200, 300, 33, 33),
            ("75", 100, 200, 300, 50, 50),
            ("10", 999, 999, 1_000, 99, 100),
            ("10", 3_000, 6_000, 6_000, 300, 300),
            ("10", 6_000, 5_000, 6_000, 500, 500),
            ("10", 0, 1, 2, 0, 0),
        ] {
            let percent = Percent::parse(percent).unwrap();
            let rounded = |rounding: Rounding| {
                let exact = Exact::percent(percent, amount(base), amount(remains), amount(whole)).unwrap();
                rounding.round(exact).unwrap().get()
            };
            assert_eq!(
                (rounded(Rounding::Down), rounded(Rounding::HalfUp)),
                (down, half_up),
                "{percent} of {base} where {remains} of {whole} remain"
            );
        }
        assert_eq!(Rounding::share_of(amount(100), amount(200), amount(300)), Ok(amount(66)));
        assert_eq!(Rounding::share_of(amount(100), amount(300), amount(300)), Ok(amount(100)));
    }

    #[test]
    fn the_largest_base_is_still_exact() {
        assert_eq!(Rounding::Down.percent_of(Percent::WHOLE, Amount::MAX), Ok(Amount::MAX));
    }

    #[test]
    fn steps_round_down() {
        for (minor, step, rounded) in [(1_005, 10, 1_000), (199, 100, 100), (99, 100, 0), (7, 1, 7)] {
            assert_eq!(Rounding::down_to_step(amount(minor), step), amount(rounded));
        }
    }
}
