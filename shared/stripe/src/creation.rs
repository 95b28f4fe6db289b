//! The parameters of a new session (Stripe API reference, Create a Checkout Session).

use crate::form::Form;
use crate::id::CustomerId;
use crate::page::Page;
use crate::session_facts::Part;
use crate::version::Version;

/// A session to be created, in payment mode.
#[derive(Debug, Default)]
pub struct SessionCreation<'c> {
    /// The page that shows it.
    pub page: Page,
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
    /// The coupon on it from the start.
    pub coupon: Option<&'c str>,
    /// The time at which it expires, in Unix seconds; without it, 24 hours after its creation.
    pub expires_at: Option<i64>,
    /// Keys and values.
    pub metadata: Vec<(String, String)>,
}

impl SessionCreation<'_> {
    pub(crate) fn to_form(&self, version: &Version, expand: &[&str]) -> String {
        let mut form = Form::default()
            .pair("mode", "payment")
            .pair("ui_mode", version.ui_mode(self.page))
            .pair(self.page.return_parameter(), self.return_url);
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
        if let Some(coupon) = self.coupon {
            form = form.pair("discounts[0][coupon]", coupon);
        }
        if let Some(expires_at) = self.expires_at {
            form = form.pair("expires_at", expires_at.to_string());
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
            coupon: Some("c"),
            expires_at: Some(1),
            metadata: vec![("k".to_owned(), "v".to_owned())],
            ..SessionCreation { return_url: "https://x", lines: vec![("price_a", 2)], ..SessionCreation::default() }
        };
        let keys = |form: String| -> Vec<String> {
            form_urlencoded::parse(form.as_bytes()).map(|(key, _)| key.into_owned()).collect()
        };
        let always = ["mode", "ui_mode", "return_url"];
        let lines = ["line_items[0][price]", "line_items[0][quantity]"];
        assert_eq!(keys(plain.to_form(&Version::default(), &[])), [&always[..], &lines].concat());
        let rest = [
            "shipping_address_collection[allowed_countries][0]",
            "shipping_options[0][shipping_rate]",
            "customer",
            "currency",
            "locale",
            "discounts[0][coupon]",
            "expires_at",
            "metadata[k]",
            "expand[]",
        ];
        let permissions = ["permissions[update_discounts]", "permissions[update_line_items]"];
        assert_eq!(
            keys(full.to_form(&Version::default(), &["x"])),
            [&always[..], &permissions, &lines, &rest].concat()
        );
    }

    #[test]
    fn each_page_has_its_mode_and_its_parameter_of_return() {
        for (page, version, expected) in [
            (Page::Elements, Version::default(), "ui_mode=custom&return_url=https%3A%2F%2Fx"),
            (Page::Hosted, Version::default(), "ui_mode=hosted&success_url=https%3A%2F%2Fx"),
            (Page::Embedded, Version::default(), "ui_mode=embedded&return_url=https%3A%2F%2Fx"),
            (Page::Hosted, Version::general(), "ui_mode=hosted_page&success_url=https%3A%2F%2Fx"),
            (Page::Embedded, Version::general(), "ui_mode=embedded_page&return_url=https%3A%2F%2Fx"),
        ] {
            let creation = SessionCreation { page, return_url: "https://x", ..SessionCreation::default() };
            assert_eq!(creation.to_form(&version, &[]), format!("mode=payment&{expected}"));
        }
    }
}
