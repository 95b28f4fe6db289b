//! Integer money: currencies, amounts in minor units, percents, and the one place that rounds.

mod amount;
mod currency;
mod exact;
mod percent;
mod rounding;

pub use amount::{Amount, AmountFault, Amounts};
pub use currency::{Currency, UnknownCurrency};
pub use exact::Exact;
pub use percent::{Percent, PercentFault};
pub use rounding::{Overflow, Rounding};
