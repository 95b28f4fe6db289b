//! `limit`: how often an offer can be used, and how much it may give away.

use std::num::NonZeroU64;

use discounts_ledger::PeriodLength;
use serde::{Deserialize, Serialize};

use crate::money::Amounts;

/// The limits of a counted offer on its uses, over all sessions. The ledger counts them.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct UseLimit {
    /// Uses by everybody.
    pub uses: Option<NonZeroU64>,
    /// The discount that it may give away; a currency that is not listed gets nothing.
    pub budget: Option<Amounts>,
    /// The period of the shop's calendar after which uses and budgets begin again at 0; none for all time.
    pub per: Option<Per>,
    /// Uses by each shopper.
    pub uses_per_shopper: Option<NonZeroU64>,
    /// Uses of each code of the offer's series; 1 where the policy does not say.
    pub uses_per_code: Option<NonZeroU64>,
    /// True if a use is given back when the order is returned in full.
    pub give_back: bool,
}

/// A period of the shop's calendar.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Per {
    /// A day.
    Day,
    /// A week from Monday on.
    Week,
    /// A month.
    Month,
}

impl Per {
    /// Every period with its word.
    pub const ALL: [(&'static str, Self); 3] = [("day", Self::Day), ("week", Self::Week), ("month", Self::Month)];

    /// The length of the period, as the ledger names it.
    #[must_use]
    pub const fn length(self) -> PeriodLength {
        match self {
            Self::Day => PeriodLength::Day,
            Self::Week => PeriodLength::Week,
            Self::Month => PeriodLength::Month,
        }
    }
}
