//! Sessions: made so that the functions can put discounts on them, and changed.

use serde::Deserialize;
use serde_json::Value;
use shared::stripe::SessionId;

use super::catalog::{COUNTRIES, CURRENCY, SHIPPING, Shopper};
use super::lines::{self, CartLine};
use super::stripe::Form;
use super::{Shop, ShopFault};

/// An address, as the page sends it.
#[derive(Deserialize, Debug)]
pub(super) struct ShippingAddress {
    name: String,
    line1: String,
    #[serde(default)]
    city: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    postal_code: String,
    country: String,
}

impl Shop {
    pub(super) async fn create_session(&self, shopper: &Shopper, cart: &[CartLine]) -> Result<Value, ShopFault> {
        let mut form = Form::default();
        form.set("mode", "payment")
            .set("ui_mode", self.stripe.elements())
            .set("return_url", &self.return_url)
            // Without it Stripe refuses the functions' discounts.
            .set("permissions[update_discounts]", "server_only")
            // Without it the server can't write the address, which offers of a place are decided by.
            .set("permissions[update_shipping_details]", "server_only");
        for (at, country) in COUNTRIES.iter().enumerate() {
            form.set(&format!("shipping_address_collection[allowed_countries][{at}]"), country);
        }
        let rate = |field: &str| format!("shipping_options[0][shipping_rate_data]{field}");
        form.set(&rate("[type]"), "fixed_amount")
            .set(&rate("[display_name]"), "Standard shipping")
            .set(&rate("[fixed_amount][amount]"), &SHIPPING.to_string())
            .set(&rate("[fixed_amount][currency]"), CURRENCY);
        lines::write(&mut form, cart, &Value::Null)?;
        if let Some(customer) = self.customer(shopper).await? {
            form.set("customer", &customer);
        }
        self.stripe.post(&["v1", "checkout", "sessions"], form).await
    }

    async fn retrieve(&self, id: &SessionId) -> Result<Value, ShopFault> {
        let mut query = Form::default();
        query.set("expand[]", "line_items");
        self.stripe.get(&["v1", "checkout", "sessions", id.as_str()], query).await
    }

    pub(super) async fn update_lines(&self, id: &SessionId, cart: &[CartLine]) -> Result<(), ShopFault> {
        let held = self.retrieve(id).await?;
        let mut form = Form::default();
        lines::write(&mut form, cart, held.get("line_items").unwrap_or(&Value::Null))?;
        self.update(id, form).await
    }

    pub(super) async fn update_address(&self, id: &SessionId, to: &ShippingAddress) -> Result<(), ShopFault> {
        let key = |field: &str| format!("collected_information[shipping_details]{field}");
        let mut form = Form::default();
        form.set(&key("[name]"), &to.name);
        for (field, value) in [
            ("[address][line1]", &to.line1),
            ("[address][city]", &to.city),
            ("[address][state]", &to.state),
            ("[address][postal_code]", &to.postal_code),
            ("[address][country]", &to.country),
        ] {
            if !value.is_empty() {
                form.set(&key(field), value);
            }
        }
        self.update(id, form).await
    }

    async fn update(&self, id: &SessionId, form: Form) -> Result<(), ShopFault> {
        self.stripe.post(&["v1", "checkout", "sessions", id.as_str()], form).await.map(drop)
    }

    /// The Stripe customer of a shopper; none for a guest.
    async fn customer(&self, shopper: &Shopper) -> Result<Option<String>, ShopFault> {
        let Some(metadata) = shopper.metadata else { return Ok(None) };
        let mut customers = self.customers.lock().await;
        if let Some(customer) = customers.get(shopper.id) {
            return Ok(Some(customer.clone()));
        }
        let mut form = Form::default();
        form.set("name", shopper.name);
        for (key, value) in metadata {
            form.set(&format!("metadata[{key}]"), value);
        }
        let made = self.stripe.post(&["v1", "customers"], form).await?;
        let id = made.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        customers.insert(shopper.id, id.clone());
        Ok(Some(id))
    }
}
