//! Integer money: currencies, amounts in minor units, percents, and the one place that rounds.

mod amount;
mod currency;
mod exact;
mod minimum_charge;
mod overflow;
mod percent;
mod rounding;

pub(crate) use amount::just_over;
pub use amount::{Amount, AmountFault, Amounts};
pub use currency::{Currency, UnknownCurrency};
pub use exact::Exact;
pub use overflow::Overflow;
pub use percent::{Percent, PercentFault};
pub use rounding::Rounding;
