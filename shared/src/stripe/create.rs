//! What a session is created with (Stripe API reference, Create a Checkout Session).

use discounts_core::difference::Update;
use discounts_core::money::Currency;
use discounts_core::policy::Checkout;
use form_urlencoded::Serializer;

use super::client::{RequestClient, parse};
use super::form::metadata;
use super::object::StripeSession;
use super::{CustomerId, SessionId, StripeError};
use crate::command::CartLine;

/// A session to be created.
#[derive(Debug)]
pub struct Creation<'c> {
    /// Where the shopper goes after paying.
    pub return_url: &'c str,
    /// What the merchant says of every session.
    pub checkout: &'c Checkout,
    /// Whose it is; none for a guest.
    pub customer: Option<&'c CustomerId>,
    /// The cart.
    pub lines: &'c [CartLine],
    /// The currency, where the prices have several.
    pub currency: Option<Currency>,
    /// Stripe's name of the page's language.
    pub locale: Option<&'c str>,
    /// What it is asked for from the start.
    pub asked: Update,
}

impl RequestClient<'_> {
    /// Creates a session.
    ///
    /// # Errors
    ///
    /// As Stripe answers.
    pub async fn create(&mut self, creation: &Creation<'_>, expand: &[&str]) -> Result<StripeSession, StripeError> {
        let body = form(creation, self.stripe.version.elements(), expand);
        parse(&self.write(&["v1", "checkout", "sessions"], &body).await?)
    }
}

impl StripeSession {
    /// Its id.
    ///
    /// # Errors
    ///
    /// [`StripeError::Unreadable`] where it is of a form that later calls would refuse.
    pub fn session_id(&self) -> Result<SessionId, StripeError> {
        SessionId::parse(&self.id).ok_or(StripeError::Unreadable("the session's id is of an unknown form"))
    }
}

fn form(creation: &Creation<'_>, ui_mode: &str, expand: &[&str]) -> String {
    let Creation { return_url, checkout, customer, lines, currency, locale, asked } = creation;
    let mut form = Serializer::new(String::new());
    form.append_pair("mode", "payment")
        .append_pair("ui_mode", ui_mode)
        .append_pair("return_url", return_url)
        .append_pair("permissions[update_discounts]", "server_only");
    if checkout.server_only.line_items {
        form.append_pair("permissions[update_line_items]", "server_only");
    }
    if checkout.server_only.shipping_details {
        form.append_pair("permissions[update_shipping_details]", "server_only");
    }
    for (at, line) in lines.iter().enumerate() {
        form.append_pair(&format!("line_items[{at}][price]"), line.price.as_str())
            .append_pair(&format!("line_items[{at}][quantity]"), &line.quantity.to_string());
    }
    for (at, country) in checkout.countries.iter().enumerate() {
        form.append_pair(&format!("shipping_address_collection[allowed_countries][{at}]"), country);
    }
    for (at, rate) in checkout.shipping_rates.iter().enumerate() {
        form.append_pair(&format!("shipping_options[{at}][shipping_rate]"), rate);
    }
    if let Some(customer) = customer {
        form.append_pair("customer", customer.as_str());
    }
    if let Some(currency) = currency {
        form.append_pair("currency", currency.as_str());
    }
    if let Some(locale) = locale {
        form.append_pair("locale", locale);
    }
    for (key, value) in asked.of_the_set() {
        form.append_pair(&metadata(&key), value);
    }
    for path in expand {
        form.append_pair("expand[]", path);
    }
    form.finish()
}
