//! Items of a cart: products, prices and tags.

use serde::{Deserialize, Serialize};

use crate::document::{Reader, Table, values};
use crate::words::{Words, has_all};

/// Products, prices and tags: a line is meant if any of the three names it. At least one word.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Items {
    /// Ids of Stripe's products.
    pub products: Words,
    /// Ids of Stripe's prices.
    pub prices: Words,
    /// Tags: in the product's metadata under [`Items::TAGS`], comma-separated.
    pub tags: Words,
}

impl Items {
    /// The key of a product's metadata that holds its tags.
    pub const TAGS: &'static str = "tags";

    /// The items that a table names; none where it names none.
    pub(crate) fn read(reader: &mut Reader, table: &mut Table<'_, '_>) -> Option<Self> {
        let mut given = false;
        let mut read = |key, word: fn(&str) -> Result<String, values::Blank>| match table.take(key) {
            Some(value) => {
                given = true;
                values::words(reader, value, key, word).unwrap_or_default()
            }
            None => Words::default(),
        };
        let (products, prices) = (read("products", values::word), read("prices", values::word));
        let tags = read("tags", values::folded);
        given.then_some(Self { products, prices, tags })
    }

    /// The items, or a fault where a table names none.
    pub(crate) fn some(reader: &mut Reader, table: &Table<'_, '_>, items: Option<Self>, key: &str) -> Option<Self> {
        if items.is_none() {
            reader.fault(table.span(), format!("{key} names nothing: list products, prices or tags"));
        }
        items
    }

    /// Every list that they have, with its key.
    #[must_use]
    pub fn lists(&self) -> [(&'static str, &Words); 3] {
        [("products", &self.products), ("prices", &self.prices), ("tags", &self.tags)]
    }
}

/// Returns whether items name everything that others name.
pub(crate) fn names_all(items: &Items, others: &Items) -> bool {
    let lists = items.lists().into_iter().zip(others.lists());
    lists.into_iter().all(|((_, words), (_, others))| has_all(words, others))
}
