//! Everything a Stripe account holds, and the undoing of a request that was refused half way.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::config::Config;
use crate::coupon::Coupon;
use crate::error::ApiError;
use crate::event_log::Events;
use crate::queue::Webhooks;
use crate::random::Random;
use crate::session::SessionState;
use crate::version::Version;

/// The context of one request.
#[derive(Clone, Copy)]
pub(crate) struct Call<'a> {
    pub(crate) config: &'a Config,
    pub(crate) version: &'a Version,
    /// The mode of its key.
    pub(crate) live: bool,
    /// Unix seconds.
    pub(crate) now: i64,
}

/// The objects of an account, test and live mode together; each object knows its mode.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) sessions: BTreeMap<String, SessionState>,
    pub(crate) coupons: BTreeMap<String, Coupon>,
    /// Customers, products, prices, shipping rates and promotion codes as JSON.
    objects: BTreeMap<String, Map<String, Value>>,
    pub(crate) random: Random,
    pub(crate) events: Events,
    pub(crate) webhooks: Webhooks,
    /// The address under which hosted pages are.
    pub(crate) hosted_pages: String,
    /// Ids of sessions and objects, the oldest first.
    order: Vec<String>,
    /// The steps to undo if the running [`Account::attempt`] is refused.
    undo: Vec<Undo>,
}

/// A step back.
#[derive(Debug, Clone)]
enum Undo {
    /// The object was another before, or did not exist.
    Object(String, Option<Map<String, Value>>),
    /// The coupon did not exist.
    Coupon(String),
}

impl Account {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            sessions: BTreeMap::new(),
            coupons: BTreeMap::new(),
            objects: BTreeMap::new(),
            random: Random::new(seed),
            events: Events::new(seed),
            webhooks: Webhooks::new(),
            hosted_pages: "https://checkout.stripe.com".into(),
            order: Vec::new(),
            undo: Vec::new(),
        }
    }

    /// Runs a request; if it is refused, what it made or changed on the way is as before. Sessions are not undone:
    /// they are written last.
    pub(crate) fn attempt<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, ApiError>) -> Result<T, ApiError> {
        self.undo.clear();
        let (known, events, deliveries) = (self.order.len(), self.events.count(), self.webhooks.len());
        let result = work(self);
        if result.is_err() {
            self.order.truncate(known);
            self.events.rewind(events);
            self.webhooks.rewind(deliveries);
            for step in std::mem::take(&mut self.undo).into_iter().rev() {
                match step {
                    Undo::Object(id, Some(before)) => self.objects.insert(id, before).map(|_| ()),
                    Undo::Object(id, None) => self.objects.remove(&id).map(|_| ()),
                    Undo::Coupon(id) => self.coupons.remove(&id).map(|_| ()),
                };
            }
        }
        result
    }

    /// Stores an object under its `id` and returns that.
    pub(crate) fn insert(&mut self, object: Map<String, Value>) -> String {
        let id = object.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        let before = self.objects.insert(id.clone(), object);
        if before.is_none() {
            self.order.push(id.clone());
        }
        self.undo.push(Undo::Object(id.clone(), before));
        id
    }

    /// Stores a new session.
    pub(crate) fn insert_session(&mut self, session: SessionState) {
        self.order.push(session.id.clone());
        self.sessions.insert(session.id.clone(), session);
    }

    /// Gives a session another id. `false` if there is no such session.
    pub(crate) fn rename_session(&mut self, id: &str, other: &str) -> bool {
        let Some(session) = self.sessions.remove(id) else { return false };
        self.order.retain(|known| known != id);
        self.insert_session(SessionState { id: other.to_owned(), ..session });
        true
    }

    /// Objects of a kind and mode, the newest first.
    pub(crate) fn newest(&self, kind: &str, live: bool) -> impl Iterator<Item = &Map<String, Value>> {
        let ids = self.order.iter().rev();
        ids.filter_map(move |id| self.find(kind, id, live))
    }

    /// Replaces an object that exists.
    pub(crate) fn replace(&mut self, id: &str, object: Map<String, Value>) {
        let before = self.objects.insert(id.to_owned(), object);
        self.undo.push(Undo::Object(id.to_owned(), before));
    }

    /// Puts fields of an object that exists.
    pub(crate) fn patch(&mut self, id: &str, fields: Value) {
        if let (Some(mut object), Value::Object(fields)) = (self.objects.get(id).cloned(), fields) {
            object.extend(fields);
            self.replace(id, object);
        }
    }

    /// Sessions of a mode, the newest first.
    pub(crate) fn newest_sessions(&self, live: bool) -> impl Iterator<Item = &SessionState> {
        let ids = self.order.iter().rev();
        ids.filter_map(|id| self.sessions.get(id)).filter(move |session| session.livemode == live)
    }

    /// Removes an object.
    pub(crate) fn remove(&mut self, id: &str) {
        self.objects.remove(id);
        self.order.retain(|known| known != id);
    }

    /// The coupon in this mode.
    pub(crate) fn coupon(&self, id: &str, live: bool) -> Option<&Coupon> {
        self.coupons.get(id).filter(|coupon| coupon.livemode == live && !coupon.deleted)
    }

    /// Stores a coupon and returns its id.
    pub(crate) fn insert_coupon(&mut self, coupon: Coupon) -> String {
        let id = coupon.id.clone();
        self.undo.push(Undo::Coupon(id.clone()));
        self.coupons.insert(id.clone(), coupon);
        id
    }

    /// An object of this kind in this mode.
    pub(crate) fn find(&self, kind: &str, id: &str, live: bool) -> Option<&Map<String, Value>> {
        self.objects
            .get(id)
            .filter(|object| object.get("object").and_then(Value::as_str) == Some(kind) && of_mode(object, live))
    }

    /// An object that a parameter names; 400 if it does not exist.
    pub(crate) fn named(&self, kind: &str, id: &str, live: bool, param: &str) -> Result<&Map<String, Value>, ApiError> {
        self.find(kind, id, live).ok_or_else(|| ApiError::missing(400, kind, id, param))
    }

    /// The object in the path; 404 if it does not exist.
    pub(crate) fn path(&self, kind: &str, id: &str, live: bool) -> Result<&Map<String, Value>, ApiError> {
        self.find(kind, id, live).ok_or_else(|| ApiError::missing(404, kind, id, "id"))
    }

    /// The price of one piece in the smallest unit of a currency; `None` if the price has no such currency.
    pub(crate) fn unit_amount(&self, price: &str, currency: &str) -> Option<i64> {
        let price = self.objects.get(price)?;
        if price.get("currency").and_then(Value::as_str) == Some(currency) {
            return price.get("unit_amount").and_then(Value::as_i64);
        }
        price.get("currency_options")?.get(currency)?.get("unit_amount")?.as_i64()
    }

    /// The currencies of a price, its own first.
    pub(crate) fn currencies(&self, price: &str) -> Vec<&str> {
        let Some(price) = self.objects.get(price) else { return Vec::new() };
        let own = price.get("currency").and_then(Value::as_str);
        let options = price.get("currency_options").and_then(Value::as_object).into_iter().flatten();
        own.into_iter().chain(options.map(|(currency, _)| currency.as_str())).collect()
    }

    /// The id and the coupon of the promotion code that a shopper types.
    pub(crate) fn promotion_code(&self, code: &str) -> Option<(String, String)> {
        let text = |object: &Map<String, Value>, pointer: &[&str]| {
            let (first, rest) = pointer.split_first()?;
            let value = rest.iter().try_fold(object.get(*first)?, |value, name| value.get(name))?;
            value.as_str().map(str::to_owned)
        };
        let of_code = |object: &&Map<String, Value>| {
            text(object, &["object"]).as_deref() == Some("promotion_code")
                && text(object, &["code"]).is_some_and(|known| known.eq_ignore_ascii_case(code))
        };
        let found = self.objects.values().find(of_code)?;
        Some((text(found, &["id"])?, text(found, &["promotion", "coupon"])?))
    }

    /// Any object, whatever its kind.
    pub(crate) fn object(&self, id: &str) -> Option<&Map<String, Value>> {
        self.objects.get(id)
    }
}

