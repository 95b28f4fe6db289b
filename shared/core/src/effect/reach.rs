//! The bases from which a step of a ladder counts.

use serde::{Deserialize, Serialize};

use crate::money::{Amount, Amounts, Currency, just_over};

/// The bases from which a step counts.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Reach {
    /// Larger than the amount.
    Over(Amounts),
    /// As large, or larger.
    AtLeast(Amounts),
}

impl Reach {
    /// The key under which it is written.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Over(_) => "over",
            Self::AtLeast(_) => "at_least",
        }
    }

    /// The amounts as written.
    #[must_use]
    pub const fn amounts(&self) -> &Amounts {
        match self {
            Self::Over(amounts) | Self::AtLeast(amounts) => amounts,
        }
    }

    /// The smallest base that reaches it; none in a currency that is not listed.
    #[must_use]
    pub fn smallest(&self, currency: Currency) -> Option<Amount> {
        match self {
            Self::Over(amounts) => amounts.get(currency).and_then(just_over),
            Self::AtLeast(amounts) => amounts.get(currency),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn over_is_strict_and_at_least_is_not() {
        let (usd, eur) = (Currency::parse("usd").unwrap(), Currency::parse("eur").unwrap());
        let amounts: Amounts = [(usd, Amount::new(10_000).unwrap())].into_iter().collect();
        assert_eq!(Reach::Over(amounts.clone()).smallest(usd), Amount::new(10_001));
        assert_eq!(Reach::AtLeast(amounts.clone()).smallest(usd), Amount::new(10_000));
        assert_eq!(Reach::AtLeast(amounts).smallest(eur), None);
    }
}
