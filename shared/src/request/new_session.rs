//! The request for a new session.

use std::collections::HashMap;

use discounts_core::money::Currency;
use discounts_core::policy::UiMode;
use discounts_core::{Interaction, InteractionSet, ShopperCode, Trigger};
use serde_json::Value;

use super::fields::{Fields, code, text};
use super::lines;
use crate::command::CartLine;
use crate::endpoint::MEMBERS_PATH;
use crate::event::HttpRequest;
use crate::invalid_request::InvalidRequest;

/// A session to be created.
#[derive(Debug)]
pub struct NewSession {
    /// The cart.
    pub lines: Vec<CartLine>,
    /// The page that shows it; without one, the first that the policy lists.
    pub ui_mode: Option<UiMode>,
    /// The currency, where the prices have several.
    pub currency: Option<Currency>,
    /// Stripe's name of the page's language.
    pub locale: Option<String>,
    /// The interactions of the new session.
    pub interactions: InteractionSet,
    /// The code that the shopper typed, for an interaction that takes one.
    pub code: Option<ShopperCode>,
    /// The owner.
    pub owner: SessionOwner,
}

/// The owner of a new session. A body never names one.
#[derive(Debug)]
pub enum SessionOwner {
    /// An anonymous shopper.
    Guest,
    /// A member: the claims of the token that the gateway has verified.
    Member(HashMap<String, String>),
    /// The members' route was called without a verified token.
    Unchecked,
}

impl NewSession {
    pub(super) fn parse(fields: &Fields, event: &HttpRequest) -> Result<Self, InvalidRequest> {
        let currency = text(fields, "currency", InvalidRequest::Currency)?;
        let currency = currency.map(|code| Currency::parse(code).map_err(|_| InvalidRequest::Currency)).transpose()?;
        let ui_mode = text(fields, "ui_mode", InvalidRequest::UiMode)?;
        let ui_mode = ui_mode.map(|word| UiMode::from_word(word).ok_or(InvalidRequest::UiMode)).transpose()?;
        let interactions = interactions(fields)?;
        let codes: Vec<Option<ShopperCode>> =
            interactions.iter().map(|interaction| code(interaction, fields)).collect::<Result<_, _>>()?;
        Ok(Self {
            lines: lines::lines(fields)?,
            ui_mode,
            currency,
            locale: locale(fields)?.map(str::to_owned),
            interactions,
            code: codes.into_iter().flatten().next(),
            owner: owner(event),
        })
    }
}

/// `auto`, or a language with or without a region; Stripe checks that it knows it.
fn locale(fields: &Fields) -> Result<Option<&str>, InvalidRequest> {
    let locale = text(fields, "locale", InvalidRequest::Locale)?;
    let form =
        |locale: &&str| locale.len() <= 10 && locale.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    match locale {
        Some(locale) => {
            Some(locale).filter(form).filter(|locale| !locale.is_empty()).map(Some).ok_or(InvalidRequest::Locale)
        }
        None => Ok(None),
    }
}

fn interactions(fields: &Fields) -> Result<InteractionSet, InvalidRequest> {
    match fields.get("interactions") {
        None | Some(Value::Null) => Ok(InteractionSet::EMPTY),
        Some(Value::Array(words)) => {
            let known = |word: &Value| match word.as_str() {
                Some(Trigger::AUTOMATIC) => Err(InvalidRequest::Automatic),
                word => word.and_then(Interaction::from_word).ok_or(InvalidRequest::Interactions),
            };
            words.iter().map(known).collect()
        }
        Some(_) => Err(InvalidRequest::Interactions),
    }
}

