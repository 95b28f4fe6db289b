//! Filters of a cart's lines: by items and by unit price.

use serde::{Deserialize, Serialize};

use crate::document::{Reader, Value, values};
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
        let items = Items::read(reader, &mut table);
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
            reader.fault(value.span(), wrong);
        }
        if table.is_empty() {
            let wrong = format!("{key} names nothing: list products, prices or tags, or bound the unit price");
            reader.fault(value.span(), wrong);
        }
        table.finish(reader);
        Some(Self { items, unit_price_at_least, unit_price_at_most })
    }
}
