//! Endpoints of Checkout Sessions.

use super::row::{row, session};
use crate::config::Access::{Read, Write};
use crate::config::Resource;
use crate::create;
use crate::endpoint::Route;
use crate::expand::Shape;
use crate::list;
use crate::presentation;
use crate::update;

const SESSIONS: Resource = Resource::CheckoutSession;

pub(super) static ROUTES: &[Route] = &[
    row(
        ("POST", "/v1/checkout/sessions"),
        "create_session",
        (SESSIONS, Write),
        Shape::Session,
        |account, call, asked| {
            let id = create::create(account, call, asked.data)?;
            session(account, call, &id, asked)
        },
    ),
    row(
        ("GET", "/v1/checkout/sessions"),
        "list_sessions",
        (SESSIONS, Read),
        Shape::List(&Shape::Session),
        |account, call, asked| list::sessions(account, call, asked.data, asked.expand),
    ),
    row(("GET", "/v1/checkout/sessions/{id}"), "retrieve", (SESSIONS, Read), Shape::Session, |account, call, asked| {
        session(account, call, asked.id, asked)
    }),
    row(
        ("POST", "/v1/checkout/sessions/{id}"),
        "update_session",
        (SESSIONS, Write),
        Shape::Session,
        |account, call, asked| {
            update::update(account, call, asked.id, asked.data, asked.wrong_total)?;
            session(account, call, asked.id, asked)
        },
    ),
    row(
        ("POST", "/v1/checkout/sessions/{id}/expire"),
        "expire_session",
        (SESSIONS, Write),
        Shape::Session,
        |account, call, asked| {
            update::expire(account, call, asked.id)?;
            session(account, call, asked.id, asked)
        },
    ),
    row(
        ("GET", "/v1/checkout/sessions/{id}/line_items"),
        "list_line_items",
        (SESSIONS, Read),
        Shape::List(&Shape::Item),
        |account, call, asked| {
            let session = account.session(asked.id, call)?.clone();
            presentation::line_items::page(account, call, &session, asked.data, asked.expand)
        },
    ),
];
