//! Filters of a cart's lines: by items and by unit price.

use serde::{Deserialize, Serialize};

use crate::document::{Reader, Table, Value, values};
use crate::items::Items;
use crate::money::Amounts;

/// A filter of lines: by the items that name a line, and by bounds on its unit price, both included.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LineFilter {
    /// The items; none for any.
    pub items: Option<Items>,
    /// The least unit price.
    pub unit_price_at_least: Option<Amounts>,
    /// The largest unit price.
    pub unit_price_at_most: Option<Amounts>,
}

impl LineFilter {
    /// Reads the table of a key. Faults in it go to the reader.
    pub(crate) fn load(reader: &mut Reader, value: &Value<'_>, key: &str) -> Option<Self> {
        let mut table = reader.table(value, key)?;
        let names_nothing = table.is_empty();
        let filter = Self::read(reader, &mut table, key, names_nothing);
        table.finish(reader);
        Some(filter)
    }

    /// Reads the keys of a filter from a table that may have others. Faults in them go to the reader.
    pub(crate) fn read(reader: &mut Reader, table: &mut Table<'_, '_>, key: &str, names_nothing: bool) -> Self {
        let span = table.span();
        let items = Items::read(reader, table);
        let mut bound = |key| table.take(key).and_then(|value| values::amounts(reader, value, key, 0));
        let (unit_price_at_least, unit_price_at_most) = (bound("unit_price_at_least"), bound("unit_price_at_most"));
        if let (Some(least), Some(most)) = (&unit_price_at_least, &unit_price_at_most)
            && let Some((currency, _)) = least.iter().find(|(currency, least)| most.get(*currency) < Some(*least))
        {
            let wrong = match most.get(currency) {
                Some(_) => {
                    format!("no price is at least unit_price_at_least and at most unit_price_at_most in {currency}")
                }
                None => format!("unit_price_at_most lacks {currency}, which unit_price_at_least has"),
            };
            reader.fault(span.clone(), wrong);
        }
        if names_nothing {
            let wrong = format!("{key} names nothing: list products, prices or tags, or bound the unit price");
            reader.fault(span, wrong);
        }
        Self { items, unit_price_at_least, unit_price_at_most }
    }
}
