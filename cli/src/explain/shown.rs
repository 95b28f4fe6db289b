//! Amounts in major units of a session's currency.

use shared::core::decide::Explanation;
use shared::core::money::Amount;

/// Amounts of a session, for people.
pub(super) trait Shown {
    fn shown(&self, amount: Amount) -> String;
}

impl Shown for Explanation {
    fn shown(&self, amount: Amount) -> String {
        amount.display(self.currency)
    }
}
