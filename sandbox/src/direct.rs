//! The account without HTTP: what tests set up and look at, and what the shopper does in the page.

use serde_json::{Map, Value, json};

use crate::account::{Account, Call};
use crate::catalog;
use crate::coupon::Coupon;
use crate::discount::Discount;
use crate::error::ApiError;
use crate::expand::{Expand, Shape};
use crate::form;
use crate::intent::{self, IntentStatus};
use crate::lines::{self, Line};
use crate::pay::{self, Payment};
use crate::render;
use crate::samples::sample;
use crate::sandbox::Sandbox;
use crate::schema;
use crate::session::{SessionState, Status};
use crate::shipping;
use crate::state::now;
use crate::version::Version;

impl Sandbox {
    /// A customer: the sample object with these fields; metadata as given. Returns its id.
    #[expect(clippy::needless_pass_by_value, reason = "reads as add_customer(json!({...}))")]
    #[must_use]
    pub fn add_customer(&self, fields: Value) -> String {
        self.with(|account, call| {
            let id = account.random.id("cus_", 14);
            if fields.get("deleted") == Some(&json!(true)) {
                let stub = json!({"id": id, "object": "customer", "deleted": true, "livemode": call.live});
                return account.insert(stub.as_object().cloned().unwrap_or_default());
            }
            let mut customer = sample("customer", json!({"id": id, "created": call.now}));
            customer.extend(fields.as_object().cloned().unwrap_or_default());
            account.insert(customer)
        })
    }

    /// A one-time price in the smallest unit, with a product of its own. Returns its id.
    #[must_use]
    pub fn add_price(&self, currency: &str, unit_amount: i64) -> String {
        self.add_price_of(currency, unit_amount, json!({}))
    }

    /// The same, with fields of the product (`id`, `name`, `metadata`, ...).
    #[expect(clippy::needless_pass_by_value, reason = "reads as add_price_of(.., json!({...}))")]
    #[must_use]
    pub fn add_price_of(&self, currency: &str, unit_amount: i64, product: Value) -> String {
        self.with(|account, call| {
            let id = account.random.id("prod_", 14);
            let mut fields = sample("product", json!({"id": id, "created": call.now, "updated": call.now}));
            fields.extend(product.as_object().cloned().unwrap_or_default());
            let product = account.insert(fields);
            let price = json!({
                "id": account.random.id("price_", 24), "created": call.now, "currency": currency,
                "product": product, "unit_amount": unit_amount, "unit_amount_decimal": unit_amount.to_string(),
            });
            account.insert(sample("price", price))
        })
    }

    /// Gives a price an amount in a further currency.
    pub fn add_currency_option(&self, price: &str, currency: &str, unit_amount: i64) {
        self.with(|account, _| {
            let Some(mut object) = account.object(price).cloned() else { return };
            let mut options = object.get("currency_options").and_then(Value::as_object).cloned().unwrap_or_default();
            options.insert(currency.to_owned(), catalog::currency_option(unit_amount, &Value::Null));
            object.insert("currency_options".to_owned(), Value::Object(options));
            account.replace(price, object);
        });
    }

