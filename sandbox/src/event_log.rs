//! The events of an account: kept, found, listed (docs page "List all events").

use std::collections::VecDeque;

use serde_json::{Map, Value, json};

use crate::error::ApiError;
use crate::paging::created_within;
use crate::queue::matches_event_type;
use crate::random::Random;

/// The number of events that are kept; Stripe keeps those of 30 days.
const KEPT: usize = 10_000;
/// The most types that a list may ask for at once.
const MOST_TYPES: usize = 20;

/// The events of an account, the oldest first.
#[derive(Debug, Clone)]
pub(crate) struct Events {
    kept: VecDeque<Map<String, Value>>,
    /// How many there have ever been.
    made: u64,
    /// The number of events that have been read.
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

    /// Forgets the newest until `count` are left.
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
            asked.is_none_or(|pattern| matches_event_type(pattern, kind))
                && several.is_none_or(is_one)
                && created_within(data, created)
        };
        Ok(self.newest(live).filter(fits).collect())
    }

    /// A new event's id.
    pub(crate) fn new_id(&mut self) -> String {
        self.random.id("evt_", 24)
    }

    /// Keeps a new event; the oldest one goes when there are too many.
    pub(crate) fn push(&mut self, event: Map<String, Value>) {
        if self.kept.len() >= KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back(event);
        self.made = self.made.saturating_add(1);
    }
}

/// The fields of `before` that are other in `after`.
pub(crate) fn changed(before: &Map<String, Value>, after: &Map<String, Value>) -> Value {
    let other = before.iter().filter(|(name, value)| after.get(*name) != Some(value));
    Value::Object(other.map(|(name, value)| (name.clone(), value.clone())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed_data::sample;

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
