//! The operations of the shopper's page on a session: the calls that Stripe.js makes, in small.
//!
//! | `/v1/payment_pages/{session}` | |
//! |---|---|
//! | GET | the session, all that a page shows of it expanded, and `server_updates`; `betas` of Stripe.js, with commas |
//! | POST `/line_items` | `line_item`, `quantity` |
//! | POST `/shipping_address` | `name`, `address[...]` |
//! | POST `/shipping_option` | `shipping_option`, the shipping rate's id |
//! | POST `/promotion_code` | `promotion_code`; empty removes it |
//! | POST `/confirm` | `expected_amount`, the total that the shopper has seen |
//!
//! Each carries `key`, the publishable key, and `client_secret`. Stripe does not publish these endpoints: their names
//! and texts are guesses. What they refuse is what the docs of Stripe.js and of `permissions` say.

use bytes::Bytes;
use http::{Method, Request};
use serde_json::{Value, json};

use crate::account::{Account, Call};
use crate::auth;
use crate::config::Config;
use crate::error::ApiError;
use crate::expand::Expand;
use crate::pay::{self, Payment};
use crate::prepare;
use crate::presentation;
use crate::session::{SessionState, Status};
use crate::shopper::{choose_shipping, enter_address, enter_email, enter_promotion_code, of_the_server};
use crate::state::Inner;
use crate::version::Version;

/// A page's request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asks {
    Show,
    Quantity,
    Address,
    ShippingOption,
    PromotionCode,
    Confirm,
}

/// The paths of pages, with the method of each.
const ROUTES: [(Method, &str, Asks); 6] = [
    (Method::GET, "/v1/payment_pages/{id}", Asks::Show),
    (Method::POST, "/v1/payment_pages/{id}/line_items", Asks::Quantity),
    (Method::POST, "/v1/payment_pages/{id}/shipping_address", Asks::Address),
    (Method::POST, "/v1/payment_pages/{id}/shipping_option", Asks::ShippingOption),
    (Method::POST, "/v1/payment_pages/{id}/promotion_code", Asks::PromotionCode),
    (Method::POST, "/v1/payment_pages/{id}/confirm", Asks::Confirm),
];

/// The paths of pages.
pub(crate) fn paths() -> impl Iterator<Item = &'static str> {
    ROUTES.into_iter().map(|(_, path, _)| path)
}

/// A page's request: which session, and what for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PageRequest {
    session: String,
    asks: Asks,
}

impl PageRequest {
    /// The page's request of a method and one of the [`paths`].
    pub(crate) fn find(method: &Method, path: &str, session: String) -> Option<Self> {
        let mut of_path = ROUTES.into_iter().filter(|(_, known, _)| *known == path);
        let (_, _, asks) = of_path.find(|(known, _, _)| known == method)?;
        Some(Self { session, asks })
    }

    /// Does the work and shows the session as it then is.
    pub(crate) fn answer(&self, inner: &Inner, request: &Request<Bytes>) -> Result<Value, ApiError> {
        let sent = Sent(prepare::pairs(request)?);
        let version = Version::assumed(
            &format!("{}; checkout_server_update_beta=v1", inner.config.default_version),
            inner.config.preview,
        );
        let call = Call { config: &inner.config, version: &version, live: false, now: inner.now() };
        let mut state = inner.lock();
        let account = &mut state.account;
        let mut session = self.session(account, &call, &sent)?;
        if self.asks != Asks::Show && session.status != Status::Open {
            let status = session.status.as_str();
            return Err(ApiError::invalid(format!("This Checkout Session is no longer open: it is {status}.")));
        }
        match self.asks {
            Asks::Show => {}
            Asks::Quantity => quantity(&mut session, &sent)?,
            Asks::Address => address(&mut session, &sent)?,
            Asks::ShippingOption => choose_shipping(&mut session, sent.text("shipping_option"))?,
            Asks::PromotionCode => enter_promotion_code(account, &call, &mut session, sent.text("promotion_code"))?,
            Asks::Confirm => {
                confirm(account, &call, &mut session, &sent)?;
                session = account.session(&self.session, &call)?.clone();
            }
        }
        let mut shown = presentation::session(account, &call, &session, &Expand::of_page());
        if let (Asks::Show, Some(fields)) = (self.asks, shown.as_object_mut()) {
            let has_server_updates = server_updates(&inner.config, sent.text("betas"))?;
            fields.insert("server_updates".to_owned(), json!(has_server_updates));
        }
        account.sessions.insert(session.id.clone(), session);
        Ok(shown)
    }

