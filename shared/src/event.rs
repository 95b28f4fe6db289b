//! What Lambda hands over and takes back: an HTTP API's event of payload format 2.0, and the answer in its form.
//!
//! Source: AWS docs, "Create AWS Lambda proxy integrations for HTTP APIs".

use lambda_http::Response;
use lambda_http::aws_lambda_events::apigw::ApiGatewayV2httpResponse;
use lambda_http::lambda_runtime::Diagnostic;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// What a function is invoked with. Reading it never fails, so that what is no such event is told in our log, and not
/// only to whoever invoked the function.
#[derive(Debug)]
pub enum Event {
    /// A request of a page.
    Http(Box<lambda_http::Request>),
    /// Anything else: an event of payload format 1.0, of another service, or nothing of the kind.
    Unknown,
}

/// The event is not one that a function understands.
#[derive(Debug, thiserror::Error)]
#[error(
    "the event is not of payload format 2.0: call the function through an HTTP API whose integration has \
     PayloadFormatVersion 2.0 (REST APIs and load balancers send another form)"
)]
pub struct UnknownEvent;

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Box::<RawValue>::deserialize(deserializer).ok();
        let request = text.and_then(|text| lambda_http::request::from_str(text.get()).ok());
        Ok(request.map_or(Self::Unknown, |request| Self::Http(Box::new(request))))
    }
}

impl From<UnknownEvent> for Diagnostic {
    fn from(fault: UnknownEvent) -> Self {
        Self { error_type: "UnknownEvent".to_owned(), error_message: fault.to_string() }
    }
}

/// An answer as the gateway wants it.
#[must_use]
pub fn gateway_response(response: Response<String>) -> ApiGatewayV2httpResponse {
    let (parts, body) = response.into_parts();
    let mut answer = ApiGatewayV2httpResponse::default();
    answer.status_code = parts.status.as_u16().into();
    answer.headers = parts.headers;
    answer.body = Some(body.into());
    answer
}

#[cfg(test)]
mod tests {
    use lambda_http::RequestExt;
    use serde_json::{Value, json};

    use super::*;

    fn read(event: &str) -> Event {
        serde_json::from_str(event).unwrap()
    }

    fn of_http_api() -> Value {
        serde_json::from_str(include_str!("../../events/loyalty-ok.json")).unwrap()
    }

    #[test]
    fn an_event_of_an_http_api_is_a_request() {
        let Event::Http(request) = read(&of_http_api().to_string()) else { panic!("it is one") };
        assert_eq!((request.method().as_str(), request.raw_http_path()), ("POST", "/discounts/loyalty"));
    }

    #[test]
    fn everything_else_is_unknown_and_no_error() {
        let of_rest_api = json!({
            "version": "1.0", "resource": "/discounts/loyalty", "path": "/discounts/loyalty", "httpMethod": "POST",
            "headers": {"content-type": "application/json"}, "multiValueHeaders": {}, "requestContext": {"stage": "x"},
            "body": "{}", "isBase64Encoded": false,
        });
        for event in [of_rest_api.to_string().as_str(), "{}", "[]", "null", "1", "\"text\"", r#"{"Records":[]}"#] {
            assert!(matches!(read(event), Event::Unknown), "{event}");
        }
        assert!(UnknownEvent.to_string().contains("PayloadFormatVersion 2.0"), "it says what to do");
    }

    #[test]
    fn an_answer_has_the_gateways_form() {
        let response = Response::builder().status(409).header("x-request-id", "r1").body("{}".to_owned()).unwrap();
        let answer = serde_json::to_value(gateway_response(response)).unwrap();
        assert_eq!(
            answer,
            json!({
                "statusCode": 409, "headers": {"x-request-id": "r1"}, "multiValueHeaders": {}, "body": "{}",
                "isBase64Encoded": false, "cookies": [],
            })
        );
    }
}
