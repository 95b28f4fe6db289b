//! Steps with which a shopper can earn more.

use jiff::Timestamp;

use crate::money::Amount;

/// A step that a shopper can take, in the order in which hints are listed; of the same kind the nearest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum MissingStep {
    /// Spend so much more, in minor units.
    SpendMore(Amount),
    /// Add this number of units.
    AddItems(u64),
    /// Say where it goes.
    EnterAddress,
    /// Say who buys.
    SignIn,
    /// Come back then.
    StartsAt(Timestamp),
}

impl MissingStep {
    /// The code in answers.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::SpendMore(_) => "spend_more",
            Self::AddItems(_) => "add_items",
            Self::EnterAddress => "enter_address",
            Self::SignIn => "sign_in",
            Self::StartsAt(_) => "starts_at",
        }
    }
}
