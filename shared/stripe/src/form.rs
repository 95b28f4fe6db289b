//! The parameters of updates, in Stripe's form notation: bracketed paths, indexed arrays (Stripe API reference, Update a
//! Checkout Session, Update a payment intent).

use std::fmt;

use form_urlencoded::Serializer;

use crate::version::Version;

/// The discount in an intent's breakdown of its amount, which Dashboard and payment methods show; not in every version.
const DISCOUNT_AMOUNT: &str = "amount_details[discount_amount]";

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
        self.0.0.iter().filter(|(key, _)| key.starts_with("line_items[") && key.ends_with("[quantity]")).count()
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

    /// Sets the discount that the amount is lower by, in minor units; 0 clears it. It is sent if the version has it.
    #[must_use]
    pub fn discount_amount(self, amount: i64) -> Self {
        // Stripe takes integers above 0.
        let value = if amount > 0 { amount.to_string() } else { String::new() };
        Self(self.0.pair(DISCOUNT_AMOUNT, value))
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

    /// The form body, as a version of Stripe's API takes it.
    #[must_use]
    pub fn to_form(&self, version: &Version) -> String {
        if version.has_amount_details() { self.0.encode() } else { self.0.without(DISCOUNT_AMOUNT).encode() }
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

    fn without(&self, key: &str) -> Self {
        Self(self.0.iter().filter(|(known, _)| known != key).cloned().collect())
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
    fn own_prices_belong_to_the_line_before_them() {
        let data = |tax_behavior| PriceData { currency: "usd", product: "prod_1", unit_amount: 11_250, tax_behavior };
        let update = SessionUpdate::default()
            .keep_line("li_1", 2)
            .line_price_data(&data(Some("exclusive")))
            .line_metadata("discount_off", "1250")
            .own_line(1)
            .line_price_data(&data(None))
            .keep_line("li_2", 1)
            .line_price("price_2");
        assert_eq!(
            pairs(&update.to_form()),
            [
                "line_items[0][id]=li_1",
                "line_items[0][quantity]=2",
                "line_items[0][price_data][currency]=usd",
                "line_items[0][price_data][product]=prod_1",
                "line_items[0][price_data][unit_amount]=11250",
                "line_items[0][price_data][tax_behavior]=exclusive",
                "line_items[0][metadata][discount_off]=1250",
                "line_items[1][quantity]=1",
                "line_items[1][price_data][currency]=usd",
                "line_items[1][price_data][product]=prod_1",
                "line_items[1][price_data][unit_amount]=11250",
                "line_items[2][id]=li_2",
                "line_items[2][quantity]=1",
                "line_items[2][price]=price_2",
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

    /// Rows: a version, and whether an intent of it has a discount.
    #[test]
    fn discount_of_an_intent_is_sent_if_the_version_has_it() {
        for (version, sent) in [
            ("2025-03-31.basil; checkout_server_update_beta=v1;", false),
            ("2025-10-28.clover", false),
            ("2025-10-29.clover", true),
            ("2026-10-28.endive", true),
            ("2026-10-14.preview", true),
            ("x", false),
        ] {
            let version = Version::parse(version).unwrap();
            for (amount, value) in [(2_000, "2000"), (0, "")] {
                let update = IntentUpdate::default().amount(18_000).discount_amount(amount).metadata("a", "b");
                let discount = format!("amount_details[discount_amount]={value}");
                let expected = ["amount=18000", &discount, "metadata[a]=b"];
                let expected: Vec<&str> = expected.into_iter().filter(|pair| sent || *pair != discount).collect();
                assert_eq!(pairs(&update.to_form(&version)), expected, "{version:?}");
            }
        }
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