/// The owner, by the route, and on the members' route by the gateway's authorizer.
fn owner(event: &HttpRequest) -> SessionOwner {
    let members = event.route.ends_with(MEMBERS_PATH) || event.path.ends_with(MEMBERS_PATH);
    match &event.claims {
        Some(claims) if members => SessionOwner::Member(claims.clone()),
        None if members => SessionOwner::Unchecked,
        _ => SessionOwner::Guest,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::event::Event;

    fn event(path: &str, authorizer: &Value) -> HttpRequest {
        let event = json!({
            "version": "2.0", "routeKey": format!("POST {path}"), "rawPath": path, "rawQueryString": "", "headers": {},
            "requestContext": {
                "routeKey": format!("POST {path}"), "accountId": "1", "stage": "$default", "requestId": "1",
                "authorizer": authorizer, "apiId": "1", "time": "", "timeEpoch": 1,
                "http": {"method": "POST", "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": ""},
            },
            "body": "{}", "isBase64Encoded": false,
        });
        let Event::Http(request) = Event::parse(&event.to_string()) else { panic!("it is a request") };
        *request
    }

    fn read(body: &Value) -> Result<NewSession, InvalidRequest> {
        let mut body = body.clone();
        body["line_items"] = json!([{ "price": "price_a", "quantity": 1 }]);
        NewSession::parse(body.as_object().unwrap(), &event("/checkout-sessions", &Value::Null))
    }

    #[test]
    fn new_session_has_a_cart_and_optional_fields() {
        let plain = read(&json!({})).unwrap();
        assert_eq!((plain.lines.len(), plain.currency, plain.locale), (1, None, None));
        assert!(plain.interactions.is_empty());
        assert_eq!(plain.ui_mode, None);
        let body = json!({ "currency": "eur", "locale": "de-AT", "interactions": ["loyalty", "location"], "customer": "cus_1",
            "ui_mode": "hosted" });
        let whole = read(&body).unwrap();
        assert_eq!(whole.ui_mode, Some(UiMode::Hosted));
        assert_eq!(whole.currency.unwrap().as_str(), "eur");
        assert_eq!((whole.locale.as_deref(), whole.code), (Some("de-AT"), None));
        let coded = read(&json!({ "interactions": ["code"], "code": "spring" })).unwrap();
        assert_eq!(coded.code.unwrap().as_str(), "SPRING");
        assert_eq!(whole.interactions, [Interaction::Loyalty, Interaction::Location].into_iter().collect());
        assert!(matches!(whole.owner, SessionOwner::Guest), "a body names no customer");
    }

    #[test]
    fn invalid_field_is_named() {
        for (body, refusal) in [
            (json!({ "currency": "dollars" }), InvalidRequest::Currency),
            (json!({ "currency": 1 }), InvalidRequest::Currency),
            (json!({ "locale": "" }), InvalidRequest::Locale),
            (json!({ "locale": "de&x=y" }), InvalidRequest::Locale),
            (json!({ "ui_mode": "custom" }), InvalidRequest::UiMode),
            (json!({ "ui_mode": 1 }), InvalidRequest::UiMode),
            (json!({ "interactions": "loyalty" }), InvalidRequest::Interactions),
            (json!({ "interactions": ["everything"] }), InvalidRequest::Interactions),
            (json!({ "interactions": ["loyalty", "automatic"] }), InvalidRequest::Automatic),
            (json!({ "interactions": ["code"] }), InvalidRequest::NoCode),
            (json!({ "interactions": ["code"], "code": "" }), InvalidRequest::Code),
        ] {
            assert_eq!(read(&body).unwrap_err(), refusal, "{body}");
        }
    }

    #[test]
    fn only_the_gateway_identifies_a_member() {
        let token = json!({ "jwt": { "claims": { "stripe_customer_id": "cus_1" }, "scopes": null } });
        let of = |path: &str, authorizer: &Value| owner(&event(path, authorizer));
        let SessionOwner::Member(claims) = of(MEMBERS_PATH, &token) else { panic!("a checked token is a member's") };
        assert_eq!(claims["stripe_customer_id"], "cus_1");
        assert!(matches!(of(MEMBERS_PATH, &Value::Null), SessionOwner::Unchecked));
        assert!(matches!(of("/checkout-sessions", &token), SessionOwner::Guest));
        assert!(matches!(of("/checkout-sessions", &Value::Null), SessionOwner::Guest));
    }
}
