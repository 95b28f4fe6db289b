//! The parameters of a new session (Stripe API reference, Create a Checkout Session).

use crate::form::Form;
use crate::id::CustomerId;
use crate::session_facts::Part;

/// A session to be created, in payment mode, for a page that is made of Elements.
#[derive(Debug, Default)]
pub struct SessionCreation<'c> {
    /// The page that the shopper returns to after paying.
    pub return_url: &'c str,
    /// Parts that only the server may update.
    pub server_only: Vec<Part>,
    /// The cart: prices and quantities.
    pub lines: Vec<(&'c str, u64)>,
    /// The countries that are delivered to; with none, no address is collected.
    pub countries: Vec<&'c str>,
    /// The shipping rates that the shopper can choose from.
    pub shipping_rates: Vec<&'c str>,
    /// The customer; none for a guest.
    pub customer: Option<&'c CustomerId>,
    /// The currency, where the prices have several.
    pub currency: Option<&'c str>,
    /// The page's language, by Stripe's name.
    pub locale: Option<&'c str>,
    /// Keys and values.
    pub metadata: Vec<(String, String)>,
}

impl SessionCreation<'_> {
    pub(crate) fn to_form(&self, ui_mode: &str, expand: &[&str]) -> String {
        let mut form =
            Form::default().pair("mode", "payment").pair("ui_mode", ui_mode).pair("return_url", self.return_url);
        for part in &self.server_only {
            form = form.pair(format!("permissions[{}]", part.permission()), "server_only");
        }
        for (at, (price, quantity)) in self.lines.iter().enumerate() {
            form = form
                .pair(format!("line_items[{at}][price]"), *price)
                .pair(format!("line_items[{at}][quantity]"), quantity.to_string());
        }
        for (at, country) in self.countries.iter().enumerate() {
            form = form.pair(format!("shipping_address_collection[allowed_countries][{at}]"), *country);
        }
        for (at, rate) in self.shipping_rates.iter().enumerate() {
            form = form.pair(format!("shipping_options[{at}][shipping_rate]"), *rate);
        }
        let optional =
            [("customer", self.customer.map(CustomerId::as_str)), ("currency", self.currency), ("locale", self.locale)];
        for (key, value) in optional {
            if let Some(value) = value {
                form = form.pair(key, value);
            }
        }
        for (key, value) in &self.metadata {
            form = form.metadata(key, value);
        }
        for path in expand {
            form = form.pair("expand[]", *path);
        }
        form.encode()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn creation_sends_only_what_is_given() {
        let plain =
            SessionCreation { return_url: "https://x", lines: vec![("price_a", 2)], ..SessionCreation::default() };
        let customer = CustomerId::parse("cus_1");
        let full = SessionCreation {
            server_only: vec![Part::Discounts, Part::LineItems],
            countries: vec!["US"],
            shipping_rates: vec!["shr_1"],
            customer: customer.as_ref(),
            currency: Some("usd"),
            locale: Some("de"),
            metadata: vec![("k".to_owned(), "v".to_owned())],
            ..SessionCreation { return_url: "https://x", lines: vec![("price_a", 2)], ..SessionCreation::default() }
        };
        let keys = |form: String| -> Vec<String> {
            form_urlencoded::parse(form.as_bytes()).map(|(key, _)| key.into_owned()).collect()
        };
        let always = ["mode", "ui_mode", "return_url"];
        let lines = ["line_items[0][price]", "line_items[0][quantity]"];
        assert_eq!(keys(plain.to_form("custom", &[])), [&always[..], &lines].concat());
        let rest = [
            "shipping_address_collection[allowed_countries][0]",
            "shipping_options[0][shipping_rate]",
            "customer",
            "currency",
            "locale",
            "metadata[k]",
            "expand[]",
        ];
        let permissions = ["permissions[update_discounts]", "permissions[update_line_items]"];
        assert_eq!(keys(full.to_form("custom", &["x"])), [&always[..], &permissions, &lines, &rest].concat());
    }
}
