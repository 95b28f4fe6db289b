//! The one place that rounds. Everything is computed exactly in 128 bits, then rounded once to a whole minor
//! unit.

use serde::{Deserialize, Serialize};

use super::{Amount, Percent};

/// How a fraction of a minor unit is rounded.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Rounding {
    /// Towards zero: the shop never gives more than the percent. The default.
    #[default]
    Down,
    /// To the nearest unit, halves up.
    HalfUp,
}

/// A sum is larger than Stripe's integers hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an amount is larger than Stripe's integers hold")]
pub struct Overflow;

impl Rounding {
    /// The percent of `base`.
    ///
    /// 10 % of 99.99 is 9.99 rounded down, and 10.00 rounded half up.
    pub fn percent_of(self, percent: Percent, base: Amount) -> Result<Amount, Overflow> {
        let exact = u128::from(base.get()).checked_mul(u128::from(percent.parts())).ok_or(Overflow)?;
        self.divide(exact, u128::from(Percent::WHOLE.parts()))
    }

    /// The largest multiple of `step` that is no more than `amount`. Always downwards: the rest can't be
    /// charged.
    #[must_use]
    pub fn down_to_step(amount: Amount, step: u64) -> Amount {
        let rest = amount.get().checked_rem(step).and_then(Amount::new).unwrap_or_default();
        amount.less(rest)
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