fn of_mode(object: &Map<String, Value>, live: bool) -> bool {
    object.get("livemode").and_then(Value::as_bool).unwrap_or(false) == live
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed_data::sample;
    use serde_json::json;

    #[test]
    fn a_refused_request_leaves_nothing_behind() {
        let mut account = Account::new(1);
        let kept = account.attempt(|account| Ok(account.insert(sample("product", json!({"id": "prod_1"})))));
        let refused: Result<(), _> = account.attempt(|account| {
            account.insert(sample("product", json!({"id": "prod_2"})));
            account.replace("prod_1", sample("product", json!({"id": "prod_1", "name": "other"})));
            account.replace("prod_1", sample("product", json!({"id": "prod_1", "name": "another"})));
            Err(ApiError::invalid("no"))
        });
        assert!(refused.is_err());
        let kept = account.find("product", &kept.unwrap(), false).unwrap();
        assert_eq!(kept["name"], "T-shirt");
        assert_eq!(account.newest("product", false).count(), 1);
        assert!(account.find("product", "prod_2", false).is_none());
    }

    #[test]
    fn kinds_and_modes_are_kept_apart() {
        let mut account = Account::new(1);
        account.insert(sample("product", json!({"id": "prod_1", "livemode": true})));
        assert!(account.find("product", "prod_1", true).is_some());
        assert!(account.find("product", "prod_1", false).is_none());
        assert_eq!(account.named("price", "prod_1", true, "p").unwrap_err().status, 400);
        assert_eq!(account.path("product", "prod_1", false).unwrap_err().status, 404);
    }
}