    /// A coupon as `POST /v1/coupons` makes it (amounts as JSON integers, percents as JSON strings). Returns its id.
    ///
    /// The error is Stripe's error object.
    #[expect(clippy::needless_pass_by_value, reason = "reads as add_coupon(json!({...}))")]
    pub fn add_coupon(&self, fields: Value) -> Result<String, Value> {
        self.with(|account, call| account.attempt(|account| Coupon::create(account, call, &fields, "")))
            .map_err(|error| error.body("req_direct", false))
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

    /// Makes a session as the HTTP endpoint does in test mode, under the default version with the preview (if the
    /// account has it), and returns it.
    ///
    /// The error is Stripe's error object.
    pub fn create_session(&self, params: &[(&str, &str)]) -> Result<Value, Value> {
        let pairs: Vec<(String, String)> =
            params.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let created = self.with(|account, call| {
            let data = schema::check("create_session", call.version, &form::tree(&pairs)?)?;
            let expand = Expand::read(&data, Shape::Session, call.version)?;
            let id = account.attempt(|account| crate::create::create(account, call, &data))?;
            let session = account.session(&id, call)?.clone();
            Ok(render::session(account, call, &session, &expand))
        });
        created.map_err(|error: ApiError| error.body("req_direct", false))
    }

    /// A session with all that a page shows of it expanded.
    #[must_use]
    pub fn session(&self, id: &str) -> Option<Value> {
        self.with(|account, call| {
            let session = account.sessions.get_mut(id)?;
            session.expire_if_due(call.now);
            let session = session.clone();
            Some(render::session(account, call, &session, &Expand::of_page()))
        })
    }

    /// The ids of all sessions.
    #[must_use]
    pub fn sessions(&self) -> Vec<String> {
        self.inner.lock().account.sessions.keys().cloned().collect()
    }

    /// The shopper changes the cart in the page. Lines of the same price keep their id. `false`, and nothing is
    /// changed, if the session is not open, `update_line_items` is `server_only`, or a price has not its currency.
    #[expect(clippy::must_use_candidate, reason = "called for its effect")]
    pub fn set_cart(&self, id: &str, lines: &[(String, u64)]) -> bool {
        self.with(|account, call| {
            let Ok(session) = account.session(id, call) else {
                return false;
            };
            let mut session = session.clone();
            let locked = session.permissions.update_line_items.as_deref() == Some("server_only");
            if locked || session.status != Status::Open {
                return false;
            }
            let mut cart: Vec<Line> = Vec::new();
            for (price, quantity) in lines {
                let free = |line: &&Line| line.price == *price && cart.iter().all(|taken| taken.id != line.id);
                let kept = session.lines.iter().find(free).cloned();
                let line = kept.unwrap_or_else(|| Line::new(account, price.clone(), *quantity));
                cart.push(Line { quantity: *quantity, ..line });
            }
            if lines::currency(account, &cart, session.currency.as_deref()).is_err() {
                return false;
            }
            session.lines = cart;
            account.sessions.insert(id.to_owned(), session);
            true
        })
    }

    /// Writes the shipping address, whoever may: `{"country", "line1", ...}`; null removes it.
    #[expect(clippy::needless_pass_by_value, reason = "reads as set_address(.., json!({...}))")]
    pub fn set_address(&self, id: &str, address: Value) {
        self.patch_session(id, |session| {
            session.shipping_details = if address.is_null() {
                Value::Null
            } else {
                json!({"name": "Jenny Rosen", "address": shipping::address(&address)})
            };
        });
    }

    /// The shopper pays: the session is complete, its coupon redeemed once more, and a payment intent has succeeded if
    /// anything was due. Nothing happens if the session is not open, or its total can't be charged.
    pub fn complete(&self, id: &str) {
        self.shopper_pays(id, Payment::AtOnce);
    }

    /// The same with a delayed payment method: the session is complete and unpaid until [`Sandbox::settle`].
    pub fn complete_delayed(&self, id: &str) {
        self.shopper_pays(id, Payment::Delayed);
    }

    fn shopper_pays(&self, id: &str, payment: Payment) {
        self.with(|account, call| {
            // What can't be paid stays as it is, as the documentation of the callers says.
            let _refused = account.attempt(|account| pay::pay(account, call, id, payment));
        });
    }

    /// A delayed payment comes, or fails. `false` if the session waits for none.
    #[expect(clippy::must_use_candidate, reason = "called for its effect")]
    pub fn settle(&self, id: &str, succeeds: bool) -> bool {
        self.with(|account, call| pay::settle(account, call, id, succeeds))
    }

    /// Moves a payment intent to a status, with the charge that goes with it. `false` if there is no such intent.
    #[expect(clippy::must_use_candidate, reason = "called for its effect")]
    pub fn move_payment_intent(&self, id: &str, status: IntentStatus) -> bool {
        self.with(|account, call| {
            let known = account.find("payment_intent", id, call.live).is_some();
            if known {
                intent::move_to(account, call, id, status);
            }
            known
        })
    }

    /// The session's time is over.
    pub fn expire(&self, id: &str) {
        self.patch_session(id, |session| session.status = Status::Expired);
    }

    /// How many coupons there are.
    #[must_use]
    pub fn coupons(&self) -> usize {
        self.inner.lock().account.coupons.len()
    }

    /// A coupon as Stripe shows it.
    #[must_use]
    pub fn coupon(&self, id: &str) -> Option<Value> {
        self.inner.lock().account.coupons.get(id).map(Coupon::render)
    }

    /// Puts a coupon on a session, whoever may: a discount by the Dashboard, or by the shopper's promotion code.
    pub fn set_discount(&self, id: &str, coupon: &str, promotion_code: Option<&str>) {
        let (coupon, code) = (coupon.to_owned(), promotion_code.map(str::to_owned));
        let discount = self.with(|account, call| Discount::of(account, coupon, code, call.now));
        self.patch_session(id, |session| session.discount = Some(discount));
    }

    /// Puts a session into any state. `false` if there is no such session.
    pub fn patch_session(&self, id: &str, change: impl FnOnce(&mut SessionState)) -> bool {
        self.inner.lock().account.sessions.get_mut(id).map(change).is_some()
    }

    /// Gives a session another id: that of a recorded event, say. `false` if there is no such session.
    #[expect(clippy::must_use_candidate, reason = "called for its effect")]
    pub fn rename_session(&self, id: &str, other: &str) -> bool {
        self.inner.lock().account.rename_session(id, other)
    }

    /// Puts a customer's fields, as a change in the Dashboard would. `false` if there is no such customer.
    #[expect(clippy::needless_pass_by_value, reason = "reads as patch_customer(.., json!({...}))")]
    #[expect(clippy::must_use_candidate, reason = "called for its effect")]
    pub fn patch_customer(&self, id: &str, fields: Value) -> bool {
        self.with(|account, _| {
            let Some(mut customer) = account.object(id).cloned() else {
                return false;
            };
            customer.extend(fields.as_object().cloned().unwrap_or_else(Map::new));
            account.replace(id, customer);
            true
        })
    }

    /// Runs as a test-mode request of the default version with the preview.
    fn with<T>(&self, work: impl FnOnce(&mut Account, &Call<'_>) -> T) -> T {
        let config = &self.inner.config;
        let beta = if config.preview { "; checkout_server_update_beta=v1" } else { "" };
        let version = Version::assumed(&format!("{}{beta}", config.default_version), config.preview);
        let call = Call { config, version: &version, live: false, now: now() };
        work(&mut self.inner.lock().account, &call)
    }
}
