//! The lines of a cart and their prices.

use crate::object::{Expandable, LineItem, LineItems, Price, Product, StripeSession};

impl StripeSession {
    /// The line with a price.
    #[must_use]
    pub fn line_of(&self, price: &str) -> Option<&LineItem> {
        let mut lines = self.line_items.iter().flat_map(|lines| &lines.data);
        lines.find(|line| line.price_id() == Some(price))
    }
}

impl LineItems {
    /// The sum of the lines before discounts, in minor units; none where a line does not show its own.
    #[must_use]
    pub fn subtotal(&self) -> Option<i64> {
        self.data.iter().try_fold(0_i64, |sum, line| sum.checked_add(line.amount_subtotal?))
    }
}

impl LineItem {
    /// The id of its price.
    #[must_use]
    pub fn price_id(&self) -> Option<&str> {
        self.price.as_ref()?.id.as_deref()
    }

    /// The amount of one unit in this session, in minor units; none unless the price has one amount for each unit.
    #[must_use]
    pub fn subtotal_per_unit(&self) -> Option<i64> {
        let price = self.price.as_ref()?;
        let (quantity, subtotal) = (i64::try_from(self.quantity?).ok()?, self.amount_subtotal?);
        let even = price.has_one_amount() && subtotal.checked_rem(quantity)? == 0;
        subtotal.checked_div(quantity).filter(|_| even)
    }
}

impl Price {
    /// The id of its product.
    #[must_use]
    pub fn product_id(&self) -> Option<&str> {
        self.product.as_ref().map(|product| match product {
            Expandable::Id(id) | Expandable::Object(Product { id, .. }) => id.as_str(),
        })
    }

    /// The amount of one unit in a currency (lower case), in minor units. A price of several currencies shows that of its
    /// main one.
    #[must_use]
    pub fn unit_amount_in(&self, currency: &str) -> Option<i64> {
        let main = self.currency.as_deref().is_some_and(|main| main.eq_ignore_ascii_case(currency));
        self.unit_amount.filter(|_| main)
    }

    /// The amount of one unit in a currency (lower case), if all units cost alike; other currencies only if expanded.
    #[must_use]
    pub fn amount_for_each_unit(&self, currency: &str) -> Option<i64> {
        let option = || self.currency_options.as_ref()?.get(currency)?.unit_amount;
        if self.has_one_amount() { self.unit_amount_in(currency).or_else(option) } else { None }
    }

    const fn has_one_amount(&self) -> bool {
        self.unit_amount.is_some() && self.transform_quantity.is_none()
    }
}
