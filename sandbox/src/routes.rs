//! The table of routes: parameters, permission, answer and work of each endpoint. Operations of pages are in `page`.

mod catalog;
mod checkout;
mod events;
mod payments;
mod row;

use http::Method;

use crate::endpoint::{Endpoint, Route};

/// Every endpoint of servers.
pub(crate) fn all() -> impl Iterator<Item = &'static Route> {
    [checkout::ROUTES, catalog::ROUTES, payments::ROUTES, events::ROUTES].into_iter().flatten()
}

/// The endpoint of a method and a path of the table.
pub(crate) fn find(method: &Method, path: &str, id: String) -> Option<Endpoint> {
    let route = all().find(|route| route.path == path && route.method == method.as_str())?;
    Some(Endpoint { route, id })
}
