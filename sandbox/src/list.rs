//! Lists: newest first, filtered, in pages (docs page "Pagination").

use std::ops::Range;

use serde_json::{Map, Value, json};

use crate::account::{Account, Call};
use crate::error::ApiError;
use crate::expand::Expand;
use crate::render;
use crate::session::SessionState;
use crate::shown;

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

/// Whether the moment is within the typed parameter `created`.
pub(crate) fn created_within(data: &Value, created: i64) -> bool {
    let bound = |name: &str, fits: fn(&i64, &i64) -> bool| {
        data.get("created").and_then(|range| range[name].as_i64()).is_none_or(|bound| fits(&created, &bound))
    };
    bound("gt", i64::gt) && bound("gte", i64::ge) && bound("lt", i64::lt) && bound("lte", i64::le)
}

/// A page of the objects of a kind that have the values which the parameters named in `filters` ask for.
pub(crate) fn objects(
    account: &Account,
    call: &Call<'_>,
    kind: &str,
    filters: &[&str],
    data: &Value,
    expand: &Expand,
) -> Result<Value, ApiError> {
    let fits = |object: &&Map<String, Value>| {
        let created = object.get("created").and_then(Value::as_i64).unwrap_or(0);
        filters.iter().all(|name| data.get(*name).is_none_or(|asked| object.get(*name) == Some(asked)))
            && created_within(data, created)
    };
    let found: Vec<&Map<String, Value>> = account.newest(kind, call.live).filter(fits).collect();
    page(account, &found, kind, data, expand)
}

/// The page of these objects that the parameters ask for.
pub(crate) fn page(
    account: &Account,
    found: &[&Map<String, Value>],
    kind: &str,
    data: &Value,
    expand: &Expand,
) -> Result<Value, ApiError> {
    let ids: Vec<&str> =
        found.iter().map(|object| object.get("id").and_then(Value::as_str).unwrap_or_default()).collect();
    let (range, more) = window(&ids, data, kind)?;
    let inner = expand.below("data");
    let page = found.get(range).unwrap_or_default();
    let data: Vec<Value> = page.iter().map(|object| shown::object(account, object, &inner)).collect();
    Ok(list(&data, more, &format!("/v1/{kind}s")))
}

/// A page of the sessions that have what the parameters ask for.
pub(crate) fn sessions(
    account: &mut Account,
    call: &Call<'_>,
    data: &Value,
    expand: &Expand,
) -> Result<Value, ApiError> {
    account.expire_due(call);
    let account = &*account;
    let asked = |name: &str| data[name].as_str();
    let email = data.pointer("/customer_details/email").and_then(Value::as_str);
    let fits = |session: &&SessionState| {
        let is = |asked: Option<&str>, known: Option<&str>| asked.is_none() || asked == known;
        is(asked("customer"), session.customer.as_deref())
            && is(asked("payment_intent"), session.payment_intent.as_deref())
            && is(asked("status"), Some(session.status.as_str()))
            && is(email, render::email(account, session).as_str())
            && ["payment_link", "subscription"].iter().all(|name| asked(name).is_none())
            && created_within(data, session.created)
    };
    let found: Vec<&SessionState> = account.newest_sessions(call.live).filter(fits).collect();
    let ids: Vec<&str> = found.iter().map(|session| session.id.as_str()).collect();
    let (range, more) = window(&ids, data, "checkout.session")?;
    let (page, inner) = (found.get(range).unwrap_or_default(), expand.below("data"));
    let data: Vec<Value> = page.iter().map(|session| render::session(account, call, session, &inner)).collect();
    Ok(list(&data, more, "/v1/checkout/sessions"))
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
