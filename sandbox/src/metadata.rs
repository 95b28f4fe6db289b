//! Metadata: merged key by key, within Stripe's limits (docs page "Metadata").

use serde_json::{Map, Value, json};

use crate::error::ApiError;

const KEYS: usize = 50;
const KEY_LENGTH: usize = 40;
const VALUE_LENGTH: usize = 500;

/// Adds keys up to Stripe's limits, with values of the greatest length.
pub(crate) fn fill(metadata: &mut Map<String, Value>) {
    for at in metadata.len()..KEYS {
        metadata.insert(format!("{at:0>KEY_LENGTH$}"), json!("x".repeat(VALUE_LENGTH)));
    }
}

/// Merges typed parameters into what is stored: an empty value removes its key, `null` (`metadata=`) all keys.
/// `param` names the parameter in refusals.
pub(crate) fn merge(stored: &Map<String, Value>, sent: &Value, param: &str) -> Result<Map<String, Value>, ApiError> {
    let mut merged = stored.clone();
    let Some(sent) = sent.as_object() else {
        return Ok(Map::new());
    };
    for (key, value) in sent {
        let text = value.as_str().unwrap_or_default();
        let (key_length, length) = (key.chars().count(), text.chars().count());
        if key_length > KEY_LENGTH {
            let message = format!(
                "Metadata keys can have up to {KEY_LENGTH} characters, but you passed in a key that is {key_length} \
                 characters. Invalid key: {key}"
            );
            return Err(ApiError::param(param, message));
        }
        if length > VALUE_LENGTH {
            let message = format!(
                "Metadata values can have up to {VALUE_LENGTH} characters, but you passed in a value that is {length} \
                 characters. Invalid value: {text}"
            );
            return Err(ApiError::param(format!("{param}[{key}]"), message));
        }
        if text.is_empty() {
            merged.remove(key);
        } else {
            merged.insert(key.clone(), json!(text));
        }
    }
    if merged.len() > KEYS {
        let message = format!("Metadata can have up to {KEYS} keys, but this object would have {}.", merged.len());
        return Err(ApiError::param(param, message));
    }
    Ok(merged)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(stored: &Value, sent: &Value) -> Result<Value, ApiError> {
        merge(stored.as_object().unwrap(), sent, "metadata").map(Value::Object)
    }

    #[test]
    fn keys_are_merged_removed_and_cleared() {
        let stored = json!({"a": "1", "b": "2"});
        assert_eq!(run(&stored, &json!({"b": "3", "c": "4"})).unwrap(), json!({"a": "1", "b": "3", "c": "4"}));
        assert_eq!(run(&stored, &json!({"a": "", "z": ""})).unwrap(), json!({"b": "2"}));
        assert_eq!(run(&stored, &Value::Null).unwrap(), json!({}));
    }

    #[test]
    fn limits_are_forty_five_hundred_and_fifty() {
        let empty = json!({});
        assert!(run(&empty, &json!({"k".repeat(40): "v".repeat(500)})).is_ok());
        assert!(run(&empty, &json!({"k".repeat(41): "v"})).is_err());
        assert!(run(&empty, &json!({"k": "é".repeat(500)})).is_ok());
        assert!(run(&empty, &json!({"k": "v".repeat(501)})).is_err());
        let many = |range: std::ops::Range<u32>| -> Value { range.map(|n| (n.to_string(), json!("v"))).collect() };
        assert!(run(&many(0..49), &json!({"new": "v"})).is_ok());
        assert!(run(&many(0..50), &json!({"new": "v"})).is_err());
        assert!(run(&many(0..50), &json!({"7": "", "new": "v"})).is_ok());
    }
}
