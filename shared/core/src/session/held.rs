//! What a session already holds of this service.

use crate::decide::Decision;
use crate::interaction::InteractionSet;
use crate::money::{Amount, Currency};

/// What a session's metadata and discount say.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Held {
    /// The interactions that it has been asked for.
    pub interactions: InteractionSet,
    /// The discount that is on it.
    pub discount: HeldDiscount,
    /// How many writes of a discount it has seen.
    pub writes: u64,
}

impl Held {
    /// Whether a discount of ours is larger than what is decided: the one thing that must not stay.
    #[must_use]
    pub fn is_more_than(&self, decision: &Decision) -> bool {
        let decided = decision.discount.as_ref().map_or(Amount::ZERO, |discount| discount.amount_off);
        matches!(&self.discount, HeldDiscount::Ours { amount_off, .. } if *amount_off > decided)
    }
}

/// The discount on a session.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum HeldDiscount {
    /// None.
    #[default]
    Nothing,
    /// One that this service wrote.
    Ours {
        /// The coupon's amount.
        amount_off: Amount,
        /// The coupon's currency.
        currency: Currency,
        /// The coupon's name.
        name: String,
    },
    /// One that somebody else wrote.
    Foreign {
        /// What it takes off the session now.
        amount: Amount,
    },
}
