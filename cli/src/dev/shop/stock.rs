//! The shop's objects at Stripe: a price for each product, a customer for each member. In the
//! sandbox all of it is there from the start, with the orders that were placed before, as the webhook has counted them. In an
//! account it is made when it is first needed, and the orders placed before are imported.

use std::collections::BTreeMap;

use sandbox::Sandbox;
use serde_json::{Map, Value, json};
use shared::core::money::Currency;
use shared::core::policy::CustomerKeys;
use shared::core::session::{CheckoutCounts, Uses};

use super::catalog::{CURRENCY, Member, PRODUCTS, Product, SHOPPERS, Shopper};
use super::error::ShopError;
use super::stripe::{Form, StripeForms};

/// Ids at Stripe, by those of the catalog.
#[derive(Debug, Default)]
pub(super) struct Stock {
    prices: BTreeMap<&'static str, String>,
    customers: BTreeMap<&'static str, String>,
}

impl Stock {
    /// Stocks a sandbox.
    pub(super) fn of_sandbox(sandbox: &Sandbox) -> Self {
        let mut stock = Self::default();
        for product in &PRODUCTS {
            let fields = json!({"id": product.stripe_id(), "name": product.name});
            let price = product.sandbox_price();
            sandbox.add_price_with_id(&price, CURRENCY, product.unit_amount.into(), fields);
            stock.prices.insert(product.id, price);
        }
        for (shopper, member) in members() {
            let metadata: Map<String, Value> =
                counted_facts(member).into_iter().map(|(key, value)| (key, value.into())).collect();
            let customer = sandbox.add_customer(json!({"name": shopper.name, "metadata": metadata}));
            stock.order_before(sandbox, &customer, member.orders);
            stock.customers.insert(shopper.id, customer);
        }
        stock
    }

    /// Places earlier orders, which are paid.
    fn order_before(&self, sandbox: &Sandbox, customer: &str, orders: u32) {
        let Some(price) = PRODUCTS.first().and_then(|product| self.prices.get(product.id)) else { return };
        for _ in 0..orders {
            let made = sandbox.create_session(&[
                ("mode", "payment"),
                ("ui_mode", "custom"),
                ("return_url", "https://shop.example/return"),
                ("customer", customer),
                ("line_items[0][price]", price),
                ("line_items[0][quantity]", "1"),
            ]);
            if let Some(id) = made.as_ref().ok().and_then(|session| session.get("id")?.as_str()) {
                sandbox.complete(id);
            }
        }
    }

    /// The price of a product, as far as it is there yet.
    pub(super) fn price(&self, product: &Product) -> Option<&str> {
        self.prices.get(product.id).map(String::as_str)
    }

    /// Creates the prices that are missing.
    pub(super) async fn complete(&mut self, stripe: &StripeForms) -> Result<(), ShopError> {
        for product in PRODUCTS.iter().filter(|product| !self.prices.contains_key(product.id)).collect::<Vec<_>>() {
            self.prices.insert(product.id, price(stripe, product).await?);
        }
        Ok(())
    }

    /// The Stripe customer of a shopper; none for a guest.
    pub(super) async fn customer(
        &mut self,
        stripe: &StripeForms,
        shopper: &'static Shopper,
        keys: &CustomerKeys,
    ) -> Result<Option<String>, ShopError> {
        let Some(member) = &shopper.member else { return Ok(None) };
        if let Some(customer) = self.customers.get(shopper.id) {
            return Ok(Some(customer.clone()));
        }
        let mut form = Form::default();
        form.set("name", shopper.name);
        for (key, value) in imported_facts(member, keys) {
            form.set(&format!("metadata[{key}]"), &value);
        }
        let id = id_of(&stripe.post(&["v1", "customers"], form).await?);
        self.customers.insert(shopper.id, id.clone());
        Ok(Some(id))
    }
}

fn members() -> impl Iterator<Item = (&'static Shopper, &'static Member)> {
    SHOPPERS.iter().filter_map(|shopper| Some((shopper, shopper.member.as_ref()?)))
}

/// The metadata of a customer whose earlier orders Stripe does not know: the facts of the catalog, and their totals.
fn imported_facts(member: &Member, keys: &CustomerKeys) -> Vec<(String, String)> {
    let imported = [
        (keys.orders.clone(), member.orders.to_string()),
        (format!("{}_{CURRENCY}", keys.lifetime_spend), spent(member).to_string()),
    ];
    known_facts(member).chain(imported).collect()
}

/// The metadata of a customer whose earlier orders the webhook has counted.
fn counted_facts(member: &Member) -> Vec<(String, String)> {
    let orders = u64::from(member.orders);
    let spend = Currency::parse(CURRENCY).map(|currency| (currency, spent(member)));
    let counts =
        CheckoutCounts { orders, spend: spend.into_iter().collect(), uses: Some(Uses::default()), ..<_>::default() };
    known_facts(member).chain(counts.changes(&BTreeMap::new())).collect()
}

fn spent(member: &Member) -> u64 {
    let each = PRODUCTS.first().map(|product| product.unit_amount).unwrap_or_default();
    u64::from(member.orders).saturating_mul(each.into())
}

fn known_facts(member: &Member) -> impl Iterator<Item = (String, String)> {
    member.metadata.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
}

/// The price of a product in an account, where an earlier start may have left it.
async fn price(stripe: &StripeForms, product: &Product) -> Result<String, ShopError> {
    let id = product.stripe_id();
    let mut form = Form::default();
    form.set("id", &id).set("name", product.name);
    match stripe.post(&["v1", "products"], form).await {
        Ok(_) => {}
        Err(ShopError::Refused { code: Some(code), .. }) if code == "resource_already_exists" => {
            let mut query = Form::default();
            query.set("product", &id).set("active", "true").set("currency", CURRENCY).set("limit", "100");
            let held = stripe.get(&["v1", "prices"], query).await?;
            let prices = held.get("data").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let same =
                |price: &&Value| price.get("unit_amount").and_then(Value::as_u64) == Some(product.unit_amount.into());
            if let Some(price) = prices.iter().find(same) {
                return Ok(id_of(price));
            }
        }
        Err(fault) => return Err(fault),
    }
    let mut form = Form::default();
    form.set("product", &id).set("currency", CURRENCY).set("unit_amount", &product.unit_amount.to_string());
    stripe.post(&["v1", "prices"], form).await.map(|price| id_of(&price))
}

fn id_of(object: &Value) -> String {
    object.get("id").and_then(Value::as_str).unwrap_or_default().to_owned()
}
