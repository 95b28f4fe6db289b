//! Everything a Stripe account holds, and the undoing of a request that was refused half way.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::config::Config;
use crate::coupon::Coupon;
use crate::error::ApiError;
use crate::random::Random;
use crate::session::SessionState;
use crate::version::Version;

/// What one request brings along.
pub(crate) struct Call<'a> {
    pub(crate) config: &'a Config,
    pub(crate) version: &'a Version,
    /// The mode of its key.
    pub(crate) live: bool,
    /// Unix seconds.
    pub(crate) now: i64,
}

/// The objects of an account, test and live mode together; each object knows its mode.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) sessions: BTreeMap<String, SessionState>,
    pub(crate) coupons: BTreeMap<String, Coupon>,
    /// Customers, products, prices, shipping rates and promotion codes as JSON.
    objects: BTreeMap<String, Map<String, Value>>,
    pub(crate) random: Random,
    /// Ids made since the last [`Account::attempt`].
    made: Vec<String>,
}

impl Account {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            sessions: BTreeMap::new(),
            coupons: BTreeMap::new(),
            objects: BTreeMap::new(),
            random: Random::new(seed),
            made: Vec::new(),
        }
    }

    /// Runs a request; if it is refused, the objects that it made on the way are gone again.
    pub(crate) fn attempt<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, ApiError>) -> Result<T, ApiError> {
        self.made.clear();
        let result = work(self);
        if result.is_err() {
            for id in std::mem::take(&mut self.made) {
                self.coupons.remove(&id);
                self.objects.remove(&id);
            }
        }
        result
    }

    /// Stores an object under its `id` and returns that.
    pub(crate) fn insert(&mut self, object: Map<String, Value>) -> String {
        let id = object.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        self.made.push(id.clone());
        self.objects.insert(id.clone(), object);
        id
    }

    /// Replaces an object that exists.
    pub(crate) fn replace(&mut self, id: &str, object: Map<String, Value>) {
        self.objects.insert(id.to_owned(), object);
    }

    /// Stores a coupon and returns its id.
    pub(crate) fn insert_coupon(&mut self, coupon: Coupon) -> String {
        let id = coupon.id.clone();
        self.made.push(id.clone());
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

    /// The price of one piece in the smallest unit.
    pub(crate) fn unit_amount(&self, price: &str) -> i64 {
        let price = self.objects.get(price);
        price.and_then(|price| price.get("unit_amount")).and_then(Value::as_i64).unwrap_or(0)
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

    /// The session in the path. One that is past its time is expired first.
    pub(crate) fn session(&mut self, id: &str, call: &Call<'_>) -> Result<&SessionState, ApiError> {
        let missing = || ApiError::missing(404, "checkout.session", id, "session");
        let session = self.sessions.get_mut(id).ok_or_else(missing)?;
        session.expire_if_due(call.now);
        if session.livemode == call.live {
            return Ok(session);
        }
        let (of, with) = if call.live { ("test", "live") } else { ("live", "test") };
        let message = format!(
            "No such checkout.session: '{id}'; a similar object exists in {of} mode, but a {with} mode key was used \
             to make this request."
        );
        Err(ApiError::param("session", message).code("resource_missing").status(404))
    }
}

fn of_mode(object: &Map<String, Value>, live: bool) -> bool {
    object.get("livemode").and_then(Value::as_bool).unwrap_or(false) == live
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::sample;
    use serde_json::json;

    #[test]
    fn a_refused_request_leaves_nothing_behind() {
        let mut account = Account::new(1);
        let kept = account.attempt(|account| Ok(account.insert(sample("product", json!({"id": "prod_1"})))));
        let refused: Result<(), _> = account.attempt(|account| {
            account.insert(sample("product", json!({"id": "prod_2"})));
            Err(ApiError::invalid("no"))
        });
        assert!(refused.is_err());
        assert!(account.find("product", &kept.unwrap(), false).is_some());
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
