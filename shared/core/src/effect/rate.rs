//! Effects as lints compare them: rates on a base.

use super::reach::Reach;
use crate::money::{Amounts, Percent};

/// A part of an effect, and the bases on which it counts.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    /// The path in the offer.
    pub path: Vec<String>,
    /// The bases from which it counts; none for all.
    pub reach: Option<&'a Reach>,
    /// The rate.
    pub rate: Rate<'a>,
}

/// A rate on a base.
#[derive(Clone, Copy, Debug)]
pub enum Rate<'a> {
    /// A fixed amount.
    AmountOff(&'a Amounts),
    /// A fixed amount for each unit of the base, never more than the unit's price.
    AmountOffEachUnit(&'a Amounts),
    /// A percent of the base, at most the cap.
    Percent {
        /// The percent.
        percent: Percent,
        /// The most that it gives.
        cap: Option<&'a Amounts>,
    },
}

impl<'a> Rate<'a> {
    /// The part that counts on every base.
    pub(crate) fn everywhere(self) -> Part<'a> {
        Part { path: vec!["give".to_owned()], reach: None, rate: self }
    }

    /// The amounts, with their key.
    pub(crate) fn amounts(self) -> Option<(&'static str, &'a Amounts)> {
        match self {
            Self::AmountOff(amounts) | Self::AmountOffEachUnit(amounts) => Some(("amount_off", amounts)),
            Self::Percent { cap, .. } => cap.map(|cap| ("cap", cap)),
        }
    }
}

impl<'a> Part<'a> {
    /// The amounts of its rate, with their path in the offer.
    pub(crate) fn amounts(self) -> Option<(Vec<String>, &'a Amounts)> {
        let (key, amounts) = self.rate.amounts()?;
        Some((self.path.into_iter().chain([key.to_owned()]).collect(), amounts))
    }
}
