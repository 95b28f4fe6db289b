//! A row of the table of routes, and the answers that rows share.

use serde_json::Value;

use crate::account::{Account, Call};
use crate::config::{Access, Resource};
use crate::endpoint::{Asked, Route, Work};
use crate::error::ApiError;
use crate::expand::Shape;
use crate::list;
use crate::presentation;

/// A row of the table.
pub(super) const fn row(
    line: (&'static str, &'static str),
    schema: &'static str,
    scope: (Resource, Access),
    answer: Shape,
    work: Work,
) -> Route {
    Route { method: line.0, path: line.1, schema, scope, answer, work }
}

/// A session, expanded as asked.
pub(super) fn session(account: &mut Account, call: &Call<'_>, id: &str, asked: &Asked<'_>) -> Result<Value, ApiError> {
    let session = account.session(id, call)?.clone();
    Ok(presentation::session(account, call, &session, asked.expand))
}

/// A coupon.
pub(super) fn coupon(account: &Account, call: &Call<'_>, id: &str) -> Result<Value, ApiError> {
    let found = account.coupon(id, call.live).map(|coupon| coupon.render(call.now));
    found.ok_or_else(|| ApiError::missing(404, "coupon", id, "coupon"))
}

/// An object, expanded as asked.
pub(super) fn object(
    account: &Account,
    call: &Call<'_>,
    kind: &str,
    id: &str,
    asked: &Asked<'_>,
) -> Result<Value, ApiError> {
    Ok(presentation::object(account, account.path(kind, id, call.live)?, asked.expand))
}

/// A page of the objects of a kind.
pub(super) fn objects(
    account: &Account,
    call: &Call<'_>,
    kind: &str,
    filters: &[&str],
    asked: &Asked<'_>,
) -> Result<Value, ApiError> {
    list::objects(account, call, kind, filters, asked.data, asked.expand)
}
