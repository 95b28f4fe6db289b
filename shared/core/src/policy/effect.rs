//! What an offer gives.

use serde::{Deserialize, Serialize};

use crate::money::{Amount, Amounts, Currency, Percent, just_over};

/// What an eligible offer gives on its base.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Effect {
    /// One rate, whatever the base.
    Flat(Rate),
    /// The more, the larger the base: the highest step that it reaches counts. Lowest first.
    Ladder(Vec<Step>),
}

/// How much.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Rate {
    /// A fixed amount.
    AmountOff(Amounts),
    /// A fixed amount for each unit of the base, never more than the unit's price.
    AmountOffEachUnit(Amounts),
    /// A percent of the base, at most the cap.
    Percent {
        /// The percent.
        percent: Percent,
        /// The most that it gives.
        cap: Option<Amounts>,
    },
}

/// One step of a ladder.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Step {
    /// From which base on.
    pub reach: Reach,
    /// What it then gives.
    pub rate: Rate,
}

/// From which base on a step counts.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Reach {
    /// Larger than the amount.
    Over(Amounts),
    /// As large, or larger.
    AtLeast(Amounts),
}

impl Reach {
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
