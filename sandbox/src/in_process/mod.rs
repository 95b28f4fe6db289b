//! The account without HTTP: states and access for tests.

mod events;
mod payments;
mod setup;
mod shopper;

use serde_json::{Map, Value, json};

use crate::account::{Account, Call};
use crate::catalog;
use crate::discount;
use crate::error::ApiError;
use crate::expand::{Expand, Shape};
use crate::form;
use crate::metadata;
use crate::presentation;
use crate::sandbox::Sandbox;
use crate::schema;
use crate::session::SessionState;
use crate::shipping;
use crate::version::Version;

impl Sandbox {
    /// Makes a session as the HTTP endpoint does in test mode, under the default version with the preview (if the
    /// account has it), and returns it.
    ///
    /// # Errors
    ///
    /// Stripe's error object.
    pub fn create_session(&self, params: &[(&str, &str)]) -> Result<Value, Value> {
        self.post("create_session", params, Shape::Session, |account, call, data, expand| {
            let id = crate::create::create(account, call, data)?;
            let session = account.session(&id, call)?.clone();
            Ok(presentation::session(account, call, &session, expand))
        })
    }

    /// Runs an endpoint's work on parameters as they would be sent to it.
    fn post(
        &self,
        schema: &str,
        params: &[(&str, &str)],
        answer: Shape,
        work: impl FnOnce(&mut Account, &Call<'_>, &Value, &Expand) -> Result<Value, ApiError>,
    ) -> Result<Value, Value> {
        let pairs: Vec<(String, String)> =
            params.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let done = self.with(|account, call| {
            let data = schema::check(schema, call.version, &form::tree(&pairs)?)?;
            let expand = Expand::read(&data, answer, call.version)?;
            account.attempt(|account| work(account, call, &data, &expand))
        });
        done.map_err(|error| error.body("req_direct", false))
    }

    /// A session with all that a page shows of it expanded.
    #[must_use]
    pub fn session(&self, id: &str) -> Option<Value> {
        self.with(|account, call| {
            let call = Call { live: account.sessions.get(id)?.livemode, ..*call };
            let session = account.session(id, &call).ok()?.clone();
            Some(presentation::session(account, &call, &session, &Expand::of_page()))
        })
    }

    /// All objects of a kind (`checkout.session`, `coupon`, `customer`, `payment_intent`, ...) of both modes, the newest
    /// first, coupons by id. Nothing is expanded.
    #[must_use]
    pub fn objects(&self, kind: &str) -> Vec<Value> {
        self.with(|account, call| match kind {
            "coupon" => account
                .coupons
                .values()
                .filter(|coupon| !coupon.deleted)
                .map(|coupon| coupon.render(call.now))
                .collect(),
            "checkout.session" => {
                account.expire_due(call);
                let sessions = [false, true].into_iter().flat_map(|live| account.newest_sessions(live));
                sessions.map(|session| presentation::session(account, call, session, &Expand::default())).collect()
            }
            "event" => {
                let events = [false, true].into_iter().flat_map(|live| account.events.newest(live));
                events.cloned().map(Value::Object).collect()
            }
            _ => {
                let objects = [false, true].into_iter().flat_map(|live| account.newest(kind, live));
                objects.map(|object| presentation::object(account, object, &Expand::default())).collect()
            }
        })
    }

    /// The ids of all sessions.
    #[must_use]
    pub fn sessions(&self) -> Vec<String> {
        self.inner.lock().account.sessions.keys().cloned().collect()
    }

    /// Writes the shipping address, regardless of permissions: `{"country", "line1", ...}`; null removes it.
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

    /// The session's time is over.
    pub fn expire(&self, id: &str) {
        self.with(|account, call| account.end(id, call));
    }

    /// The address of hosted pages, which this sandbox serves under `/c/pay/`. Without it, they are Stripe's.
    pub fn show_hosted_pages_at(&self, base: &str) {
        base.clone_into(&mut self.inner.lock().account.hosted_pages);
    }

    /// How many coupons there are.
    #[must_use]
    pub fn coupons(&self) -> usize {
        self.inner.lock().account.coupons.values().filter(|coupon| !coupon.deleted).count()
    }

    /// A coupon as Stripe shows it.
    #[must_use]
    pub fn coupon(&self, id: &str) -> Option<Value> {
        let (now, state) = (self.inner.now(), self.inner.lock());
        state.account.coupons.get(id).filter(|coupon| !coupon.deleted).map(|coupon| coupon.render(now))
    }

    /// Puts a coupon on a session, regardless of permissions: a discount by the Dashboard, or by the shopper's promotion code.
    pub fn set_discount(&self, id: &str, coupon: &str, promotion_code: Option<&str>) {
        let (coupon, code) = (coupon.to_owned(), promotion_code.map(str::to_owned));
        let discount = self.with(|account, call| discount::of(account, coupon, code, call.now));
        self.patch_session(id, |session| session.discount = Some(discount));
    }

    /// The amount of one unit of a price in a currency, in the smallest unit.
    #[must_use]
    pub fn unit_amount(&self, price: &str, currency: &str) -> Option<i64> {
        self.inner.lock().account.unit_amount(price, currency)
    }

    /// Archives a price, or takes it into use again.
    pub fn set_price_active(&self, price: &str, active: bool) {
        self.inner.lock().account.patch(price, json!({ "active": active }));
    }

    /// The state of a session.
    #[must_use]
    pub fn session_state(&self, id: &str) -> Option<SessionState> {
        self.inner.lock().account.sessions.get(id).cloned()
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
        self.with(|account, call| {
            let Some(mut customer) = account.find("customer", id, call.live).cloned() else {
                return false;
            };
            let before = customer.clone();
            customer.extend(fields.as_object().cloned().unwrap_or_else(Map::new));
            account.replace(id, customer);
            catalog::customer_updated(account, call, id, &before);
            true
        })
    }

    /// Fills the metadata of a session, or of another object, up to Stripe's limits. `false` if there is no such object.
    pub fn fill_metadata(&self, id: &str) -> bool {
        let account = &mut self.inner.lock().account;
        if let Some(session) = account.sessions.get_mut(id) {
            metadata::fill(&mut session.metadata);
            return true;
        }
        let Some(mut object) = account.object(id).cloned() else { return false };
        let mut known = object.get("metadata").and_then(Value::as_object).cloned().unwrap_or_default();
        metadata::fill(&mut known);
        object.insert("metadata".to_owned(), Value::Object(known));
        account.replace(id, object);
        true
    }

    /// Deletes a customer: reads show a stub. `false` if there is no such customer.
    #[expect(clippy::must_use_candidate, reason = "called for its effect")]
    pub fn delete_customer(&self, id: &str) -> bool {
        self.with(|account, call| catalog::delete_customer(account, call, id).is_ok())
    }

    /// Runs as a test-mode request of the default version with the preview.
    fn with<T>(&self, work: impl FnOnce(&mut Account, &Call<'_>) -> T) -> T {
        let config = &self.inner.config;
        let beta = if config.preview { "; checkout_server_update_beta=v1" } else { "" };
        let version = Version::assumed(&format!("{}{beta}", config.default_version), config.preview);
        let call = Call { config, version: &version, live: false, now: self.inner.now() };
        work(&mut self.inner.lock().account, &call)
    }
}
