//! The guard rails: what cuts a discount, and in which order.

use serde::Serialize;

use super::eligible::Case;
use crate::money::{Amount, Overflow, Rounding};

/// What cut a discount, in the order in which the guard rails stand.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Clamp {
    /// It was more than the cart.
    Subtotal,
    /// The policy's `limits.max_percent`.
    MaxPercent,
    /// The policy's `limits.max_amount`.
    MaxAmount,
    /// What would have been left can't be charged.
    MinimumCharge,
    /// Only multiples of the currency's step can be charged.
    CurrencyStep,
}

/// The most of `discount` that may be given, and what cut it.
pub(super) fn clamp(case: &Case<'_>, discount: Amount) -> Result<(Amount, Vec<Clamp>), Overflow> {
    if discount == Amount::ZERO {
        return Ok((discount, Vec::new()));
    }
    let limits = &case.policy.limits;
    let currency = case.facts.currency;
    let mut cut = Cut { discount, by: Vec::new() };

    cut.to(case.subtotal, Clamp::Subtotal);
    if let Some(percent) = limits.max_percent {
        // Rounded down whatever the policy's rounding: a limit is never passed.
        cut.to(Rounding::Down.percent_of(percent, case.subtotal)?, Clamp::MaxPercent);
    }
    if let Some(amounts) = &limits.max_amount {
        cut.to(amounts.get(currency).unwrap_or_default(), Clamp::MaxAmount);
    }
    let charged = case.subtotal.plus(case.facts.shipping)?;
    let minimum = limits.minimum_charge(currency);
    // Rounding down to the step leaves more to pay: what was free may then be too little to charge.
    for _ in 0..2 {
        if let Some(minimum) = minimum {
            let payable = charged.less(cut.discount);
            if payable > Amount::ZERO && payable < minimum {
                cut.to(charged.less(minimum), Clamp::MinimumCharge);
            }
        }
        cut.to(Rounding::down_to_step(cut.discount, currency.step()), Clamp::CurrencyStep);
    }
    cut.by.sort_unstable();
    Ok((cut.discount, cut.by))
}

struct Cut {
    discount: Amount,
    by: Vec<Clamp>,
}

impl Cut {
    fn to(&mut self, most: Amount, clamp: Clamp) {
        if self.discount > most {
            self.discount = most;
            if !self.by.contains(&clamp) {
                self.by.push(clamp);
            }
        }
    }
}
