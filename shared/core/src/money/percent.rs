//! Percents as integers: no float ever touches money.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A percent above 0 and at most 100, in ten-thousandths of a percent.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Percent(u32);

/// Why a decimal string is not a percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PercentFault {
    /// Something else than digits and at most one point.
    #[error("is not a percent: write digits and at most one point, such as \"12.5\", without the sign")]
    NotDecimal,
    /// More than four decimals.
    #[error("has too many decimals: a percent has at most 4")]
    TooManyDecimals,
    /// Not above 0 or not at most 100.
    #[error("is out of range: a percent is above 0 and at most 100")]
    OutOfRange,
}

impl Percent {
    /// 100 percent.
    pub const WHOLE: Self = Self(1_000_000);
    const DECIMALS: usize = 4;

    /// Reads a decimal string such as `12.5`.
    ///
    /// # Errors
    ///
    /// [`PercentFault`] by what is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, PercentFault> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let point_without_decimals = text.contains('.') && fraction.is_empty();
        if whole.is_empty() || point_without_decimals || !digits(whole) || !digits(fraction) {
            return Err(PercentFault::NotDecimal);
        }
        if fraction.len() > Self::DECIMALS {
            return Err(PercentFault::TooManyDecimals);
        }
        let scaled = format!("{whole}{fraction:0<width$}", width = Self::DECIMALS);
        let parts = scaled.parse().map_err(|_| PercentFault::OutOfRange)?;
        if parts == 0 || parts > Self::WHOLE.0 {
            return Err(PercentFault::OutOfRange);
        }
        Ok(Self(parts))
    }

    /// The percent in ten-thousandths of a percent: 100 percent is 1,000,000.
    #[must_use]
    pub const fn parts(self) -> u32 {
        self.0
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!("{:0>5}", self.0);
        let (whole, fraction) = digits.split_at(digits.len().saturating_sub(Self::DECIMALS));
        let fraction = fraction.trim_end_matches('0');
        if fraction.is_empty() { f.write_str(whole) } else { write!(f, "{whole}.{fraction}") }
    }
}

impl Serialize for Percent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percents_are_read_exactly_and_written_back() {
        for (text, parts, back) in
            [("10", 100_000, "10"), ("12.5", 125_000, "12.5"), ("0.0001", 1, "0.0001"), ("100.0", 1_000_000, "100")]
        {
            let percent = Percent::parse(text).unwrap();
            assert_eq!((percent.parts(), percent.to_string().as_str()), (parts, back));
        }
    }

    #[test]
    fn what_is_no_percent_is_refused() {
        for (text, fault) in [
            ("", PercentFault::NotDecimal),
            ("10%", PercentFault::NotDecimal),
            ("-1", PercentFault::NotDecimal),
            ("1.", PercentFault::NotDecimal),
            ("0.00001", PercentFault::TooManyDecimals),
            ("0", PercentFault::OutOfRange),
            ("100.0001", PercentFault::OutOfRange),
            ("99999999999", PercentFault::OutOfRange),
        ] {
            assert_eq!(Percent::parse(text), Err(fault), "{text}");
        }
    }
}
