//! The parameters of updates, in Stripe's form notation: bracketed paths, indexed arrays (Stripe API reference, Update a
//! Checkout Session, Update a payment intent).

use std::fmt;

use form_urlencoded::Serializer;

/// An update of a session. Its parameters are sent in the order in which they were added.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct SessionUpdate(Form);

/// An update of a payment intent. Its parameters are sent in the order in which they were added.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct IntentUpdate(Form);

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

    fn line(self, field: &str, value: &str, quantity: u64) -> Self {
        let at =
            self.0.0.iter().filter(|(key, _)| key.starts_with("line_items[") && key.ends_with("[quantity]")).count();
        let form = self.0.pair(format!("line_items[{at}][{field}]"), value);
        Self(form.pair(format!("line_items[{at}][quantity]"), quantity.to_string()))
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

impl IntentUpdate {
    /// Sets the amount, in minor units.
    #[must_use]
    pub fn amount(self, amount: i64) -> Self {
        Self(self.0.pair("amount", amount.to_string()))
    }

    /// Sets a key of the metadata; an empty value removes it.
    #[must_use]
    pub fn metadata(self, key: &str, value: &str) -> Self {
        Self(self.0.metadata(key, value))
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

/// Keys and values in the order in which they are sent.
#[derive(Clone, PartialEq, Eq, Default)]
pub(crate) struct Form(Vec<(String, String)>);

impl Form {
    pub(crate) fn pair(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.0.push((key.into(), value.into()));
        self
    }

    pub(crate) fn metadata(self, key: &str, value: &str) -> Self {
        self.pair(format!("metadata[{key}]"), value)
    }

    pub(crate) fn encode(&self) -> String {
        Serializer::new(String::new()).extend_pairs(&self.0).finish()
    }
}

/// The keys alone: values can be what a shopper typed.
impl fmt::Debug for SessionUpdate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.0.iter().map(|(key, _)| key)).finish()
    }
}

/// The keys alone, as for a session.
impl fmt::Debug for IntentUpdate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.0.iter().map(|(key, _)| key)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(form: &str) -> Vec<String> {
        form_urlencoded::parse(form.as_bytes()).map(|(key, value)| format!("{key}={value}")).collect()
    }

    #[test]
    fn clearing_sends_an_empty_string() {
        let update =
            SessionUpdate::default().clear_discounts().metadata("discount_writes", "3").expand("discounts.coupon");
        assert_eq!(update.to_form(), "discounts=&metadata%5Bdiscount_writes%5D=3&expand%5B%5D=discounts.coupon");
    }

    #[test]
    fn lines_are_numbered_in_order_of_addition() {
        let update = SessionUpdate::default().new_line("price_c", 3).metadata("x", "y").keep_line("li_2", 1);
        assert_eq!(
            pairs(&update.to_form()),
            [
                "line_items[0][price]=price_c",
                "line_items[0][quantity]=3",
                "metadata[x]=y",
                "line_items[1][id]=li_2",
                "line_items[1][quantity]=1",
            ]
        );
    }

    #[test]
    fn coupon_carries_its_metadata() {
        let metadata = [("a", "1"), ("b", "2")];
        let coupon = Coupon { name: "10% off", amount_off: 1500, currency: "usd", metadata: &metadata };
        assert_eq!(
            pairs(&SessionUpdate::default().coupon(&coupon).to_form()),
            [
                "discounts[0][coupon_data][name]=10% off",
                "discounts[0][coupon_data][amount_off]=1500",
                "discounts[0][coupon_data][currency]=usd",
                "discounts[0][coupon_data][metadata][a]=1",
                "discounts[0][coupon_data][metadata][b]=2",
            ]
        );
    }

    #[test]
    fn updates_print_without_values() {
        let update =
            SessionUpdate::default().shipping_details("Canaria", "US", &[("line1", "7 Canary Road".to_owned())]);
        let text = format!("{update:?} {:?}", IntentUpdate::default().metadata("discount_code", "CANARY"));
        assert!(text.contains("shipping_details") && text.contains("discount_code"), "{text}");
        assert!(!text.contains("anar") && !text.contains("ANAR"), "{text}");
    }
}
