//! The parameters of an update of a session (Stripe API reference, Update a Checkout Session).

use crate::form::Form;

/// An update of a session. Its parameters are sent in the order in which they were added.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct SessionUpdate(Form);

/// A coupon that Stripe makes for one session.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Coupon<'c> {
    /// The name that shoppers see.
    pub name: &'c str,
    /// The amount that it takes off, in minor units.
    pub amount_off: u64,
    /// The currency of that amount, in lower case.
    pub currency: &'c str,
    /// Keys and values.
    pub metadata: &'c [(&'c str, &'c str)],
}

/// A price of one line alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PriceData<'p> {
    /// The currency, in lower case.
    pub currency: &'p str,
    /// `prod_...`
    pub product: &'p str,
    /// One unit, in minor units.
    pub unit_amount: u64,
    /// `inclusive` or `exclusive`; without it, as the account has it.
    pub tax_behavior: Option<&'p str>,
}

impl SessionUpdate {
    /// Keeps a line of the cart, with this quantity. A cart is sent whole: a line that is not sent is removed (Stripe docs,
    /// "Dynamically update line items").
    #[must_use]
    pub fn keep_line(self, line_item: &str, quantity: u64) -> Self {
        self.line("id", line_item, quantity)
    }

    /// Adds a line with a price to the cart.
    #[must_use]
    pub fn new_line(self, price: &str, quantity: u64) -> Self {
        self.line("price", price, quantity)
    }

    /// Adds a line to the cart that has a price of its own, which has to follow.
    #[must_use]
    pub fn own_line(self, quantity: u64) -> Self {
        let at = self.lines();
        Self(self.0.pair(format!("line_items[{at}][quantity]"), quantity.to_string()))
    }

    fn line(self, field: &str, value: &str, quantity: u64) -> Self {
        let at = self.lines();
        Self(self.0.pair(format!("line_items[{at}][{field}]"), value)).own_line(quantity)
    }

    /// Replaces the price of the last line by another one of the catalog.
    #[must_use]
    pub fn line_price(self, price: &str) -> Self {
        self.of_last_line("[price]", price)
    }

    /// Gives the last line a price of its own.
    #[must_use]
    pub fn line_price_data(self, data: &PriceData<'_>) -> Self {
        let update = self
            .of_last_line("[price_data][currency]", data.currency)
            .of_last_line("[price_data][product]", data.product)
            .of_last_line("[price_data][unit_amount]", &data.unit_amount.to_string());
        match data.tax_behavior {
            Some(behavior) => update.of_last_line("[price_data][tax_behavior]", behavior),
            None => update,
        }
    }

    /// Sets a key of the last line's metadata; an empty value removes it.
    #[must_use]
    pub fn line_metadata(self, key: &str, value: &str) -> Self {
        self.of_last_line(&format!("[metadata][{key}]"), value)
    }

    fn of_last_line(self, field: &str, value: &str) -> Self {
        let at = self.lines().saturating_sub(1);
        Self(self.0.pair(format!("line_items[{at}]{field}"), value))
    }

    fn lines(&self) -> usize {
        self.0.keys().filter(|key| key.starts_with("line_items[") && key.ends_with("[quantity]")).count()
    }

    /// Replaces the shipping address: the name, the country, and other fields by Stripe's names.
    #[must_use]
    pub fn shipping_details(self, name: &str, country: &str, fields: &[(&str, String)]) -> Self {
        let key = |field: &str| format!("collected_information[shipping_details]{field}");
        let form = self.0.pair(key("[name]"), name).pair(key("[address][country]"), country);
        Self(fields.iter().fold(form, |form, (field, value)| form.pair(key(&format!("[address][{field}]")), value)))
    }

    /// Sets a key of the metadata; an empty value removes it.
    #[must_use]
    pub fn metadata(self, key: &str, value: &str) -> Self {
        Self(self.0.metadata(key, value))
    }

    /// Replaces the discounts by a coupon.
    #[must_use]
    pub fn coupon(self, coupon: &Coupon<'_>) -> Self {
        let key = |field: &str| format!("discounts[0][coupon_data]{field}");
        let form = self
            .0
            .pair(key("[name]"), coupon.name)
            .pair(key("[amount_off]"), coupon.amount_off.to_string())
            .pair(key("[currency]"), coupon.currency);
        let metadata = coupon.metadata.iter();
        Self(metadata.fold(form, |form, (name, value)| form.pair(key(&format!("[metadata][{name}]")), *value)))
    }

    /// Removes the discounts. An empty list would change nothing; an empty string clears.
    #[must_use]
    pub fn clear_discounts(self) -> Self {
        Self(self.0.pair("discounts", ""))
    }

    /// Expands a path of the answer.
    #[must_use]
    pub fn expand(self, path: &str) -> Self {
        Self(self.0.pair("expand[]", path))
    }

    /// The form body.
    #[must_use]
    pub fn to_form(&self) -> String {
        self.0.encode()
    }
}

#[cfg(test)]
mod tests;
