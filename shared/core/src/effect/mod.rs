//! Effects of an offer: one module and one row of the table for each.
//!
//! The module defines the keys, the loader, the exact amount on a base, its words for a person and what the lints read
//! ([`Kind`]). From the row follow the loader, the schema, the check of the table in `docs/policy.md`, the explanation
//! and the lints. The amount is rounded in one place, after the effect.

mod context;
mod kind;
mod rate;
mod reach;

mod amount_off;
mod assignment;
mod bundle;
mod ladder;
mod members;
mod percent;
mod sets;
mod shipping;
mod unit_price;

use serde::{Deserialize, Serialize};

pub(crate) use bundle::Bundle;
pub(crate) use context::{Context, Given, Limit, NoAmount};
pub(crate) use kind::Kind;
pub use kind::{Example, Row};
pub(crate) use ladder::{Ladder, Step, StepEffect};
pub(crate) use members::Members;
pub use rate::{Part, Rate};
pub use reach::Reach;
pub(crate) use shipping::Off;
pub use shipping::ShippingOff;

use crate::document::{Reader, Table};
use crate::interaction::Subject;
use crate::line_filter::LineFilter;
use crate::money::{Amount, Amounts, Currency};
use crate::reason::Value;
use crate::words::enumerated;

/// Makes the enum, its rows and its loader of one table.
macro_rules! effects {
    ($d:tt $($(#[$doc:meta])+ $name:ident($kind:ty);)+) => {
        /// The effect of an eligible offer on its base.
        #[derive(Clone, Debug, Serialize, Deserialize)]
        pub enum Effect {
            $($(#[$doc])+ $name($kind),)+
        }

        impl Effect {
            /// The row of every effect, in the order of the documentation.
            pub const ROWS: &[Row] = &[$(<$kind as Kind>::ROW,)+];

            /// Reads it from the table `give`: exactly one. Each value is read beside any other, so that all faults
            /// are reported together.
            pub(crate) fn load(reader: &mut Reader, give: &mut Table<'_, '_>) -> Option<Self> {
                let alone = exactly_one(reader, give);
                let mut found = None;
                $(found = <$kind as Kind>::load(reader, give, alone).map(Self::$name).or(found);)+
                found
            }
        }

        macro_rules! dispatch {
            ($d kind:ident in $d effect:expr => $d call:expr) => {
                match $d effect {
                    $(Effect::$name($d kind) => $d call,)+
                }
            };
        }
    };
}

effects! {
    $
    /// A fixed amount.
    AmountOff(amount_off::AmountOff);
    /// A percent of the base, at most the cap.
    Percent(percent::PercentOff);
    /// Rising steps. The highest step that the base reaches counts.
    Ladder(ladder::Ladder);
    /// A price for each unit of the base.
    UnitPrice(unit_price::UnitPrice);
    /// A price for each full set of some lines.
    Bundle(bundle::Bundle);
    /// A part of what shipping costs.
    Shipping(shipping::ShippingOff);
}

impl Effect {
    /// The subjects that the effects of a table ask about; without a table those of every effect.
    pub(crate) fn asked(give: Option<&Table<'_, '_>>) -> Vec<Subject> {
        let named = Self::ROWS.iter().filter(|row| give.is_none_or(|give| give.has(row.key())));
        named.filter_map(|row| row.subject).collect()
    }

    /// Returns whether its first step counts on every cart in some currency.
    pub(crate) fn begins_at_zero(&self) -> bool {
        let is_zero = |reach: &Reach| match reach {
            Reach::Over(_) => false,
            Reach::AtLeast(amounts) => amounts.iter().any(|(_, amount)| amount == Amount::ZERO),
        };
        self.steps().first().is_some_and(|(reach, _)| is_zero(reach))
    }

    /// The keys that choose an effect: `amount_off, percent and ladder`.
    #[must_use]
    pub fn choice() -> String {
        let keys: Vec<&str> = Self::ROWS.iter().map(Row::key).collect();
        enumerated(&keys, "and")
    }

    /// The row.
    #[must_use]
    pub fn row(&self) -> &'static Row {
        dispatch!(kind in self => row(kind))
    }

    /// The parts of an effect that depends on the base alone, lowest first: more than one has steps.
    #[must_use]
    pub fn parts(&self) -> Vec<Part<'_>> {
        dispatch!(kind in self => kind.parts())
    }

    pub(crate) fn given(&self, context: &Context<'_>) -> Result<Given, NoAmount> {
        dispatch!(kind in self => kind.given(context))
    }

    pub(crate) fn phrase(&self, context: &Context<'_>) -> Option<String> {
        dispatch!(kind in self => kind.phrase(context))
    }

    pub(crate) fn give_for_each(&mut self) {
        dispatch!(kind in self => kind.give_for_each());
    }

    /// The values that a reason against it shows, required and actual.
    pub(crate) fn compared(&self, context: &Context<'_>) -> (Value, Value) {
        dispatch!(kind in self => kind.compared(context))
    }

    pub(crate) fn filters(&self) -> Vec<&LineFilter> {
        dispatch!(kind in self => kind.filters())
    }

    pub(crate) fn lacking(&self, members: &Members<'_>) -> Option<(&LineFilter, u64)> {
        dispatch!(kind in self => kind.lacking(members))
    }

    pub(crate) fn counts_units(&self) -> bool {
        dispatch!(kind in self => kind.counts_units())
    }

    pub(crate) fn grows(&self) -> bool {
        dispatch!(kind in self => kind.grows())
    }

    pub(crate) fn next_base(&self, base: Amount, currency: Currency) -> Option<Amount> {
        dispatch!(kind in self => kind.next_base(base, currency))
    }

    pub(crate) fn step_at(&self, base: Amount, currency: Currency) -> Option<usize> {
        dispatch!(kind in self => kind.step_at(base, currency))
    }

    pub(crate) fn amounts(&self) -> Vec<(Vec<String>, &Amounts)> {
        dispatch!(kind in self => kind.amounts())
    }

    /// The rate of an effect that has one rate on every base.
    pub(crate) fn flat(&self) -> Option<Rate<'_>> {
        self.parts().into_iter().find(|part| part.reach.is_none()).map(|part| part.rate)
    }

    /// The steps: the parts that count from a base on.
    #[must_use]
    pub fn steps(&self) -> Vec<(&Reach, Part<'_>)> {
        self.parts().into_iter().filter_map(|part| Some((part.reach?, part))).collect()
    }
}

fn row<K: Kind>(_: &K) -> &'static Row {
    const { &K::ROW }
}

/// Returns whether a table names exactly one effect; otherwise that is a fault.
fn exactly_one(reader: &mut Reader, give: &Table<'_, '_>) -> bool {
    let alone = Effect::ROWS.iter().filter(|row| give.has(row.key())).count() == 1;
    if !alone {
        reader.fault(give.span(), format!("give exactly one of {}", Effect::choice()));
    }
    alone
}
