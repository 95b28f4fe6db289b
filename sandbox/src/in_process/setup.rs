//! The content of the account before a test begins: customers, prices, coupons, codes, shipping rates.

use serde_json::{Value, json};

use crate::catalog;
use crate::event::{self, Subject};
use crate::presentation;
use crate::sandbox::Sandbox;
use crate::seed_data::sample;

impl Sandbox {
    /// A customer: the sample object with these fields; metadata as given. Returns its id.
    #[expect(clippy::needless_pass_by_value, reason = "reads as add_customer(json!({...}))")]
    #[must_use]
    pub fn add_customer(&self, fields: Value) -> String {
        self.with(|account, call| {
            let id = account.random.id("cus_", 14);
            let mut customer = sample("customer", json!({"id": id, "created": call.now}));
            customer.extend(fields.as_object().cloned().unwrap_or_default());
            let id = account.insert(customer);
            event::emit(account, call, "customer.created", Subject::Object(&id));
            id
        })
    }

    /// A one-time price in the smallest unit, with a product of its own. Returns its id.
    #[must_use]
    pub fn add_price(&self, currency: &str, unit_amount: i64) -> String {
        self.add_price_of(currency, unit_amount, json!({}))
    }

    /// Adds a price with fields of its product (`id`, `name`, `metadata`, ...).
    #[must_use]
    pub fn add_price_of(&self, currency: &str, unit_amount: i64, product: Value) -> String {
        let id = self.with(|account, _| account.random.id("price_", 24));
        self.add_price_with_id(&id, currency, unit_amount, product);
        id
    }

    /// Adds a price with an id that examples can name, and with fields of its product.
    #[expect(clippy::needless_pass_by_value, reason = "reads as add_price_with_id(.., json!({...}))")]
    pub fn add_price_with_id(&self, id: &str, currency: &str, unit_amount: i64, product: Value) {
        self.with(|account, call| {
            let product_id = account.random.id("prod_", 14);
            let mut fields = sample("product", json!({"id": product_id, "created": call.now, "updated": call.now}));
            fields.extend(product.as_object().cloned().unwrap_or_default());
            let product = account.insert(fields);
            let price = json!({
                "id": id, "created": call.now, "currency": currency,
                "product": product, "unit_amount": unit_amount, "unit_amount_decimal": unit_amount.to_string(),
            });
            account.insert(sample("price", price));
        });
    }

    /// Gives a price an amount in a further currency.
    pub fn add_currency_option(&self, price: &str, currency: &str, unit_amount: i64) {
        self.with(|account, _| {
            let Some(mut object) = account.object(price).cloned() else { return };
            let mut options = object.get("currency_options").and_then(Value::as_object).cloned().unwrap_or_default();
            options.insert(currency.to_owned(), presentation::currency_option(unit_amount, &Value::Null));
            object.insert("currency_options".to_owned(), Value::Object(options));
            account.replace(price, object);
        });
    }

    /// A coupon as `POST /v1/coupons` makes it (amounts as JSON integers, percents as JSON strings). Returns its id.
    ///
    /// # Errors
    ///
    /// Stripe's error object.
    #[expect(clippy::needless_pass_by_value, reason = "reads as add_coupon(json!({...}))")]
    pub fn add_coupon(&self, fields: Value) -> Result<String, Value> {
        self.with(|account, call| account.attempt(|account| catalog::create_coupon(account, call, &fields, "")))
            .map_err(|error| error.body("req_direct", false))
    }

    /// A shipping rate in US dollars, for `shipping_options[0][shipping_rate]`.
    pub fn add_shipping_rate(&self, id: &str, cents: i64) {
        self.with(|account, call| {
            let fields = json!({
                "id": id, "created": call.now, "livemode": call.live, "display_name": id,
                "fixed_amount": {"amount": cents, "currency": "usd"},
            });
            account.insert(sample("shipping_rate", fields));
        });
    }

    /// An active promotion code of a coupon. Returns its id, for `discounts[0][promotion_code]`.
    #[must_use]
    pub fn add_promotion_code(&self, coupon: &str, code: &str) -> String {
        self.with(|account, call| {
            let promotion = json!({"coupon": coupon, "type": "coupon"});
            let id = account.random.id("promo_", 24);
            let fields = json!({"id": id, "created": call.now, "code": code, "promotion": promotion});
            account.insert(sample("promotion_code", fields))
        })
    }
}
