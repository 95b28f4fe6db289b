//! `unit_price`: each unit of the base costs this.

use serde::{Deserialize, Serialize};

use super::context::{Context, Given, Limit, NoAmount};
use super::kind::{Example, Kind, Row};
use crate::document::{Reader, Table, values};
use crate::key::{Form, Key};
use crate::money::{Amounts, Exact};

/// A price for each unit of the base. A unit that costs no more keeps its own.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct UnitPrice(pub Amounts);

impl Kind for UnitPrice {
    const ROW: Row = Row {
        keys: &[Key {
            name: "unit_price",
            summary: "A price for each unit of the base; a unit that costs no more keeps its own.",
            value: "amounts; each unit of the base costs this, and one that costs no more keeps its own price",
            form: Form::Amounts,
        }],
        shares: &[],
        subject: None,
        of_goods: true,
        of_selection: true,
        example: Example {
            give: &["unit_price = { usd = \"7.20\" }", "on = { tags = [\"beans\"] }"],
            outcomes: &[
                ("10 x dark at 9.00 [beans] + 1 x mug at 12.00, usd", "18.00"),
                ("1 x dark at 7.21 [beans] + 4 x mild at 7.19 [beans], usd", "0.01"),
                ("10 x mild at 7.20 [beans], usd", "nothing: gives_nothing"),
                ("10 x dark at 9.00 [beans], eur", "nothing: currency_not_offered"),
            ],
        },
    };

    fn load(reader: &mut Reader, give: &mut Table<'_, '_>, _: bool) -> Option<Self> {
        values::amounts(reader, give.take("unit_price")?, "unit_price", 0).map(Self)
    }

    /// A unit counts at the rest of its price that the offers before have left.
    fn given(&self, context: &Context<'_>) -> Result<Given, NoAmount> {
        let price = u128::from(context.listed(&self.0)?.get());
        let mut units = Vec::with_capacity(context.units.len());
        for part in context.units {
            units.push((part.worth()?, price.saturating_mul(part.count.into())));
        }
        let exact = Exact::above(units, context.remains, context.subtotal)?;
        Ok(Given { exact, limit: Some(Limit::Base(context.left()?)) })
    }

    fn phrase(&self, context: &Context<'_>) -> Option<String> {
        let price = self.0.get(context.facts.currency)?.display(context.facts.currency);
        Some(format!("the cost of {{base}} above {price} for each unit"))
    }

    fn counts_units(&self) -> bool {
        true
    }

    fn amounts(&self) -> Vec<(Vec<String>, &Amounts)> {
        vec![(["give", "unit_price"].map(str::to_owned).to_vec(), &self.0)]
    }
}