    /// The session, for callers with the publishable key and the session's secret.
    fn session(&self, account: &mut Account, call: &Call<'_>, sent: &Sent) -> Result<SessionState, ApiError> {
        let key = sent.text("key");
        if key != Config::PUBLISHABLE_KEY {
            return Err(auth::unknown(key));
        }
        let session = account.session(&self.session, call)?.clone();
        if presentation::client_secret(&session).as_deref() != Some(sent.text("client_secret")) {
            return Err(ApiError::param(
                "client_secret",
                "The client secret does not belong to this Checkout Session.",
            ));
        }
        Ok(session)
    }
}

/// The decoded pairs of a request.
struct Sent(Vec<(String, String)>);

impl Sent {
    /// A value, empty where it is missing.
    fn text(&self, name: &str) -> &str {
        self.0.iter().rev().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    fn number(&self, name: &str) -> Result<u64, ApiError> {
        let text = self.text(name);
        text.parse().map_err(|_| ApiError::param(name, format!("Invalid integer: {text}")))
    }
}

/// The beta with which Stripe's guide to dynamic discounts makes Stripe.js.
const SERVER_UPDATES: &str = "custom_checkout_server_updates_1";

/// Returns whether the page has `runServerUpdate`: on an account with the preview, with the beta of its guide; on any other
/// without, since the account can't have the beta. *Guess*: Stripe's guide to line items names no beta.
fn server_updates(config: &Config, betas: &str) -> Result<bool, ApiError> {
    let has_beta = betas.split(',').any(|beta| beta == SERVER_UPDATES);
    if has_beta && !config.preview {
        let message = format!("You do not have permission to pass this beta: {SERVER_UPDATES}");
        return Err(ApiError::invalid(message));
    }
    Ok(has_beta || !config.preview)
}

fn quantity(session: &mut SessionState, sent: &Sent) -> Result<(), ApiError> {
    if session.permissions.update_line_items.as_deref() == Some("server_only") {
        return Err(of_the_server("Line items"));
    }
    let (id, quantity) = (sent.text("line_item"), sent.number("quantity")?);
    let missing = || ApiError::missing(400, "line item", id, "line_item");
    let line = session.lines.iter_mut().find(|line| line.id == id).ok_or_else(missing)?;
    let adjustable = &line.adjustable_quantity;
    if adjustable["enabled"] != json!(true) {
        return Err(ApiError::param("line_item", "The quantity of this line item is not adjustable."));
    }
    let (least, most) = (adjustable["minimum"].as_u64().unwrap_or(0), adjustable["maximum"].as_u64().unwrap_or(99));
    if quantity < least || quantity > most {
        let message = format!("The quantity of this line item must be from {least} to {most}.");
        return Err(ApiError::param("quantity", message));
    }
    line.quantity = quantity;
    session.lines.retain(|line| line.quantity > 0);
    Ok(())
}

fn address(session: &mut SessionState, sent: &Sent) -> Result<(), ApiError> {
    let fields = ["city", "country", "line1", "line2", "postal_code", "state"];
    let given = fields.map(|field| {
        let text = sent.text(&format!("address[{field}]"));
        (field.to_owned(), if text.is_empty() { Value::Null } else { json!(text) })
    });
    enter_address(session, sent.text("name"), &given.into_iter().collect())
}

fn confirm(account: &mut Account, call: &Call<'_>, session: &mut SessionState, sent: &Sent) -> Result<(), ApiError> {
    if !sent.text("email").is_empty() {
        enter_email(account, session, sent.text("email"))?;
    }
    let total = session.totals(account, call).map_or(0, |totals| totals.total);
    let seen = sent.text("expected_amount");
    if seen != total.to_string() {
        let message = "The total of this Checkout Session has changed since it was shown.";
        return Err(ApiError::param("expected_amount", message));
    }
    account.sessions.insert(session.id.clone(), session.clone());
    pay::pay(account, call, &session.id, Payment::AtOnce)
}
