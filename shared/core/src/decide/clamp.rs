//! The guard rails: what cuts a discount, and in which order.

use serde::Serialize;

use super::case::Case;
use crate::money::{Amount, Overflow, Rounding};

/// A guard rail that cut a discount, in the order of the cuts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Clamp {
    /// The offers on shipping gave more than shipping costs.
    Shipping,
    /// The discount was more than the cart.
    Subtotal,
    /// The policy's `limits.max_percent`.
    MaxPercent,
    /// The policy's `limits.max_amount`.
    MaxAmount,
    /// The rest would have been too small to be charged.
    MinimumCharge,
    /// Only multiples of the currency's step can be charged.
    CurrencyStep,
}

/// One cut: what was left of a discount, and of what.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cut {
    /// The guard rail.
    pub by: Clamp,
    /// The discount before.
    pub from: Amount,
    /// The discount after.
    pub to: Amount,
}

/// The guard rails that cut a discount, each once.
pub(super) fn clamps(cuts: &[Cut]) -> Vec<Clamp> {
    let mut clamps: Vec<Clamp> = cuts.iter().map(|cut| cut.by).collect();
    clamps.sort_unstable();
    clamps.dedup();
    clamps
}

/// The most of `discount` that may be given, and each cut on the way there.
pub(super) fn clamp(case: &Case<'_>, discount: Amount) -> Result<(Amount, Vec<Cut>), Overflow> {
    if discount == Amount::ZERO {
        return Ok((discount, Vec::new()));
    }
    let limits = &case.policy.limits;
    let currency = case.facts().currency;
    let mut rails = Rails { discount, cuts: Vec::new() };

    rails.cut(case.subtotal(), Clamp::Subtotal);
    if let Some(percent) = limits.max_percent {
        // Rounded down whatever the policy's rounding: a limit is never passed.
        rails.cut(Rounding::Down.percent_of(percent, case.subtotal())?, Clamp::MaxPercent);
    }
    if let Some(amounts) = &limits.max_amount {
        rails.cut(amounts.get(currency).unwrap_or_default(), Clamp::MaxAmount);
    }
    let charged = case.subtotal().checked_add(case.facts().shipping).ok_or(Overflow)?;
    let least = least_charge(case);
    // Rounding down to the step leaves more to pay: what was free may then be too little to charge.
    for _ in 0..2 {
        let payable = charged.saturating_sub(rails.discount);
        if payable < least && (payable > Amount::ZERO || case.facts().must_charge) {
            rails.cut(charged.saturating_sub(least), Clamp::MinimumCharge);
        }
        rails.cut(Rounding::down_to_step(rails.discount, currency.step()), Clamp::CurrencyStep);
    }
    Ok((rails.discount, rails.cuts))
}

/// The least that may be left to pay, if anything is. Where nobody says, and something must be left, the least that can be
/// said in the currency.
fn least_charge(case: &Case<'_>) -> Amount {
    let currency = case.facts().currency;
    let minimum = case.policy.limits.minimum_charge(currency).unwrap_or_default();
    let step = if case.facts().must_charge { Amount::new(currency.step()).unwrap_or_default() } else { Amount::ZERO };
    minimum.max(step)
}

struct Rails {
    discount: Amount,
    cuts: Vec<Cut>,
}

impl Rails {
    fn cut(&mut self, most: Amount, by: Clamp) {
        if self.discount > most {
            self.cuts.push(Cut { by, from: self.discount, to: most });
            self.discount = most;
        }
    }
}
