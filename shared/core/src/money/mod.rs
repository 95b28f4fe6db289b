//! Integer money: currencies, amounts in minor units, percents, and the one place that rounds.

mod amount;
mod currency;
mod percent;
mod rounding;

pub use amount::{Amount, AmountFault, Amounts};
pub use currency::{Currency, UnknownCurrency};
pub use percent::{Percent, PercentFault};
pub use rounding::{Overflow, Rounding};
