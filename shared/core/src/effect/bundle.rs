//! `bundle`: full sets of some lines at one price.

use std::num::NonZeroU64;

use serde::{Deserialize, Serialize};

use super::context::{Context, Given, Limit, NoAmount};
use super::kind::{Example, Kind, Row};
use super::members::{Members, Sold};
use super::sets::{Full, Sets};
use crate::document::{Reader, Table, Value, values};
use crate::facts::{Member, Units};
use crate::interaction::Subject;
use crate::key::{Form, Key};
use crate::line_filter::LineFilter;
use crate::money::{Amount, Amounts, Exact, Overflow};

/// A price for each full set of some lines. A set that costs no more keeps its own.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Bundle {
    /// The parts of a set.
    pub parts: Vec<BundlePart>,
    /// The price of a set.
    pub price: Amounts,
}

/// A part of a set.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BundlePart {
    /// The lines that fit.
    pub filter: LineFilter,
    /// The units of them in a set.
    pub quantity: NonZeroU64,
}

impl Kind for Bundle {
    const ROW: Row = Row {
        keys: &[
            Key {
                name: "bundle",
                summary: "The parts of a set: lines, each with the quantity that a set has of them.",
                value: "list of lines as in `on`, each with `quantity` (default 1): the parts of a set; every full set counts, each unit once, the dearest first",
                form: Form::Bundle,
            },
            Key {
                name: "bundle_price",
                summary: "The price of one full set; a set that costs no more keeps its own.",
                value: "amounts; the price of one full set, and a set that costs no more keeps its own",
                form: Form::PositiveAmounts,
            },
        ],
        shares: &[],
        subject: Some(Subject::Quantity),
        of_goods: true,
        of_selection: false,
        example: Example {
            give: &[
                "bundle = [{ tags = [\"kettle\"] }, { tags = [\"cup\"], quantity = 2 }]",
                "bundle_price = { usd = \"100.00\" }",
            ],
            outcomes: &[
                ("1 x kettle at 89.00 [kettle] + 2 x cup at 12.00 [cup], usd", "13.00"),
                ("2 x kettle at 89.00 [kettle] + 5 x cup at 12.00 [cup], usd", "26.00"),
                ("2 x kettle at 89.00 [kettle] + 1 x cup at 12.00 [cup], usd", "nothing: gives_nothing"),
                ("1 x kettle at 76.00 [kettle] + 2 x cup at 12.00 [cup], usd", "nothing: gives_nothing"),
                ("1 x kettle at 89.00 [kettle] + 2 x cup at 12.00 [cup], eur", "nothing: currency_not_offered"),
            ],
        },
    };

    fn load(reader: &mut Reader, give: &mut Table<'_, '_>, alone: bool) -> Option<Self> {
        let before = reader.faults.len();
        let (parts, price) = (give.take("bundle"), give.take("bundle_price"));
        match (parts, price) {
            (None, Some(price)) if alone => {
                reader.fault(price.span(), "bundle_price is what a full set costs: use it with bundle");
            }
            (Some(parts), None) => reader.fault(parts.span(), "a bundle needs bundle_price: what one full set costs"),
            _ => {}
        }
        let price = price.and_then(|value| values::amounts(reader, value, "bundle_price", 1));
        let parts = parts.and_then(|value| read_parts(reader, value));
        let (parts, price) = (parts?, price?);
        (reader.faults.len() == before).then_some(Self { parts, price })
    }

    /// A unit counts at the rest of its price that the offers before have left.
    fn given(&self, context: &Context<'_>) -> Result<Given, NoAmount> {
        let price = context.listed(&self.price)?;
        let sold = self.sold(context, price)?;
        let charge = u128::from(price.get()).saturating_mul(sold.sets.into());
        let exact = Exact::above([(sold.worth, charge)], context.remains, context.subtotal)?;
        Ok(Given { exact, limit: Some(Limit::Base(context.left()?)) })
    }

    fn phrase(&self, context: &Context<'_>) -> Option<String> {
        let price = self.price.get(context.facts.currency)?;
        let sold = self.sold(context, price).ok()?;
        let shown = |amount: Amount| amount.display(context.facts.currency);
        let worth = shown(sold.worth);
        Some(match sold.sets {
            0 => "no full set that costs as much as the bundle".to_owned(),
            1 => format!("the cost of one full set ({worth}) above {}", shown(price)),
            sets => format!("the cost of {sets} full sets ({worth}) above {} for each", shown(price)),
        })
    }

    fn counts_units(&self) -> bool {
        true
    }

    fn filters(&self) -> Vec<&LineFilter> {
        self.parts.iter().map(|part| &part.filter).collect()
    }

    fn lacking(&self, members: &Members<'_>) -> Option<(&LineFilter, u64)> {
        let (part, units) = members.lacking(|| Sets::of(members.lines(), &self.quantities()).lacking())?;
        self.parts.get(part).map(|part| (&part.filter, units))
    }

    fn amounts(&self) -> Vec<(Vec<String>, &Amounts)> {
        vec![(["give", "bundle_price"].map(str::to_owned).to_vec(), &self.price)]
    }
}

impl Bundle {
    /// The sets that cost at least the price, at what is left of the cart.
    fn sold(&self, context: &Context<'_>, price: Amount) -> Result<Sold, Overflow> {
        let Some(all) = context.members else { return Ok(Sold::default()) };
        let members = all.lines();
        let find = |left: u128, whole: u128| {
            let least = u128::from(price.get()).saturating_mul(whole);
            let full = Sets::of(members, &self.quantities()).most(|worth| worth.saturating_mul(left) >= least);
            Ok(Sold { sets: full.sets, worth: worth(members, &full)? })
        };
        if context.remains == context.subtotal {
            all.sold(|| find(1, 1))
        } else {
            find(context.remains.get().into(), context.subtotal.get().into())
        }
    }

    fn quantities(&self) -> Vec<u64> {
        self.parts.iter().map(|part| part.quantity.get()).collect()
    }
}

/// The price of the units that sets take.
fn worth(members: &[Member<'_>], full: &Full) -> Result<Amount, Overflow> {
    let units = members.iter().zip(&full.taken).filter(|(_, count)| **count > 0);
    let mut sum = Amount::ZERO;
    for (member, count) in units {
        let units = Units { line: member.line, count: *count };
        sum = sum.checked_add(units.worth()?).ok_or(Overflow)?;
    }
    Ok(sum)
}

/// The parts of a bundle; none if one of them is faulty.
fn read_parts(reader: &mut Reader, value: &Value<'_>) -> Option<Vec<BundlePart>> {
    let list = reader.list(value, "bundle")?;
    if list.len() > Member::MOST_FILTERS {
        reader.fault(value.span(), format!("a bundle has at most {} parts", Member::MOST_FILTERS));
    }
    list.into_iter().map(|value| read_part(reader, value)).collect()
}

fn read_part(reader: &mut Reader, value: &Value<'_>) -> Option<BundlePart> {
    let mut table = reader.table(value, "a part of the bundle")?;
    let quantity = table.take("quantity");
    let names_nothing = table.is_empty() || (quantity.is_some() && table.entries().count() == 1);
    let filter = LineFilter::read(reader, &mut table, "a part of the bundle", names_nothing);
    table.finish(reader);
    let quantity = match quantity {
        Some(value) => reader.count(value, "quantity", 1).and_then(NonZeroU64::new)?,
        None => NonZeroU64::MIN,
    };
    Some(BundlePart { filter, quantity })
}
