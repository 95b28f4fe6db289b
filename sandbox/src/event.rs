//! Events: what happened to an object, with the object as it then was (docs page "Event object").

use std::collections::VecDeque;

use serde_json::{Map, Value, json};

use crate::account::{Account, Call};
use crate::coupon::Coupon;
use crate::error::ApiError;
use crate::expand::Expand;
use crate::list::created_within;
use crate::queue::wants;
use crate::random::Random;
use crate::render;
use crate::samples::sample;
use crate::shown;
use crate::version::Version;

/// So many events are kept; Stripe keeps those of 30 days.
const KEPT: usize = 10_000;
/// So many types may a list ask for at once.
const MOST_TYPES: usize = 20;

/// What an event is about.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Subject<'a> {
    Session(&'a str),
    Coupon(&'a str),
    /// Anything that the account keeps as JSON.
    Object(&'a str),
}

/// The events of an account, the oldest first.
#[derive(Debug)]
pub(crate) struct Events {
    kept: VecDeque<Map<String, Value>>,
    /// How many there have ever been.
    made: u64,
    /// How many of them have been looked at.
    looked: u64,
    /// Of their own, so that the ids of other objects do not depend on them.
    random: Random,
}

impl Events {
    pub(crate) fn new(seed: u64) -> Self {
        Self { kept: VecDeque::new(), made: 0, looked: 0, random: Random::new(seed.rotate_left(32)) }
    }

    /// How many there have ever been.
    pub(crate) fn count(&self) -> u64 {
        self.made
    }

    /// Forgets the newest until there have been so many.
    pub(crate) fn rewind(&mut self, count: u64) {
        while self.made > count {
            self.kept.pop_back();
            self.made = self.made.saturating_sub(1);
        }
    }

    /// Those since the last look.
    pub(crate) fn unseen(&mut self) -> Vec<Map<String, Value>> {
        let unseen = usize::try_from(self.made.saturating_sub(self.looked)).unwrap_or(usize::MAX);
        self.looked = self.made;
        self.kept.iter().skip(self.kept.len().saturating_sub(unseen)).cloned().collect()
    }

    /// An event of this mode.
    pub(crate) fn find(&self, id: &str, live: bool) -> Option<&Map<String, Value>> {
        self.newest(live).find(|event| event.get("id").and_then(Value::as_str) == Some(id))
    }

    /// Those of a mode, the newest first.
    pub(crate) fn newest(&self, live: bool) -> impl Iterator<Item = &Map<String, Value>> {
        self.kept.iter().rev().filter(move |event| event.get("livemode") == Some(&json!(live)))
    }

    /// Those of a mode that have the age and the type, or one of the `types`, which a list asks for, the newest first.
    pub(crate) fn listed(&self, live: bool, data: &Value) -> Result<Vec<&Map<String, Value>>, ApiError> {
        let (asked, several) = (data["type"].as_str(), data["types"].as_array());
        if asked.is_some() && several.is_some() {
            return Err(ApiError::exclusive("types", "type", "types"));
        }
        if several.is_some_and(|types| types.len() > MOST_TYPES) {
            return Err(ApiError::param(
                "types",
                format!("Array types exceeded maximum {MOST_TYPES} allowed elements."),
            ));
        }
        let fits = |event: &&Map<String, Value>| {
            let created = event.get("created").and_then(Value::as_i64).unwrap_or(0);
            let kind = event.get("type").and_then(Value::as_str).unwrap_or_default();
            let is_one = |types: &Vec<Value>| types.iter().any(|asked| asked.as_str() == Some(kind));
            asked.is_none_or(|pattern| wants(pattern, kind))
                && several.is_none_or(is_one)
                && created_within(data, created)
        };
        Ok(self.newest(live).filter(fits).collect())
    }

    fn push(&mut self, event: Map<String, Value>) {
        if self.kept.len() >= KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back(event);
        self.made = self.made.saturating_add(1);
    }
}

/// Makes an event of the object as it is now, and sends it to the endpoints that want it.
pub(crate) fn emit(account: &mut Account, call: &Call<'_>, kind: &str, subject: Subject<'_>) {
    emit_change(account, call, kind, subject, &Value::Null);
}

/// The same, with the former values of what was changed.
pub(crate) fn emit_change(account: &mut Account, call: &Call<'_>, kind: &str, subject: Subject<'_>, previous: &Value) {
    let account_version = Version::assumed(&call.config.default_version, false);
    let Some(object) = show(account, call, subject, &account_version) else { return };
    let live = object.get("livemode").and_then(Value::as_bool).unwrap_or(call.live);
    let wanting = account.webhooks_for(kind, live);
    let mut event = sample(
        "event",
        json!({
            "id": account.events.random.id("evt_", 24), "created": call.now, "livemode": live, "type": kind,
            "pending_webhooks": wanting.len(),
        }),
    );
    for (endpoint, own) in wanting {
        let version = own.as_ref().unwrap_or(&account_version);
        if let Some(object) = show(account, call, subject, version) {
            fill(&mut event, object, previous, version);
            account.webhooks.send(&endpoint, &event);
        }
    }
    fill(&mut event, object, previous, &account_version);
    account.events.push(event);
}

/// The object as an API version shows it, nothing expanded.
fn show(account: &Account, call: &Call<'_>, subject: Subject<'_>, version: &Version) -> Option<Value> {
    match subject {
        Subject::Session(id) => {
            let session = account.sessions.get(id)?;
            Some(render::session(account, &Call { version, ..*call }, session, &Expand::default()))
        }
        Subject::Coupon(id) => account.coupons.get(id).map(Coupon::render),
        Subject::Object(id) => Some(shown::object(account, account.object(id)?, &Expand::default())),
    }
}

fn fill(event: &mut Map<String, Value>, object: Value, previous: &Value, version: &Version) {
    let mut data = Map::new();
    data.insert("object".into(), object);
    if !previous.is_null() {
        data.insert("previous_attributes".into(), previous.clone());
    }
    event.insert("data".into(), Value::Object(data));
    event.insert("api_version".into(), json!(version.text));
}

/// The fields of `before` that are other in `after`.
pub(crate) fn changed(before: &Map<String, Value>, after: &Map<String, Value>) -> Value {
    let other = before.iter().filter(|(name, value)| after.get(*name) != Some(value));
    Value::Object(other.map(|(name, value)| (name.clone(), value.clone())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_events_are_forgotten_and_refused_ones_taken_back() {
        let mut events = Events::new(1);
        let event = |at: usize| sample("event", json!({"id": format!("evt_{at}")}));
        (0..KEPT + 5).for_each(|at| events.push(event(at)));
        assert!(events.find("evt_4", false).is_none() && events.find("evt_5", false).is_some());
        assert!(events.find("evt_5", true).is_none());
        assert_eq!(events.unseen().len(), KEPT);
        let known = events.count();
        events.push(event(KEPT + 5));
        events.push(event(KEPT + 6));
        events.rewind(known + 1);
        let unseen = events.unseen();
        assert_eq!(unseen.len(), 1);
        assert_eq!(unseen[0]["id"], format!("evt_{}", KEPT + 5));
        assert!(events.unseen().is_empty());
    }

    #[test]
    fn only_what_changed_is_a_previous_attribute() {
        let before = json!({"a": 1, "b": {"c": 2}, "d": null});
        let after = json!({"a": 1, "b": {"c": 3}, "d": 4, "e": 5});
        assert_eq!(changed(before.as_object().unwrap(), after.as_object().unwrap()), json!({"b": {"c": 2}, "d": null}));
    }
}
