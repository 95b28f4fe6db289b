//! Lists of objects and sessions: newest first, filtered.

use serde_json::{Map, Value};

use crate::account::{Account, Call};
use crate::error::ApiError;
use crate::expand::Expand;
use crate::paging::{created_within, list, window};
use crate::presentation;
use crate::session::SessionState;

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
    let data: Vec<Value> = page.iter().map(|object| presentation::object(account, object, &inner)).collect();
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
            && is(email, presentation::customer_details(account, session).get("email").and_then(Value::as_str))
            && ["payment_link", "subscription"].iter().all(|name| asked(name).is_none())
            && created_within(data, session.created)
    };
    let found: Vec<&SessionState> = account.newest_sessions(call.live).filter(fits).collect();
    let ids: Vec<&str> = found.iter().map(|session| session.id.as_str()).collect();
    let (range, more) = window(&ids, data, "checkout.session")?;
    let (page, inner) = (found.get(range).unwrap_or_default(), expand.below("data"));
    let data: Vec<Value> = page.iter().map(|session| presentation::session(account, call, session, &inner)).collect();
    Ok(list(&data, more, "/v1/checkout/sessions"))
}
