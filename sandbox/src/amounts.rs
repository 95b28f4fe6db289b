//! The amounts of a session: its prices, coupon, shipping and tax, added up.

use crate::account::{Account, Call};
use crate::coupon::Coupon;
use crate::currency;
use crate::error::ApiError;
use crate::session::{Line, SessionState};
use crate::totals::{Totals, totals};

impl SessionState {
    /// The amounts; `None` in setup mode, which has none.
    pub(crate) fn totals(&self, account: &Account, call: &Call<'_>) -> Option<Totals> {
        if self.mode == "setup" {
            return None;
        }
        let quantity = |line: &Line| i64::try_from(line.quantity).unwrap_or(i64::MAX);
        let currency = self.currency.as_deref().unwrap_or_default();
        let unit = |line: &Line| account.unit_amount(&line.price, currency).unwrap_or(0);
        let amount = |line: &Line| unit(line).saturating_mul(quantity(line));
        let lines: Vec<i64> = self.lines.iter().map(amount).collect();
        let coupon = self.discount.as_ref().and_then(|discount| account.coupons.get(&discount.coupon));
        let off = coupon.map(|coupon: &Coupon| coupon.off);
        let shipping = self.shipping_option().map_or(0, |option| option.amount);
        let tax = call.config.tax.map_or(0, |tax| tax.rate);
        Some(totals(&lines, off, tax, shipping, self.discount_error))
    }

    /// Refuses a session whose total Stripe could not charge.
    pub(crate) fn check_payable(&self, account: &Account, call: &Call<'_>) -> Result<(), ApiError> {
        match (self.totals(account, call), &self.currency) {
            (Some(totals), Some(currency)) if self.mode == "payment" => currency::check_payable(currency, totals.total),
            _ => Ok(()),
        }
    }
}
