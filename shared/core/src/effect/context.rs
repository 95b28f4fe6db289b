//! The evaluation context of an effect, and its result.

use super::members::Members;
use crate::facts::{Facts, Units};
use crate::money::{Amount, Amounts, Exact, Overflow, Rounding};
use crate::reason::Code;

/// Everything that an effect can read.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) facts: &'a Facts<'a>,
    /// The undiscounted cart; what shipping costs for an offer on shipping.
    pub(crate) subtotal: Amount,
    /// The rest of that, which the offers before it have left.
    pub(crate) remains: Amount,
    /// The part of it, undiscounted, that the amount is computed of.
    pub(crate) base: Amount,
    /// True if the base is some lines of the cart.
    pub(crate) of_lines: bool,
    /// The units of the base, if it is some lines of the cart.
    pub(crate) units: &'a [Units<'a>],
    /// The lines that the effect names itself, if its base is some lines of the cart.
    pub(crate) members: Option<&'a Members<'a>>,
}

impl Context<'_> {
    /// The amount in the session's currency.
    pub(crate) fn listed(&self, amounts: &Amounts) -> Result<Amount, Code> {
        amounts.get(self.facts.currency).ok_or(Code::CURRENCY_NOT_OFFERED)
    }

    /// The rest of the base that the offers before have left.
    pub(crate) fn left(&self) -> Result<Amount, Overflow> {
        Rounding::share_of(self.base, self.remains, self.subtotal)
    }
}

/// The amount that an effect gives.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Given {
    /// The amount before it is rounded.
    pub(crate) exact: Exact,
    /// The limit on the rounded amount.
    pub(crate) limit: Option<Limit>,
}

/// A limit on an effect's amount.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Limit {
    /// The policy's cap.
    Cap(Amount),
    /// The rest of the base.
    Base(Amount),
}

impl Limit {
    /// The largest amount.
    pub(crate) const fn amount(self) -> Amount {
        match self {
            Self::Cap(amount) | Self::Base(amount) => amount,
        }
    }
}

/// The reason why an effect has no amount.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NoAmount {
    /// The effect gives nothing on this cart.
    Reason(Code),
    /// The amount is larger than Stripe's integers hold.
    Overflow,
}

impl From<Code> for NoAmount {
    fn from(code: Code) -> Self {
        Self::Reason(code)
    }
}

impl From<Overflow> for NoAmount {
    fn from(_: Overflow) -> Self {
        Self::Overflow
    }
}
