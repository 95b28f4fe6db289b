//! Amounts in minor units, and amounts per currency as the merchant writes them.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Currency, Overflow};

/// A sum of money in a currency's minor units, as Stripe counts it: 0 or more, and no more than Stripe's
/// integers hold.
///
/// ```
/// use discounts_core::money::{Amount, Currency};
///
/// let usd = Currency::parse("usd")?;
/// let price = Amount::parse("20.00", usd)?;
/// assert_eq!(price.get(), 2_000);
/// assert_eq!(price.checked_add(price).map(|sum| sum.display(usd)), Some("40.00".to_owned()));
/// assert_eq!(price.saturating_sub(Amount::MAX), Amount::ZERO);
/// assert!(Amount::parse("20.005", usd).is_err(), "a dollar has two decimals");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug, Serialize, Deserialize)]
#[serde(try_from = "u64", into = "u64")]
pub struct Amount(u64);

/// Why a decimal string is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AmountFault {
    /// Something else than digits and at most one point.
    #[error("is not an amount: write digits and at most one point, such as \"20.00\"")]
    NotDecimal,
    /// More decimals than the currency has.
    #[error("has too many decimals: the currency has {allowed}")]
    TooManyDecimals {
        /// How many the currency has.
        allowed: u32,
    },
    /// A currency in which only whole units can be charged.
    #[error("is not whole: only whole units of this currency can be charged")]
    NotWhole,
    /// More than 12 digits of minor units, the most that Stripe charges in any currency.
    #[error("is more than Stripe can charge (12 digits)")]
    TooLarge,
}

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The most that Stripe's 64-bit integers hold.
    pub const MAX: Self = Self(i64::MAX.unsigned_abs());
    /// The most that a policy may say: Stripe docs "Supported currencies", maximum amounts, 12 digits.
    const MAX_WRITTEN: u64 = 999_999_999_999;

    /// An amount in minor units; none above [`Amount::MAX`].
    #[must_use]
    pub const fn new(minor: u64) -> Option<Self> {
        if minor <= Self::MAX.0 { Some(Self(minor)) } else { None }
    }

    /// The minor units.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    /// Reads what the merchant wrote in major units.
    ///
    /// # Errors
    ///
    /// [`AmountFault`] by what is wrong with the text.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, AmountFault> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let point_without_decimals = text.contains('.') && fraction.is_empty();
        if whole.is_empty() || point_without_decimals || !digits(whole) || !digits(fraction) {
            return Err(AmountFault::NotDecimal);
        }
        let decimals = currency.decimals();
        let width = usize::try_from(decimals).unwrap_or_default();
        if fraction.len() > width {
            return Err(AmountFault::TooManyDecimals { allowed: decimals });
        }
        let minor: u64 = format!("{whole}{fraction:0<width$}").parse().map_err(|_| AmountFault::TooLarge)?;
        if minor > Self::MAX_WRITTEN {
            return Err(AmountFault::TooLarge);
        }
        // Thousandths may be written as thresholds; hundredths of a currency without any can't be meant.
        if currency.step() == 100 && minor.checked_rem(100) != Some(0) {
            return Err(AmountFault::NotWhole);
        }
        Ok(Self(minor))
    }

    /// The sum; `None` if it is larger than Stripe's integers hold.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).and_then(Self::new)
    }

    /// The difference; zero if the other amount is larger.
    #[must_use]
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// In major units, for people: `20.00`.
    #[must_use]
    pub fn display(self, currency: Currency) -> String {
        let width = usize::try_from(currency.decimals()).unwrap_or_default();
        let digits = format!("{:0>least$}", self.0, least = width.saturating_add(1));
        let (whole, fraction) = digits.split_at(digits.len().saturating_sub(width));
        if width == 0 { whole.to_owned() } else { format!("{whole}.{fraction}") }
    }
}

impl TryFrom<u64> for Amount {
    type Error = Overflow;

    fn try_from(minor: u64) -> Result<Self, Overflow> {
        Self::new(minor).ok_or(Overflow)
    }
}

impl From<Amount> for u64 {
    fn from(amount: Amount) -> Self {
        amount.0
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The smallest amount that is more.
pub(crate) fn just_over(amount: Amount) -> Option<Amount> {
    amount.get().checked_add(1).and_then(Amount::new)
}

/// One amount for each currency that the merchant lists. Nothing is ever converted: a currency that is not
/// listed has no amount.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Amounts(Vec<(Currency, Amount)>);

impl Amounts {
    /// The amount in a currency.
    #[must_use]
    pub fn get(&self, currency: Currency) -> Option<Amount> {
        self.0.iter().find(|(listed, _)| *listed == currency).map(|(_, amount)| *amount)
    }

    /// Every currency with its amount, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = (Currency, Amount)> + '_ {
        self.0.iter().copied()
    }
}

impl FromIterator<(Currency, Amount)> for Amounts {
    fn from_iter<I: IntoIterator<Item = (Currency, Amount)>>(amounts: I) -> Self {
        Self(amounts.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn currency(code: &str) -> Currency {
        Currency::parse(code).unwrap()
    }

    #[test]
    fn what_the_merchant_writes_is_counted_in_minor_units() {
        for (text, code, minor) in [
            ("100.00", "usd", 10_000),
            ("100", "usd", 10_000),
            ("0.5", "usd", 50),
            ("15000", "jpy", 15_000),
            ("1.005", "kwd", 1_005),
            ("1", "kwd", 1_000),
            ("1000", "isk", 100_000),
            ("1000.00", "isk", 100_000),
            ("9999999999.99", "idr", 999_999_999_999),
        ] {
            assert_eq!(Amount::parse(text, currency(code)), Ok(Amount(minor)), "{text} {code}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        use AmountFault::{NotDecimal, NotWhole, TooLarge, TooManyDecimals};
        for (text, code, fault) in [
            ("", "usd", NotDecimal),
            (".5", "usd", NotDecimal),
            ("5.", "usd", NotDecimal),
            ("-5", "usd", NotDecimal),
            ("+5", "usd", NotDecimal),
            ("1,000.00", "usd", NotDecimal),
            ("1e3", "usd", NotDecimal),
            ("1.2.3", "usd", NotDecimal),
            ("٣", "usd", NotDecimal),
            ("1.005", "usd", TooManyDecimals { allowed: 2 }),
            ("100.0", "jpy", TooManyDecimals { allowed: 0 }),
            ("1.0005", "kwd", TooManyDecimals { allowed: 3 }),
            ("10.50", "isk", NotWhole),
            ("10000000000.00", "usd", TooLarge),
            ("99999999999999999999999999", "jpy", TooLarge),
        ] {
            assert_eq!(Amount::parse(text, currency(code)), Err(fault), "{text} {code}");
        }
    }

    #[test]
    fn amounts_read_as_people_write_them() {
        for (minor, code, text) in
            [(2000, "usd", "20.00"), (5, "usd", "0.05"), (15_000, "jpy", "15000"), (1_005, "kwd", "1.005")]
        {
            assert_eq!(Amount(minor).display(currency(code)), text);
        }
    }

    #[test]
    fn overflow_is_an_error_and_never_a_wrap() {
        assert_eq!(Amount::MAX.checked_add(Amount(1)), None);
        assert_eq!(Amount::new(u64::MAX), None);
        assert_eq!(Amount(1).saturating_sub(Amount(2)), Amount::ZERO);
    }
}
