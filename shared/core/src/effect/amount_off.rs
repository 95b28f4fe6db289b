//! `amount_off`: a fixed amount, once or for each unit.

use serde::{Deserialize, Serialize};

use super::context::{Context, Given, Limit, NoAmount};
use super::kind::{Example, Kind, Row};
use super::rate::{Part, Rate};
use crate::document::{Reader, Table, values};
use crate::key::{Form, Key};
use crate::money::{Amount, Amounts, Overflow};

/// A fixed amount.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AmountOff {
    /// The amount.
    pub amounts: Amounts,
    /// True if it is given for each unit of the base, never more than the unit's price.
    pub per_unit: bool,
}

impl Kind for AmountOff {
    const ROW: Row = Row {
        keys: &[
            Key { name: "amount_off", summary: "A fixed amount.", value: "amounts", form: Form::PositiveAmounts },
            Key {
                name: "per_unit",
                summary: "The amount is given for each unit, never more than the unit's price. Default: false.",
                value: "`true`: `amount_off` for each unit, never more than the unit's price",
                form: Form::Flag,
            },
        ],
        shares: &[],
        subject: None,
        of_goods: true,
        of_selection: true,
        example: Example {
            give: &["amount_off = { usd = \"3.00\" }", "per_unit = true"],
            outcomes: &[
                ("2 x flats at 30.00 + 4 x socks at 2.99, usd", "17.96"),
                ("2 x flats at 30.00, eur", "nothing: currency_not_offered"),
            ],
        },
    };

    fn load(reader: &mut Reader, give: &mut Table<'_, '_>, alone: bool) -> Option<Self> {
        let amounts = amounts(reader, give);
        let per_unit = give.take("per_unit");
        let each = per_unit.and_then(|value| reader.boolean(value, "per_unit")).unwrap_or_default();
        if let Some(value) = per_unit.filter(|_| each && alone && !give.has("amount_off")) {
            reader.fault(value.span(), "per_unit gives an amount for each unit: use it with amount_off");
        }
        Some(Self { amounts: amounts?, per_unit: each })
    }

    fn given(&self, context: &Context<'_>) -> Result<Given, NoAmount> {
        if !self.per_unit {
            return once(&self.amounts, context);
        }
        let amount = context.listed(&self.amounts)?;
        let mut together = Amount::ZERO;
        for units in context.units {
            together = together.checked_add(units.each(amount)?).ok_or(Overflow)?;
        }
        Ok(Given { exact: together.into(), limit: Some(Limit::Base(context.left()?)) })
    }

    fn phrase(&self, context: &Context<'_>) -> Option<String> {
        let each = self.amounts.get(context.facts.currency).filter(|_| self.per_unit)?;
        let each = each.display(context.facts.currency);
        Some(format!("{each} for each unit of {{base}}, no unit more than its price"))
    }

    fn give_for_each(&mut self) {
        self.per_unit = true;
    }

    fn counts_units(&self) -> bool {
        self.per_unit
    }

    fn grows(&self) -> bool {
        self.per_unit
    }

    fn parts(&self) -> Vec<Part<'_>> {
        let rate = if self.per_unit { Rate::AmountOffEachUnit } else { Rate::AmountOff };
        vec![rate(&self.amounts).everywhere()]
    }
}

/// Reads `amount_off`.
pub(super) fn amounts(reader: &mut Reader, table: &mut Table<'_, '_>) -> Option<Amounts> {
    values::amounts(reader, table.take("amount_off")?, "amount_off", 1)
}

/// A fixed amount of a base, given once. Of some lines it is at most what is left of them.
pub(super) fn once(amounts: &Amounts, context: &Context<'_>) -> Result<Given, NoAmount> {
    let amount = context.listed(amounts)?;
    let limit = if context.of_lines { Some(Limit::Base(context.left()?)) } else { None };
    Ok(Given { exact: amount.into(), limit })
}
