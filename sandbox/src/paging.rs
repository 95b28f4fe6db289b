//! Pages of a list (docs page "Pagination").

use std::ops::Range;

use serde_json::{Value, json};

use crate::error::ApiError;

/// Objects in a page unless `limit` says otherwise.
const LIMIT: u64 = 10;

/// The part of a list that `limit`, `starting_after` and `ending_before` ask for, and whether there is more.
pub(crate) fn window(ids: &[&str], data: &Value, kind: &str) -> Result<(Range<usize>, bool), ApiError> {
    let limit = usize::try_from(data["limit"].as_u64().unwrap_or(LIMIT)).unwrap_or(usize::MAX);
    let position = |name: &str| match data[name].as_str() {
        None => Ok(None),
        Some(id) => match ids.iter().position(|known| *known == id) {
            Some(at) => Ok(Some(at)),
            None => Err(ApiError::missing(400, kind, id, name)),
        },
    };
    match (position("starting_after")?, position("ending_before")?) {
        (Some(_), Some(_)) => Err(ApiError::exclusive("ending_before", "starting_after", "ending_before")),
        (None, Some(before)) => Ok((before.saturating_sub(limit)..before, before > limit)),
        (after, None) => {
            let from = after.map_or(0, |at| at.saturating_add(1));
            let to = from.saturating_add(limit).min(ids.len());
            Ok((from..to, to < ids.len()))
        }
    }
}

/// True if the time is within the typed parameter `created`.
pub(crate) fn created_within(data: &Value, created: i64) -> bool {
    let bound = |name: &str, fits: fn(&i64, &i64) -> bool| {
        data.get("created").and_then(|range| range[name].as_i64()).is_none_or(|bound| fits(&created, &bound))
    };
    bound("gt", i64::gt) && bound("gte", i64::ge) && bound("lt", i64::lt) && bound("lte", i64::le)
}

/// A list object.
pub(crate) fn list(data: &[Value], has_more: bool, url: &str) -> Value {
    json!({"object": "list", "data": data, "has_more": has_more, "url": url})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_moves_in_both_directions() {
        let ids = ["e", "d", "c", "b", "a"];
        let run = |data: Value| window(&ids, &data, "price").map(|(range, more)| (ids[range].concat(), more));
        assert_eq!(run(json!({})).unwrap(), ("edcba".into(), false));
        assert_eq!(run(json!({"limit": 2})).unwrap(), ("ed".into(), true));
        assert_eq!(run(json!({"limit": 2, "starting_after": "d"})).unwrap(), ("cb".into(), true));
        assert_eq!(run(json!({"limit": 2, "starting_after": "b"})).unwrap(), ("a".into(), false));
        assert_eq!(run(json!({"limit": 2, "starting_after": "a"})).unwrap(), (String::new(), false));
        assert_eq!(run(json!({"limit": 2, "ending_before": "b"})).unwrap(), ("dc".into(), true));
        assert_eq!(run(json!({"limit": 2, "ending_before": "d"})).unwrap(), ("e".into(), false));
        for bad in [json!({"starting_after": "x"}), json!({"starting_after": "a", "ending_before": "a"})] {
            assert_eq!(run(bad).unwrap_err().status, 400);
        }
    }

    #[test]
    fn the_bounds_of_created_are_open_or_closed() {
        for (range, fits) in [
            (json!({"gt": 5}), false),
            (json!({"gte": 5}), true),
            (json!({"lt": 5}), false),
            (json!({"lte": 5}), true),
            (json!({"gt": 4, "lt": 6}), true),
        ] {
            assert_eq!(created_within(&json!({"created": range}), 5), fits, "{range}");
        }
        assert!(created_within(&json!({}), 5));
    }
}
